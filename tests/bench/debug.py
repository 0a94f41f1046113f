"""How well is a bug found without any model? On the 25 small programs of tests/debug/bugs, on 8 in JavaScript, and on
three packages of the index of 10,000 lines or more (their tests not counted), with one deliberate fault each that a
test of theirs catches.

Of each: whether the failure is reproduced, at which place among the suspects the true line stands (of a statement that
was taken out, one beside the gap), whether a patch is
found with which the failing test passes and no other breaks, and the seconds from the command to a tool that answers,
and to the end (without the minimal test). What is done stands in the file of results, and is not done again: it
can be stopped at any time, and goes on where it was. Of packages a few faults of each are made in turn.
    python -m tests.bench.debug [NAME ...] [--mutants N] [--out FILE] [--table]
"""

import argparse
import ast
import json
import subprocess
import sys
import tarfile
import tempfile
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
from gallery.debug.opened import Opened
from gallery.debug.prepare import prepare
from gallery.shelf import Shelf
from generator.mutants import Mutant, mutants
from sandbox import connect
from sandbox.contract import Engine, SandboxError
from tests.debug.known_bugs import JAVASCRIPT, Bug, bugs

PACKAGES = {
    "boltons": ("boltons-26.2.0", "boltons/"),
    "beautifulsoup4": ("beautifulsoup4-4.15.0", "bs4/"),
    "jinja2": ("jinja2-3.1.6", "src/jinja2/"),
}
"""Name -> its source with tests, and the folder in it where faults are made."""
SMALL = {"small": ("25 small programs", bugs()), "javascript": ("8 small programs in JavaScript", bugs(JAVASCRIPT))}
CANDIDATES = 6
"""So many faults are made for each that is wanted: not all are caught."""
UNCAUGHT = "no test noticed"
SUITE_SECONDS = 240


Done = dict[str, str]
"""How each by its name was reproduced."""


@dataclass(frozen=True)
class Known:
    """A program with a bug whose place is known. `lines`: the line, and where its statement begins. Without a command
    there is no test that notices the bug."""

    group: str
    name: str
    folder: Path
    command: tuple[str, ...]
    file: str
    lines: frozenset[int]


def programs(group: str, known: Sequence[Bug], done: Done) -> Iterator[Known]:
    for bug in known:
        name = f"{bug.name}, {bug.file}" if bug.folder.parent == JAVASCRIPT else bug.name
        if name not in done:
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder), bug.program())
                yield Known(group, name, Path(folder), bug.command, bug.file, frozenset({bug.line}))


def faults(name: str, engine: Engine, most: int, done: Done) -> Iterator[Known]:
    """A package with one fault in it, again and again: those that a test catches."""
    source = unpacked(name)
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    release, package = PACKAGES[name]
    own = {path: content for path, content in files.items() if path.endswith(".py") and path.startswith(package)}
    own = {path: content for path, content in own.items() if "/tests/" not in path}
    lines_of_code = sum(content.count(b"\n") for content in own.values())
    group = f"{release}, {lines_of_code:,} lines"
    case, *_ = prepare(source, ("pytest",), engine, lambda _: None)
    with case.open(engine) as bench:
        failing: list[str] | None = None
        number = 0
        for at, mutant in enumerate(mutants(own, CANDIDATES * most)):
            title = f"{name} {at}: {mutant.path}:{mutant.line} {mutant.sort}"
            if number == most or done.get(title) == UNCAUGHT:
                continue
            if title not in done:
                if failing is None:
                    failing = [test.id for test in bench.run(words=[], seconds=SUITE_SECONDS).failed]
                test = caught(bench, mutant, failing)
                lines = frozenset({mutant.line, statement(mutant.content, mutant.line)})
                lines |= beside_gap(mutant.content, mutant.line)
                with tempfile.TemporaryDirectory() as folder:
                    write(Path(folder), {**files, mutant.path: mutant.content} if test else {})
                    yield Known(group, title, Path(folder), ("pytest", test) if test else (), mutant.path, lines)
            number += done[title] != UNCAUGHT


def in_turn(kinds: Sequence[Iterator[Known]]) -> Iterator[Known]:
    going = list(kinds)
    while going:
        for one in [*going]:
            if known := next(one, None):
                yield known
            else:
                going.remove(one)


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


def beside_gap(source: bytes, line: int) -> frozenset[int]:
    """Where a statement was taken out, the lines beside which it could be put back: the statement before the gap and
    the one after it, or what they all stand in. As is usual where omissions are judged, one of these is as good as the
    line itself, which isn't there. Empty where nothing was taken out."""
    for node in ast.walk(ast.parse(source)):
        for _, body in ast.iter_fields(node):
            listed = body if isinstance(body, list) else []
            for at, one in enumerate(listed):
                if isinstance(one, ast.Pass) and one.lineno == line:
                    near = [*listed[max(at - 1, 0) : at], *listed[at + 1 : at + 2]]
                    return frozenset(each.lineno for each in near) or frozenset({getattr(node, "lineno", line)})
    return frozenset()


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
    began, at = time.monotonic(), list[float]()
    told: dict[str, Any] = {"group": known.group, "name": known.name}
    if not known.command:
        return told | {"how": UNCAUGHT}
    with tempfile.TemporaryDirectory() as home, Shelf(Path(home)) as shelf:
        try:
            with Opened(shelf, engine, seconds=600, ready=lambda _: at.append(time.monotonic() - began)) as tool:
                wish = Wish(known.folder, known.command)
                found = investigate(wish, engine, lambda _: None, smaller=False, show=tool.show)
                tool.finish(found.evidence, found.case)
                tool.url()
        except (GalleryError, SandboxError) as error:
            return told | {"how": "error", "rank": None, "patch": False, "seconds": None, "error": str(error)}
    evidence = found.evidence
    patch = evidence.patch is not None and not evidence.patch.broken
    told |= {"how": evidence.reproduced.how, "rank": rank(evidence, known), "patch": patch}
    return told | {
        "seconds": at[0] if at else None,
        "whole": sum(evidence.seconds.values()),
        "stages": evidence.seconds,
    }


def rank(evidence: Evidence, known: Known) -> int | None:
    """The place of the true line among the suspects, from 1."""
    places = [at for at, one in enumerate(evidence.suspects, 1) if one.path == known.file and one.line in known.lines]
    return min(places, default=None)


def table(results: Sequence[dict[str, Any]]) -> str:
    head = (
        "| | bugs | reproduced | true line first | in the first 3 | in the first 5 | patch found | seconds to a tool "
        "| seconds to the end |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|---|"]
    for name in dict.fromkeys(one["group"] for one in results):
        some = [one for one in results if one["group"] == name]
        shares = [sum(one["how"] in ("steady", "flaky") for one in some)]
        shares += [sum(bool(one["rank"]) and one["rank"] <= most for one in some) for most in (1, 3, 5)]
        shares += [sum(one["patch"] for one in some)]
        cells = [f"{share} ({share / len(some):.0%})" for share in shares]
        cells += [spread([one[key] for one in some if one.get(key)]) for key in ("seconds", "whole")]
        lines.append(f"| {name} | {len(some)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def spread(took: Sequence[float]) -> str:
    return f"{median(took):.1f} ({min(took):.1f} to {max(took):.1f})" if took else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description="How well is a bug found without any model?")
    parser.add_argument("names", nargs="*", help=f"{', '.join([*SMALL, *PACKAGES])}; by default all")
    parser.add_argument("--mutants", type=int, default=20, help="faults for each package")
    parser.add_argument("--out", type=Path, default=Path("debug.jsonl"))
    parser.add_argument("--table", action="store_true", help="only show what the file holds")
    asked = parser.parse_args()
    results = [json.loads(line) for line in asked.out.read_text().splitlines()] if asked.out.exists() else []
    done: Done = {one["name"]: one["how"] for one in results}
    if not asked.table:
        engine = connect()
        wanted = asked.names or [*SMALL, *PACKAGES]
        kinds = [
            programs(*SMALL[name], done) if name in SMALL else faults(name, engine, asked.mutants, done)
            for name in wanted
        ]
        with asked.out.open("a") as file:
            for known in in_turn(kinds):
                results.append(look(known, engine))
                done[known.name] = results[-1]["how"]
                for place in (file, sys.stderr):
                    print(json.dumps(results[-1]), file=place, flush=True)
    print(table([one for one in results if one["how"] != UNCAUGHT]))


if __name__ == "__main__":
    main()
