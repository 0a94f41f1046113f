"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

WORDS = {"brimba": "lantern", "solvek": "harbour"}
ANSWER = ["answer", "your (translation|guess|answer)", r"translat\w* (of|for)", "brimba|solvek", "guess", "type the"]
YES = r"\b(right|correct|well done|great|good job|yes|bravo|richtig)\b|✅|🎉"
NO = r"\b(wrong|incorrect|not (quite|right|correct)|false|sorry|no\b|try again)|❌"


def add(judge: Judge, word: str, translation: str) -> None:
    judge.fill([r"^(?!.*(translation|answer)).*word", "foreign", "front", "term", r"^(?!.*(translation|answer)).*vocab",
        r"\bword\b(?!.*answer)"], word)  # fmt: skip
    judge.fill([r"^(?!.*(your|answer|guess)).*translation", "meaning", "back", r"^(?!.*(your|answer)).*translat"],
        translation)  # fmt: skip
    judge.press(["add", "save", "submit", r"\+"])


def asked(judge: Judge) -> str:
    """The word that is asked, "" if none: the one that stands on the page more often than in a list of all."""
    text = judge.page.locator("body").inner_text()
    text += " ".join(f["words"] for f in judge.fields("text", "") if f["words"] not in text.lower())
    counts = {word: len(re.findall(word, text, re.I)) for word in WORDS}
    most = [word for word, count in counts.items() if count == max(counts.values())]
    return most[0] if len(most) == 1 else ""


def find_quiz(judge: Judge) -> None:
    """Go where the questions are asked."""
    for _ in range(2):
        if asked(judge) and any(re.search("|".join(ANSWER), f["words"]) for f in judge.fields("text", "")):
            return
        tab = judge.page.locator("[role=tab], label:has(input[type=radio])").filter(
            has_text=re.compile("quiz|train|practi|test|learn|ask", re.I)
        )
        if tab.count() and tab.first.is_visible():
            tab.first.click()
            judge.settle()
        else:
            judge.press(["start", "quiz", "train", "practi", "test", "ask", "next", "question", "new word"])


def answer(judge: Judge, right: bool) -> str:
    find_quiz(judge)
    word = asked(judge)
    assert word, judge.shown()
    before = judge.shown()
    judge.fill(ANSWER, WORDS[word] if right else "chimney")
    judge.press(["check", "answer", "submit", "ok", "enter", "verify"], needed=False)
    after = judge.shown()
    said = {p: len(re.findall(p, after, re.I)) - len(re.findall(p, before, re.I)) for p in (YES, NO)}
    return "no" if said[NO] > 0 else "yes" if said[YES] > 0 else "nothing"


def test_a_right_answer(judge: Judge) -> None:
    for word, translation in WORDS.items():
        add(judge, word, translation)
    assert answer(judge, True) == "yes", judge.shown()


def test_a_wrong_answer(judge: Judge) -> None:
    for word, translation in WORDS.items():
        add(judge, word, translation)
    assert answer(judge, False) == "no", judge.shown()
