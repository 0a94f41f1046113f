"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge


def question(judge: Judge) -> int:
    asked = re.findall(r"(\d+)\s*(?:[x×*✕·]|times|multiplied by)\s*(\d+)", judge.shown())
    assert asked, judge.shown()
    return int(asked[-1][0]) * int(asked[-1][1])


def answer(judge: Judge, value: int) -> None:
    judge.fill(["answer", "result", "your", "=", "×", "."], value)
    judge.press(["submit", "check", "answer", "ok"], needed=False)
    judge.press(["next", "continue", "new question"], needed=False)


def test_right_answers_are_counted(judge: Judge) -> None:
    judge.press(["start", "begin"], needed=False)
    for _ in range(3):
        answer(judge, question(judge))
    judge.sees(
        r"(score|right|correct|points)[^\d]{0,25}\b3\b|\b3\b[^\d]{0,25}(right|correct|points)|\b3 ?(/|of|out of) ?\d"
    )
    answer(judge, question(judge) + 1)
    judge.sees(
        r"(score|right|correct|points)[^\d]{0,25}\b3\b|\b3\b[^\d]{0,25}(right|correct|points)|\b3 ?(/|of|out of) ?\d"
    )


def test_the_questions_differ(judge: Judge) -> None:
    judge.press(["start", "begin"], needed=False)
    asked = set()
    for _ in range(5):
        asked.add(question(judge))
        answer(judge, question(judge))
    assert len(asked) > 1
