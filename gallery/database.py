"""Opens the shelf's SQLite file and runs transactions on it. Refuses files of a newer schema and half-done writes."""

import errno
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gallery.contract import GalleryError

SCHEMA_VERSION = 5
SCHEMA = """
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
    owner text not null, url text not null, since real not null, used text not null default 'null',
    remaining real
) strict;
create index servings_by_entry on servings(entry);
"""
USES = """
create table uses (
    entry text not null references entries(id) on delete cascade, since real not null, told text not null,
    primary key (entry, since)
) strict"""
ERRANDS = """
create table errands (
    id integer primary key, serving integer not null references servings(id) on delete cascade, what text not null,
    minutes real not null, path text not null, content blob not null, answer text, done integer
) strict"""


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
            self._connection.execute("pragma synchronous = normal")
        with self.write() as db:
            (version,) = db.execute("pragma user_version").fetchone()
            if version > SCHEMA_VERSION:
                raise GalleryError("The shelf was written by a newer Mayfly.", "Update Mayfly.")
            if version == 0:
                for statement in SCHEMA.split(";"):
                    db.execute(statement)
            if version == 1:
                db.execute("alter table servings add column used text not null default 'null'")
            if version < 3:
                db.execute(USES)
            if version in (1, 2, 3):
                db.execute("alter table servings add column remaining real")
            if version < 5:
                db.execute(ERRANDS)
            if version < SCHEMA_VERSION:
                db.execute(f"pragma user_version = {SCHEMA_VERSION}")

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
    def write(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing. Nobody else writes meanwhile, in this process or another."""
        with self._lock, plainly(self.path):
            db = self._alive()
            db.execute("begin immediate")
            try:
                yield db
                db.execute("commit")
            except BaseException:
                if db.in_transaction:
                    db.execute("rollback")
                raise

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
                f"The shelf's file {path} is damaged.", "Move it aside and start again; the apps' files are beside it."
            ) from error
        raise GalleryError(f"The shelf can't be used just now: {said}.", "Try again.") from error
