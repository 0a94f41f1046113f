"""Alarms that ring at the same time of the day, whatever the clocks do."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


class Alarm:
    def __init__(self, at, zone, weekdays=range(7)):
        self.at = time.fromisoformat(at)
        self.zone = ZoneInfo(zone)
        self.weekdays = frozenset(weekdays)

    def rings_on(self, day):
        return day.weekday() in self.weekdays

    def next(self, now):
        """The moment of its next ring, in UTC."""
        here = now.astimezone(self.zone)
        ring = datetime.combine(here.date(), self.at, self.zone).astimezone(timezone.utc)
        while ring <= now or not self.rings_on(ring.astimezone(self.zone)):
            ring = ring + timedelta(days=1)
        return ring


def wait(alarm, now):
    seconds = int((alarm.next(now) - now).total_seconds())
    hours, rest = divmod(seconds, 3600)
    return f"{hours} h {rest // 60:02} min"
