"""Reads entries from the rows of the shelf, and adds them. Refuses to call one open, or being made, whose process has
ended."""

import json
import secrets
from sqlite3 import Connection, IntegrityError, Row

from gallery.contract import Entry, Fate, State
from gallery.text import slug
from sandbox import owner
from sandbox.contract import Usage

ENTRIES = """
    select e.*, v.passed, v.claims, coalesce(v.number, 0) as number, r.owner, r.ended, r.reason, d.until,
        (select json_group_array(json_array(s.owner, s.url, json(s.used), s.remaining))
            from servings s where s.entry = e.id) as served,
        (select json_group_array(tag) from (select tag from tags t where t.entry = e.id order by tag)) as tags,
        (select coalesce(sum(size), 0) from files f where f.entry = e.id) as size
    from entries e
    left join discarded d on d.entry = e.id
    left join versions v on v.entry = e.id and v.number = (select max(number) from versions where entry = e.id)
    left join runs r on r.id = (select max(id) from runs where entry = e.id)"""


def as_entry(row: Row) -> Entry:
    state: State = "ready" if row["number"] else "nothing made"
    if row["owner"] is not None and row["ended"] is None:
        state = "being made" if alive(row["owner"]) else "interrupted"
    served = next((one for one in json.loads(row["served"]) if alive(one[0])), ("", "", None, None))
    return Entry(
        id=row["id"],
        title=row["named"] or row["title"],
        kind=row["kind"],
        spec=row["spec"],
        fate=Fate(row["fate"]),
        created=row["created"],
        expires=row["expires"],
        state=state,
        versions=row["number"],
        passed=row["passed"] or 0,
        claims=row["claims"] or 0,
        kept_in=row["kept_in"],
        url=served[1],
        usage=Usage(**served[2]) if served[2] else None,
        remaining=served[3],
        reason=row["reason"] or "",
        named=row["named"],
        tags=tuple(json.loads(row["tags"])),
        size=row["size"],
        days=row["days"],
        gone_at=row["until"],
    )


def add_entry(db: Connection, sentence: str, title: str, kind: str, now: float, expires: float) -> str:
    """A new entry on trial, under an id that reminds of the sentence and that no other has."""
    while True:
        entry = f"{slug(sentence, 3)}-{secrets.token_hex(2)}"
        try:
            db.execute(
                "insert into entries (id, title, kind, spec, fate, created, expires) values (?,?,?,?,?,?,?)",
                (entry, title or "untitled", kind, sentence, Fate.ON_TRIAL, now, expires),
            )
        except IntegrityError:
            continue
        return entry


def alive(process: str) -> bool:
    """Whether the process of that name (as `owner.me` gives it) still runs on this machine."""
    return owner.gone(process) is False
