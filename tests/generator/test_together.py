"""Two runs in one process, on one model and the real engine: neither disturbs the other, however one of them ends."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from generator.contract import Budget, Kind, Mark, Spec
from generator.endpoint import Endpoint
from generator.events import Event, Said
from generator.make import Interrupted, make
from generator.sessions import Sessions
from tests.endpoint_server import Asked, Played, PlayedEndpoint
from tests.generator import playing
from tests.generator.playing import PROMPTS, Playing, Watched

FUEL = Spec("a fuel cost calculator for trips", kind=Kind.WEB, rounds=0)
BOATS = replace(FUEL, text="a fuel cost calculator for boats")

engine = playing.engine


@pytest.fixture(autouse=True)
def _boats_never_end(stage: Playing) -> None:
    """The writer of the app for boats begins and then says nothing more."""
    stage.plays("fuel", "fuel.good.md")

    def slow(asked: Asked) -> Played | None:
        writes = PROMPTS["writer"] in asked.text and "boats" in asked.text
        return Played("```html index.html\n<!doctype html>", then="endless", pause=0.05) if writes else None

    stage.endpoint.script(slow)


@pytest.mark.parametrize("how", ["stop", "budget"])
def test_a_run_that_is_ended_ends_no_call_of_another(stage: Playing, engine: Watched, how: str) -> None:
    stop, written = threading.Event(), threading.Event()
    heard: list[Event] = []

    def tell(event: Event) -> None:
        heard.append(event)
        if isinstance(event, Said) and event.role == "writer":
            written.set()

    boats = replace(BOATS, budget=Budget(seconds=8)) if how == "budget" else BOATS
    with ThreadPoolExecutor(2) as threads:
        stuck = threads.submit(make, boats, stage.models, engine, tell, stop=stop)
        assert written.wait(300)
        other = threads.submit(stage.make, FUEL, engine)
        if how == "stop":
            stop.set()
            with pytest.raises(Interrupted):
                stuck.result()
        else:
            assert "8 seconds" in stuck.result().reason
        result = other.result()
    assert [claim.mark for claim in result.claims].count(Mark.PASSED) == 4
    assert "boats" not in str(stage.events)
    assert stage.models["writer"].ask([{"role": "user", "content": PROMPTS["planner"]}], role="planner").text


def test_roles_that_share_a_model_share_a_session_and_others_are_left_as_they_are(endpoint: PlayedEndpoint) -> None:
    model, other = (Endpoint(endpoint.url, endpoint.key, endpoint.name) for _ in range(2))

    class Plain:
        name, small, slots = "plain", False, 1
        ask = None

    plain = Plain()
    models = Sessions({"writer": model, "repairer": model, "planner": other, "checker": plain}).models  # type: ignore[dict-item]
    assert models["writer"] is models["repairer"] is not model
    assert models["planner"] is not models["writer"]
    assert models["checker"] is plain
