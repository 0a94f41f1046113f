"""Judges any app made for the sentence beside this file."""

import re
from typing import Any

from judge import Judge

LONG = (
    "Mi abuela vive con siete gatos en una casita blanca cerca del mar de Cantabria y las mujeres del barrio "
    "siempre la saludan cuando pasan temprano por la calle rumbo al mercado donde venden queso pan higos tomates y miel"
)
SHORT = "El tren sale cada lunes a las ocho y quien llega tarde pierde su billete sin remedio y vuelve andando"


def make(judge: Judge, text: str) -> list[str]:
    """Puts the text in and gives the words that are gaps then."""
    if judge.fields("textarea"):
        judge.paste(text)
    else:
        judge.fill(["text", "paste", "."], text)
    if not gaps(judge):
        judge.press(["gap", "make", "create", "generate", "start", "begin", "practi", "exercise", "ready", "go",
            "submit", "next", "hide"])  # fmt: skip
    words = text.split()
    shown = str(judge.page.evaluate("document.body.innerText"))
    hidden = words[4::5]
    assert len(gaps(judge)) == len(hidden), f"{len(gaps(judge))} gaps, not {len(hidden)}:\n{shown[:1500]}"
    for at, word in enumerate(words):
        there = re.search(rf"\b{word}\b", shown)
        assert bool(there) == (at % 5 != 4), f"{word} at {at + 1}:\n{shown[:1500]}"
    return hidden


def gaps(judge: Judge) -> list[dict[str, Any]]:
    """The fields of one line that are not for the text itself, in the order of the page."""
    return [f for f in judge.fields("text", "") if len(f["value"]) < 40 and "title" not in f["words"]]


def answer(judge: Judge, words: list[str]) -> None:
    for at, word in enumerate(words):
        place = judge.at(gaps(judge)[at])
        place.fill(word)
        place.press("Tab")
        judge.settle()
    judge.press(["check", "result", "score", "submit", "done", "finish", "evaluate", "correct", "how many", "answer"],
        needed=False)  # fmt: skip


def right(judge: Judge, count: int, of: int) -> None:
    named = r"(?:(?:gaps?|words?|answers?|blanks?|were|are|is|out|of|them|you|got|it|\d+)[^\S\n]+){0,6}"
    judge.sees(
        rf"\b{count}\b\s*(/|of|out of|from)\s*(the |your )?{of}\b"
        rf"|(?<!gap )(?<!word )(?<!blank )(?<!#)\b{count}[^\S\n]+{named}(right|correct)"
        rf"|(right|correct|score|points)( answers| gaps| words)?\W{{1,4}}{count}\b(?!\s*[:.)\w])"
    )


def test_some_are_right(judge: Judge) -> None:
    hidden = make(judge, LONG)
    given = [word if at not in (1, 4) else "zapato" for at, word in enumerate(hidden)]
    answer(judge, given)
    right(judge, len(hidden) - 2, len(hidden))


def test_one_is_right(judge: Judge) -> None:
    hidden = make(judge, SHORT)
    answer(judge, ["zapato", hidden[1], hidden[0], "mesa"])
    right(judge, 1, 4)


def test_all_are_right(judge: Judge) -> None:
    hidden = make(judge, SHORT)
    answer(judge, hidden)
    right(judge, 4, 4)
