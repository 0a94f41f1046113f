"""Lets an app ask the user's model: an OpenAI-compatible address inside its sandbox and a token of its own, all capped:
requests, tokens and money. Refuses to hand out the key, the endpoint's address, or more than text in and text out.
"""

import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from http.server import BaseHTTPRequestHandler
from socket import socket
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.contract import Budget, GeneratorError, Model, Reply, Usage
from generator.meter import LETTERS_A_TOKEN, Meter, Metered, Stopped

MOST_BODY = 1 << 20
USUAL_TOKENS = 1024
"""The length of a reply for which none is asked."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one app may take of the model while it is open. Money ends it with the call that passes the cap; where a
    model's price isn't known, the tokens alone do."""

    requests: int = 200
    tokens: int = 200_000
    dollars: Decimal = Decimal("0.10")


class Part(BaseModel):
    type: Literal["text"]
    text: str


class Said(BaseModel):
    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[Part]

    @property
    def text(self) -> str:
        return self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)


class Form(BaseModel):
    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: dict[str, Any] = {}

    @property
    def schema_wanted(self) -> dict[str, Any] | None:
        named = self.json_schema.get("schema")
        plain: dict[str, Any] = {"type": "object"}
        return None if self.type == "text" else named if isinstance(named, dict) else plain


class Asked(BaseModel):
    """What an app may ask for; the model is always the user's, whatever name it gives."""

    model_config = ConfigDict(extra="ignore")

    messages: list[Said] = Field(min_length=1, max_length=500)
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    temperature: float = Field(0.2, ge=0, le=2)
    seed: int | None = None
    stream: bool = False
    response_format: Form = Form()
    n: Literal[1] = 1
    tools: None = None
    functions: None = None


class Refusal(Exception):  # noqa: N818 - an answer
    """Why an app gets no reply, as its client understands it."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.code = status, code


class Broker:
    """One per open app. `serve` is for `Sandbox.offer`; `environment` tells the app where it is."""

    def __init__(self, model: Model, allowance: Allowance = Allowance()) -> None:
        self.name, self.allowance = model.name, allowance
        self._token = f"app-{secrets.token_urlsafe(24)}"
        self._revoked = threading.Event()
        self._meter = Meter(Budget(tokens=allowance.tokens, dollars=allowance.dollars), self._revoked.is_set)
        self._model = Metered(model, self._meter)
        self._turns = threading.Semaphore(model.slots)
        self._lock = threading.Lock()
        self._requests = self._reserved = 0

    @property
    def usage(self) -> Usage:
        """What the app has taken so far."""
        return self._meter.usage

    def environment(self, url: str) -> dict[str, str]:
        """What the app finds in its environment, when it reaches `serve` at this address."""
        return {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": self._token}

    def revoke(self) -> None:
        """From now on its token is worth nothing; replies under way are ended."""
        self._revoked.set()

    def serve(self, sock: socket) -> None:
        """One connection of the app's."""
        Exchange(sock, ("app", 0), self)  # type: ignore[arg-type]  # it knows no server but the broker

    def admits(self, authorization: str) -> bool:
        mine = secrets.compare_digest(authorization.encode(), f"Bearer {self._token}".encode())
        return mine and not self._revoked.is_set()

    def ask(self, asked: Asked, hear: "Hear") -> Reply:
        """One call within what is left of the allowance. Raises Refusal."""
        messages = [{"role": said.role, "content": said.text} for said in asked.messages]
        prompt = sum(len(said.text) for said in asked.messages) // LETTERS_A_TOKEN
        reserved = self._reserve(prompt, asked.max_completion_tokens or asked.max_tokens or USUAL_TOKENS)
        try:
            with self._turns:
                return self._model.ask(
                    messages,
                    role="app",
                    schema=asked.response_format.schema_wanted,
                    max_tokens=reserved - prompt,
                    temperature=asked.temperature,
                    seed=asked.seed,
                    on_text=hear,
                )
        except Stopped:
            raise Refusal(401, "invalid_api_key", "This app may not use a model any more.") from None
        except GeneratorError as error:
            if self._meter.spent():
                raise Refusal(429, "insufficient_quota", f"{error}") from None
            raise Refusal(502, "model_error", "The model did not answer.") from None
        finally:
            with self._lock:
                self._reserved -= reserved

    def _reserve(self, prompt: int, reply: int) -> int:
        """Tokens set aside for a call: its prompt, and as much of the reply as there is room for."""
        with self._lock:
            used = self.usage.tokens_in + self.usage.tokens_out + self._reserved
            room = self.allowance.tokens - used - prompt
            if self._requests >= self.allowance.requests:
                told = f"The {self.allowance.requests} requests that this app may make are used up."
                raise Refusal(429, "insufficient_quota", told)
            if room <= 0 or self._meter.spent():
                told = self._meter.spent() or f"The {self.allowance.tokens} tokens that this app may use don't suffice."
                raise Refusal(429, "insufficient_quota", told)
            self._requests += 1
            self._reserved += prompt + min(reply, room)
            return prompt + min(reply, room)


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

    server: Broker  # type: ignore[assignment]
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "mayfly", ""
    timeout = 60

    def do_GET(self) -> None:
        if self.path == "/v1/models" and self.admitted():
            listed = {"id": self.server.name, "object": "model", "created": 0, "owned_by": "user"}
            self.say(200, {"object": "list", "data": [listed]})
        elif self.path != "/v1/models":
            self.refuse(Refusal(404, "not_found", "There is nothing at this address."))

    def do_POST(self) -> None:
        if self.path != "/v1/chat/completions":
            self.close_connection = True
            self.refuse(Refusal(404, "not_found", "Only chat completions can be asked for."))
        elif self.admitted():
            try:
                asked = Asked.model_validate_json(self.body())
                self.complete(asked)
            except ValidationError as error:
                first = error.errors()[0]
                told = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
                self.refuse(Refusal(400, "invalid_request", f"Text in and text out is all there is here. {told}"))
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
        self.about = {"id": f"chatcmpl-{secrets.token_hex(8)}", "created": int(time.time()), "model": self.server.name}
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
        counted = {"prompt_tokens": reply.tokens_in, "completion_tokens": reply.tokens_out}
        counted["total_tokens"] = reply.tokens_in + reply.tokens_out
        if asked.stream:
            self.piece({} if hear.sent else {"content": reply.text}, first=not hear.sent, finish=finish, usage=counted)
            self.chunk(b"data: [DONE]\n\n")
            self.chunk(b"")
        else:
            choice = {"index": 0, "message": {"role": "assistant", "content": reply.text}, "finish_reason": finish}
            self.say(200, {**self.about, "object": "chat.completion", "choices": [choice], "usage": counted})

    def piece(
        self,
        delta: Mapping[str, str],
        *,
        first: bool,
        finish: str | None = None,
        usage: Mapping[str, int] | None = None,
    ) -> None:
        """One event of a stream; the first one opens it."""
        if first:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
        event = {**self.about, "object": "chat.completion.chunk", "choices": [choice], "usage": usage}
        self.chunk(b"data: %s\n\n" % json.dumps(event).encode())

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def refuse(self, refusal: Refusal) -> None:
        self.say(refusal.status, {"error": {"message": str(refusal), "type": refusal.code, "code": refusal.code}})

    def say(self, status: int, value: Mapping[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status != 200:
            self.send_header("x-should-retry", "false")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The ledger of model calls has it."""
