"""The records part of a blueprint: things that are added, listed and kept. Refuses references to unknown fields."""

import re
from typing import Annotated, Any, Literal

from pydantic import Field as Shape, model_validator

from generator.blueprint.mend import nearest, readable, unique
from generator.blueprint.pieces import (
    NUMERIC,
    Field,
    Named,
    Number,
    Output,
    Piece,
    Scalar,
    Strings,
    Text,
    distinct,
    word,
)
from generator.blueprint.words import CHARTS, FEATURES, PERIODS, STATS, TESTS

Stat = Literal[
    "sum", "average", "minimum", "maximum", "count", "latest", "share_done", "streak", "balance", "change", "loss",
    "distinct", "weighted_average", "ratio", "next", "next_yearly", "even", "transfers",
]  # fmt: skip
Period = Literal["all", "today", "week", "month", "year", "future"]
Test = Literal["less", "at_most", "equal", "not_equal", "at_least", "more"]
ChartStat = Literal["", "sum", "average", "latest", "maximum"]
Feature = Literal["done", "daily", "delete", "edit", "search", "download", "upload"]


class Summary(Piece):
    """One figure about all records, or a table of figures when grouped."""

    label: Text = ""
    stat: Annotated[Stat, word(Stat, STATS, "count")] = "count"
    of: Text = ""
    """The field it is about; not needed for count, share_done and streak (days in a row up to today)."""
    group_by: Text = ""
    """For even: who paid; what each is ahead of an equal share of all. For transfers: who then pays whom."""
    each: Literal["", "day", "week", "month", "year"] = ""
    """Grouped by the day, week, month or year of each record."""
    where: Text = ""
    equals: Text = ""
    """Only records whose `where` field has this value (`yes`/`no` for yes_no fields and `done`)."""
    weight: Text = ""
    """For weighted_average: the field by which each record counts. For ratio: whose sum divides that of the other."""
    minus: Text = ""
    """For balance: the sum of records whose `where` is `equals`, less the sum of those whose `where` is this."""
    period: Annotated[Period, word(Period, PERIODS, "all")] = "all"
    """Only records whose date (their own, else the day when they were added) lies in this period up to now; `future`,
    for next: from now on."""
    target: Number = None
    """A number that the figure is compared with: a progress bar and what is left."""
    target_label: Text = ""
    """When people set the target themselves: the label of its input."""


class Chart(Piece):
    """A chart of the records."""

    label: Text = ""
    type: Annotated[Literal["line", "bar", "pie"], word(Literal["line", "bar", "pie"], CHARTS, "bar")] = "bar"
    x: Text = ""
    y: Text = ""
    """The number that is drawn; empty: how many records there are for each x."""

    stat: Annotated[ChartStat, word(ChartStat, STATS, "")] = ""
    """What is drawn where several records share an x; empty: the sum, but the average on a line of measurements."""

    @model_validator(mode="before")
    @classmethod
    def _type(cls, given: Any) -> Any:
        return {"type": given["kind"], **given} if isinstance(given, dict) and "kind" in given else given


class Highlight(Piece):
    """Marks the rows whose field stands so to a value, another field or `today`."""

    field: Text = ""
    test: Annotated[Test, word(Test, TESTS, "equal")] = "equal"
    value: Text = ""
    note: Text = ""
    """What it means, shown with the mark: `Low stock`, `Overdue`."""


class Action(Piece):
    """A button on every row that changes one field: adds to it, sets it (`today`, a number, a text), or turns it."""

    label: Text = ""
    field: Text = ""
    change: Literal["add", "set", "toggle"] = "set"
    value: Text = ""


class Records(Named):
    """Things that are added, listed and kept, also over a reload: trackers, logs, lists, inventories, journals."""

    kind: Literal["records"] = "records"
    item: Text = "item"
    """What one is called, singular."""
    fields: list[Field] = Shape(default_factory=list)
    settings: list[Field] = Shape(default_factory=list)
    """Entered once for all records: a rate, a fee, a date that they go by."""
    computed: list[Output] = Shape(default_factory=list)
    """Worked out per record from its fields, the settings, and `all_` and the name of a number: its sum over all."""
    features: list[Annotated[Feature, word(Feature, FEATURES, "delete")]] = Shape(default=["delete"])
    done_label: Text = "Done"
    """What it means that one is ticked: `Paid`, `Read`."""
    open_label: Text = ""
    """What one is that isn't ticked: `Unread`; empty: `Not read`."""
    add: Text = ""
    """Label of the button that adds one; empty: `Add` and the item."""
    filters: Strings = Shape(default_factory=list)
    """Choice, yes_no or text fields by which the list can be narrowed (`done` too)."""
    sort: Text = ""
    """Field by which the list is sorted; empty: newest first."""
    descending: bool = False
    summaries: list[Summary] = Shape(default_factory=list)
    charts: list[Chart] = Shape(default_factory=list)
    highlights: list[Highlight] = Shape(default_factory=list)
    actions: list[Action] = Shape(default_factory=list)
    rows: list[dict[str, Scalar]] = Shape(default_factory=list)
    """What is there at first."""

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        if isinstance(given, dict):
            many = {"chart": "charts", "summary": "summaries", "highlight": "highlights", "action": "actions"}
            for one, all_ in many.items():
                if isinstance(single := given.get(one), dict) and all_ not in given:
                    given = {**given, all_: [single]}
        return given

    @model_validator(mode="after")
    def _mend(self) -> "Records":
        if not self.fields:
            self.fields = [Field(label=readable(self.item or "item"))]
        distinct([*self.settings, *self.fields], self.computed)
        self.item = self.item or "item"
        self.add = self.add or f"Add {self.item}"
        self.features = list(dict.fromkeys(self.features))
        self._mend_references()
        return self

    def _mend_references(self) -> None:
        entered = {f.name: f.type for f in self.fields}
        known = {**entered, **{c.name: c.format for c in self.computed}, **({"done": "yes_no"} if self.done else {})}
        every: list[Field | Output] = [*self.fields, *self.computed]
        labels = {piece.label: piece.name for piece in every}
        numeric = [name for name, kind in known.items() if kind in NUMERIC or name in {c.name for c in self.computed}]
        dates = [name for name, kind in known.items() if kind == "date"]

        def find(wanted: str, among: dict[str, Any] | list[str]) -> str:
            by_label = nearest(wanted, [label for label, name in labels.items() if name in among]) if wanted else None
            return labels[by_label] if by_label else (nearest(wanted, list(among)) or "" if wanted else "")

        kinds = ("choice", "yes_no", "text")
        self.filters = [name for name in (find(f, known) for f in self.filters) if known.get(name) in kinds]
        self.sort = find(self.sort, known)
        for summary in self.summaries:
            summary.of, summary.group_by = find(summary.of, known), find(summary.group_by, known)
            summary.where = find(summary.where, known)
            summary.weight = find(summary.weight, numeric)
            if summary.stat in ("weighted_average", "ratio") and (not summary.weight or summary.of not in numeric):
                summary.stat = "average"
            if summary.stat in ("next", "next_yearly") and summary.of not in dates:
                summary.of = dates[0] if dates else ""
            shared = summary.stat in ("even", "transfers")
            figured = shared or summary.stat in ("sum", "average", "balance", "change", "loss")
            if figured and summary.of not in numeric:
                summary.of = numeric[0] if numeric else ""
            if shared and not summary.group_by:
                summary.stat = "sum"
            if summary.stat not in ("count", "share_done", "streak", "weighted_average", "ratio"):
                summary.stat = summary.stat if summary.of else "count"
            if summary.stat == "share_done" and not (self.done or summary.where or known.get(summary.of) == "yes_no"):
                self.features.append("done")
            summary.label = summary.label or readable(f"{summary.stat} {summary.of}")
        for chart in self.charts:
            chart.x = find(chart.x, known) or (dates or list(known))[0]
            chart.y = find(chart.y, numeric)
            chart.label = chart.label or readable(f"{chart.y or self.item} by {chart.x}")
        shown: list[Summary | Chart] = [*self.summaries, *self.charts]
        for piece, label in zip(shown, unique((p.label for p in shown), join=" "), strict=True):
            piece.label = label
        for mark in self.highlights:
            mark.field = find(mark.field, known)
            mark.value = labels.get(mark.value, mark.value)
        self.highlights = [mark for mark in self.highlights if mark.field]
        self.rows = [
            {find(key, entered): value for key, value in row.items() if find(key, entered)} for row in self.rows
        ]
        for action in self.actions:
            action.field = find(action.field, entered)
            action.label = action.label or readable(f"{action.change} {action.field}")
            if entered.get(action.field) == "yes_no":
                action.change = "toggle"
            elif action.change == "toggle":
                action.change = "set"
        self.actions = [action for action in self.actions if action.field]

    @property
    def sums(self) -> list[Field]:
        """Sums over all records that a record's own values are worked out with: `all_area` for the field `area`."""
        named = [
            Field(name=f"all_{f.name}", label=f"All {f.label}", type=f.type) for f in self.fields if f.type in NUMERIC
        ]
        return [one for one in named if any(re.search(rf"\b{one.name}\b", c.source) for c in self.computed)]

    @property
    def done(self) -> bool:
        """Whether each record can be marked as done."""
        return "done" in self.features
