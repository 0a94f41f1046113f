"""Judges any app made for the sentence beside this file."""

from judge import Judge

SENTENCE = "Twelve tall ships, all painted blue, left the quiet harbour before dawn. "


def essay(judge: Judge, times: int) -> None:
    judge.paste((SENTENCE * times).strip())
    judge.go()


def minutes(judge: Judge, count: int) -> None:
    judge.sees(rf"\b{count}(\.0+)?\b\s*(-|~)?\s*(min|m\b)|(min|time|takes)[^\d]{{0,40}}\b{count}(\.0+)?\b")


def test_words_characters_and_minutes(judge: Judge) -> None:
    essay(judge, 50)
    judge.sees_number(600)
    judge.sees_number(len((SENTENCE * 50).strip()))
    minutes(judge, 3)


def test_it_follows_a_change(judge: Judge) -> None:
    essay(judge, 50)
    essay(judge, 150)
    judge.sees_number(1800)
    judge.sees_number(len((SENTENCE * 150).strip()))
    minutes(judge, 9)
