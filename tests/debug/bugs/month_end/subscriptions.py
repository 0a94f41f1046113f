"""When subscriptions are charged."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Subscription:
    name: str
    begun: date
    every: int = 1

    def charge(self, number):
        """The day of its charge with that number; 0 is the day it began."""
        return add_months(self.begun, number * self.every)


def add_months(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, 30 if last < 31 else last))


def charges(subscriptions, first, last):
    found = []
    for subscription in subscriptions:
        number = 0
        while (day := subscription.charge(number)) <= last:
            if day >= first:
                found.append((day, subscription.name))
            number += 1
    return sorted(found)
