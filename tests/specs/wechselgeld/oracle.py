"""Judges any app made for the sentence beside this file."""

import re

from tests.specs.callers import Command

EURO = (500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)


def pieces(command: Command, amount: str) -> list[tuple[int, float]]:
    ran = command(amount)
    assert ran.status == 0, ran
    found = re.findall(r"^\W*(\d+)\s*[x×]\s*(\d+(?:[.,]\d+)?)", ran.output, re.M)
    return [(int(count), float(value.replace(",", "."))) for count, value in found]


def test_the_fewest(command: Command) -> None:
    assert pieces(command, "18.37") == [(1, 10), (1, 5), (1, 2), (1, 1), (1, 0.2), (1, 0.1), (1, 0.05), (1, 0.02)]
    assert pieces(command, "0.29") == [(1, 0.2), (1, 0.05), (2, 0.02)]
    assert pieces(command, "94.60") == [(1, 50), (2, 20), (2, 2), (1, 0.5), (1, 0.1)]


def test_large_sums_and_cents_that_floats_lose(command: Command) -> None:
    assert pieces(command, "388.89") == [(1, 200), (1, 100), (1, 50), (1, 20), (1, 10), (1, 5), (1, 2), (1, 1),
        (1, 0.5), (1, 0.2), (1, 0.1), (1, 0.05), (2, 0.02)]  # fmt: skip
    for amount in ("4.35", "1.15", "0.07", "19.99", "70"):
        got = pieces(command, amount)
        assert round(sum(count * value for count, value in got), 2) == float(amount), (amount, got)
        assert all(value in EURO for _, value in got), got
