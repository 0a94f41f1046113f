"""A process that is killed at any write leaves a shelf that is whole: what was there before, or what came after."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gallery.shelf import Shelf
from gallery.shelf_doctor import examine
from tests.gallery.power import APP, WORKS, prepare

WORK = """
import os, signal, sys
from pathlib import Path
from gallery import blobs, database, fates, folder, shelf as module, trees
from gallery.shelf import Shelf

def die(owner, name, after):
    plain = getattr(owner, name)
    def killed(*args, **kwargs):
        if after:
            plain(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(owner, name, killed)

home, entry, step, what = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
with Shelf(home) as shelf:
    before = shelf.version(entry)
    said = dict(receipt=before.receipt, capsule=before.capsule, passed=1, claims=2)
    owner, name, when = step.split(" ")
    die(eval(owner), name, when == "after")
    match what:
        case "put":
            shelf.put(entry, {"index.html": b"second", "more.js": b"more"}, {"p.png": b"p"}, **said)
        case "discard":
            shelf.discard(entry)
        case "discard now":
            shelf.discard(entry, now=True)
        case "undo":
            shelf.undo(entry)
        case "duplicate":
            shelf.versions.duplicate(shelf.find(entry))
        case "lay out":
            shelf.lay_out(entry)
        case "data":
            shelf.save_data(entry, {"diary.txt": b"new"})
"""
BLOB, ROW, FILE = "blobs.Blobs put", "trees.Trees put", "blobs.os fsync"
STEPS = [
    ("put", f"{FILE} before"),
    ("put", f"{BLOB} before"),
    ("put", f"{BLOB} after"),
    ("put", "blobs.os replace before"),
    ("put", f"{ROW} after"),
    ("data", f"{ROW} after"),
    ("data", "trees.Trees remove_unreferenced before"),
    ("data", "blobs.Blobs remove after"),
    ("discard", "fates remove_folder before"),
    ("discard", "fates remove_folder after"),
    ("discard now", "trees.Trees remove_unreferenced before"),
    ("discard now", "blobs.Blobs remove before"),
    ("discard now", "blobs.Blobs remove after"),
    ("duplicate", "trees.Trees copy after"),
    ("lay out", "folder exchanged before"),
    ("lay out", "folder exchanged after"),
    ("lay out", "module write_folder after"),
]


@pytest.mark.parametrize(("what", "step"), STEPS)
def test_killed_there_the_shelf_is_whole(shelf: Shelf, shelved: Callable[..., str], what: str, step: str) -> None:
    entry = shelved(files={"index.html": b"first"})
    shelf.save_data(entry, {"diary.txt": b"old"})
    shelf.lay_out(entry)
    ended = subprocess.run([sys.executable, "-c", WORK, str(shelf.home), entry, step, what], check=False)
    assert ended.returncode == -signal.SIGKILL, "it came to that step"
    for found in shelf.entries():
        number = found.versions
        files = {"index.html": b"first"} if number == 1 else {"index.html": b"second", "more.js": b"more"}
        assert shelf.files(found.id) == files
        assert shelf.files(found.id, "data") in ({"diary.txt": b"old"}, {"diary.txt": b"new"})
    if what not in ("discard", "discard now"):
        assert shelf.exists(entry)
    if what == "lay out":
        left = shelf.folder(entry) / "app/index.html"
        assert shelf.lay_out(entry)
        assert left.read_bytes() == b"first"
    if what == "discard":
        assert not shelf.exists(entry)
        shelf.undo(entry)
        assert shelf.files(entry) == {"index.html": b"first"}
    shelf.sweep()
    told = list(examine(Shelf(shelf.home), fix=False))
    assert all(finding.ok for finding in told), told
    named = {row[0] for row in shelf._db._alive().execute("select blob from files")}
    assert {p.name for p in (shelf.home / "blobs").rglob("*") if p.is_file()} == named


@pytest.mark.parametrize("work", WORKS)
def test_after_a_power_cut_before_any_step_no_app_is_lost(
    shelf: Shelf, shelved: Callable[..., str], tmp_path: Path, work: str
) -> None:
    entry = shelved(files=APP)
    prepare(shelf, entry, work)
    shelf.__exit__(None, None, None)
    argv = [sys.executable, "-m", "tests.gallery.power", str(tmp_path), entry, work]
    told = subprocess.run(argv, check=True, capture_output=True, text=True, timeout=500).stdout
    (steps, wrong), (again, wrong_when_cut) = json.loads(told)
    print(f"{work}: {steps} steps")
    assert steps == again > 0
    assert wrong | wrong_when_cut == {}


def test_a_damaged_file_is_mended_by_putting_it_again(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved(files={"index.html": b"as it was"})
    (path,) = [p for p in Path(shelf.home / "blobs").rglob("*") if p.is_file() and p.read_bytes() == b"as it was"]
    path.write_bytes(b"bit rot!!")
    shelved("another", files={"index.html": b"as it was"})
    assert shelf.files(entry) == {"index.html": b"as it was"}
