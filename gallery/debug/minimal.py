"""Makes of a failing test the smallest one that fails in the same way: delta debugging over its statements and over the
values in it. Refuses to take another failure for the same, and a value changed where nothing tells what is right then.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import ModuleType

from gallery.amounts import many
from gallery.debug import cuts, cuts_javascript
from gallery.debug.case import Bench, Failure, Told, plain
from gallery.debug.evidence import Minimal, Trace
from gallery.debug.functions import is_test

NAMES = {"python": "test_minimal.py", "javascript": "minimal.test{}"}
SECONDS = 20.0
AT_ONCE = 40
MOST_TEXT = 60_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """The failure that has to stay."""

    kind: str
    message: str
    path: str
    line: int
    in_test: bool
    """Whether it was raised by an assertion of the test: the line says nothing then, it moves."""

    def is_that(self, failure: Failure | None, *, judged: bool) -> bool:
        """`judged`: there is a mended program to tell whether a test is right, so the message may be another."""
        if failure is None or failure.kind != self.kind:
            return False
        at = failure.at
        if self.in_test:
            return at is not None and is_test(at.path) and (judged or plain(failure.message) == self.message)
        return at is not None and (at.path, at.line) == (self.path, self.line)


def wanted_of(failure: Failure) -> Wanted:
    at = failure.at
    path, line = (at.path, at.line) if at else ("", 0)
    return Wanted(failure.kind, plain(failure.message), path, line, is_test(path))


def of_test(
    bench: Bench, test: str, failure: Failure, mended: Mapping[str, str], tell: Callable[[str], None]
) -> Minimal | None:
    """From a failing test of the repository. `mended` are files with which it passes, {} where none are known."""
    path, _, names = test.partition("::")
    source = bench.case.files.get(path, b"").decode("utf-8", "replace")
    if not source or len(source) > MOST_TEXT:
        return None
    kept = tongue(bench).only(source, names)
    target = str(PurePosixPath(path).with_name(NAMES[bench.case.language].format(PurePosixPath(path).suffix)))
    return reduced(bench, kept, target, failure, mended, tell, len(source.splitlines())) if kept else None


def of_call(
    bench: Bench, trace: Trace | None, failure: Failure, mended: Mapping[str, str], tell: Callable[[str], None]
) -> Minimal | None:
    """From a script: a call that was seen to raise, with its arguments written down."""
    wanted = wanted_of(failure)
    calls = [call for call in trace.calls if call.raised and call.replay and "." not in call.function] if trace else []
    for call in sorted(calls, key=lambda one: one.path != wanted.path):
        text = tongue(bench).calling(call.path, call.function, call.replay, bench.case.folders)
        target = NAMES[bench.case.language].format(".mjs")
        if made := reduced(bench, text, target, failure, mended, tell, 0):
            return made
    return None


def tongue(bench: Bench) -> ModuleType:
    """What can be left out of a test in the language of the program."""
    return cuts_javascript if bench.case.language == "javascript" else cuts


def reduced(
    bench: Bench,
    source: str,
    target: str,
    failure: Failure,
    mended: Mapping[str, str],
    tell: Callable[[str], None],
    lines: int,
) -> Minimal | None:
    """The smallest that was found in the time, if the beginning fails as it should."""
    wanted = wanted_of(failure)
    how = "node --test" if bench.case.language == "javascript" else "pytest"
    tests = bench if bench.case.how == how else Bench(replace(bench.case, how=how), bench.box)
    trial = _Trial(tests, target, wanted, mended, time.monotonic() + SECONDS)
    if trial.first([source])[1] is None:
        return None
    values = bool(mended) or not wanted.in_test
    tried = at = since = 0
    smaller = list(tongue(bench).smaller(source, values=values))
    while since < len(smaller) and time.monotonic() < trial.until:
        at %= len(smaller)
        batch = smaller[at : at + AT_ONCE]
        tell(f"making the test smaller: {len(source.splitlines())} lines, {tried} tried")
        count, found = trial.first(batch)
        if not count:
            break
        tried, at, since = tried + count, at + count, since + count
        if found is not None:
            source, since, at = found, 0, at - 1
            smaller = list(tongue(bench).smaller(source, values=values))
    count = len(source.splitlines())
    before = f" of {lines}" if count < lines else ""
    return Minimal(target, source, True, f"{count}{before} lines, after {many(tried, 'smaller one')} tried.")


@dataclass(frozen=True, slots=True)
class _Trial:
    bench: Bench
    target: str
    wanted: Wanted
    mended: Mapping[str, str]
    until: float

    def first(self, texts: Sequence[str]) -> tuple[int, str | None]:
        """How many were tried, and the last of them if it still fails as it should, and holds on the mended program
        where there is one."""
        told = self.bench.tries(
            [{self.target: text} for text in texts],
            words=self.bench.case.only([self.target]),
            limit=5,
            seconds=max(self.until - time.monotonic(), 5.0),
            kind=self.wanted.kind,
            then=self.mended,
        )
        return len(told), texts[len(told) - 1] if told and self.fails(told[-1]) else None

    def fails(self, told: Told | None) -> bool:
        failures = [one.failure for one in told.tests if one.outcome == "failed"] if told else []
        if told is None or len(failures) != 1 or not self.wanted.is_that(failures[0], judged=bool(self.mended)):
            return False
        return not self.mended or passed(told.then)


def passed(told: Told | None) -> bool:
    return told is not None and bool(told.tests) and all(one.outcome == "passed" for one in told.tests)
