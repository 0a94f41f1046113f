"""Finds entries on the shelf, and keeps the names and tags by which a user knows them. Refuses to read files for it."""

import re
import shutil
from sqlite3 import Row
from typing import Any

from gallery.contract import Disk, Entry, Fate, GalleryError
from gallery.database import Database
from gallery.rows import ENTRIES, as_entry
from gallery.text import line

LAST = "last"
MOST_TAGS = 20
TAG = re.compile(r"[\w.+-]{1,40}")
SAID = """folded(e.id || ' ' || e.named || ' ' || e.title || ' ' || e.spec || ' ' ||
    coalesce((select group_concat(tag, ' ') from tags where entry = e.id), ''))"""
"""What an entry is found by."""
NEWEST = "order by e.created desc, e.rowid desc"


class Catalogue:
    """Part of an open shelf."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def entries(
        self,
        query: str = "",
        *,
        tag: str = "",
        kind: str = "",
        fate: Fate | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Entry]:
        """Newest first. Of a query every word must stand in an entry's id, title, sentence or one of its tags, whatever
        its capitals."""
        where, values = _where(query, tag, kind, fate)
        return self._read(
            f"{ENTRIES} where {where} {NEWEST} limit ? offset ?", *values, -1 if limit is None else limit, offset
        )

    def count(self, query: str = "", *, tag: str = "", kind: str = "", fate: Fate | None = None) -> int:
        where, values = _where(query, tag, kind, fate)
        told = f"select count(*) from entries e left join discarded d on d.entry = e.id where {where}"  # noqa: S608
        with self._db.read() as db:
            return int(db.execute(told, values).fetchone()[0])

    def discarded(self) -> list[Entry]:
        """Those that can still be brought back, the last one first."""
        return self._read(f"{ENTRIES} where d.until is not null order by d.at desc, d.rowid desc")

    def find(self, name: str, *, discarded: bool = False) -> Entry:
        """By id, by a beginning of it that fits one only, or "last"; among those on the shelf, or those that were
        discarded. Raises GalleryError."""
        where, order = (
            ("not null", "d.at desc, d.rowid desc") if discarded else ("null", "e.created desc, e.rowid desc")
        )
        select = f"{ENTRIES} where d.until is {where}"
        if name == LAST:
            found = self._read(f"{select} order by {order} limit 1")
        else:
            found = self._read(f"{select} and e.id = ?", name)
            beginning = "? != '' and e.id >= ? and e.id < ? || char(1114111)"  # an index knows these
            found = found or self._read(f"{select} and {beginning} order by {order} limit 6", name, name, name)
        if len(found) == 1:
            return found[0]
        if found:
            raise GalleryError(
                f"{line(name, 60)!r} could be any of {len(found)} apps{' or more' if len(found) > 5 else ''}.",
                "Say more of it: " + ", ".join(e.id for e in found[:5]),
            )
        if discarded:
            raise GalleryError(
                f"No app {line(name, 60)!r} was discarded that could be brought back.",
                "See them: mayfly list --discarded.",
            )
        if not self.count():
            raise GalleryError("The shelf is empty.", 'Make an app first: mayfly new "a tip calculator".')
        raise GalleryError(f"There is no app {line(name, 60)!r} on the shelf.", "See what there is: mayfly list.")

    def exists(self, entry: str) -> bool:
        """Whether it is on the shelf."""
        return any(
            True
            for _ in self._rows("select 1 from entries where id = ? and id not in (select entry from discarded)", entry)
        )

    def rename(self, entry: str, title: str) -> None:
        """Under this title from now on, whatever a change of the app calls it; "" for the app's own title again."""
        with self._db.write() as db:
            db.execute("update entries set named = ? where id = ?", (line(title, 80).strip(), entry))

    def tag(self, entry: str, *tags: str) -> None:
        """Raises GalleryError for what is no plain word."""
        with self._db.write() as db:
            for tag in tags:
                db.execute("insert or ignore into tags (entry, tag) values (?,?)", (entry, as_tag(tag)))
            (many,) = db.execute("select count(*) from tags where entry = ?", (entry,)).fetchone()
            if many > MOST_TAGS:
                raise GalleryError(
                    f"An app has at most {MOST_TAGS} tags.", f"Take some away: mayfly tag {entry} --remove TAG."
                )

    def untag(self, entry: str, *tags: str) -> None:
        with self._db.write() as db:
            for tag in tags:
                db.execute("delete from tags where entry = ? and tag = ?", (entry, as_tag(tag)))

    def tags(self) -> dict[str, int]:
        """Every tag in use, and how many apps on the shelf have it."""
        rows = self._rows(
            "select tag, count(*) as many from tags where entry not in (select entry from discarded)"
            " group by tag order by tag"
        )
        return {row["tag"]: row["many"] for row in rows}

    def disk(self) -> Disk:
        """Files that several entries share are counted once; with those on the shelf if one is there."""
        ((both, apps),) = self._rows(
            "select coalesce(sum(size), 0), coalesce(sum(size * used), 0)"
            " from (select size, max(d.entry is null) as used from files f"
            " left join discarded d on d.entry = f.entry group by blob)"
        )
        records = sum(path.stat().st_size for path in self._db.path.parent.glob(f"{self._db.path.name}*"))
        return Disk(apps, both - apps, records, shutil.disk_usage(self._db.path.parent).free)

    def _read(self, select: str, *values: Any) -> list[Entry]:
        return [as_entry(row) for row in self._rows(select, *values)]

    def _rows(self, select: str, *values: Any) -> list[Row]:
        with self._db.read() as db:
            return db.execute(select, values).fetchall()


def as_tag(text: str) -> str:
    """As it is kept: in small letters."""
    tag = text.strip().lower()
    if not TAG.fullmatch(tag):
        raise GalleryError(f"{line(text, 60)!r} is no tag.", "A tag is one word of letters, digits and . + - _.")
    return tag


def _where(query: str, tag: str, kind: str, fate: Fate | None) -> tuple[str, list[str]]:
    """The condition for entries `e`, discarded as `d`, and the values in it."""
    words = query.casefold().split()
    parts = ["d.until is null", *[f"instr({SAID}, ?)" for _ in words]]
    values = list(words)
    for condition, value in (
        ("e.id in (select entry from tags where tag = ?)", tag and as_tag(tag)),
        ("e.kind = ?", kind),
        ("e.fate = ?", fate or ""),
    ):
        if value:
            parts.append(condition)
            values.append(value)
    return " and ".join(parts), values
