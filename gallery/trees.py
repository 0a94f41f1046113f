"""Keeps the files of entries: rows that name blobs. Refuses unsafe paths, and to remove a blob that a row still names.

Blobs are written, and removed, only while the writing transaction is held, so no process removes what another is about
to refer to.
"""

from sqlite3 import Connection

from gallery.blobs import Blobs
from gallery.contract import GalleryError
from gallery.database import Database
from gallery.text import safe_path
from sandbox.contract import Files

APP, PICTURES, GIVEN, DATA, WRITTEN = "app", "picture", "given", "data", "written"
"""Parts of an entry's files: the app's own, screenshots, what the user attached, what the app stored below data/ while
it was open, and what it wrote elsewhere. The first two belong to a version, the others stand under version 0."""


class Trees:
    """One per shelf. What takes a connection is part of the caller's transaction."""

    def __init__(self, db: Database, blobs: Blobs) -> None:
        self._db = db
        self._blobs = blobs

    def get(self, entry: str, part: str, version: int) -> dict[str, bytes]:
        """Raises GalleryError when a file is lost or damaged."""
        select = "select path, blob from files where entry = ? and part = ? and version = ? order by path"
        before = None
        while True:
            with self._db.read() as db:
                rows = db.execute(select, (entry, part, version)).fetchall()
            try:
                return {row["path"]: self._blobs.get(row["blob"]) for row in rows}
            except KeyError as error:
                if rows == before:  # otherwise another process has put others in their place meanwhile
                    raise GalleryError(
                        f"A file of {entry} is damaged on disk.",
                        f"Discard it and make it again: mayfly discard {entry}.",
                    ) from error
                before = rows

    def put(self, db: Connection, entry: str, version: int, part: str, files: Files) -> None:
        """A file of the same path is replaced."""
        for path, content in files.items():
            db.execute(
                "insert or replace into files (entry, version, part, path, blob, size) values (?,?,?,?,?,?)",
                (entry, version, part, safe_path(path), self._blobs.put(content), len(content)),
            )

    def copy(self, db: Connection, one: tuple[str, int], other: tuple[str, int], part: str = "%") -> None:
        """Give another version, or another entry, the same files. Their blobs are shared."""
        db.execute(
            "insert into files (entry, version, part, path, blob, size)"
            " select ?, ?, part, path, blob, size from files where entry = ? and version = ? and part like ?",
            (*other, *one, part),
        )

    def size(self, entry: str, part: str, version: int) -> int:
        """Bytes."""
        with self._db.read() as db:
            (size,) = db.execute(
                "select coalesce(sum(size), 0) from files where entry = ? and part = ? and version = ?",
                (entry, part, version),
            ).fetchone()
        return int(size)

    def blobs_of(self, db: Connection, entry: str, part: str = "%") -> set[str]:
        return {row[0] for row in db.execute("select blob from files where entry = ? and part like ?", (entry, part))}

    def only_of(self, db: Connection, entry: str) -> list[str]:
        """The blobs that no other entry shares."""
        rows = db.execute(
            "select distinct blob from files f where entry = ? and not exists"
            " (select 1 from files o where o.blob = f.blob and o.entry != f.entry) order by blob",
            (entry,),
        )
        return [name for (name,) in rows]

    def unreferenced(self, db: Connection, blobs: set[str]) -> list[str]:
        """Those that are on disk and that no entry needs."""
        return [name for name in sorted(blobs) if not self._is_named(db, name) and self._blobs.has(name)]

    def remove_unreferenced(self, blobs: set[str] | None = None) -> list[str]:
        """Of these blobs, or of all. Most are seen to be needed while others may still write."""
        with self._db.read() as db:
            if blobs is None:
                known = {name for (name,) in db.execute("select distinct blob from files")}
                blobs = set(self._blobs.names()) - known
            else:
                blobs = set(self.unreferenced(db, blobs))
        if not blobs:
            return []
        with self._db.write() as db:
            removed = self.unreferenced(db, blobs)
            for name in removed:
                self._blobs.remove(name)
        return removed

    def _is_named(self, db: Connection, blob: str) -> bool:
        return db.execute("select 1 from files where blob = ?", (blob,)).fetchone() is not None
