"""A run is watched and steered from another process: its questions answered, paused, given more, ended."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gallery.contract import GalleryError
from gallery.shelf import Shelf
from gallery.steering import Running
from gallery.sweeping import open_shelf
from tests.endpoint_server import Played, PlayedEndpoint
from tests.generator.playing import PROMPTS

REPLIES = Path(__file__).parent.parent / "generator/replies"


@pytest.fixture
def shelf(tmp_path: Path, endpoint: PlayedEndpoint, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    for name, value in {
        "BASE_URL": endpoint.url,
        "API_KEY": endpoint.key,
        "MODEL": endpoint.name,
        "CONFIG": "",
    }.items():
        monkeypatch.setenv(f"MAYFLY_{name}", value)
    monkeypatch.setenv("MAYFLY_HOME", str(tmp_path / "home"))
    with open_shelf() as opened:
        yield opened


@contextmanager
def going(*args: str) -> Iterator["subprocess.Popen[str]"]:
    """`mayfly new` in a process of its own, which nobody sits at."""
    command = [sys.executable, "-m", "gallery", "new", "-", "--kind=web", "--json", "--no-serve", "--on-page", *args]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        process.stdin.write("a fuel cost calculator for trips")
        process.stdin.close()
        try:
            yield process
        finally:
            process.terminate()


def until(there: Callable[[], Any]) -> Any:
    ends = time.monotonic() + 120
    while not (found := there()):
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.05)
    return found


def events(shelf: Shelf, run: int, kind: str) -> list[dict[str, Any]]:
    return [event for _, event in shelf.steering.news(run, 0) if event["event"] == kind]


def the_run(shelf: Shelf) -> Running:
    entry = until(shelf.entries)[0]
    run = shelf.steering.latest(entry.id)
    assert run
    return run


def test_the_plan_is_changed_the_run_watched_paused_and_ended_from_elsewhere(
    shelf: Shelf, endpoint: PlayedEndpoint
) -> None:
    endpoint.on(PROMPTS["planner"], (REPLIES / "fuel.plan.json").read_text())
    endpoint.on(PROMPTS["checker"], (REPLIES / "fuel.checks.json").read_text())
    endpoint.on(PROMPTS["writer"], Played((REPLIES / "fuel.good.md").read_text(), then="stall", pause=0.01))
    with going("--autonomy", "plan") as process:
        run = the_run(shelf)
        asked = until(lambda: events(shelf, run.id, "Asked"))[0]
        plan = asked["about"]["plan"]
        plan["claims"] = plan["claims"][:2]
        shelf.steering.ask(run.id, "answer", {"number": asked["number"], "answer": {"yes": True, "plan": plan}})
        until(lambda: len(events(shelf, run.id, "Planned")) == 2)
        assert events(shelf, run.id, "Planned")[-1]["plan"]["claims"] == plan["claims"]
        seen = until(lambda: json.loads(shelf.steering.seen(run.id) or "{}").get("texts", {}).get("writer"))
        assert seen.strip()
        shelf.steering.ask(run.id, "pause")
        until(lambda: json.loads(shelf.steering.seen(run.id))["paused"])
        shelf.steering.ask(run.id, "raise", {"seconds": 500.0})
        shelf.steering.ask(run.id, "go on")
        until(lambda: not json.loads(shelf.steering.seen(run.id))["paused"])
        shelf.steering.ask(run.id, "stop")
        assert process.wait(60) == 130
    assert [event["what"] for event in events(shelf, run.id, "Steered")] == ["pause", "raise", "go on", "stop"]
    assert shelf.steering.seen(run.id) == b""
    with pytest.raises(GalleryError, match="ended"):
        shelf.steering.ask(run.id, "pause")


def test_pictures_are_seen_as_they_are_taken(shelf: Shelf, endpoint: PlayedEndpoint) -> None:
    endpoint.on(PROMPTS["planner"], (REPLIES / "fuel.plan.json").read_text())
    endpoint.on(PROMPTS["checker"], (REPLIES / "fuel.checks.json").read_text())
    endpoint.on(PROMPTS["writer"], (REPLIES / "fuel.good.md").read_text())
    with going() as process:
        run = the_run(shelf)
        names = until(lambda: shelf.steering.pictures(run.id))
        content = shelf.steering.seen(run.id, names[0])
        assert content.startswith(b"\x89PNG")
        assert process.wait(120) in (0, 1)
        told = json.loads(process.stdout.read()) if process.stdout else {}
    assert told["outcome"] in ("passed", "partly")
    assert shelf.steering.pictures(run.id) == []
