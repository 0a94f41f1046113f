"""Remembers which spec file an entry was made from, and how the file read then. Refuses to look at the files."""

from dataclasses import dataclass

from gallery.database import Database


@dataclass(frozen=True, slots=True)
class Known:
    """`text` is what the entry stands for, `digest` that of what the file held when it was last looked at: they differ
    after a change that came to nothing."""

    path: str
    entry: str
    digest: str
    text: str


class Watched:
    """Part of an open shelf."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Known]:
        with self._db.read() as db:
            rows = db.execute("select path, entry, digest, text from watched order by path").fetchall()
        return [Known(**row) for row in rows]

    def note(self, known: Known) -> None:
        """In place of what was known of that path."""
        with self._db.write() as db:
            db.execute(
                "insert or replace into watched (path, entry, digest, text) values (?,?,?,?)",
                (known.path, known.entry, known.digest, known.text),
            )

    def move(self, path: str, to: str) -> None:
        with self._db.write() as db:
            db.execute("update or replace watched set path = ? where path = ?", (to, path))
