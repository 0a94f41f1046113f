"""Decides what becomes of entries: kept, over, discarded, brought back, gone for good. Refuses to discard what is still
being made, and to leave anything of what is gone.

What is discarded waits, out of sight, for as long as it can be brought back; only then do its rows and files go.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection

from gallery.contract import DAY, Discarded, Entry, Fate, GalleryError
from gallery.database import Database
from gallery.folder import remove_folder
from gallery.rows import ENTRIES, alive, as_entry
from gallery.trees import Trees
from sandbox import owner
from sandbox.contract import Inventory

LOOKED = ("entries on the shelf", "files on disk", "folders", "addresses and tokens of open apps")
"""What is looked for when an entry is gone. A token lives in the process that serves an app, and ends with it."""


class Fates:
    """Part of an open shelf. `forget` removes what others have on record of an entry that is gone."""

    def __init__(
        self,
        db: Database,
        trees: Trees,
        apps: Path,
        clock: Callable[[], float],
        trial_days: float,
        undo_days: float,
        forget: Callable[[str], Inventory],
    ) -> None:
        self._db, self._trees, self._apps = db, trees, apps
        self._clock, self._trial, self._undo = clock, trial_days * DAY, undo_days * DAY
        self._forget = forget

    def keep(self, entry: str, folder: Path) -> None:
        with self._db.write() as db:
            db.execute(
                "update entries set fate = ?, expires = null, kept_in = ? where id = ?", (Fate.KEPT, str(folder), entry)
            )

    def set_expiry(self, entry: str, days: float | None) -> None:
        """Let its trial last so many days from now; None: without end. Raises GalleryError for one that is kept."""
        with self._db.write() as db:
            done = db.execute(
                "update entries set fate = ?, days = ?, expires = ? where id = ? and fate != ?",
                (Fate.ON_TRIAL, days, None if days is None else self._clock() + days * DAY, entry, Fate.KEPT),
            )
            if not done.rowcount:
                raise GalleryError(f"{entry} is kept: it does not expire.", f"Discard it: mayfly discard {entry}.")

    def take_back(self, db: Connection, entry: str) -> None:
        """One whose trial was over is on trial again."""
        db.execute(
            "update entries set fate = ?, expires = ? + coalesce(days * ?, ?) where id = ? and fate = ?",
            (Fate.ON_TRIAL, self._clock(), DAY, self._trial, entry, Fate.EXPIRED),
        )

    def holdings(self, entry: str) -> tuple[str, ...]:
        """What there is of an entry, as `kind name` lines: what a discard takes away."""
        with self._db.read() as db:
            return self._holdings(db, entry)

    def discard(self, entry: str, *, now: bool = False, wait: float = 10) -> Discarded:
        """Take it off the shelf with all that is only its own. Processes that serve it end within `wait` seconds;
        what a user kept elsewhere stays. It can be brought back for some days, unless it is to go `now`. Raises
        GalleryError while it is still being made."""
        until = self._clock() + self._undo
        with self._db.write() as db:
            servings = db.execute("select owner, url from servings where entry = ?", (entry,)).fetchall()
            self.refuse_while_made(db, entry)
            waits = self._holdings(db, entry)
            db.execute("delete from servings where entry = ?", (entry,))
            db.execute(
                "insert or ignore into discarded (entry, at, until) select id, ?, ? from entries where id = ?",
                (self._clock(), until, entry),
            )
        removed = self._without_folder(entry)
        others = [s for s in servings if s["owner"] != owner.me()]
        end = time.monotonic() + wait
        while time.monotonic() < end and any(alive(s["owner"]) for s in others):
            time.sleep(0.2)  # each sees within a second that its entry is gone, and ends
        left = tuple(f"address {s['url']}" for s in others if alive(s["owner"]))
        removed += [f"address {s['url']}" for s in others if not alive(s["owner"])]
        if not now:
            return Discarded(Inventory(tuple(removed), left, LOOKED[2:]), waits, until if waits else None)
        gone = self._purge(entry)
        return Discarded(Inventory((*removed, *gone.removed), (*left, *gone.left), gone.looked))

    def undo(self, entry: str) -> None:
        """Bring back one that was discarded, with all that was its own: as it was kept, or on a new trial. Raises
        GalleryError when it is gone for good."""
        with self._db.write() as db:
            if not db.execute("delete from discarded where entry = ?", (entry,)).rowcount:
                raise GalleryError(f"{entry} was not discarded, or is gone for good.", "See the shelf: mayfly list.")
            db.execute(
                "update entries set fate = ?, expires = ? + coalesce(days * ?, ?)"
                " where id = ? and fate != ? and expires is not null",
                (Fate.ON_TRIAL, self._clock(), DAY, self._trial, entry, Fate.KEPT),
            )

    def sweep(self) -> Inventory:
        """Let trials end that are over (not while they are open or being made), and remove what could have been taken
        back for long enough, and what crashes left behind."""
        gone = [self._purge(entry.id) for entry in self._ending() if self._is_overdue(entry)]
        with self._db.write() as db:
            for row in db.execute("select id, owner from servings").fetchall():
                if not alive(row["owner"]):
                    db.execute("delete from servings where id = ?", (row["id"],))
            known = {
                row[0] for row in db.execute("select id from entries where id not in (select entry from discarded)")
            }
        removed = [f"file {name[:12]}" for name in self._trees.remove_unreferenced()]
        for folder in sorted(self._apps.iterdir()) if self._apps.is_dir() else ():
            # A hidden one is being written now, unless it is old.
            hidden = folder.name.startswith(".")
            with suppress(FileNotFoundError):  # another process sweeps as well
                if folder.name not in known and not (hidden and time.time() - folder.lstat().st_mtime < 3600):
                    remove_folder(folder)
                    removed.append(f"folder {folder}")
        return Inventory(
            (*(thing for one in gone for thing in one.removed), *removed),
            tuple(thing for one in gone for thing in one.left),
        )

    def refuse_while_made(self, db: Connection, entry: str, *, also_by_me: bool = False) -> None:
        """GalleryError while another process makes the entry."""
        row = db.execute(f"{ENTRIES} where e.id = ?", (entry,)).fetchone()
        is_made = row is not None and as_entry(row).state == "being made"
        if is_made and (also_by_me or row["owner"] != owner.me()):
            pid = row["owner"].split("/")[2]
            raise GalleryError(f"{entry} is still being made by process {pid}.", "Press Ctrl-C there first.")

    def _ending(self) -> Iterable[Entry]:
        """Those of which a clock may say that it is time, or that it was set back; none that is open or being made."""
        now = self._clock()
        with self._db.read() as db:
            rows = db.execute(
                f"{ENTRIES} where d.until is not null or e.expires < ?"
                " or e.expires > ? + case e.fate when ? then ? else coalesce(e.days * ?, ?) end",
                (now, now, Fate.EXPIRED, self._undo, DAY, self._trial),
            ).fetchall()
        return [entry for entry in map(as_entry, rows) if not entry.url and entry.state != "being made"]

    def _is_overdue(self, entry: Entry) -> bool:
        """Whether an entry is to go for good. A trial that is over only begins the time in which it can be taken back,
        so that nothing is lost by one look at a clock that was set ahead; one that was set back lengthens nothing."""
        now = self._clock()
        if entry.gone_at is not None:
            if entry.gone_at > now + self._undo:
                with self._db.write() as db:
                    db.execute("update discarded set until = ? where entry = ?", (now + self._undo, entry.id))
            return entry.gone_at < now
        if entry.expires is None:
            return False
        trial = entry.fate is Fate.ON_TRIAL
        if trial and entry.expires < now:
            fate, expires = Fate.EXPIRED, now + self._undo
        else:
            length = self._undo if not trial else self._trial if entry.days is None else entry.days * DAY
            fate, expires = entry.fate, min(entry.expires, now + length)
        if (fate, expires) != (entry.fate, entry.expires):
            with self._db.write() as db:
                db.execute("update entries set fate = ?, expires = ? where id = ?", (fate, expires, entry.id))
        return expires < now

    def _purge(self, entry: str) -> Inventory:
        """Remove all that there is of the entry, for good."""
        with self._db.write() as db:
            held = self._holdings(db, entry)
            if not held:
                return Inventory()
            blobs = self._trees.blobs_of(db, entry)
            db.execute("delete from entries where id = ?", (entry,))
            db.execute("update watched set text = '' where entry = ?", (entry,))
        removed = [held for held in held if not held.startswith(("file ", "folder "))]
        removed += [f"file {name[:12]}" for name in self._trees.remove_unreferenced(blobs)]
        removed += self._without_folder(entry)
        forgotten = self._forget(entry)
        with self._db.read() as db:
            db.execute("pragma wal_checkpoint(truncate)")
        return Inventory(
            (*removed, *forgotten.removed),
            (*forgotten.left, *self._left_of(entry, blobs)),
            (*LOOKED, *forgotten.looked),
        )

    def _holdings(self, db: Connection, entry: str) -> tuple[str, ...]:
        if db.execute("select 1 from entries where id = ?", (entry,)).fetchone() is None:
            return ()
        versions = db.execute("select count(*) from versions where entry = ?", (entry,)).fetchone()[0]
        events = db.execute(
            "select count(*) from events where run in (select id from runs where entry = ?)", (entry,)
        ).fetchone()[0]
        files = [f"file {name[:12]}" for name in self._trees.only_of(db, entry)]
        folder = [f"folder {self._apps / entry}"] if (self._apps / entry).exists() else []
        return (f"entry {entry}", f"versions {versions}", f"events {events}", *files, *folder)

    def _without_folder(self, entry: str) -> list[str]:
        folder = self._apps / entry
        if not folder.exists():
            return []
        remove_folder(folder)
        return [f"folder {folder}"]

    def _left_of(self, entry: str, blobs: set[str]) -> list[str]:
        """What there still is of one that is gone."""
        left = [f"folder {self._apps / entry}"] if (self._apps / entry).exists() else []
        with self._db.read() as db:
            if db.execute("select 1 from entries where id = ?", (entry,)).fetchone():
                left.append("rows entries")
            for table in ("versions", "files", "runs", "servings", "uses", "tags", "discarded"):
                if db.execute(f"select 1 from {table} where entry = ?", (entry,)).fetchone():  # noqa: S608
                    left.append(f"rows {table}")
            left += [f"file {name[:12]}" for name in self._trees.unreferenced(db, blobs)]
        return left
