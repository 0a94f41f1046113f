"""Reads what a phrase such as `Price per kWh in cents` or `Stunden am Tag` measures, in English, German and French.
Refuses phrases that don't say: an average, a score, a rate of nothing."""

import re
from collections import Counter
from dataclasses import dataclass

from generator.blueprint.form_pairs import unit_of
from generator.blueprint.operations import terms
from generator.payload.blocks.operations_units import SCALES

KINDS = frozenset(
    {"length", "mass", "volume", "area", "time", "data", "energy", "money", "pressure", "day", "week", "month", "year"}
)
"""What is measured, in contrast to what is counted."""
CALENDAR = frozenset({"day", "week", "month", "year"})
"""Of these, what is counted apart from hours: `hours per day` is no number without a unit."""
_MADE_OF = {"power": ("energy", "time"), "speed": ("length", "time")}
"""What is so much of one in so much of another: watts for some hours are energy."""
_SHORT = {
    "h": "hours", "hr": "hours", "hrs": "hours", "std": "hours", "stunde": "hours", "stunden": "hours",
    "heure": "hours", "heures": "hours", "min": "minutes", "mins": "minutes", "minuten": "minutes", "sec": "seconds",
    "sekunde": "seconds", "sekunden": "seconds", "seconde": "seconds", "secondes": "seconds", "tag": "days",
    "tage": "days", "tagen": "days", "jour": "days", "jours": "days", "woche": "weeks", "wochen": "weeks",
    "semaine": "weeks", "semaines": "weeks", "monat": "months", "monate": "months", "monaten": "months",
    "mois": "months", "jahr": "years", "jahre": "years", "jahren": "years", "an": "years", "ans": "years",
    "année": "years", "années": "years", "w": "watts", "wh": "watt hours", "wattstunden": "watt hours",
    "wattheures": "watt hours", "kilowattstunde": "kilowatt hours", "kilowattstunden": "kilowatt hours",
    "kilowattheure": "kilowatt hours", "kilowattheures": "kilowatt hours", "kilomètre": "kilometres",
    "kilomètres": "kilometres", "mètre": "metres", "mètres": "metres", "kilogramm": "kilograms", "gramm": "grams",
    "kilogrammes": "kilograms", "grammes": "grams", "quadratmeter": "square metres", "qm": "square metres",
    "kubikmeter": "cubic metres", "m³": "cubic metres",
}  # fmt: skip
_RATES = {
    r"hourly": "hour", r"daily|täglich\w*|quotidien\w*": "day", r"weekly|wöchentlich\w*|hebdomadaire\w*": "week",
    r"monthly|monatlich\w*|mensuel\w*": "month", r"yearly|annual|jährlich\w*|annuel\w*": "year",
}  # fmt: skip
_PERIOD = r"(?:hours?|days?|weeks?|months?|years?|stunden?|tag|woche|monat|jahr|heure|jour|semaine|mois|an|année)\b"
_EACH = "per|pro|par|each|every|am|im|in der|je|jede[nrs]?|chaque"
_SO_MUCH = r"\d+(?:[.,]\d+)? ?(?:[mck]?m|inch(?:es)?|m?[gl]|kg|grams?|gramm|grammes?|h|min|minutes?|minuten)\b"
"""For how much of something a rate is told: stitches on 10 cm, calories for 100 g."""
_PER = re.compile(
    r"\s*/\s*|\s*\b(?:per|pro|par|for (?:each|every|one)|in (?:each|every|one))\b\s*"
    rf"|\s+\b(?:an?|{_EACH})\s+(?={_PERIOD})"
    rf"|\s+\b(?:on|in|for|auf|für|sur|pour|en)\s+(?={_SO_MUCH})",
    re.I,
)
_OF = re.compile(r"^(?:price|cost|preis|kosten|prix|coût)\s+(?:of|for|der|des|für|du|de la|d['’]un|d['’]une)\s+"
                 r"(?:(?:an?|one|the|eine[nrs]?|eine|le|la)\s+)?(?=\w+$)", re.I)  # fmt: skip
_COINS = re.compile(r"[$€£¥]|\b(?:euros?|eur|dollars?|usd|gbp|francs?|chf)\b", re.I)
_CENTS = re.compile(r"\b(?:cents?|ct|cts|centimes?|pence|rappen)\b", re.I)
_SHOWN_IN = re.compile(r"^(.*?)(?:\s+(?:in|en)\s+([^\s()]+(?:\s[^\s()]+)?)|\s*[(\[]([^()\[\]]*)[)\]])$", re.I)
_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*")
_WHOSE = re.compile(r"^.*\b(?:number|amount|count) of\b|^.*\bhow many\b|\b(?:to|in|of|for|from)\b.*$", re.I)
_ODD = re.compile(r"\baverage\b|\bscore\b|\bindex\b|durchschnitt|\bmoyenne?\b", re.I)
"""What isn't told by a unit, or not by this one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts, each with its power, and how much of the base of that one of it is."""

    powers: Counter[str]
    scale: float


def is_rate(phrase: str) -> bool:
    """Whether the phrase tells of something for so much of another thing."""
    return bool(_PER.search(phrase)) or any(re.search(rf"\b(?:{said})\b", phrase, re.I) for said in _RATES)


def split_rate(phrase: str) -> list[str]:
    """What stands before the first `per`, and what after it, if there is one."""
    return _PER.split(phrase, maxsplit=1)


def period_of(label: str, text: str) -> str:
    """For what stretch of the calendar the sentence wants what the label names: `Euro` in `wie viel Euro das im Jahr
    sind` is `year`; "" where it doesn't say so close by."""
    for name in re.findall(r"[^\W\d_]{3,}", label):
        near = rf"\b{re.escape(name)}\w*(?:\s+[^\W\d_]+){{0,3}}?"
        if found := re.search(near + rf"(?:{_PER.pattern})({_PERIOD})", text, re.I):
            unit = found.group(1).casefold()
            return _SHORT.get(unit, unit).removesuffix("s")
    return ""


def is_period(label: str, text: str) -> bool:
    """Whether a label is no more than the stretch for which the sentence wants its result: the year of `im Jahr`."""
    if not re.fullmatch(_PERIOD, label.strip(), re.I):
        return False
    found = list(re.finditer(rf"\b{re.escape(label.strip())}\b", text, re.I))
    rated = re.findall(rf"\b(?:{_EACH})\s+{re.escape(label.strip())}\b", text, re.I)
    return bool(found) and len(found) == len(rated)


def measure_of(said: str, kind: str) -> Measure | None:
    """What a phrase such as `L/100 km` or `Price per litre` measures, of a field or output of that type; None when it
    doesn't say."""
    if _ODD.search(said) or (re.search(r"\brate\b", said, re.I) and not is_rate(said)):
        return None
    for rate, of in _RATES.items():
        said = re.sub(rf"\b(?:{rate})\b(.*)$", rf"\1 per {of}", said, flags=re.I)
    said = re.sub(r"\bm([23])\b", lambda found: "m" + {"2": "²", "3": "³"}[found.group(1)], said)
    head, *below = _PER.split(_shown_in(" ".join(said.split())))
    if (priced := _OF.match(head)) and _is_unit(head[priced.end() :]):
        head, below, kind = "price", [head[priced.end() :], *below], "money"
    powers: Counter[str] = Counter()
    scale = 1.0
    for at, part in enumerate([head, *below]):
        number = _NUMBER.match(part)
        share = float(number.group(1)) if number else 1.0
        units = _units(_NUMBER.sub("", part), money=kind == "money" and at == 0)
        if units is None or not share:
            return None
        found, size = units
        for name, power in found.items():
            powers[name] += -power if at else power
        scale = scale / (share * size) if at else scale * share * size
    return Measure(Counter({name: power for name, power in powers.items() if power}), scale)


def _shown_in(said: str) -> str:
    """The phrase with the unit that stands at its end in the place of what it is a unit of: cents per kWh for `Price
    per kWh (cents)`, and for `kWh in Cent`, which can only be what one costs."""
    shown = _SHOWN_IN.match(said)
    unit = next((one for one in shown.groups()[1:] if one), "") if shown else ""
    if shown is None or not (_PER.search(unit) or _is_unit(unit)):
        return re.sub(r"[()\[\]]", " ", said)
    if _PER.search(unit):
        return unit
    head, *below = _PER.split(shown.group(1))
    money = bool(_COINS.search(unit) or _CENTS.search(unit))
    if money and not below and _is_unit(head) and not _COINS.search(head):
        below = [head]
    if money and (priced := _OF.match(head)) and _is_unit(head[priced.end() :]):
        below = [head[priced.end() :], *below]
    return " per ".join([unit, *below])


def _is_unit(said: str) -> bool:
    coin = _COINS.fullmatch(said.strip()) or _CENTS.fullmatch(said.strip())
    return bool(coin) or bool(_known(said.strip()))


def _known(word: str) -> tuple[str, str] | None:
    """What a word or two measure, and the unit as operations call it."""
    return unit_of(_SHORT.get(word.casefold(), word)) or unit_of(f"{word}s")


def _units(part: str, *, money: bool) -> tuple[dict[str, int], float] | None:
    """What is measured, each with its power, and how much of its base a unit is; a thing that is counted is a measure
    of its own. None where nothing is named, or what has a zero of its own."""
    if _CENTS.search(part):
        return {"money": 1}, 0.01
    if money or _COINS.search(part):
        return {"money": 1}, 1.0
    named = re.findall(r"[^\W\d_]+", part)
    *others, last = named or [""]
    pair = [" ".join(named[-2:])] if others else []
    for word in (*pair, last, *(other for other in others if other.endswith("s"))):  # The second number is no second.
        kind, unit = _known(word) or ("", "")
        if unit.removesuffix("s") in CALENDAR:
            return {unit.removesuffix("s"): 1}, 1.0
        if unit in SCALES and not SCALES[unit][1]:
            above, *under = _MADE_OF.get(kind, (kind,))
            return {above: 1} | dict.fromkeys(under, -1), SCALES[unit][0]
        if unit:
            return None
    things = terms(_WHOSE.sub("", part)) or terms(part)
    return ({f"a {things[-1]}": 1}, 1.0) if things else None
