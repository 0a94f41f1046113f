from datetime import datetime, timezone

from alarms import Alarm, wait


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def test_later_the_same_day():
    assert Alarm("07:00", "Europe/Paris").next(utc(2026, 1, 10, 3)) == utc(2026, 1, 10, 6)


def test_the_next_day():
    assert Alarm("07:00", "Europe/Paris").next(utc(2026, 1, 10, 8)) == utc(2026, 1, 11, 6)


def test_only_on_its_weekdays():
    mondays = Alarm("07:00", "Europe/Paris", [0])
    assert mondays.next(utc(2026, 1, 10, 3)) == utc(2026, 1, 12, 6)


def test_the_wait_is_told():
    assert wait(Alarm("07:00", "Europe/Paris"), utc(2026, 1, 10, 3, 30)) == "2 h 30 min"


def test_the_morning_after_the_clocks_change():
    assert Alarm("07:00", "Europe/Paris").next(utc(2026, 3, 28, 12)) == utc(2026, 3, 29, 5)
