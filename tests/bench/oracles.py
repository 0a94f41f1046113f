"""Runs the hand-written oracle of a spec against an app in real sandboxes. Refuses to look at how the app was made."""

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from runpy import run_path

from sandbox.contract import Engine, Image, Limits, Runtime, Sandbox
from tests.specs.callers import ENTRY, Api, Command

SPECS = Path(__file__).parent.parent / "specs"
TESTER = Limits(memory_mb=1536, cpus=2.0, processes=512, files_mb=64)
EMPTY: Mapping[str, Mapping[str, bytes]] = {
    "web": {"index.html": b"<!doctype html><html lang=en><title>Ready</title><h1>Ready</h1></html>\n"},
    "streamlit": {"app.py": b"import streamlit as st\nst.title('Ready')\n"},
    "api": {"app.py": b"from fastapi import FastAPI\napp = FastAPI()\n"},
    "script": {ENTRY: b""},
}
RIGHT = {"web": "right_app.html", "streamlit": "right_app.py", "api": "right_api.py", "script": "right_script.py"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an app does what its sentence asked: every test of the oracle passed. `said` is why not."""

    passed: Mapping[str, bool]
    said: str

    @property
    def right(self) -> bool:
        return bool(self.passed) and all(self.passed.values())


def names() -> list[str]:
    return sorted(path.parent.name for path in SPECS.glob("*/oracle.py"))


def sentence(name: str) -> str:
    return (SPECS / name / "spec.txt").read_text().strip()


def kind(name: str) -> str:
    """What sort of app the sentence asks for: that of the right app beside it; Streamlit where there is none."""
    return next((sort for sort, file in RIGHT.items() if (SPECS / name / file).exists()), "streamlit")


def right(name: str) -> Mapping[str, bytes]:
    """The app that somebody wrote by hand, as the files that a generator would make."""
    (entry,) = EMPTY[kind(name)]
    return {entry: (SPECS / name / RIGHT[kind(name)]).read_bytes()}


def wrong(name: str) -> list[Mapping[str, bytes]]:
    """The right app with one thing spoilt, in several ways."""
    ((entry, source),) = right(name).items()
    spoilt: list[Mapping[str, bytes]] = []
    for change in json.loads((SPECS / name / "wrong.json").read_text()):
        was = change["instead_of"].encode()
        if source.count(was) != 1:
            raise ValueError(f"{name}: {change['instead_of']!r} is not once in the right app")
        spoilt.append({entry: source.replace(was, change["stands"].encode())})
    return spoilt


def judge(engine: Engine, name: str, files: Mapping[str, bytes]) -> Judgement:
    """Each test gets the app afresh, with nothing left from the test before. Pages are judged in the tester's browser;
    APIs and commands from here, by plain calls."""
    with engine.open(Image.APP) as app:
        if kind(name) in ("web", "streamlit"):
            return by_browser(engine, app, name, files)
        return by_calls(app, name, files)


def by_browser(engine: Engine, app: Sandbox, name: str, files: Mapping[str, bytes]) -> Judgement:
    oracle = (SPECS / name / "oracle.py").read_text()
    tests = [node.name for node in ast.parse(oracle).body if getattr(node, "name", "").startswith("test_")]
    runtime = Runtime.STREAMLIT if "app.py" in files else Runtime.STATIC
    passed: dict[str, bool] = {}
    said: list[str] = []
    with engine.open(Image.TESTER, limits=TESTER) as tester:
        tester.put(
            {
                "test_oracle.py": oracle.encode(),
                "judge.py": (SPECS / "judge.py").read_bytes(),
                "conftest.py": (SPECS / "conftest_oracle.py").read_bytes(),
            }
        )
        for test in tests:
            app.put(files, replace=True)
            started = app.start(runtime)
            if not started.ok:
                return Judgement({test: False}, started.reason)
            env = {"APP_URL": tester.reach(app), "HOME": "/tmp"}
            command = ["/opt/venv/bin/python", "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"]
            ran = tester.run([*command, f"test_oracle.py::{test}"], seconds=150, env=env)
            passed[test] = ran.status == 0
            if ran.status != 0:
                told = [line for line in ran.output.decode(errors="replace").splitlines() if line.startswith("E ")]
                said.append(f"{test}: {ran.reason or ' '.join(told)[:400]}")
    return Judgement(passed, "; ".join(said))


def by_calls(app: Sandbox, name: str, files: Mapping[str, bytes]) -> Judgement:
    passed: dict[str, bool] = {}
    said: list[str] = []
    oracle = run_path(str(SPECS / name / "oracle.py"))
    for test, run in ((test, run) for test, run in oracle.items() if test.startswith("test_")):
        app.put(files, replace=True)
        try:
            if kind(name) == "api":
                started = app.start(Runtime.FASTAPI)
                if not started.ok:
                    return Judgement({test: False}, started.reason)
                run(Api(app.url))
            else:
                run(Command(app))
            passed[test] = True
        except Exception as error:  # whatever a stranger's app makes of a call, it is that app that failed
            passed[test] = False
            said.append(f"{test}: {type(error).__name__} {str(error)[:400]}")
    return Judgement(passed, "; ".join(said))
