"""Tries a candidate: one app, one sandbox, all invariants and checks, and a verdict with evidence. Refuses to mend.

A failing app is a verdict. What fails on the tester's own side is tried once more in a new tester, then marked as not
checked: an app isn't blamed for it.
"""

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Self, TypeVar

from generator.access import Given
from generator.checks import names, one_line, source, words
from generator.contract import Access, Candidate, Check, Kind, Mark, Outcome, Plan, Tell, Verdict
from generator.events import Tried
from generator.report import own_frames, report
from generator.tester import Opening, Tester, Told, clean
from sandbox import settle_libraries
from sandbox.contract import Engine, Files, Image, Resolved, Runtime, Sandbox, SandboxError, Started

__all__ = ["Trials", "report"]

RUNTIME = {Kind.WEB: Runtime.STATIC, Kind.STREAMLIT: Runtime.STREAMLIT}
EMPTY: Mapping[Kind, Files] = {
    Kind.WEB: {"index.html": b"<!doctype html><html lang=en><meta charset=utf-8><title>App</title><h1>App</h1></html>"},
    Kind.STREAMLIT: {"app.py": b'import streamlit as st\n\nst.title("App")\n'},
}
INVARIANTS = {
    "starts": "It starts",
    "alone": "It loads nothing from elsewhere",
    "opens": "Its page opens",
    "shows": "It shows something",
    "no_errors": "It opens without an error",
    "phone": "It fits a phone",
    "reload": "It survives a reload",
    "buttons": "Every button survives a press",
}
IMAGE = Resolved(True)
"""All that is needed is in the image."""
MARK = {"passed": Mark.PASSED, "failed": Mark.FAILED, "error": Mark.NOT_CHECKED}
CHECKING, EXAMINING = 30.0, 60.0
"""Seconds for one check, and for all invariants."""
PATIENCE = 0.1
"""A factor on all waiting for an app of which it is known what it does when it is right."""
MOST_LOG = 4000
MOST_STEPS = 300
SLOW = 10.0
"""Seconds of processor that an app may use before it is worth a word that its limit held it back."""
MEMORY = re.compile(rb"cache|\bglobal\b|environ|tempfile|/tmp|sqlite|sys\.modules|setattr")
"""What in a Streamlit app's source can outlast a page without a trace in its folder."""
T = TypeVar("T")


class Trials:
    """The trials of one run: a tester that stays warm, a fresh app sandbox for each candidate."""

    def __init__(self, engine: Engine, plan: Plan, tell: Tell, given: Given | None = None) -> None:
        self._engine = engine
        self._plan = plan
        self._tell = tell
        self.claims = {claim.id: claim.text for claim in plan.claims}
        self._given = given or Given(Access())
        self._env: Mapping[str, str] = {}
        """What the app that was tried last finds in its environment."""
        self._lock = threading.RLock()
        self._testing = ExitStack()
        self._tester: Tester | None = None
        self._spare: tuple[ExitStack, Sandbox] | None = None
        self._last: tuple[Candidate, ExitStack, Sandbox] | None = None
        """What was tried last, and where."""
        self._layers: dict[tuple[str, ...], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._spare:
                self._spare[0].close()
                self._spare = None
            self._leave()
            self._testing.close()
            self._tester = None

    def warm(self) -> None:
        """Boot the tester and an empty app, so that nobody waits for them later. Raises SandboxError."""
        with self._lock:
            self._live_tester()
            if not self._spare:
                with ExitStack() as stack:
                    app = stack.enter_context(self._engine.open(Image.APP, runtime=RUNTIME[self._plan.kind]))
                    self.start(app, EMPTY[self._plan.kind])
                    self._spare = (stack.pop_all(), app)

    def empty(self, checks: Sequence[Check]) -> Verdict:
        """What the checks say of an app with nothing but a title: one that passes there proves nothing. What could not
        be tried is not checked. Raises SandboxError when the engine is gone."""
        began = time.monotonic()
        with self._lock:
            self.warm()
            outcomes = []
            if self._spare and checks:
                seconds = CHECKING + 2 * len(checks)
                outcomes = _Trial(self, self._spare[1], checks).in_one_go(checks, hurried, seconds)
        return Verdict(started=True, checks=outcomes, score=self.score(checks, outcomes), seconds=since(began))

    def run(self, number: int, candidate: Candidate, checks: Sequence[Check], supply: Resolved = IMAGE) -> Verdict:
        """Try one candidate, with its packages; tells of each outcome as it comes. Raises SandboxError when the engine
        is gone."""
        began = time.monotonic()

        def say(said: Outcome) -> None:
            self._tell(Tried(number, said.id, said.title, said.mark.value, said.evidence))

        if not supply.ok:
            say(Outcome("starts", INVARIANTS["starts"], Mark.FAILED, supply.reason))
            return Verdict(False, reason=supply.reason)
        self._layers[tuple(candidate.packages)] = supply.layer
        with self._lock, self._app(candidate) as app:
            started = self.start(app, candidate.files)
            if not started.ok:
                say(Outcome("starts", INVARIANTS["starts"], Mark.FAILED, started.reason))
                return Verdict(False, reason=started.reason, log=tail(started.log), seconds=since(began))
            trial = _Trial(self, app, checks, say)
            invariants = trial.examine(started, settle_libraries(candidate.files, self._given.hosts).missing)
            outcomes = trial.check(lambda: self._reset(app, candidate.files))
            pictures = trial.pictures()
            log = tail(said_of(app)) if app.alive() else "The app's sandbox ended: it used more than it may."
        return Verdict(
            started=True,
            checks=outcomes,
            invariants=invariants,
            score=self.score(checks, outcomes),
            log=log,
            seconds=since(began),
            pictures=pictures,
        )

    @contextmanager
    def quick(self, candidate: Candidate, checks: Sequence[Check]) -> Iterator["Quick"]:
        """The candidate's sandbox for many versions of it, each held against some of these checks."""
        with self._lock, self._app(candidate) as app:
            yield Quick(self, app, checks, once=self._plan.kind is Kind.STREAMLIT)

    def score(self, checks: Sequence[Check], outcomes: Sequence[Outcome]) -> float:
        """Weight of passed checks over weight of all; a claim's weight is shared by its checks."""
        weight = {claim.id: claim.weight for claim in self._plan.claims}
        share = {c.id: weight.get(c.claim, 1.0) / sum(d.claim == c.claim for d in checks) for c in checks}
        whole = sum(share.values())
        return sum(share[o.id] for o in outcomes if o.mark is Mark.PASSED) / whole if whole else 0.0

    def aim(self, app: Sandbox, file: str, checks: Sequence[Check], *, anew: bool) -> tuple[Tester, Opening]:
        """The tester, led to this app and given these checks as a file, and how to open it; `anew`: another tester."""
        if anew:
            self._testing.close()
            self._tester = None
        tester = self._live_tester()
        tester.put(file, source(checks, self._plan.claims, self._plan.title))
        # A page runs in the tester, and reaches from there what its app may reach.
        proxy = tester.permitted(self._given) if self._plan.kind is Kind.WEB else ""
        return tester, Opening(tester.lead(app), proxy=proxy)

    def _live_tester(self) -> Tester:
        if self._tester is None:
            self._tester = self._testing.enter_context(Tester(self._engine, self._given.note))
        return self._tester

    @contextmanager
    def _app(self, candidate: Candidate) -> Iterator[Sandbox]:
        """A sandbox in which no other candidate ran before, and none will after: at first the one of the empty app. It
        stays until there is another candidate."""
        if self._last and (self._last[0] is not candidate or not self._last[2].alive()):
            self._leave()
        if not self._last:
            layer = self._layers.get(tuple(candidate.packages), "")
            if self._spare and not layer:
                (stack, app), self._spare = self._spare, None
            else:
                with ExitStack() as opening:
                    runtime = RUNTIME[self._plan.kind]
                    app = opening.enter_context(self._engine.open(Image.APP, runtime=runtime, layer=layer))
                    stack = opening.pop_all()
            self._last = (candidate, stack, app)
            self._env = self._given.give(app)
        yield self._last[2]

    def _leave(self) -> None:
        """End the sandbox of what was tried last."""
        if self._last:
            last, self._last = self._last, None
            self._given.note(last[2])
            last[1].close()

    def _reset(self, app: Sandbox, files: Files) -> Started | None:
        """Put the app back as it was delivered; None when it has nothing to forget."""
        if self._plan.kind is Kind.WEB:
            return None
        remembers = any(MEMORY.search(content) for path, content in files.items() if path.endswith(".py"))
        if remembers or app.ended() or _present(app) != {**files, **self._given.files}:
            return self.start(app, files)
        return None

    def start(self, app: Sandbox, files: Files) -> Started:
        """Put these files into a sandbox in place of what is there, and start them."""
        app.put(files, replace=True)
        if self._given.files:
            app.put(self._given.files, read_only=True)
        return app.start(RUNTIME[self._plan.kind], env=self._env)


class Quick:
    """Many versions of one app, tried one after the other in the same sandbox. Refuses to be patient: what it says of
    one counts beside what it says of another, and nowhere else."""

    def __init__(self, trials: Trials, app: Sandbox, checks: Sequence[Check], *, once: bool) -> None:
        self._trials = trials
        self._app = app
        self._trial = _Trial(trials, app, checks)
        self._once = once

    def hold(self, files: Files, checks: Sequence[Check], *, seconds: float, brief: bool = True) -> list[Outcome]:
        """What some of the checks say within these seconds; `brief`: up to the first that fails, which may be `starts`
        or `opens`; those after it are not checked. Raises SandboxError when the app brought its sandbox down."""
        if not (started := self._trials.start(self._app, files)).ok:
            return [Outcome("starts", INVARIANTS["starts"], Mark.FAILED, started.reason)]

        def how(page: Opening) -> Opening:
            return replace(page, patience=PATIENCE, pictures=False, once=self._once, brief=brief)

        return self._trial.in_one_go(checks, how, seconds)


class _Trial:
    """One app under trial, from its start to its last check."""

    def __init__(
        self, trials: Trials, app: Sandbox, checks: Sequence[Check], say: Callable[[Outcome], None] = lambda _: None
    ) -> None:
        self._trials = trials
        self._app = app
        self._checks = checks
        self._tests = names(checks)
        self._file = f"test_{hashlib.sha256(repr(checks).encode()).hexdigest()[:16]}.py"
        """A file of its own for other checks: a module that was loaded once stays as it was."""
        self._say = say
        self._tester: Tester | None = None
        self._page = Opening("")

    def in_one_go(self, checks: Sequence[Check], how: Callable[[Opening], Opening], seconds: float) -> list[Outcome]:
        """Some of the checks by one request, and `opens` where the page did not."""
        tests = {test: check for check, test in zip(self._checks, self._tests, strict=True) if check in checks}
        told = self._ask(lambda tester, page: tester.check(how(page), self._file, list(tests), seconds=seconds)) or {}
        opens = [Outcome("opens", INVARIANTS["opens"], MARK[said.mark]) for said in told.values() if said.id == "opens"]
        return [*opens, *(self._outcome(check, told.get(test)) for test, check in tests.items())]

    def examine(self, started: Started, missing: Sequence[str]) -> list[Outcome]:
        """All invariants. `missing`: what its pages would load and can't."""
        outcomes = [
            Outcome("starts", INVARIANTS["starts"], Mark.PASSED, f"It answers after {started.seconds:.1f} s."),
            Outcome("alone", INVARIANTS["alone"], Mark.FAILED, clean(missing[0]), detail=clean("\n".join(missing[1:])))
            if missing
            else Outcome("alone", INVARIANTS["alone"], Mark.PASSED),
        ]
        for outcome in outcomes:
            self._say(outcome)
        told = self._ask(lambda tester, page: tester.examine(page, seconds=EXAMINING)) or {}
        pictures = {"opens": "app.png", "phone": "phone.png"}
        for name, title in list(INVARIANTS.items())[len(outcomes) :]:
            if (said := told.get(name)) is None:
                outcomes.append(Outcome(name, title, Mark.NOT_CHECKED, "It was not looked at."))
            else:
                sentence, _, detail = said.said.partition("\n")
                picture = pictures.get(name, "")
                outcomes.append(Outcome(name, title, MARK[said.mark], sentence, picture, said.seconds, detail))
            if outcomes[-1].mark is Mark.FAILED or name == "buttons":
                outcomes[-1] = self._survived(outcomes[-1])
            self._say(outcomes[-1])
        return outcomes

    def check(self, reset: Callable[[], Started | None]) -> list[Outcome]:
        """The checks one by one; `reset` makes the app forget what came before."""
        outcomes = []
        for check, test in zip(self._checks, self._tests, strict=True):
            outcomes.append(self._one(check, test, reset))
            self._say(outcomes[-1])
        return outcomes

    def pictures(self) -> dict[str, bytes]:
        """The app, on a desk and on a phone, and how it looked after each check: name.png -> PNG."""
        found = self._ask(lambda tester, _: tester.pictures()) or {}
        wanted = {"app": "app", "phone": "phone", **{t: c.id for t, c in zip(self._tests, self._checks, strict=True)}}
        return {f"{wanted[name]}.png": data for name, data in found.items() if name in wanted}

    def _one(self, check: Check, test: str, reset: Callable[[], Started | None]) -> Outcome:
        try:
            if (again := reset()) and not again.ok:
                return Outcome(check.id, check.title, Mark.FAILED, f"The app did not start again: {again.reason}")
            told = self._ask(lambda tester, page: tester.check(page, self._file, [test], seconds=CHECKING)) or {}
        except SandboxError as error:
            if self._app.alive():
                raise
            return Outcome(check.id, check.title, Mark.FAILED, f"The app brought its sandbox down: {error}")
        return self._survived(self._outcome(check, told.get(test)))

    def _survived(self, outcome: Outcome) -> Outcome:
        """The outcome, unless the app ended meanwhile: then that is what failed, whatever the page still showed."""
        if not (why := self._app.ended()):
            return outcome
        detail = f"{outcome.evidence}\n{outcome.detail}".strip()
        return replace(outcome, mark=Mark.FAILED, evidence=clean(why), detail=detail)

    def _outcome(self, check: Check, told: Told | None) -> Outcome:
        if told is None:
            return Outcome(check.id, check.title, Mark.NOT_CHECKED, "The tester could not run this check.")
        mark = MARK[told.mark]
        sentence, _, more = told.said.partition("\n")
        steps = ", ".join(words(step) for step in check.steps)
        if mark is Mark.PASSED:
            sentence = one_line(steps[:1].upper() + steps[1:])
            sentence = f"{sentence}." if len(sentence) < MOST_STEPS else f"{sentence[:MOST_STEPS]}…"
        elif mark is Mark.NOT_CHECKED:
            sentence = f"The check could not be run: {sentence}"
        claim = self._trials.claims.get(check.claim, "")
        detail = [f"Claim: {claim}", f"Steps: {steps}.", *more.splitlines()[:2]]
        if 0 < told.step <= len(check.steps):
            detail.insert(1, f"Failed at step {told.step}: {words(check.steps[told.step - 1])}.")
        detail += [f"Console: {line}" for line in told.console[:3]] + [
            f"Error: {own_frames(e)}" for e in told.errors[:2]
        ]
        return Outcome(check.id, check.title, mark, sentence, f"{check.id}.png", told.seconds, "\n".join(detail)[:2500])

    def _ask(self, work: Callable[[Tester, Opening], T]) -> T | None:
        """What the tester says, asked once more of a new one when it fails; None when that fails too. Raises
        SandboxError when it is the app's sandbox that is gone."""
        for anew in (False, True):
            try:
                if anew or self._tester is None:
                    self._tester, self._page = self._trials.aim(self._app, self._file, self._checks, anew=anew)
                return work(self._tester, self._page)
            except SandboxError:
                if not self._app.alive():
                    raise
        return None


def _present(app: Sandbox) -> Files | None:
    """The app's files; None when they are more than can be taken."""
    try:
        return {path: content for path, content in app.get().items() if "__pycache__" not in path}
    except SandboxError:
        if not app.alive():
            raise
        return None


def hurried(page: Opening) -> Opening:
    """Where nothing is expected to come, nothing is waited for or pictured."""
    return replace(page, patience=0.0, pictures=False, once=True)


def said_of(app: Sandbox) -> str:
    """The app's log, and below it what its limits did to it."""
    used = app.usage()
    told = [app.log()]
    if used.memory_kills:
        told.append(f"It used up its memory (at most {used.memory_peak_mb:.0f} MB) and was ended.")
    if used.held_back_seconds > used.cpu_seconds / 2 > SLOW / 2:
        told.append(f"Its limit of processors held it back for {used.held_back_seconds:.0f} s.")
    return "\n".join(told)


def since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def tail(log: str) -> str:
    """The end of a log, where the trouble stands."""
    return clean(log)[-MOST_LOG:]
