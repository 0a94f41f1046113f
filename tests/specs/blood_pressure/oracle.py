"""Judges any app made for the sentence beside this file."""

import re
from datetime import date

from judge import Judge

CHART = """() => {
  for (const e of document.querySelectorAll('[data-chart]')) e.removeAttribute('data-chart');
  const area = (e) => { const r = e.getBoundingClientRect();
    return r.width < 150 || r.height < 80 ? 0 : r.width * r.height; };
  const drawn = [...document.querySelectorAll('canvas, svg, img')].filter(
    (e) => area(e) && e.checkVisibility() && !e.closest('[data-testid="stDataFrame"]'));
  drawn.sort((a, b) => area(b) - area(a));
  if (drawn.length) drawn[0].setAttribute('data-chart', '');
  return drawn.length;
}"""


def forms(day: date) -> str:
    month = f"({day:%B}|{day:%b})"
    return "|".join([f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}",
        f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", rf"{day:%d}\.0?{day.month}\.", f"{day:%d-%m-%Y}",
        rf"{month}\.? 0?{day.day}(?!\d)", rf"(?<!\d)0?{day.day}(st|nd|rd|th)?\.?[ -]{month}"])  # fmt: skip


def add(judge: Judge, day: int, upper: int, lower: int) -> None:
    judge.fill([r"\bdate\b", r"\bday\b", "when"], date(2027, 3, day).isoformat())
    judge.fill([r"^(?!.*lower).*upper", r"systol", "upper"], upper)
    judge.fill([r"^(?!.*upper).*lower", r"diastol", "lower"], lower)
    judge.press([r"\badd", "save", r"\+", "record|log|enter|submit"])


def marks(judge: Judge) -> int:
    return len(re.findall(r"too.?high", judge.shown(), re.I))


def chart(judge: Judge) -> bytes:
    judge.soon(lambda: bool(judge.page.evaluate(CHART)))
    assert judge.page.evaluate(CHART), "there is no chart"
    judge.page.wait_for_timeout(500)
    return judge.page.locator("[data-chart]").screenshot()


def test_the_list_and_the_averages(judge: Judge) -> None:
    add(judge, 2, 131, 84)
    add(judge, 5, 147, 88)
    judge.sees_number(139)
    judge.sees_number(86)
    add(judge, 17, 130, 95)
    judge.sees_number(136)
    judge.sees_number(89)
    for day, upper, lower in ((2, 131, 84), (5, 147, 88), (17, 130, 95)):
        judge.sees(forms(date(2027, 3, day)))
        judge.sees(rf"\b{upper}\b")
        judge.sees(rf"\b{lower}\b")


def test_what_is_too_high(judge: Judge) -> None:
    """Counted against what stands there anyway once there is a reading."""
    add(judge, 1, 118, 76)
    count = marks(judge)
    for day, upper, lower, more in ((3, 152, 81, True), (4, 124, 79, False), (6, 133, 97, True), (8, 140, 90, False)):
        add(judge, day, upper, lower)
        judge.soon(lambda more=more, count=count: (marks(judge) > count) == more, 2)  # type: ignore[misc]
        assert (marks(judge) > count) == more, f"{upper}/{lower}:\n{judge.shown()[:1500]}"
        count = marks(judge)


def test_the_chart_follows(judge: Judge) -> None:
    add(judge, 2, 131, 84)
    add(judge, 5, 147, 88)
    first = chart(judge)
    add(judge, 17, 171, 63)
    assert chart(judge) != first, "the chart has stayed as it was"
