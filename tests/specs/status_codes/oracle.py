"""Judges any app made for the sentence beside this file."""

import re

from tests.specs.callers import Command

LINE = '203.0.113.{} - - [10/Oct/2026:13:55:36 +0000] "GET /page/{}{} HTTP/1.1" {} {} "-" "Mozilla/5.0 (X11)"'


def counts(command: Command, codes: list[int]) -> list[tuple[int, int]]:
    lines = [LINE.format(at % 250, at, "?code=404 500" if at % 5 == 0 else "", code, 200 + at * 3)
        for at, code in enumerate(codes)]  # fmt: skip
    ran = command(stdin="\n".join(lines) + "\n")
    assert ran.status == 0, ran
    found = re.findall(r"^\s*(\d{3})\W+(\d+)\s*$", ran.output, re.M)
    return [(int(code), int(count)) for code, count in found]


def test_each_code_with_its_count(command: Command) -> None:
    assert counts(command, [404] * 4 + [200] * 23 + [301] * 7 + [500]) == [(200, 23), (301, 7), (404, 4), (500, 1)]


def test_the_most_frequent_is_first(command: Command) -> None:
    assert counts(command, [200, 200, 503, 503, 503, 404] + [503] * 8) == [(503, 11), (200, 2), (404, 1)]
