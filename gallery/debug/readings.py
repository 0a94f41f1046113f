"""Makes evidence of what runs told: the functions that took part, the two sides of an assertion, the text around a
frame. Refuses to run anything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gallery.debug.case import Case, Failure, Told, Tried
from gallery.debug.evidence import Comparison, Frame, Function, Signature, Suspect, Tests, Trace
from gallery.debug.functions import Span, around, callers, is_test
from gallery.debug.suspects import suspicion
from gallery.debug.tracebacks import read_traceback
from sandbox.contract import Files

MOST_FUNCTIONS, MOST_TESTS = 40, 12
MOST_SOURCE = 120_000


def tests_of(told: Told | None) -> Tests:
    if told is None:
        return Tests(whole=False)
    failed = tuple(one.id for one in told.tests if one.outcome == "failed")
    return Tests(len(told.tests), failed, sum(one.outcome == "skipped" for one in told.tests), told.whole)


def with_source(frame: Frame, known: Mapping[str, list[Span]]) -> Frame:
    span = around(known.get(frame.path, ()), frame.line) if frame.own else None
    return replace(frame, source=span.source, first=span.first) if span else replace(frame, first=frame.line)


def compared(failure: Failure) -> Comparison | None:
    """The assertion's sides with its place; a constant side is what was expected."""
    at = failure.at
    if failure.comparison is None or at is None:
        return None
    left, _, right = at.source.removeprefix("assert ").partition(f" {failure.comparison.sign} ")
    told = replace(failure.comparison, path=at.path, line=at.line, text=at.source)
    swapped = right and left.strip()[:1] in "\"'0123456789[{" and right.strip()[:1] not in "\"'0123456789[{"
    return replace(told, expected=told.actual, actual=told.expected) if swapped else told


def judged(trace: Trace | None, suspects: Sequence[Suspect], known: Mapping[str, list[Span]]) -> Trace | None:
    """The trace with how suspicious each call is."""
    if trace is None:
        return None
    scores = {path: suspicion([one for one in suspects if one.path == path], listed) for path, listed in known.items()}
    calls = tuple(replace(call, suspicious=scores.get(call.path, {}).get(call.function, 0.0)) for call in trace.calls)
    return replace(trace, calls=calls)


def taking_part(
    known: Mapping[str, list[Span]], seen: Sequence[tuple[str, str]], counted: Told | None
) -> tuple[Function, ...]:
    """The functions of those paths and names, in their order, with who calls them and which tests run them."""
    found: list[Function] = []
    for path, name in dict.fromkeys(seen):
        span = next((one for one in known.get(path, ()) if one.name == name), None)
        if span and len(found) < MOST_FUNCTIONS:
            tests = ran_by(span, counted)
            called = tuple(callers(known, span)[:MOST_TESTS])
            found.append(Function(path, span.name, span.first, span.last, span.source, called, tests))
    return tuple(found)


def ran_by(span: Span, counted: Told | None) -> tuple[str, ...]:
    """Tests that ran a function, failing ones first."""
    if counted is None:
        return ()
    lines = counted.lines.get(span.path, {})
    failed, passed = set(), set()
    for line in range(span.first + 1, span.last + 1):
        if told := lines.get(str(line)):
            failed |= set(told[0])
            passed |= set(told[2])
    names = [counted.tests[at].id for at in (*sorted(failed), *sorted(passed - failed)) if at < len(counted.tests)]
    return tuple(names[:MOST_TESTS])


def sources(case: Case, functions: tuple[Function, ...], frames: tuple[Frame, ...]) -> dict[str, str]:
    paths = dict.fromkeys([*(one.path for one in functions), *(one.path for one in frames if one.own)])
    texts = {path: case.files[path].decode("utf-8", "replace") for path in paths if path in case.files}
    return {path: text for path, text in texts.items() if len(text) <= MOST_SOURCE or not is_test(path)}


# --- of what Node told ------------------------------------------------------------------------------------------------


def named(failure: Failure, known: Mapping[str, list[Span]]) -> Failure:
    """With the functions of its own frames named as they are written: V8 tells of a nested one only its last name."""
    frames = []
    for frame in failure.frames:
        span = around(known.get(frame.path, ()), frame.line) if frame.own else None
        frames.append(replace(frame, function=span.name) if span else frame)
    return replace(failure, frames=tuple(frames))


def with_values(failure: Failure, trace: Trace | None) -> Failure:
    """With what names last held in the calls that raised, as they were followed."""
    frames = []
    for frame in failure.frames:
        raised = [call for call in trace.calls if call.raised and call.path == frame.path] if trace else []
        around = [call for call in raised if call.line <= frame.line]
        if call := max(around, key=lambda one: one.line, default=None):
            held = {one.name: one for one in call.arguments}
            held |= {one.name: one for step in call.steps for one in step.changed}
            frame = replace(frame, values=tuple(held.values()), function=call.function)
        frames.append(frame)
    return replace(failure, frames=tuple(frames))


def printed(run: Tried, files: Files) -> Failure:
    """What a program for Node printed as it failed."""
    signature, frames = read_traceback(run.attempt.output, files)
    signature = signature or run.attempt.signature or Signature("Error")
    return Failure(signature.kind, signature.message, tuple(frames), sides(run.attempt.output))


def sides(output: str) -> Comparison | None:
    """The two values that Node's assertion printed."""
    found = {
        name: match[1].strip()
        for name in ("expected", "actual")
        if (match := re.search(rf"^\s*{name}: (.+?),?$", output, re.M))
    }
    return Comparison(found["expected"], found["actual"]) if len(found) == 2 else None
