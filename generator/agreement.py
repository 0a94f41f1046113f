"""Dual execution agreement (CodeT, 2022): candidates and checks were made apart, so those that many agree on are the
likelier right. Finds the checks that stand against the candidates. Refuses to say which of the two is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.contract import Candidate, Mark, Verdict
from generator.ranking import rank

Tried = tuple[Candidate, Verdict]
NEARLY = 0.75
"""Of all checks that came to an end, the share that one candidate must pass for a check to stand against it alone."""


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates that pass the same checks, by their numbers among those tried, from 0."""

    members: Sequence[int]
    passed: frozenset[str]
    failed: frozenset[str]

    @property
    def score(self) -> int:
        return len(self.members) * len(self.passed)


def largest(tried: Sequence[Tried]) -> Group | None:
    """The group with the most to say for it: how many candidates it has times how many checks they pass."""
    groups: dict[tuple[frozenset[str], frozenset[str]], list[int]] = {}
    for number, (_, verdict) in enumerate(tried):
        if verdict.started and verdict.checks:
            groups.setdefault((_marked(verdict, Mark.PASSED), _marked(verdict, Mark.FAILED)), []).append(number)
    found = [Group(members, *key) for key, members in groups.items()]
    return max(found, key=lambda group: (group.score, len(group.passed)), default=None)


def opposed(group: Group, *, refused: bool) -> frozenset[str]:
    """The checks that stand against a group which holds most of what is asked: several candidates of it fail there, or
    only one does that is right in nearly everything else or that whoever repairs it finds right (`refused`)."""
    most = len(group.passed) >= len(group.failed)
    nearly = len(group.passed) >= NEARLY * (len(group.passed) + len(group.failed))
    believable = most and (len(group.members) > 1 or refused or nearly)
    return group.failed if believable else frozenset()


def choose(tried: Sequence[Tried]) -> int:
    """The number of the one to hand over: of those with the best score, one on which most agree."""
    group = largest(tried)
    agreed = group.members if group else ()

    def worth(number: int) -> tuple[float, bool, tuple[float, ...]]:
        score, *rest = rank(*tried[number])
        return score, number in agreed, tuple(rest)

    return max(range(len(tried)), key=worth)


def _marked(verdict: Verdict, mark: Mark) -> frozenset[str]:
    return frozenset(outcome.id for outcome in verdict.checks if outcome.mark is mark)
