"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

COUNTS = {"lantern": 27, "harbour": 24, "violin": 22, "meadow": 19, "pepper": 17, "saddle": 14, "thunder": 13,
    "willow": 11, "blanket": 8, "compass": 6, "marble": 4, "ribbon": 3}  # fmt: skip


def text_of(counts: dict[str, int]) -> str:
    """Sentences with each word so many times, capitals and full stops among them."""
    left = dict(counts)
    lines = []
    while any(left.values()):
        words = [word for word, count in left.items() if count]
        for word in words:
            left[word] -= 1
        lines.append(" ".join([words[0].capitalize(), *words[1:]]) + ".")
    return "\n".join(lines)


def test_the_ten_and_how_often(judge: Judge) -> None:
    pasted = text_of(COUNTS)
    judge.paste(pasted)
    judge.go()
    for word, count in list(COUNTS.items())[:10]:
        judge.sees(rf"\b{word}\b[^\d]{{0,25}}\b{count}\b|\b{count}\b\W{{1,8}}{word}\b")
    shown = judge.shown().replace(pasted, "")
    for word in ("marble", "ribbon"):
        assert not re.search(word, shown, re.I), (word, shown)


def test_capitals_and_commas_make_no_other_word(judge: Judge) -> None:
    judge.paste("Copper, copper copper! Tin COPPER tin. Copper? Tin; copper, copper.")
    judge.go()
    judge.sees(r"\bcopper\b[^\d]{0,25}\b7\b|\b7\b\W{1,8}copper\b")
    judge.sees(r"\btin\b[^\d]{0,25}\b3\b|\b3\b\W{1,8}tin\b")
