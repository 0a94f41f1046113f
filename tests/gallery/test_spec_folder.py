"""Spec files and their apps stay in step: a file becomes an app once, an edit becomes a change, whatever happens."""

import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from gallery.contract import GalleryError
from gallery.shelf import Shelf
from gallery.spec_folder import SpecFolder, alone, change_between
from tests.gallery.test_command import FUEL, Mayfly, mayfly, wait_until
from tests.gallery.test_onward import ASKED, CHANGE, plays_fuel, said

__all__ = ["mayfly"]


class Commands:
    """What would be run, and what comes of it: an entry on the shelf for `new`, where it isn't told otherwise."""

    def __init__(self, shelved: Callable[..., str]) -> None:
        self.shelved = shelved
        self.ran: list[tuple[list[str], str]] = []
        self.fails = ""

    def __call__(self, args: Sequence[str], given: str) -> Mapping[str, Any]:
        self.ran.append(([*args], given))
        if self.fails:
            return {"outcome": "none", "error": self.fails, "interrupted": self.fails == "Interrupted."}
        return {"id": self.shelved(given) if args[0] == "new" else args[1], "outcome": "passed", "claims": []}

    def took(self) -> list[str]:
        """What each was asked for since the last time."""
        said = [given or args[-1] for args, given in self.ran]
        self.ran.clear()
        return said


@pytest.fixture
def commands(shelved: Callable[..., str]) -> Commands:
    return Commands(shelved)


@pytest.fixture
def specs(shelf: Shelf, commands: Commands, tmp_path: Path) -> SpecFolder:
    folder = tmp_path / "specs"
    folder.mkdir()
    return SpecFolder(shelf, folder, commands, lambda _: None, ["--kind=web"])


def test_a_file_is_made_once_and_an_edit_is_a_change(specs: SpecFolder, commands: Commands, shelf: Shelf) -> None:
    stop = threading.Event()
    file = specs.folder / "cakes.spec.md"
    file.write_text("")
    (specs.folder / "notes.md").write_text("no spec")
    (specs.folder / ".cakes.spec.md.swp").write_text("half")
    assert specs.catch_up(stop) == []
    file.write_text("Count cakes.\n\nShow them in a list.\n")
    (done,) = specs.catch_up(stop)
    assert commands.ran[0][0] == ["new", "-", "--no-serve", "--json", "--kind=web"]
    assert commands.took() == ["Count cakes.\n\nShow them in a list."]
    assert specs.catch_up(stop) == []
    file.write_text("Count cakes.\nShow them in a table.\n--delete everything\n")
    specs.catch_up(stop)
    assert commands.ran[0][0][:-1] == ["change", done["id"], "--no-serve", "--json", "--"], "no option comes of a text"
    assert "Show them in a table." in commands.took()[0]
    file.write_text("\n\nCount cakes.\n\nShow them in a table.\n--delete everything\n")
    specs.catch_up(stop)
    assert commands.took() == [], "blank lines are no change"
    file.unlink()
    assert specs.catch_up(stop) == []
    assert shelf.exists(done["id"])


def test_a_file_that_was_renamed_keeps_its_app(specs: SpecFolder, commands: Commands) -> None:
    stop = threading.Event()
    (specs.folder / "a.spec.md").write_text("Count cakes.")
    (done,) = specs.catch_up(stop)
    (specs.folder / "a.spec.md").rename(specs.folder / "b.spec.md")
    assert specs.catch_up(stop) == []
    (specs.folder / "b.spec.md").write_text("Count cakes.\nIn red.")
    (changed,) = specs.catch_up(stop)
    assert changed["id"] == done["id"]
    (specs.folder / "copy.spec.md").write_text("Count cakes.\nIn red.")
    (copied,) = specs.catch_up(stop)
    assert copied["id"] != done["id"], "a copy beside it is another app"


def test_what_came_to_nothing_is_asked_for_again_with_the_next_edit(specs: SpecFolder, commands: Commands) -> None:
    stop = threading.Event()
    file = specs.folder / "a.spec.md"
    file.write_text("Count cakes.")
    specs.catch_up(stop)
    commands.took()
    commands.fails = "The model said no."
    file.write_text("Count cakes.\nIn red.")
    assert not specs.catch_up(stop)[0]["came"]
    assert specs.catch_up(stop) == [], "the same is not tried for ever"
    commands.fails = ""
    file.write_text("Count cakes.\nIn red.\nWith a sum.")
    specs.catch_up(stop)
    assert commands.took()[-1] == "In red. With a sum."
    commands.fails = "Interrupted."
    file.write_text("Count tarts.")
    specs.do(next(specs.tasks()))
    assert next(specs.tasks()).text == "Count tarts.", "what was broken off is taken up again"


def test_after_a_discard_only_an_edit_makes_another_app(specs: SpecFolder, commands: Commands, shelf: Shelf) -> None:
    stop = threading.Event()
    file = specs.folder / "a.spec.md"
    file.write_text("Count secret cakes.")
    (done,) = specs.catch_up(stop)
    shelf.discard(done["id"], now=True)
    assert specs.catch_up(stop) == []
    assert b"secret cakes" not in b"".join(p.read_bytes() for p in shelf.home.glob("shelf.db"))
    file.write_text("Count tarts.")
    assert specs.catch_up(stop)[0]["id"] != done["id"]
    assert commands.took()[-1] == "Count tarts."


def test_a_change_is_said_in_sentences() -> None:
    assert change_between("a\nb\nc", "a\nb\nc\nd\ne") == "d e"
    assert change_between("a\nb\nc", "a\nc") == "No longer: b"
    assert change_between("a\nb\nc", "a\nB\nc") == "Instead of “b” from now on: B"
    assert change_between("a\n\n b", "a\nb\n") == ""


def test_a_folder_is_watched_once(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(GalleryError, match="watched already"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass


def until_done(process: "subprocess.Popen[str]") -> str:
    """What the watcher itself says in the end, not the run that it passes on."""
    assert process.stdout is not None
    told = ""
    while not told.startswith("fuel.spec.md: ") or "claims passed" not in told:
        told = process.stdout.readline()
        assert told, "it has ended"
    return told


def test_a_spec_that_is_saved_becomes_an_app_and_an_edit_of_it_a_change(mayfly: Mayfly, tmp_path: Path) -> None:
    plays_fuel(mayfly)
    mayfly.endpoint.on(ASKED["replan"], said("fuel.replan.json"))
    mayfly.endpoint.on(ASKED["alter"], said("fuel.altered.md"))
    folder = tmp_path / "specs"
    folder.mkdir()
    assert mayfly.run("watch", str(folder / "nowhere")).returncode == 2
    with mayfly.start("watch", str(folder), "--kind", "web") as process:
        assert process.stdout is not None
        assert "Watching" in process.stdout.readline()
        (folder / "fuel.spec.md.tmp").write_text(FUEL)
        (folder / "fuel.spec.md.tmp").rename(folder / "fuel.spec.md")
        wait_until(lambda: [entry["state"] for entry in mayfly.data("list")] == ["ready"])
        told = until_done(process)
        assert "4 of 4 claims passed" in told
        (folder / "fuel.spec.md").write_text(f"{FUEL}\n{CHANGE}\n")
        told = until_done(process)
        assert "5 of 5 claims passed" in told
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 0
    (entry,) = mayfly.data("list")
    assert entry["title"] == "Fuel Cost"
    assert (entry["passed"], entry["total"]) == (5, 5)
    assert [one["asked"] for one in mayfly.data("versions", entry["id"])] == [FUEL, CHANGE]
    assert mayfly.data("watch", str(folder), "--once") == {"done": []}
