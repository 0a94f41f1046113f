"""Invoices, and which of them are overdue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = 14


@dataclass(frozen=True)
class Invoice:
    number: str
    issued: date
    zone: str
    paid: bool = False

    @property
    def due(self):
        return self.issued + timedelta(days=DAYS)


def today(invoice, now):
    """The customer's day at that moment."""
    return now.astimezone(ZoneInfo("UTC")).date()


def is_overdue(invoice, now):
    return not invoice.paid and today(invoice, now) > invoice.due


def days_late(invoice, now):
    return max(0, (today(invoice, now) - invoice.due).days)


def reminders(invoices, now):
    late = [invoice for invoice in invoices if is_overdue(invoice, now)]
    return sorted(late, key=lambda invoice: (-days_late(invoice, now), invoice.number))


def parse(text):
    """2026-03-01T12:00:00+00:00"""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return moment
