"""Plays a run of the pipeline: models at a scripted endpoint, and the real engine, watched."""

import contextlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import survivors
from generator.contract import Candidate, Check, Kind, Plan, Result, Spec, Start
from generator.endpoint import Endpoint, Patience
from generator.events import Event
from generator.files import read_reply
from generator.make import make
from generator.retries import RETRIES
from sandbox import Doubt, Engine, Image, Progress, Resolved, Sandbox, SandboxError, connect
from sandbox.contract import Opens
from tests.endpoint_server import PlayedEndpoint

QUICK = {kind: replace(row, wait=0.01) for kind, row in RETRIES.items()}
PROMPTS = {
    "planner": "You turn a request",
    "checker": "You test small apps",
    "writer": "You write small",
    "repairer": "You repair",
}


REPLIES = Path(__file__).parent / "replies"


def accepted(change: str = "") -> Start:
    """The good app of the replies, with the checks that it was accepted by."""
    data = json.loads((REPLIES / "fuel.plan.json").read_text())
    claims = [{"id": f"c{n}", "text": text} for n, text in enumerate(data["claims"], 1)]
    plan = Plan.model_validate(data | {"kind": "web", "claims": claims})
    sheet = json.loads((REPLIES / "fuel.checks.json").read_text())["checks"][:5]
    for check in sheet:
        for step in check["steps"]:
            step.update({key: str(value) for key, value in step.items() if key in ("value", "equals")})
    checks = [Check.model_validate(check | {"id": f"k{n}"}) for n, check in enumerate(sheet, 1)]
    app = Candidate(read_reply((REPLIES / "fuel.good.md").read_text(), Kind.WEB).files, "a-model")
    return Start(plan, checks, app, change)


class Watched:
    """The real engine, remembering what was opened."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.open_now: set[str] = set()
        self.dead = False

    @contextlib.contextmanager
    def open(self, image: Image, **more: Any) -> Iterator[Sandbox]:
        if self.dead:
            raise SandboxError("There is no engine any more.", "Start it again.")
        with self.engine.open(image, **more) as box:
            self.open_now.add(box.id)
            try:
                yield box
            finally:
                self.open_now.discard(box.id)

    def doubts(self, requirements: Sequence[str]) -> Sequence[Doubt]:
        return self.engine.doubts(requirements)

    def resolve(self, requirements: Sequence[str], progress: Progress, opener: Opens | None = None) -> Resolved:
        return self.engine.resolve(requirements, progress, opener)

    def sweep(self, *, everything: bool = False) -> Any:
        raise AssertionError("a run sweeps nothing")


class Playing:
    """The endpoint's replies by role, the models that ask it, and what the run told."""

    def __init__(self, endpoint: PlayedEndpoint) -> None:
        self.endpoint = endpoint
        self.events: list[Event] = []
        model = Endpoint(
            endpoint.url, endpoint.key, endpoint.name, retries=QUICK, patience=Patience(first_token=3, stall=3)
        )
        self.models = {"writer": model}

    def says(self, role: str, *replies: Any) -> None:
        self.endpoint.on(PROMPTS[role], *[self.read(r) if isinstance(r, str) else r for r in replies])

    def read(self, name: str) -> str:
        return (REPLIES / name).read_text()

    def plays(self, app: str, writer: str, *repairs: str) -> None:
        self.says("planner", f"{app}.plan.json")
        self.says("checker", f"{app}.checks.json")
        self.says("writer", writer)
        if repairs:
            self.says("repairer", *repairs)

    def make(self, spec: Spec, engine: Any, **more: Any) -> Result:
        return make(spec, self.models, engine, self.events.append, **more)

    def told(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def engine() -> Iterator[Watched]:
    """The real engine; no sandbox is left behind."""
    watched = Watched(connect())
    yield watched
    assert not watched.open_now, "sandboxes were left behind"


@pytest.fixture
def stage(endpoint: PlayedEndpoint, monkeypatch: pytest.MonkeyPatch) -> Iterator[Playing]:
    """A run to be played, with little time for deliberate faults; no thread of it is left."""
    monkeypatch.setattr(survivors, "BRIEFLY", 0.5)
    yield Playing(endpoint)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("make")]
