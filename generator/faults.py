"""Puts deliberate faults into an app, one at a time, and tells which of them its checks notice. Refuses to judge the
app by it, and to take long.

A check counts where it passes on the app itself under the same haste. A check that needs the app as it was delivered
doesn't pass behind others; it is asked by itself.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from generator.contract import Candidate, Check, Mark, Outcome, Verdict
from generator.events import Fault
from generator.mutants import Mutant, mutants
from generator.trial import Quick, Trials
from sandbox.contract import Files, SandboxError

MOST = 12
LONGEST = 15.0
"""Seconds that the checks of one fault may take: it may never come to an end."""
LEAST = 2.0
"""Seconds of the budget without which none is begun."""
CALM = {"opens", "no_errors", "help"}
"""Invariants that an app must hold, those of them that there are for its kind."""
BROKEN = {"starts", "opens"}


def try_faults(
    trials: Trials,
    candidate: Candidate,
    verdict: Verdict,
    checks: Sequence[Check],
    left: Callable[[], float],
    seconds: float,
    among: Sequence[Fault] | None = None,
) -> Iterator[Fault]:
    """Each fault with what became of it, as it comes; none for an app that shows errors by itself, and none any more
    when too few seconds of the budget are `left`, or when a fault has brought the sandbox down. After so many `seconds`
    no further one is begun; one is, however slow the app. `among`: only these."""
    passed = {outcome.id for outcome in (*verdict.checks, *verdict.invariants) if outcome.mark is Mark.PASSED}
    calm = CALM & {outcome.id for outcome in verdict.invariants}
    checks = [check for check in checks if check.id in passed]
    chosen = mutants(candidate.files, MOST) if checks and calm and passed >= calm else []
    if among is not None:
        chosen = [mutant for mutant in chosen if any(_as_fault(mutant).is_same(fault) for fault in among)]
    if not chosen or left() < LEAST:
        return
    end = time.monotonic() + seconds
    with suppress(SandboxError), trials.quick(candidate, checks) as quick:
        bench = _Bench(quick, candidate.files, checks, left, end + LONGEST)
        for number, mutant in enumerate(chosen):
            if left() < LEAST or (number and time.monotonic() > end):
                return
            if fault := bench.fault(mutant):
                yield fault


class _Bench:
    """The checks of one app, and which of them can be trusted in haste. What says that a fault was noticed is held
    against the app itself first, and only then: most of the time goes into faults."""

    def __init__(
        self, quick: Quick, files: Files, checks: Sequence[Check], left: Callable[[], float], until: float
    ) -> None:
        """`until`: when to give up also on a fault that was begun; with many checks that need a fresh app each of them
        takes long."""
        self._until = until
        self._quick = quick
        self._left = left
        self._files = files
        self._together = list(checks)
        """Asked one behind the other."""
        self._alone: list[Check] = []
        """Asked by themselves: they don't pass on the app itself behind others."""
        self._sure: set[str] = set()

    def fault(self, mutant: Mutant) -> Fault | None:
        """What became of a fault; None when nothing can be told."""
        fault = _as_fault(mutant)
        files = mutant.of(self._files)
        asked = False
        for group in self._groups():
            while group:
                if time.monotonic() > self._until:
                    return None
                failed = self._first_failure(files, group)
                if failed is None:
                    asked = True
                    break
                if failed.mark is not Mark.FAILED:
                    return None
                if failed.id in BROKEN:
                    return replace(fault, end="broken")
                if self._stands(failed, group):
                    return replace(fault, end="noticed", by=failed.title)
        return fault if asked else None

    def _groups(self) -> Iterator[list[Check]]:
        """The list itself, so that what is taken out of it is not asked again."""
        yield self._together
        for check in [*self._alone]:
            yield (one := [check])
            if not one:
                self._alone.remove(check)

    def _first_failure(self, files: Files, group: Sequence[Check]) -> Outcome | None:
        said = self._quick.hold(files, group, seconds=max(LEAST, min(LONGEST, self._left())))
        return next((outcome for outcome in said if outcome.mark is not Mark.PASSED), None)

    def _stands(self, failed: Outcome, group: list[Check]) -> bool:
        """Whether the check that failed passes on the app itself; one that doesn't is taken out of its group."""
        if failed.id in self._sure:
            return True
        before = group[: [check.id for check in group].index(failed.id) + 1]
        wrong = self._first_failure(self._files, before)
        if wrong is None:
            self._sure |= {check.id for check in before}
            return True
        out = [check for check in before if check.id == wrong.id] or before
        group[:] = [check for check in group if check not in out]
        if group is self._together:
            self._alone += out
        return False


def _as_fault(mutant: Mutant) -> Fault:
    return Fault(mutant.path, mutant.line, mutant.sort, mutant.before, mutant.after, "survived")
