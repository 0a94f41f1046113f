"""Runs one command many times, each time with other files in the place of some: what it takes to start is loaded once,
and each try is a fork. Refuses a try more time than its limit. Standard library, and pytest where the command is one.

`tries.json` beside it asks: `argv` (of python), `tries` (path -> text of each), `limit` (seconds of one), `seconds`
(of all), `until` (so many that passed are enough; 0: all). With a `kind` of exception, the first that fails so ends it,
if it passes with the files of `then` as well. The answer is a list in `out/tries.json`.
"""

import contextlib
import json
import os
import signal
import sys
import time
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TOLD = os.path.join(HERE, "out", "try.json")
GRACE = 3.0
QUICK = ("--tb=native", "-p", "no:unraisableexception", "-p", "no:threadexception")
"""What is shown of a failure is not looked at here, and the last two wait for the garbage collector."""


def main() -> None:
    with open(os.path.join(HERE, "tries.json")) as file:
        ask: dict[str, Any] = json.load(file)
    os.chdir(ROOT)
    argv = ask["argv"]
    if argv[:2] == ["-m", "pytest"]:
        warm()
    began, passed = time.monotonic(), 0
    answers: list[dict[str, Any] | None] = []
    before: dict[str, bytes | None] = {}
    for edit in ask["tries"]:
        if time.monotonic() - began > ask["seconds"] or (ask["until"] and passed >= ask["until"]):
            break
        for path, content in before.items():
            place(path, content)
        before = {path: content_of(path) for path in edit}
        for path, text in edit.items():
            place(path, text.encode())
        told = one(argv, ask["limit"])
        if told and ask["kind"] and fails_so(told, ask["kind"]):
            for path, text in ask["then"].items():
                before.setdefault(path, content_of(path))
                place(path, text.encode())
            told["then"] = one(argv, ask["limit"]) if ask["then"] else None
            answers.append(told)
            if told["then"] is None or passes(told["then"]):
                break
            continue
        passed += passes(told)
        answers.append(told)
    for path, content in before.items():
        place(path, content)
    with open(os.path.join(HERE, "out", "tries.json"), "w") as file:
        json.dump(answers, file)


def passes(told: dict[str, Any] | None) -> bool:
    outcomes = {test["outcome"] for test in told["tests"]} if told else set()
    return "passed" in outcomes and "failed" not in outcomes


def fails_so(told: dict[str, Any], kind: str) -> bool:
    """Whether one test failed, with that exception."""
    kinds = [test["failure"]["kind"] for test in told["tests"] if test["failure"]]
    return kinds == [kind]


def warm() -> None:
    """Load what a fork would have to: pytest and its plugins, with nothing of the program's own."""
    import pytest

    os.chdir(HERE)
    with open(os.devnull, "w") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
        pytest.main(["--collect-only", "-p", "no:cacheprovider", "--rootdir", HERE, "--noconftest", "out"])
    os.chdir(ROOT)


def content_of(path: str) -> bytes | None:
    try:
        with open(os.path.join(ROOT, path), "rb") as file:
            return file.read()
    except OSError:
        return None


def place(path: str, content: bytes | None) -> None:
    target = os.path.join(ROOT, path)
    if os.path.exists(target):
        os.unlink(target)
    if content is not None:
        with open(target, "wb") as file:
            file.write(content)


def one(argv: list[str], limit: float) -> dict[str, Any] | None:
    """What one try told, None when it told nothing."""
    if os.path.exists(TOLD):
        os.unlink(TOLD)
    pid = os.fork()
    if not pid:
        child(argv, limit)
    until = time.monotonic() + limit + GRACE
    pause = 0.002
    while os.waitpid(pid, os.WNOHANG)[0] == 0:
        if time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            break
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    try:
        with open(TOLD) as file:
            told = json.load(file)
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def child(argv: list[str], limit: float) -> None:
    """The fork: never returns."""
    try:
        os.setpgid(0, 0)
        null = os.open(os.devnull, os.O_RDWR)
        for fd in range(3):
            os.dup2(null, fd)
        os.environ["MAYFLY_PROBE"] = json.dumps({"out": TOLD, "limit": limit})
        if argv[:2] == ["-m", "pytest"]:
            import pytest

            sys.path.insert(0, ROOT)
            pytest.main([*argv[2:], *QUICK])
        elif argv[0].endswith("mayfly_node.py"):
            import mayfly_node

            os.environ["MAYFLY_PROBE"] = json.dumps({"out": TOLD, "limit": limit, "quick": True})
            mayfly_node.main(argv[1:])
        elif argv[0].endswith("mayfly_page.py"):
            import mayfly_page

            mayfly_page.main(argv[1], TOLD)
        else:
            import mayfly_probe

            mayfly_probe.run_script(argv[1:])
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
