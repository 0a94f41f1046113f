"""Judges any app made for: Pantry inventory with item and quantity, a search box, and a way to remove an item."""

import re

from judge import Judge

SEARCH = ["search", "find", "filter"]


def add(judge: Judge, item: str, quantity: int) -> None:
    fields = [f for f in judge.fields("text", "") if not re.search("|".join(SEARCH), f["words"])]
    named = [f for f in fields if re.search("item|name|product", f["words"])]
    judge.at((named or fields)[0]).fill(item)
    judge.fill(["quantit", "amount", "count", "number"], quantity)
    judge.press(["add", "save", "submit"])


def test_adding_and_searching(judge: Judge) -> None:
    add(judge, "Basmati rice", 31)
    add(judge, "Red lentils", 52)
    judge.sees("Basmati rice")
    judge.sees_number(52)
    judge.fill(SEARCH, "lent")
    judge.press(["search", "find"], needed=False)
    judge.sees("Red lentils")
    judge.lacks("Basmati rice")


def test_removing(judge: Judge) -> None:
    add(judge, "Basmati rice", 31)
    add(judge, "Red lentils", 52)
    picks = [f for f in judge.fields("select", "combobox") if re.search("remove|delete|select|item", f["words"])]
    if picks:
        judge.fill([re.escape(picks[0]["words"])], "Basmati rice")
        judge.press(["remove", "delete"])
    else:
        judge.near("Basmati rice", ["remove", "delete", "✕", "✖", "×", "🗑", "^x$"]).click()
        judge.settle()
    judge.lacks_number(31)
    judge.sees("Red lentils")
