"""Compares what trials have said of candidates. Refuses to try any."""

from generator.contract import Candidate, Mark, Verdict

Tried = tuple[Candidate, Verdict]


def is_better(one: Tried, best: Tried) -> bool:
    """Whether this is the one to hand over and to go on from. Of two that don't start, it is the one that fails in
    another way than before: what was reported of the other is overcome."""
    if one[1].started or best[1].started:
        return rank(*one) > rank(*best)
    return one[1].reason != best[1].reason or rank(*one) > rank(*best)


def rank(candidate: Candidate, verdict: Verdict) -> tuple[float, bool, int, int]:
    """Larger is better: what it does, that it starts at all, its invariants, and last its smallness."""
    sound = sum(outcome.mark is Mark.PASSED for outcome in verdict.invariants)
    return verdict.score, verdict.started, sound, -sum(map(len, candidate.files.values()))


def is_perfect(verdict: Verdict) -> bool:
    return verdict.started and not any(o.mark is Mark.FAILED for o in (*verdict.checks, *verdict.invariants))


def signature(verdict: Verdict) -> frozenset[tuple[str, str]]:
    """What failed and how; the same again means that nothing was understood."""
    failed = (o for o in (*verdict.checks, *verdict.invariants) if o.mark is Mark.FAILED)
    return frozenset((o.id, o.evidence) for o in failed) | {("started", verdict.reason)}
