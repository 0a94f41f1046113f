from datetime import date

import pytest
from invoices import Invoice, days_late, is_overdue, parse, reminders

BERLIN = Invoice("1", date(2026, 3, 1), "Europe/Berlin")
AUCKLAND = Invoice("2", date(2026, 3, 1), "Pacific/Auckland")


def test_due_two_weeks_later():
    assert BERLIN.due == date(2026, 3, 15)


def test_days_late():
    assert days_late(BERLIN, parse("2026-03-18T12:00:00+00:00")) == 3


def test_what_is_paid_is_never_overdue():
    assert not is_overdue(Invoice("3", date(2020, 1, 1), "UTC", paid=True), parse("2026-03-18T12:00:00+00:00"))


def test_the_latest_comes_first():
    old = Invoice("9", date(2026, 1, 1), "Europe/Berlin")
    assert reminders([BERLIN, old], parse("2026-04-01T12:00:00+00:00")) == [old, BERLIN]


def test_overdue_where_the_day_has_begun():
    assert is_overdue(AUCKLAND, parse("2026-03-15T20:00:00+00:00"))


def test_a_moment_needs_an_offset():
    with pytest.raises(ValueError):
        parse("2026-03-18T12:00:00")
