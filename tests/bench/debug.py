"""How well is a bug found without any model? On the 25 small programs of tests/debug/bugs, and on three packages of the
index of 10,000 lines or more, with one deliberate fault each that a test of theirs catches.

Of each: whether the failure is reproduced, at which place among the suspects the true line stands, whether a patch is
found with which the failing test passes and no other breaks, and the seconds from the command to a tool that answers
(without the minimal test, which is for the end). What is done stands in the file of results, and is not done again.
    python -m tests.bench.debug [NAME ...] [--mutants N] [--out FILE] [--table]
"""

import argparse
import ast
import json
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from platformdirs import user_cache_path

from gallery.contract import GalleryError
from gallery.debug.case import Bench
from gallery.debug.evidence import Evidence
from gallery.debug.investigate import Wish, investigate
from gallery.debug.prepare import prepare
from gallery.debug.tool import shelve
from gallery.serve import serve
from gallery.shelf import Shelf
from generator.mutants import Mutant, mutants
from sandbox import connect
from sandbox.contract import Engine, SandboxError
from tests.debug.known_bugs import bugs

PACKAGES = {
    "boltons": ("boltons-26.2.0", "boltons/"),
    "beautifulsoup4": ("beautifulsoup4-4.15.0", "bs4/"),
    "more-itertools": ("more_itertools-11.2.1", "more_itertools/"),
}
"""Name -> its source with tests, and the folder in it where faults are made."""
SMALL = "25 small programs"
CANDIDATES = 6
"""So many faults are made for each that is wanted: not all are caught."""
SUITE_SECONDS = 240


@dataclass(frozen=True)
class Known:
    """A program with a bug whose place is known. `lines`: the line, and where its statement begins."""

    group: str
    name: str
    folder: Path
    command: tuple[str, ...]
    file: str
    lines: frozenset[int]


def programs(place: Path) -> Iterator[Known]:
    for bug in bugs():
        folder = place / bug.name
        write(folder, bug.program())
        yield Known(SMALL, bug.name, folder, ("pytest", bug.test), bug.file, frozenset({bug.line}))


def faults(name: str, place: Path, engine: Engine, most: int) -> Iterator[Known]:
    """A package with one fault in it, again and again: those that a test catches."""
    source = unpacked(name)
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    release, package = PACKAGES[name]
    own = {path: content for path, content in files.items() if path.endswith(".py") and path.startswith(package)}
    own = {path: content for path, content in own.items() if "/tests/" not in path}
    lines = sum(content.count(b"\n") for path, content in files.items() if path.endswith(".py"))
    group = f"{release}, {lines:,} lines"
    case, *_ = prepare(source, ("pytest",), engine, lambda _: None)
    with case.open(engine) as bench:
        failing = [test.id for test in bench.run(words=[], seconds=SUITE_SECONDS).failed]
        number = 0
        for mutant in mutants(own, CANDIDATES * most):
            if number < most and (test := caught(bench, mutant, failing)):
                number += 1
                folder = place / f"{name}-{number}"
                write(folder, {**files, mutant.path: mutant.content})
                at = frozenset({mutant.line, statement(mutant.content, mutant.line)})
                yield Known(
                    group,
                    f"{name} {mutant.path}:{mutant.line} {mutant.sort}",
                    folder,
                    ("pytest", test),
                    mutant.path,
                    at,
                )


def caught(bench: Bench, mutant: Mutant, failing: Sequence[str]) -> str:
    """A test that fails with the fault and passes without it, "" when none does."""
    left_out = [word for test in failing for word in ("--deselect", test)]
    ran = bench.run(edits={mutant.path: mutant.content.decode()}, words=["-x", *left_out], seconds=SUITE_SECONDS)
    return next((test.id for test in ran.failed if "::" in test.id), "")


def statement(source: bytes, line: int) -> int:
    """Where the innermost statement that a line belongs to begins: lines are counted by these."""
    begun = [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(begun, default=line)


def unpacked(name: str) -> Path:
    """The source of a package with its tests, fetched once."""
    place = user_cache_path("mayfly") / "bench"
    release, _ = PACKAGES[name]
    folder = place / release
    if not folder.exists():
        wanted = ["--no-deps", "--no-binary", ":all:", "--dest", f"{place}", f"{name}=={release.rpartition('-')[2]}"]
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *wanted], check=True)
        with tarfile.open(f"{folder}.tar.gz") as archive:
            archive.extractall(place, filter="data")
    return folder


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def look(known: Known, engine: Engine) -> dict[str, Any]:
    """What comes of one of them, with the tool opened at the end."""
    began = time.monotonic()
    told: dict[str, Any] = {"group": known.group, "name": known.name}
    with tempfile.TemporaryDirectory() as home, Shelf(Path(home)) as shelf:
        try:
            found = investigate(Wish(known.folder, known.command), engine, lambda _: None, smaller=False)
            opened = opening(shelf, engine, shelve(shelf, found.evidence, found.case))
        except (GalleryError, SandboxError) as error:
            return told | {"how": "error", "rank": None, "patch": False, "seconds": None, "error": str(error)}
    evidence = found.evidence
    patch = evidence.patch is not None and not evidence.patch.broken
    told |= {"how": evidence.reproduced.how, "rank": rank(evidence, known), "patch": patch}
    return told | {"seconds": opened - began, "stages": dict(evidence.seconds)}


def opening(shelf: Shelf, engine: Engine, entry: str) -> float:
    """When the tool answered."""
    stop, at = threading.Event(), [0.0]

    def ready(_: str) -> None:
        at[0] = time.monotonic()
        stop.set()

    serve(shelf, engine, shelf.find(entry), seconds=600, stop=stop, ready=ready)
    return at[0]


def rank(evidence: Evidence, known: Known) -> int | None:
    """The place of the true line among the suspects, from 1."""
    places = [at for at, one in enumerate(evidence.suspects, 1) if one.path == known.file and one.line in known.lines]
    return min(places, default=None)


def table(results: Sequence[dict[str, Any]]) -> str:
    head = (
        "| | bugs | reproduced | true line first | in the first 3 | in the first 5 | patch found | seconds to a tool |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    groups = list(dict.fromkeys(one["group"] for one in results))
    for name, some in [*((group, [one for one in results if one["group"] == group]) for group in groups)]:
        shares = [sum(one["how"] in ("steady", "flaky") for one in some)]
        shares += [sum(bool(one["rank"]) and one["rank"] <= most for one in some) for most in (1, 3, 5)]
        shares += [sum(one["patch"] for one in some)]
        took = sorted(one["seconds"] for one in some if one["seconds"])
        seconds = f"{median(took):.1f} ({took[0]:.1f} to {took[-1]:.1f})" if took else "–"
        cells = [f"{share} ({share / len(some):.0%})" for share in shares]
        lines.append(f"| {name} | {len(some)} | {' | '.join(cells)} | {seconds} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="How well is a bug found without any model?")
    parser.add_argument("names", nargs="*", help=f"small, {', '.join(PACKAGES)}; by default all")
    parser.add_argument("--mutants", type=int, default=20, help="faults for each package")
    parser.add_argument("--out", type=Path, default=Path("debug.jsonl"))
    parser.add_argument("--table", action="store_true", help="only show what the file holds")
    asked = parser.parse_args()
    done = [json.loads(line) for line in asked.out.read_text().splitlines()] if asked.out.exists() else []
    if not asked.table:
        engine = connect()
        wanted = asked.names or ["small", *PACKAGES]
        with tempfile.TemporaryDirectory() as place, asked.out.open("a") as file:
            for name in wanted:
                there = Path(place)
                for known in programs(there) if name == "small" else faults(name, there, engine, asked.mutants):
                    if known.name not in {one["name"] for one in done}:
                        done.append(look(known, engine))
                        print(json.dumps(done[-1]), file=file, flush=True)
                        print(json.dumps(done[-1]), file=sys.stderr)
    print(table(done))


if __name__ == "__main__":
    main()
