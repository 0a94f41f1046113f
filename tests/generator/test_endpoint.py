"""What generator.endpoint makes of endpoints that answer well, badly, and not at all."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.contract import GeneratorError
from generator.endpoint import Endpoint
from generator.ledger import Ledger
from generator.retries import RETRIES, EndpointError, Patience
from tests.endpoint_server import Asked, Played, PlayedEndpoint

HELLO = [{"role": "user", "content": "Say hello."}]
SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "count": {"type": "integer"}},
    "required": ["title", "count"],
    "additionalProperties": False,
}
GOOD = {"title": "Bill", "count": 3}
QUICK = {kind: replace(row, wait=0.01) for kind, row in RETRIES.items()}


@pytest.fixture
def remarks() -> list[str]:
    return []


@pytest.fixture
def model(endpoint: PlayedEndpoint, remarks: list[str]) -> Endpoint:
    return Endpoint(
        endpoint.url,
        endpoint.key,
        endpoint.name,
        remark=remarks.append,
        retries=QUICK,
        patience=Patience(first_token=3, stall=1.5),
    )


def test_a_reply_streams_and_is_counted(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played("Hello, whoever you are, and welcome to this test.", usage=(7, 12)))
    pieces: list[str] = []
    reply = model.ask(HELLO, role="writer", seed=5, temperature=0.7, max_tokens=99, on_text=pieces.append)
    assert reply.text == "Hello, whoever you are, and welcome to this test."
    assert "".join(pieces) == reply.text
    assert len(pieces) > 1
    assert (reply.finish, reply.tokens_in, reply.tokens_out, reply.cost) == ("stop", 7, 12, Decimal(0))
    sent = endpoint.asked[0].raw
    assert (sent["seed"], sent["temperature"], sent["max_tokens"], sent["stream"]) == (5, 0.7, 99, True)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        f"Sure! Here it is:\n```json\n{json.dumps(GOOD, indent=2)}\n```\nAnything else?",
        "{'title': 'Bill', 'count': 3,}",
    ],
)
def test_a_schema_goes_along_and_its_value_comes_back(endpoint: PlayedEndpoint, model: Endpoint, text: str) -> None:
    endpoint.say(text)
    assert model.ask(HELLO, role="planner", schema=SCHEMA).data == GOOD
    assert endpoint.asked[0].role == "planner"
    assert endpoint.asked[0].schema == SCHEMA
    assert endpoint.asked[0].raw["response_format"]["json_schema"]["strict"] is True


@pytest.mark.parametrize("status", [400, 404, 415, 422, 500, 501])
def test_an_endpoint_without_schemas_is_asked_in_words_and_that_is_remembered(
    endpoint: PlayedEndpoint, model: Endpoint, status: int
) -> None:
    endpoint.refuse("response_format", status=status, said="response_format: json_schema is not supported here")
    endpoint.say(GOOD)
    assert model.ask(HELLO, role="planner", schema=SCHEMA).data == GOOD
    assert "additionalProperties" in endpoint.asked[-1].text
    tries = len(endpoint.asked)
    assert model.ask(HELLO, role="planner", schema=SCHEMA).data == GOOD
    assert len(endpoint.asked) == tries + 1


def test_a_refusal_that_names_no_part_is_worked_around_too(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.refuse("response_format", said="Bad Request")
    endpoint.say(GOOD)
    assert model.ask(HELLO, role="planner", schema=SCHEMA).data == GOOD


def test_a_request_that_is_refused_whatever_its_parts_says_the_first_reason(
    endpoint: PlayedEndpoint, model: Endpoint
) -> None:
    endpoint.say(Played("the first message must be from a bishop", status=400))
    with pytest.raises(GeneratorError, match="bishop"):
        model.ask(HELLO, role="planner", schema=SCHEMA)
    endpoint.say(GOOD)
    model.ask(HELLO, role="planner", schema=SCHEMA)
    assert endpoint.asked[-1].schema == SCHEMA


def test_an_endpoint_that_ignores_the_schema_is_asked_in_words(
    endpoint: PlayedEndpoint, model: Endpoint, remarks: list[str]
) -> None:
    endpoint.on("JSON schema", GOOD)
    endpoint.say("I would call it Bill, and there are three of them.")
    assert model.ask(HELLO, role="planner", schema=SCHEMA).data == GOOD
    assert "asking again in words" in remarks[0]


def test_prose_for_ever_is_a_reply_without_data(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say("I'd rather talk about the weather.")
    reply = model.ask(HELLO, role="planner", schema=SCHEMA)
    assert reply.data is None
    assert "weather" in reply.text
    assert len(endpoint.asked) == 2


def test_a_value_of_the_wrong_shape_is_no_data(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say({"title": "Bill", "count": "three"})
    assert model.ask(HELLO, role="planner", schema=SCHEMA).data is None


@pytest.mark.parametrize("part", ["stream_options", "temperature", "seed", "max_tokens"])
def test_a_part_that_is_refused_is_left_out_from_then_on(endpoint: PlayedEndpoint, model: Endpoint, part: str) -> None:
    endpoint.refuse(part)
    endpoint.say("fine")
    for _ in range(2):
        assert model.ask(HELLO, role="writer", seed=1, max_tokens=77).text == "fine"
    assert len(endpoint.asked) == 3
    assert part not in endpoint.asked[-1].raw
    if part == "max_tokens":
        assert endpoint.asked[-1].raw["max_completion_tokens"] == 77


def test_a_reply_cut_at_its_length_says_so(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played('{"title": "Bi', finish="length"))
    reply = model.ask(HELLO, role="planner", schema=SCHEMA)
    assert (reply.finish, reply.data) == ("length", None)
    endpoint.say(Played('{"title": "Bill", "count": 3', finish="length"))
    assert model.ask(HELLO, role="planner", schema=SCHEMA).data == GOOD


def test_a_stream_that_just_closes_is_a_cut_reply(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played("half a sen", then="cut"))
    reply = model.ask(HELLO, role="writer")
    assert (reply.text, reply.finish) == ("half a sen", "length")


def test_endless_output_is_ended(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played("la " * 50, then="endless"))
    reply = model.ask(HELLO, role="writer", max_tokens=100)
    assert reply.finish == "length"
    assert len(reply.text) < 2000
    wait_for(lambda: endpoint.hung_up == 1)


def test_the_listener_ends_a_reply(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played("one two three four five six seven " * 20, pause=0.01))
    seen: list[str] = []

    def listen(text: str) -> bool:
        seen.append(text)
        return len(seen) == 3

    reply = model.ask(HELLO, role="writer", on_text=listen)
    assert reply.finish == "cancelled"
    assert reply.text == "".join(seen)
    wait_for(lambda: endpoint.hung_up == 1)


@pytest.mark.parametrize(
    "bad",
    [
        Played("too many requests", status=429, headers={"Retry-After": "0"}),
        Played("overloaded", status=529),
        Played("oops", status=500),
        Played("bad gateway", status=502),
        Played("half of it", then="reset"),
        Played("half of it", then="error"),
        Played("half of it", then="stall"),
        Played("too late", wait=8),
        Played(""),
    ],
    ids=["429", "529", "500", "502", "reset", "error event", "stall", "silence", "empty"],
)
def test_passing_trouble_is_tried_again(
    endpoint: PlayedEndpoint, model: Endpoint, remarks: list[str], bad: Played
) -> None:
    endpoint.on("hello", bad, "Hello!")
    shown = ""

    def show(text: str) -> None:
        nonlocal shown
        shown = shown + text if text else ""

    assert model.ask(HELLO, role="writer", on_text=show).text == "Hello!"
    assert shown == "Hello!"
    assert len(remarks) == 1
    assert "Trying again" in remarks[0]


@pytest.mark.parametrize(
    ("bad", "sentence", "tries"),
    [
        (Played("slow down", status=429), "asks for slower requests", 6),
        (Played("slow down", status=429, headers={"Retry-After": "3600"}), "asks for slower requests", 1),
        (Played("You exceeded your current quota", status=429, code="insufficient_quota"), "out of quota", 1),
        (Played("oops", status=500), r"fault of its own \(oops", 4),
        (Played("half", then="stall"), "stopped in the middle", 2),
        (Played("half", then="reset"), "broke in the middle", 3),
        (Played("late", wait=8), "said nothing", 2),
        (Played(""), "empty reply", 3),
        (Played("", finish="content_filter"), "withheld", 1),
        (Played("The model `played-model` does not exist", status=404), "has no model named played-model", 1),
        (Played("maximum context length is 4096 tokens", status=400), "longer than played-model can read", 1),
        (Played("no access", status=403), "may not use played-model", 1),
        (Played(body=b"<html>Welcome to nginx</html>"), "not as an OpenAI-compatible", 1),
        (Played(body=b"not json", status=404), "no chat completions", 1),
    ],
)
def test_lasting_trouble_ends_in_a_sentence(
    endpoint: PlayedEndpoint, model: Endpoint, bad: Played, sentence: str, tries: int
) -> None:
    endpoint.say(bad)
    with pytest.raises(GeneratorError, match=sentence) as caught:
        model.ask(HELLO, role="writer")
    assert caught.value.hint
    assert len(endpoint.asked) == tries


@pytest.mark.parametrize(
    "body",
    [
        b"data: not json\n\n",
        b"data: []\n\n",
        b'data: {"choices": "none"}\n\n',
        b'data: {"choices": [{}]}\n\n',
        b'data: {"choices": [{"delta": {"content": {"a": 1}}}], "usage": {"prompt_tokens": "many"}}\n\n',
        b'data: {"error": "nonsense"}\n\n',
        b"\xff\xfe\x00\n\n",
        b"",
    ],
)
def test_nonsense_in_a_stream_is_a_broken_reply(endpoint: PlayedEndpoint, model: Endpoint, body: bytes) -> None:
    endpoint.say(Played(body=body, form="text/event-stream"))
    with pytest.raises(GeneratorError) as caught:
        model.ask(HELLO, role="writer")
    assert caught.value.hint


def test_nobody_there_is_said(remarks: list[str]) -> None:
    nobody = Endpoint("http://127.0.0.1:9/v1", "k", "m", remark=remarks.append, retries=QUICK)
    with pytest.raises(GeneratorError, match="can't be reached"):
        nobody.ask(HELLO, role="writer")
    assert len(remarks) == 2


def test_a_wrong_key_is_said_and_never_shown(endpoint: PlayedEndpoint, tmp_path: Path, remarks: list[str]) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    model = Endpoint(endpoint.url, "sk-very-secret", "m", ledger=ledger, run="r", remark=remarks.append)
    with pytest.raises(GeneratorError, match="doesn't accept the API key") as caught:
        model.ask(HELLO, role="writer")
    shown = repr(caught.value) + caught.value.hint + "".join(remarks)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "very-secret" not in shown
    assert b"very-secret" not in kept
    assert b"Say hello." in kept


def test_an_endpoint_that_does_not_stream_serves_all_the_same(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played("all at once", whole=True, usage=(3, 4)))
    pieces: list[str] = []
    reply = model.ask(HELLO, role="writer", on_text=pieces.append)
    assert (reply.text, pieces, reply.tokens_in, reply.tokens_out) == ("all at once", ["all at once"], 3, 4)


def test_tokens_are_guessed_where_none_are_counted(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played("four words of text", usage=None))
    reply = model.ask(HELLO, role="writer")
    assert 0 < reply.tokens_out < 10
    assert reply.tokens_in > 0


def test_thinking_aloud_keeps_a_call_alive_and_stays_out_of_the_text(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played('{"title": "Bill", "count": 3}', thought="hmm, {a bill}", pause=0.2))
    reply = model.ask(HELLO, role="planner", schema=SCHEMA)
    assert reply.data == GOOD
    assert "hmm" not in reply.text


def test_a_stall_is_noticed_however_long_the_first_token_may_take(endpoint: PlayedEndpoint) -> None:
    endpoint.say(Played("half", then="stall"))
    once = {"stalled": replace(RETRIES["stalled"], tries=1)}
    model = Endpoint(
        endpoint.url, endpoint.key, endpoint.name, patience=Patience(first_token=60, stall=0.2), retries=once
    )
    began = time.monotonic()
    with pytest.raises(EndpointError, match="stopped in the middle"):
        model.ask(HELLO, role="writer")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("reply", [Played("begin", then="stall"), Played("late", wait=30)])
def test_closing_ends_calls_in_other_threads_at_once(endpoint: PlayedEndpoint, reply: Played) -> None:
    endpoint.say(reply)
    model = Endpoint(endpoint.url, endpoint.key, "m")
    errors: list[Exception] = []

    def call() -> None:
        try:
            model.ask(HELLO, role="writer")
        except GeneratorError as error:
            errors.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    wait_for(lambda: bool(endpoint.asked))
    time.sleep(0.1)
    began = time.monotonic()
    model.close()
    thread.join(60)
    assert time.monotonic() - began < 10
    assert [getattr(error, "kind", "") for error in errors] == ["closed"]


def test_an_interrupt_comes_through_at_once_and_hangs_up(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.say(Played("one two three four five six", pause=0.05))

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model.ask(HELLO, role="writer", on_text=interrupt)
    wait_for(lambda: endpoint.hung_up == 1)


@pytest.mark.parametrize("reply", [Played("one two three", then="stall"), Played("late", wait=60)])
def test_ctrl_c_ends_a_waiting_process_at_once(endpoint: PlayedEndpoint, reply: Played) -> None:
    endpoint.say(reply)
    code = (
        "import sys; from generator.endpoint import Endpoint;"
        "Endpoint(*sys.argv[1:4]).ask([{'role': 'user', 'content': 'hi'}], role='writer')"
    )
    argv = [sys.executable, "-c", code, endpoint.url, endpoint.key, endpoint.name]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(lambda: bool(endpoint.asked), seconds=60)
            time.sleep(0.2)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert "KeyboardInterrupt" in errors
    assert time.monotonic() - began < 20
    wait_for(lambda: endpoint.hung_up == 1)


def test_several_threads_ask_at_once(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    def echo(asked: Asked) -> Played:
        return Played(f"you said {asked.messages[-1]['content']}", pause=0.01)

    endpoint.script(echo)
    replies: dict[int, str] = {}

    def call(number: int) -> None:
        replies[number] = model.ask([{"role": "user", "content": str(number)}], role="writer").text

    threads = [threading.Thread(target=call, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies == {number: f"you said {number}" for number in range(8)}


def test_the_names_of_its_models_are_listed(endpoint: PlayedEndpoint, model: Endpoint) -> None:
    endpoint.names = ["b", "a"]
    assert model.names() == ["b", "a"]


def wait_for(condition: Callable[[], Any], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
