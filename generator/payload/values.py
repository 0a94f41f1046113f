"""Compares what a page shows with what was expected, as a person would: 30 is 30.00 €. Refuses to look at any page."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

MONEY = "$€£¥₹₽₩₺₫₴₱฿"
NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[-−–+]?)\s?[{MONEY}]?\s?(?P<minus>[-−]?)"
    r"(?P<digits>\d{1,3}(?:[  ’']\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?"
    r"|\d+[.,]\d+|\d+|\.\d+)(?P<power>[eE][-+]?\d+)?(?![\d]|[.,:/-]\d)"
)
TODAY = re.compile(r"\{today((?: [+-] \d{1,5} (?:day|year)s?){0,2})\}")
FAR = re.compile(r"([+-]) (\d+) (day|year)")
DENIAL = re.compile(r"\b(not?|never|isn|aren|doesn|wasn|don|none|without|invalid|incorrect|wrong)\b", re.IGNORECASE)


def same(wanted: str, shown: str) -> bool:
    """Whether what is shown says what was wanted: numbers to the decimals that were given, text by its words."""
    value = number(wanted)
    if value is not None:
        found = list(numbers(shown))
        return any(close(wanted, value, readings) for readings in (found[:1] + found[-1:]))
    a, b = plain(wanted), plain(shown)
    if a == b:
        return True
    if not a or len(b) > 300 or bool(DENIAL.search(b)) != bool(DENIAL.search(a)):
        return False
    return f" {a} " in f" {b} "


def dated(text: str, today: date | None = None) -> str:
    """A text in which days are named by how far they are from today, `{today - 8 years - 9 days}`, with the days."""

    def day(found: re.Match[str]) -> str:
        far = {"day": 0, "year": 0}
        for sign, many, unit in FAR.findall(found[1]):
            far[unit] += int(sign + many)
        then = (today or date.today()) + timedelta(days=far["day"])
        return then.replace(year=then.year + far["year"]).isoformat()

    return TODAY.sub(day, text)


def letter_by_letter(wanted: str, shown: str) -> bool:
    """Whether they are the same text, capitals and signs too; how it is broken into lines doesn't matter."""
    return wanted.split() == shown.split()


def within(text: str, page: str) -> bool:
    """Whether a page's text holds this text; a number is looked for as a number, a day by how far it is from today."""
    text = dated(text)
    value = number(text)
    if not any(sign.isalnum() for sign in text):
        return text.strip() in page  # signs alone, such as × or ★, stand for themselves
    if value is None:
        return f" {plain(text)} " in f" {plain(page)} "
    as_written = rf"(?<![\w.,]){re.escape(text.strip())}(?![\w]|[.,]\d)"
    return any(close(text, value, ways) for ways in numbers(page)) or bool(re.search(as_written, page))


def related(was: str, now: str, holds: str) -> bool:
    """Whether what is shown now stands to what was shown before as said: any other letter or sign is different."""
    if holds == "same":
        return plain(was) == plain(now)
    if holds == "different":
        return not letter_by_letter(was, now)
    old, new = next(numbers(was), None), next(numbers(now), None)
    if not old or not new:
        return False
    before, after = old[0][0], new[0][0]
    if holds in ("more", "less"):
        return after > before if holds == "more" else after < before
    wanted = before * (2 if holds == "double" else 0.5)
    # Both are rounded, and what was lost at first is doubled too; but ten and twenty-one are no rounding.
    unit = 10.0 ** -min(old[0][1], new[0][1])
    return abs(after - wanted) <= max(0.5 * unit, min(unit, 0.02 * abs(wanted))) + 1e-9


def number(text: str) -> float | None:
    """The number that a text is as a whole, a currency sign or a short unit beside it allowed; else None."""
    found = NUMBER.search(text)
    if found is None or re.search(r"\d", text[: found.start()] + text[found.end() :]):
        return None
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(f" %{MONEY}°.")
    return next(numbers(text))[0][0] if len(rest) <= 3 else None


def numbers(text: str) -> Iterator[list[tuple[float, int]]]:
    """Every number in a text, each as (value, decimals) in all ways it can be read: 1,234 may be 1234 or 1.234."""
    for found in NUMBER.finditer(
        re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", " ", text) if MONEY_OR_COMMA.search(text) else text
    ):
        digits = re.sub(r"[  ’']", "", found["digits"])
        sign = -1 if found["sign"] in tuple("-−–") or found["minus"] else 1
        power = 10.0 ** int(found["power"][1:]) if found["power"] else 1.0
        yield [(sign * value * power, places) for value, places in readings(digits)]


MONEY_OR_COMMA = re.compile(rf"[{MONEY}]|\d,\d{{1,2}}(?!\d)")


def readings(digits: str) -> list[tuple[float, int]]:
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and dot >= 0:
        decimal, other = (",", ".") if comma > dot else (".", ",")
        return [decimals(digits.replace(other, "").replace(decimal, "."))]
    if dot >= 0:
        if digits.count(".") > 1:
            return [decimals(digits.replace(".", ""))]
        thousands = [decimals(digits.replace(".", ""))] if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits) else []
        return [decimals(digits), *thousands]
    if comma >= 0:
        if digits.count(",") > 1:
            return [decimals(digits.replace(",", ""))]
        point = decimals(digits.replace(",", "."))
        return [decimals(digits.replace(",", "")), point] if re.fullmatch(r"\d{1,3},\d{3}", digits) else [point]
    return [decimals(digits)]


def follow(wanted: Sequence[str], rows: Sequence[str]) -> bool:
    """Whether these texts stand in the rows one after the other, each in another row."""
    left = iter(rows)
    return all(any(within(text, row) for row in left) for text in wanted)


def cells_in(line: str) -> str:
    """A line of a file with its columns parted by tabs, as the rows of a page are read."""
    return "\t".join(next(csv.reader([line], delimiter=max(",;\t", key=line.count)), []))


def decimals(text: str) -> tuple[float, int]:
    return float(text), len(text.partition(".")[2])


def close(wanted: str, value: float, shown: list[tuple[float, int]]) -> bool:
    """Half a unit of the last decimal that was asked for; where the app shows fewer, of the last that it shows, within
    half a per cent."""
    asked = next(numbers(wanted))[0][1]
    for found, places in shown:
        allowed = 0.5 * 10.0**-asked
        if places < asked:
            allowed = max(allowed, min(0.5 * 10.0**-places, 0.005 * abs(value)))
        if abs(found - value) <= allowed + 1e-9 * max(1.0, abs(value)):
            return True
    return False


def plain(text: str) -> str:
    """Words and digits alone, in lower case; a text without any stays as it is."""
    low = unicodedata.normalize("NFKC", text).lower()
    return " ".join(re.findall(r"[^\W_]+|%", low)) or " ".join(low.split())


def as_date(text: str) -> str:
    """A date in the form that browsers take, from the common ways to write one."""
    text = text.strip()
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text[:10] if form in ("%Y-%m-%d", "%Y/%m/%d") else text, form).strftime("%Y-%m-%d")
        except ValueError:
            continue
    return text
