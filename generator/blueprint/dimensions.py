"""Works out by units alone what an output must be of its fields: kilometres, litres per 100 km and a price per litre
make an amount of money in one way only. Refuses to say anything where there are several ways, or a unit isn't told."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from generator.blueprint.counted import whole_number
from generator.blueprint.form_pairs import unit_of
from generator.blueprint.operations import terms
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Output
from generator.blueprint.sentence import clauses, content, units
from generator.payload.blocks.operations_units import SCALES

_RATES = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year",
}  # fmt: skip
_MONTHS = {"months": 1.0, "years": 12.0}
"""No whole number of days: a measure of their own."""
_SHORT = {"h": "hours", "hr": "hours", "hrs": "hours", "min": "minutes", "mins": "minutes", "sec": "seconds"}
_KINDS = frozenset({"length", "mass", "volume", "speed", "area", "time", "month", "data", "energy", "power", "money"})
_COINS = re.compile(r"[$€£¥]|\b(?:euros?|eur|dollars?|usd|gbp|francs?|chf)\b", re.I)
_PER = re.compile(r"\s*/\s*|\s*\b(?:per|for (?:each|every|one)|in (?:each|every|one))\b\s*", re.I)
_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*")
_WHOSE = re.compile(r"^.*\b(?:number|amount|count) of\b|^.*\bhow many\b|\b(?:to|in|of|for|from)\b.*$", re.I)
_ODD = re.compile(r"\bcents?\b|\bpence\b|\bsquared?\b|\bcubic\b|\baverage\b|\bscore\b|\bindex\b|[²³]", re.I)
"""What isn't told by a unit, or not by this one."""


@dataclass(frozen=True, slots=True)
class Law:
    """The only product of powers of the fields that has the output's unit."""

    powers: Mapping[str, int]
    factor: float
    counted: bool = False

    def expected(self, values: Mapping[str, Any]) -> float | None:
        """None where a value is missing or is no divisor."""
        try:
            found = math.prod((values[name] ** power for name, power in self.powers.items()), start=self.factor)
        except (ArithmeticError, TypeError):
            return None
        return whole_number(found) if self.counted else found

    def allows(self, given: Sequence[tuple[Mapping[str, Any], Any]]) -> bool:
        """Whether these answers may come of it, rounded as one likes."""
        told = ((self.expected(values), answer) for values, answer in given)
        return all(expected is None or _near(expected, answer) for expected, answer in told)

    def source(self, name: str) -> str:
        """A function that works it out. What is not counted comes unrounded."""
        above = [f"{n} ** {p}" if p > 1 else n for n, p in self.powers.items() if p > 0]
        below = [f"{n} ** {-p}" if p < -1 else n for n, p in self.powers.items() if p < 0]
        times = self.factor >= 1 and not math.isclose(self.factor, 1)
        over = self.factor < 1 and not math.isclose(self.factor, 1)
        above += [f"{round(self.factor, 9):g}"] if times else []
        below += [f"{round(1 / self.factor, 9):g}"] if over else []
        worked = " / ".join([" * ".join(above) or "1", *below])
        body = f"math.ceil(round({worked}, 9))" if self.counted else worked
        brought = "    import math\n" if self.counted else ""
        return f"def {name}({', '.join(self.powers)}):\n{brought}    return {body}\n"


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a number counts, each with its power, and how much of the base of that one of it is."""

    powers: Counter[str]
    scale: float


def law_of(output: Output, fields: Sequence[Field], text: str, *, counted: bool = False) -> Law | None:
    """What the units leave no choice about. Every field is to be used: one that they leave aside is a factor that they
    don't know of."""
    if not fields or output.format not in (*NUMERIC[:3], "integer") or any(f.type not in NUMERIC[:3] for f in fields):
        return None
    if len(units(text)) > 1:
        return None  # Of hours and minutes the minutes are what is left over.
    phrases = [*((_said(f, text), f.type) for f in fields), (f"{output.label} {output.unit}", output.format)]
    if set(re.findall(r"\d+", text)) - set(re.findall(r"\d+", " ".join(said for said, _ in phrases))):
        return None  # A number that no unit tells of may be a factor.
    measures = [measure for said, kind in phrases if (measure := _measure(said, kind)) is not None]
    if len(measures) < len(phrases):
        return None
    *sides, aim = _named_alike(measures)
    names = {name for one in (*sides, aim) for name in one.powers}
    powers = _solved([[Fraction(one.powers[name]) for one in (*sides, aim)] for name in sorted(names)], len(fields))
    if powers is None or any(p == 0 or p.denominator != 1 or abs(p) > 3 for p in powers):
        return None
    factor = math.prod(one.scale ** int(p) for one, p in zip(sides, powers, strict=True)) / aim.scale
    if len(fields) == 1 and math.isclose(factor, 1):
        return None
    return Law({f.name: int(p) for f, p in zip(fields, powers, strict=True)}, factor, counted)


def _said(field: Field, text: str) -> str:
    """The words that tell in what a field is: its own, or those of the clause that speaks of it."""
    if field.unit:
        return f"{field.label} {field.unit}" if re.match(r"per\b|/", field.unit) else field.unit
    if _PER.search(field.label) or any(word in _RATES for word in field.label.casefold().split()):
        return field.label
    for clause in clauses(text):
        head, *below = _PER.split(clause, maxsplit=1)
        if below and set(content(field.label)) & set(content(head)):
            return f"{field.label} per {below[0]}"
    return field.label


def _measure(said: str, kind: str) -> _Measure | None:
    """What a phrase such as `L/100 km` or `Price per litre` measures; None when it doesn't say."""
    for rate, of in _RATES.items():
        said = re.sub(rf"\b{rate}\b(.*)$", rf"\1 per {of}", said, flags=re.I)
    if _ODD.search(said) or (re.search(r"\brate\b", said, re.I) and not _PER.search(said)):
        return None
    powers: Counter[str] = Counter()
    scale = 1.0
    for at, part in enumerate(_PER.split(re.sub(r"[()\[\]]", " ", said))):
        number = _NUMBER.match(part)
        share = float(number.group(1)) if number else 1.0
        money = (kind == "money" and at == 0) or bool(_COINS.search(part))
        name, size = ("money", 1.0) if money else _unit(_NUMBER.sub("", part))
        if not name or not share:
            return None
        powers[name] += -1 if at else 1
        scale = scale / (share * size) if at else scale * share * size
    return _Measure(Counter({name: power for name, power in powers.items() if power}), scale)


def _unit(part: str) -> tuple[str, float]:
    """What is measured and how much of its base a unit is; a thing that is counted is a measure of its own."""
    *others, last = re.findall(r"[^\W\d_]+", part) or [""]
    for word in (last, *(other for other in others if other.endswith("s"))):  # The second number is no second.
        kind, unit = unit_of(_SHORT.get(word.casefold(), word)) or unit_of(f"{word}s") or ("", "")
        if unit in _MONTHS:
            return "month", _MONTHS[unit]
        if unit in SCALES and not SCALES[unit][1]:
            return kind, SCALES[unit][0]
    things = terms(_WHOSE.sub("", part)) or terms(part)
    return (f"a {things[-1]}" if things else "", 1.0)


def _named_alike(measures: Sequence[_Measure]) -> list[_Measure]:
    """Two measures that stand alone are the same one by another word: what a car `uses` per 100 km and a price per
    litre. The word has the size of the unit."""
    times = Counter(name for one in measures for name in one.powers)
    alone = [(name, one) for one in measures for name in one.powers if times[name] == 1]
    if len(alone) != 2 or alone[0][1] is alone[1][1]:
        return list(measures)
    (name, one), (other, also) = sorted(alone, key=lambda found: found[0] in _KINDS)
    bought = other == "money" and one is not measures[-1]  # What is counted is no money, but a total may be.
    if name in _KINDS or bought or set(also.powers) - {other, "money"}:
        return list(measures)  # A length is no volume; and of two units in one the size of neither is known.
    size = also.scale ** also.powers[other]
    powers = Counter({other if n == name else n: p for n, p in one.powers.items()})
    return [_Measure(powers, one.scale * size ** one.powers[name]) if m is one else m for m in measures]


def _solved(rows: Sequence[Sequence[Fraction]], unknown: int) -> list[Fraction] | None:
    """The only solution of linear equations, each its factors and then its sum; None where there is none or several."""
    rest = [list(row) for row in rows]
    for column in range(unknown):
        at = next((n for n in range(column, len(rest)) if rest[n][column]), None)
        if at is None:
            return None
        rest[column], rest[at] = rest[at], rest[column]
        rest[column] = [value / rest[column][column] for value in rest[column]]
        for n, row in enumerate(rest):
            if n != column and row[column]:
                rest[n] = [a - row[column] * b for a, b in zip(row, rest[column], strict=True)]
    return None if any(row[-1] for row in rest[unknown:]) else [row[-1] for row in rest[:unknown]]


def _near(expected: float, answer: Any) -> bool:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    rounded = float(answer).is_integer() and abs(expected) >= 1 and abs(answer - expected) < 1
    return rounded or math.isclose(expected, answer, rel_tol=1e-6, abs_tol=0.0051)
