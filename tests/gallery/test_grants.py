"""What a user lets an app do: it gets copies and no more, and one file comes back where that was said."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from gallery.contract import GalleryError
from gallery.grants import Granted, Grants
from gallery.receipt import receipt_of
from gallery.serve import serve
from gallery.shelf import Shelf
from generator.contract import Kind
from generator.endpoint import Endpoint
from sandbox.contract import Engine, Image, Sandbox
from tests.endpoint_server import ASKING, PlayedEndpoint

SHOW = b"""\
import pathlib
import streamlit as st

given = pathlib.Path("given/notes.txt")
given.write_text(given.read_text() + " and the app's")
st.write("It is written by " + answer)
"""


@pytest.fixture(scope="module")
def box(engine: Engine) -> Iterator[Sandbox]:
    with engine.open(Image.APP) as opened:
        yield opened


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of the user's, with what an app must not get among it."""
    folder = tmp_path / "mine"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.csv").write_bytes(b"a")
    (folder / "deep/b.csv").write_bytes(b"b")
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "elsewhere").symlink_to("/etc")
    return folder


def test_a_folder_is_copied_without_what_its_links_lead_to(box: Sandbox, mine: Path) -> None:
    box.put({}, replace=True)
    Granted(Grants(read=(mine,)), box).open()
    assert box.get() == {"given/mine/a.csv": b"a", "given/mine/deep/b.csv": b"b"}
    assert box.run(["sh", "-c", "echo x > given/mine/a.csv"]).status != 0
    assert (mine / "a.csv").read_bytes() == b"a"


def test_a_folder_that_is_none_or_too_large_is_refused(box: Sandbox, mine: Path) -> None:
    with pytest.raises(GalleryError, match="not a folder"):
        Granted(Grants(read=(mine / "a.csv",)), box).open()
    for name in ("big", "more"):
        with (mine / name).open("wb") as file:
            file.truncate(20 << 20)
    with pytest.raises(GalleryError, match="more than 32 MB"):
        Granted(Grants(read=(mine,)), box).open()


def test_one_file_is_written_back_and_nothing_beside_it(box: Sandbox, mine: Path) -> None:
    box.put({}, replace=True)
    notes = mine / "notes.txt"
    notes.write_text("old")
    notes.chmod(0o600)
    granted = Granted(Grants(write=notes), box)
    granted.open()
    box.run(
        ["sh", "-c", "cat given/notes.txt > /tmp/x; echo ' new' >> /tmp/x; mv /tmp/x given/notes.txt; touch given/y"]
    )
    assert granted.close() == ""
    assert notes.read_text() == "old new\n"
    assert notes.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in mine.iterdir()} == {"a.csv", "deep", "link", "elsewhere", "notes.txt"}


def test_a_file_that_is_not_there_yet_is_made_when_the_app_makes_it(box: Sandbox, mine: Path) -> None:
    box.put({}, replace=True)
    granted = Granted(Grants(write=mine / "fresh.txt"), box)
    granted.open()
    assert granted.close() == ""
    assert not (mine / "fresh.txt").exists()
    box.run(["sh", "-c", "mkdir -p given; echo 1 > given/fresh.txt"])
    assert granted.close() == ""
    assert (mine / "fresh.txt").read_text() == "1\n"


def test_what_was_changed_meanwhile_or_leads_elsewhere_is_left(box: Sandbox, mine: Path, tmp_path: Path) -> None:
    box.put({}, replace=True)
    notes, other = mine / "notes.txt", tmp_path / "other.txt"
    notes.write_text("old")
    other.write_text("old")
    granted = Granted(Grants(write=notes), box)
    granted.open()
    box.run(["sh", "-c", "echo new > given/notes.txt"])
    notes.write_text("by hand")
    assert "changed meanwhile" in granted.close()
    assert notes.read_text() == "by hand"
    notes.unlink()
    notes.symlink_to(other)
    assert "changed meanwhile" in granted.close()
    assert other.read_text() == "old"
    with pytest.raises(GalleryError, match="no file to write to"):
        Granted(Grants(write=notes), box).open()


def test_a_link_that_the_app_puts_in_the_place_of_its_file_leads_nowhere(box: Sandbox, mine: Path) -> None:
    box.put({}, replace=True)
    granted = Granted(Grants(write=mine / "notes.txt"), box)
    granted.open()
    box.run(["sh", "-c", "mkdir -p given; ln -s /etc/passwd given/notes.txt"])
    assert granted.close() == ""
    assert not (mine / "notes.txt").exists()


def test_an_open_app_has_its_grants_and_what_it_did_with_them_is_told(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine, endpoint: PlayedEndpoint, mine: Path
) -> None:
    notes = mine / "notes.txt"
    notes.write_text("mine")
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": ASKING + SHOW}))
    stop, told = threading.Event(), []

    def visit(url: str) -> None:
        with connect(url.replace("http", "ws") + "/_stcore/stream") as socket:
            socket.send(bytes.fromhex("5a00"))  # BackMsg.rerun_script, empty
            while b"It is written by the model" not in bytes(socket.recv(timeout=20)):  # type: ignore[arg-type]
                pass
        stop.set()

    endpoint.say("the model")
    grants = Grants(hosts=("api.example.com",), model=Endpoint(endpoint.url, endpoint.key, endpoint.name), write=notes)
    serve(shelf, engine, entry, seconds=60, stop=stop, ready=visit, grants=grants, tell=told.append)
    assert notes.read_text() == "mine and the app's"
    assert told[0] == "It tried elsewhere.example.com:80 once: This host and port are not permitted."
    assert told[1:] == ["It asked the model once: 120 tokens."]
    version = shelf.version(entry.id)
    assert version
    assert receipt_of(version).outside == [f"While it was open: {' '.join(told)}"]
    assert shelf.discard(entry.id, now=True).gone.left == ()
