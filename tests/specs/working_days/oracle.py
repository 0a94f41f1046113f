"""Judges any app made for the sentence beside this file."""

from datetime import date, timedelta

from judge import Judge


def count(judge: Judge, first: date, last: date) -> None:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    wanted = sum(day.weekday() < 5 for day in days)
    judge.fill(["start", "from", "first", "begin"], first.isoformat())
    judge.fill(["end", r"\bto\b", "last", "until", "second"], last.isoformat())
    judge.go()
    judge.sees_number(wanted, 0.001)


def test_from_one_to_another(judge: Judge) -> None:
    judge.lacks_number(46)
    count(judge, date(2027, 3, 3), date(2027, 5, 5))


def test_both_ends_and_weekends(judge: Judge) -> None:
    count(judge, date(2027, 6, 4), date(2027, 7, 24))
    count(judge, date(2027, 6, 5), date(2027, 8, 9))
