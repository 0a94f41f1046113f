"""What a list that is kept can be held to, by entries that the check makes. Refuses to add up what it didn't enter."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from generator.blueprint.form_proofs import enter
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Records, Summary
from generator.blueprint.things import ROLES, Inventory, Proof
from generator.contract import (
    Choose,
    Fill,
    Press,
    Reload,
    SeeControl,
    SeeDownload,
    SeeRow,
    SeeText,
    SeeValue,
    Step,
    Toggle,
)
from generator.payload.blocks.formats import shown

Entry = Mapping[str, Any]
NAMES = ("Alder", "Birch")


_COMES = "next comes come coming soonest upcoming first one which when due"
_SPEAK = {
    "sum": "total sum add up altogether how much many spent", "count": "total count number how many",
    "average": "average mean", "weighted_average": "weighted average mean", "ratio": "average mean",
    "minimum": "lowest minimum smallest least", "maximum": "highest maximum most largest",
    "latest": "latest last current newest", "share_done": "percent progress done share how much many far",
    "streak": "streak days row how long", "balance": "balance net total left how much",
    "change": "change difference since first how much", "loss": "lost loss since first how much",
    "even": "balance each everybody equally split share cost get gets back owe owes has still pay settle even who what",
    "transfers": "who pays whom owes owe gives settle up how much what whom",
    "distinct": "different distinct how many", "next": _COMES, "next_yearly": _COMES,
}  # fmt: skip
"""How people speak of a figure, by its kind: a total is no answer to who asks for an average."""


def hold_records(records: Records, title: str) -> Inventory:
    """Names and things of a list."""
    kept = Inventory()
    for one in records.fields:
        kept.control(one.label, "slider" if one.slider else ROLES[one.type], one.options)
    kept.control(records.add, "button")
    kept.output(records.item, "list")
    first, second = (entry(records, n) for n in range(2))
    head = head_of(records)
    named = [_plain(e[head.name]) for e in (first, second)]
    add = [_added(records, e) for e in (first, second)]
    both = (*add[0], *add[1])
    words = (
        "track tracker keep list log journal diary record save store note write down add enter new entry collect manage"
        " readings measurements"
    )
    lasting = Proof(
        f"A {records.item} that was added is listed, and still there after a reload.",
        (*add[0], SeeRow(cells=[named[0]]), Reload(), SeeRow(cells=[named[0]])),
    )
    kept.thing("list", f"{title} {records.item} {words} inventory reload again later each every", lasting, sort="main")
    shown = tuple(SeeText(text=text) for f in records.fields if (text := _shown(f, first, head)))
    fields = Proof(
        f"What is entered for a {records.item} is shown.",
        (*(SeeControl(name=f.label) for f in records.fields), *add[0], *shown)
        if shown
        else (*add[0], SeeRow(cells=[named[0]])),
    )
    called = "name" if head.type == "text" else ""
    for one in records.fields:
        counted = "number amount" if one.type in NUMERIC else ""
        kept.thing(
            f"field {one.name}",
            f"{one.label} {one.unit} {' '.join(one.options)} {_range(one)} {counted} {called if one is head else ''}",
            fields,
            sort="field",
        )
    for one in records.settings:
        kept.control(one.label, ROLES[one.type], one.options)
        value = entry(records, 0)[one.name]
        seen = SeeValue(name=one.label, equals=_plain(value))
        lasts = Proof(f"{one.label} is kept for all.", (enter(one, value), *add[0], Reload(), seen))
        words = f"{one.label} {one.unit} how much it is all once set type enter give one same rate everybody"
        kept.thing(f"field {one.name}", words, lasts, sort="field")
    features = set(records.features)
    gone = (Press(name="Delete", near=named[0]), SeeRow(cells=[named[0]], absent=True), SeeRow(cells=[named[1]]))
    kept.control("Delete", "button")
    kept.thing(
        "delete",
        f"delete remove clear thing {records.item} it them entry anymore need old wrong take off one let",
        Proof("Deleting one leaves the other.", (*both, SeeRow(cells=[named[0]]), *gone)),
    )
    if "done" in features:
        kept.control(records.done_label, "checkbox")
        proofs = []
        if "done" in records.filters:
            narrow = f"Filter by {records.done_label}"
            states = records.done_label, records.open_label or f"Not {records.done_label.lower()}"
            kept.control(narrow, "choice", ("All", *states))
            only: list[Step] = []
            for state, (there, hidden) in zip(states, (named, named[::-1]), strict=True):
                only += [Choose(name=narrow, value=state), SeeRow(cells=[there]), SeeRow(cells=[hidden], absent=True)]
            proofs = [
                Proof(
                    "What is ticked is kept as done.",
                    (*both, Toggle(name=records.done_label, near=named[0]), Reload(), *only),
                )
            ]
        else:
            proofs = _ticked(records, both, (first, second))
        words = f"{records.done_label} tick check cross mark off done complete finish checkbox them it todo thing"
        kept.thing("done", f"{words} filter show only un{records.done_label} {records.open_label}", *proofs)
    if "daily" in features:
        kept.control("Done today", "checkbox")
        ticked = (*add[0], Toggle(name="Done today", near=named[0]), SeeText(text="Streak: 1 day"))
        proof = Proof("A tick counts for today and is kept.", (*ticked, Reload(), SeeText(text="Streak: 1 day")))
        kept.thing(
            "daily", "tick check mark off done each every day today daily did habit streak row current see", proof
        )
    if "edit" in features:
        kept.control("Edit", "button")
        kept.control("Save", "button")
        fresh = {**first, head.name: "Cedar" if head.type in ("text", "long_text") else first[head.name]}
        change = (Press(name="Edit", near=named[0]), enter(head, fresh[head.name]), Press(name="Save"))
        proofs = [Proof("A change is kept.", (*add[0], *change, SeeRow(cells=["Cedar"])))] if fresh != first else []
        kept.thing("edit", "edit change update modify correct", *proofs)
    if "search" in features:
        kept.control("Search", "text")
        found = (Fill(name="Search", value=named[0]), SeeRow(cells=[named[0]]), SeeRow(cells=[named[1]], absent=True))
        kept.thing(
            "search",
            f"search box field find look filter {head.label}",
            Proof("Searching narrows the list.", (*both, *found)),
        )
    if "download" in features:
        kept.control("Download CSV", "button")
        kept.output("Download CSV", "download")
        got = (*add[0], SeeDownload(name="Download CSV", contains=named[0]))
        kept.thing(
            "download", "download export csv file save excel", Proof("The download holds what was entered.", got)
        )
    _hold_filters(records, kept, both, named, (first, second))
    for summary in records.summaries:
        kept.output(summary.label, "table" if summary.group_by or summary.each else "value")
        of = next((f.label for f in records.fields if f.name == summary.of), "")
        group = next((f.label for f in records.fields if f.name == summary.group_by), "")
        words = (
            f"{summary.label} {of} {group} {summary.each} {_SPEAK[summary.stat]} so far all overall {summary.period}"
        )
        words += " still open left remaining to do" if summary.equals == "no" else ""
        words += " ticked done cost come to" if summary.where == "done" and summary.equals == "yes" else ""
        if summary.target:
            kept.output("Left", "value")
            kept.thing(
                f"goal {summary.label}",
                f"goal target limit budget daily weekly progress left {summary.target:g}",
                *_left(summary, both, (first, second)),
            )
        if summary.target_label:
            kept.control(summary.target_label, "number")
            words = f"{summary.target_label} goal target limit budget progress left remaining missing still need"
            words += " once how much far money percent % reach show see"
            kept.thing(f"aim {summary.label}", words, *_aim(records, summary, both, (first, second)))
            words = f"{summary.label} sum total all add up"
        kept.thing(f"figure {summary.label}", words, *_figure(records, summary, both, (first, second)))
    for chart in records.charts:
        kept.output(chart.label, "chart")
        kept.thing(
            f"chart {chart.label}", f"{chart.label} chart graph plot pie bar line diagram over time trend show see"
        )
    if records.sort:
        by = next((f.label for f in records.fields if f.name == records.sort), "")
        kept.thing("sort", f"sort order newest oldest first by {by}")
    return kept


def entry(records: Records, turn: int) -> dict[str, Any]:
    """Values of one entry that the check makes up, and of what is set for all; the two turns differ in everything that
    can differ."""
    once = {one.name: _value(one, 1, n, False) for n, one in enumerate(records.settings)}
    return once | {one.name: _value(one, turn, n, bool(_timed(records))) for n, one in enumerate(records.fields)}


def set_first(records: Records) -> list[Step]:
    """Enters what is set for all entries, as in `entry`."""
    return [enter(one, entry(records, 0)[one.name]) for one in records.settings]


def _value(one: Field, turn: int, place: int, timed: bool) -> Any:
    if one.type in NUMERIC:
        value = (7.0, 12.0)[turn] + place if one.type != "percent" else (15.0, 40.0)[turn]
        low = one.minimum if one.minimum is not None else value
        high = one.maximum if one.maximum is not None else value
        if one.maximum is not None and one.minimum is not None and not low <= value <= high:
            return (high, low)[turn]
        return min(max(value, low), high)
    if one.options:
        return one.options[min(turn, len(one.options) - 1)]
    if one.type == "yes_no":
        return turn == 0
    if one.type == "date":
        day = datetime.date.today()
        return day.isoformat() if timed else ("2024-03-05", "2024-04-16")[turn]
    if one.type == "time":
        return (("09:30", "17:45"), ("22:15", "06:00"))[turn][place % 2]
    return NAMES[turn] if not place else f"{NAMES[turn]} {one.label.casefold()}"


def _timed(records: Records) -> list[Summary]:
    return [s for s in records.summaries if s.period != "all" or s.stat == "streak"]


def head_of(records: Records) -> Field:
    """The field that an entry is known by."""
    texts = [f for f in records.fields if f.type == "text"]
    return (texts or list(records.fields))[0]


def _added(records: Records, values: Entry) -> list[Step]:
    return [
        *(enter(one, _day(values[one.name])) for one in records.fields if one.type != "color"),
        Press(name=records.add),
    ]


def _day(value: Any) -> Any:
    """This day as `{today}`: the check is to hold on others."""
    return "{today}" if value == datetime.date.today().isoformat() else value


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _range(one: Field) -> str:
    return " ".join(f"{bound:g}" for bound in (one.minimum, one.maximum) if bound is not None)


def _shown(one: Field, values: Entry, head: Field) -> str:
    """How a value stands in the list; "" where that isn't plain."""
    value = values[one.name]
    if one.type in ("text", "long_text", "choice", "date", "time"):
        return str(_day(value))
    if one.type in NUMERIC:
        return ("" if one is head else f"{one.label}: ") + f"{value:g}" + (".00" if one.type == "money" else "")
    return ""


def _hold_filters(
    records: Records, kept: Inventory, both: Sequence[Step], named: Sequence[str], entries: Sequence[Entry]
) -> None:
    for name in records.filters:
        one = next((f for f in records.fields if f.name == name), None)
        if one is None:
            continue
        control = f"Filter by {one.label}"
        kept.control(control, "choice", ("All", *(one.options or ("Yes", "No"))) if one.type != "text" else ())
        value = "Yes" if one.type == "yes_no" else str(entries[0][name])
        steps = (
            *both,
            Choose(name=control, value=value),
            SeeRow(cells=[named[0]]),
            SeeRow(cells=[named[1]], absent=True),
        )
        proofs = (
            [Proof(f"Filtering by {one.label} narrows the list.", steps)]
            if entries[0][name] != entries[1][name]
            else []
        )
        kept.thing(f"filter {name}", f"filter narrow show only see by {one.label} {' '.join(one.options)}", *proofs)


def _figure(records: Records, summary: Summary, both: Sequence[Step], entries: Sequence[Entry]) -> list[Proof]:
    """The figure for two entries, worked out here from what was entered."""
    numbers = [float(e[summary.of]) for e in entries if isinstance(e.get(summary.of), int | float)]
    if summary.where == "done" and summary.stat in ("count", "sum"):
        values = [1.0, 1.0] if summary.stat == "count" else numbers
        if len(values) != 2 or not values[0]:
            return []
        before, after = (sum(values), values[1]) if summary.equals == "no" else (0.0, values[0])
        tick = Toggle(name=records.done_label, near=_plain(entries[0][head_of(records).name]))
        seen = [SeeValue(name=summary.label, equals=_plain(round(value, 2))) for value in (before, after)]
        title = f"{summary.label} goes from {before:g} to {after:g} when one of two is ticked."
        return [Proof(title, (*both, seen[0], tick, seen[1]))]
    if summary.where and summary.stat != "balance":
        return []
    if summary.stat in ("next", "next_yearly"):
        return _next(records, summary)
    if summary.each:
        expected = sum(numbers) if summary.stat == "sum" else 2
        dated = any(f.type == "date" for f in records.fields)
        same = [{**e, **{f.name: "2024-03-05" for f in records.fields if f.type == "date"}} for e in entries]
        steps = (*_added(records, same[0]), *_added(records, same[1]))
        row = SeeRow(cells=["2024" if dated else f"{datetime.date.today():%Y}", f"{expected:g}"])
        return [Proof(f"{summary.label}: one figure for each {summary.each}.", (*steps, row))]
    if summary.group_by:
        value = numbers[0] if summary.stat in ("sum", "average", "minimum", "maximum") and numbers else 1
        told = ("sum", "count", "average", "minimum", "maximum")
        if entries[0].get(summary.group_by) == entries[1].get(summary.group_by) or summary.stat not in told:
            return []
        row = SeeRow(cells=[str(entries[0][summary.group_by]), f"{value:g}"])
        return [Proof(f"{summary.label}: one figure for each.", (*both, row))]
    if summary.stat == "balance":
        plus = [e for e in entries if str(e.get(summary.where)) == summary.equals]
        minus = [e for e in entries if str(e.get(summary.where)) == summary.minus]
        if not plus or not minus:
            return []
        expected = sum(float(e[summary.of]) for e in plus) - sum(float(e[summary.of]) for e in minus)
    elif summary.stat in ("weighted_average", "ratio"):
        weights = [float(e[summary.weight]) for e in entries if isinstance(e.get(summary.weight), int | float)]
        if len(numbers) != 2 or len(weights) != 2 or not sum(weights):
            return []
        parts = numbers if summary.stat == "ratio" else [n * w for n, w in zip(numbers, weights, strict=True)]
        expected = sum(parts) / sum(weights)
    elif summary.stat == "count":
        expected = 2.0
    elif len(numbers) == 2 and summary.stat in ("sum", "average", "minimum", "maximum"):
        total = {"sum": sum(numbers), "average": sum(numbers) / 2, "minimum": min(numbers), "maximum": max(numbers)}
        expected = total[summary.stat]
    else:
        return []
    return [
        Proof(
            f"{summary.label} is {expected:g} for the two that were entered.",
            (*both, SeeValue(name=summary.label, equals=_plain(round(expected, 2)))),
        )
    ]


def _ticked(records: Records, both: Sequence[Step], entries: Sequence[Entry]) -> list[Proof]:
    """That a tick is kept, by a figure of what is ticked."""
    figures = [s for s in records.summaries if s.where == "done" and s.stat in ("count", "sum")]
    shown = [proof for summary in figures for proof in _figure(records, summary, both, entries)][:1]
    return [Proof("A tick is kept.", (*proof.steps, Reload(), proof.steps[-1])) for proof in shown]


def _left(summary: Summary, both: Sequence[Step], entries: Sequence[Entry]) -> list[Proof]:
    """What is left of a target that stands in the sentence, after two entries."""
    numbers = [float(e[summary.of]) for e in entries if isinstance(e.get(summary.of), int | float)]
    if summary.stat != "sum" or summary.where or len(numbers) != 2 or summary.target is None:
        return []
    left = f"{summary.target - sum(numbers):g}"
    return [Proof(f"{left} are left after two entries.", (*both, SeeValue(name="Left", equals=left)))]


def _next(records: Records, summary: Summary) -> list[Proof]:
    """Of two entries the one whose date comes first, whichever was entered first."""
    date = next((f for f in records.fields if f.name == summary.of), None)
    texts = [f.name for f in records.fields if f.type == "text"]
    if date is None or not texts:
        return []
    steps: list[Step] = []
    days = [datetime.date.today() + datetime.timedelta(days=n) for n in (9, 4)]
    for turn, day in enumerate(days):
        steps += _added(records, {**entry(records, turn), date.name: day.isoformat()})
    first = _plain(entry(records, 1)[texts[0]])
    told = f"{first}: {days[1].isoformat()}, in 4 days"
    return [Proof(f"{first} comes before one that is 5 days later.", (*steps, SeeText(text=told)))]


def _aim(records: Records, summary: Summary, both: Sequence[Step], entries: Sequence[Entry]) -> list[Proof]:
    """What is left of a target that is set, for two entries."""
    numbers = [float(e[summary.of]) for e in entries if isinstance(e.get(summary.of), int | float)]
    if len(numbers) != 2 or summary.stat != "sum" or summary.where or summary.period != "all" or sum(numbers) <= 0:
        return []
    of = next(f for f in records.fields if f.name == summary.of)
    steps = (*both, Fill(name=summary.target_label, value=f"{sum(numbers) + 13:g}"))
    told = f"With {sum(numbers):g} entered, 13 are left of a {summary.target_label} of {sum(numbers) + 13:g}."
    return [Proof(told, (*steps, SeeText(text=f"{shown(13, of.type, unit=of.unit)} left")))]
