"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

RATE = ["rate", "exchange", "1 (euro|eur|€)", "per euro"]


def shows(judge: Judge, amount: float, result: float) -> bool:
    """Whether the amount, typed in any field but that of the rate, gives the result."""
    rate = judge.field(RATE)["words"]
    for field in judge.fields("number", "text", ""):
        if field["words"] == rate or re.search(r"\brate\b", field["words"]):
            continue
        judge.at(field).fill(f"{amount:g}")
        judge.at(field).press("Tab")
        judge.settle()
        judge.go()
        if any(abs(n - result) < 0.011 for n in judge.numbers()):
            return True
    return False


def test_euros_to_dollars(judge: Judge) -> None:
    judge.fill(RATE, 1.17)
    judge.lacks_number(397.8)
    judge.try_choices(lambda: shows(judge, 340, 397.8))


def test_dollars_to_euros(judge: Judge) -> None:
    judge.fill(RATE, 1.17)
    judge.lacks_number(230.77, 0.011)
    judge.try_choices(lambda: shows(judge, 270, 230.77))


def test_another_rate(judge: Judge) -> None:
    judge.fill(RATE, 1.17)
    judge.try_choices(lambda: shows(judge, 340, 397.8))
    judge.fill(RATE, 1.23)
    judge.go()
    assert any(abs(n - 418.2) < 0.011 for n in judge.numbers()) or shows(judge, 340, 418.2), judge.shown()
