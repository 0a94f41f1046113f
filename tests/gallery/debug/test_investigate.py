"""One failure from end to end, on the real engine: reproduced, with its values and its suspects."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gallery.cli import app
from gallery.debug.evidence import Evidence, from_data
from gallery.debug.investigate import Wish, investigate
from gallery.debug.report import findings
from sandbox.contract import Engine
from tests.gallery.debug.conftest import FIFTY, SHOP, Make, quiet

ERRATIC = """\
import os, sys
from pathlib import Path

from basket import Basket


def test_now_and_then():
    count = Path("/tmp/count")
    runs = int(count.read_text()) if count.exists() else 0
    count.write_text(str(runs + 1))
    assert runs != 1
"""


def look(root: Path, engine: Engine, *command: str) -> Evidence:
    return investigate(Wish(root, command), engine, quiet, mend=False).evidence


def test_a_failing_test_is_reproduced_with_its_values_and_suspects(make: Make, engine: Engine) -> None:
    root = make()
    found = investigate(Wish(root, ("uv", "run", "pytest", "-x", FIFTY)), engine, quiet, mend=False)
    evidence = found.evidence
    assert evidence.reproduced.how == "steady"
    assert len(evidence.reproduced.attempts) == 3
    signature = evidence.reproduced.signature
    assert signature
    assert (signature.kind, signature.path, signature.line) == ("AssertionError", "tests/test_basket.py", 15)
    assert evidence.test == FIFTY
    assert evidence.comparison
    assert (evidence.comparison.expected, evidence.comparison.actual) == ("50", "55.0")
    assert evidence.left_out == (".env: it may hold a secret",)
    assert (evidence.tests.ran, evidence.tests.failed) == (3, (FIFTY,))
    top = [(one.path, one.line) for one in evidence.suspects[:3]]
    assert ("basket.py", 15) in top, "the condition that is wrong runs in every order; the branch it takes in few"
    assert evidence.suspects[0].score == 1.0
    calls = {call.function: call for call in evidence.trace.calls} if evidence.trace else {}
    shown = {value.name: value.shown for step in calls["Basket.subtotal"].steps for value in step.changed}
    assert shown["total"] == "50"
    assert [value.shown for value in calls["Basket.shipping"].arguments] == [
        "Basket(items=[('chair', 20, 2), ('pen', 10, 1)])"
    ]
    assert calls["Basket.shipping"].parent == calls["Basket.total"].id
    functions = {one.name: one for one in evidence.functions}
    assert functions["Basket.shipping"].callers == ("basket.py:21 Basket.total",)
    assert FIFTY in functions["Basket.shipping"].tests
    assert found.case
    with found.case.open(engine) as bench:
        text = SHOP["basket.py"].replace("> 50", ">= 50")
        assert bench.attempt({"basket.py": text}).signature is None
        assert bench.attempt().signature == signature
    assert (root / "basket.py").read_text() == SHOP["basket.py"]
    report = findings(evidence)
    assert "`basket.py:15`" in report
    assert "hunter2" not in report


def test_what_fails_now_and_then_is_flaky_and_what_passes_is_not_reproduced(make: Make, engine: Engine) -> None:
    root = make({**SHOP, "tests/test_odd.py": ERRATIC})
    command = ("python", "-m", "pytest", "tests/test_odd.py")
    odd = investigate(Wish(root, command), engine, quiet).evidence
    assert odd.reproduced.how == "flaky"
    assert len(odd.reproduced.differs) == 2
    assert odd.patch is odd.minimal is None
    assert any("now and then" in note for note in odd.notes)
    good = look(root, engine, "pytest", "tests/test_basket.py::test_discount")
    assert good.reproduced.how == "no"
    assert any("Python 3.11" in told for told in good.reproduced.differs)
    assert good.suspects == ()


CHILD = """\
import subprocess, sys
from concurrent.futures import ProcessPoolExecutor

from work import load


def test_command():
    ran = subprocess.run([sys.executable, "work.py", '{"sum": 3}'], capture_output=True, text=True)
    assert ran.stdout.strip() == "3"


def test_pool():
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(load, '{"sum": 3}').result() == 3
"""
WORK = """\
import json
import sys


def load(text):
    return json.loads(text)["total"]


if __name__ == "__main__":
    print(load(sys.argv[1]))
"""


def test_what_fails_in_another_process_or_can_not_be_read_is_shown_where_it_is(make: Make, engine: Engine) -> None:
    root = make(
        {"work.py": WORK, "test_work.py": CHILD, "half.py": "def half(:\n    pass\n", "test_half.py": "import half\n"}
    )
    command = look(root, engine, "pytest", "test_work.py::test_command")
    pool = look(root, engine, "pytest", "test_work.py::test_pool")
    for told, kind in ((command, "AssertionError"), (pool, "KeyError")):
        assert told.reproduced.signature
        assert (told.reproduced.signature.kind, told.reproduced.signature.line) == (kind, 6)
        assert any((one.path, one.line) == ("work.py", 6) for one in told.suspects)
    unread = look(root, engine, "pytest", "test_half.py")
    assert unread.reproduced.signature
    assert (unread.reproduced.signature.kind, unread.reproduced.signature.path) == ("SyntaxError", "half.py")
    assert [(one.path, one.line) for one in unread.suspects] == [("half.py", 1)]
    (root / "app.py").write_text("open('.env')\n")
    (root / ".env").write_text("A=1")
    assert (
        ".env was left out of the copy: it may hold a secret."
        in look(root, engine, "python", "app.py").reproduced.differs
    )


def test_a_project_in_a_folder_of_the_repository_is_run_there(make: Make, engine: Engine) -> None:
    inner = {
        "services/shop/pyproject.toml": '[project]\nname = "shop"\ndependencies = ["toolz==1.0.0"]\n'
        '[tool.pytest.ini_options]\naddopts = "--strict-markers"\n',
        "services/shop/src/pricing.py": "from toolz import identity\n\n\ndef rate(path):\n"
        "    with open(path) as file:\n        return identity(int(file.read())) - 1\n",
        "services/shop/rate.txt": "20",
        "services/shop/tests/test_rate.py": "from pricing import rate\n\n\ndef test_rate():\n"
        '    assert rate("rate.txt") == 20\n',
        "services/shop/main.py": 'from src.pricing import rate\n\nassert rate("rate.txt") == 20, "rate"\n',
        "other/test_other.py": "def test_other():\n    assert False\n",
    }
    folder = make(inner, "mono") / "services/shop"
    evidence = investigate(Wish(folder, ("pytest",)), engine, quiet).evidence
    assert evidence.test == "services/shop/tests/test_rate.py::test_rate"
    assert evidence.tests.ran == 1, "those of the project alone"
    assert any("toolz==1.0.0" in one for one in evidence.packages)
    assert evidence.patch
    assert evidence.patch.path == "services/shop/src/pricing.py"
    script = look(folder, engine, "python", "main.py")
    assert script.reproduced.signature
    assert (script.reproduced.signature.path, script.reproduced.signature.message) == ("services/shop/main.py", "rate")


def test_the_command_prints_one_object_and_writes_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make({"main.py": "def half(n):\n    return n // 0\n\n\nhalf(3)\n"}, "crash")
    monkeypatch.setenv("MAYFLY_HOME", str(root.parent / "home"))
    before = sorted(root.rglob("*"))
    ran = CliRunner().invoke(
        app, ["debug", "--repo", str(root), "--no-mend", "--json", "--no-serve", "--command", "python main.py"]
    )
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    assert "ZeroDivisionError" in Path(answer["findings"], "findings.md").read_text()
    assert answer["id"]
    told = from_data(answer)
    assert told.reproduced.signature
    assert (told.reproduced.signature.kind, told.reproduced.signature.line) == ("ZeroDivisionError", 2)
    assert (told.suspects[0].path, told.suspects[0].line) == ("main.py", 2)
    assert [value.shown for value in told.frames[-1].values] == ["3"]
    assert sorted(root.rglob("*")) == before
    gone = CliRunner().invoke(app, ["debug", "--repo", str(root), "--no-serve", "--command", "nosuchprogram --all"])
    assert gone.exit_code == 1, gone.output
    assert "could not be made to fail" in gone.output
    assert "no other programs" in gone.output
    (root.parent / "empty.log").touch()
    empty = CliRunner().invoke(app, ["debug", "--log", str(root.parent / "empty.log")])
    assert empty.exit_code == 2
    assert "is empty" in empty.output
    unclear = CliRunner().invoke(app, ["debug"])
    assert unclear.exit_code == 2
    assert "one thing" in unclear.output
