"""Puts deliberate faults into an app, one at a time, and tells which of them its checks notice. Refuses to judge the
app by it, and to take long.

A check counts where it passes on the app itself under the same haste. A check that needs the app as it was delivered
doesn't pass behind others; it is asked by itself.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from generator.contract import Candidate, Check, Mark, Verdict
from generator.events import Fault
from generator.mutants import Mutant, mutants
from generator.trial import Quick, Trials
from sandbox.contract import Files, SandboxError

MOST = 12
SECONDS = 5.0
"""So long after the beginning no further fault is begun; one is, however slow the app."""
LONGEST = 15.0
"""Seconds that the checks of one fault may take: it may never come to an end."""
CALM = {"opens", "no_errors"}


def try_faults(
    trials: Trials, candidate: Candidate, verdict: Verdict, checks: Sequence[Check], spent: Callable[[], object]
) -> Iterator[Fault]:
    """Each fault with what became of it, as it comes; none for an app that shows errors by itself, and none any more
    once `spent` says so, or when a fault has brought the sandbox down."""
    passed = {outcome.id for outcome in (*verdict.checks, *verdict.invariants) if outcome.mark is Mark.PASSED}
    checks = [check for check in checks if check.id in passed]
    chosen = mutants(candidate.files, MOST) if checks and passed >= CALM else []
    if not chosen or spent():
        return
    end = time.monotonic() + SECONDS
    with suppress(SandboxError), trials.quick(candidate, checks) as quick:
        groups = _groups(quick, candidate.files, checks)
        for number, mutant in enumerate(chosen):
            if not groups or spent() or (number and time.monotonic() > end):
                return
            if fault := _fault(quick, candidate.files, mutant, groups):
                yield fault


def _groups(quick: Quick, files: Files, checks: Sequence[Check]) -> list[list[Check]]:
    """The checks that pass on the app itself one behind the other, and each that does so alone."""
    said = quick.hold(files, checks, seconds=LONGEST, brief=False)
    together = [check for check, outcome in zip(checks, said, strict=False) if outcome.mark is Mark.PASSED]
    alone = [[check] for check in checks if check not in together]
    return [*([together] if together else []), *(one for one in alone if _passes(quick, files, one))]


def _passes(quick: Quick, files: Files, checks: Sequence[Check]) -> bool:
    return all(outcome.mark is Mark.PASSED for outcome in quick.hold(files, checks, seconds=LONGEST))


def _fault(quick: Quick, files: Files, mutant: Mutant, groups: Sequence[Sequence[Check]]) -> Fault | None:
    """What became of a fault; None when the tester can't tell."""
    fault = Fault(mutant.path, mutant.line, mutant.sort, mutant.before, mutant.after, "survived")
    for group in groups:
        for outcome in quick.hold(mutant.of(files), group, seconds=LONGEST):
            if outcome.mark is Mark.FAILED:
                broken = outcome.id in ("starts", "opens")
                return replace(fault, end="broken") if broken else replace(fault, end="noticed", by=outcome.title)
            if outcome.mark is Mark.NOT_CHECKED:
                return None
    return fault
