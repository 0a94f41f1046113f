"""What other processes see of a run beyond its events, and what they ask of it: a pause, an end, a larger budget, the
answer to a question. Goes over the shelf, so that any face may steer any run. Refuses to take a wish for a run that has
ended."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from gallery.contract import GalleryError
from gallery.database import Database
from gallery.rows import alive

What = Literal["pause", "go on", "stop", "raise", "answer"]
NOW = "now"
"""The name under which a run shows, as JSON, what streams in; pictures are shown under names of their own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that somebody asks of a run. `about`: of "raise" by how much, of "answer" the question's number and the
    answer."""

    id: int
    what: What
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Running:
    """The latest run of an entry. Times are seconds since 1970; `ended` is None of one that broke off, too."""

    id: int
    started: float
    ended: float | None
    goes_on: bool
    reason: str


class Steering:
    """Part of an open shelf."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    # Whoever looks on.

    def latest(self, entry: str) -> Running | None:
        with self._db.read() as db:
            row = db.execute(
                "select id, owner, started, ended, reason from runs where entry = ? order by id desc limit 1", (entry,)
            ).fetchone()
        if row is None:
            return None
        goes_on = row["ended"] is None and alive(row["owner"])
        return Running(row["id"], row["started"], row["ended"], goes_on, row["reason"])

    def begun_by(self, pid: int) -> str:
        """The entry that the process of this machine is making, "" as long as it makes none."""
        with self._db.read() as db:
            rows = db.execute("select entry, owner from runs where ended is null order by id desc").fetchall()
        return next((r["entry"] for r in rows if r["owner"].split("/")[2] == str(pid) and alive(r["owner"])), "")

    def news(self, run: int, after: int) -> list[tuple[int, dict[str, Any]]]:
        """The events of a run behind the one of that id, oldest first, with their ids."""
        with self._db.read() as db:
            rows = db.execute(
                "select id, at, data from events where run = ? and id > ? order by id", (run, after)
            ).fetchall()
        return [(row["id"], {"at": row["at"], **json.loads(row["data"])}) for row in rows]

    def seen(self, run: int, name: str = NOW) -> bytes:
        """What the run shows under that name just now, b"" when it shows nothing."""
        with self._db.read() as db:
            row = db.execute("select told from glimpses where run = ? and name = ?", (run, name)).fetchone()
        return bytes(row["told"]) if row else b""

    def pictures(self, run: int) -> list[str]:
        """The names of the pictures that it shows, the latest last."""
        with self._db.read() as db:
            rows = db.execute("select name from glimpses where run = ? and name != ? order by id", (run, NOW))
            return [row["name"] for row in rows]

    def ask(self, run: int, what: What, about: Mapping[str, Any] | None = None) -> None:
        """Raises GalleryError for a run that has ended."""
        with self._db.write() as db:
            row = db.execute("select owner, ended from runs where id = ?", (run,)).fetchone()
            if row is None or row["ended"] is not None or not alive(row["owner"]):
                raise GalleryError("That run has ended meanwhile.", "Continue it from what there is.")
            db.execute(
                "insert into wishes (run, at, what, about) values (?,?,?,?)",
                (run, self._clock(), what, json.dumps(about or {})),
            )

    # The run itself.

    def wishes(self, run: int, after: int) -> list[Wish]:
        """Those behind the one of that id, oldest first."""
        with self._db.read() as db:
            rows = db.execute(
                "select id, what, about from wishes where run = ? and id > ? order by id", (run, after)
            ).fetchall()
        return [Wish(row["id"], row["what"], json.loads(row["about"])) for row in rows if row["what"] in get_args(What)]

    def show(self, run: int, told: Mapping[str, bytes]) -> None:
        """Let others see this, by its names, in place of what was there before."""
        with self._db.write(lasting=False) as db:
            for name, content in told.items():
                db.execute("insert or replace into glimpses (run, name, told) values (?,?,?)", (run, name, content))

    def hide(self, run: int) -> None:
        with self._db.write(lasting=False) as db:
            db.execute("delete from glimpses where run = ?", (run,))
