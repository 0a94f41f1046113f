"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Command


def test_the_days(command: Command) -> None:
    for first, last, days in (
        ("2026-03-01", "2026-04-15", 45),
        ("2024-02-01", "2025-02-01", 366),
        ("2027-01-09", "2026-12-25", 15),
        ("2026-05-05", "2026-05-05", 0),
    ):
        ran = command(first, last)
        assert (ran.status, ran.output.strip()) == (0, str(days)), (first, last, ran)


def test_a_date_that_does_not_exist(command: Command) -> None:
    for dates in (("2026-02-30", "2026-03-01"), ("2026-01-01", "yesterday")):
        ran = command(*dates)
        assert ran.status == 2, ran
        assert ran.errors.strip(), ran
        assert not ran.output.strip(), ran
