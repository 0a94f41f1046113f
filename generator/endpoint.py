"""Asks one model at one OpenAI-compatible endpoint, streamed and with retries. Refuses to show the API key to anybody.

What an endpoint can't do (schemas, usage in streams, some settings) is found out by asking, and remembered.
"""

import contextlib
import json
import socket
import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import openai

from generator.abilities import Abilities, Ability
from generator.contract import Message, Reply
from generator.ledger import Ledger, is_near, price
from generator.model_form import Picture, letters
from generator.parse import fits, read_json
from generator.retries import RETRIES, USUAL, EndpointError, Patience, Row, Trouble, kind_of, pause, plain
from generator.shape import fit, told_context
from generator.stream import Gathered, OnText, Watch, hang_up


class Endpoint:
    """A contract.Model. Retries, and what else is unusual, are told to `remark` as one line each.

    When a try breaks after some text has come, the next one starts the text anew: `on_text("")` says so.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        name: str,
        *,
        small: bool = False,
        slots: int = 2,
        ledger: Ledger | None = None,
        abilities: Abilities | None = None,
        run: str = "",
        remark: Callable[[str], None] = lambda _: None,
        patience: Patience = USUAL,
        retries: Mapping[str, Row] = RETRIES,
    ) -> None:
        self.base_url = base_url
        self.name = name
        self.small = small
        self.slots = slots
        self._key = api_key
        self._ledger = ledger
        self._run = run
        self._remark = remark
        self._patience = patience
        self._retries = retries
        self._abilities = abilities or Abilities()
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._client: openai.OpenAI | None = None
        self._wires: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def ask(
        self,
        messages: Sequence[Message],
        *,
        role: str,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = 2048,
        temperature: float = 0.2,
        seed: int | None = None,
        on_text: OnText | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Reply:
        """One call, as contract.Model says. `extra` goes into the request as it is. Raises EndpointError, whose kind is
        a key of RETRIES."""
        began = time.monotonic()
        ability = self.ability
        fitting = fit(min(max_tokens, self._patience.tokens), messages, ability.context)
        settings: dict[str, Any] = {"max_tokens": fitting, "temperature": temperature}
        if seed is not None:
            settings["seed"] = seed
        shape = ability.shape
        tried: Counter[str] = Counter()
        first_refusal: Trouble | None = None
        while True:
            request = shape.request(self.name, messages, role, schema, settings)
            if extra:
                request["extra_body"] = dict(extra)
            try:
                reply = self._once(request, role, schema, on_text)
            except Trouble as trouble:
                if trouble.kind == "too_long" and (context := told_context(trouble.said)):
                    self.learn(context=context)
                    if (shorter := fit(settings["max_tokens"], messages, context)) < settings["max_tokens"]:
                        self._remark(f"{self.name} takes {context:,} tokens in all; its replies are kept shorter.")
                        settings["max_tokens"] = shorter
                        continue
                if simpler := shape.after(trouble, request):
                    shape, first_refusal = simpler, first_refusal or trouble
                    continue
                if trouble.kind == "refused" and first_refusal:
                    trouble = first_refusal
                self._wait_or_raise(trouble, tried)
                if on_text:
                    on_text("")
                continue
            if schema and reply.finish == "stop" and reply.data is None and shape.format != "prompt":
                self._remark(f"{self.name} doesn't keep to the form it was given; asking again in words.")
                shape = replace(shape, format="prompt")
                if on_text:
                    on_text("")
                continue
            if not schema or reply.data is not None or reply.finish != "stop":
                # That it once didn't keep to a form is no reason to do without for weeks.
                self.learn(lasting=first_refusal is not None, shape=shape)
            return replace(reply, seconds=time.monotonic() - began)

    def beside(
        self, request: Mapping[str, Any], role: str, take: Callable[[str, bytes], Picture], stopped: Callable[[], bool]
    ) -> Picture:
        """One request for a picture, with retries, on the record. `take` makes the picture of the answer's content type
        and body, or raises Trouble. Raises EndpointError."""
        tried: Counter[str] = Counter()
        while True:
            began = time.monotonic()
            entry = self._ledger.open(self._run, role, self.name, self.base_url, request) if self._ledger else None
            picture, error = Picture(b""), "interrupted"
            try:
                with self._troubles():
                    answer = self._connected().images.with_raw_response.generate(**request)
                picture, error = take(answer.headers.get("content-type", ""), answer.content), ""
                return picture
            except Trouble as trouble:
                error = f"{trouble.kind} {plain(trouble.said, self._key)}".strip()
                if stopped():
                    trouble = Trouble("closed")
                self._wait_or_raise(trouble, tried)
            finally:
                if self._ledger and entry is not None:
                    told = f"[a picture of {len(picture.data)} bytes]" if picture.data else ""
                    took = time.monotonic() - began
                    reply = Reply(told, None, "stop", picture.tokens_in, picture.tokens_out, picture.cost, took)
                    self._ledger.close(entry, reply, counted=picture.tokens_out > 0, error=error)

    def names(self) -> list[str]:
        """The models that the endpoint says it has, in its order. Raises EndpointError."""
        return [listed.id for listed in self._listed()]

    def _listed(self) -> list[Any]:
        tried: Counter[str] = Counter()
        while True:
            try:
                with self._troubles():
                    return list(self._connected().models.list())
            except Trouble as trouble:
                self._wait_or_raise(trouble, tried)

    @property
    def ability(self) -> Ability:
        """What is known by now of what the model can do there."""
        return self._abilities.of(self.base_url, self.name)

    def learn(self, **news: Any) -> None:
        """Remember fields of its Ability, as they were just seen."""
        self._abilities.learn(self.base_url, self.name, **news)

    def context_told(self) -> int | None:
        """How many tokens the endpoint's list of models says that it takes in all; None where it says nothing of it."""
        for listed in self._listed():
            for field in ("context_length", "max_model_len", "max_context_length", "context_window"):
                told = (listed.model_extra or {}).get(field)
                if listed.id == self.name and isinstance(told, int) and told > 0:
                    return told
        return None

    def apart(self, name: str = "") -> "Endpoint":
        """The same model, or another one there, over connections of its own: its `close` ends no other calls. What is
        learnt is shared."""
        return Endpoint(
            self.base_url,
            self._key,
            name or self.name,
            small=self.small,
            slots=self.slots,
            ledger=self._ledger,
            abilities=self._abilities,
            run=self._run,
            remark=self._remark,
            patience=self._patience,
            retries=self._retries,
        )

    def check_open(self) -> None:
        """Raises EndpointError when `close` has been called."""
        if self._closed.is_set():
            self._wait_or_raise(Trouble("closed"), Counter())

    def close(self) -> None:
        """End every call in progress, from any thread; they raise EndpointError of kind "closed"."""
        self._closed.set()
        with self._lock:
            for wire in self._wires:
                hang_up(wire)

    def _once(
        self, request: dict[str, Any], role: str, schema: Mapping[str, Any] | None, on_text: OnText | None
    ) -> Reply:
        """One try, on the record from its first moment."""
        began = time.monotonic()
        most_tokens = int(request.get("max_tokens") or request["max_completion_tokens"])
        gathered = Gathered(on_text, most_tokens * self._patience.chars_per_token)
        entry = self._ledger.open(self._run, role, self.name, self.base_url, request) if self._ledger else None
        error = "interrupted"
        try:
            with self._troubles():
                self._stream(request, gathered)
            error = ""
        except Trouble as trouble:
            error = f"{trouble.kind} {plain(trouble.said, self._key)}".strip()
            raise
        finally:
            text = gathered.text
            tokens_in, tokens_out = gathered.usage or (letters(request["messages"]) // 4, len(text) // 4)
            reply = Reply(
                text=text,
                finish=gathered.finish,
                tokens_in=tokens_in,
                tokens_out=tokens_out,
                cost=price(self.name, self.base_url, tokens_in, tokens_out),
                seconds=time.monotonic() - began,
            )
            if self._ledger and entry is not None:
                self._ledger.close(entry, reply, counted=gathered.usage is not None, error=error)
        data = read_json(text) if schema else None
        return replace(reply, data=data) if schema and data is not None and fits(data, schema) else reply

    def _stream(self, request: dict[str, Any], gathered: Gathered) -> None:
        began = time.monotonic()
        stream = self._connected().chat.completions.create(**request)
        watch = Watch(stream.response, began + self._patience.first_token - time.monotonic())
        watch.start()
        try:
            with stream:
                if "event-stream" in stream.response.headers.get("content-type", ""):
                    self._take_pieces(stream, gathered, watch)
                else:
                    _take_whole(stream.response.read(), gathered)
        except (openai.APIError, Trouble):
            if watch.expired:
                raise Trouble("stalled" if watch.fed else "silent") from None
            raise
        finally:
            watch.stop()

    def _take_pieces(self, stream: Any, gathered: Gathered, watch: Watch) -> None:
        for text, thought, finish, usage in _pieces(stream):
            gathered.usage = usage or gathered.usage
            if finish:
                gathered.end(finish)
            if text or thought:
                watch.feed(self._patience.stall)
            if gathered.take(text, thought):
                return
        if watch.expired or self._closed.is_set():
            raise Trouble("stalled" if watch.fed else "silent")
        gathered.complete()

    def _wait_or_raise(self, trouble: Trouble, tried: Counter[str]) -> None:
        tried[trouble.kind] += 1
        row = self._retries[trouble.kind]
        said = plain(trouble.said, self._key)
        sentence = row.sentence.format(
            model=self.name, address=urlsplit(self.base_url).netloc or self.base_url, said=f" ({said})" if said else ""
        )
        seconds = pause(row, tried[trouble.kind], trouble.after)
        if seconds is None:
            raise EndpointError(trouble.kind, sentence, row.hint) from None
        self._remark(f"{sentence} Trying again in {seconds:.0f} s.")
        self._closed.wait(seconds)
        self.check_open()

    def _connected(self) -> openai.OpenAI:
        if self._closed.is_set():
            raise Trouble("closed")
        with self._lock:
            if self._client is None:
                timeout = openai.Timeout(self._patience.first_token, connect=self._patience.connect)
                web = openai.DefaultHttpxClient(
                    event_hooks={"request": [self._trace]},
                    timeout=timeout,
                    trust_env=not is_near(self.base_url),  # a proxy of the environment knows no loopback addresses
                )
                self._client = openai.OpenAI(
                    base_url=self.base_url, api_key=self._key or "none", timeout=timeout, max_retries=0, http_client=web
                )
            return self._client

    def _trace(self, request: Any) -> None:
        """Knows each connection from its beginning, so that `close` also ends calls that wait for a first byte."""

        def note(event: str, info: Mapping[str, Any]) -> None:
            if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
                wire = info["return_value"].get_extra_info("socket")
                with self._lock:
                    self._wires.add(wire)
                if self._closed.is_set():
                    hang_up(wire)

        request.extensions["trace"] = note

    @contextlib.contextmanager
    def _troubles(self) -> Iterator[None]:
        """The client's exceptions as rows of the table."""
        try:
            yield
        except Trouble:
            if self._closed.is_set():
                raise Trouble("closed") from None
            raise
        except openai.APIError as error:
            raise Trouble("closed") if self._closed.is_set() else _trouble(error) from None


def _trouble(error: openai.APIError) -> Trouble:
    if isinstance(error, openai.APITimeoutError):
        return Trouble("unreachable" if "connect" in repr(error.__cause__).lower() else "silent")
    if isinstance(error, openai.APIConnectionError):
        return Trouble("unreachable" if "connect" in type(error.__cause__).__name__.lower() else "broken")
    said = error.message
    if isinstance(error.body, Mapping):
        said = " ".join(str(error.body[part]) for part in ("message", "code", "type") if error.body.get(part))
    if isinstance(error, openai.APIStatusError):
        kind = kind_of(error.status_code, said)
        return Trouble(kind, said, status=error.status_code, after=_retry_after(error.response.headers))
    if isinstance(error, openai.APIResponseValidationError):
        return Trouble("not_openai")
    code = error.code if isinstance(error.code, int) else 0
    return Trouble(kind_of(int(code or 500), said), said, status=int(code))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the endpoint asks for. A date instead of a number is not honoured; the table's own wait serves."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        with contextlib.suppress(ValueError, KeyError):
            return max(0.0, float(headers[name]) * unit)
    return None


def _pieces(stream: Any) -> Iterator[tuple[str, str, str, tuple[int, int] | None]]:
    """Text, thinking aloud, finish reason and usage of each chunk. Whatever else the client or we stumble over in what
    came is a broken reply."""
    try:
        for chunk in stream:
            usage = getattr(chunk, "usage", None)
            counted = (int(usage.prompt_tokens or 0), int(usage.completion_tokens or 0)) if usage else None
            text = thought = finish = ""
            for choice in (chunk.choices or ())[:1]:
                finish = str(choice.finish_reason or "")
                if delta := choice.delta:
                    extra = delta.model_extra or {}
                    text = str(delta.content or delta.refusal or "")
                    thought = str(extra.get("reasoning_content") or extra.get("reasoning") or "")
            yield text, thought, finish, counted
    except openai.APIError:
        raise
    except Exception as error:
        raise Trouble("broken", str(error)) from None


def _take_whole(body: bytes, gathered: Gathered) -> None:
    """A reply in one piece, from an endpoint that doesn't stream."""
    try:
        value = json.loads(body)
        choice = value["choices"][0]
        text = str(choice["message"].get("content") or "")
        usage = value.get("usage") or {}
        if "completion_tokens" in usage:
            gathered.usage = (int(usage["prompt_tokens"]), int(usage["completion_tokens"]))
        gathered.end(str(choice.get("finish_reason") or "stop"))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Trouble("not_openai") from None
    gathered.take(text)
    gathered.complete()
