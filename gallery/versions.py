"""Looks at what an entry was before, goes back there, and makes copies. Refuses to change or remove a version."""

import json
from collections.abc import Callable
from sqlite3 import Connection

from gallery.contract import Entry, GalleryError, Version
from gallery.database import Database
from gallery.rows import add_entry
from gallery.trees import APP, GIVEN, Trees

COLUMNS = "entry, number, tree, receipt, capsule, created"


class Versions:
    """Part of an open shelf. Versions count from 1; the last one is always the one to hand over."""

    def __init__(self, db: Database, trees: Trees, clock: Callable[[], float], trial_seconds: float) -> None:
        self._db = db
        self._trees = trees
        self._clock = clock
        self._trial_seconds = trial_seconds

    def of(self, entry: str) -> list[Version]:
        """Oldest first."""
        with self._db.read() as db:
            rows = db.execute(
                f"select {COLUMNS} from versions where entry = ? order by number",  # noqa: S608
                (entry,),
            ).fetchall()
        return [Version(**row) for row in rows]

    def get(self, entry: str, number: int) -> Version:
        """Raises GalleryError when there is no version of that number."""
        versions = self.of(entry)
        for version in versions:
            if version.number == number:
                return version
        there = f"has the versions 1 to {versions[-1].number}" if versions else "has no version yet"
        raise GalleryError(f"{entry} {there}, not {number}.", f"See them: mayfly versions {entry}.")

    def files(self, entry: str, number: int, part: str = APP) -> dict[str, bytes]:
        """Raises GalleryError when one is lost or damaged."""
        return self._trees.get(entry, part, number)

    def size(self, version: Version) -> int:
        """Bytes of the app's own files."""
        return self._trees.size(version.entry, APP, version.number)

    def restore(self, entry: str, number: int) -> int:
        """Make that version the one to hand over, as a new one. Gives its number."""
        version = self.get(entry, number)
        with self._db.write() as db:
            (last,) = db.execute("select max(number) from versions where entry = ?", (entry,)).fetchone()
            if number == last:
                raise GalleryError(
                    f"Version {number} is the newest of {entry} already.", f"See the others: mayfly versions {entry}."
                )
            self._copy(db, version, entry, last + 1, f"version {number} again")
            _, title, kind = _said(version)
            db.execute("update entries set title = ?, kind = ? where id = ?", (title, kind, entry))
        return int(last + 1)

    def branch(self, entry: Entry, number: int | None = None) -> str:
        """A new entry on trial that begins as that version, or as the newest; what the app has stored stays with the
        old one. Gives its id."""
        version = self.get(entry.id, number or entry.versions)
        spec, title, kind = _said(version)
        now = self._clock()
        with self._db.write() as db:
            sentence = spec or entry.spec
            fresh = add_entry(db, sentence, title or entry.title, kind or entry.kind, now, now + self._trial_seconds)
            self._trees.copy(db, (entry.id, 0), (fresh, 0), GIVEN)
            self._copy(db, version, fresh, 1, f"version {version.number} of {entry.id}")
        return fresh

    def duplicate(self, entry: Entry) -> str:
        """Another entry with the same versions, files, stored data and tags, on a trial of its own. Gives its id."""
        now = self._clock()
        with self._db.write() as db:
            fresh = add_entry(db, entry.spec, entry.title, entry.kind, now, now + self._trial_seconds)
            for version in self.of(entry.id):
                self._copy(db, version, fresh, version.number, version.asked)
            self._trees.copy(db, (entry.id, 0), (fresh, 0))
            db.execute("insert into tags (entry, tag) select ?, tag from tags where entry = ?", (fresh, entry.id))
            copied = "insert into uses (entry, since, told) select ?, since, told from uses where entry = ?"
            db.execute(copied, (fresh, entry.id))
        return fresh

    def _copy(self, db: Connection, version: Version, entry: str, number: int, asked: str) -> None:
        capsule = json.loads(version.capsule) | {"asked": asked}
        receipt = json.loads(version.receipt) | {"id": entry}
        self._trees.copy(db, (version.entry, version.number), (entry, number))
        db.execute(
            f"insert into versions ({COLUMNS}, passed, claims) select ?, ?, tree, ?, ?, ?, passed, claims"  # noqa: S608
            " from versions where entry = ? and number = ?",
            (
                entry,
                number,
                json.dumps(receipt),
                json.dumps(capsule, ensure_ascii=False),
                self._clock(),
                version.entry,
                version.number,
            ),
        )


def _said(version: Version) -> tuple[str, str, str]:
    """Sentence, title and kind, as the version's receipt says them; "" where it doesn't."""
    receipt = json.loads(version.receipt)
    return receipt.get("spec", ""), receipt.get("title", ""), receipt.get("kind", "")
