"""Summaries of measurements, from a list or a stream."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    count: int
    mean: float
    spread: float
    outliers: tuple


def readings(lines):
    """Numbers out of lines such as `21.5 C`; others are left out."""
    for line in lines:
        number, _, unit = line.strip().partition(" ")
        if unit == "C":
            yield float(number)
        elif unit == "F":
            yield (float(number) - 32) * 5 / 9


def summary(values, far=2.0):
    numbers = [round(value, 3) for value in values]
    if not numbers:
        return Summary(0, 0.0, 0.0, ())
    mean = sum(numbers) / len(numbers)
    spread = (sum((value - mean) ** 2 for value in numbers) / len(numbers)) ** 0.5
    outliers = tuple(value for value in values if abs(value - mean) > far * spread)
    return Summary(len(numbers), mean, spread, outliers)


def warning(values):
    told = summary(values)
    return f"{len(told.outliers)} of {told.count} are far off" if told.outliers else "all well"
