"""Keeps a part of the checks from whoever writes the app, so that an app made to please its reports is told from one
that is right. Refuses to leave a claim without a check that the writer is told of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.contract import Check, Mark, Outcome, Verdict

SHARE = 1 / 3
"""How many of all checks are held out, as far as claims have more than one."""


def hold_out(checks: Sequence[Check]) -> frozenset[str]:
    """The ids of the checks to hold out: always the same ones, in turns from the claims that have most."""
    told = Counter(check.claim for check in checks)
    held: set[str] = set()
    while len(held) < round(SHARE * len(checks)) and (spare := [claim for claim in told if told[claim] > 1]):
        claim = max(spare, key=lambda claim: told[claim])
        told[claim] -= 1
        held.add([check.id for check in checks if check.claim == claim and check.id not in held][-1])
    return frozenset(held)


def as_told(verdict: Verdict) -> Verdict:
    """What the writer may know of a trial: neither what was held out nor what came of it."""
    return replace(
        verdict,
        checks=[outcome for outcome in verdict.checks if outcome.id not in verdict.held_out],
        pictures={name: body for name, body in verdict.pictures.items() if name not in _pictures(verdict)},
        held_out=frozenset(),
    )


def has_news(verdict: Verdict) -> bool:
    """Whether something failed that the writer may be told of."""
    return not verdict.started or any(o.mark is Mark.FAILED for o in (*verdict.invariants, *as_told(verdict).checks))


def unseen(verdict: Verdict) -> Sequence[Outcome]:
    """What came of the checks that were held out."""
    return [outcome for outcome in verdict.checks if outcome.id in verdict.held_out]


def _pictures(verdict: Verdict) -> set[str]:
    return {outcome.picture for outcome in unseen(verdict)}
