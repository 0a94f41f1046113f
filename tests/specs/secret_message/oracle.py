"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

NUMBER = r"number|shift|places|\bkey\b|positions|move"
HIDE = ["encrypt", "encode", "hide", "make secret", "cipher(?!.*de)", "^secret", "create", "shift", "to secret"]
BACK = ["decrypt", "decode", "back", "reveal", "unhide", "reverse", "undo", "restore", "original"]


def put_number(judge: Judge, number: int) -> None:
    fields = [f for f in judge.fields("number", "text", "") if re.search(NUMBER, f["words"])]
    for field in fields:
        judge.at(field).fill(str(number))
        judge.at(field).press("Tab")
        judge.settle()
    if not fields:
        judge.fill([NUMBER], number)


def shows(judge: Judge, text: str, number: int, result: str, words: list[str]) -> bool:
    """Whether the text, typed in any field for text, comes out as the result."""
    boxes = judge.fields("textarea", "text", "")
    places = [f for f in boxes if not re.search(NUMBER, f["words"])]
    for place in places or [f for f in boxes if f["sort"] == "textarea"]:
        judge.at(place).fill(text)
        judge.at(place).press("Tab")
        judge.settle()
        put_number(judge, number)
        if result.lower() in judge.shown().lower():
            return True
        judge.press(words, needed=False)
        if result.lower() in judge.shown().lower():
            return True
    return False


def test_a_text_becomes_secret(judge: Judge) -> None:
    judge.try_choices(lambda: shows(judge, "Meet me at the Zoo", 5, "Rjjy rj fy ymj Ett", HIDE))


def test_a_secret_text_comes_back(judge: Judge) -> None:
    judge.try_choices(lambda: shows(judge, "Vjgtg ku cp Qyn", 2, "There is an Owl", BACK))
