"""An app that is edited runs again and is checked again after every save, whatever an editor does to write a file."""

import os
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from gallery.contract import GalleryError
from gallery.demo import shelved
from gallery.edit_page import EditPage
from gallery.editing import Desk, State, check_out, keep_up, present, to_edit
from gallery.manifest import read_app
from gallery.saves import Saves
from gallery.shelf import Shelf
from generator.contract import Mark
from sandbox.contract import Engine
from tests.gallery.test_demo import CHECKS, PAGE

MANIFEST = 'mayfly = 1\ntitle = "Doubler"\nabout = "Doubles a number."\nkind = "{kind}"\n'
STREAMLIT = """import streamlit as st
number = st.number_input("Number", value=1)
st.metric("Twice", f"{2 * number:g}")
"""
APPS = {"web": ("index.html", PAGE), "streamlit": ("app.py", STREAMLIT)}


class Editing:
    """A desk that keeps up with a folder in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: Queue[State] = Queue()

    def until(self, true: Callable[[State], Any]) -> State:
        """The first state from now on of which that holds."""
        while not true(state := self.states.get(timeout=240)):
            pass
        return state


@pytest.fixture
def edit(shelf: Shelf, engine: Engine, tmp_path: Path) -> Iterator[Callable[[str], Editing]]:
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def begin(kind: str) -> Editing:
        name, source = APPS[kind]
        place = tmp_path / "doubler"
        (place / "app").mkdir(parents=True)
        (place / "mayfly.toml").write_text(MANIFEST.format(kind=kind))
        (place / "checks.toml").write_text(CHECKS.format(name="twice", twice="4"))
        (place / "app" / name).write_text(source)
        edited = to_edit(shelf, shelved(shelf, read_app(place)))
        folder, was_there = check_out(shelf, edited.entry)
        assert not was_there
        editing = Editing(folder)

        def work() -> None:
            with Saves(folder) as saves, Desk(engine, edited, {}, editing.states.put) as desk:
                keep_up(desk, folder, stop, saves)

        threads.append(threading.Thread(target=work))
        threads[0].start()
        editing.until(lambda state: state.checked)
        return editing

    yield begin
    stop.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def fetch(url: str) -> str:
    """ "" for what isn't there."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError:
        return ""


def test_a_page_is_run_and_checked_again_however_its_editor_saves(edit: Callable[[str], Editing]) -> None:
    editing = edit("web")
    page = editing.folder / "index.html"

    page.write_text(PAGE.replace("2 *", "3 *"))
    wrong = editing.until(lambda state: state.checked)
    assert wrong.marks == [Mark.FAILED]
    assert "6" in wrong.evidence[0]
    print(f"running after {wrong.seconds:.3f} s, failed after {wrong.checked:.3f} s")
    assert "3 *" in fetch(wrong.url)

    beside = editing.folder / ".index.html.swp"
    beside.write_text(PAGE)
    os.replace(beside, page)  # as many editors save
    right = editing.until(lambda state: state.checked)
    assert (right.saves, right.marks) == (3, [Mark.PASSED])
    print(f"running after {right.seconds:.3f} s, passed after {right.checked:.3f} s")

    (editing.folder / "index.html~").write_text("a backup")
    page.rename(editing.folder / "gone.html")
    page.write_text("")  # half-written
    page.write_text(PAGE.replace("Doubler", "Twice"))
    for number in range(20):
        (editing.folder / "style.css").write_text(f"h1 {{ margin: {number}px }}")
    (editing.folder / "gone.html").unlink()

    def is_last(state: State) -> bool:
        found = present(editing.folder)
        return bool(state.checked) and all(fetch(f"{state.url}/{name}") == was.decode() for name, was in found.items())

    last = editing.until(is_last)
    assert last.marks == [Mark.PASSED]
    assert last.saves < 12, "a burst is one save"
    assert "margin: 19px" in fetch(f"{last.url}/style.css")
    assert set(present(editing.folder)) == {"index.html", "style.css"}
    assert fetch(f"{last.url}/gone.html") == ""


def test_a_streamlit_app_that_does_not_start_says_so_and_comes_back(edit: Callable[[str], Editing]) -> None:
    editing = edit("streamlit")
    source = editing.folder / "app.py"
    source.write_text(STREAMLIT.replace("2 *", "4 *"))
    assert editing.until(lambda state: state.checked).marks == [Mark.FAILED]
    source.unlink()
    gone = editing.until(lambda state: not state.started)
    assert gone.reason
    source.write_text(STREAMLIT)
    back = editing.until(lambda state: state.checked)
    assert (back.started, back.marks) == (True, [Mark.PASSED])
    print(f"running after {back.seconds:.3f} s, passed after {back.checked:.3f} s")


def test_a_folder_with_edits_is_left_as_it_is(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelf.find(shelved(files={"index.html": b"as it was"}))
    folder, _ = check_out(shelf, entry)
    (folder / "index.html").write_bytes(b"half of my work")
    assert check_out(shelf, entry) == (folder, True)
    assert present(folder) == {"index.html": b"half of my work"}


def test_a_burst_is_told_once_and_what_editors_keep_beside_is_not(tmp_path: Path) -> None:
    with Saves(tmp_path, quiet=0.2) as saves:
        assert not saves.wait(0.05)
        for number in range(5):
            (tmp_path / f"{number}.txt").write_text("x")
        assert saves.wait(30)
        assert not saves.wait(0.5)
        for name in (".a.swp", "a.txt~", "#a.txt#", "4913", "x.pyc"):
            (tmp_path / name).write_text("x")
        assert not saves.wait(0.5)
        (tmp_path / "0.txt").unlink()
        assert saves.wait(30)
        (tmp_path / "new").mkdir()
        (tmp_path / "new/deep.txt").write_text("x")
        assert saves.wait(30)
    with pytest.raises(GalleryError, match="can't be watched"), Saves(tmp_path / "nowhere"):
        pass


def test_the_page_beside_is_for_whoever_has_its_address() -> None:
    with EditPage("Cakes <b>", "/some/folder") as page:
        page.show('{"url": "", "saves": 1, "started": false, "reason": "<i>no</i>", "seconds": 0, "checked": 0,'
                  ' "claims": [{"text": "<b>bold</b>", "mark": "failed", "evidence": "saw <i>"}]}')  # fmt: skip
        wrong = urllib.request.Request(page.url, headers={"Host": "evil.test"})
        for request in (wrong, urllib.request.Request(f"http://{page.host}/"), f"{page.url}other"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(request, timeout=5)
        shown = fetch(page.url)
        assert "Cakes &lt;b&gt;" in shown
        assert "default-src 'none'" in urllib.request.urlopen(page.url, timeout=5).headers["Content-Security-Policy"]
        with urllib.request.urlopen(f"{page.url}events", timeout=30) as events:
            assert b'"started": false' in events.readline()
            events.readline()
            page.show('{"saves": 2}')
            assert events.readline() == b'data: {"saves": 2}\n'
