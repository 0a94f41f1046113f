"""How a run goes on after each trial: what gains nothing is not done over and over."""

from collections.abc import Sequence

from hypothesis import given, strategies as st

from generator.contract import Mark, Outcome, Verdict
from generator.course import Course


def verdict(*failing: str, evidence: str = "wrong") -> Verdict:
    return Verdict(True, checks=[Outcome(name, name, Mark.FAILED, evidence) for name in failing])


GOOD = verdict()


def course(rounds: int = 9, ways: int = 2) -> Course:
    return Course(rounds, ways, verdict("a", "b"))


def test_a_perfect_app_ends_it() -> None:
    assert Course(9, 2, GOOD).next == "end"
    run = course()
    run.came(GOOD, better=True)
    assert run.next == "end"
    assert not run.is_stuck


def test_without_rounds_nothing_is_repaired() -> None:
    assert course(rounds=0).next == "end"
    assert not course(rounds=0).is_stuck, "nobody asked for a repair"


def test_two_rounds_without_gain_change_the_approach() -> None:
    run = course()
    run.came(verdict("a", "c"))
    assert run.next == "repair"
    run.came(verdict("a", "d"))
    assert run.next == "anew"


def test_the_same_failure_again_changes_it_at_once() -> None:
    run = course()
    run.came(verdict("a", "b"))
    assert run.next == "anew"


def test_nothing_new_to_try_changes_it_at_once() -> None:
    run = course()
    run.came(None)
    assert run.next == "anew"


def test_every_other_way_is_tried_once_then_it_ends() -> None:
    run = course()
    run.came(None)
    for n in (1, 2):
        assert run.next == "anew"
        run.came(verdict("a", f"new {n}"))
        assert run.tried_anew == n
    assert run.next == "end"
    assert run.is_stuck


def test_the_last_round_without_gain_is_said_too() -> None:
    run = course(rounds=2)
    run.came(None)
    run.came(verdict("c"))
    assert run.next == "end"
    assert run.is_stuck


def test_a_gain_begins_the_patience_anew() -> None:
    run = course()
    run.came(verdict("a", "c"))
    run.came(verdict("a"), better=True)
    assert run.next == "repair"
    run.came(verdict("x"))
    assert run.next == "repair"


def test_an_app_built_anew_that_is_better_is_repaired_again() -> None:
    run = course()
    run.came(None)
    run.came(verdict("a"), better=True)
    assert run.next == "repair"
    run.came(None)
    assert run.next == "anew"


def test_without_another_way_it_ends_when_repairs_gain_nothing() -> None:
    run = course(ways=0)
    run.came(None)
    assert run.next == "end"
    assert run.is_stuck


def test_two_failures_in_turn_are_no_progress() -> None:
    run = course()
    run.came(verdict("c"), better=True)
    run.came(verdict("a", "b"), better=True)
    assert run.next == "anew"


FINDINGS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d", None]), st.booleans()), max_size=40)


@given(st.integers(0, 12), st.integers(0, 3), FINDINGS)
def test_every_course_ends(rounds: int, ways: int, findings: Sequence[tuple[str | None, bool]]) -> None:
    run = Course(rounds, ways, verdict("a", "b"))
    gainless = done = 0
    seen = {None, "a, b"}
    for name, better in findings:
        if run.next == "end":
            break
        assert gainless < 2 or run.next == "anew"
        run.came(verdict(name) if name else None, better=bool(name) and better)
        gainless = 0 if better and name not in seen else gainless + 1
        seen.add(name)
        done += 1
    assert done <= rounds
    assert run.tried_anew <= ways
