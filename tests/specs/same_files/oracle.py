"""Judges any app made for the sentence beside this file."""

from pathlib import PurePath

from tests.specs.callers import Command


def groups(command: Command, folder: str) -> set[frozenset[str]]:
    """Names alone: whether paths are given from the folder or from here was not said."""
    ran = command(folder)
    assert ran.status == 0, ran
    lines = [line for line in ran.output.splitlines() if line.strip()]
    return {frozenset(PurePath(path.strip()).name for path in line.split("\t")) for line in lines}


def test_groups_of_equal_files(command: Command) -> None:
    command.put({
        "photos/a.txt": "sun", "photos/deep/b.txt": "sun", "photos/deep/er/c.txt": "sun",
        "photos/d.txt": "rain", "photos/deep/e.txt": "rain", "photos/f.txt": "wind", "photos/g.txt": "snow",
        "other/h.txt": "wind",
    })  # fmt: skip
    assert groups(command, "photos") == {frozenset({"a.txt", "b.txt", "c.txt"}), frozenset({"d.txt", "e.txt"})}


def test_all_are_different(command: Command) -> None:
    command.put({"mixed/a.txt": "one", "mixed/b.txt": "one"})
    assert groups(command, "mixed") == {frozenset({"a.txt", "b.txt"})}
    command.put({"papers/a.txt": "sun", "papers/b.txt": "son", "papers/c/a.txt": "moon"})
    ran = command("papers")
    assert (ran.status, ran.output.strip()) == (0, ""), ran
