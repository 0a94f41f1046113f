"""Keeps every request to a model and every reply in SQLite. Refuses to end a run because it can't write."""

import ipaddress
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.contract import Reply, Usage

WAITS_SECONDS = 5.0
"""For another process that is writing."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS call (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  role TEXT NOT NULL,
  model TEXT NOT NULL,
  address TEXT NOT NULL,
  began REAL NOT NULL,   -- Unix seconds
  request TEXT NOT NULL, -- JSON as sent: messages, schema, settings
  reply TEXT,
  finish TEXT,
  tokens_in INTEGER,
  tokens_out INTEGER,
  counted INTEGER,       -- 1 when the endpoint counted the tokens, 0 when they are a guess from the length
  cost TEXT,             -- US dollars; NULL when no price is known
  seconds REAL,
  error TEXT             -- '' when the reply is whole
);
CREATE INDEX IF NOT EXISTS call_run ON call (run);
CREATE INDEX IF NOT EXISTS call_began ON call (began);
CREATE TABLE IF NOT EXISTS forgotten ( -- what calls took that are not on record any more
  day TEXT PRIMARY KEY,
  calls INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  dollars REAL NOT NULL,
  unpriced INTEGER NOT NULL
);
"""
SUMS = """
SELECT date(began, 'unixepoch', 'localtime') AS day, count(*) AS calls,
  coalesce(sum(tokens_in + tokens_out), 0) AS tokens, coalesce(sum(CAST(cost AS REAL)), 0) AS dollars,
  sum(cost IS NULL) AS unpriced
FROM call WHERE seconds IS NOT NULL AND """


@dataclass(frozen=True, slots=True)
class Day:
    """What was asked of models on one day, as YYYY-MM-DD where the user is. `unpriced` calls are not in `dollars`."""

    day: str
    calls: int
    tokens: int
    dollars: float
    unpriced: int


def is_near(base_url: str) -> bool:
    """Whether the endpoint is on this machine or its network."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost" or host.endswith((".local", ".localhost")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def price(model: str, base_url: str, tokens_in: int, tokens_out: int) -> Decimal | None:
    """US dollars; 0 for an endpoint on this machine or network, None when nobody knows the price."""
    return Decimal(0) if is_near(base_url) else _listed_price(model, base_url, tokens_in, tokens_out)


def _listed_price(model: str, base_url: str, tokens_in: int, tokens_out: int) -> Decimal | None:
    import genai_prices  # takes a tenth of a second, which a local model never needs

    usage = genai_prices.Usage(input_tokens=tokens_in, output_tokens=tokens_out)
    try:
        return genai_prices.calc_price(usage, model, provider_api_url=base_url).total_price
    except (LookupError, ValueError):
        return None


def without_pictures(request: str) -> str:
    """A request as JSON, with how long each picture in it is in its place: they are the user's, and large."""
    return re.sub(
        r"(data:image/[a-z]+;base64,)([A-Za-z0-9+/=]{64,})", lambda m: f"{m[1]}[{len(m[2])} letters]", request
    )


class Ledger:
    """One file, opened at the first call, shared by threads and processes. Trouble is told to `remark`, once."""

    def __init__(self, path: Path, remark: Callable[[str], None] = lambda _: None) -> None:
        self.path = path
        self._remark = remark
        self._lock = threading.Lock()
        self._file: sqlite3.Connection | None = None
        self._told = False

    def open(self, run: str, role: str, model: str, address: str, request: Mapping[str, Any]) -> int | None:
        """Writes down what is about to be asked; gives the row for `close`, None when it couldn't be written."""
        row = (run, role, model, address, time.time(), without_pictures(json.dumps(request, ensure_ascii=False)))
        return self._write("INSERT INTO call (run, role, model, address, began, request) VALUES (?,?,?,?,?,?)", row)

    def close(self, entry: int, reply: Reply, *, counted: bool, error: str = "") -> None:
        """Writes down what came of it."""
        cost = None if reply.cost is None else str(reply.cost)
        self._write(
            "UPDATE call SET reply=?, finish=?, tokens_in=?, tokens_out=?, counted=?, cost=?, seconds=?, error=?"
            " WHERE id=?",
            (reply.text, reply.finish, reply.tokens_in, reply.tokens_out, counted, cost, reply.seconds, error, entry),
        )

    def usage(self, run: str) -> Usage:
        """What the run's calls took together, those that failed included."""
        query = "SELECT tokens_in, tokens_out, cost, seconds, error FROM call WHERE run=? AND seconds IS NOT NULL"
        with self._lock:
            try:
                rows = self._opened().execute(query, (run,)).fetchall()
            except (sqlite3.Error, OSError) as error:
                self._complain(error)
                return Usage(cost=None)
        costs = [row[2] for row in rows]
        return Usage(
            calls=len(rows),
            tokens_in=sum(row[0] for row in rows),
            tokens_out=sum(row[1] for row in rows),
            cost=None if None in costs else sum(map(Decimal, costs), Decimal(0)),
            seconds=sum(row[3] for row in rows),
        )

    def days(self, last: int) -> list[Day]:
        """The last so many days on which anything was asked, oldest first, calls included that are forgotten."""
        if not self.path.exists():
            return []
        query = (
            "SELECT day, sum(calls), sum(tokens), sum(dollars), sum(unpriced)"  # noqa: S608
            f" FROM ({SUMS} 1 GROUP BY day UNION ALL SELECT * FROM forgotten) GROUP BY day ORDER BY day DESC LIMIT ?"
        )
        with self._lock:
            try:
                return [Day(*row) for row in reversed(self._opened().execute(query, (last,)).fetchall())]
            except (sqlite3.Error, OSError) as error:
                self._complain(error)
                return []

    def forget(self, run: str) -> int:
        """Removes the run's calls, but for what each day's took together; says how many there were."""
        if not self.path.exists():
            return 0
        with self._lock:
            try:
                with self._opened() as file:
                    file.execute(
                        f"INSERT INTO forgotten {SUMS} run=? GROUP BY day ON CONFLICT (day) DO UPDATE SET"
                        " calls=calls+excluded.calls, tokens=tokens+excluded.tokens,"
                        " dollars=dollars+excluded.dollars, unpriced=unpriced+excluded.unpriced",
                        (run,),
                    )
                    return file.execute("DELETE FROM call WHERE run=?", (run,)).rowcount
            except (sqlite3.Error, OSError) as error:
                self._complain(error)
                return 0

    def _write(self, statement: str, values: tuple[Any, ...]) -> int | None:
        with self._lock:
            try:
                with self._opened() as file:
                    return file.execute(statement, values).lastrowid
            except (sqlite3.Error, OSError) as error:
                self._complain(error)
                return None

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = sqlite3.connect(self.path, timeout=WAITS_SECONDS, check_same_thread=False)
            try:
                file.execute("PRAGMA journal_mode=WAL")
                file.execute("PRAGMA synchronous=NORMAL")
                file.executescript(SCHEMA)
            except sqlite3.Error:
                file.close()
                raise
            self._file = file
        return self._file

    def _complain(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            self._remark(f"The record of model calls at {self.path} can't be used ({error}); going on without it.")
