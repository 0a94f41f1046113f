"""Values are followed alike by sys.settrace and by sys.monitoring, on every Python that is here."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from gallery.debug.case import PAYLOAD

PROGRAM = """\
import asyncio
import contextlib


def total(prices):
    found = 0
    for price in prices:
        found += price
    return found


def quarter(n):
    return 8 // n


def careful(n):
    try:
        return quarter(n)
    except ZeroDivisionError:
        n = -1
    return n


def numbers(most):
    for one in range(most):
        yield one


def deep(n):
    return 1 if n == 0 else n * deep(n - 1)


class Till:
    def __init__(self):
        self.sum = 0

    def add(self, price):
        self.sum += price


@contextlib.contextmanager
def opened(name):
    till = Till()
    yield till
    name = "closed"


async def later(n):
    await asyncio.sleep(0)
    return n + 1


def fails(prices):
    worth = total(prices)
    return quarter(worth)


def main():
    careful(0)
    list(numbers(2))
    deep(2)
    with opened("till") as till:
        till.add(3)
    asyncio.run(later(1))
    fails([])
"""
DRIVE = """\
import contextlib, json, sys

if sys.argv[2] == "sys.settrace" and hasattr(sys, "monitoring"):
    del sys.monitoring
sys.path.insert(0, sys.argv[1])
from mayfly_trace import Tracer
import program

tracer = Tracer(lambda code: "program.py" if code.co_filename == program.__file__ else "")
tracer.start()
with contextlib.suppress(ZeroDivisionError):
    program.main()
tracer.stop()
after = program.total([1])
print(json.dumps(tracer.told()))
"""


def traced(python: str, tool: str, place: Path) -> dict[str, Any]:
    ran = subprocess.run(
        [python, "drive.py", str(PAYLOAD), tool], cwd=place, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def newer() -> list[str]:
    """Pythons with sys.monitoring: on the path, or where pyenv keeps them beside its shims."""
    found = []
    for name in ("python3.12", "python3.13", "python3.14"):
        if place := shutil.which(name):
            kept = sorted(Path(place).parent.parent.glob(f"versions/*/bin/{name}"))
            found.append(f"{kept[-1] if kept else place}")
    return found


def test_each_tool_follows_the_same_calls_steps_and_values(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "drive.py").write_text(DRIVE)
    here = traced(sys.executable, "sys.settrace", tmp_path)
    assert here["tool"] == "sys.settrace"
    calls = {call["function"]: call for call in here["calls"]}
    names = [call["function"] for call in here["calls"]]
    assert names == [
        *("main", "careful", "quarter", "numbers", "deep", "deep", "deep"),
        *("opened", "Till.__init__", "Till.add", "later", "fails", "total", "quarter"),
    ], "what is called when nothing is followed any more is not there"
    changed = [value["shown"] for step in calls["total"]["steps"] for value in step["changed"]]
    assert changed == ["0"]
    assert calls["careful"]["result"]["shown"] == "-1"
    assert "raised" not in calls["careful"], "it was caught"
    assert calls["fails"]["raised"].startswith("ZeroDivisionError")
    assert calls["quarter"]["parent"] == calls["fails"]["id"]
    for python in newer():
        assert traced(python, "sys.settrace", tmp_path) == here
        assert traced(python, "sys.monitoring", tmp_path) == here | {"tool": "sys.monitoring"}
