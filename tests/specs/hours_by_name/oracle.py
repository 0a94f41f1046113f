"""Judges any app made for the sentence beside this file."""

import re

from tests.specs.callers import Command


def totals(command: Command, text: str) -> list[tuple[str, float]]:
    command.put({"week.txt": text})
    ran = command("week.txt")
    assert ran.status == 0, ran
    found = re.findall(r"^\s*([A-Z][a-z]+)\b\D*?(\d+(?:\.\d+)?)", ran.output, re.M)
    return [(name, float(hours)) for name, hours in found]


def test_hours_are_added(command: Command) -> None:
    got = totals(command, "Marta 4\nAnna 3.5\nJoe 7.25\nAnna 6\nMarta 2.5\nAnna 1.25\n")
    assert got == [("Anna", 10.75), ("Joe", 7.25), ("Marta", 6.5)]


def test_other_people_and_an_end_without_a_line_break(command: Command) -> None:
    assert totals(command, "Zoe 8\nBen 5.5\nZoe 0.5") == [("Ben", 5.5), ("Zoe", 8.5)]
