"""Compares what trials have said of candidates. Refuses to try any."""

import re
from collections.abc import Sequence

from generator.contract import Candidate, ClaimResult, Mark, Verdict
from generator.held_out import unseen

Tried = tuple[Candidate, Verdict]


def is_better(one: Tried, best: Tried) -> bool:
    """Whether this is the one to hand over and to go on from. Of two that don't start, it is the one that fails in
    another way than before: what was reported of the other is overcome."""
    if one[1].started or best[1].started:
        return rank(*one) > rank(*best)
    return one[1].reason != best[1].reason or rank(*one) > rank(*best)


def rank(candidate: Candidate, verdict: Verdict) -> tuple[float, bool, int, int, int]:
    """Larger is better: what it does, that it starts at all, how much of it was shown by checks that its writer knew
    nothing of, its invariants, and last its smallness."""
    unknown, sound = (sum(o.mark is Mark.PASSED for o in some) for some in (unseen(verdict), verdict.invariants))
    return verdict.score, verdict.started, unknown, sound, -sum(map(len, candidate.files.values()))


def is_perfect(verdict: Verdict) -> bool:
    return verdict.started and not any(o.mark is Mark.FAILED for o in (*verdict.checks, *verdict.invariants))


def shortfall(verdict: Verdict, claims: Sequence[ClaimResult], unchecked: Sequence[str]) -> str:
    """What is still to be said against a candidate, as a sentence; "" when nothing is."""
    if not verdict.started:
        return verdict.reason or "The app does not start."
    outcomes = (*verdict.checks, *verdict.invariants)
    if failed := sum(outcome.mark is Mark.FAILED for outcome in outcomes):
        return f"{failed} of {len(outcomes)} checks fail."
    if disputed := sum(claim.mark is Mark.DISPUTED for claim in claims):
        return f"{disputed} of {len(claims)} claims {'is' if disputed == 1 else 'are'} disputed."
    if unproven := sum(claim.mark is Mark.NOT_CHECKED for claim in claims):
        return f"{unproven} of {len(claims)} claims could not be checked."
    return "Something that was asked for can't be checked here." if unchecked else ""


def signature(verdict: Verdict) -> frozenset[tuple[str, str]]:
    """What failed and how; the same again means that nothing was understood. Times, addresses and line numbers, which
    differ from run to run or with every edit, don't count."""
    failed = (o for o in (*verdict.checks, *verdict.invariants) if o.mark is Mark.FAILED)
    return frozenset((o.id, _steady(o.evidence)) for o in failed) | {("started", _steady(verdict.reason))}


def _steady(text: str) -> str:
    return _PASSING.sub("#", text)


_PASSING = re.compile(
    r"0x[0-9a-f]+|\bline \d+|:\d+(?::\d+)?\b|\b\d+(?:\.\d+)? ?(?:ms|s|seconds?|MB)\b|\b\d{2}:\d{2}:\d{2}\b|/tmp/\S+"
)
