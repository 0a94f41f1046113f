"""Looks into one failure from end to end: reproduces it, gathers evidence, ranks suspects, tries mends, and shows what
is known as soon as there is something to look at. Refuses to write anywhere but in a sandbox.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from gallery.contract import GalleryError
from gallery.debug.asked import ask_for_mend
from gallery.debug.case import TESTED, Bench, Case, Failure, Told, Tried
from gallery.debug.data import read_data
from gallery.debug.evidence import Evidence, Reproduced, Signature, Suspect, Trace
from gallery.debug.functions import Span, around, is_test, spans_of
from gallery.debug.history import changed, since_when
from gallery.debug.logs import read_log
from gallery.debug.mends import Search
from gallery.debug.minimal import of_call, of_test
from gallery.debug.prepare import prepare, prepare_page
from gallery.debug.prepared import prepared
from gallery.debug.readings import (
    compared,
    judged,
    named,
    printed,
    sources,
    taking_part,
    tests_of,
    with_source,
    with_values,
)
from gallery.debug.repository import take
from gallery.debug.reproduce import HANG_SECONDS, HANGS, reproduce
from gallery.debug.suspects import UNREAD, order, ran_at, ran_by_failing, ran_in
from gallery.debug.tracebacks import command_of, read_traceback
from gallery.text import line
from generator.contract import Model
from generator.syntax import language_of
from sandbox.contract import Engine, SandboxError

Tell = Callable[[str], None]
Show = Callable[[Evidence, Case], None]
"""Takes what is known while more is looked for: `still` says what."""
SUITE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look into: one of the command, a traceback, a page, a log or data; and where."""

    folder: Path
    command: tuple[str, ...] = ()
    traceback: str = ""
    page: Path | None = None
    log: bytes = b""
    data: bytes = b""
    name: str = ""
    """Of the file with the traceback, log or data."""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Investigation:
    """What came of it. `case` is None where there is no command to run."""

    evidence: Evidence
    case: Case | None = None
    root: Path | None = None
    """The top of the repository that was copied."""
    mended: Mapping[str, str] = field(default_factory=dict)
    """The files with the patch in them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the runs of a program told: the failing tests, and by which the suspects are ranked."""

    targets: tuple[str, ...]
    failure: Failure | None
    trace: Trace | None
    counted: Told | None
    ran: Sequence[Suspect]
    came: Mapping[str, set[int]]
    """Lines that came with what made it fail."""
    known: Mapping[str, list[Span]]


@dataclass(slots=True)
class Work:
    """What one investigation knows so far."""

    engine: Engine
    tell: Tell
    models: Mapping[str, Model]
    show: Show
    mend: bool
    smaller: bool
    evidence: Evidence
    root: Path | None = None
    git: bool = False
    mended: Mapping[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        self.tell(name)
        try:
            yield
        finally:
            self.seconds[name] = round(time.monotonic() - began, 2)

    def known(self, still: str = "") -> Evidence:
        return replace(
            self.evidence, notes=tuple(self.notes), seconds={**self.seconds}, still=still, at=round(time.time(), 1)
        )


def investigate(
    wish: Wish,
    engine: Engine,
    tell: Tell,
    models: Mapping[str, Model] = {},
    *,
    mend: bool = True,
    smaller: bool = True,
    show: Show = lambda evidence, case: None,
) -> Investigation:
    """All that can be found out. Without `mend` no changes are tried, without `smaller` no minimal test is made. `show`
    is called again and again from when there is evidence, but not at the end. Raises GalleryError and SandboxError for
    what it can't go on from."""
    name = wish.folder.resolve().name
    begun = Evidence(wish.command, "", name, Reproduced("not run"))
    work = Work(engine, tell, models, show, mend, mend and smaller, begun)
    case = None
    if wish.log:
        with work.stage("reading the log"):
            work.evidence = replace(work.evidence, log=read_log(wish.log), repository=wish.name or name)
    elif wish.data:
        with work.stage("reading the data"):
            report = read_data(engine, wish.data, wish.name, wish.question)
            work.evidence = replace(work.evidence, data=report, repository=wish.name or name)
    elif wish.traceback:
        case = traceback(wish, work)
    else:
        case = command(wish, work)
    return Investigation(work.known(), case, work.root, work.mended)


def traceback(wish: Wish, work: Work) -> Case | None:
    """What somebody else saw: run again where it tells by which command, else shown with the code it went through."""
    copy = take(wish.folder)
    told, frames = read_traceback(wish.traceback, copy.files)
    if not frames:
        raise GalleryError(f"There is no traceback in {wish.name}.", "Python's, pytest's and Node's can be read.")
    if wanted := command_of(frames):
        work.evidence = replace(work.evidence, command=wanted)
        return command(replace(wish, command=wanted, folder=copy.root), work, told)
    known = spans_of(copy.files, dict.fromkeys(frame.path for frame in frames if frame.own))
    everywhere = spans_of(copy.files, copy.files)
    seen = [(frame.path, span.name) for frame in frames if (span := around(known.get(frame.path, ()), frame.line))]
    functions = taking_part(everywhere, seen, None)
    shown = tuple(with_source(frame, known) for frame in frames)
    texts = {path: copy.files[path].decode("utf-8", "replace") for path in known}
    work.notes.append("The traceback doesn't tell by which command it came about; say it: mayfly debug -- COMMAND.")
    work.evidence = replace(
        work.evidence,
        files=len(copy.files),
        left_out=copy.left_out,
        reproduced=Reproduced("not run", signature=told),
        frames=shown,
        functions=functions,
        sources=texts,
    )
    return None


def command(wish: Wish, work: Work, told: Signature | None = None) -> Case:
    with work.stage("preparing"):
        if wish.page:
            case, copy, packages, notes = prepare_page(wish.page)
        else:
            case, copy, packages, notes = prepare(wish.folder, wish.command, work.engine, work.tell)
        work.notes += notes
        work.root, work.git = copy.root, copy.git
    work.evidence = replace(
        work.evidence,
        command=case.command,
        language=case.language,
        files=len(copy.files),
        left_out=copy.left_out,
        packages=packages,
    )
    with case.open(work.engine) as bench:
        with work.stage("reproducing"):
            reproduced, runs = reproduce(bench, work.tell, told)
            away = tuple(kept_away(reproduced.signature, copy.left_out))
            reproduced = replace(reproduced, differs=(*reproduced.differs, *away))
            work.evidence = replace(work.evidence, reproduced=reproduced)
        work.notes += [line(note, 300) for run in runs[:1] if run.told for note in run.told.notes]
        if reproduced.how == "no":
            return case
        try:
            if case.how == "page":
                page(bench, runs, work)
            elif case.how != "other":
                program(bench, runs, work)
        except SandboxError as error:  # what is known by then is worth having
            work.notes.append(f"It went no further than this: {error}")
    return case


def kept_away(signature: Signature | None, left_out: Sequence[str]) -> Iterator[str]:
    """What the failure may be for want of, since it was left out of the copy."""
    for told in left_out if signature else ():
        path, _, reason = told.partition(": ")
        if signature and f"{PurePosixPath(path).name}'" in signature.message:
            yield f"{path} was left out of the copy: {reason}."


def page(bench: Bench, runs: list[Tried], work: Work) -> None:
    """The evidence of a page that failed: what its stack went through."""
    case = bench.case
    told, test = next((run.told, run.failed[0]) for run in runs if run.failed)
    known = spans_of(case.files, [path for path in case.files if path.endswith((".js", ".mjs", ".html", ".htm"))])
    failure = test.failure or Failure("Error", "")
    seen = Seen((test.id,), failure, None, told, ran_at(failure, case.files, known), {}, known)
    work.evidence = replace(
        work.evidence,
        test=f"{test.id} {test.when}",
        frames=tuple(with_source(frame, known) for frame in failure.frames),
        comparison=failure.comparison,
    )
    rank(seen, case, work)
    work.notes.append("Of a page suspects are told from the stack alone, and changes are tried there.")
    seen = since(bench, seen, work)
    if work.mend and work.evidence.reproduced.how == "steady":
        work.show(work.known("trying changes that may mend it"), case)
        try_changes(bench, failure, seen, work)


def program(bench: Bench, runs: list[Tried], work: Work) -> None:
    """The evidence of a program that failed."""
    case = bench.case
    failed = next(run for run in runs if run.attempt.signature)
    test = next((one for one in failed.failed if one.failure), None)
    known = spans_of(case.files, [path for path in case.files if language_of(path) == case.language])
    targets = [one.id for one in failed.failed]
    failure = test.failure if test else None
    if case.language == "javascript":
        unread = failure is not None and failure.kind in UNREAD and failure.at is None
        failure = named(printed(failed, case.files) if failure is None or unread else failure, known)
        work.evidence = replace(
            work.evidence, reproduced=replace(work.evidence.reproduced, signature=failure.signature)
        )
    with work.stage("tracing"):
        bench.reset()
        words = case.only(targets[:1]) if targets else None
        hangs = failure is not None and failure.kind in HANGS
        follow = prepared(case.files, sorted(case.files, key=is_test)) if case.language == "javascript" else {}
        traced = bench.run({"trace": True}, edits=follow, words=words, seconds=HANG_SECONDS if hangs else None)
        trace = traced.told.trace if traced.told else None
        failure = with_values(failure, trace) if follow and failure else failure
    gone = ran_in(trace, case.files, known) or ran_at(failure, case.files, known)
    seen = Seen(tuple(targets), failure, trace, None, gone, {}, known)
    work.evidence = replace(
        work.evidence,
        test=targets[0] if targets and case.how in TESTED else "",
        frames=tuple(with_source(frame, known) for frame in failure.frames) if failure else (),
        comparison=compared(failure) if failure else None,
    )
    rank(seen, case, work)
    work.show(work.known("counting which lines the tests run"), case)
    with work.stage("counting lines"):
        counted = count(bench, targets, work)
    if counted:
        ran = ran_by_failing(counted, targets, case.files, known) or seen.ran
        places = {(one.path, one.line) for one in ran}
        elsewhere = ran_at(failure, case.files, known)  # in another process, which isn't counted
        ran = [*ran, *(one for one in elsewhere if (one.path, one.line) not in places and not is_test(one.path))]
        seen = replace(seen, counted=counted, ran=ran)
        rank(seen, case, work)
    seen = since(bench, seen, work)
    if work.mend and work.evidence.reproduced.how != "steady":
        work.notes.append("It fails only now and then: no change was tried, since to pass once would prove nothing.")
    elif work.mend and failure and targets:
        work.show(work.known("trying changes that may mend it"), case)
        try_changes(bench, failure, seen, work)
        if work.smaller:
            work.show(work.known("making the test smaller"), case)
            make_smaller(bench, failure, seen, work)


def since(bench: Bench, seen: Seen, work: Work) -> Seen:
    """Look since which commit it fails, and let what that changed count."""
    signature = work.evidence.reproduced.signature
    if not (work.root and work.git and signature):
        return seen
    work.show(work.known("running earlier commits"), bench.case)
    with work.stage("looking at commits"):
        words = bench.case.only(seen.targets) if seen.targets else None
        history = since_when(bench, work.root, signature, words, work.tell)
        bench.reset()
    seen = replace(seen, came=changed(history, bench.case.files))
    work.evidence = replace(work.evidence, history=history)
    rank(seen, bench.case, work)
    return seen


def rank(seen: Seen, case: Case, work: Work, mended: Mapping[tuple[str, int], tuple[str, float]] = {}) -> None:
    """Put into the evidence who is suspected by what is known so far, and who took part."""
    suspects = order(seen.ran, seen.failure, seen.trace, seen.came, mended)
    went = [(call.path, call.function) for call in seen.trace.calls] if seen.trace else []
    went += [(frame.path, frame.function) for frame in work.evidence.frames if frame.own]
    functions = taking_part(seen.known, went, seen.counted)
    work.evidence = replace(
        work.evidence,
        trace=judged(seen.trace, suspects, seen.known),
        tests=tests_of(seen.counted if case.how in TESTED else None),
        suspects=tuple(suspects),
        functions=functions,
        sources=sources(case, functions, work.evidence.frames),
    )


def try_changes(bench: Bench, failure: Failure, seen: Seen, work: Work) -> None:
    """Look for a change that holds, and let what was learnt by that lead the suspects."""
    with work.stage("trying changes"):
        bench.reset()
        search = Search(bench, seen.targets, seen.counted, bench.case.suite, work.tell)
        mended, passing = search.by_trying(work.evidence.suspects)
        model = work.models.get("repairer")
        if mended is None and model and not model.small:
            mended = ask_for_mend(search, model, failure, work.evidence.functions, work.evidence.suspects)
    places = {(one.path, one.line): (passing_words(one.after), 0.3) for one in passing}
    if mended:
        work.mended = mended.files
        places[mended.patch.path, mended.patch.line] = (passing_words(mended.patch.after), 1.0)
        work.evidence = replace(work.evidence, patch=mended.patch)
    rank(seen, bench.case, work, places)


def make_smaller(bench: Bench, failure: Failure, seen: Seen, work: Work) -> None:
    with work.stage("making the test smaller"):
        if bench.case.how in TESTED:
            minimal = of_test(bench, seen.targets[0], failure, work.mended, work.tell)
        else:
            minimal = of_call(bench, seen.trace, failure, work.mended, work.tell)
    work.evidence = replace(work.evidence, minimal=minimal)


def count(bench: Bench, targets: list[str], work: Work) -> Told | None:
    """Which lines the tests of the suite ran; of a script, the script alone."""
    bench.reset()
    wish = {"cover": True, "first": targets, "seconds": SUITE_SECONDS, "limit": 10}
    run = bench.run(wish, words=bench.case.suite, seconds=2 * SUITE_SECONDS)
    if run.told is None or not run.told.lines:
        run = bench.run(wish)
        if bench.case.how in TESTED:
            work.notes.append("The rest of the suite could not be run here: only the command's own tests count.")
    if run.told and not run.told.whole:
        work.notes.append(f"Of the suite only {len(run.told.tests)} tests were run in {SUITE_SECONDS:g} s.")
    return run.told


def passing_words(after: str) -> str:
    return f"With `{' '.join(after.split())[:120]}` in its place the failing test passes."
