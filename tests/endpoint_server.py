"""A small HTTP server that plays an OpenAI-compatible endpoint with scripted replies. Refuses to make any up.

The fixture `endpoint` gives one per test:

    endpoint.url, endpoint.key, endpoint.name             # what a model at it is made from
    endpoint.say("text")                                  # the reply to everything that no rule matches
    endpoint.on(r"regex", reply, reply, ...)              # by what the messages say; in turn, the last one stays
    endpoint.on("", reply, role="planner")                # by role: calls with a schema carry it as the schema's name
    endpoint.script(lambda asked: reply)                  # by any rule of your own; None passes on to `on` and `say`
    endpoint.refuse("response_format")                    # 400 for requests that have that part
    endpoint.draws(png, "base64")                         # the images address: also "url", "stream", or a Played
    endpoint.asked                                        # every request so far: .messages .text .role .schema .raw
    endpoint.hung_up                                      # how many replies the client ended early

A reply is a string, a dict or list (sent as JSON), a `Played`, or a function of the request that gives one of these.
A request that nothing matches gets 400, so that a test can't pass by accident.
"""

import base64
import json
import re
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import pytest

ASKING = b"""\
import json, os, urllib.request

try:
    urllib.request.urlopen("http://elsewhere.example.com/", timeout=10)
except OSError:
    pass
asked = urllib.request.Request(
    os.environ["OPENAI_BASE_URL"] + "/chat/completions",
    json.dumps({"model": "any", "messages": [{"role": "user", "content": "Who?"}]}).encode(),
    {"Authorization": "Bearer " + os.environ["OPENAI_API_KEY"], "Content-Type": "application/json"},
)
answer = json.load(urllib.request.urlopen(asked, timeout=20))["choices"][0]["message"]["content"]
"""
"""How an app begins that reaches for a host it was not given, and asks the model that it was."""


@dataclass(frozen=True)
class Played:
    """One reply: what is said, and how badly."""

    text: str = ""
    status: int = 200
    """Anything else than 200 sends `text` as the error's message."""
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    """The error's code, such as insufficient_quota."""
    finish: str | None = "stop"
    usage: tuple[int, int] | None = (100, 20)
    """Tokens in and out, None to report none."""
    wait: float = 0
    """Seconds before anything is sent."""
    pause: float = 0
    """Seconds between pieces."""
    piece: int = 24
    """Characters in a piece."""
    then: Literal["end", "cut", "stall", "reset", "endless", "error"] = "end"
    """After the text: end well, close without a finish, say nothing more, reset the connection, repeat it for ever,
    send an error as an event."""
    whole: bool = False
    """Answer in one JSON body although a stream was asked for."""
    body: bytes | None = None
    """Send exactly this instead, as `form`."""
    form: str = "text/html"
    thought: str = ""
    """Thinking aloud before the text, as reasoning_content."""


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    raw: Mapping[str, Any]
    path: str = "/v1/chat/completions"

    @property
    def messages(self) -> list[Mapping[str, Any]]:
        return list(self.raw.get("messages", []))

    @property
    def text(self) -> str:
        """All that the messages say, or what is to be drawn."""
        if "prompt" in self.raw:
            return str(self.raw["prompt"])
        return "\n".join(str(message["content"]) for message in self.messages)

    @property
    def role(self) -> str:
        return str((self.raw.get("response_format") or {}).get("json_schema", {}).get("name", ""))

    @property
    def schema(self) -> Mapping[str, Any] | None:
        found = (self.raw.get("response_format") or {}).get("json_schema", {}).get("schema")
        return found if isinstance(found, dict) else None


Reply = str | dict[str, Any] | list[Any] | Played
Script = Callable[[Asked], Reply | None]


IMAGES = "/v1/images/generations"
NO_IMAGES = Played("no such path: /v1/images/generations", status=404)


class PlayedEndpoint:
    """The endpoint and its script."""

    key = "sk-played-0123456789"
    name = "played-model"

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.names = [self.name]
        self.hung_up = 0
        self.ending = threading.Event()
        self._lock = threading.Lock()
        self._rules: list[tuple[re.Pattern[str], str, list[Reply | Script]]] = []
        self._script: Script | None = None
        self._otherwise: Reply | Script | None = None
        self._refused: dict[str, Played] = {}
        self._drawn: list[Played] = []
        self.pictures: dict[str, bytes] = {}
        """What is fetched without a key, by path."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def say(self, reply: Reply | Script) -> None:
        self._otherwise = reply

    def on(self, pattern: str, *replies: Reply | Script, role: str = "") -> None:
        self._rules.append((re.compile(pattern, re.DOTALL), role, list(replies)))

    def script(self, script: Script) -> None:
        self._script = script

    def draws(self, *pictures: "bytes | Played", form: Literal["base64", "url", "stream"] = "base64") -> None:
        """What is drawn, in turn; the last one stays."""
        self._drawn = [one if isinstance(one, Played) else self._picture(one, form) for one in pictures]

    def _picture(self, png: bytes, form: str) -> Played:
        coded = base64.b64encode(png).decode()
        if form == "stream":
            events = [{"type": "image_generation.partial_image", "b64_json": coded[:40], "partial_image_index": 0}]
            events.append({"type": "image_generation.completed", "b64_json": coded, "usage": {"input_tokens": 9}})
            return Played(
                body=b"".join(b"data: %s\n\n" % json.dumps(e).encode() for e in events), form="text/event-stream"
            )
        if form == "url":
            path = f"/pictures/{len(self.pictures)}.png"
            self.pictures[path] = png
            value = {"data": [{"url": f"{self.url.removesuffix('/v1')}{path}"}]}
        else:
            value = {"data": [{"b64_json": coded}]}
        return Played(body=json.dumps(value).encode(), form="application/json")

    def refuse(self, part: str, status: int = 400, said: str | None = None) -> None:
        said = f"Unsupported parameter: '{part}'." if said is None else said
        self._refused[part] = Played(said, status=status)

    def answer(self, asked: Asked) -> Played:
        """The scripted reply to a request."""
        with self._lock:
            self.asked.append(asked)
            reply = self._pick(asked)
        if callable(reply):
            reply = reply(asked)
        if isinstance(reply, Played):
            return reply
        if reply is None:
            return Played(f"the test scripted no reply to: {asked.text[-300:]}", status=400)
        return Played(reply if isinstance(reply, str) else json.dumps(reply))

    def _pick(self, asked: Asked) -> Reply | Script | None:
        if asked.path == IMAGES:
            return (self._drawn.pop(0) if len(self._drawn) > 1 else self._drawn[0]) if self._drawn else NO_IMAGES
        for part, refusal in self._refused.items():
            if part in asked.raw:
                return refusal
        if self._script and (reply := self._script(asked)) is not None:
            return reply
        for pattern, role, replies in self._rules:
            if pattern.search(asked.text) and role in ("", asked.role):
                return replies.pop(0) if len(replies) > 1 else replies[0]
        return self._otherwise

    def count_hang_up(self) -> None:
        with self._lock:
            self.hung_up += 1

    def __enter__(self) -> "PlayedEndpoint":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def endpoint() -> Iterator[PlayedEndpoint]:
    """See this module's docstring."""
    with PlayedEndpoint() as played:
        yield played


def _handler(played: PlayedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        endpoint = played

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    endpoint: PlayedEndpoint

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path in self.endpoint.pictures:
            self._send_bytes(200, self.endpoint.pictures[self.path], "image/png", {})
            return
        if not self._knows_key():
            return
        if self.path == "/v1/models":
            models = [{"id": name, "object": "model", "created": 0, "owned_by": "test"} for name in self.endpoint.names]
            self._send(200, {"object": "list", "data": models})
        else:
            self._send(404, {"error": {"message": f"no such path: {self.path}"}})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self._knows_key():
            return
        if self.path not in ("/v1/chat/completions", IMAGES):
            self._send(404, {"error": {"message": f"no such path: {self.path}"}})
            return
        asked = Asked(json.loads(body), self.path)
        try:
            self._play(asked, self.endpoint.answer(asked))
        except ConnectionError:
            self.endpoint.count_hang_up()
            self.close_connection = True

    def _play(self, asked: Asked, reply: Played) -> None:
        self._rest(reply.wait)
        if reply.body is not None:
            self._send_bytes(reply.status, reply.body, reply.form, reply.headers)
        elif reply.status != 200:
            error = {"message": reply.text, "type": "error", "code": reply.code or None}
            self._send(reply.status, {"error": error}, reply.headers)
        elif reply.whole or not asked.raw.get("stream"):
            choice = {
                "index": 0,
                "finish_reason": reply.finish,
                "message": {"role": "assistant", "content": reply.text},
            }
            self._send(200, _BASE | {"object": "chat.completion", "choices": [choice]} | _usage(reply))
        else:
            self._stream(asked, reply)

    def _stream(self, asked: Asked, reply: Played) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if reply.thought:
            self._event({"reasoning_content": reply.thought})
        while True:
            for at in range(0, len(reply.text), reply.piece):
                self._event({"content": reply.text[at : at + reply.piece]})
                self._rest(reply.pause)
            if reply.then != "endless" or self.endpoint.ending.is_set():
                break
        if reply.then == "stall":
            self._rest(3600)
        elif reply.then == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif reply.then == "error":
            self._line({"error": {"message": reply.code or "the engine fell over", "code": 500}})
        elif reply.then == "end":
            self._event({}, reply.finish)
            if (asked.raw.get("stream_options") or {}).get("include_usage"):
                self._line(_BASE | {"object": "chat.completion.chunk", "choices": []} | _usage(reply))
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: Mapping[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self._line(_BASE | {"object": "chat.completion.chunk", "choices": [choice]})

    def _line(self, value: Mapping[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()

    def _rest(self, seconds: float) -> None:
        """Waits, unless the client hangs up (ConnectionError) or the test ends."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.endpoint.ending.is_set():
            if select.select([self.connection], [], [], min(left, 0.05))[0] and not self.connection.recv(1):
                raise ConnectionResetError

    def _knows_key(self) -> bool:
        if self.headers.get("Authorization") == f"Bearer {self.endpoint.key}":
            return True
        self._send(401, {"error": {"message": f"Incorrect API key: {self.headers.get('Authorization')}"}})
        return False

    def _send(self, status: int, value: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        self._send_bytes(status, json.dumps(value).encode(), "application/json", headers or {})

    def _send_bytes(self, status: int, body: bytes, form: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": form, "Content-Length": str(len(body))} | dict(headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


_BASE: dict[str, Any] = {"id": "chatcmpl-played", "created": 0, "model": PlayedEndpoint.name}


def _usage(reply: Played) -> dict[str, Any]:
    if reply.usage is None:
        return {}
    into, out = reply.usage
    return {"usage": {"prompt_tokens": into, "completion_tokens": out, "total_tokens": into + out}}
