"""Operations on dates and times of day: age, days between, countdowns. They refuse times that can't be read."""

from datetime import date, datetime, timedelta
from typing import Literal

from .operation import AnswerError, operation


@operation("Age in whole years from a birth date", "integer")
def age_in_years(birth_date: date) -> int:
    from dateutil.relativedelta import relativedelta

    return int(relativedelta(_past(birth_date), birth_date).years)


@operation("Exact age in years, months and days from a birth date", "text")
def exact_age(birth_date: date) -> str:
    return _years_months_days(birth_date, _past(birth_date))


@operation("Age in days: how many days since birth or since any date, days lived", "integer")
def days_since(start: date) -> int:
    return (date.today() - start).days


@operation("Days until a date: days left, countdown to an event, holiday or deadline", "integer")
def days_until(target: date) -> int:
    return (target - date.today()).days


@operation("Countdown in weeks and days until a date", "text")
def weeks_and_days_until(target: date) -> str:
    days = (target - date.today()).days
    if days < 0:
        return f"{_count(-days, 'day')} ago"
    return f"{_count(days // 7, 'week')} and {_count(days % 7, 'day')}"


@operation("Days until the next birthday, from the birth date", "integer")
def days_until_birthday(birth_date: date) -> int:
    return (next_birthday(birth_date) - date.today()).days


@operation("Date of the next birthday, from the birth date", "date")
def next_birthday(birth_date: date) -> date:
    from dateutil.relativedelta import relativedelta

    today = date.today()
    years = today.year - birth_date.year
    this_year = birth_date + relativedelta(years=years)
    return this_year if this_year >= today else birth_date + relativedelta(years=years + 1)


@operation("Days between two dates: how many, difference, apart, from one to the other", "integer")
def days_between(start: date, end: date) -> int:
    return (end - start).days


@operation("Days between two dates, whichever comes first: how far apart, in either order", "integer")
def days_apart(start: date, end: date) -> int:
    return abs((end - start).days)


@operation("How many weeks lie between two dates")
def weeks_between(start: date, end: date) -> float:
    return (end - start).days / 7


@operation("How many whole months lie between two dates", "integer")
def months_between(start: date, end: date) -> int:
    from dateutil.relativedelta import relativedelta

    gap = relativedelta(end, start)
    return int(gap.years * 12 + gap.months)


@operation("Time between two dates in years, months and days", "text")
def time_between(start: date, end: date) -> str:
    return _years_months_days(min(start, end), max(start, end))


@operation("Working days between two dates, Monday to Friday: business days, both ends counted and included", "integer")
def working_days_between(start: date, end: date) -> int:
    low, high = min(start, end), max(start, end)
    return sum((low + timedelta(n)).weekday() < 5 for n in range((high - low).days + 1))


@operation("Date some days, weeks, months or years after or before a date: add to a date, due date", "date")
def add_to_date(start: date, amount: int, unit: Literal["days", "weeks", "months", "years"] = "days") -> date:
    from dateutil.relativedelta import relativedelta

    try:
        return start + relativedelta(**{unit: amount})  # type: ignore[arg-type]
    except (ValueError, OverflowError) as error:
        raise AnswerError("That date lies outside the calendar.") from error


@operation("Date some working days after a date: add business days, weekends left out", "date")
def add_working_days(start: date, days: int) -> date:
    step, left, day = (1 if days >= 0 else -1), min(abs(days), 100_000), start
    while left:
        day += timedelta(step)
        left -= day.weekday() < 5
    return day


@operation("Day of the week of a date: which weekday", "text")
def weekday(day: date) -> str:
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]


@operation("Week number of a date: calendar week", "integer")
def week_number(day: date) -> int:
    return day.isocalendar().week


@operation("Day of the year of a date: 1 to 366", "integer")
def day_of_year(day: date) -> int:
    return day.timetuple().tm_yday


@operation("Is a year a leap year", "text")
def leap_year(year: int) -> str:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return f"Yes, {year} is a leap year" if leap else f"No, {year} is not a leap year"


@operation("Days in a month of a year", "integer")
def days_in_month(year: int, month: int) -> int:
    import calendar

    if not (1 <= month <= 12 and 1 <= year <= 9999):
        raise AnswerError("The month must be 1 to 12.")
    return calendar.monthrange(year, month)[1]


@operation("Star sign, western zodiac, of a birth date", "text")
def star_sign(birth_date: date) -> str:
    signs = (
        (120, "Capricorn"), (219, "Aquarius"), (321, "Pisces"), (420, "Aries"), (521, "Taurus"), (621, "Gemini"),
        (723, "Cancer"), (823, "Leo"), (923, "Virgo"), (1023, "Libra"), (1122, "Scorpio"), (1222, "Sagittarius"),
    )  # fmt: skip
    day = birth_date.month * 100 + birth_date.day
    return next((name for first_of_next, name in signs if day < first_of_next), "Capricorn")


@operation("Pregnancy due date from the first day of the last period", "date")
def due_date(last_period: date) -> date:
    """280 days after it (Naegele's rule)."""
    return last_period + timedelta(280)


@operation("Hours between two times of day such as 09:00 and 17:30, over midnight too; hours worked, sleep")
def hours_between(start: str, end: str, break_minutes: float = 0) -> float:
    return max(0.0, (_clock(end) - _clock(start)) % 1440 - break_minutes) / 60


@operation("Time between two times of day as hours and minutes: duration", "text")
def duration_between(start: str, end: str) -> str:
    minutes = (_clock(end) - _clock(start)) % 1440
    return f"{minutes // 60} h {minutes % 60:02d} min"


@operation("Time of day some minutes after or before a time", "text")
def add_minutes(start: str, minutes: int) -> str:
    later = (_clock(start) + minutes) % 1440
    return f"{later // 60:02d}:{later % 60:02d}"


@operation("Bedtimes for a wake-up time: sleep cycles of 90 minutes", "list")
def bedtimes(wake_up: str, minutes_to_fall_asleep: int = 15) -> list[str]:
    times = [(_clock(wake_up) - 90 * cycles - minutes_to_fall_asleep) % 1440 for cycles in (6, 5, 4, 3)]
    return [f"{time // 60:02d}:{time % 60:02d}" for time in times]


@operation("Hours and minutes as decimal hours: 7:30 is 7.5")
def decimal_hours(time: str) -> float:
    return _clock(time) / 60


@operation("Seconds as hours, minutes and seconds", "text")
def seconds_as_clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


@operation("Time in another time zone", "text")
def in_time_zone(day: date, time: str, from_zone: str, to_zone: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        minutes = _clock(time)
        moment = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=ZoneInfo(from_zone))
        return moment.astimezone(ZoneInfo(to_zone)).strftime("%Y-%m-%d %H:%M")
    except (KeyError, ValueError, OSError) as error:
        raise AnswerError("Time zones are named like Europe/Paris or America/New_York.") from error


@operation("Unix timestamp as date and time (UTC)", "text")
def from_timestamp(timestamp: float) -> str:
    from datetime import UTC

    try:
        return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError, OSError) as error:
        raise AnswerError("That timestamp lies outside the calendar.") from error


def _past(birth_date: date) -> date:
    if birth_date > (today := date.today()):
        raise AnswerError("The birth date lies in the future.")
    return today


def _count(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _years_months_days(start: date, end: date) -> str:
    from dateutil.relativedelta import relativedelta

    gap = relativedelta(end, start)
    return f"{_count(gap.years, 'year')}, {_count(gap.months, 'month')} and {_count(gap.days, 'day')}"


def _clock(text: str) -> int:
    """Minutes since midnight of `9`, `09:30`, `9.30 pm`."""
    import re

    found = re.fullmatch(r"\s*(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?\s*", str(text).lower())
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        raise AnswerError("Times are written like 09:30.")
    hours = int(found[1]) % 12 + (12 if found[3] == "p" else 0) if found[3] else int(found[1])
    return hours * 60 + int(found[2] or 0)
