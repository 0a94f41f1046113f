"""Pictures through the broker, both ways: shown to a model that sees, drawn by one that draws, and further models by
name. The endpoint is played; the client is OpenAI's own."""

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import openai
import pytest

from generator.broker import Broker
from generator.contract import Allowance
from generator.endpoint import Endpoint, Patience
from generator.ledger import Ledger
from generator.painter import EndpointPainter
from generator.probe import COLOURS, square
from generator.retries import RETRIES, EndpointError
from tests.endpoint_server import Asked, Played, PlayedEndpoint
from tests.generator.brokering import client_of

PNG = square((200, 30, 30))
SHOWN = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
QUICK = {kind: replace(row, wait=0.01) for kind, row in RETRIES.items()}
Open = Callable[..., tuple[Broker, openai.OpenAI]]


def showing(url: str = SHOWN) -> Any:
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]
    return [{"role": "user", "content": parts}]


def names_colours(asked: Asked) -> str | None:
    """As a model that sees would answer when its eyes are tried."""
    if "Which colour" not in asked.text:
        return None
    return next(c for c, rgb in COLOURS.items() if base64.b64encode(square(rgb)).decode() in asked.text)


@pytest.fixture
def model(endpoint: PlayedEndpoint, tmp_path: Path) -> Endpoint:
    ledger = Ledger(tmp_path / "ledger.db")
    patience = Patience(first_token=2, stall=2)
    return Endpoint(endpoint.url, endpoint.key, endpoint.name, ledger=ledger, patience=patience, retries=QUICK)


@pytest.fixture
def opened(model: Endpoint) -> Iterator[Open]:
    """A broker on a loopback port, and a client as an app would make one of its environment."""
    with ExitStack() as stack:

        def open_broker(**more: Any) -> tuple[Broker, openai.OpenAI]:
            broker = Broker(model, **more)
            return broker, client_of(broker, stack)

        yield open_broker


def test_a_picture_is_shown_to_a_model_that_was_seen_to_see(
    endpoint: PlayedEndpoint, opened: Open, tmp_path: Path
) -> None:
    endpoint.script(names_colours)
    endpoint.say(Played("A red square.", usage=(70, 5)))
    broker, client = opened(allowance=Allowance(tokens=20_000))
    assert client.models.list().data[0].model_extra["mayfly"]["vision"] is None  # type: ignore[index]
    for _ in range(2):
        reply = client.chat.completions.create(model="x", messages=showing())
        assert reply.choices[0].message.content == "A red square."
    assert endpoint.asked[-1].messages[0]["content"][1]["image_url"]["url"] == SHOWN
    assert len(endpoint.asked) == 3 + 2, "its eyes are tried once"
    assert client.models.list().data[0].model_extra["mayfly"]["vision"] is True  # type: ignore[index]
    assert broker.usage.tokens_in == 140
    kept = (tmp_path / "ledger.db-wal").read_bytes() + (tmp_path / "ledger.db").read_bytes()
    assert SHOWN.encode() not in kept, "the user's pictures are not kept in the record"


def test_a_model_that_sees_nothing_is_shown_nothing(endpoint: PlayedEndpoint, opened: Open) -> None:
    endpoint.on("Which colour", "I can't see pictures.")
    _, client = opened()
    for _ in range(2):
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(model="x", messages=showing())
        assert caught.value.code == "no_vision"
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("form", ["base64", "url", "stream"])
def test_a_picture_comes_as_itself_in_whatever_form_it_was_given(
    endpoint: PlayedEndpoint, model: Endpoint, opened: Open, form: Any
) -> None:
    endpoint.draws(PNG, form=form)
    broker, client = opened(painter=EndpointPainter(model.apart("painter-1")))
    assert [(m.id, m.model_extra["mayfly"]["images"]) for m in client.models.list()] == [  # type: ignore[index]
        (endpoint.name, False),
        ("painter-1", True),
    ]
    drawn = client.images.generate(model="any", prompt="a red square", size="1024x1024")
    assert base64.b64decode(drawn.data[0].b64_json or "") == PNG  # type: ignore[index]
    streamed = [*client.images.generate(model="any", prompt="a red square", stream=True)]
    assert [base64.b64decode(event.b64_json) for event in streamed] == [PNG]
    assert endpoint.asked[0].raw["model"] == "painter-1"
    assert broker.usage.calls == 2


def test_a_busy_painter_is_waited_for_and_a_wrong_one_told_of(
    endpoint: PlayedEndpoint, model: Endpoint, opened: Open
) -> None:
    busy = Played("slower", status=429, headers={"Retry-After": "0.01"})
    good = endpoint._picture(PNG, "base64")
    _, client = opened(painter=EndpointPainter(model))
    endpoint.draws(busy, busy, good)
    assert client.images.generate(model="x", prompt="soup").data
    endpoint.draws(busy)
    with pytest.raises(openai.RateLimitError) as limited:
        client.images.generate(model="x", prompt="soup")
    assert limited.value.response.headers["Retry-After"]
    wrong = (b"<html>", b'{"data": []}', b'{"data": [{"b64_json": "!!"}]}', b'{"data": [{"b64_json": "aGVsbG8="}]}')
    for body in wrong:
        endpoint.draws(Played(body=body, form="application/json"))
        with pytest.raises(openai.InternalServerError):
            client.images.generate(model="x", prompt="soup")
    endpoint.draws(Played("no such path", status=404))
    with pytest.raises(openai.NotFoundError):
        client.images.generate(model="x", prompt="soup")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x.png", "http://localhost/x.png", "file:///etc/passwd"])
def test_a_picture_is_not_fetched_from_this_network(endpoint: PlayedEndpoint, model: Endpoint, address: str) -> None:
    body = f'{{"data": [{{"url": "{address}"}}]}}'.encode()
    endpoint.draws(Played(body=body, form="application/json"))
    with pytest.raises(EndpointError) as caught:
        EndpointPainter(model).draw("soup", size="auto", role="app", stopped=lambda: False)
    assert caught.value.kind == "broken"


def test_pictures_are_capped_and_without_a_painter_there_are_none(
    endpoint: PlayedEndpoint, model: Endpoint, opened: Open
) -> None:
    endpoint.draws(PNG)
    _, client = opened(painter=EndpointPainter(model), allowance=Allowance(pictures=1))
    client.images.generate(model="x", prompt="soup")
    with pytest.raises(openai.RateLimitError, match="used up"):
        client.images.generate(model="x", prompt="soup")
    _, plain = opened()
    with pytest.raises(openai.NotFoundError, match="draws"):
        plain.images.generate(model="x", prompt="soup")


def test_further_models_are_asked_by_name_and_no_others(
    endpoint: PlayedEndpoint, model: Endpoint, opened: Open
) -> None:
    endpoint.say("Hello.")
    broker, client = opened(others=[model.apart("second"), model.apart("third")])
    assert [listed.id for listed in client.models.list()] == [endpoint.name, "second", "third"]
    hello: Any = [{"role": "user", "content": "Say hello."}]
    said = [client.chat.completions.create(model=name, messages=hello).model for name in ("third", "dear", "second")]
    assert said == ["third", endpoint.name, "second"]
    assert [asked.raw["model"] for asked in endpoint.asked] == said
    assert broker.usage.calls == 3, "they share one cap"
