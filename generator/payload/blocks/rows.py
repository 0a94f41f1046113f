"""The records of one list: kept, added to, changed, worked out, written as CSV and read from it. Draws nothing."""

import csv
import io
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from . import store
from .formats import shown
from .operation import number_in
from .pieces import Field, Output, from_json, to_json, work_out

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """All records of one list. Each has `id`, `created`, `done` beside its fields."""

    name: str
    fields: tuple[Field, ...]
    computed: tuple[Output, ...] = ()
    at_first: tuple[Mapping[str, Any], ...] = ()
    settings: tuple[Field, ...] = ()
    """Entered once for all records."""

    def all(self) -> list[Row]:
        """Every record as rules take it, oldest first, with what is worked out from it."""
        rows = self._kept()["rows"]
        once = {**self.settings_now(), **self._sums(rows)}
        return [self._full(raw, once) for raw in rows]

    def add(self, values: Mapping[str, Any]) -> None:
        """One more record."""
        self._change(lambda rows: [*rows, self._raw(values)])

    def add_all(self, many: Sequence[Mapping[str, Any]]) -> None:
        """Several more at once."""
        self._change(lambda rows: [*rows, *(self._raw(values) for values in many)])

    def change(self, key: str, values: Mapping[str, Any]) -> None:
        """Put other values into a record."""
        fresh = {name: to_json(value) for name, value in values.items()}
        self._change(lambda rows: [{**row, **fresh} if row["id"] == key else row for row in rows])

    def remove(self, key: str) -> None:
        """Take a record away."""
        self._change(lambda rows: [row for row in rows if row["id"] != key])

    def targets(self) -> dict[str, Any]:
        """The targets that people set, by the label of their summary."""
        return dict(self._kept()["targets"])

    def aim(self, label: str, target: float) -> None:
        """Set a target."""
        with store.LOCK:
            kept = self._kept()
            store.save(self.name, {**kept, "targets": {**kept["targets"], label: target}})

    def settings_now(self) -> dict[str, Any]:
        """What is set for all records, by name."""
        kept = self._kept().get("settings", {})
        return {one.name: from_json(kept.get(one.name, one.default), one.type) for one in self.settings}

    def set(self, values: Mapping[str, Any]) -> None:
        """Set this for all records."""
        with store.LOCK:
            store.save(self.name, {**self._kept(), "settings": {name: to_json(one) for name, one in values.items()}})

    def as_csv(self) -> bytes:
        """All records with their labels as headers."""
        out = io.StringIO()
        pieces: list[Field | Output] = [*self.fields, *self.computed]
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([piece.label for piece in pieces])
        for row in self.all():
            writer.writerow([_plain(row.get(piece.name)) for piece in pieces])
        return out.getvalue().encode("utf-8")

    def from_csv(self, text: str) -> list[Row]:
        """Records out of CSV text whose headers are labels or names; what doesn't fit stays empty."""
        first = text.split("\n", 1)[0]
        reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
        found = []
        for line in reader:
            cells = {str(head).strip().casefold(): cell for head, cell in line.items() if isinstance(cell, str)}
            row = {f.name: _read(f, cells.get(f.label.casefold(), cells.get(f.name, ""))) for f in self.fields}
            if any(value not in (None, "", [], False) for value in row.values()):
                found.append(row)
        return found

    def _kept(self) -> dict[str, Any]:
        kept = store.load(self.name)
        if "rows" not in kept:
            usual = {field.name: field.default for field in self.fields if field.default not in (None, "today")}
            kept = {"rows": [self._raw({**usual, **values}) for values in self.at_first], "targets": {}}
            store.save(self.name, kept)
        return {"targets": {}, **kept}

    def _change(self, change: Callable[[list[Row]], list[Row]]) -> None:
        with store.LOCK:
            kept = self._kept()
            store.save(self.name, {**kept, "rows": change(kept["rows"])})

    def _raw(self, values: Mapping[str, Any]) -> Row:
        now = datetime.now().isoformat(timespec="seconds")
        entered = {name: to_json(value) for name, value in values.items()}
        return {"id": uuid.uuid4().hex[:12], "created": now, "done": False, **entered}

    def _sums(self, rows: Sequence[Row]) -> dict[str, float]:
        """What each number comes to over all records."""
        found = {
            one.name: [from_json(raw.get(one.name), one.type) for raw in rows] for one in self.fields if one.numeric
        }
        return {f"all_{name}": sum(value for value in values if value is not None) for name, values in found.items()}

    def _full(self, raw: Row, once: Mapping[str, Any]) -> Row:
        row = dict(raw)
        for field in self.fields:
            row[field.name] = from_json(raw.get(field.name), field.type)
        entered = {field.name: row[field.name] for field in self.fields} | {"done": bool(raw.get("done"))}
        labels = {field.name: field.label for field in (*self.settings, *self.fields)}
        worked = work_out(self.computed, {**once, **entered}, labels).values
        return row | {output.name: worked.get(output.name) for output in self.computed}


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else shown(value) if isinstance(value, bool | date) else str(value)


def _read(field: Field, text: str) -> Any:
    """A cell as a value of the field's type; None when it isn't one."""
    text = text.strip()
    if field.numeric:
        found = number_in(text)
        return round(found) if found is not None and field.type == "integer" else found
    if field.type == "yes_no":
        return text.casefold() in ("yes", "true", "1", "x")
    if field.type == "multi_choice":
        return [one.strip() for one in text.split(";") if one.strip()]
    if field.type == "date":
        from dateutil.parser import parse

        try:
            return parse(text).date() if text else None
        except (ValueError, OverflowError):
            return None
    return text
