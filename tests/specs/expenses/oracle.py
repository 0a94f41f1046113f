"""Judges any app made for: Track my expenses with date, category and amount and show me the total per category."""

import re

from judge import Judge

ADD = ["add", "save", "submit", "record", "log"]


def spend(judge: Judge, words: list[str], at: int, amount: float) -> str:
    category = judge.enter(["categor"], words, at)
    judge.fill(["amount", "cost", "price"], amount)
    judge.press(ADD)
    return category


def test_totals_per_category(judge: Judge) -> None:
    food = spend(judge, ["Food", "Groceries"], 0, 12.5)
    bus = spend(judge, ["Transport", "Travel"], 1, 30.4)
    assert food != bus
    spend(judge, [food], 0, 7.25)
    judge.sees_number(19.75)
    judge.sees_number(30.4)
    judge.sees_number(12.5)
    judge.sees(re.escape(food))
    judge.sees(re.escape(bus))


def test_it_has_a_date(judge: Judge) -> None:
    judge.field(["date", "day", "when"])
