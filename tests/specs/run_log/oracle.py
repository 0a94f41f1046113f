"""Judges any app made for the sentence beside this file."""

import re
from datetime import date, timedelta

from judge import Judge

DELETE = ["delete", "remove", "✕", "✖", "×", "🗑", "❌", "^x$"]


def add(judge: Judge, days_ago: int, km: float) -> None:
    judge.fill(["date", "day", "when"], (date.today() - timedelta(days=days_ago)).isoformat())
    judge.fill(["kilomet", r"\bkm\b", "distance", "how far"], km)
    judge.press(["add", "save", "submit", "log", r"\+"])


def delete(judge: Judge, km: str) -> None:
    """At the entry itself, or picked from a list: whichever entry of the list names these kilometres."""
    picks = [f for f in judge.fields("select", "combobox") if any(km in o for o in judge.offered(f))]
    if picks:
        judge.fill([re.escape(picks[0]["words"])], next(o for o in judge.offered(picks[0]) if km in o))
        judge.press(DELETE)
    else:
        judge.near(km, DELETE).click()
        judge.settle()


def test_the_total(judge: Judge) -> None:
    add(judge, 5, 5.3)
    add(judge, 3, 8.9)
    judge.sees_number(14.2)
    add(judge, 1, 3.4)
    judge.sees_number(17.6)
    judge.sees_number(8.9)


def test_a_deleted_run_no_longer_counts(judge: Judge) -> None:
    add(judge, 5, 5.3)
    add(judge, 3, 8.9)
    add(judge, 1, 3.4)
    judge.lacks_number(8.7)
    shown = judge.numbers().count(8.9)
    delete(judge, "8.9")
    judge.press(["yes", "confirm"], needed=False)
    judge.sees_number(8.7)
    judge.sees_number(5.3)
    judge.lacks_number(17.6)
    judge.soon(lambda: judge.numbers().count(8.9) < shown)
    assert judge.numbers().count(8.9) < shown, judge.shown()
