"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

COLOURS = """() => [...document.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().width > 15)
  .flatMap((e) => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color, e.value || ''])"""


def mix(judge: Judge, red: int, green: int, blue: int) -> str:
    """The code as it is wanted; what was set before is no part of it."""
    code = f"#{red:02x}{green:02x}{blue:02x}"
    judge.lacks(code)
    for name, value in (("red", red), ("green", green), ("blue", blue)):
        judge.fill([rf"\b{name}\b", rf"\b{name[0]}\b"], value)
    judge.sees(code)
    return code


def test_the_code(judge: Judge) -> None:
    mix(judge, 173, 21, 200)
    mix(judge, 9, 255, 0)


def test_the_colour_is_seen(judge: Judge) -> None:
    code = mix(judge, 18, 161, 94)
    if judge.page.locator("img, canvas, svg").count():
        return
    seen = judge.page.evaluate(COLOURS)
    assert any(re.search(rf"rgb\(18, 161, 94\)|{code}", colour, re.I) for colour in seen), set(seen)
