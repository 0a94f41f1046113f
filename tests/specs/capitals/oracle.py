"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

CAPITALS = {"France": "Paris", "Germany": "Berlin", "Italy": "Rome", "Spain": "Madrid", "Portugal": "Lisbon",
    "Austria": "Vienna", "Belgium": "Brussels", "Netherlands": "Amsterdam", "Sweden": "Stockholm", "Norway": "Oslo",
    "Finland": "Helsinki", "Denmark": "Copenhagen", "Poland": "Warsaw", "Greece": "Athens", "Ireland": "Dublin",
    "Hungary": "Budapest", "Czech": "Prague", "Slovakia": "Bratislava", "Slovenia": "Ljubljana", "Croatia": "Zagreb",
    "Romania": "Bucharest", "Bulgaria": "Sofia", "Serbia": "Belgrade", "Ukraine": "Kyiv", "Switzerland": "Bern",
    "United Kingdom": "London", "UK": "London", "England": "London", "Iceland": "Reykjavik", "Estonia": "Tallinn",
    "Latvia": "Riga", "Lithuania": "Vilnius", "Luxembourg": "Luxembourg", "Malta": "Valletta", "Cyprus": "Nicosia",
    "Russia": "Moscow", "Turkey": "Ankara", "Albania": "Tirana", "Belarus": "Minsk", "Moldova": "Chi",
    "Bosnia": "Sarajevo", "Montenegro": "Podgorica", "Macedonia": "Skopje", "Monaco": "Monaco"}  # fmt: skip
FULL = r"5(\.0)? ?(/|of|out of) ?5|(score|correct|right)\D{0,20}5\b|100(\.0)? ?%"
ON = ["submit", "check", "answer", "next", "continue", "finish", "result", "score", "see"]


def ask(text: str) -> str:
    """The country that a question is about."""
    about = [(m.start(), c) for c in CAPITALS for m in re.finditer(rf"\b{c}", text)]
    return max(about)[1] if about else ""


def answer(judge: Judge, right: bool) -> None:
    """Answer all that is asked on the page now."""
    groups = judge.page.locator("[role=radiogroup], fieldset, [data-testid=stRadio]").all()
    radios = [g for g in groups if g.locator("input[type=radio]").count()]
    text = judge.shown()
    for group in radios:
        country = ask(group.inner_text()) or ask(text)
        for label in group.locator("label:has(input)").all():
            if (CAPITALS[country] in label.inner_text()) == right:
                label.click()
                judge.settle()
                break
    if radios:
        return
    country = ask(text)
    fields = judge.fields("text", "combobox", "select", "")
    if fields:
        for field in fields:
            about = ask(re.sub(r"\b\w", lambda m: m.group().upper(), field["words"])) or country
            judge.fill(
                [re.escape(field["words"])], CAPITALS[about] if right else "Paris" if about != "France" else "Rome"
            )
        return
    options = [(name, place) for name, place in judge.buttons() if name.title() in CAPITALS.values()]
    chosen = [place for name, place in options if (name.title() == CAPITALS[country]) == right]
    assert chosen, judge.shown()
    chosen[0].click()
    judge.settle()


def play(judge: Judge, right: bool) -> str:
    judge.press(["start", "begin"], needed=False)
    for _ in range(5):
        if not ask(judge.shown()):
            break
        answer(judge, right)
        judge.press(ON, needed=False)
        judge.press(["next", "continue"], needed=False)
    judge.press(["finish", "result", "score"], needed=False)
    return judge.shown()


def test_all_right_is_a_full_score(judge: Judge) -> None:
    assert re.search(FULL, play(judge, True), re.I), judge.shown()


def test_all_wrong_is_not(judge: Judge) -> None:
    shown = play(judge, False)
    assert not re.search(FULL, shown, re.I), shown
    assert re.search(r"\b0\b", shown), shown
