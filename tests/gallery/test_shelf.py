"""The shelf: nothing that was put is lost, nothing discarded stays, and several processes may use it at once."""

import io
import multiprocessing
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gallery.console import Console, show_entries
from gallery.contract import DAY, Fate, GalleryError
from gallery.shelf import PICTURES, Shelf
from sandbox import owner

PUT = {"receipt": "{}", "capsule": "{}", "passed": 1, "claims": 2}


def blobs(shelf: Shelf) -> set[str]:
    return {path.name for path in (shelf.home / "blobs").rglob("*") if path.is_file()}


def test_an_entry_is_there_from_the_start_of_its_run(shelf: Shelf) -> None:
    entry, _ = shelf.begin("split a dinner bill, with tip, between friends", {"menu.csv": b"soup,4"})
    (found,) = shelf.entries()
    assert found.id == entry
    assert entry.startswith("split-dinner-bill-")
    assert (found.state, found.fate, found.versions) == ("being made", Fate.ON_TRIAL, 0)
    assert shelf.files(entry, "given") == {"menu.csv": b"soup,4"}


def test_the_last_version_is_handed_over_and_equal_files_make_no_new_one(shelf: Shelf) -> None:
    entry, _ = shelf.begin("x")
    assert shelf.put(entry, {"index.html": b"one", "a/b.js": b"let b"}, {"p.png": b"1"}, **PUT) == 1  # type: ignore[arg-type]
    assert shelf.put(entry, {"index.html": b"two"}, {}, **PUT) == 2  # type: ignore[arg-type]
    assert shelf.put(entry, {"index.html": b"two"}, {"p.png": b"2"}, **(PUT | {"receipt": "[]"})) == 2  # type: ignore[arg-type]
    assert shelf.files(entry) == {"index.html": b"two"}
    assert shelf.files(entry, PICTURES) == {"p.png": b"2"}
    version = shelf.version(entry)
    assert version is not None
    assert (version.number, version.receipt) == (2, "[]")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x", "a/../../x", "a//b", "", ".", "a\\b", "a\x00b", "~/x", "a\nb", "C:x"]
)
def test_a_file_name_that_could_lead_out_is_refused_and_nothing_is_put(shelf: Shelf, path: str) -> None:
    entry, _ = shelf.begin("x")
    with pytest.raises(GalleryError, match="name that can't be used"):
        shelf.put(entry, {"index.html": b"fine", path: b"evil"}, {}, **PUT)  # type: ignore[arg-type]
    assert shelf.version(entry) is None
    assert shelf.files(entry) == {}


def test_files_are_laid_out_on_disk_and_replaced_as_a_whole(shelf: Shelf) -> None:
    entry, _ = shelf.begin("x")
    shelf.put(entry, {"index.html": b"one", "old.js": b""}, {"p.png": b"1"}, **PUT)  # type: ignore[arg-type]
    shelf.lay_out(entry)
    shelf.put(entry, {"index.html": b"two"}, {}, **PUT)  # type: ignore[arg-type]
    folder = shelf.lay_out(entry)
    assert {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} == {"app/index.html"}
    assert (folder / "app/index.html").read_bytes() == b"two"


def test_find_takes_an_id_a_unique_beginning_or_last(shelf: Shelf, clock: Any) -> None:
    first, _ = shelf.begin("cake")
    clock.now += 1
    second, _ = shelf.begin("tea")
    assert shelf.find(first).id == first
    assert shelf.find("cake").id == first
    assert shelf.find("last").id == second
    with pytest.raises(GalleryError, match="no app 'coffee'"):
        shelf.find("coffee")
    with pytest.raises(GalleryError, match="no app ''"):
        shelf.find("")
    third, _ = shelf.begin("cake")
    with pytest.raises(GalleryError, match="any of 2") as raised:
        shelf.find("cake")
    assert third in raised.value.hint


def test_events_come_back_in_order(shelf: Shelf) -> None:
    entry, run = shelf.begin("x")
    for n in range(20):
        shelf.record(run, {"event": "Remark", "text": str(n)})
    assert [event["text"] for event in shelf.events(entry)] == [str(n) for n in range(20)]


def test_discard_leaves_nothing_and_says_so(shelf: Shelf, shelved: Callable[..., str]) -> None:
    stays = shelved("stays", files={"index.html": b"shared", "own.js": b"mine"})
    goes = shelved("goes", files={"index.html": b"shared", "gone.js": b"secret words"})
    shelf.save_data(goes, {"notes.txt": b"private"})
    shelf.lay_out(goes)
    inventory = shelf.discard(goes, now=True).gone
    assert inventory.left == ()
    assert {"files on disk", "folders", "addresses and tokens of open apps"} <= {*inventory.looked}
    assert f"entry {goes}" in inventory.removed
    assert f"folder {shelf.folder(goes)}" in inventory.removed
    assert sum(thing.startswith("file ") for thing in inventory.removed) == 2
    assert not shelf.folder(goes).exists()
    assert [entry.id for entry in shelf.entries()] == [stays]
    assert shelf.files(stays) == {"index.html": b"shared", "own.js": b"mine"}
    everything = b"".join(path.read_bytes() for path in shelf.home.rglob("*") if path.is_file())
    assert b"secret words" not in everything
    assert b"private" not in everything
    assert shelf.discard(goes, now=True).gone.removed == ()


def test_discard_tells_what_it_could_not_remove(shelf: Shelf, shelved: Callable[..., str], monkeypatch: Any) -> None:
    entry = shelved()
    shelf.lay_out(entry)
    monkeypatch.setattr("gallery.fates.remove_folder", lambda folder: None)
    assert shelf.discard(entry, now=True).gone.left == (f"folder {shelf.folder(entry)}",)


def test_a_trial_expires_and_what_is_kept_does_not(
    shelf: Shelf, shelved: Callable[..., str], clock: Any, tmp_path: Path
) -> None:
    kept, expired = shelved("kept"), shelved("expired")
    shelf.keep(kept, tmp_path / "kept")
    clock.now += 6 * DAY
    fresh = shelved("fresh")
    shelf.sweep()
    assert {e.id for e in shelf.entries()} == {kept, expired, fresh}
    clock.now += 2 * DAY
    shelf.sweep()
    assert shelf.find(expired).fate is Fate.EXPIRED
    assert shelf.files(expired), "it can still be taken back"
    clock.now += 8 * DAY
    inventory = shelf.sweep()
    assert kept in {e.id for e in shelf.entries()}
    assert f"entry {expired}" in inventory.removed
    assert shelf.find(fresh).fate is Fate.EXPIRED


def test_opening_takes_back_an_app_whose_trial_was_over(shelf: Shelf, shelved: Callable[..., str], clock: Any) -> None:
    entry = shelved()
    clock.now += 8 * DAY
    shelf.sweep()
    with shelf.serving(entry, "http://127.0.0.1:1"):
        pass
    assert shelf.find(entry).fate is Fate.ON_TRIAL
    clock.now += 6 * DAY
    shelf.sweep()
    assert shelf.find(entry).fate is Fate.ON_TRIAL


def test_a_clock_that_jumps_loses_no_app_and_keeps_none_for_ever(
    shelf: Shelf, shelved: Callable[..., str], clock: Any
) -> None:
    entry, today = shelved(), clock.now
    clock.now = today + 365 * DAY
    shelf.sweep()
    assert shelf.files(entry), "a year ahead it is only marked"
    clock.now = today
    shelf.sweep()
    clock.now = today + 8 * DAY
    assert f"entry {entry}" in shelf.sweep().removed, "its time was not a year longer"
    other = shelved("other")
    clock.now -= 365 * DAY
    shelf.sweep()
    clock.now += 8 * DAY
    shelf.sweep()
    assert shelf.find(other).fate is Fate.EXPIRED


def test_what_is_open_or_being_made_does_not_expire(shelf: Shelf, shelved: Callable[..., str], clock: Any) -> None:
    being_made, _ = shelf.begin("being made")
    is_open = shelved("open")
    clock.now += 30 * DAY
    with shelf.serving(is_open, "http://127.0.0.1:1"):
        assert shelf.find(is_open).url == "http://127.0.0.1:1"
        shelf.sweep()
        assert {e.id for e in shelf.entries()} == {being_made, is_open}
    assert shelf.find(is_open).url == ""


def test_sweep_removes_what_a_crash_left_and_nothing_else(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved()
    shelf.lay_out(entry)
    before = blobs(shelf)
    stray = shelf.home / "blobs/ab"
    stray.mkdir(parents=True, exist_ok=True)
    (stray / ("ab" + "0" * 62)).write_bytes(b"nobody refers to this")
    (stray / ".new-x").write_bytes(b"half")
    (shelf.home / "apps/nobody").mkdir(parents=True)
    shelf.sweep()
    assert blobs(shelf) == before
    assert {p.name for p in (shelf.home / "apps").iterdir()} == {entry}
    assert shelf.files(entry)


def test_a_damaged_file_is_said_to_be_damaged(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved(files={"index.html": b"as it was"})
    (path,) = [p for p in (shelf.home / "blobs").rglob("*") if p.is_file() and p.read_bytes() == b"as it was"]
    path.write_bytes(b"bit rot")
    with pytest.raises(GalleryError, match="damaged"):
        shelf.files(entry)


def test_a_shelf_of_the_first_schema_is_brought_forward(tmp_path: Path) -> None:
    with Shelf(tmp_path):
        pass
    db = sqlite3.connect(tmp_path / "shelf.db")
    older = (
        "alter table servings drop column used; alter table servings drop column remaining; drop table uses;"
        "drop table errands; drop table wishes; drop table glimpses;"
        "drop table tags; drop table discarded; drop table watched; drop index entries_by_created;"
        "alter table entries drop column named; alter table entries drop column days"
    )
    db.executescript(f"{older}; pragma user_version = 1")
    db.close()
    with Shelf(tmp_path) as shelf:
        assert shelf.entries() == []


def test_a_newer_schema_and_a_broken_file_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with Shelf(tmp_path):
        pass
    db = sqlite3.connect(tmp_path / "shelf.db")
    db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(GalleryError, match="newer Mayfly"), Shelf(tmp_path):
        pass
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad/shelf.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(GalleryError, match="damaged"), Shelf(tmp_path / "bad"):
        pass


def test_a_full_disk_is_said_and_what_was_there_stays(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved()
    with shelf._db.read() as db:
        (pages,) = db.execute("pragma page_count").fetchone()
        db.execute(f"pragma max_page_count = {pages + 2}")
    _, run = shelf.begin("x")
    with pytest.raises(GalleryError, match="full"):
        shelf.record(run, {"event": "Remark", "text": "x" * 100_000})
    assert shelf.files(entry)
    assert shelf.find(entry).claims == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from gallery import blobs
from gallery.shelf import Shelf
shelf = Shelf(Path(sys.argv[1])).__enter__()
entry, run = shelf.begin("killed in the middle")
put = dict(receipt="{}", capsule="{}", passed=0, claims=0)
shelf.record(run, {"event": "Remark", "text": "so far"})
shelf.put(entry, {"index.html": b"first"}, {}, **put)
written = blobs.Blobs.put
def put_then_die(self, content):
    written(self, content)
    os.kill(os.getpid(), signal.SIGKILL)
blobs.Blobs.put = put_then_die
shelf.put(entry, {"index.html": b"second"}, {}, **put)
"""


def test_a_run_killed_between_writes_loses_nothing_that_was_put(shelf: Shelf) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(shelf.home)], check=False)
    assert ended.returncode == -signal.SIGKILL
    (entry,) = shelf.entries()
    assert entry.state == "interrupted"
    assert shelf.files(entry.id) == {"index.html": b"first"}
    assert [event["text"] for event in shelf.events(entry.id)] == ["so far"]
    assert len(blobs(shelf)) == 2
    shelf.sweep()
    assert len(blobs(shelf)) == 1
    assert shelf.files(entry.id) == {"index.html": b"first"}
    assert shelf.discard(entry.id, now=True).gone.left == ()
    assert blobs(shelf) == set()


def busy(home: Path, number: int) -> None:
    with Shelf(home) as shelf:
        for n in range(15):
            entry, run = shelf.begin(f"{number} {n}")
            shelf.put(entry, {"same": b"the same for all", "own": f"{number} {n}".encode()}, {}, **PUT)  # type: ignore[arg-type]
            shelf.end(run)
            shelf.tag(entry, "busy")
            assert entry in {found.id for found in shelf.entries(tag="busy")}
            if n % 4 == 1:
                shelf.discard(entry)
                shelf.undo(entry)
            if n % 3 == 0:
                shelf.discard(entry, now=True)
            if n % 5 == 0:
                shelf.sweep()


def test_several_processes_use_one_shelf_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=busy, args=(tmp_path, n)) for n in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with Shelf(tmp_path) as shelf:
        entries = shelf.entries()
        assert len(entries) == 30
        for entry in entries:
            assert shelf.files(entry.id)["same"] == b"the same for all"
        assert len(blobs(shelf)) == 31


OPEN = """
import sys, time
from pathlib import Path
from gallery.shelf import Shelf
with Shelf(Path(sys.argv[1])) as shelf:
    with shelf.serving(sys.argv[2], "http://127.0.0.1:9"):
        print("open", flush=True)
        while shelf.exists(sys.argv[2]):
            time.sleep(0.1)
"""


def test_discard_ends_what_another_process_has_open(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved()
    with subprocess.Popen(
        [sys.executable, "-c", OPEN, str(shelf.home), entry], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        inventory = shelf.discard(entry).gone
        assert "address http://127.0.0.1:9" in inventory.removed
        assert inventory.left == ()


def test_what_another_process_is_making_is_not_discarded(shelf: Shelf) -> None:
    entry, run = shelf.begin("x")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        theirs = [*owner.me().split("/")[:2], str(process.pid), owner.started(process.pid)]
        with shelf._db.write() as db:
            db.execute("update runs set owner = ? where id = ?", ("/".join(theirs), run))
        with pytest.raises(GalleryError, match=str(process.pid)):
            shelf.discard(entry)
        process.kill()
    assert shelf.find(entry).state == "interrupted"
    assert shelf.discard(entry).gone.left == ()


def test_a_process_id_used_again_is_not_taken_for_the_owner(shelf: Shelf) -> None:
    entry, run = shelf.begin("x")
    with shelf._db.write() as db:
        db.execute("update runs set owner = ? where id = ?", (owner.me() + "1", run))
    assert shelf.find(entry).state == "interrupted"


def test_two_thousand_entries_are_listed(shelf: Shelf) -> None:
    with shelf._db.write() as db:
        for n in range(2000):
            db.execute(
                "insert into entries (id, title, kind, spec, fate, created, expires) values (?,?,?,?,?,?,?)",
                (f"app-{n}", "t", "web", "s", "on trial", n, None),
            )
            db.execute(
                "insert into versions (entry, number, tree, passed, claims, receipt, capsule, created)"
                " values (?, 1, '', 1, 2, '', '', 0)",
                (f"app-{n}",),
            )
            db.execute("insert into runs (entry, owner, started, ended) values (?,'',0,1)", (f"app-{n}",))
    began = time.monotonic()
    entries = shelf.entries()
    print(f"listed in {time.monotonic() - began:.3f} s")
    assert [e.id for e in entries[:2]] == ["app-1999", "app-1998"]
    assert len(entries) == 2000


def test_a_list_on_a_narrow_terminal_cuts_titles_never_ids(shelf: Shelf) -> None:
    told = io.StringIO()
    entry, run = shelf.begin("a calculator for the fuel that trips of several cars with many people need")
    shelf.end(run, "The model said no.")
    shelf.tag(entry, "car")
    show_entries(Console(file=told, width=80, force_terminal=True, color_system=None), shelf.entries(), now=0)
    assert entry in told.getvalue()
    shelf.discard(entry)
    wide = Console(file=told, width=200, force_terminal=True, color_system=None)
    show_entries(wide, shelf.discarded(), now=shelf._clock())
    assert "with m…  #car" in told.getvalue()
    assert "discarded, gone in 7 d" in told.getvalue()
    assert "nothing made" in told.getvalue()
    assert "\u2026" in told.getvalue()
