"""Runs a failing command beside the program and tells how it failed: which tests, which frames, with which values. As a
pytest plugin, or for a script: `python mayfly_probe.py SCRIPT…`. Refuses to change what the program does. On the
standard library, pytest and coverage.py; the repository is the folder above its own. What it is to do stands in
MAYFLY_PROBE as JSON, all of it optional: `out` (the file to tell it in), `trace`, `cover`, `first` (tests that come
first), `limit` and `seconds` (for a test, for all of them).
"""

import json
import linecache
import os
import re
import runpy
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Generator, Iterable, Iterator
from types import CodeType, TracebackType
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, HERE)

from mayfly_shown import shown, value_of  # noqa: E402
from mayfly_trace import Tracer  # noqa: E402

WISH: dict[str, Any] = json.loads(os.environ.pop("MAYFLY_PROBE", "{}"))
MOST_TESTS, MOST_NAMED, MOST_FRAMES, MOST_TEXT = 20_000, 8, 40, 2000
FOLDER = os.path.join(ROOT, os.environ.get("MAYFLY_FOLDER", ""))
"""In which the program runs, whatever it is that is named from the top."""
OUT = WISH.get("out") or os.path.join(HERE, "out", "told.json")
RAISED = re.compile(r"E\s+([A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Warning))(?:: (.*))?$")
PLACE = re.compile(r'^(?P<path>[^\s:]+\.py):(?P<line>\d+): in |^E\s+File "(?P<file>[^"\n]+)", line (?P<at>\d+)', re.M)
INNER = re.compile(r'^\s*File "([^"\n]+)", line (\d+), in (\S+)', re.M)
CHILDREN = (subprocess.CompletedProcess, subprocess.CalledProcessError)
LIMIT = float(WISH.get("limit", 0))
"""Seconds after which a test, or the script, is broken off."""


def own(file: str) -> str:
    """The path of a file of the repository below its root, "" for any other."""
    path = os.path.join(ROOT, file) if not os.path.isabs(file) else file
    if file.startswith("<") or not path.startswith(f"{ROOT}/") or path.startswith(f"{HERE}/"):
        return ""
    return path[len(ROOT) + 1 :]


def own_code(code: CodeType) -> str:
    return own(code.co_filename)


class StillRunning(BaseException):
    """Raised in the midst of what does not end: so its frames and their values are known."""


def ring(*_: Any) -> None:
    raise StillRunning("It was still running when its time was over.")


def limit(seconds: float) -> None:
    if LIMIT:
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)


class Report:
    """What is told at the end, in a file."""

    def __init__(self) -> None:
        self.tests: list[dict[str, Any]] = []
        self.failure: dict[str, Any] | None = None
        self.trace: dict[str, Any] | None = None
        self.lines: dict[str, Any] = {}
        self.whole = True
        self.comparison: dict[str, Any] | None = None

    def write(self) -> None:
        told = {"tests": self.tests, "failure": self.failure, "trace": self.trace, "lines": self.lines}
        os.makedirs(os.path.dirname(OUT), exist_ok=True)
        with open(OUT, "w") as file:
            json.dump({**told, "whole": self.whole}, file)


def failure_of(error: BaseException, tb: TracebackType | None, comparison: dict[str, Any] | None) -> dict[str, Any]:
    """An exception with its frames, outermost first."""
    frames = []
    walked = list(traceback.walk_tb(tb))
    begin = next((at for at, (frame, _) in enumerate(walked) if own_code(frame.f_code)), 0)
    for frame, line in walked[max(begin, len(walked) - MOST_FRAMES) :]:
        code = frame.f_code
        path = own(code.co_filename)
        values = [value_of(name, value) for name, value in list(frame.f_locals.items())[:30]] if path else []
        frames.append(
            {
                "path": path or code.co_filename,
                "line": line,
                "function": getattr(code, "co_qualname", code.co_name).replace(".<locals>", ""),
                "source": linecache.getline(code.co_filename, line).strip()[:300],
                "own": bool(path),
                "values": [one for one in values if not one["name"].startswith(("__", "@py"))],
            }
        )
        if code.co_filename.endswith("unittest/case.py") and {"first", "second"} <= frame.f_locals.keys():
            comparison = {
                "actual": shown(frame.f_locals["first"]),
                "expected": shown(frame.f_locals["second"]),
                "sign": code.co_name,
            }
    last = walked[-1][0].f_locals.values() if walked else ()
    frames += of_child(error, list(last))
    try:
        message = str(error)[:MOST_TEXT]
    except BaseException:
        message = "<that can't be shown>"
    kind = type(error).__name__
    compared = comparison if isinstance(error, AssertionError) else None
    return {"kind": kind, "message": message, "frames": frames, "comparison": compared}


def not_loaded(text: str) -> dict[str, Any]:
    """Of what pytest says of a file that can't be loaded."""
    raised = [found for found in map(RAISED.match, text.splitlines()) if found]
    kind, message = (raised[-1][1], raised[-1][2] or "") if raised else ("Error", text[-MOST_TEXT:])
    frames = [
        framed(found["path"] or found["file"], int(found["line"] or found["at"])) for found in PLACE.finditer(text)
    ]
    frames = [one for one in frames if one["own"]][-MOST_FRAMES:]
    return {"kind": kind.rpartition(".")[2], "message": message[:MOST_TEXT], "frames": frames, "comparison": None}


def framed(file: str, line: int, function: str = "<module>") -> dict[str, Any]:
    """A frame of which only the place is known."""
    path = own(file)
    source = linecache.getline(os.path.join(ROOT, path), line).strip()[:300] if path else ""
    return {"path": path or file, "line": line, "function": function, "source": source, "own": bool(path), "values": []}


def of_child(error: BaseException, held: Iterable[object]) -> list[dict[str, Any]]:
    """The frames of the program's own that another process told of as it failed: one of a pool, or a command."""
    told = [error.__cause__] if type(error.__cause__).__name__ == "_RemoteTraceback" else []
    told += [getattr(one, "stderr", None) for one in (error, *held) if isinstance(one, CHILDREN)]
    text = "\n".join(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in told if one)
    found = [(match[1], int(match[2]), match[3]) for match in INNER.finditer(text[-10 * MOST_TEXT :])]
    frames = [framed(os.path.join(FOLDER, file), line, function) for file, line, function in found]
    return [one for one in frames if one["own"]][-MOST_FRAMES:]


class Cover:
    """Which lines each test ran, by coverage.py's contexts."""

    def __init__(self) -> None:
        import coverage

        self.cover: Any = coverage.Coverage(
            data_file=None, config_file=False, include=[f"{ROOT}/*"], omit=[f"{HERE}/*"]
        )
        self.cover.start()

    def switch(self, test: str) -> None:
        self.cover.switch_context(test)

    def lines(self, tests: list[dict[str, Any]]) -> dict[str, Any]:
        """Path -> line -> how many failed and passed there, and the first few of those that passed."""
        self.cover.stop()
        data = self.cover.get_data()
        outcome = {one["id"]: one["outcome"] for one in tests}
        number = {one["id"]: at for at, one in enumerate(tests)}
        found: dict[str, Any] = {}
        for file in data.measured_files():
            if path := own(file):
                counted = found[path] = {}
                for line, contexts in data.contexts_by_lineno(file).items():
                    failed = [number[one] for one in contexts if outcome.get(one) == "failed"]
                    passed = [number[one] for one in contexts if outcome.get(one) == "passed"]
                    if failed or passed:
                        counted[line] = [failed[:MOST_TESTS], len(passed), sorted(passed)[:MOST_NAMED]]
        return found


REPORT = Report()
COVER = Cover() if WISH.get("cover") else None
BEGAN = time.monotonic()


# --- as a pytest plugin -----------------------------------------------------------------------------------------------

if "pytest" in sys.modules:
    import pytest

    def pytest_sessionstart() -> None:
        os.chdir(FOLDER)

    def pytest_collection_modifyitems(items: list[Any]) -> None:
        """Those that are asked for first, then what is nearest to them: there may not be time for all."""
        first = WISH.get("first") or []
        files = {test.partition("::")[0] for test in first}
        items.sort(key=lambda item: 0 if item.nodeid in first else 1 if item.nodeid.partition("::")[0] in files else 2)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(item: Any) -> Iterator[None]:
        REPORT.comparison = None
        if WISH.get("seconds") and time.monotonic() - BEGAN > WISH["seconds"]:
            item.session.shouldstop = "the time for this is over"
            REPORT.whole = False
        if COVER:
            COVER.switch(item.nodeid)
        limit(LIMIT)
        yield
        limit(0)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(item: Any) -> Iterator[None]:
        if not WISH.get("trace") or REPORT.trace:
            yield
            return
        tracer = Tracer(own_code)
        tracer.start()
        try:
            yield
        finally:
            tracer.stop()
            REPORT.trace = tracer.told()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(item: Any, call: Any) -> Generator[None, Any, None]:
        done = yield
        said = done.get_result()
        if said.when == "call" or said.outcome != "passed":
            failed = said.outcome == "failed" and call.excinfo is not None
            failure = failure_of(call.excinfo.value, call.excinfo.tb, REPORT.comparison) if failed else None
            told = {"id": item.nodeid, "outcome": said.outcome, "seconds": call.duration, "failure": failure}
            REPORT.tests.append(told)

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(config: Any, op: str, left: object, right: object) -> None:
        REPORT.comparison = {"actual": shown(left), "expected": shown(right), "sign": op}

    def pytest_collectreport(report: Any) -> None:
        """A file that can't be imported is a failure as well."""
        if report.failed:
            failure = not_loaded(str(report.longrepr)[-10 * MOST_TEXT :])
            REPORT.tests.append({"id": report.nodeid, "outcome": "failed", "seconds": 0.0, "failure": failure})

    def pytest_sessionfinish(session: Any) -> None:
        if COVER:
            REPORT.lines = COVER.lines(REPORT.tests)
        REPORT.write()


# --- for a script -----------------------------------------------------------------------------------------------------


def run_script(argv: list[str]) -> None:
    """As `python ARGV` would, with the exception that ends it told."""
    tracer = Tracer(own_code) if WISH.get("trace") else None
    module = argv[0] == "-m"
    if not module and not os.path.samefile(FOLDER, ROOT):
        argv = [os.path.abspath(argv[0]), *argv[1:]]
    os.chdir(FOLDER)
    sys.argv = argv[1:] if module else argv
    sys.path[0] = FOLDER if module else os.path.dirname(os.path.abspath(argv[0]))
    if COVER:
        COVER.switch("the command")
    outcome = "passed"
    try:
        limit(LIMIT)
        if tracer:
            tracer.start()
        if module:
            runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(argv[0], run_name="__main__")
    except SystemExit as ended:
        if ended.code not in (None, 0):
            outcome = "failed"
        raise
    except BaseException as error:
        outcome = "failed"
        REPORT.failure = failure_of(error, error.__traceback__, None)
        raise
    finally:
        limit(0)
        if tracer:
            tracer.stop()
            REPORT.trace = tracer.told()
        seconds = time.monotonic() - BEGAN
        REPORT.tests.append({"id": "the command", "outcome": outcome, "seconds": seconds, "failure": REPORT.failure})
        if COVER:
            REPORT.lines = COVER.lines(REPORT.tests)
        REPORT.write()


if __name__ == "__main__":
    run_script(sys.argv[1:])
