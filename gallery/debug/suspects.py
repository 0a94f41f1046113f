"""Ranks the lines that a failure may come from: by which tests ran them (Ochiai, DStar), and by what else is known.
Refuses to call one guilty: each has its reasons beside it.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gallery.amounts import many
from gallery.debug.case import Failure, Told
from gallery.debug.evidence import Suspect, Trace
from gallery.debug.functions import Span, around, is_test
from sandbox.contract import Files

MOST = 40
SURROUNDINGS = {"ModuleNotFoundError", "PermissionError", "ConnectionError", "gaierror", "URLError", "OSError"}
"""Other tests that fail so fail for want of something here, not for the bug."""
UNREAD = {"SyntaxError", "IndentationError", "TabError"}
"""Then any line can be wrong."""
WORTH = (
    (re.compile(r"(?<!=)[<>]=?|[=!]=|&&|\|\||\?\?|\b(not in|is not|and|or|not|in)\b"), 0.05),
    (re.compile(r"[-+*/%]|\brange\(|\[[^\]]*:"), 0.05),
    (re.compile(r"^(return|yield)\b"), 0.03),
    (re.compile(r"\("), 0.02),
    (re.compile(r"="), 0.02),
)
"""What in a line can be wrong, and how much that counts where the tests tell no difference."""
CHOICE = re.compile(r"(\}\s*)?(else )?(if|elif|while|for|match|case|switch)\b")
"""Lines that decide which others run. Both ways run them, so tests tell less of them than of where they lead to."""
WHAT_FAILS = "What fails runs it."
REACH = 12
LATE = 0.02
"""What it counts that a line ran last of all: what else is alike is told apart by how near to the failure it ran."""
NOTHING = re.compile(
    r"(else|try|finally)\s*:|pass|\"\"\".*|'''.*|[\])}]+[,;]*|@.*|(async )?def .*|class .*|import .*|from .*"
    r"|//.*|/?\*.*|['\"]use strict['\"];?|(\} ?)?(else|try|finally|do|default:|catch( \(.*\))?) ?\{?"
    r"|export (\{|class|\*).*"
    r"|(export )?(default )?(async )?function\b[^=]*\{"
    r"|(?!(if|for|while|switch)\b)(static |async |get |set )*[#\w]+\([^=()]*\) ?\{"
    r"|(export )?(const|let|var) \w+ = (async )?(\([^=()]*\)|\w+) => \{"
)


def ran_by_failing(
    told: Told,
    targets: Sequence[str],
    files: Files,
    known: Mapping[str, list[Span]],
) -> list[Suspect]:
    """Lines that failing tests ran, in no order. `targets` are the tests whose failure is looked into."""
    bad = failing(told, targets)
    good = sum(one.outcome == "passed" for one in told.tests)
    found = []
    paths = [path for path in told.lines if path in files and not is_test(path)]
    for path in paths or [path for path in told.lines if path in files]:
        texts = files[path].decode("utf-8", "replace").splitlines()
        for number, (failed, passed, _) in told.lines[path].items():
            line = int(number) if number.isdigit() else 0
            ran = len(bad & set(failed))
            if ran and (one := suspect(path, line, texts, known)):
                ochiai = ran / math.sqrt(len(bad) * (ran + passed))
                dstar = ran * ran / max(passed + len(bad) - ran, 0.5)
                why = f"Run by {ran} of {many(len(bad), 'failing test')}, and by {passed} of {good} that passed."
                why = why if good or len(bad) > 1 else WHAT_FAILS
                found.append(replace(one, ochiai=ochiai, dstar=dstar, failed=ran, passed=passed, why=(why,)))
    return found


def ran_in(trace: Trace | None, files: Files, known: Mapping[str, list[Span]]) -> list[Suspect]:
    """Lines that the traced run went through, in no order: all there is while the other tests were not counted."""
    lines = {(call.path, step.line) for call in (trace.calls if trace else ()) for step in call.steps}
    return [replace(one, why=(WHAT_FAILS,)) for one in gone_through(sorted(lines), files, known)]


def ran_at(failure: Failure | None, files: Files, known: Mapping[str, list[Span]]) -> list[Suspect]:
    """The lines of a stack, in no order: all there is where lines can't be counted."""
    own = [frame for frame in failure.frames if frame.own] if failure else []
    unread = failure is not None and failure.kind in UNREAD
    return gone_through(dict.fromkeys((frame.path, frame.line) for frame in own), files, known, every=unread)


def gone_through(
    lines: Iterable[tuple[str, int]], files: Files, known: Mapping[str, list[Span]], *, every: bool = False
) -> list[Suspect]:
    """Those lines as suspects; of a test only where there is nothing else. `every`: also what can't be wrong."""
    own = [one for one in lines if one[0] in files]
    places = [one for one in own if not is_test(one[0])] or own
    texts = {path: files[path].decode("utf-8", "replace").splitlines() for path, _ in places}
    found = [suspect(path, line, texts[path], known, every=every) for path, line in places]
    return [replace(one, failed=1) for one in found if one]


def suspect(
    path: str, line: int, texts: Sequence[str], known: Mapping[str, list[Span]], *, every: bool = False
) -> Suspect | None:
    """A line as a suspect of which nothing is known yet; None where nothing can be wrong in it."""
    text = texts[line - 1].strip() if 0 < line <= len(texts) else ""
    if not text or (NOTHING.fullmatch(text) and not every):
        return None
    span = around(known.get(path, ()), line)
    return Suspect(path, line, span.name if span else "", text[:200], 0.0)


def order(
    found: Sequence[Suspect],
    failure: Failure | None,
    trace: Trace | None,
    changed: Mapping[str, set[int]] = {},
    mended: Mapping[tuple[str, int], tuple[str, float]] = {},
) -> list[Suspect]:
    """The suspects, likeliest first, with scores from 0 to 1. `changed` are lines that came with the
    failure, `mended` those where a change made the failing test pass, with how much that counts."""
    top = max((one.dstar for one in found), default=1.0) or 1.0
    depth: dict[tuple[str, int], int] = {}
    own = [frame for frame in failure.frames if frame.own] if failure else []
    for away, frame in enumerate(reversed(own)):
        depth.setdefault((frame.path, frame.line), away)
    seen = showing(failure, trace)
    late = lateness(trace)
    scored = []
    for one in found:
        place, why = (one.path, one.line), list(one.why)
        score = by_tests(one, top)
        if CHOICE.match(one.text):
            behind = [other for other in found if decided(one, other) and by_tests(other, top) > score]
            if behind:
                led_to = max(behind, key=lambda other: by_tests(other, top))
                score = 0.97 * by_tests(led_to, top)
                why.append(f"It decides whether line {led_to.line} runs, which says more.")
        score += sum(worth for pattern, worth in WORTH if pattern.search(one.text))
        score += LATE * late.get(place, 0.0)
        if place in depth:
            score += 0.2 / (1 + depth[place])
            why.append("The traceback goes through it." if depth[place] else "The exception was raised here.")
        if (one.path, one.function) in seen:
            score += 0.06
            why.append(f"What {one.function} gave is what the test saw.")
        if one.line in changed.get(one.path, ()):
            score += 0.25
            why.append("It came with what made the test fail.")
        if place in mended:
            told, weight = mended[place]
            score += weight
            why.append(told)
        scored.append(replace(one, score=score, why=tuple(why)))
    most = max((one.score for one in scored), default=1.0) or 1.0
    scored.sort(key=lambda one: (-one.score, one.path, one.line))
    return [replace(one, score=round(one.score / most, 4)) for one in scored[:MOST]]


def lateness(trace: Trace | None) -> dict[tuple[str, int], float]:
    """When each line ran for the last time, from 0 for the beginning to 1 for the failure."""
    last: dict[tuple[str, int], int] = {}
    for call in trace.calls if trace else ():
        for step in call.steps:
            last[call.path, step.line] = max(step.at, last.get((call.path, step.line), 0))
    whole = max(last.values(), default=1) or 1
    return {place: at / whole for place, at in last.items()}


def by_tests(one: Suspect, top: float) -> float:
    return 0.35 * one.ochiai + 0.35 * math.sqrt(one.dstar / top)


def decided(choice: Suspect, line: Suspect) -> bool:
    """Whether a line may run or not by what a choice before it says."""
    return choice.path == line.path and choice.function == line.function and 0 < line.line - choice.line <= REACH


def failing(told: Told, targets: Sequence[str]) -> set[int]:
    """Numbers of the tests that count as failed: those asked for, and others that don't fail for want of something."""
    wanted = {at for at, one in enumerate(told.tests) if one.id in targets and one.outcome == "failed"}
    others = {
        at
        for at, one in enumerate(told.tests)
        if one.outcome == "failed" and one.failure and one.failure.kind not in SURROUNDINGS
    }
    kinds = {told.tests[at].failure.kind for at in wanted if told.tests[at].failure}  # type: ignore[union-attr]
    alike = {at for at in others if (failure := told.tests[at].failure) and failure.kind in kinds}
    return wanted | alike if wanted else others


def showing(failure: Failure | None, trace: Trace | None) -> set[tuple[str, str]]:
    """Functions whose result is the value that the failing assertion saw."""
    if not failure or not failure.comparison or not trace:
        return set()
    saw = failure.comparison.actual
    return {(call.path, call.function) for call in trace.calls if call.result and call.result.shown == saw}


def suspicion(suspects: Iterable[Suspect], spans: Iterable[Span]) -> dict[str, float]:
    """The highest score in each function."""
    listed = list(suspects)
    return {
        span.name: max((one.score for one in listed if span.first <= one.line <= span.last), default=0.0)
        for span in spans
    }
