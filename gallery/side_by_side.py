"""Sets the files of two versions beside each other, line by line, as far as they differ. Refuses files that are no text
and to set out more lines than a person reads."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from gallery.amounts import many
from gallery.compare import text_of
from gallery.text import clean

AROUND = 3
"""Lines that are the same, shown before and after those that differ."""
MOST_ROWS = 2000
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One line of each: its number, from 1, and text; None where there is none. A gap stands for lines left out."""

    kind: Literal["same", "changed", "gap"]
    old: tuple[int, str] | None = None
    new: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """One file. `told` says in words what became of it; `rows` are empty when it isn't text."""

    path: str
    told: str
    rows: tuple[Row, ...] = ()


def changes(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[Changed]:
    """Every file that differs, by path."""
    return [_changed(path, one.get(path), other.get(path))
            for path in sorted({**one, **other}) if one.get(path) != other.get(path)]  # fmt: skip


def _changed(path: str, old: bytes | None, new: bytes | None) -> Changed:
    texts = text_of(old), text_of(new)
    if texts[0] is None or texts[1] is None:
        return Changed(path, f"{_size(old)} before, {_size(new)} after; no text to compare")
    before, after = (clean(text).expandtabs(4).splitlines() for text in (texts[0], texts[1]))
    rows = list(_rows(before, after))
    added = sum(1 for row in rows if row.kind == "changed" and row.new)
    removed = sum(1 for row in rows if row.kind == "changed" and row.old)
    told = "new" if old is None else "removed" if new is None else "changed"
    counts = f"{told}: {many(added, 'line')} added, {removed} removed"
    if len(rows) > MOST_ROWS:
        return Changed(path, f"{counts}; the first {MOST_ROWS} are shown", tuple(rows[:MOST_ROWS]))
    return Changed(path, counts, tuple(rows))


def _rows(before: list[str], after: list[str]) -> Iterator[Row]:
    seen = 0
    for group in difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] > seen:
            yield Row("gap")
        for tag, a, b, c, d in group:
            old, new = _numbered(before, a, b), _numbered(after, c, d)
            for left, right in zip_longest(old, new):
                yield Row("same" if tag == "equal" else "changed", left, right)
        seen = group[-1][2]
    if 0 < seen < len(before):
        yield Row("gap")


def _numbered(lines: list[str], begin: int, end: int) -> list[tuple[int, str]]:
    return [(number, clean(text, LONGEST)) for number, text in enumerate(lines[begin:end], begin + 1)]


def _size(content: bytes | None) -> str:
    return "not there" if content is None else f"{len(content):,} bytes"
