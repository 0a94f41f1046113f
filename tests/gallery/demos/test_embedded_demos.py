"""The embedded model for real in the demos that ask it: the council's seats, and reader3's panel. The weights are those
that `mayfly doctor --fix` fetched."""

from collections.abc import Iterator

import pytest

from generator import embedded, weights
from generator.broker import Broker
from sandbox import Engine
from tests.gallery.demos.opened import opened

pytestmark = pytest.mark.slow
PATIENCE = {"MODEL_SECONDS": "500"}


@pytest.fixture
def broker() -> Iterator[Broker]:
    assert weights.present(weights.chosen()), "the weights are missing; `mayfly doctor --fix` fetches them"
    model = embedded.model()
    yield Broker(model)
    model.close()


def test_reader3_is_answered_from_the_chapter(engine: Engine, broker: Broker) -> None:
    with opened(engine, "reader3") as app:
        app.start(broker.environment(app.box.offer("model", broker.serve)) | PATIENCE)
        book = app.ask("/books")[1][0]["id"]
        asked = {"question": "Which animals are in this story? Answer in five words."}
        status, said = app.ask(f"/books/{book}/chapters/1/ask", asked)
    assert status == 200, said
    assert said["answer"]
    assert said["by"] == f"the model {broker.name}"


def test_the_embedded_model_takes_the_seats(engine: Engine, broker: Broker) -> None:
    """In one short turn: three seats answer and judge, and the chairman replies."""
    with opened(engine, "llm-council") as app:
        app.start(broker.environment(app.box.offer("model", broker.serve)) | PATIENCE)
        told = app.ask("/api/council")[1]["told"]
        assert told.startswith(f"The embedded model, {broker.name}, takes all 3 seats and the chair")
        begun = app.ask("/api/conversations", {"question": "What is two plus two? Answer in one word."})[1]
        events = list(app.stream(f"/api/conversations/{begun['id']}/turns/0"))
    kinds = [event["event"] for event in events]
    assert (kinds.count("answer"), kinds.count("critique")) == (3, 3), events
    assert next(event["by"] for event in events if event["event"] == "final") == broker.name
    assert "title" in kinds
