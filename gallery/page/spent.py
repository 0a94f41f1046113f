"""What was asked of models day by day, as a chart and in figures. Refuses to call a call free whose price nobody
knows."""

import datetime

import streamlit as st

from gallery.amounts import many
from gallery.page.pieces import empty
from gallery.settings import home
from generator.ledger import Day, Ledger

DAYS = 30
COLOUR = "#0f857e"


def spent() -> None:
    days = Ledger(home() / "ledger.db").days(DAYS)
    today = datetime.date.today()
    recent = {day.day: day for day in days if (today - datetime.date.fromisoformat(day.day)).days < DAYS}
    if not recent:
        empty("payments", f"Nothing was asked of a model in {DAYS} days.", "What each day takes is drawn here.")
        return
    week = {(today - datetime.timedelta(days=back)).isoformat() for back in range(7)}
    spans = {
        "Today": [day for day in recent.values() if day.day == today.isoformat()],
        "Seven days": [day for day in recent.values() if day.day in week],
        f"{DAYS} days": list(recent.values()),
    }
    for column, (name, some) in zip(st.columns(3), spans.items(), strict=True):
        column.metric(name, f"${sum(day.dollars for day in some):,.2f}", border=True)
        calls = sum(day.calls for day in some)
        column.caption(f"{many(calls, 'call')}, {sum(day.tokens for day in some):,} tokens")
    paid = any(day.dollars for day in recent.values())
    chart(recent, today, paid=paid)
    if unpriced := sum(day.unpriced for day in recent.values()):
        st.caption(f"The price of {unpriced:,} calls is not known; they are not in the dollars.")


def chart(recent: dict[str, Day], today: datetime.date, *, paid: bool) -> None:
    """A bar for each day, also for those without a call."""
    dates = [today - datetime.timedelta(days=back) for back in reversed(range(DAYS))]
    name = "US dollars" if paid else "Tokens"
    found = [recent.get(date.isoformat()) for date in dates]
    heights = [0 if day is None else day.dollars if paid else day.tokens for day in found]
    most = max(range(len(dates)), key=lambda at: heights[at])
    st.bar_chart(
        {"Day": dates, name: heights},
        x="Day",
        y=name,
        color=COLOUR,
        height=260,
        alt=f"{name} per day over {DAYS} days; the most on {dates[most]}: {heights[most]:,.2f}.",
    )
