"""Judges any app made for the sentence beside this file."""

import re
from datetime import date, timedelta

from judge import Judge

FROST = date(2027, 5, 28)
LATER = date(2027, 6, 25)


def frost(judge: Judge, day: date) -> None:
    judge.fill([r"^(?!.*week).*frost", r"^(?!.*week).*date"], day.isoformat())
    judge.press([r"\bset\b", "(save|update).*(frost|date)"], needed=False)


def add(judge: Judge, vegetable: str, weeks: int) -> None:
    judge.fill(
        [r"^(?!.*week).*(vegetable|name|plant|crop)", r"^(?!.*week).*what", r"^(?!.*(week|frost|date)).*sow"], vegetable
    )
    judge.fill([r"\bweeks?\b"], weeks)
    judge.press([r"\badd", r"\+", "save", "submit"])


def forms(day: date) -> str:
    month = f"({day:%B}|{day:%b})"
    return "|".join([f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}",
        f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", rf"{day:%d}\.0?{day.month}\.", f"{day:%d-%m-%Y}",
        rf"{month}\.? {day.day}(?!\d)", rf"(?<!\d){day.day}(st|nd|rd|th)?\.?[ -]{month}"])  # fmt: skip


def listed(judge: Judge, day: date, weeks: dict[str, int]) -> None:
    """Each date with its vegetable, in the order that the vegetables are given here."""
    said = {name: forms(day - timedelta(weeks=before)) for name, before in weeks.items()}
    for pattern in said.values():
        judge.sees(pattern)
    places = {name: re.search(pattern, judge.shown(), re.I) for name, pattern in said.items()}
    starts = [place.start() for place in places.values() if place]
    assert starts == sorted(starts), judge.shown()
    for name, pattern in said.items():
        others = "|".join(other for other in weeks if other != name)
        between = rf"((?!{others})[\s\S]){{0,80}}?"
        judge.sees(rf"{name}{between}({pattern})|({pattern}){between}{name}")


def test_the_dates_in_order(judge: Judge) -> None:
    frost(judge, FROST)
    for name, weeks in (("Lettuce", 5), ("Peppers", 9), ("Basil", 2)):
        add(judge, name, weeks)
    listed(judge, FROST, {"Peppers": 9, "Lettuce": 5, "Basil": 2})


def test_another_frost(judge: Judge) -> None:
    frost(judge, LATER)
    for name, weeks in (("Zinnia", 1), ("Leek", 13)):
        add(judge, name, weeks)
    listed(judge, LATER, {"Leek": 13, "Zinnia": 1})
    add(judge, "Aubergine", 10)
    listed(judge, LATER, {"Leek": 13, "Aubergine": 10, "Zinnia": 1})
