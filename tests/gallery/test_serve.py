"""Opening an app from the shelf, on the real engine: it answers, it ends for a reason, and its data stays."""

import contextlib
import math
import threading
import time
import urllib.request
from collections.abc import Callable

import pytest

from gallery.contract import GalleryError
from gallery.serve import serve
from gallery.shelf import DATA, Shelf
from generator.contract import Candidate, Kind
from sandbox.contract import Engine, Resolved

COUNTER = b"""\
import pathlib
import streamlit as st

pathlib.Path("data").mkdir(exist_ok=True)
notes = pathlib.Path("data/count.txt")
count = int(notes.read_text()) + 1 if notes.exists() else 1
notes.write_text(str(count))
st.write(count)
"""


WRITER = b"""\
import pathlib
import streamlit as st

out, count = pathlib.Path("out/notes.txt"), pathlib.Path("data/count.txt")
for path in (out, count):
    path.parent.mkdir(exist_ok=True)
out.write_text(out.read_text() + " twice" if out.exists() else "once")
count.write_text("42")
with open("app.py", "a") as own:
    own.write("# changed")
st.write(42)
"""


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def test_a_web_app_answers_until_told_to_stop(shelf: Shelf, shelved: Callable[..., str], engine: Engine) -> None:
    entry = shelf.find(shelved(files={"index.html": b"<h1>Cakes</h1>"}))
    stop, seen = threading.Event(), []

    def ready(url: str) -> None:
        seen.append((read(url), shelf.find(entry.id).url == url))
        stop.set()

    assert serve(shelf, engine, entry, seconds=60, stop=stop, ready=ready) == ""
    assert seen == [("<h1>Cakes</h1>", True)]
    assert shelf.find(entry.id).url == ""


def test_an_app_is_opened_with_the_packages_that_it_was_tried_with(
    shelf: Shelf,
    shelved: Callable[..., str],
    engine: Engine,
    index: None,
    layers: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {"app.py": b"import cheery"}
    made = Candidate(files, "freehand", packages=("cheery-needs==1.0", "cheery==1.0"))
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, candidate=made))
    stop, seen = threading.Event(), []

    def ready(url: str) -> None:
        seen.append(read(url))
        stop.set()

    assert serve(shelf, engine, entry, seconds=60, stop=stop, ready=ready) == ""
    assert len(seen) == 1
    monkeypatch.setattr(engine, "resolve", lambda *_: Resolved(False, trouble="unreachable", reason="It is away."))
    with pytest.raises(GalleryError, match=r"needs cheery-needs==1\.0, cheery==1\.0 .*It is away"):
        serve(shelf, engine, entry, seconds=60, stop=stop, ready=ready)


def test_others_see_what_an_open_app_uses(shelf: Shelf, shelved: Callable[..., str], engine: Engine) -> None:
    entry = shelf.find(shelved())
    stop = threading.Event()
    served = threading.Thread(target=lambda: serve(shelf, engine, entry, seconds=60, stop=stop, ready=lambda url: None))
    served.start()
    try:
        until = time.monotonic() + 30
        while not (usage := shelf.find(entry.id).usage) and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        stop.set()
        served.join()
    assert usage
    assert usage.memory_mb > 1
    assert usage.bytes_in > 0
    assert shelf.find(entry.id).usage is None


def test_it_ends_when_its_time_is_up_or_it_is_discarded(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine
) -> None:
    entry = shelf.find(shelved())
    ended = serve(shelf, engine, entry, seconds=0, stop=threading.Event(), ready=lambda url: None)
    assert ended.startswith("Its time is up.")
    assert f"mayfly open {entry.id}" in ended
    ended = serve(
        shelf, engine, entry, seconds=60, stop=threading.Event(), ready=lambda url: void(shelf.discard(entry.id))
    )
    assert ended == "It was discarded."
    assert shelf.files(entry.id, DATA) == {}


def test_its_time_is_told_as_it_goes_and_a_minute_before_its_end(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine
) -> None:
    entry, stop = shelf.find(shelved()), threading.Event()
    told: list[str] = []
    left: list[float] = []

    def count(seconds: float) -> None:
        left.append(seconds)
        if told and shelf.find(entry.id).remaining is not None:
            stop.set()

    serve(shelf, engine, entry, seconds=61, stop=stop, ready=lambda url: None, tell=told.append, left=count)
    assert left == sorted(left, reverse=True)
    assert told == [told[0]]
    assert "ends in a minute" in told[0]
    assert shelf.find(entry.id).remaining is None


def test_without_an_end_nothing_is_counted(shelf: Shelf, shelved: Callable[..., str], engine: Engine) -> None:
    entry, stop = shelf.find(shelved()), threading.Event()
    threading.Timer(3, stop.set).start()
    left: list[float] = []
    assert serve(shelf, engine, entry, seconds=math.inf, stop=stop, ready=lambda url: None, left=left.append) == ""
    assert left == []


def test_what_an_app_writes_beside_its_data_is_there_again_and_its_own_files_stay_as_proved(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine
) -> None:
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": WRITER}))
    for _ in range(2):
        stop = threading.Event()
        serve(
            shelf, engine, entry, seconds=60, stop=stop, ready=lambda url, stop=stop: void((session(url), stop.set()))
        )
    assert shelf.files(entry.id) == {"app.py": WRITER}
    assert shelf.stored(entry.id) == {"out/notes.txt": b"once twice", "data/count.txt": b"42"}


def void(anything: object) -> None:
    """For a callback that gives nothing back."""


def test_what_an_app_stores_is_there_at_the_next_open(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine
) -> None:
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": COUNTER}))
    shelf.save_data(entry.id, {"count.txt": b"41"})
    stop = threading.Event()

    def visit(url: str) -> None:
        session(url)
        stop.set()

    serve(shelf, engine, entry, seconds=60, stop=stop, ready=visit)
    assert shelf.files(entry.id, DATA) == {"count.txt": b"42"}


def session(url: str) -> None:
    """Open a page as a browser does, so that the script runs once."""
    from websockets.sync.client import connect as open_socket

    with open_socket(url.replace("http", "ws") + "/_stcore/stream") as socket:
        socket.send(bytes.fromhex("5a00"))  # BackMsg.rerun_script, empty
        while b"42" not in bytes(socket.recv(timeout=20)):
            pass


def test_an_app_that_does_not_start_is_said_with_what_it_printed(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine
) -> None:
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"other.py": b""}))
    with pytest.raises(GalleryError, match="does not start"):
        serve(shelf, engine, entry, seconds=60, stop=threading.Event(), ready=lambda url: None)
    assert shelf.find(entry.id).url == ""


def test_an_app_that_ends_is_said(shelf: Shelf, shelved: Callable[..., str], engine: Engine) -> None:
    jams = b"import os\nprint('jammed', flush=True)\nos._exit(3)\n"
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": jams}))

    def visit(url: str) -> None:
        for _ in range(3):  # the first may come to nothing on a busy machine
            with contextlib.suppress(Exception):
                session(url)

    ended = serve(shelf, engine, entry, seconds=180, stop=threading.Event(), ready=visit)
    assert ended == "The app ended with status 3: jammed"


def test_another_process_has_it_started_again_gives_it_time_and_files_and_reads_its_log(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine
) -> None:
    app = b"import pathlib\nimport streamlit as st\nprint('hello ' + pathlib.Path('in.txt').read_text())\nst.write(1)\n"
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": app, "in.txt": b"own"}))
    stop, opened, lefts = threading.Event(), threading.Event(), [0.0]

    def serving() -> None:
        ended.append(
            serve(
                shelf,
                engine,
                entry,
                seconds=100,
                stop=stop,
                ready=lambda url: opened.set(),
                left=lambda seconds: lefts.append(seconds),
            )
        )

    ended: list[str] = []
    with pytest.raises(GalleryError, match="not open"):
        shelf.errands.restart(entry.id)
    thread = threading.Thread(target=serving)
    thread.start()
    try:
        assert opened.wait(60)
        with Shelf(shelf.home) as other:
            assert "runs again" in other.errands.restart(entry.id)
            assert "30 minutes longer" in other.errands.more(entry.id, 30)
            with pytest.raises(GalleryError, match="part of the app itself"):
                other.errands.put(entry.id, "in.txt", b"evil")
            with pytest.raises(GalleryError, match="name that can't be used"):
                other.errands.put(entry.id, "../in.txt", b"evil")
            other.errands.put(entry.id, "notes/more.txt", b"more")
            assert other.stored(entry.id)["notes/more.txt"] == b"more"
            assert isinstance(other.errands.log(entry.id), str)
    finally:
        stop.set()
        thread.join(60)
    assert ended == [""]
    assert max(lefts) > 1000
    with pytest.raises(GalleryError, match="not open"):
        shelf.errands.log(entry.id)


def test_an_entry_without_an_app_is_not_opened(shelf: Shelf, engine: Engine) -> None:
    entry, run = shelf.begin("x")
    shelf.end(run, "The model said no.")
    with pytest.raises(GalleryError, match="Nothing was made"):
        serve(shelf, engine, shelf.find(entry), seconds=60, stop=threading.Event(), ready=lambda url: None)
