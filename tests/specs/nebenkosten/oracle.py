"""Judges any app made for the sentence beside this file. Amounts may have a comma, and thousands a point."""

import re
from typing import Any

from judge import Judge

AREA = r"^(?!.*gesamtfl)(?!.*(kosten|betrag)).*(quadrat|m²|\bqm\b|\bm2\b|fläche|größe)"
NAME = r"^(?!.*(quadrat|m²|\bqm\b|\bm2\b|fläche|größe|kosten|betrag|anzahl|wie viele)).*(mieter|name|bewohner|partei)"
COST = r"^(?!.*(quadrat|m²|\bqm\b|fläche|größe|anzahl)).*(kosten|betrag|gekostet|euro|€|summe)"
ADD = r"^(?!.*(lösch|entfern|berechn|download|herunter)).*(hinzu|anleg|speicher|eintrag|\badd|\+|neue|übernehm|aufnehm)"


def every(judge: Judge, hint: str) -> list[dict[str, Any]]:
    return [f for f in judge.fields() if re.search(hint, f["words"])]


def put(judge: Judge, hint: str, at: int, value: str) -> None:
    fields = every(judge, hint)
    assert fields, f"no field for {hint} among {[f['words'] for f in judge.fields()]}"
    place = judge.at(fields[at])
    place.fill(value)
    place.press("Tab")
    judge.settle()


def let(judge: Judge, *flats: tuple[str, int]) -> None:
    """One after the other by a button, or each in a row of its own where their number is asked."""
    rows = [f for f in judge.fields() if re.search("anzahl|wie viele", f["words"])]
    if rows:
        judge.fill(["anzahl|wie viele"], len(flats))
        for at, (name, area) in enumerate(flats):
            put(judge, NAME, at, name)
            put(judge, AREA, at, str(area))
        return
    for name, area in flats:
        if not every(judge, NAME) or (len(every(judge, NAME)) > 1 and judge.at(every(judge, NAME)[-1]).input_value()):
            judge.press([ADD])
        put(judge, NAME, -1, name)
        put(judge, AREA, -1, str(area))
        if len(every(judge, NAME)) == 1:
            judge.press([ADD])


def costs(judge: Judge, euros: int) -> None:
    judge.fill([COST], euros)


def worth(number: str) -> float:
    parts = re.fullmatch(r"(.+?)(?:[.,](\d{1,2}))?", number)
    assert parts
    return float(re.sub(r"\D", "", parts[1]) + "." + (parts[2] or "0"))


def told(judge: Judge, shares: dict[str, int]) -> bool:
    """Behind each name stands the amount, or before each."""
    text = re.sub(r"(?<=\d)[\u00a0\u202f'](?=\d{3}\b)", "", judge.shown())
    parts = re.split("(" + "|".join(shares) + ")", text)
    behind: dict[str, set[float]] = {name: set() for name in shares}
    before: dict[str, set[float]] = {name: set() for name in shares}
    for at in range(1, len(parts), 2):
        behind[parts[at]] |= {worth(n) for n in re.findall(r"\d+(?:[.,]\d+)*", parts[at + 1][:200])}
        before[parts[at]] |= {worth(n) for n in re.findall(r"\d+(?:[.,]\d+)*", parts[at - 1][-60:])[-1:]}
    return any(
        all(any(abs(n - share) < 0.011 for n in found[name]) for name, share in shares.items())
        for found in (behind, before)
    )


def pay(judge: Judge, shares: dict[str, int]) -> None:
    if not told(judge, shares):
        if not judge.press(["berechn", "aufteil", "verteil", "abrechn", "anzeig"], needed=False):
            judge.go()
        judge.soon(lambda: told(judge, shares))
    assert told(judge, shares), f"not {shares}:\n{judge.shown()[:1500]}"


def test_by_area(judge: Judge) -> None:
    costs(judge, 4200)
    let(judge, ("Aydin", 50), ("Brandt", 70), ("Cernik", 80))
    pay(judge, {"Aydin": 1050, "Brandt": 1470, "Cernik": 1680})


def test_other_costs(judge: Judge) -> None:
    costs(judge, 3150)
    let(judge, ("Lorenz", 62), ("Wolff", 88))
    pay(judge, {"Lorenz": 1302, "Wolff": 1848})
    costs(judge, 2850)
    pay(judge, {"Lorenz": 1178, "Wolff": 1672})
