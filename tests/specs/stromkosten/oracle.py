"""Judges any app made for the sentence beside this file. A year has 365 days, and amounts may have a comma."""

import re

from judge import Judge


def shows(judge: Judge, euros: float) -> bool:
    text = re.sub(r"(?<=\d)[.\s](?=\d{3},\d)", "", judge.shown())
    german = [float(n.replace(",", ".")) for n in re.findall(r"\d+,\d{1,2}\b", text)]
    return any(abs(n - euros) <= 0.011 for n in [*german, *judge.numbers()])


def cost(judge: Judge, watts: int, hours: int, cents: int) -> None:
    euros = watts / 1000 * hours * 365 * cents / 100
    assert not shows(judge, euros)
    judge.fill([r"^(?!.*kwh).*\bwatt", "leistung", "watt"], watts)
    judge.fill(["stunden", r"\bstd\b", "am tag", "täglich"], hours)
    judge.fill(["kwh", "preis", "cent"], cents)
    judge.press(["berechnen", "ausrechnen", "rechne", "anzeigen"], needed=False) or judge.go()
    judge.soon(lambda: shows(judge, euros))
    assert shows(judge, euros), (euros, judge.shown()[:1500])


def test_the_cost_of_a_year(judge: Judge) -> None:
    cost(judge, 140, 9, 37)


def test_it_follows_a_change(judge: Judge) -> None:
    cost(judge, 60, 5, 31)
    cost(judge, 210, 7, 43)
