"""Lets an app ask the user's models: an OpenAI-compatible address inside its sandbox and a token of its own, all of it
capped: requests, tokens, pictures, money. Refuses to hand out the key, the endpoint's address, or a model that was not
allowed.
"""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from socket import socket
from typing import Any

from generator.broker_exchange import Exchange
from generator.broker_form import MOST_PICTURES, Asked, Drawn, Refusal
from generator.contract import Allowance, Budget, GeneratorError, Model, Reply, Usage
from generator.meter import LETTERS_A_TOKEN, Meter, Metered, Stopped
from generator.model_form import Painter, Picture, letters
from generator.retries import EndpointError

USUAL_TOKENS = 1024
"""The length of a reply for which none is asked."""
PICTURES_AT_ONCE = 2
AFTER = 20
"""Seconds after which an app may ask again when the endpoint has more to do than it can."""


class Broker:
    """One per open app. `serve` is for `Sandbox.offer`; `environment` tells the app where it is."""

    def __init__(
        self,
        model: Model,
        allowance: Allowance = Allowance(),  # noqa: B008 - frozen
        others: Sequence[Model] = (),
        painter: Painter | None = None,
    ) -> None:
        """`others` may be asked for by name; where an app names none of them, `model` is asked."""
        self.name, self.allowance = model.name, allowance
        self._token = f"app-{secrets.token_urlsafe(24)}"
        self._revoked = threading.Event()
        self._meter = Meter(Budget(tokens=allowance.tokens, dollars=allowance.dollars), self._revoked.is_set)
        self._models = {one.name: one for one in (model, *others)}
        self._painter = painter
        self._turns = {name: threading.Semaphore(one.slots) for name, one in self._models.items()}
        self._drawing = threading.Semaphore(PICTURES_AT_ONCE)
        self._lock = threading.Lock()
        self._requests = self._reserved = self._pictures = 0

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

    def listed(self) -> list[Mapping[str, Any]]:
        """The models that the app may name, and what is known of each; `vision` is None as long as nobody asked."""
        found = [_listed(one.name, chat=True, small=one.small, vision=_vision(one)) for one in self._models.values()]
        return [*found, *([_listed(self._painter.name, images=True)] if self._painter else [])]

    def served_by(self, asked: Asked) -> str:
        """The name of the model that will answer."""
        return asked.model if asked.model in self._models else self.name

    def ask(self, asked: Asked, hear: Callable[[str], bool]) -> Reply:
        """One call within what is left of the allowance. Raises Refusal."""
        name = self.served_by(asked)
        model = self._models[name]
        messages = [said.message for said in asked.messages]
        prompt = letters(messages) // LETTERS_A_TOKEN
        reserved = self._reserve(prompt, asked.max_completion_tokens or asked.max_tokens or USUAL_TOKENS)
        try:
            if asked.pictures:
                self._show(model, asked.pictures)
            with self._turns[name]:
                return Metered(model, self._meter).ask(
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
            if told := self._meter.spent():
                raise Refusal(429, "insufficient_quota", told) from None
            raise _refusal(error) from None
        finally:
            with self._lock:
                self._reserved -= reserved

    def draw(self, drawn: Drawn) -> Picture:
        """One picture within what is left of the allowance. Raises Refusal."""
        if self._painter is None:
            raise Refusal(404, "no_images", "No model that draws is configured here.")
        with self._lock:
            if self._requests >= self.allowance.requests or self._pictures >= self.allowance.pictures:
                told = f"The {self.allowance.pictures} pictures that this app may have drawn are used up."
                raise Refusal(429, "insufficient_quota", told)
            if told := self._meter.spent():
                raise Refusal(429, "insufficient_quota", told)
            self._requests += 1
            self._pictures += 1
        call = self._meter.begin()
        picture: Picture | None = None
        try:
            with self._drawing:
                if self._revoked.is_set():
                    raise Refusal(401, "invalid_api_key", "This app may not use a model any more.")
                stopped = self._revoked.is_set
                picture = self._painter.draw(drawn.prompt, size=drawn.size, role="app", stopped=stopped)
                return picture
        except GeneratorError as error:
            raise _refusal(error) from None
        finally:
            with self._lock:
                self._pictures -= picture is None
            if picture:
                self._meter.add(call, Reply("", None, "stop", picture.tokens_in, picture.tokens_out, picture.cost))

    def _show(self, model: Model, pictures: int) -> None:
        from generator.probe import sees  # here, since it loads the client of endpoints

        if pictures > MOST_PICTURES:
            raise Refusal(400, "invalid_request", f"A request may hold {MOST_PICTURES} pictures at most.")
        if not sees(model):
            raise Refusal(400, "no_vision", f"The model {model.name} sees no pictures.")

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


def _refusal(error: GeneratorError) -> Refusal:
    """What went wrong at the endpoint, in no words of its own: they may name what no app is to know."""
    kind = error.kind if isinstance(error, EndpointError) else ""
    if kind == "busy":
        return Refusal(429, "rate_limit_exceeded", "The model's endpoint asks for slower requests.", after=AFTER)
    if kind == "no_path":
        return Refusal(404, "not_found", "The model's endpoint has nothing of that sort.")
    return Refusal(502, "model_error", "The model did not answer.")


def _vision(model: Model) -> bool | None:
    from generator.endpoint import Endpoint  # here for the same reason

    return model.ability.vision if isinstance(model, Endpoint) else False


def _listed(name: str, **about: bool | None) -> Mapping[str, Any]:
    about = {"chat": False, "vision": False, "images": False, "small": False, **about}
    return {"id": name, "object": "model", "created": 0, "owned_by": "user", "mayfly": about}
