"""Judges any app made for the sentence beside this file."""

from judge import Judge


def add(judge: Judge, name: str, amount: float) -> None:
    judge.fill(["bill name", "name", "bill(?!.*amount)", "descri", "what", "expense"], name)
    judge.fill(["bill amount", "amount", "cost", "price", "sum"], amount)
    judge.press(["add", "save", "submit"])


def test_what_is_left(judge: Judge) -> None:
    judge.fill(["income", "salary"], 2350)
    add(judge, "Rent", 930)
    add(judge, "Phone", 41.5)
    judge.go()
    judge.sees("Rent")
    judge.sees_number(2350 - 930 - 41.5)
