"""Measures what people wait for on a shelf with few and with many apps, side by side: `python -m tests.bench.shelf`.

Every app has a version of five files, a receipt of the usual length, a run with events and a tag. Each operation is
done in turn on the one shelf and on the other, so that whatever else the machine does falls on both.
"""

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from gallery.shelf import Shelf

FEW, MANY = 100, 10_000
TIMES = 15
WORDS = ("bill", "tip", "fuel", "cost", "timer", "quiz", "notes", "plants")
RECEIPT = json.dumps({"id": "x", "claims": [{"text": "It adds " * 10, "status": "passed"}] * 8})
PUT = {"receipt": RECEIPT, "capsule": json.dumps({"plan": "x" * 6000}), "passed": 7, "claims": 8}


def filled(home: Path, many: int) -> None:
    """A shelf with so many apps. Their rows are written in one go, their files as the shelf writes them."""
    with Shelf(home) as shelf:
        shared = [shelf._trees._blobs.put(f"shared {n}".encode() * 200) for n in range(4)]
        with shelf._db.write() as db:
            for n in range(many):
                said = f"{WORDS[n % 8]} and {WORDS[n // 8 % 8]} for everybody, number {n}"
                entry, own = f"{WORDS[n % 8]}-{n:05}x", f"<h1>{n}</h1>".encode() * 100
                db.execute(
                    "insert into entries (id, title, kind, spec, fate, created, expires) values (?,?,?,?,?,?,?)",
                    (entry, said.title(), "web", said, "on trial", n, time.time() + 1e6),
                )
                version = (entry, 1, "", 7, 8, RECEIPT, PUT["capsule"], n)
                db.execute("insert into versions values (?,?,?,?,?,?,?,?)", version)
                blobs = [shelf._trees._blobs.put(own) if n % 10 == 0 else hashlib.sha256(own).hexdigest(), *shared]
                for path, blob in zip(("index.html", "a.js", "b.css", "c.csv", "d.json"), blobs, strict=True):
                    db.execute("insert into files values (?,?,?,?,?,?)", (entry, 1, "app", path, blob, 3000))
                run = db.execute(
                    "insert into runs (entry, owner, started, ended) values (?,'',0,1)", (entry,)
                ).lastrowid
                rows = [(run, k, json.dumps({"event": "Tried", "n": k})) for k in range(10)]
                db.executemany("insert into events (run, at, data) values (?,?,?)", rows)
                db.execute("insert into tags values (?,?)", (entry, WORDS[n % 7]))


def operations(shelf: Shelf) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is timed, under its name."""
    newest = shelf.entries(limit=1)[0].id
    yield "the newest 30", lambda: shelf.entries(limit=30)
    yield "every one of them", shelf.entries
    yield "30 that have two words", lambda: shelf.entries("fuel quiz", limit=30)
    yield "how many have two words", lambda: shelf.count("fuel quiz")
    yield "30 with a tag", lambda: shelf.entries(tag="tip", limit=30)
    yield "one by the beginning of its id", lambda: shelf.find(newest[:-1])
    yield "rename", lambda: shelf.rename(newest, "Another")
    yield "tag", lambda: shelf.tag(newest, "another")
    yield "discard", lambda: shelf.discard(newest)
    yield "undo", lambda: shelf.undo(newest)
    yield "put a version", lambda: shelf.put(newest, {"index.html": str(time.time()).encode()}, {}, **PUT)  # type: ignore[arg-type]
    yield "record an event", lambda: shelf.record(1, {"event": "Remark"})
    yield "bytes on the disk", shelf.disk
    yield "sweep", shelf.sweep


def main() -> None:
    with TemporaryDirectory() as place, ExitStack() as stack:
        homes = {many: Path(place) / str(many) for many in (FEW, MANY)}
        for many, home in homes.items():
            filled(home, many)
        shelves = {many: stack.enter_context(Shelf(home)) for many, home in homes.items()}
        took: dict[str, dict[int, list[float]]] = {}
        for _ in range(TIMES):
            for pair in zip(operations(shelves[FEW]), operations(shelves[MANY]), strict=True):
                for size, (name, work) in zip((FEW, MANY), pair, strict=True):
                    began = time.perf_counter()
                    work()
                    took.setdefault(name, {}).setdefault(size, []).append(time.perf_counter() - began)
    print(f"| | {FEW:,} apps | {MANY:,} apps | ratio |\n|---|---|---|---|")
    for name, times in took.items():
        with_few, with_many = (statistics.median(times[size]) * 1000 for size in (FEW, MANY))
        sys.stdout.write(f"| {name} | {with_few:.1f} ms | {with_many:.1f} ms | {with_many / with_few:.1f} |\n")


if __name__ == "__main__":
    main()
