"""Judges any app made for the sentence beside this file."""

from judge import Judge


def months(judge: Judge, price: float, have: float, monthly: float) -> None:
    judge.fill(["price", "cost", "goal", "target", "total", "item", "amount"], price)
    judge.fill(["already", "have", "saved", "so far", "current", "initial", "start", "own"], have)
    judge.fill(["month", "put aside", "aside", "contribut", "regular", "deposit"], monthly)
    judge.go()


def test_the_months(judge: Judge) -> None:
    months(judge, 9475, 1310, 173)
    exact = (9475 - 1310) / 173
    assert any(abs(n - 48) < 1e-6 or abs(n - exact) < 0.06 for n in judge.numbers()), judge.numbers()


def test_it_follows_a_change(judge: Judge) -> None:
    months(judge, 9475, 1310, 173)
    months(judge, 3333, 603, 78)
    judge.sees_number(35)
    judge.lacks_number(48)
