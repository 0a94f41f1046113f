"""Judges any app made for: I type a number of minutes and want to see it as days, hours and minutes."""

import re

from judge import Judge


def test_days_hours_minutes(judge: Judge) -> None:
    judge.fill(["minute", "."], 3135)
    judge.go()
    text = judge.shown().replace("3135", "").replace("3,135", "")
    assert re.search(r"\b2(\.0)?\b\D+\b4(\.0)?\b\D+\b15(\.0)?\b", text) or all(
        re.search(rf"{unit}\D{{0,20}}\b{n}\b", text, re.I)
        for unit, n in (("days?", 2), ("hours?", 4), ("minutes?", 15))
    ), text
