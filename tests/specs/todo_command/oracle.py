"""Judges any app made for the sentence beside this file."""

import re

from tests.specs.callers import Command


def tasks(command: Command) -> dict[int, str]:
    ran = command("list")
    assert ran.status == 0, ran
    return {int(number): text.strip() for number, text in re.findall(r"^\s*(\d+)[.)]\s*(.+)$", ran.output, re.M)}


def add(command: Command, *texts: str) -> None:
    for text in texts:
        assert command("add", text).status == 0, text


def test_tasks_are_remembered(command: Command) -> None:
    add(command, "Buy milk", "Call Grandma", "Mend the bike")
    assert tasks(command) == {1: "Buy milk", 2: "Call Grandma", 3: "Mend the bike"}


def test_what_is_done_goes_and_numbers_stay(command: Command) -> None:
    add(command, "Buy milk", "Call Grandma", "Mend the bike")
    assert command("done", "2").status == 0
    assert tasks(command) == {1: "Buy milk", 3: "Mend the bike"}
    add(command, "Sleep")
    assert tasks(command) == {1: "Buy milk", 3: "Mend the bike", 4: "Sleep"}


def test_a_number_that_does_not_exist(command: Command) -> None:
    add(command, "Buy milk")
    assert command("done", "7").status == 1
    assert tasks(command) == {1: "Buy milk"}
