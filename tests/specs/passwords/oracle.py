"""Judges any app made for the sentence beside this file."""

import re

from tests.specs.callers import Command

SORTS = ("[a-z]", "[A-Z]", "[0-9]")


def password(command: Command, *arguments: str) -> str:
    ran = command(*arguments)
    assert ran.status == 0, ran
    lines = [line.strip() for line in ran.output.splitlines() if line.strip()]
    assert len(lines) == 1, ran
    return lines[0].split()[-1]


def test_sixteen_of_all_sorts(command: Command) -> None:
    made = [password(command) for _ in range(6)]
    assert len(set(made)) == 6, made
    for one in made:
        assert len(one) == 16, one
    for sort in (*SORTS, "[^a-zA-Z0-9]"):
        assert re.search(sort, "".join(made)), (sort, made)


def test_length(command: Command) -> None:
    for length in (24, 40):
        assert len(password(command, "--length", str(length))) == length


def test_no_symbols(command: Command) -> None:
    for _ in range(4):
        one = password(command, "--no-symbols", "--length", "50")
        assert re.fullmatch("[a-zA-Z0-9]{50}", one), one
