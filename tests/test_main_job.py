"""The main job as a newcomer does it: the command line, the embedded model, a real engine and Chromium, no fakes.

The verdict may be red, for the model is small; the machinery may not."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sandbox
from sandbox import Engine, Image, Runtime

Mayfly = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def mayfly(tmp_path: Path) -> Mayfly:
    """Runs the command with a shelf of its own and no endpoint configured; gives exit status and its JSON."""
    ours = ("MAYFLY_BASE_URL", "MAYFLY_API_KEY", "MAYFLY_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    env |= {"MAYFLY_HOME": str(tmp_path / "home"), "MAYFLY_CONFIG": ""}
    command = [sys.executable, "-c", "from gallery.cli import main; main()"]

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        ran = subprocess.run(
            [*command, *arguments, "--json"], env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        return ran.returncode, json.loads(ran.stdout)

    return run


@pytest.mark.parametrize(
    "sentence",
    ["split a dinner bill, with tip, between friends", "a list of chores that I can add to, tick off and delete"],
)
def test_a_sentence_becomes_a_tried_app_and_then_nothing(
    sentence: str, mayfly: Mayfly, engine: Engine, tmp_path: Path
) -> None:
    status, told = mayfly("new", sentence, "--no-serve", "--model", "embedded")
    assert (status, told["outcome"]) in ((0, "passed"), (1, "partly")), told
    assert (status == 0) == all(claim["status"] == "passed" for claim in told["claims"])
    assert {claim["status"] for claim in told["claims"]} <= {"passed", "failed", "not checked"}
    assert told["basics"][0]["status"] == "passed", told["basics"]
    assert told["tokens"] > 0
    files = {
        str(path.relative_to(told["folder"])): path.read_bytes()
        for path in Path(told["folder"]).rglob("*")
        if path.is_file()
    }
    with engine.open(Image.APP) as box:
        box.put(files)
        assert box.start(Runtime.STREAMLIT if "app.py" in files else Runtime.STATIC).ok

    status, kept = mayfly("keep", told["id"], str(tmp_path / "kept"))
    assert status == 0, kept
    assert {"README.md", "requirements.txt", "receipt.json", "tests"} <= {p.name for p in (tmp_path / "kept").iterdir()}
    status, gone = mayfly("discard", told["id"], "--yes", "--now")
    assert status == 0
    assert gone["left"] == []
    assert not Path(told["folder"]).exists()
    assert sandbox.connect().sweep().left == ()
