"""The page, the command line and the watcher use one shelf at the same time: no app and no version is lost, whatever
each does to it, and nothing that one reads is another's half-done work."""

import itertools
import json
import multiprocessing
import os
import random
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gallery.arrivals import arrived, unzipped
from gallery.blobs import Blobs
from gallery.capsule import make_capsule
from gallery.contract import GalleryError
from gallery.exports import as_zip
from gallery.folder import remove_folder, write_folder
from gallery.keep import keep, whole
from gallery.receipt import make_receipt, receipt_of
from gallery.shelf import DATA, Shelf, tree_hash
from gallery.shelf_doctor import examine
from generator.contract import Spec
from tests.gallery.test_command import FUEL, Mayfly, mayfly, wait_until

__all__ = ["mayfly"]
APPS = 6
PASSING = "being made|was not discarded|no app|no version|nothing was made|not empty"
"""What may be said to one who comes to an app that another has just taken away or has in hand."""


def is_passing(said: str) -> bool:
    return any(words in said.lower() for words in PASSING.split("|"))


def put(shelf: Shelf, entry: str, result: Any, files: dict[str, bytes]) -> int:
    """Another version, as a change puts it."""
    receipt = make_receipt(entry, Spec("count cakes"), result, "a-model")
    capsule = make_capsule(Spec("count cakes"), result, "a-model", "another one")
    told = {"receipt": receipt.model_dump_json(), "capsule": capsule}
    return shelf.put(entry, files, {"end.png": files["index.html"]}, **told, passed=1, claims=2)


class Visitor:
    """What the page and the commands do to the shelf, in any order, in one thread of one process."""

    def __init__(self, shelf: Shelf, place: Path, result: Any, seed: int) -> None:
        self.shelf, self.place, self.result = shelf, place, result
        self.chance = random.Random(seed)
        self.numbers = (f"{seed}-{n}" for n in itertools.count())
        self.put: list[tuple[str, bytes]] = []
        self.made: list[str] = []
        self.tagged: list[tuple[str, str]] = []
        self.gone: list[str] = []

    def step(self) -> None:
        does = self.chance.choice(
            [self.change, self.change, self.rename, self.store, self.discard, self.copy, self.export, self.look]
        )
        entry = self.chance.choice([one for one in self.shelf.entries() if one.versions])
        try:
            does(entry.id)
        except GalleryError as error:
            if not is_passing(str(error)):
                raise

    def change(self, entry: str) -> None:
        run = self.shelf.begin_again(entry, {"given.txt": b"see"})
        self.shelf.record(run, {"event": "Remark", "text": "so far"})
        content = f"<h1>{next(self.numbers)}</h1>".encode()
        put(self.shelf, entry, self.result, {"index.html": content, "same.js": b"same"})
        self.put.append((entry, content))
        self.shelf.end(run)

    def rename(self, entry: str) -> None:
        self.shelf.rename(entry, f"Cakes {next(self.numbers)}")
        tag = f"t{self.chance.randrange(6)}"
        self.shelf.tag(entry, tag)
        if self.shelf.exists(entry):
            self.tagged.append((entry, tag))

    def store(self, entry: str) -> None:
        with self.shelf.serving(entry, "http://127.0.0.1:9"):
            for _ in range(3):
                content = next(self.numbers).encode()
                self.shelf.save_data(entry, {"a.txt": content, "b.txt": content})
                found = self.shelf.files(entry, DATA)
                assert not found or found["a.txt"] == found["b.txt"], "all that was stored at once, or nothing"

    def discard(self, entry: str) -> None:
        self.shelf.discard(entry, wait=0)
        self.shelf.undo(entry)

    def copy(self, entry: str) -> None:
        fresh = self.shelf.versions.duplicate(self.shelf.find(entry))
        self.made.append(fresh)
        if len(self.made) > 3:
            self.shelf.discard(self.made[0], now=True, wait=0)  # refused while another changes it
            self.gone.append(self.made.pop(0))
        self.shelf.sweep()

    def export(self, entry: str) -> None:
        found = self.shelf.find(entry)
        file = self.place / f"{next(self.numbers)}.zip"
        file.write_bytes(as_zip(self.shelf, found))
        keep(self.shelf, found, self.place / next(self.numbers))

    def look(self, entry: str) -> None:
        self.shelf.lay_out(entry)
        assert self.shelf.versions.of(entry) or not self.shelf.exists(entry)
        # One that comes back between the two is seen by neither; one that is lost stays so.
        wait_until(lambda: len(self.shelf.entries()) + len(self.shelf.discarded()) >= APPS)


def visit(home: Path, place: Path, result: Any, seed: int, over: Any, told: Any) -> None:
    """One process of the page: two of its threads are at work on one shelf."""

    def work(seed: int) -> Visitor:
        visitor = Visitor(shelf, place, result, seed)
        while not over.is_set():
            visitor.step()
        return visitor

    try:
        with Shelf(home) as shelf, ThreadPoolExecutor(2) as threads:
            for one in [threads.submit(work, seed + n) for n in range(2)]:
                did = one.result()
                told.put(("did", (did.put, did.made, did.tagged, did.gone)))
    except BaseException:
        over.set()
        told.put(("wrong", traceback.format_exc()))


class Commands:
    """The command line: real commands, one after the other, on whatever app there is."""

    def __init__(self, mayfly: Mayfly, entries: list[str], place: Path) -> None:
        self.mayfly, self.place, self.discarded = mayfly, place, entries[0]
        self.ran = 0
        entry = itertools.cycle(entries)
        self.turns = itertools.cycle(
            [
                lambda n: ("rename", next(entry), f"Tarts {n}"),
                lambda n: ("tag", next(entry), "typed"),
                lambda n: ("export", next(entry), "--zip", str(place / f"command-{n}.zip")),
                lambda n: ("doctor", "--shelf"),
                lambda n: ("keep", next(entry), str(place / f"command-{n}")),
                lambda n: ("discard", entries[0], "--yes"),
                lambda n: ("undo", entries[0]),
                lambda n: ("list",),
                lambda n: ("restore", next(entry), "1"),
                lambda n: ("versions", next(entry)),
            ]
        )

    def until(self, over: Any) -> None:
        while not over.is_set():
            self.ran += 1
            args = next(self.turns)(self.ran)
            ended = self.mayfly.run(*args)
            said = " ".join(f"{ended.stdout} {ended.stderr}".split())
            assert ended.returncode == 0 or (args[0] != "doctor" and is_passing(said)), (args, said)
        self.mayfly.run("undo", self.discarded)  # the end may have come before its turn


def test_page_commands_and_watcher_work_on_one_shelf_at_the_same_time(
    mayfly: Mayfly, result: Any, tmp_path: Path
) -> None:
    mayfly.plays(planner="fuel.plan.json", checker="fuel.checks.json", writer="fuel.good.md")
    place, specs = tmp_path / "out", tmp_path / "specs"
    place.mkdir()
    specs.mkdir()
    with Shelf(mayfly.home) as shelf:
        entries = [shelf.begin(f"app {n}") for n in range(APPS)]
        for entry, run in entries:
            shelf.describe(entry, "Cakes", "web")
            put(shelf, entry, result(), {"index.html": entry.encode(), "same.js": b"same"})
            shelf.end(run)
    first = [entry for entry, _ in entries]
    context = multiprocessing.get_context("spawn")
    over, told = context.Event(), context.Queue()
    pages = [context.Process(target=visit, args=(mayfly.home, place, result(), seed, over, told)) for seed in (10, 20)]
    typed = Commands(mayfly, first, place)
    with mayfly.start("watch", str(specs), "--kind", "web") as watcher, ThreadPoolExecutor(1) as terminal:
        try:
            for page in pages:
                page.start()
            typing = terminal.submit(typed.until, over)
            (specs / "fuel.spec.md").write_text(FUEL)
            wait_until(lambda: over.is_set() or typing.done() or FUEL in made_by_now(mayfly.home))
        finally:
            over.set()
            did = [told.get(timeout=120) for _ in range(4)]
            for page in pages:
                page.join(120)
            watcher.send_signal(signal.SIGINT)
            out, errors = watcher.communicate(timeout=60)
        typing.result(timeout=120)
    assert [what for what, _ in did] == ["did"] * 4, [said for what, said in did if what == "wrong"]
    assert "Traceback" not in out + errors
    assert all(finding.ok for finding in examine(Shelf(mayfly.home), fix=False))
    with Shelf(mayfly.home) as shelf:
        on_it = {entry.id: entry for entry in shelf.entries()}
        ours = {made for _, (_, mades, _, _) in did for made in mades}
        assert {*first, *ours} <= set(on_it), "no app is lost"
        assert [on_it[other].spec for other in set(on_it) - {*first, *ours}] == [FUEL], "what is gone stays so"
        assert shelf.discarded() == []
        for _, (puts, _, tagged, gone) in did:
            assert not set(gone) & set(on_it)
            for entry, content in puts:
                assert entry not in on_it or content in everything(shelf, entry), "no version is lost"
            for entry, tag in tagged:
                assert entry not in on_it or tag in on_it[entry].tags
        for entry in on_it.values():
            versions = shelf.versions.of(entry.id)
            assert [version.number for version in versions] == [*range(1, len(versions) + 1)]
            for version in versions:
                assert tree_hash(shelf.versions.files(entry.id, version.number)) == version.tree
                receipt_of(version)
    zips = list(place.glob("*.zip"))
    assert zips
    for packed in zips:
        arrival = arrived(packed.stem, unzipped(packed.read_bytes(), packed))
        assert arrival.history, "what left meanwhile is whole"
        assert arrival.history.files(arrival.history.versions[-1].files) == arrival.app.files
    print(
        f"{len(on_it)} apps, {sum(len(puts) for _, (puts, *_) in did)} versions, {typed.ran} commands, {len(zips)} zips"
    )


def made_by_now(home: Path) -> list[str]:
    with Shelf(home) as shelf:
        return [entry.spec for entry in shelf.entries() if entry.state == "ready"]


def everything(shelf: Shelf, entry: str) -> list[bytes]:
    return [shelf.versions.files(entry, version.number)["index.html"] for version in shelf.versions.of(entry)]


@pytest.fixture
def other(shelf: Shelf, clock: Any) -> Iterator[Shelf]:
    """The same shelf as another process has it open."""
    with Shelf(shelf.home, clock=clock) as opened:
        yield opened


def meanwhile(monkeypatch: Any, owner: Any, name: str, does: Callable[[], Any]) -> None:
    """Something happens just before that is called for the first time."""
    plain, left = getattr(owner, name), [does]

    def called(*args: Any, **kwargs: Any) -> Any:
        if left:
            left.pop()()
        return plain(*args, **kwargs)

    monkeypatch.setattr(owner, name, called)


def test_what_is_stored_anew_while_it_is_read_is_not_damaged(
    shelf: Shelf, other: Shelf, shelved: Callable[..., str], monkeypatch: Any
) -> None:
    entry = shelved()
    shelf.save_data(entry, {"a.txt": b"old", "b.txt": b"old too"})
    new = {"a.txt": b"new", "b.txt": b"new too"}
    meanwhile(monkeypatch, Blobs, "get", lambda: other.save_data(entry, new))
    assert shelf.files(entry, DATA) == new
    assert all(finding.ok for finding in examine(Shelf(shelf.home), fix=False))


@pytest.mark.parametrize("fix", [False, True])
def test_the_doctor_takes_nothing_for_lost_that_was_replaced_meanwhile(
    shelf: Shelf, other: Shelf, shelved: Callable[..., str], monkeypatch: Any, fix: bool
) -> None:
    entry = shelved()
    shelf.save_data(entry, {"a.txt": b"old"})
    meanwhile(monkeypatch, Blobs, "get", lambda: other.save_data(entry, {"a.txt": b"new"}))
    assert [finding for finding in examine(Shelf(shelf.home), fix=fix) if not finding.ok] == []
    assert shelf.files(entry, DATA) == {"a.txt": b"new"}


def test_an_export_is_of_one_version_also_when_another_comes_meanwhile(
    shelf: Shelf, other: Shelf, shelved: Callable[..., str], result: Any, monkeypatch: Any
) -> None:
    entry = shelf.find(shelved(files={"index.html": b"old"}))
    meanwhile(monkeypatch, shelf, "stored", lambda: put(other, entry.id, result(), {"index.html": b"new"}))
    found = whole(shelf, entry)
    history = json.loads(found["capsule.json"])["history"]
    assert (found["index.html"], found["pictures/end.png"], len(history["versions"])) == (b"new", b"new", 2)


def test_one_that_is_gone_for_good_meanwhile_is_said_to_be_gone(
    shelf: Shelf, other: Shelf, shelved: Callable[..., str]
) -> None:
    entry = shelved()
    other.discard(entry, now=True)
    for does in (lambda: shelf.tag(entry, "x"), lambda: shelf.begin_again(entry, {})):
        with pytest.raises(GalleryError, match="no app like that any more"):
            does()


def test_two_that_lay_out_and_remove_the_same_folder_are_in_nobodys_way(tmp_path: Path) -> None:
    target, over = tmp_path / "app", threading.Event()

    def write(n: int) -> None:
        for _ in range(60):
            write_folder(target, {name: str(n).encode() for name in ("a", "b")}, replace=True)

    def look() -> int:
        seen = 0
        while not over.is_set():
            handle = os.open(target, os.O_RDONLY)  # there is no moment without it
            os.close(handle)
            seen += 1
        return seen

    write(0)
    with ThreadPoolExecutor(3) as threads:
        looking = threads.submit(look)
        for writing in [threads.submit(write, n) for n in (1, 2)]:
            writing.result()
        over.set()
        assert looking.result()
        assert (target / "a").read_bytes() == (target / "b").read_bytes()
        for _ in range(60):
            write_folder(target, {"a": b"1", "b": b"2"}, replace=True)
            for removing in [threads.submit(remove_folder, target) for _ in range(2)]:
                removing.result()
    assert [*tmp_path.iterdir()] == []
