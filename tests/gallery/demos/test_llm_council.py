"""What the council's own checks can't say: rankings however they are written, members that fail, and several models
behind the broker."""

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from generator.broker import Broker
from generator.endpoint import Endpoint
from sandbox import Engine
from tests.endpoint_server import Asked, Played, PlayedEndpoint
from tests.gallery.demos.loading import loaded
from tests.gallery.demos.opened import Opened, opened

KNOWN = ["Response A", "Response B", "Response C"]
STRICT = "Response A is thin.\n\nFINAL RANKING:\n1. Response C\n2. Response A\n3. Response B"


@pytest.fixture(scope="module")
def parts() -> Iterator[tuple[ModuleType, ...]]:
    with loaded("llm-council", "ranking", "deliberation", "seats", "model") as found:
        yield found


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (STRICT, "CAB"),
        ("FINAL RANKING: none yet.\nI change my mind.\nFINAL RANKING:\n1) **Response B**\n2) **Response A**", "BA"),
        ("FINAL RANKING:\nResponse B, then Response C, then Response A", "BCA"),
        ("Response A is best.\n\n## Final ranking\n1. Response B\n2. Response Z\n3. Response B\n4. Response C", "BC"),
        ("Response A is right, and so are the others.\n\nI'd say Response C > Response A > Response B", "CAB"),
        ("I can't rank them.", ""),
    ],
)
def test_a_ranking_is_read_after_the_heading_or_more_loosely(parts: Any, text: str, order: str) -> None:
    assert parts[0].ranking_in(text, KNOWN) == [f"Response {letter}" for letter in order]


def test_rankings_are_put_together_by_mean_position_with_votes(parts: Any) -> None:
    places = parts[0].aggregate([["x", "y", "z"], ["y", "x"], ["x", "z", "y"]])
    assert [(one.member, one.position, one.votes) for one in places] == [("x", 1.33, 3), ("y", 2.0, 3), ("z", 2.5, 2)]


def deliberated(parts: Any, failing: dict[str, set[str]]) -> list[dict[str, Any]]:
    """The events of three members and a chairman of whom some fail at some stages."""
    _, deliberation, seats, model = parts
    members = tuple(seats.Seat(name, name) for name in ("Ada", "Bo", "Cy"))
    council = seats.Council(members, seats.Seat("Chairman", "Di"), "")

    def speak(seat: Any, messages: Any, *, stage: str, hear: Any = None) -> Any:
        if seat.name in failing.get(stage, ()):
            raise model.ModelError("It is away.")
        if stage == "critiques":
            assert not any(name in messages[-1]["content"] for name in ("Ada", "Bo", "Cy")), "names are hidden"
            best = messages[-1]["content"].partition("by Bo")[0]
            return model.Said(f"FINAL RANKING:\n1. {KNOWN[0]}\n2. {KNOWN[1]}" if best else "")
        return model.Said(f"words of number {len(seat.name)}")

    events: list[dict[str, Any]] = []
    deliberation.deliberate(deliberation.Turn("Why?", seed="s"), council, speak, events.append)
    return events


def of(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == kind]


def test_members_that_fail_are_dropped_with_a_note_and_judges_see_their_own_order(parts: Any) -> None:
    events = deliberated(parts, {"answers": {"Bo"}})
    assert of(events, "note")[0]["text"] == "Bo was dropped: It is away."
    assert {event["member"] for event in of(events, "answer")} == {event["member"] for event in of(events, "critique")}
    events = deliberated(parts, {"critiques": {"Cy"}})
    assert "Cy gave no critique" in of(events, "note")[0]["text"]
    assert of(events, "aggregate")[0]["judges"] == 2
    for critique in of(events, "critique"):
        assert critique["ranking"] == [critique["labels"][label] for label in KNOWN[:2]], "labels are put back to names"
    orders = {str(parts[1].shuffled(["Ada", "Bo", "Cy"], seed)) for seed in "abcdefgh"}
    assert len(orders) > 2


def test_without_a_chairman_the_best_answer_stands_in_and_without_members_there_is_an_error(parts: Any) -> None:
    events = deliberated(parts, {"final": {"Chairman"}})
    best = of(events, "aggregate")[0]["places"][0]["member"]
    assert of(events, "final")[0]["by"] == best
    assert "The chairman failed" in of(events, "note")[0]["text"]
    with pytest.raises(parts[1].CouncilError, match=r"No member of the council answered\. It is away\."):
        deliberated(parts, {"answers": {"Ada", "Bo", "Cy"}})


@pytest.fixture(scope="module")
def app(engine: Engine) -> Iterator[Opened]:
    with opened(engine, "llm-council") as found:
        yield found


def test_several_models_behind_the_broker_deliberate_and_all_of_it_is_kept(
    app: Opened, endpoint: PlayedEndpoint
) -> None:
    def play(asked: Asked) -> Any:
        name = asked.raw["model"]
        if "Give this question a title" in asked.text:
            return "Title: Why leaves turn red"
        if "don't know by whom" in asked.text:
            return f"All are fine.\n\n{STRICT}"
        if "You chair a council" in asked.text:
            return Played("They turn red **slowly**.", piece=6)
        return Played("no", status=400) if name == "third" else f"{name} says: sugar."

    endpoint.script(play)
    model = Endpoint(endpoint.url, endpoint.key, "first")
    broker = Broker(model, others=[model.apart(name) for name in ("second", "third", "fourth")])
    env = broker.environment(app.box.offer("model", broker.serve))
    app.start(env)
    council = app.ask("/api/council")[1]
    assert council["told"] == "4 models sit here, first in the chair."
    assert app.ask("/api/conversations", {"question": "Why?", "members": ["nobody"]})[0] == 422
    asked = {"question": "Why do leaves turn red?", "members": ["second", "third", "fourth"], "chairman": "first"}
    begun = app.ask("/api/conversations", asked)[1]
    events = list(app.stream(f"/api/conversations/{begun['id']}/turns/0"))
    assert [event["stage"] for event in events if event["event"] == "stage"] == ["answers", "critiques", "final"]
    assert "third was dropped" in of(events, "note")[0]["text"]
    assert len(of(events, "piece")) > 2, "the chairman's reply streams in"
    assert of(events, "final")[0]["text"] == "They turn red **slowly**."
    assert of(events, "answer")[0]["tokens"] == 120
    assert of(events, "answer")[0]["cost"] == 0
    app.start(env)  # what was kept is there for the next start
    kept = app.ask(f"/api/conversations/{begun['id']}")[1]
    assert kept["title"] == "Why leaves turn red"
    assert kept["turns"][0]["events"] == [event for event in events if event["event"] != "piece"]
    assert of(kept["turns"][0]["events"], "critique")[0]["labels"].keys() == set(KNOWN[:2])
    assert endpoint.key not in json.dumps(kept)
