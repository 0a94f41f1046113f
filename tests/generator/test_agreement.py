"""Which candidates and checks agree, and which checks stand against them."""

import pytest

from generator.agreement import choose, largest, opposed
from generator.contract import Candidate, Mark, Outcome, Verdict

MARKS = {"+": Mark.PASSED, "-": Mark.FAILED, "?": Mark.NOT_CHECKED}


def tried(*rows: str) -> list[tuple[Candidate, Verdict]]:
    """One candidate for each row, of so many letters as it is long; a sign for each check."""
    found = []
    for number, row in enumerate(rows):
        checks = [Outcome(f"k{at}", "", MARKS[sign]) for at, sign in enumerate(row, 1)]
        score = row.count("+") / len(row) if row else 0
        found.append((Candidate({"app.py": b"x" * (10 + number)}, "a person"), Verdict(bool(row), checks, score=score)))
    return found


def against(*rows: str, refused: bool = False) -> set[str]:
    group = largest(tried(*rows))
    assert group
    return set(opposed(group, refused=refused))


def test_two_that_agree_outweigh_one_that_passes_more() -> None:
    group = largest(tried("+++-", "+-+-", "+-+-"))
    assert group
    assert (group.members, group.passed, group.failed) == ([1, 2], {"k1", "k3"}, {"k2", "k4"})


def test_none_that_started_is_no_group() -> None:
    assert largest(tried("", "")) is None
    assert largest([]) is None


@pytest.mark.parametrize(
    ("rows", "refused", "suspects"),
    [
        (["+++-", "+++-"], False, {"k4"}),
        (["+++-"], False, {"k4"}),
        (["++-"], False, set()),
        (["++-"], True, {"k3"}),
        (["+---", "+---"], True, set()),
        (["++++"], False, set()),
        (["+++?"], False, set()),
        (["+++-", "++++", "+++-", "+++-"], False, {"k4"}),
    ],
)
def test_a_check_stands_against_many_or_against_one_that_is_nearly_right(
    rows: list[str], refused: bool, suspects: set[str]
) -> None:
    assert against(*rows, refused=refused) == suspects


def test_of_the_best_ones_the_one_is_chosen_on_which_most_agree() -> None:
    assert choose(tried("++-+", "+++-", "+++-")) == 1
    assert choose(tried("++++", "+++-", "+++-")) == 0
    assert choose(tried("", "-+")) == 1
