"""Judges any app made for the sentence beside this file."""

import re
from datetime import date, timedelta

from judge import Judge


def born(years: int, months: int, days: int) -> date:
    """A birthday that long ago, on a day that every month has, so that all ways of counting agree."""
    today = date.today()
    at = today.year * 12 + today.month - 1 - years * 12 - months
    while True:
        then = date(at // 12, at % 12 + 1, 1) + timedelta(days=min(today.day, 28) - 1 - days)
        if then.day <= 28:
            return then
        days += 1


def age(birth: date) -> tuple[int, int, int]:
    today = date.today()
    months = (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day)
    at = birth.year * 12 + birth.month - 1 + months
    return months // 12, months % 12, (today - date(at // 12, at % 12 + 1, birth.day)).days


def check(judge: Judge, birth: date) -> None:
    judge.fill(["birth", "born", "date", "."], birth.isoformat())
    judge.go()
    text = judge.shown()
    years, months, days = age(birth)
    if re.search(rf"\b{years}\b\D+\b{months}\b\D+\b{days}\b", text):
        return
    for unit, n in (("years?", years), ("months?", months), ("days?", days)):
        assert re.search(rf"{unit}\D{{0,20}}\b{n}\b|\b{n}\b\D{{0,5}}{unit}", text, re.I), (birth, unit, n, text)


def test_a_grown_up(judge: Judge) -> None:
    check(judge, born(37, 7, 13))


def test_another(judge: Judge) -> None:
    check(judge, born(52, 10, 24))
    check(judge, born(17, 4, 9))
