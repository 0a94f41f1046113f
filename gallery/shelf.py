"""Keeps entries, their versions, runs and events on disk. Refuses to lose what was put, and to show or run anything.

Files are blobs named by their hash; everything else is in one SQLite file. `versions` knows what an entry was before.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Any

from gallery.blobs import Blobs
from gallery.catalogue import Catalogue
from gallery.contract import DAY, Version
from gallery.database import NAME, Database
from gallery.errands import Errands, Serving
from gallery.fates import Fates
from gallery.folder import write_folder
from gallery.rows import add_entry
from gallery.steering import Steering
from gallery.text import line
from gallery.trees import (
    APP as APP,
    DATA as DATA,
    GIVEN as GIVEN,
    PICTURES as PICTURES,
    WRITTEN as WRITTEN,
    Trees,
)
from gallery.versions import Versions
from gallery.watched import Watched
from sandbox import owner
from sandbox.contract import Files, Inventory, Usage


class Shelf:
    """One open shelf; safe for threads. Other processes may have it open as well."""

    def __init__(
        self,
        home: Path,
        *,
        trial_days: float = 7,
        undo_days: float = 7,
        clock: Callable[[], float] = time.time,
        forget: Callable[[str], Inventory] = lambda entry: Inventory(),
    ) -> None:
        """`forget` removes what others have on record of an entry that is discarded."""
        self.home = home
        self.trial_days, self.undo_days = trial_days, undo_days
        self._clock = clock
        self._db = Database(home / NAME)
        self._trees = Trees(self._db, Blobs(home / "blobs"))
        self.errands = Errands(self._db)
        self.watched = Watched(self._db)
        self.steering = Steering(self._db, clock)
        self.versions = Versions(self._db, self._trees, clock, trial_days * DAY)
        catalogue = Catalogue(self._db)
        self.entries, self.count, self.find, self.exists = (
            catalogue.entries,
            catalogue.count,
            catalogue.find,
            catalogue.exists,
        )
        self.rename, self.tag, self.untag, self.tags = (
            catalogue.rename,
            catalogue.tag,
            catalogue.untag,
            catalogue.tags,
        )
        self.discarded, self.disk = catalogue.discarded, catalogue.disk
        fates = Fates(self._db, self._trees, home / "apps", clock, trial_days, undo_days, forget)
        self.keep, self.set_expiry, self.holdings = fates.keep, fates.set_expiry, fates.holdings
        self.discard, self.undo, self.sweep = fates.discard, fates.undo, fates.sweep
        self._fates = fates

    def __enter__(self) -> "Shelf":
        self._db.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All that this thread does to the shelf inside is done at the end, or nothing of it. Others wait meanwhile."""
        with self._db.write():
            yield

    # A run puts things in.

    def begin(self, sentence: str, given: Files | None = None) -> tuple[str, int]:
        """A new entry on trial and its first run, which this process owns. Gives the ids of both."""
        now = self._clock()
        with self._db.write() as db:
            entry = add_entry(db, sentence, line(sentence, 60), "", now, now + self.trial_days * DAY)
            self._trees.put(db, entry, 0, GIVEN, given or {})
            return entry, self._add_run(db, entry)

    def begin_again(self, entry: str, given: Files) -> int:
        """Another run of an entry, which this process owns; `given` is attached beside what was. Gives the run's id.
        Raises GalleryError while another run makes the entry."""
        with self._db.write() as db:
            self._fates.refuse_while_made(db, entry, also_by_me=True)
            self._fates.take_back(db, entry)
            self._trees.put(db, entry, 0, GIVEN, given)
            return self._add_run(db, entry)

    def record(self, run: int, event: Mapping[str, Any]) -> None:
        with self._db.write(lasting=False) as db:
            db.execute(
                "insert into events (run, at, data) values (?,?,?)",
                (run, self._clock(), json.dumps(event, default=str)),
            )

    def describe(self, entry: str, title: str, kind: str) -> None:
        with self._db.write() as db:
            db.execute(
                "update entries set title = ?, kind = ? where id = ?", (line(title, 80) or "untitled", kind, entry)
            )

    def put(
        self,
        entry: str,
        files: Files,
        pictures: Files,
        *,
        receipt: str,
        capsule: str,
        passed: int,
        claims: int,
        created: float | None = None,
    ) -> int:
        """A new version of the entry; the same files as in the version before only get their new receipt. Gives the
        version's number. The last version is always the one to hand over."""
        tree = tree_hash(files)
        with self._db.write() as db:
            row = db.execute(
                "select number, tree from versions where entry = ? order by number desc limit 1", (entry,)
            ).fetchone()
            number = 1 if row is None else row["number"] + (row["tree"] != tree)
            db.execute("delete from files where entry = ? and version = ? and part = ?", (entry, number, PICTURES))
            if row is None or number != row["number"]:
                self._trees.put(db, entry, number, APP, files)
            self._trees.put(db, entry, number, PICTURES, pictures)
            self._fates.take_back(db, entry)
            db.execute(
                "insert or replace into versions (entry, number, tree, passed, claims, receipt, capsule, created)"
                " values (?,?,?,?,?,?,?,?)",
                (entry, number, tree, passed, claims, receipt, capsule, self._clock() if created is None else created),
            )
        return number

    def end(self, run: int, reason: str = "") -> None:
        with self._db.write() as db:
            db.execute("update runs set ended = ?, reason = ? where id = ?", (self._clock(), reason, run))

    # Looking.

    def version(self, entry: str) -> Version | None:
        """The one to hand over; None when nothing was made."""
        with self._db.read() as db:
            row = db.execute(
                "select entry, number, tree, receipt, capsule, created from versions where entry = ?"
                " order by number desc limit 1",
                (entry,),
            ).fetchone()
        return None if row is None else Version(**row, uses=tuple(told for _, told in self.uses(entry)))

    def uses(self, entry: str) -> list[tuple[float, str]]:
        """What the entry made of what it was given while it was open, each since when and as JSON text."""
        with self._db.read() as db:
            rows = db.execute("select since, told from uses where entry = ? order by since", (entry,)).fetchall()
        return [(row["since"], row["told"]) for row in rows]

    def files(self, entry: str, part: str = APP) -> dict[str, bytes]:
        """The files of the version to hand over. Raises GalleryError when one is lost or damaged."""
        version = self.version(entry) if part in (APP, PICTURES) else None
        return self._trees.get(entry, part, version.number if version else 0)

    def events(self, entry: str) -> list[dict[str, Any]]:
        """Of its latest run, oldest first, each with `at`."""
        with self._db.read() as db:
            rows = db.execute(
                "select at, data from events where run = (select max(id) from runs where entry = ?) order by id",
                (entry,),
            ).fetchall()
        return [{"at": row["at"], **json.loads(row["data"])} for row in rows]

    def folder(self, entry: str) -> Path:
        """Where `lay_out` puts the entry's files."""
        return self.home / "apps" / entry

    def lay_out(self, entry: str) -> Path:
        """Make the folder hold the app's files as they are on the shelf: `app/` and `pictures/`."""
        folder = self.folder(entry)
        files = {f"app/{path}": content for path, content in self.files(entry).items()}
        files |= {f"pictures/{path}": content for path, content in self.files(entry, PICTURES).items()}
        with self._db.read():  # for its sentences when the disk is full
            write_folder(folder, files, replace=True)
        return folder

    # What becomes of an entry.

    def stored(self, entry: str) -> dict[str, bytes]:
        """All that was saved of what the app wrote, by its path beside the app's own files."""
        below = {f"{DATA}/{path}": content for path, content in self.files(entry, DATA).items()}
        return {**self.files(entry, WRITTEN), **below}

    def save_data(self, entry: str, files: Files, part: str = DATA) -> None:
        """What the app stored while it was open, in place of what was saved before."""
        with self._db.write() as db:
            if db.execute("select 1 from entries where id = ?", (entry,)).fetchone():
                old = self._trees.blobs_of(db, entry, part)
                db.execute("delete from files where entry = ? and part = ?", (entry, part))
                self._trees.put(db, entry, 0, part, files)
            else:
                old = set()
        self._trees.remove_unreferenced(old)

    @contextmanager
    def serving(self, entry: str, url: str) -> Iterator[Serving]:
        """While inside, others see that this process serves the entry there, and may ask things of it. One whose trial
        was over is on trial again."""
        with self._db.write() as db:
            self._fates.take_back(db, entry)
            row = db.execute(
                "insert into servings (entry, owner, url, since) values (?,?,?,?)",
                (entry, owner.me(), url, self._clock()),
            ).lastrowid
        try:
            yield Serving(self._db, row or 0)
        finally:
            with self._db.write() as db:
                db.execute("delete from servings where id = ?", (row,))

    def note_usage(self, entry: str, usage: Usage, remaining: float | None = None) -> None:
        """Let others see what the entry uses that this process serves, and the seconds it still has."""
        with self._db.write(lasting=False) as db:
            told = json.dumps(asdict(usage))
            db.execute(
                "update servings set used = ?, remaining = ? where entry = ? and owner = ?",
                (told, remaining, entry, owner.me()),
            )

    def note_use(self, entry: str, since: float, told: str) -> None:
        """What the entry, open since then, has made of what it was given; a JSON text in place of the one before."""
        with self._db.write() as db:
            if db.execute("select 1 from entries where id = ?", (entry,)).fetchone():
                db.execute("insert or replace into uses (entry, since, told) values (?,?,?)", (entry, since, told))

    def close(self, entry: str) -> None:
        """Whoever serves the entry ends within a second."""
        with self._db.write() as db:
            db.execute("delete from servings where entry = ?", (entry,))

    def _add_run(self, db: Connection, entry: str) -> int:
        run = db.execute(
            "insert into runs (entry, owner, started) values (?,?,?)", (entry, owner.me(), self._clock())
        ).lastrowid
        return int(run or 0)


def tree_hash(files: Files) -> str:
    """One name for a set of files, whatever their order."""
    listing = [[path, hashlib.sha256(content).hexdigest()] for path, content in sorted(files.items())]
    return hashlib.sha256(json.dumps(listing).encode()).hexdigest()
