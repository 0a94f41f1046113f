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
from generator.blueprint.measures import CALENDAR, KINDS, Measure, is_rate, measure_of, period_of, split_rate
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Output
from generator.blueprint.sentence import clauses, content, units

_YEAR = 365
"""Days of a year, for which people reckon what is used daily."""
_MEETING = {
    frozenset({"day", "week"}): ("day", "week", 7),
    frozenset({"day", "year"}): ("day", "year", _YEAR),
    frozenset({"month", "year"}): ("month", "year", 12),
}
"""Stretches of the calendar that go into each other. No month is a whole number of weeks, and no year."""


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
        times, over = f"{self.factor:.12g}", f"{1 / self.factor:.12g}"
        if not math.isclose(self.factor, 1):
            above, below = ([*above, times], below) if len(times) <= len(over) else (above, [*below, over])
        worked = " / ".join([" * ".join(above) or "1", *below])
        body = f"math.ceil(round({worked}, 9))" if self.counted else worked
        brought = "    import math\n" if self.counted else ""
        return f"def {name}({', '.join(self.powers)}):\n{brought}    return {body}\n"


def law_of(output: Output, fields: Sequence[Field], text: str, *, counted: bool = False) -> Law | None:
    """What the units leave no choice about. Every field is to be used: one that they leave aside is a factor that they
    don't know of."""
    if not fields or output.format not in (*NUMERIC[:3], "integer") or any(f.type not in NUMERIC[:3] for f in fields):
        return None
    if len(units(text)) > 1:
        return None  # Of hours and minutes the minutes are what is left over.
    aim = f"{output.label} in {output.unit}" if output.unit else output.label
    period = "" if is_rate(aim) else period_of(aim, text)
    for sought in [aim, *([f"{aim} per {period}"] if period else [])]:
        phrases = [*((_said(f, text), f.type) for f in fields), (sought, output.format)]
        measures = [measure for said, kind in phrases if (measure := measure_of(said, kind)) is not None]
        if len(measures) < len(phrases) or _untold(text, [said for said, _ in phrases], measures):
            continue
        for reckoned in (measures, _by_calendar(measures), _by_clock(measures)):
            if found := _solved_for(reckoned, len(fields)):
                powers, factor = found
                law = Law({f.name: p for f, p in zip(fields, powers, strict=True)}, factor, counted)
                return None if len(fields) == 1 and math.isclose(factor, 1) else law
    return None


def _untold(text: str, phrases: Sequence[str], measures: Sequence[Measure]) -> set[str]:
    """Numbers of the sentence that no unit tells of: each may be a factor."""
    told = {number for said in phrases for number in re.findall(r"\d+", said)}
    return set(re.findall(r"\d+", text)) - told - ({str(_YEAR)} if _stretches(measures) == {"day", "year"} else set())


def _stretches(measures: Sequence[Measure]) -> set[str]:
    return {name for one in measures for name in one.powers} & CALENDAR


def _by_calendar(measures: Sequence[Measure]) -> list[Measure]:
    """Weeks as days, years as months or as days: where two of them meet of which one is a whole number of the other."""
    small, large, size = _MEETING.get(frozenset(_stretches(measures)), ("", "", 1))
    return [_instead(one, large, small, size) for one in measures] if size > 1 else list(measures)


def _by_clock(measures: Sequence[Measure]) -> list[Measure]:
    """Days and weeks as so many hours."""
    days = (_instead(one, "day", "time", 86400) for one in measures)
    return _by_calendar([_instead(one, "week", "time", 604800) for one in days])


def _instead(one: Measure, name: str, other: str, size: float) -> Measure:
    """The measure with one thing that it counts told by another, of which it is so much."""
    power = one.powers[name]
    powers = Counter({n: p for n, p in one.powers.items() if n != name})
    powers[other] += power
    return Measure(Counter({n: p for n, p in powers.items() if p}), one.scale * size**power)


def _solved_for(measures: Sequence[Measure], unknown: int) -> tuple[list[int], float] | None:
    """The powers of all but the last that make the last one, and the factor; None where that leaves a choice."""
    *sides, aim = _named_alike(measures)
    names = {name for one in (*sides, aim) for name in one.powers}
    powers = _solved([[Fraction(one.powers[name]) for one in (*sides, aim)] for name in sorted(names)], unknown)
    if powers is None or any(p == 0 or p.denominator != 1 or abs(p) > 3 for p in powers):
        return None
    factor = math.prod(one.scale ** int(p) for one, p in zip(sides, powers, strict=True)) / aim.scale
    return [int(p) for p in powers], factor


def _said(field: Field, text: str) -> str:
    """The words that tell in what a field is: its own, or those of the clause that speaks of it."""
    if field.unit:
        whole = re.match(r"per\b|/", field.unit)
        rated = is_rate(field.label) and not is_rate(field.unit)
        return f"{field.label} {field.unit}" if whole else f"{field.label} in {field.unit}" if rated else field.unit
    if is_rate(field.label):
        return field.label
    for clause in clauses(text):
        head, *below = split_rate(clause)
        if below and set(content(field.label)) & set(content(head)):
            return f"{field.label} per {below[0]}"
    return field.label


def _named_alike(measures: Sequence[Measure]) -> list[Measure]:
    """Two measures that stand alone are the same one by another word: what a car `uses` per 100 km and a price per
    litre. The word has the size of the unit."""
    times = Counter(name for one in measures for name in one.powers)
    alone = [(name, one) for one in measures for name in one.powers if times[name] == 1]
    if len(alone) != 2 or alone[0][1] is alone[1][1]:
        return list(measures)
    (name, one), (other, also) = sorted(alone, key=lambda found: found[0] in KINDS)
    bought = other == "money" and one is not measures[-1]  # What is counted is no money, but a total may be.
    if name in KINDS or bought or set(also.powers) - {other, "money"}:
        return list(measures)  # A length is no volume; and of two units in one the size of neither is known.
    size = also.scale ** also.powers[other]
    powers = Counter({other if n == name else n: p for n, p in one.powers.items()})
    return [Measure(powers, one.scale * size ** one.powers[name]) if m is one else m for m in measures]


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
