"""Goes through the shelf for damage, and mends it from what else is there. Refuses to remove what can still be read."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Row

from gallery.arrivals import arrived
from gallery.blobs import Blobs
from gallery.contract import GalleryError
from gallery.database import NAME, Database
from gallery.demo import shelved
from gallery.manifest import files_below
from gallery.receipt import receipt_of
from gallery.salvage import is_damaged, salvage
from gallery.shelf import APP, PICTURES, Shelf
from gallery.text import line
from sandbox.contract import Finding

MEND = "mayfly doctor --shelf --fix"


def examine(shelf: Shelf, *, fix: bool) -> Iterator[Finding]:
    """What is found, one thing after the other; `shelf` is not open yet. What was mended is said to be well again."""
    said = is_damaged(shelf.home)
    if said and not fix:
        yield Finding("records", False, f"The file {NAME} is damaged: {line(said, 200)}", MEND)
        return
    if said:
        aside, saved = salvage(shelf.home)
        with shelf:
            back = _from_folders(shelf)
        told = f"{saved} apps were saved" + (f", {back} more from their folders" if back else "")
        yield Finding("records", True, f"They were damaged: {told}. What was there lies in {aside}")
    else:
        yield Finding("records", True, f"{NAME} is whole")
    with shelf:
        yield from _Examination(shelf, fix).findings()


def _from_folders(shelf: Shelf) -> int:
    """Apps that the records have lost and whose files still lie open on the disk."""
    apps, back = shelf.home / "apps", 0
    for folder in sorted(apps.iterdir()) if apps.is_dir() else ():
        if shelf.exists(folder.name) or not (folder / "app").is_dir():
            continue
        try:
            shelved(shelf, arrived(folder.name, files_below(folder / "app")).app)
            back += 1
        except GalleryError:  # nothing that can be started; its files stay where they lie
            continue
    return back


class _Examination:
    def __init__(self, shelf: Shelf, fix: bool) -> None:
        self._shelf, self._fix = shelf, fix
        self._db = Database(shelf.home / NAME)
        self._blobs = Blobs(shelf.home / "blobs")

    def findings(self) -> Iterator[Finding]:
        self._db.open()
        try:
            yield self._orphans()
            yield from self._files()
            yield self._receipts()
            yield self._strays()
        finally:
            self._db.close()

    def _orphans(self) -> Finding:
        """Rows whose entry is not there."""
        with self._db.read() as db:
            found = db.execute("pragma foreign_key_check").fetchall()
        if not found:
            return Finding("rows", True, "every row belongs to an app")
        if not self._fix:
            return Finding("rows", False, f"{len(found)} rows belong to no app", MEND)
        with self._db.write() as db:
            for row in found:
                db.execute(f"delete from {row['table']} where rowid = ?", (row["rowid"],))  # noqa: S608
        return Finding("rows", True, f"{len(found)} rows that belonged to no app were removed")

    def _files(self) -> Iterator[Finding]:
        """Files that are missing or are not what they were."""
        rows = self._rows()
        bad: list[Row] = []
        blob, good, mended = "", True, 0
        for row in rows:
            if row["blob"] != blob:
                blob, good = row["blob"], self._is_good(row["blob"])
            if not good and self._fix and self._again(row):
                good, mended = True, mended + 1
            if not good:
                bad.append(row)
        lost: dict[str, list[Row]] = defaultdict(list)
        still = set(self._rows()) if bad else set()  # another process may have replaced or removed some meanwhile
        for row in bad:
            if row in still:
                lost[row["entry"]].append(row)
        told = f", {mended} were put back from copies" if mended else ""
        if not lost:
            yield Finding("files", True, f"{len({row['blob'] for row in rows})} files are whole{told}")
        for entry, damaged in lost.items():
            yield self._mended(entry, damaged) if self._fix else self._told(entry, damaged)

    def _rows(self) -> list[Row]:
        with self._db.read() as db:
            return db.execute("select entry, version, part, path, blob, size from files order by blob").fetchall()

    def _told(self, entry: str, damaged: list[Row]) -> Finding:
        paths = sorted({row["path"] for row in damaged})
        return Finding(entry, False, f"damaged or lost: {line(', '.join(paths), 200)}", MEND)

    def _mended(self, entry: str, damaged: list[Row]) -> Finding:
        """Do without what is lost: a picture, something stored, a version where there is another one."""
        broken = {row["version"] for row in damaged if row["part"] == APP}
        with self._db.write() as db:
            versions = {row[0] for row in db.execute("select number from versions where entry = ?", (entry,))}
            if broken and versions <= broken:
                return Finding(
                    entry,
                    False,
                    "all of its versions have lost files",
                    f"Nothing can be done: mayfly discard {entry} --now",
                )
            for number in broken:
                db.execute("delete from versions where entry = ? and number = ?", (entry, number))
                db.execute("delete from files where entry = ? and version = ?", (entry, number))
            for row in damaged:
                place = (row["entry"], row["version"], row["part"], row["path"], row["blob"])
                told = "delete from files where entry = ? and version = ? and part = ? and path = ? and blob = ?"
                db.execute(told, place)
        for row in damaged:
            self._set_aside(row["blob"])
        gone = [f"version {number}" for number in sorted(broken)]
        gone += sorted({row["path"] for row in damaged if row["version"] not in broken})
        what = "pictures" if {row["part"] for row in damaged} == {PICTURES} else "what"
        return Finding(entry, True, f"goes on without {what} that was lost: {line(', '.join(gone), 200)}")

    def _again(self, row: Row) -> bool:
        """Put a file back from where its app was laid out or kept, if that is still just what it was."""
        entry = self._shelf.find(row["entry"]) if self._shelf.exists(row["entry"]) else None
        kept = Path(entry.kept_in) if entry and entry.kept_in else None
        for folder in (self._shelf.folder(row["entry"]) / ("pictures" if row["part"] == PICTURES else "app"), kept):
            copy = folder / row["path"] if folder else None
            if copy and not copy.is_symlink() and copy.is_file() and copy.stat().st_size == row["size"]:
                content = copy.read_bytes()
                if hashlib.sha256(content).hexdigest() == row["blob"]:
                    self._blobs.put(content)
                    return True
        return False

    def _receipts(self) -> Finding:
        unread = []
        for entry in self._shelf.entries():
            version = self._shelf.version(entry.id)
            try:
                if version:
                    receipt_of(version)
            except ValueError:
                unread.append(entry.id)
        if unread:
            return Finding(
                "receipts", False, f"can't be read: {', '.join(unread[:10])}", "Change or discard these apps."
            )
        return Finding("receipts", True, "can be read")

    def _strays(self) -> Finding:
        """What a crash left behind."""
        with self._db.read() as db:
            known = {name for (name,) in db.execute("select distinct blob from files")}
        strays = [name for name in self._blobs.names() if name not in known]
        if not strays:
            return Finding("left behind", True, "nothing")
        if self._fix:
            gone = self._shelf.sweep().removed
            return Finding("left behind", True, f"{len(gone)} things that nobody needs were removed")
        return Finding("left behind", True, f"{len(strays)} files that nobody needs; `mayfly sweep` removes them")

    def _is_good(self, blob: str) -> bool:
        try:
            self._blobs.get(blob)
        except (KeyError, OSError):
            return False
        return True

    def _set_aside(self, blob: str) -> None:
        """A damaged file may still be of use to somebody."""
        path = self._blobs.folder / blob[:2] / blob
        if path.is_file():
            aside = self._shelf.home / "damaged"
            aside.mkdir(exist_ok=True)
            os.replace(path, aside / blob)
