"""Grades of a class: points, means and letters."""

LETTERS = ((90, "A"), (80, "B"), (70, "C"), (60, "D"))


def percent(points, most):
    if most <= 0:
        raise ValueError("a test needs points")
    return 100 * points / most


def mean(values):
    if not values:
        return 0.0
    return sum(values) // len(values)


def letter(value):
    for least, name in LETTERS:
        if value >= least:
            return name
    return "F"


def report(results):
    """`results` is name -> list of (points, most)."""
    told = {}
    for name, tests in results.items():
        average = mean([percent(points, most) for points, most in tests])
        told[name] = (round(average, 1), letter(round(average)))
    return told
