"""Runs the hand-written oracle of a spec against an app in real sandboxes. Refuses to look at how the app was made."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.contract import Engine, Image, Limits, Runtime

SPECS = Path(__file__).parent.parent / "specs"
TESTER = Limits(memory_mb=1536, cpus=2.0, processes=512, files_mb=64)


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


def judge(engine: Engine, name: str, files: Mapping[str, bytes]) -> Judgement:
    """Each test gets the app afresh, with nothing left from the test before."""
    oracle = (SPECS / name / "oracle.py").read_text()
    tests = [node.name for node in ast.parse(oracle).body if getattr(node, "name", "").startswith("test_")]
    runtime = Runtime.STREAMLIT if "app.py" in files else Runtime.STATIC
    passed: dict[str, bool] = {}
    said: list[str] = []
    with engine.open(Image.TESTER, limits=TESTER) as tester, engine.open(Image.APP) as app:
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
