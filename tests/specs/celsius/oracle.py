"""Judges any app made for: Convert temperatures between Celsius and Fahrenheit, both ways."""

from judge import Judge


def converts(judge: Judge, scale: str, value: float, wanted: float) -> None:
    judge.lacks_number(wanted)
    judge.fill([rf"^[^|]*{scale}", "temperature", "value", "degrees", "."], value)
    judge.try_choices(lambda: any(abs(n - wanted) < 0.06 for n in judge.numbers()))


def test_to_fahrenheit(judge: Judge) -> None:
    converts(judge, "celsius", 37.5, 99.5)


def test_to_celsius(judge: Judge) -> None:
    converts(judge, "fahrenheit", 59, 15)
