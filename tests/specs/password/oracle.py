"""Judges any app made for: Generate a random password; I choose the length and whether it has symbols."""

import re

from judge import Judge


def made(judge: Judge, length: int) -> str:
    judge.press(["generat", "create", "new", "make"], needed=False)
    found = [t for t in judge.shown().split() if len(t) == length and re.search(r"\d|[A-Z]|\W", t)]
    assert found, judge.shown()
    return found[0]


def test_the_length_and_chance(judge: Judge) -> None:
    judge.fill(["length", "characters", "long"], 23)
    first = made(judge, 23)
    assert made(judge, 23) != first


def test_symbols_or_none(judge: Judge) -> None:
    judge.fill(["length", "characters", "long"], 29)
    judge.tick(["symbol", "special", "punct"], True)
    assert any(re.search(r"[^A-Za-z0-9]", made(judge, 29)) for _ in range(3))
    judge.tick(["symbol", "special", "punct"], False)
    assert all(made(judge, 29).isalnum() for _ in range(3))
