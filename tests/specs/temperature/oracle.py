"""Judges any app made for the sentence beside this file."""

from judge import Judge


def shows(judge: Judge, value: float, result: float) -> bool:
    """Whether the value, typed in any field, gives the result."""
    for field in judge.fields("number", "text", ""):
        judge.at(field).fill(f"{value:g}")
        judge.at(field).press("Tab")
        judge.settle()
        judge.go()
        if any(abs(n - result) < 0.06 for n in judge.numbers()):
            return True
    return False


def test_celsius_to_fahrenheit(judge: Judge) -> None:
    judge.lacks_number(99.32, 0.06)
    judge.try_choices(lambda: shows(judge, 37.4, 99.32))


def test_fahrenheit_to_celsius(judge: Judge) -> None:
    judge.lacks_number(31.5, 0.06)
    judge.try_choices(lambda: shows(judge, 88.7, 31.5))


def test_below_zero(judge: Judge) -> None:
    judge.lacks_number(-13, 0.06)
    judge.try_choices(lambda: shows(judge, -25, -13))
