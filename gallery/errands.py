"""What one process asks of another that serves an app: a restart, more time, its log, a file. Refuses to ask for
anything of an app that nobody serves, and to wait for an answer without end.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Row
from typing import Literal, get_args

from gallery.contract import GalleryError
from gallery.database import Database
from gallery.text import safe_path

What = Literal["restart", "more", "log", "put", "save"]
"""Start the app again; give it more time; tell what it printed; put a file beside its own; save what it has written."""
MOST_MB = 16
"""Of a file that is put."""
PATIENCE = 40.0
"""Seconds; a restart takes up to thirty."""
LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Errand:
    id: int
    what: What
    minutes: float = 0
    path: str = ""
    content: bytes = b""


class Serving:
    """One app that this process serves: whether it still should, and what others ask of it."""

    def __init__(self, db: Database, row: int) -> None:
        self._db, self._row = db, row

    def wanted(self) -> bool:
        """Not when the entry was closed or discarded."""
        with self._db.read() as db:
            return db.execute("select 1 from servings where id = ?", (self._row,)).fetchone() is not None

    def errands(self) -> list[Errand]:
        """Those that have no answer yet, oldest first."""
        with self._db.read() as db:
            rows = db.execute(
                "select id, what, minutes, path, content from errands where serving = ? and answer is null order by id",
                (self._row,),
            ).fetchall()
        return [errand for errand in map(_errand, rows) if errand]

    def answer(self, errand: Errand, told: str, *, done: bool) -> None:
        """A sentence, or what was asked for; `done` is whether it could be done."""
        with self._db.write() as db:
            db.execute("update errands set answer = ?, done = ? where id = ?", (told, done, errand.id))


class Errands:
    """Part of an open shelf."""

    def __init__(self, db: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._db, self._clock = db, clock

    def restart(self, entry: str) -> str:
        return self._ask(entry, "restart")

    def more(self, entry: str, minutes: float) -> str:
        return self._ask(entry, "more", minutes=minutes)

    def log(self, entry: str) -> str:
        """What the app has printed; hostile text."""
        return self._ask(entry, "log")

    def save(self, entry: str) -> str:
        """Have what the app has written on the shelf now."""
        return self._ask(entry, "save")

    def put(self, entry: str, path: str, content: bytes) -> str:
        """A file beside the app's own, none of which it replaces."""
        if len(content) > MOST_MB << 20:
            raise GalleryError(f"That file is larger than {MOST_MB} MB.", "Give the app a part of it.")
        return self._ask(entry, "put", path=safe_path(path), content=content)

    def _ask(self, entry: str, what: What, *, minutes: float = 0, path: str = "", content: bytes = b"") -> str:
        """The answer, or GalleryError: nobody serves it, it could not be done, or no answer came."""
        with self._db.write() as db:
            serving = db.execute("select max(id) from servings where entry = ?", (entry,)).fetchone()[0]
            if serving is None:
                raise GalleryError("The app is not open.", f"Open it first: mayfly open {entry}.")
            errand = db.execute(
                "insert into errands (serving, what, minutes, path, content) values (?,?,?,?,?)",
                (serving, what, minutes, path, content),
            ).lastrowid
        try:
            return self._answer(entry, errand)
        finally:
            with self._db.write() as db:
                db.execute("delete from errands where id = ?", (errand,))

    def _answer(self, entry: str, errand: int | None) -> str:
        until = self._clock() + PATIENCE
        while self._clock() < until:
            with self._db.read() as db:
                row = db.execute("select answer, done from errands where id = ?", (errand,)).fetchone()
            if row is None:
                raise GalleryError("The app was closed meanwhile.", f"Open it again: mayfly open {entry}.")
            if row["answer"] is not None:
                if row["done"]:
                    return str(row["answer"])
                raise GalleryError(str(row["answer"]))
            time.sleep(LOOK_EVERY)
        raise GalleryError("Whoever serves the app does not answer.", "Close it and open it again.")


def _errand(row: Row) -> Errand | None:
    """None for one that a newer version asks for."""
    return Errand(*row) if row["what"] in get_args(What) else None
