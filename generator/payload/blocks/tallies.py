"""Makes of entries one row for each name in them: its best, its sum, its place. Refuses a name that no entry has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from .entries import Entry, MissingError

Row = dict[str, Any]
FIGURES: dict[str, Callable[[Sequence[float]], float]] = {
    "sum": sum, "average": fmean, "least": min, "most": max, "last": lambda values: values[-1], "count": len,
}  # fmt: skip


def summary(entries: Sequence[Entry], value: str, figures: Mapping[str, str]) -> Row:
    """What is worked out of the `value` of all entries; None for what there is none of. `figures`: name -> figure."""
    values = [entry[value] for entry in entries]
    known = {part: sort for part, sort in figures.items() if values or sort in ("sum", "count")}
    return {part: round(FIGURES[known[part]](values), 9) if part in known else None for part in figures}


@dataclass(frozen=True, slots=True)
class Tally:
    """What is worked out of the `value` of all entries of one name. `figures`: what each part of a row is."""

    name: str
    value: str
    figures: Mapping[str, str]
    order: str = ""
    """The figure by which rows are ordered; "": they stand as their names came."""
    least_first: bool = False
    place: str = ""
    """The part of a row that is its place; "" for none."""
    dense: bool = False
    """Those after a place that is shared get the next number, without a gap."""

    def rows(self, entries: Sequence[Entry]) -> list[Row]:
        """One row for each name, the best first; those that are equal stand as their names came."""
        names = dict.fromkeys(entry[self.name] for entry in entries)
        rows = [self.row(entries, name) for name in names]
        if self.order:
            rows.sort(key=lambda row: row[self.order], reverse=not self.least_first)
        if not self.place:
            return rows
        ordered = [row[self.order] for row in rows]
        ranks = list(dict.fromkeys(ordered)) if self.dense else ordered
        return [{self.place: ranks.index(row[self.order]) + 1, **row} for row in rows]

    def row(self, entries: Sequence[Entry], name: str) -> Row:
        """The row of one name. MissingError when no entry has it."""
        values = [entry[self.value] for entry in entries if entry[self.name] == name]
        if not values:
            raise MissingError(f"There is nothing of {name}.")
        # Sums of decimals that are equal for people are equal here.
        return {self.name: name, **{part: round(FIGURES[sort](values), 9) for part, sort in self.figures.items()}}
