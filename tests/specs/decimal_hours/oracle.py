"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge


def turn(judge: Judge, hours: int, minutes: int, decimal: float) -> None:
    judge.lacks_number(decimal)
    fields = judge.fields("number", "text", "", "select", "combobox", "slider", "range", "tel")
    both = [f for f in fields if re.search("min", f["words"]) and not re.search("hour|hh", f["words"])]
    if both:
        judge.fill([r"^(?!.*min).*\b(hours?|hrs?)\b", "hour", r"\bh\b"], hours)
        judge.fill([r"^(?!.*\b(hour|hours)\b).*min", "min"], minutes)
    else:
        judge.fill(["time", "hour", "hh", "."], f"{hours:02}:{minutes:02}")
    judge.go()
    judge.sees_number(decimal)


def test_some_minutes(judge: Judge) -> None:
    turn(judge, 13, 27, 13.45)


def test_it_follows_a_change(judge: Judge) -> None:
    turn(judge, 13, 27, 13.45)
    turn(judge, 4, 6, 4.1)
