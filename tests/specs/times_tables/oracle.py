"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

PRODUCT = r"(\d+)\s*(?:x|×|\*|·|⋅|✕|✖|times|multiplied by)\s*(\d+)"
YES = r"(right|(?<!in)correct)"
NO = r"(wrong|incorrect|mistakes?)"


def question(judge: Judge) -> tuple[int, int]:
    """The multiplication that is asked now: not the range in a title, not one whose result is told."""
    text = judge.shown()
    asked = [m for m in re.finditer(PRODUCT, text, re.I) if not re.match(r"\s*(=|is)\s*\d", text[m.end() :])]
    sure = [m for m in asked if re.match(r"\s*=?\s*(\?|_|…)|\s*=\s*\n", text[m.end() :])]
    sure = sure or [m for m in asked if not re.search(r"(to|max\w*|\d)\s*$", text[: m.start()])]
    assert sure, text
    a, b = int(sure[0][1]), int(sure[0][2])
    assert 0 <= a <= 10, text
    assert 0 <= b <= 10, text
    return a, b


def answer(judge: Judge, right: bool) -> str:
    """What the page says to an answer, without its numbers."""
    a, b = question(judge)
    judge.fill(["answer", "result", "product", "what is", r"\d", "."], a * b if right else a * b + 7)
    before = judge.shown()
    judge.press(["check", "submit", "answer", "ok", "enter", "done", "next"], needed=False)
    judge.soon(lambda: judge.shown() != before)
    judge.settle()
    said = judge.shown()
    judge.press(["next", "continue", "new question", "another"], needed=False)
    return re.sub(r"[\d\s]+", " ", said)


def counted(judge: Judge, right: int, wrong: int) -> None:
    for words, n in ((YES, right), (NO, wrong)):
        judge.sees(rf"{words}[^\d]{{0,25}}\b{n}\b|\b{n}\b[^\w]{{0,6}}(answers? )?{words}")


def test_it_counts_right_and_wrong(judge: Judge) -> None:
    judge.press(["start", "begin"], needed=False)
    said = {right: answer(judge, right) for right in (True, False)}
    assert said[True] != said[False], said
    for right in (True, True, False, True):
        answer(judge, right)
    counted(judge, 4, 2)


def test_the_questions_change(judge: Judge) -> None:
    judge.press(["start", "begin"], needed=False)
    asked = set()
    for _ in range(8):
        asked.add(question(judge))
        answer(judge, True)
    assert len(asked) > 2, asked
    counted(judge, 8, 0)
