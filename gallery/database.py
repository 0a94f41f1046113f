"""Opens the shelf's SQLite file and runs transactions on it. Refuses files of a newer schema and half-done writes."""

import errno
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gallery.contract import GalleryError

NAME = "shelf.db"
STEPS = (
    """
create table entries (
    id text primary key, title text not null, kind text not null, spec text not null, fate text not null,
    created real not null, expires real, kept_in text not null default ''
) strict;
create table versions (
    entry text not null references entries(id) on delete cascade, number integer not null, tree text not null,
    passed integer not null, claims integer not null, receipt text not null, capsule text not null,
    created real not null, primary key (entry, number)
) strict;
create table files (
    entry text not null references entries(id) on delete cascade, version integer not null, part text not null,
    path text not null, blob text not null, size integer not null, primary key (entry, version, part, path)
) strict;
create index files_by_blob on files(blob);
create table runs (
    id integer primary key, entry text not null references entries(id) on delete cascade,
    owner text not null, started real not null, ended real, reason text not null default ''
) strict;
create index runs_by_entry on runs(entry);
create table events (
    id integer primary key, run integer not null references runs(id) on delete cascade,
    at real not null, data text not null
) strict;
create index events_by_run on events(run);
create table servings (
    id integer primary key, entry text not null references entries(id) on delete cascade,
    owner text not null, url text not null, since real not null
) strict;
create index servings_by_entry on servings(entry)""",
    "alter table servings add column used text not null default 'null'",
    """
create table uses (
    entry text not null references entries(id) on delete cascade, since real not null, told text not null,
    primary key (entry, since)
) strict""",
    "alter table servings add column remaining real",
    """
create table errands (
    id integer primary key, serving integer not null references servings(id) on delete cascade, what text not null,
    minutes real not null, path text not null, content blob not null, answer text, done integer
) strict""",
    """
alter table entries add column named text not null default '';
alter table entries add column days real;
create index entries_by_created on entries(created);
create table tags (
    entry text not null references entries(id) on delete cascade, tag text not null, primary key (entry, tag)
) strict;
create index tags_by_tag on tags(tag);
create table discarded (
    entry text primary key references entries(id) on delete cascade, at real not null, until real not null
) strict""",
    """
create table wishes (
    id integer primary key, run integer not null references runs(id) on delete cascade, at real not null,
    what text not null, about text not null
) strict;
create index wishes_by_run on wishes(run);
create table glimpses (
    id integer primary key, run integer not null references runs(id) on delete cascade, name text not null,
    told blob not null, unique (run, name)
) strict""",
    """
create table watched (
    path text primary key, entry text not null, digest text not null, text text not null
) strict""",
)
"""What brings a file from one schema to the next; a fresh one goes through all of them."""


class Database:
    """One connection that the threads of a process share; every process has its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def open(self) -> None:
        with plainly(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("pragma busy_timeout = 30000")
            self._connection.execute("pragma foreign_keys = on")
            to_wal(self._connection)
            self._connection.create_function("folded", 1, str.casefold, deterministic=True)
        if self._version() != len(STEPS):
            self._bring_forward()

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        with self._lock, plainly(self.path):
            yield self._alive()

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; within another `write` of this thread it is a part of that. Nobody else writes
        meanwhile, in this process or another. What was written outlasts a power cut; unless it is `lasting` that costs
        no wait for the disk, and the last seconds of it may be lost."""
        with self._lock, plainly(self.path):
            db = self._alive()
            if db.in_transaction:
                yield db
                return
            db.execute(f"pragma synchronous = {'full' if lasting else 'normal'}")
            db.execute("begin immediate")
            try:
                yield db
                db.execute("commit")
            except BaseException:
                if db.in_transaction:
                    db.execute("rollback")
                raise

    def _version(self) -> int:
        with self.read() as db:
            return int(db.execute("pragma user_version").fetchone()[0])

    def _bring_forward(self) -> None:
        with self.write() as db:
            version = self._version()  # again: another process may have done it meanwhile
            if version > len(STEPS):
                raise GalleryError("The shelf was written by a newer Mayfly.", "Update Mayfly.")
            for step in STEPS[version:]:
                for statement in step.split(";"):
                    db.execute(statement)
            db.execute(f"pragma user_version = {len(STEPS)}")

    def _alive(self) -> sqlite3.Connection:
        if self._connection is None:
            raise GalleryError("The shelf is closed.")
        return self._connection


def to_wal(connection: sqlite3.Connection) -> None:
    """Switching a fresh file to WAL fails at once, without the busy timeout, while another process does the same."""
    for attempt in range(100):
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 99:
                raise
            time.sleep(0.05)


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turns what the disk and SQLite say into a sentence for people."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        said = getattr(error, "strerror", None) or str(error)
        if "FOREIGN KEY" in said:
            raise GalleryError("There is no app like that any more.", "See what there is: mayfly list.") from error
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in said:
            raise GalleryError(
                f"The disk with {path.parent} is full.", "Free some space; everything shelved before is still there."
            ) from error
        if isinstance(error, OSError) or "readonly" in said or "unable to open" in said:
            raise GalleryError(
                f"The shelf in {path.parent} can't be used: {said}.", "Check the folder's owner, or set MAYFLY_HOME."
            ) from error
        if "malformed" in said or "not a database" in said:
            raise GalleryError(
                f"The shelf's file {path} is damaged.", "Mend it: mayfly doctor --shelf --fix."
            ) from error
        raise GalleryError(f"The shelf can't be used just now: {said}.", "Try again.") from error
