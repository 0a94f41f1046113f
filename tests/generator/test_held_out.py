"""Which checks are held out, and that a writer who is told of a trial hears nothing of them."""

from collections import Counter

from hypothesis import given, strategies as st

from generator.contract import Candidate, Mark, Outcome, Verdict
from generator.course import Course
from generator.held_out import as_told, hold_out
from generator.ranking import is_better
from generator.report import report
from tests.generator.trying import check

HELD = Verdict(
    True,
    checks=[
        Outcome("k1", "Two and two are four.", Mark.PASSED, picture="k1.png"),
        Outcome("k2", "Three and five are eight.", Mark.FAILED, "“Sum” shows “35”", picture="k2.png"),
    ],
    pictures={"app.png": b"", "k1.png": b"", "k2.png": b""},
    held_out=frozenset({"k2"}),
)


@given(st.lists(st.sampled_from(["c1", "c2", "c3", "c4"]), max_size=16))
def test_about_a_third_is_held_out_and_every_claim_keeps_one(claims: list[str]) -> None:
    checks = [check(f"k{n}", claim=claim) for n, claim in enumerate(claims)]
    held = hold_out(checks)
    assert held == hold_out(checks)
    told = Counter(check.claim for check in checks if check.id not in held)
    assert set(told) == set(claims)
    assert len(held) == min(round(len(checks) / 3), len(checks) - len(told))


def test_the_writer_is_told_nothing_of_what_was_held_out() -> None:
    told = as_told(HELD)
    assert [outcome.id for outcome in told.checks] == ["k1"]
    assert set(told.pictures) == {"app.png", "k1.png"}
    assert report(told) == ""


def test_what_only_a_held_out_check_says_brings_a_fresh_app_and_no_repair() -> None:
    assert Course(3, 2, HELD).next == "anew"
    assert Course(3, 0, HELD).next == "end"
    visible = Verdict(True, checks=HELD.checks)
    assert Course(3, 2, visible).next == "repair"


def test_of_two_with_the_same_score_the_one_is_better_that_holds_unseen() -> None:
    other = Verdict(
        True,
        checks=[Outcome("k1", "", Mark.FAILED), Outcome("k2", "", Mark.PASSED)],
        held_out=frozenset({"k2"}),
    )
    larger = Candidate({"index.html": b"a long page"}, "a person")
    smaller = Candidate({"index.html": b""}, "a person")
    assert is_better((larger, other), (smaller, HELD))
    assert not is_better((smaller, HELD), (larger, other))
