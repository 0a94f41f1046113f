"""Reads which numbers a clause refuses: of zero or less, negative ones, those outside 1 to 5. Refuses to guess at a
number that it can't place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_N = r"(-?\d+(?:[.,]\d+)?|zero|null|zéro)"
_OR = r"(?:or|oder|ou)"
_LESS = r"(?:less|lower|fewer|smaller|below|under|weniger|kleiner|moins)"
_MORE = r"(?:more|greater|higher|larger|bigger|above|over|mehr|größer|plus)"
_THAN = r"(?: than| als| de| que)?"
_SORTS = (
    (
        "outside",
        r"\b(?:outside(?: of)?|not (?:between|from|in)|other than|außerhalb(?: von)?)"
        rf" {_N} ?(?:to|and|-|–|bis|und) ?{_N}",
    ),
    ("outside", rf"\b{_LESS}{_THAN} {_N} {_OR} {_MORE}{_THAN} {_N}"),
    ("above", rf"\b{_N} {_OR} {_LESS}\b|\b(?:not|nicht) (?:{_MORE}{_THAN}|über) {_N}"),
    ("below", rf"\b{_N} {_OR} {_MORE}\b"),
    ("least", rf"\b(?:{_LESS}{_THAN}|unter) {_N}"),
    ("most", rf"\b(?:{_MORE}{_THAN}|über) {_N}"),
    ("positive", r"\b(?:not|isn't|aren't|non)[ -]positive\b"),
    ("negative", r"\b(?:negativ\w*|négati\w*|minus)\b"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bound:
    """Which numbers are taken; None where there is no end. `above` and `below` are themselves refused."""

    above: float | None = None
    least: float | None = None
    below: float | None = None
    most: float | None = None

    @property
    def shape(self) -> list[str]:
        """What the field of the app says."""
        ends = {"gt": self.above, "ge": self.least, "lt": self.below, "le": self.most}
        return [f"{name}={end:g}" for name, end in ends.items() if end is not None]

    @property
    def refused(self) -> list[float]:
        """Numbers at and beyond each end that are not taken."""
        found = [] if self.above is None else [self.above, self.above - 3.5]
        found += [] if self.least is None else [self.least - 1]
        found += [] if self.below is None else [self.below, self.below + 3.5]
        return found + ([] if self.most is None else [self.most + 1])

    @property
    def taken(self) -> list[float]:
        """Ends that are taken themselves."""
        return [end for end in (self.least, self.most) if end is not None]

    def spread(self, many: int) -> list[float]:
        """So many different numbers that are taken, the least first, at uneven distances."""
        low = next((end for end in (self.above, self.least) if end is not None), None)
        high = next((end for end in (self.below, self.most) if end is not None), None)
        steps = [n * (n + 1) // 2 + n for n in range(1, many + 1)]
        if low is None or high is None:
            return [(low or 0) + step if high is None else high - steps[-1] - 1 + step for step in steps]
        return [round(low + (high - low) * step / (steps[-1] + 1), 3) for step in steps]


def bound_in(clause: str, names: Iterable[str]) -> tuple[str, Bound] | None:
    """The field that a clause speaks of and the numbers of it that are taken; None when it says neither."""
    numbers = list(names)
    said = [name for name in numbers if re.search(rf"\b{re.escape(name).replace('_', '[ _]')}\b", clause, re.I)]
    if len(said or numbers) != 1:
        return None
    plain, bound = re.sub(r"\b[2345]\d\d\b", " ", clause), Bound()
    for sort, pattern in _SORTS:
        for found in re.finditer(pattern, plain, re.I):
            ends = [_number(end) for end in found.groups() if end]
            bound = _with(bound, sort, ends)
        plain = re.sub(pattern, " ", plain, flags=re.I)
    return ((said or numbers)[0], bound) if bound != Bound() and not re.search(r"\d", plain) else None


def _with(bound: Bound, sort: str, ends: list[float]) -> Bound:
    match sort:
        case "outside":
            return replace(bound, least=min(ends), most=max(ends))
        case "positive":
            return replace(bound, above=0)
        case "negative":
            return bound if bound.above is not None else replace(bound, least=0)
    return replace(bound, **{sort: ends[0]})


def _number(said: str) -> float:
    return float(said.replace(",", ".")) if re.search(r"\d", said) else 0
