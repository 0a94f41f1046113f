"""Speaks the OpenAI protocol with one app over one connection, streams included. Refuses to decide what it may have:
that is the broker's.
"""

import base64
import json
import secrets
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from generator.broker_form import Asked, Drawn, Refusal

if TYPE_CHECKING:
    from generator.broker import Broker

MOST_BODY = 12 << 20
"""A few photos, or a long text."""


class Hear:
    """Takes a reply as it comes, and passes it on when it is to be streamed."""

    def __init__(self, exchange: "Exchange", asked: Asked) -> None:
        self.exchange = exchange
        # What is held against a schema may be asked for anew, so that it goes out only when it is whole.
        self.live = asked.stream and asked.response_format.schema_wanted is None
        self.sent = self.torn = False

    def __call__(self, piece: str) -> bool:
        if self.live and piece:
            try:
                self.exchange.piece({"content": piece}, first=not self.sent)
            except OSError:
                self.torn = True
            self.sent = True
        elif self.sent:
            self.torn = True  # it begins anew, and what has been said can't be taken back
        return self.torn


class Exchange(BaseHTTPRequestHandler):
    """The broker's side of one connection."""

    server: "Broker"  # type: ignore[assignment]
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "mayfly", ""
    timeout = 60

    def do_GET(self) -> None:
        if self.path == "/v1/models" and self.admitted():
            self.say(200, {"object": "list", "data": self.server.listed()})
        elif self.path != "/v1/models":
            self.refuse(Refusal(404, "not_found", "There is nothing at this address."))

    def do_POST(self) -> None:
        if self.path not in ("/v1/chat/completions", "/v1/images/generations"):
            self.close_connection = True
            self.refuse(Refusal(404, "not_found", "Only chat completions and pictures can be asked for."))
        elif self.admitted():
            try:
                if self.path == "/v1/images/generations":
                    self.draw(Drawn.model_validate_json(self.body()))
                else:
                    self.complete(Asked.model_validate_json(self.body()))
            except ValidationError as error:
                first = error.errors()[0]
                told = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
                self.refuse(Refusal(400, "invalid_request", f"That can't be asked for here. {told}"))
            except Refusal as refusal:
                self.refuse(refusal)

    def body(self) -> bytes:
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > MOST_BODY:
            self.close_connection = True
            raise Refusal(413, "invalid_request", f"A request needs a length, of {MOST_BODY >> 20} MB at most.")
        return self.rfile.read(int(size))

    def admitted(self) -> bool:
        if self.server.admits(self.headers.get("Authorization", "")):
            return True
        self.close_connection = True
        self.refuse(Refusal(401, "invalid_api_key", "This token opens nothing."))
        return False

    def complete(self, asked: Asked) -> None:
        self.about = {"id": f"chatcmpl-{secrets.token_hex(8)}", "created": int(time.time())}
        self.about["model"] = self.server.served_by(asked)
        hear = Hear(self, asked)
        try:
            reply = self.server.ask(asked, hear)
        except Refusal:
            if not hear.sent:
                raise
            hear.torn = True
        if hear.torn:
            self.close_connection = True  # a stream without its end is how a client sees that it broke
            return
        finish = "length" if reply.finish == "length" else "stop"
        counted: dict[str, float | None] = {"prompt_tokens": reply.tokens_in, "completion_tokens": reply.tokens_out}
        counted["total_tokens"] = reply.tokens_in + reply.tokens_out
        counted["cost"] = None if reply.cost is None else float(reply.cost)  # US dollars
        if asked.stream:
            self.piece({} if hear.sent else {"content": reply.text}, first=not hear.sent, finish=finish, usage=counted)
            self.chunk(b"data: [DONE]\n\n")
            self.chunk(b"")
        else:
            choice = {"index": 0, "message": {"role": "assistant", "content": reply.text}, "finish_reason": finish}
            self.say(200, {**self.about, "object": "chat.completion", "choices": [choice], "usage": counted})

    def draw(self, drawn: Drawn) -> None:
        """Whatever the endpoint gave, an app gets the picture itself."""
        picture = self.server.draw(drawn)
        coded = base64.b64encode(picture.data).decode()
        counted = {"input_tokens": picture.tokens_in, "output_tokens": picture.tokens_out}
        counted["total_tokens"] = picture.tokens_in + picture.tokens_out
        if drawn.stream:
            self.open_stream()
            self.event({"type": "image_generation.completed", "b64_json": coded, "usage": counted})
            self.chunk(b"")
        else:
            self.say(200, {"created": int(time.time()), "data": [{"b64_json": coded}], "usage": counted})

    def piece(
        self,
        delta: Mapping[str, str],
        *,
        first: bool,
        finish: str | None = None,
        usage: Mapping[str, float | None] | None = None,
    ) -> None:
        """One event of a stream; the first one opens it."""
        if first:
            self.open_stream()
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
        self.event({**self.about, "object": "chat.completion.chunk", "choices": [choice], "usage": usage})

    def open_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def event(self, value: Mapping[str, Any]) -> None:
        self.chunk(b"data: %s\n\n" % json.dumps(value).encode())

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def refuse(self, refusal: Refusal) -> None:
        told = {"message": str(refusal), "type": refusal.code, "code": refusal.code}
        again = {"x-should-retry": "false"} if refusal.after is None else {"Retry-After": str(refusal.after)}
        self.say(refusal.status, {"error": told}, again)

    def say(self, status: int, value: Mapping[str, Any], headers: Mapping[str, str] = MappingProxyType({})) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, told in headers.items():
            self.send_header(name, told)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The ledger of model calls has it."""
