"""Judges any app made for the sentence beside this file."""

import json

from tests.specs.callers import Command

BIRDS = 'bird,seen,weight,place\nWren,4,9.5,Harbour\nKestrel,1,184,"Old mill, roof"\n'


def test_rows_become_objects(command: Command) -> None:
    command.put({"birds.csv": BIRDS})
    ran = command("birds.csv")
    assert ran.status == 0, ran
    assert json.loads(ran.output) == [
        {"bird": "Wren", "seen": 4, "weight": 9.5, "place": "Harbour"},
        {"bird": "Kestrel", "seen": 1, "weight": 184, "place": "Old mill, roof"},
    ], ran


def test_other_columns(command: Command) -> None:
    command.put({"stock/tea.csv": "name,grams\nAssam,250\nSencha,-3\n"})
    ran = command("stock/tea.csv")
    assert json.loads(ran.output) == [{"name": "Assam", "grams": 250}, {"name": "Sencha", "grams": -3}], ran


def test_no_such_file(command: Command) -> None:
    ran = command("nothing.csv")
    assert ran.status == 1, ran
    assert ran.errors.strip(), ran
    assert not ran.output.strip(), ran
    assert "Traceback" not in ran.errors, ran
