"""Judges any app made for: A game: I guess a number between 1 and 50, you say higher or lower and count my tries."""

import re

from judge import Judge


def guess(judge: Judge, value: int) -> str:
    before = judge.shown().lower()
    judge.fill(["guess", "number", "."], value)
    judge.press(["guess", "submit", "check", "try", "ok"], needed=False)
    text = judge.shown().lower()
    return text if text != before else ""


def test_a_game_to_its_end(judge: Judge) -> None:
    judge.press(["start", "new game", "begin"], needed=False)
    low, high, tries = 1, 50, 0
    start = judge.shown().lower()
    while low <= high:
        middle = (low + high) // 2
        tries += 1
        text = guess(judge, middle)
        up = len(re.findall(r"higher|too low|go up|larger|bigger", text)) - len(re.findall(r"higher|too low", start))
        down = len(re.findall(r"lower|too high|go down|smaller", text)) - len(re.findall(r"lower|too high", start))
        if re.search(r"correct|congrat|you (got|won|win|guessed)|well done|found", text) and up <= 0 and down <= 0:
            break
        assert up != down, text
        low, high = (middle + 1, high) if up > down else (low, middle - 1)
    else:
        raise AssertionError(f"no number fits what it said: {judge.shown()}")
    judge.sees(rf"\b{tries}\b.{{0,20}}(tries|attempts|guesses|try)|(tries|attempts|guesses|try)\D{{0,20}}\b{tries}\b")
