"""An app and the user's models: it gets what it asks for within its caps, and never the key. The endpoint is played;
the client is OpenAI's own, and one app asks from a real sandbox."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

import openai
import pytest

from generator.broker import Broker
from generator.contract import Allowance
from generator.endpoint import Endpoint, Patience
from generator.ledger import Ledger
from sandbox.contract import Engine, Image
from tests.endpoint_server import Played, PlayedEndpoint
from tests.generator.brokering import client_of

HELLO: Any = [{"role": "user", "content": "Say hello."}]
ASK = """
import json, os, urllib.request
asked = {"model": "any", "messages": [{"role": "user", "content": "Say hello."}]}
head = {"Authorization": "Bearer " + os.environ["OPENAI_API_KEY"], "Content-Type": "application/json"}
where = os.environ["OPENAI_BASE_URL"] + "/chat/completions"
with urllib.request.urlopen(urllib.request.Request(where, json.dumps(asked).encode(), head)) as answer:
    print(json.load(answer)["choices"][0]["message"]["content"])
"""
Open = Callable[..., tuple[Broker, openai.OpenAI]]


@pytest.fixture
def opened(endpoint: PlayedEndpoint) -> Iterator[Open]:
    """A broker on a loopback port, and a client as an app would make one of its environment."""
    with ExitStack() as stack:

        def open_broker(**more: Any) -> tuple[Broker, openai.OpenAI]:
            ledger = more.pop("ledger", None)
            allowance = Allowance(**more)
            model = Endpoint(
                endpoint.url, endpoint.key, endpoint.name, ledger=ledger, patience=Patience(first_token=5, stall=5)
            )
            broker = Broker(model, allowance)
            return broker, client_of(broker, stack, 2)

        yield open_broker


def test_an_app_gets_a_reply_and_a_count_of_its_tokens(endpoint: PlayedEndpoint, opened: Open) -> None:
    endpoint.say(Played("Hello.", usage=(7, 3)))
    broker, client = opened()
    reply = client.chat.completions.create(model="gpt-whatever", messages=HELLO, max_tokens=50)
    assert (reply.choices[0].message.content, reply.choices[0].finish_reason) == ("Hello.", "stop")
    assert reply.model == endpoint.name
    assert reply.usage
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (7, 3)
    assert [model.id for model in client.models.list()] == [endpoint.name]
    assert (broker.usage.calls, broker.usage.tokens_in) == (1, 7)
    assert endpoint.asked[0].raw["model"] == endpoint.name
    assert endpoint.asked[0].raw["max_tokens"] == 50


def test_a_reply_streams_through_as_it_comes(endpoint: PlayedEndpoint, opened: Open) -> None:
    endpoint.say(Played("one two three four five six", piece=4, pause=0.1))
    _, client = opened()
    began, came = time.monotonic(), []
    pieces = []
    for chunk in client.chat.completions.create(model="x", messages=HELLO, stream=True):
        pieces.append(chunk.choices[0].delta.content or "")
        came.append(time.monotonic() - began)
    assert "".join(pieces) == "one two three four five six"
    assert len(pieces) > 3
    assert came[0] < came[-1] - 0.3


def test_a_reply_of_a_form_is_of_that_form(endpoint: PlayedEndpoint, opened: Open) -> None:
    endpoint.say({"age": 7})
    _, client = opened()
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    form: Any = {"type": "json_schema", "json_schema": {"name": "person", "schema": schema}}
    for stream in (False, True):
        reply: Any = client.chat.completions.create(model="x", messages=HELLO, response_format=form, stream=stream)
        text = "".join(c.choices[0].delta.content or "" for c in reply) if stream else reply.choices[0].message.content
        assert text.replace(" ", "") == '{"age":7}'


def test_neither_key_nor_address_comes_out_also_when_it_goes_wrong(endpoint: PlayedEndpoint, opened: Open) -> None:
    endpoint.say(Played(f"bad key {endpoint.key} at {endpoint.url}", status=401))
    broker, client = opened()
    with pytest.raises(openai.APIStatusError) as caught:
        client.chat.completions.create(model="x", messages=HELLO)
    assert caught.value.status_code == 502
    assert endpoint.key not in caught.value.response.text
    assert endpoint.url not in caught.value.response.text
    assert endpoint.key not in str(broker.environment("http://127.0.0.1:1"))


@pytest.mark.parametrize("token", ["", "app-", "x" * 40, "ü"])
def test_another_token_opens_nothing(endpoint: PlayedEndpoint, opened: Open, token: str) -> None:
    broker, client = opened()
    assert not broker.admits(f"Bearer {token}")
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="app-of-somebody-else").chat.completions.create(model="x", messages=HELLO)
    assert endpoint.asked == []


@pytest.mark.parametrize(
    ("caps", "usage"),
    [({"requests": 2}, (7, 3)), ({"tokens": 300}, (100, 60))],
)
def test_a_cap_holds_and_is_told(
    endpoint: PlayedEndpoint, opened: Open, caps: dict[str, Any], usage: tuple[int, int]
) -> None:
    endpoint.say(Played("Hello.", usage=usage))
    _, client = opened(**caps)
    for _ in range(2):
        client.chat.completions.create(model="x", messages=HELLO, max_tokens=20)
    with pytest.raises(openai.RateLimitError, match=r"used up|suffice"):
        client.chat.completions.create(model="x", messages=HELLO, max_tokens=20)
    assert len(endpoint.asked) == 2


def test_money_is_capped(endpoint: PlayedEndpoint, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.endpoint.price", lambda *_: Decimal("0.06"))
    endpoint.say("Hello.")
    broker, client = opened(dollars=Decimal("0.10"))
    for _ in range(2):
        client.chat.completions.create(model="x", messages=HELLO)
    with pytest.raises(openai.RateLimitError, match=r"0\.10 dollars"):
        client.chat.completions.create(model="x", messages=HELLO)
    assert broker.usage.cost == Decimal("0.12")


def test_a_prompt_that_alone_is_over_the_cap_is_never_sent(endpoint: PlayedEndpoint, opened: Open) -> None:
    _, client = opened(tokens=1000)
    long: Any = [{"role": "user", "content": "word " * 2000}]
    with pytest.raises(openai.RateLimitError, match="suffice"):
        client.chat.completions.create(model="x", messages=long)
    assert endpoint.asked == []


@pytest.mark.parametrize(
    "more",
    [
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        {"n": 5},
        {"temperature": 9},
        {"messages": []},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://a.b/c"}}]}]},
        {"messages": [{"role": "user", "content": "x" * (12 << 20)}]},
    ],
)
def test_what_is_not_for_an_app_to_ask_is_refused(endpoint: PlayedEndpoint, opened: Open, more: dict[str, Any]) -> None:
    _, client = opened()
    with pytest.raises(openai.APIStatusError) as caught:
        client.chat.completions.create(**{"model": "x", "messages": HELLO, **more})
    assert caught.value.status_code in (400, 413)
    with pytest.raises(openai.NotFoundError):
        client.embeddings.create(model="x", input="y")
    assert endpoint.asked == []


def test_what_is_revoked_is_worth_nothing_and_ends_what_streams(endpoint: PlayedEndpoint, opened: Open) -> None:
    endpoint.say(Played("and so on ", then="endless", pause=0.05))
    broker, client = opened()
    stream = client.chat.completions.create(model="x", messages=HELLO, stream=True)
    next(iter(stream))
    broker.revoke()
    with pytest.raises(openai.APIConnectionError):
        list(stream)
    with pytest.raises(openai.AuthenticationError):
        client.chat.completions.create(model="x", messages=HELLO)
    assert len(endpoint.asked) == 1


def test_an_app_in_its_sandbox_asks_and_the_ledger_knows(
    endpoint: PlayedEndpoint, engine: Engine, tmp_path: Any
) -> None:
    endpoint.say("Hello.")
    ledger = Ledger(tmp_path / "ledger.db")
    broker = Broker(Endpoint(endpoint.url, endpoint.key, endpoint.name, ledger=ledger, run="an-app"))
    with engine.open(Image.APP) as box:
        env = broker.environment(box.offer("model", broker.serve))
        ran = box.run(["python", "-c", ASK], env=env)
        assert ran.output == b"Hello.\n", ran.errors
        seen = box.run(["env"], env=env).output.decode()
        assert endpoint.key not in seen
        broker.revoke()
        assert b"401" in box.run(["python", "-c", ASK], env=env).errors
    assert ledger.usage("an-app").calls == 1
