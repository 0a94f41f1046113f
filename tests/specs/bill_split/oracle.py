"""Judges any app made for the sentence beside this file."""

from judge import Judge


def share(judge: Judge, bill: float, tip: float, people: int) -> None:
    judge.fill(["bill", "total", "amount", "cost"], bill)
    judge.fill(["tip", "percent"], tip)
    judge.fill(["people", "friends", "persons", "many", "number", "diners", "guests"], people)
    judge.go()
    judge.sees_number(bill * (1 + tip / 100) / people)


def test_each_share_is_right(judge: Judge) -> None:
    share(judge, 137.5, 18, 5)


def test_it_follows_a_change(judge: Judge) -> None:
    share(judge, 137.5, 18, 5)
    share(judge, 96.0, 12, 7)
