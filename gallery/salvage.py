"""Takes what can still be read out of a damaged shelf file into a new one. Refuses to throw the damaged one away."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from gallery.database import NAME, Database

TABLES = ("entries", "versions", "files", "runs", "events", "uses", "tags", "discarded", "glimpses", "watched")
"""Each after those that its rows refer to; what only says which processes serve an app is not worth saving."""


def is_damaged(home: Path) -> str:
    """What SQLite says of the file, "" when all is well or there is none."""
    path = home / NAME
    if not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=30)) as db:
            said = [str(row[0]) for row in db.execute("pragma integrity_check(5)")]
            if db.execute("pragma user_version").fetchone()[0]:
                db.execute("select 1 from entries").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == ["ok"] else "; ".join(said)


def salvage(home: Path) -> tuple[Path, int]:
    """Put a new file in its place with all rows that can be read, and the damaged one with all blobs aside. Gives where
    they lie, and how many entries were saved."""
    aside = home / f"damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    aside.mkdir()
    fresh = aside / "new"
    with closing(Database(fresh / NAME)) as database:
        database.open()
        with closing(sqlite3.connect(home / NAME, timeout=30)) as old, database.write() as db:
            old.row_factory = sqlite3.Row
            for table in TABLES:
                known = {row["name"] for row in db.execute(f"pragma table_info({table})")}
                for row in _readable(old, table):
                    names = [name for name in row.keys() if name in known]  # noqa: SIM118 - a row iterates over values
                    holes = ",".join("?" * len(names))
                    with suppress(sqlite3.Error):  # of an entry that is lost, or with a value that no longer fits
                        told = f"insert or ignore into {table} ({','.join(names)}) values ({holes})"  # noqa: S608
                        db.execute(told, [row[name] for name in names])
            saved = int(db.execute("select count(*) from entries").fetchone()[0])
    if (home / "blobs").is_dir():
        shutil.copytree(home / "blobs", aside / "blobs", copy_function=os.link)
    for path in home.glob(f"{NAME}*"):
        os.replace(path, aside / path.name)
    os.replace(fresh / NAME, home / NAME)
    shutil.rmtree(fresh)
    return aside, saved


def _readable(db: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """From the first row on and from the last one back, as far as the file can be read."""
    for order in ("asc", "desc"):
        try:
            yield from db.execute(f"select * from {table} order by rowid {order}")  # noqa: S608
            return
        except sqlite3.Error:
            continue
