"""Cuts the power of what works on a shelf at its k-th step towards the disk, for every k, and looks at what is left.

A step is a file or folder that is made, renamed or removed, a wait for the disk, the end of a transaction. Work ends in
one of two ways: `killed`, and what was written is there; `cut`, and what no wait for the disk has made sure of has not
come so far: files are empty, names of blobs are missing, SQLite's log ends where it was last waited for.

python -m tests.gallery.power FOLDER ENTRY WORK
"""

import json
import os
import shutil
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gallery import folder
from gallery.arrivals import read
from gallery.exports import as_zip
from gallery.importing import bring
from gallery.keep import keep
from gallery.shelf import DATA, Shelf
from gallery.shelf_doctor import examine

APP, NEW = {"index.html": b"first", "same.js": b"same"}, {"index.html": b"second", "same.js": b"same"}
STORED = {"diary.txt": b"dear diary"}
DIED = 99
MEMORY = Path("/dev/shm")
"""Where nothing has to be waited for."""


class Power:
    """Counts the steps below a folder, and ends the process before the one that it is told to."""

    def __init__(self, place: Path, last: int) -> None:
        self.place, self.left = str(place), last
        self.durable = {number for found in place.rglob("*") for number in (found.stat().st_ino, -found.stat().st_ino)}
        """Inodes of which the content is on the disk; negative, of which the name is."""
        self.log = 0
        self.on = True

    def step(self) -> None:
        if self.on:
            self.left -= 1
            if self.left < 0:
                self.on = False
                print(json.dumps([sorted(self.durable), self.log]))
                sys.stdout.flush()
                os._exit(DIED)

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """Before it happens."""
        made = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if made or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"):
            where = os.fsdecode(args[0]) if isinstance(args[0], str | bytes | os.PathLike) else ""
            if where.startswith(self.place) or not where.startswith("/"):  # rmtree works with names in an open folder
                self.step()

    def waited(self, handle: int) -> None:
        """For a file or for the names in a folder."""
        self.step()
        found = Path(f"/proc/self/fd/{handle}").resolve()
        inside = [path.stat().st_ino for path in found.iterdir()] if found.is_dir() else []
        self.durable |= {os.fstat(handle).st_ino, *(-number for number in inside)}

    def committed(self, path: Path, *, lasting: bool) -> None:
        if lasting:
            self.log = path.with_name(f"{path.name}-wal").stat().st_size


def armed(place: Path, last: int) -> Power:
    power = Power(place, last)

    class Watched(sqlite3.Connection):
        lasting = True

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql.startswith("pragma synchronous"):
                self.lasting = "full" in sql
            ends = sql == "commit" or "checkpoint" in sql
            if ends:
                power.step()
            # What a wait would make sure of is kept account of here, so nothing has to be waited for.
            done = super().execute("pragma synchronous = off" if sql.startswith("pragma synchronous") else sql, *values)
            if ends:
                power.committed(place / "home/shelf.db", lasting=self.lasting or sql != "commit")
            return done

    plain: Callable[..., Any] = sqlite3.connect
    exchanged = folder.exchanged

    def exchange(one: Path, other: Path) -> bool:
        power.step()
        return exchanged(one, other)

    sqlite3.connect = lambda *args, **more: plain(*args, **more, factory=Watched)  # type: ignore[assignment]
    os.fsync, folder.exchanged = power.waited, exchange  # type: ignore[assignment]
    sys.addaudithook(power.hear)
    return power


def cut(place: Path, durable: set[int], log: int) -> None:
    """What a power cut may take."""
    wal = place / "home/shelf.db-wal"
    if wal.exists() and wal.stat().st_size > log:
        os.truncate(wal, log)
    for path in [path for path in place.rglob("*") if path.is_file() and not path.name.startswith("shelf.db")]:
        number = path.stat().st_ino
        if number not in durable:
            os.truncate(path, 0)
        if "blobs" in path.parts and -number not in durable:
            path.unlink()
    for path in (place / "home/blobs").glob("??"):
        if -path.stat().st_ino not in durable:
            shutil.rmtree(path)


Work = Callable[[Shelf, str, Path], Any]
Holds = Callable[[Shelf, str, Path], bool]


def change(shelf: Shelf, entry: str, place: Path) -> None:
    run = shelf.begin_again(entry, {"given.txt": b"see"})
    shelf.record(run, {"event": "Remark", "text": "so far"})
    before = shelf.versions.get(entry, 1)
    shelf.put(entry, NEW, {"p.png": b"new"}, receipt=before.receipt, capsule=before.capsule, passed=1, claims=2)
    shelf.end(run)


def is_there(shelf: Shelf, entry: str, place: Path) -> bool:
    """In one of its states, and nothing half of it."""
    versions = shelf.find(entry).versions
    files = [shelf.versions.files(entry, number) for number in range(1, versions + 1)]
    return files in ([APP], [APP, NEW], [APP, NEW, APP]) and shelf.files(entry, DATA) in (STORED, NEW)


def is_there_or_can_be_brought_back(shelf: Shelf, entry: str, place: Path) -> bool:
    if not shelf.exists(entry):
        shelf.undo(entry)
    return is_there(shelf, entry, place)


def is_kept_where_it_says(shelf: Shelf, entry: str, place: Path) -> bool:
    kept = shelf.find(entry).kept_in
    return is_there(shelf, entry, place) and (not kept or is_whole(Path(kept)))


def is_whole(kept: Path) -> bool:
    return read(kept).app.files == APP and all(path.stat().st_size for path in kept.rglob("*") if path.is_file())


def is_kept_or_as_before(shelf: Shelf, entry: str, place: Path) -> bool:
    """The folder that was there is never gone before the new one stands."""
    mine = place / "mine"
    return is_there(shelf, entry, place) and ((mine / "thesis.txt").exists() or is_whole(mine))


def came_whole_or_not_at_all(shelf: Shelf, entry: str, place: Path) -> bool:
    others = [one for one in shelf.entries() if one.id != entry]
    return is_there(shelf, entry, place) and len(others) < 2 and all(is_there(shelf, one.id, place) for one in others)


def is_gone_or_there(shelf: Shelf, entry: str, place: Path) -> bool:
    return not shelf.exists(entry) or is_there(shelf, entry, place)


WORKS: Mapping[str, tuple[Work, Holds]] = {
    "keep": (lambda shelf, entry, place: keep(shelf, shelf.find(entry), place / "kept"), is_kept_where_it_says),
    "keep over another folder": (
        lambda shelf, entry, place: keep(shelf, shelf.find(entry), place / "mine", force=True),
        is_kept_or_as_before,
    ),
    "discard": (lambda shelf, entry, place: shelf.discard(entry), is_there_or_can_be_brought_back),
    "discard for good": (lambda shelf, entry, place: shelf.discard(entry, now=True), is_gone_or_there),
    "undo": (lambda shelf, entry, place: shelf.undo(entry), is_there_or_can_be_brought_back),
    "rename": (lambda shelf, entry, place: shelf.rename(entry, "Tarts"), is_there),
    "change": (change, is_there),
    "restore": (lambda shelf, entry, place: shelf.versions.restore(entry, 1), is_there),
    "store": (lambda shelf, entry, place: shelf.save_data(entry, NEW), is_there),
    "import": (lambda shelf, entry, place: bring(shelf, read(place / "app.zip")), came_whole_or_not_at_all),
}


def prepare(shelf: Shelf, entry: str, work: str) -> None:
    """All as it is before the work."""
    place = shelf.home.parent
    shelf.save_data(entry, STORED)
    shelf.lay_out(entry)
    other = shelf.versions.duplicate(shelf.find(entry))
    change(shelf, other, place)
    (place / "app.zip").write_bytes(as_zip(shelf, shelf.find(other)))
    shelf.discard(other, now=True)
    if work == "restore":
        change(shelf, entry, place)
    if work == "undo":
        shelf.discard(entry)
    (place / "mine").mkdir()
    (place / "mine/thesis.txt").write_text("years of work")


def on(place: Path) -> Shelf:
    """Not open; at a time at which no trial is over."""
    return Shelf(place / "home", clock=lambda: 1_000_000.0)


def tried(before: Path, entry: str, work: str, way: str, last: int) -> tuple[bool, list[str]]:
    """Whether it came so far, and what is wrong after it."""
    does, holds = WORKS[work]
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        place = Path(name) / "place"
        shutil.copytree(before, place)
        said, saying = os.pipe()
        if not (child := os.fork()):
            os.dup2(saying, 1)
            try:
                power = armed(place, last)
                with on(place) as shelf:
                    does(shelf, entry, place)
                    power.step()  # and when all is done
                    os._exit(0)
            except BaseException:
                traceback.print_exc()
            os._exit(1)
        os.close(saying)
        with os.fdopen(said) as told:
            text = told.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status not in (0, DIED):
            return False, [f"it ended with {status}"]
        if status == DIED and way == "cut":
            durable, log = json.loads(text)
            cut(place, set(durable), log)
        return status == DIED, [*wrong(place, entry, holds)]


def wrong(place: Path, entry: str, holds: Holds) -> Iterator[str]:
    for found in examine(on(place), fix=False):
        if not found.ok:
            yield f"{found.name}: {found.found}"
    for found in examine(on(place), fix=True):
        if not found.ok:
            yield f"{found.name} is not mended: {found.found}"
    with on(place) as shelf:
        try:
            if not holds(shelf, entry, place):
                yield f"it is not so that it {holds.__name__.replace('_', ' ')}"
        except Exception:
            yield traceback.format_exc()


def every(before: Path, entry: str, work: str, way: str) -> tuple[int, dict[str, list[str]]]:
    """How many steps the work has, and what is wrong after it ended before which."""
    steps, found = 0, dict[str, list[str]]()
    while True:
        came, told = tried(before, entry, work, way, steps)
        if told:
            found[f"{work} {way} {steps}"] = told
        if not came:
            return steps, found
        steps += 1


if __name__ == "__main__":
    place, entry, work = sys.argv[1:]
    print(json.dumps([every(Path(place), entry, work, way) for way in ("killed", "cut")]))
