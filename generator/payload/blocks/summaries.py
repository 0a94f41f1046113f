"""Figures and charts about all records. Refuses records that lack the value: they count for nothing."""

import calendar
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from .formats import DASH, plain, shown
from .results import chart as draw_chart, table

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """One figure, or a table of figures when grouped: by a field, or by `each` day, week, month or year."""

    label: str
    stat: str = "count"
    of: str = ""
    group_by: str = ""
    where: str = ""
    equals: str = ""
    weight: str = ""
    minus: str = ""
    each: str = ""
    period: str = "all"
    target: float | None = None
    target_label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of `y` (or of how many there are) by `x`."""

    label: str
    type: str = "bar"
    x: str = ""
    y: str = ""
    stat: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """How the values of one name are written, and what people call it."""

    label: str
    type: str = "text"
    decimals: int | None = None
    unit: str = ""


def draw_summaries(
    summaries: Sequence[Summary], rows: Sequence[Row], names: Mapping[str, Column], targets: Mapping[str, Any], key: str
) -> None:
    """Figures first, those with a target with a bar below, then the grouped ones as tables."""
    single = [summary for summary in summaries if not (summary.group_by or summary.each)]
    if single:
        with st.container(key=f"{key}_figures"):
            for summary in single:
                if summary.stat in COMING:
                    told = coming(summary, rows, names, date.today())
                else:
                    told = _written(figure(summary, rows, names), summary, names)
                st.metric(plain(summary.label), plain(told), border=True)
                target = targets.get(summary.label, summary.target)
                if target and summary.stat == "sum":
                    left = float(target) - (figure(summary, rows, names) or 0)
                    st.metric("Left", plain(_written(left, summary, names)), border=True)
    for summary in single:
        target = targets.get(summary.label, summary.target)
        if target:
            _progress(summary, figure(summary, rows, names) or 0, float(target), names)
    for summary in summaries:
        if summary.group_by or summary.each:
            st.markdown(f"**{plain(summary.label)}**")
            if groups := grouped(summary, rows, names):
                st.table(table(_lines(summary, groups, names)), hide_index=True)
            else:
                st.caption("Nothing here yet.")


def _lines(summary: Summary, groups: Mapping[str, float | None], names: Mapping[str, Column]) -> list[dict[str, str]]:
    """The table of a grouped figure as people read it."""
    if summary.stat == "transfers":
        paid = transfers({group: value or 0.0 for group, value in groups.items()})
        return [{"From": a, "To": b, "Amount": _written(value, summary, names)} for a, b, value in paid] or [
            {"From": DASH, "To": DASH, "Amount": DASH}
        ]
    head = summary.each.capitalize() or names[summary.group_by].label
    return [{head: group, summary.label: _written(value, summary, names)} for group, value in groups.items()]


def transfers(ahead: Mapping[str, float]) -> list[tuple[str, str, float]]:
    """Who pays whom how much until all are even, from what each is ahead; whoever owes most pays first."""
    left = {who: round(value, 2) for who, value in ahead.items()}
    found: list[tuple[str, str, float]] = []
    while len(found) < len(left):
        owing, owed = min(left, key=lambda who: left[who]), max(left, key=lambda who: left[who])
        value = round(min(-left[owing], left[owed]), 2)
        if value < 0.01:
            break
        left[owing], left[owed] = round(left[owing] + value, 2), round(left[owed] - value, 2)
        found.append((owing, owed, value))
    return found


def coming(summary: Summary, rows: Sequence[Row], names: Mapping[str, Column], today: date) -> str:
    """Which record's date comes next, when that is, and in how many days; those that are done don't come."""
    dates = [
        (at, row) for row in rows if not row.get("done") and (at := next_date(row.get(summary.of), summary.stat, today))
    ]
    dates = [(at, row) for at, row in dates if summary.period != "future" or at >= today]
    if not dates:
        return DASH
    at, row = min(dates, key=lambda pair: pair[0])
    head = next((str(row[n]) for n, c in names.items() if c.type in ("text", "choice") and row.get(n)), "")
    days = (at - today).days
    when = (
        "today"
        if not days
        else f"in {days} day{'s' * (days != 1)}"
        if days > 0
        else f"{-days} day{'s' * (days != -1)} ago"
    )
    return f"{head}: {at.isoformat()}, {when}" if head else f"{at.isoformat()}, {when}"


def next_date(value: Any, stat: str, today: date) -> date | None:
    """The day itself, or for what comes every year the next time."""
    if not isinstance(value, date) or stat != "next_yearly":
        return value if isinstance(value, date) else None
    for year in range(today.year, today.year + 9):
        last = value.month == 2 and value.day == 29 and not calendar.isleap(year)
        if (at := value.replace(year=year, day=28 if last else value.day)) >= today:
            return at
    return None


def figure(summary: Summary, rows: Sequence[Row], names: Mapping[str, Column]) -> float | None:
    """The figure about these rows; None when there is nothing to tell."""
    chosen = [row for row in rows if _within(row, summary.period, names)]
    if summary.where and summary.stat not in ("share_done", "balance"):
        chosen = [row for row in chosen if _is(row.get(summary.where), summary.equals)]
    if summary.stat == "share_done":
        by, wanted = summary.where or summary.of or "done", summary.equals or "yes"
        return 100 * sum(_is(row.get(by), wanted) for row in chosen) / len(chosen) if chosen else 0.0
    if summary.stat == "streak":
        return float(streak({_day(row, names) for row in chosen}, date.today()))
    if summary.stat == "count":
        return float(len([row for row in chosen if row.get(summary.of) not in (None, "")] if summary.of else chosen))
    if summary.stat == "distinct":
        return float(len({str(row.get(summary.of)).casefold() for row in chosen if row.get(summary.of)}))
    if summary.stat == "balance":
        sides = {
            side: [r for r in chosen if _is(r.get(summary.where), side)] for side in (summary.equals, summary.minus)
        }
        return sum(_numbers(sides[summary.equals], summary.of)) - sum(_numbers(sides[summary.minus], summary.of))
    if summary.stat in ("weighted_average", "ratio"):
        both = [row for row in chosen if _numbers([row], summary.of) and _numbers([row], summary.weight)]
        weights = _numbers(both, summary.weight)
        if summary.stat == "ratio":
            return math.fsum(_numbers(both, summary.of)) / total if (total := math.fsum(weights)) else None
        parts = (value * weight for value, weight in zip(_numbers(both, summary.of), weights, strict=True))
        return math.fsum(parts) / total if (total := math.fsum(weights)) else None
    if summary.stat in ("latest", "change", "loss"):
        chosen = sorted(chosen, key=lambda row: _day(row, names))
    values = _numbers(chosen, summary.of)
    return STATS[summary.stat](values) if values else (0.0 if summary.stat in ("sum", *SHARED) else None)


COMING = ("next", "next_yearly")
"""Figures that tell a record and its date."""

SHARED = ("even", "transfers")
"""Figures that say how people get even who share what all of them paid."""

STATS: dict[str, Callable[[list[float]], float]] = {
    "sum": math.fsum,
    "average": lambda values: math.fsum(values) / len(values),
    "minimum": min,
    "maximum": max,
    "latest": lambda values: values[-1],
    "change": lambda values: values[-1] - values[0],
    "loss": lambda values: values[0] - values[-1],
    **dict.fromkeys(SHARED, math.fsum),
}


def grouped(summary: Summary, rows: Sequence[Row], names: Mapping[str, Column]) -> dict[str, float | None]:
    """The figure for each value of the field that it is grouped by, largest first; spans of time from the latest on."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if summary.each:
            groups.setdefault(_span(_day(row, names), summary.each), []).append(row)
            continue
        value = row.get(summary.group_by)
        for one in value if isinstance(value, list) else [value]:
            groups.setdefault(shown(one, names[summary.group_by].type), []).append(row)
    figures = {group: figure(summary, members, names) for group, members in groups.items()}
    known = {group: value for group, value in figures.items() if group != DASH}
    if summary.stat in SHARED and known:
        even = math.fsum(value or 0.0 for value in known.values()) / len(known)
        known = {group: (value or 0.0) - even for group, value in known.items()}
    if summary.each:
        return dict(sorted(known.items(), reverse=True))
    return dict(sorted(known.items(), key=lambda pair: -(pair[1] or 0)))


def _span(day: date, each: str) -> str:
    """The week, month or year of a day, or the day itself, so that later ones sort after earlier ones."""
    year, week, _ = day.isocalendar()
    return {"week": f"{year}, week {week:02d}", "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}.get(each, day.isoformat())


def streak(days: set[date], today: date) -> int:
    """Days in a row up to today, or up to yesterday while today has none yet."""
    at = today if today in days else today - timedelta(1)
    count = 0
    while at in days:
        count, at = count + 1, at - timedelta(1)
    return count


def draw_charts(charts: Sequence[Chart], rows: Sequence[Row], names: Mapping[str, Column]) -> None:
    """Each under its label."""
    for one in charts:
        st.markdown(f"**{plain(one.label)}**")
        points = charted(one, rows, names)
        if points:
            draw_chart(points, f"{one.type}_chart")
        else:
            st.caption("Nothing to draw yet.")


def charted(one: Chart, rows: Sequence[Row], names: Mapping[str, Column]) -> list[dict[str, Any]]:
    """The points of a chart: one for each value of `x`, dates in order."""
    groups: dict[Any, list[float]] = {}
    for row in rows:
        at = row.get(one.x)
        value = row.get(one.y) if one.y else 1.0
        if at in (None, "") or not isinstance(value, int | float):
            continue
        for place in at if isinstance(at, list) else [at]:
            groups.setdefault(place, []).append(float(value))
    kind = names[one.y].type if one.y in names else ""
    stat = one.stat or ("sum" if one.type != "line" or not one.y or kind in ("money", "integer") else "average")
    head, side = names[one.x].label if one.x in names else one.x, names[one.y].label if one.y in names else "Count"
    side = f"{side} " if side == head else side
    ordered = sorted(groups.items(), key=lambda pair: (isinstance(pair[0], str), pair[0]))
    return [
        {head: at if isinstance(at, date | int | float) else str(at), side: STATS.get(stat, math.fsum)(v)}
        for at, v in ordered
    ]


def _written(value: float | None, summary: Summary, names: Mapping[str, Column]) -> str:
    if summary.stat == "share_done":
        return shown(value, "percent", decimals=0)
    if summary.stat in ("count", "distinct", "streak"):
        text = shown(value, "integer")
        return text if summary.stat != "streak" else f"{text} day" if value == 1 else f"{text} days"
    of = names.get(summary.of, Column(""))
    if summary.stat == "even" and value is not None:
        told = shown(abs(value), of.type, decimals=of.decimals, unit=of.unit)
        return "even" if abs(value) < 0.005 else f"gets back {told}" if value > 0 else f"has to pay {told}"
    kind = "number" if of.type == "integer" and "average" in summary.stat else of.type
    return shown(value, kind, decimals=of.decimals, unit=of.unit)


def _progress(summary: Summary, value: float, target: float, names: Mapping[str, Column]) -> None:
    left = target - value
    amount, of, rest = (_written(n, summary, names) for n in (value, target, abs(left)))
    words = f"{rest} left" if left > 0 else "reached" if left == 0 else f"{rest} over"
    st.progress(
        min(1.0, max(0.0, value / target)),
        plain(f"{summary.label}: {amount} of {of} ({100 * value / target:.0f} %), {words}"),
    )


def _within(row: Row, period: str, names: Mapping[str, Column]) -> bool:
    if period == "all":
        return True
    day, today = _day(row, names), date.today()
    starts = {
        "today": today, "week": today - timedelta(today.weekday()), "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }  # fmt: skip
    return starts[period] <= day <= today


def _day(row: Row, names: Mapping[str, Column]) -> date:
    """The record's own date, or the day when it was added."""
    for name, column in names.items():
        if column.type == "date" and isinstance(value := row.get(name), date):
            return value
    return date.fromisoformat(str(row.get("created", "1970-01-01"))[:10])


def _numbers(rows: Sequence[Row], name: str) -> list[float]:
    values = (row.get(name) for row in rows)
    return [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v)]


def _is(value: Any, wanted: str) -> bool:
    if isinstance(value, list):
        return any(_is(one, wanted) for one in value)
    if isinstance(value, bool) or value is None:
        return bool(value) == (wanted.casefold() in ("yes", "true", "done", "1"))
    return str(value).casefold() == wanted.casefold()
