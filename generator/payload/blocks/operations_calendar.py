"""Dates that follow from dates, and sums of times. They refuse what is no time."""

import calendar
from datetime import date, timedelta
from typing import Literal

from .operation import AnswerError, Lines, operation
from .operations_dates import add_minutes, time_between


@operation("Days left in the year after a date, until the end of the year", "integer")
def days_left_in_year(day: date) -> int:
    return (date(day.year, 12, 31) - day).days


@operation("Age on a date in whole years, from the birth date", "integer")
def age_on_date(birth_date: date, on_date: date) -> int:
    if on_date < birth_date:
        raise AnswerError("The date lies before the birth.")
    return on_date.year - birth_date.year - ((on_date.month, on_date.day) < (birth_date.month, birth_date.day))


@operation("Age difference between two people, from their birth dates", "text")
def age_difference(first_birth_date: date, second_birth_date: date) -> str:
    return time_between(min(first_birth_date, second_birth_date), max(first_birth_date, second_birth_date))


@operation("Date when somebody is so many days old: 10000 days after birth", "date")
def date_at_days_old(birth_date: date, days: int) -> date:
    return birth_date + timedelta(days)


@operation("Half birthday: the date half a year after the birthday", "text")
def half_birthday(birth_date: date) -> str:
    month = (birth_date.month + 5) % 12 + 1
    last = calendar.monthrange(2023, month)[1]
    return f"{min(birth_date.day, last)} {calendar.month_name[month]}"


@operation("Generation from a birth year: Boomer, X, Millennial, Z", "text")
def generation(birth_year: int) -> str:
    ends = ((1928, "Greatest"), (1945, "Silent"), (1964, "Baby Boomer"), (1980, "X"), (1996, "Millennial"), (2012, "Z"))
    return next((name for end, name in ends if birth_year <= (1927 if name == "Greatest" else end)), "Alpha")


@operation("Chinese zodiac animal of a year", "text")
def chinese_zodiac(year: int) -> str:
    animals = ["Rat", "Ox", "Tiger", "Rabbit", "Dragon", "Snake", "Horse", "Goat", "Monkey", "Rooster", "Dog", "Pig"]
    return animals[(year - 4) % 12]


@operation("Season of a date, northern or southern half of the earth", "text")
def season(day: date, hemisphere: Literal["northern", "southern"] = "northern") -> str:
    number = day.month % 12 // 3 + (2 if hemisphere == "southern" else 0)
    return ("Winter", "Spring", "Summer", "Autumn")[number % 4]


@operation("Quarter of the year of a date", "integer")
def quarter(day: date) -> int:
    return (day.month + 2) // 3


@operation("Easter Sunday of a year", "date")
def easter(year: int) -> date:
    from dateutil.easter import easter as sunday

    return sunday(year)


@operation("Every Friday the 13th of a year", "list")
def fridays_13th(year: int) -> list[str]:
    days = [date(year, month, 13) for month in range(1, 13)]
    return [day.isoformat() for day in days if day.weekday() == 4]


@operation("Recurring dates: every so many days from a start, schedule, series", "list")
def recurring_dates(start: date, every_days: int, how_many: int) -> list[str]:
    return [(start + timedelta(every_days * n)).isoformat() for n in range(min(max(how_many, 0), 500))]


@operation("Pregnancy week from the first day of the last period: weeks and days today", "text")
def pregnancy_week(last_period: date) -> str:
    days = (date.today() - last_period).days
    return f"{days // 7} weeks and {days % 7} days"


@operation("Next period date from the first day of the last period and cycle length", "date")
def next_period(last_period: date, cycle_days: int = 28) -> date:
    return last_period + timedelta(cycle_days)


@operation("Ovulation date from the first day of the last period and cycle length, fertile", "date")
def ovulation_date(last_period: date, cycle_days: int = 28) -> date:
    return last_period + timedelta(cycle_days - 14)


@operation("Wake-up times for a bedtime: sleep cycles of 90 minutes", "list")
def wake_up_times(bedtime: str, minutes_to_fall_asleep: int = 15) -> list[str]:
    return [add_minutes(bedtime, minutes_to_fall_asleep + 90 * cycles) for cycles in (3, 4, 5, 6)]


@operation("Time of day some hours and minutes after a start: add a duration, end time", "text")
def add_hours_and_minutes(start: str, hours: float, minutes: float = 0) -> str:
    return add_minutes(start, round(hours * 60 + minutes))


@operation("Sum of times: add up durations such as 1:30, one per line, total hours and minutes", "text")
def sum_of_times(times: Lines) -> str:
    total = 0
    for one in times:
        hours, _, minutes = one.partition(":")
        if not hours.strip().isdigit() or not (minutes.strip() or "0").isdigit():
            raise AnswerError("Write times like 1:30, one per line.")
        total += int(hours) * 60 + int(minutes or 0)
    return f"{total // 60}:{total % 60:02d}"


@operation("Minutes as hours and minutes", "text")
def minutes_as_hours(minutes: float) -> str:
    whole = round(minutes)
    return f"{whole // 60} h {whole % 60} min"


@operation("Decimal hours as hours and minutes: 7.5 is 7:30", "text")
def decimal_hours_as_clock(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
