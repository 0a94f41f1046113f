"""Compares what trials have said of candidates. Refuses to try any."""

from generator.contract import Candidate, Mark, Verdict


def rank(candidate: Candidate, verdict: Verdict) -> tuple[float, bool, int, int]:
    """Larger is better: what it does, that it starts at all, its invariants, and last its smallness."""
    sound = sum(outcome.mark is Mark.PASSED for outcome in verdict.invariants)
    return verdict.score, verdict.started, sound, -sum(map(len, candidate.files.values()))


def is_perfect(verdict: Verdict) -> bool:
    return verdict.started and not any(o.mark is Mark.FAILED for o in (*verdict.checks, *verdict.invariants))


def signature(verdict: Verdict) -> frozenset[tuple[str, str]]:
    """What failed and how; the same again means that nothing was understood."""
    failed = (o for o in (*verdict.checks, *verdict.invariants) if o.mark is Mark.FAILED)
    return frozenset((o.id, o.evidence) for o in failed) | {("started", str(verdict.started))}
