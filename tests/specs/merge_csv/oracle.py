"""Judges any app made for the sentence beside this file."""

import csv
import io

from tests.specs.callers import Command

NORTH = 'customer,city,due\nPetrov,Varna,120.50\n"Lund, Ida",Malmo,88\n'
SOUTH = 'due,customer,city\n31,Moretti,"Bari, port"\n'
WEST = "city,due,customer\nPorto,7.25,Almeida\nVigo,64,Castro\n"


def merged(command: Command, *files: str) -> list[list[str]]:
    ran = command(*files)
    assert ran.status == 0, ran
    return [row for row in csv.reader(io.StringIO(ran.output)) if row]


def test_all_rows_under_the_first_header(command: Command) -> None:
    command.put({"north.csv": NORTH, "south.csv": SOUTH, "west.csv": WEST})
    header, *rows = merged(command, "north.csv", "south.csv", "west.csv")
    assert header == ["customer", "city", "due"], header
    assert sorted(rows) == [
        ["Almeida", "Porto", "7.25"],
        ["Castro", "Vigo", "64"],
        ["Lund, Ida", "Malmo", "88"],
        ["Moretti", "Bari, port", "31"],
        ["Petrov", "Varna", "120.50"],
    ], rows


def test_another_file_is_the_first(command: Command) -> None:
    command.put({"north.csv": NORTH, "south.csv": SOUTH})
    header, *rows = merged(command, "south.csv", "north.csv")
    assert header == ["due", "customer", "city"], header
    assert sorted(rows) == [
        ["120.50", "Petrov", "Varna"],
        ["31", "Moretti", "Bari, port"],
        ["88", "Lund, Ida", "Malmo"],
    ], rows


def test_other_columns(command: Command) -> None:
    command.put({"north.csv": NORTH, "less.csv": "customer,city\nBerg,Oslo\n", "west.csv": WEST})
    command.put({"more.csv": "customer,city,due,note\nBerg,Oslo,5,late\n"})
    for other in ("less.csv", "more.csv"):
        ran = command("north.csv", "west.csv", other)
        assert ran.status == 1, (other, ran)
        assert other in ran.errors, (other, ran)
    assert len(merged(command, "north.csv", "west.csv")) == 5
