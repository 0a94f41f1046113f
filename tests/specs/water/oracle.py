"""Judges any app made for: Log each glass of water I drink and show how many are left to reach 8 a day."""

import re

from judge import Judge


def drink(judge: Judge) -> None:
    for field in judge.fields("number", "text"):
        if not any(word in field["words"] for word in ("goal", "target", "note", "date", "time")):
            judge.fill([re.escape(field["words"])], 1)
            break
    judge.press(["add", "log", "drink", "drank", r"\+", "record", "save", "glass"])


def test_glasses_left(judge: Judge) -> None:
    for _ in range(3):
        drink(judge)
    judge.sees(r"(left|remain|to go|more|need)[^\d]{0,30}\b5\b|\b5\b[^\d]{0,30}(left|remain|to go|more|need)")
    drink(judge)
    judge.sees(r"(left|remain|to go|more|need)[^\d]{0,30}\b4\b|\b4\b[^\d]{0,30}(left|remain|to go|more|need)")
