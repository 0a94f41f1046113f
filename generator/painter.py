"""Has pictures drawn by a model at an endpoint, in whichever form they come back: base64, an address to
fetch, or a stream. Refuses addresses in private networks other than the endpoint's own, and what is no picture.
"""

import base64
import binascii
import ipaddress
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import openai

from generator.endpoint import Endpoint
from generator.ledger import is_near, price
from generator.model_form import Picture
from generator.retries import EndpointError, Trouble

MOST_BYTES = 16 << 20
SECONDS = 60.0
"""For fetching a picture from the address that an endpoint gave."""
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
NO_PICTURES = ("no_path", "no_model", "refused", "not_allowed")


class EndpointPainter:
    """A model_form.Painter: the model that an Endpoint names, asked for pictures."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.name = endpoint.name
        self._endpoint = endpoint

    def draw(self, prompt: str, *, size: str, role: str, stopped: Callable[[], bool]) -> Picture:
        """As Painter.draw. An EndpointError of kind "no_path" says that nothing is drawn there."""
        request = {"model": self.name, "prompt": prompt, "size": size, "n": 1}
        try:
            return self._endpoint.beside(request, role, self._taken, stopped)
        except EndpointError as error:
            if error.kind not in NO_PICTURES:
                raise
            sentence = f"{self.name} at {urlsplit(self._endpoint.base_url).netloc} draws no pictures."
            raise EndpointError("no_path", f"{sentence} {error}", "Name a model that draws, under [images].") from None

    def _taken(self, form: str, body: bytes) -> Picture:
        value = _last_event(body) if "event-stream" in form else _object(body)
        first = next(iter(value["data"]), None) if isinstance(value.get("data"), list) else value
        if not isinstance(first, Mapping):
            raise Trouble("empty")
        if coded := first.get("b64_json"):
            data = _decoded(str(coded))
        elif address := first.get("url"):
            data = self._fetched(str(address))
        else:
            raise Trouble("empty")
        if kind_of(data) == "":
            raise Trouble("broken", "what came is no picture")
        tokens_in, tokens_out = _counted(value.get("usage"))
        where = self._endpoint.base_url
        cost = price(self.name, where, tokens_in, tokens_out) if tokens_out or is_near(where) else None
        return Picture(data, tokens_in, tokens_out, cost)

    def _fetched(self, address: str) -> bytes:
        if address.startswith("data:image/"):
            return _decoded(address.partition(",")[2])
        place, own = urlsplit(address), urlsplit(self._endpoint.base_url)
        if place.scheme not in ("http", "https") or not place.hostname:
            raise Trouble("broken", "the picture's address is none")
        near = (place.scheme, place.netloc) == (own.scheme, own.netloc)
        if not near and not all(map(_is_public, _addresses(place.hostname, place.port or 443))):
            raise Trouble("broken", "the picture's address is not public")
        try:
            with (
                openai.DefaultHttpxClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as web,
                web.stream("GET", address) as answer,
            ):
                stream = answer.extensions.get("network_stream")
                reached = stream.get_extra_info("server_addr") if stream else None
                if answer.status_code != 200 or not (near or (reached and _is_public(str(reached[0])))):
                    raise Trouble("broken", f"the picture's address answers {answer.status_code}")
                data = b""
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > MOST_BYTES:
                        raise Trouble("broken", "the picture is too large")
                return data
        except Trouble:
            raise
        except Exception as error:  # of the client, which is not ours to name
            raise Trouble("broken", f"the picture could not be fetched: {type(error).__name__}") from None


def kind_of(data: bytes) -> str:
    """The media type of a picture's bytes, "" for what is none."""
    return next((kind for begin, kind in KINDS.items() if data.startswith(begin)), "")


def _decoded(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Trouble("broken", "the picture is no base64") from None
    if len(data) > MOST_BYTES:
        raise Trouble("broken", "the picture is too large")
    return data


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise Trouble("not_openai") from None
    if not isinstance(value, dict):
        raise Trouble("not_openai")
    return value


def _last_event(body: bytes) -> Mapping[str, Any]:
    """The event that holds the whole picture; the partial ones before it are left out."""
    found: Mapping[str, Any] | None = None
    for event in _events(body):
        if error := event.get("error"):
            said = error.get("message") if isinstance(error, Mapping) else error
            raise Trouble("server", str(said), status=500)
        if "partial" not in str(event.get("type", "")) and ("b64_json" in event or "data" in event or "url" in event):
            found = event
    if found is None:
        raise Trouble("broken", "the stream ended before the picture did")
    return found


def _events(body: bytes) -> Iterator[Mapping[str, Any]]:
    for line in body.decode(errors="replace").splitlines():
        name, _, said = line.partition(":")
        if name == "data" and said.strip() != "[DONE]":
            yield _object(said.encode())


def _counted(usage: object) -> tuple[int, int]:
    if not isinstance(usage, Mapping):
        return 0, 0
    taken = [usage.get(name) for name in ("input_tokens", "output_tokens")]
    return (taken[0], taken[1]) if isinstance(taken[0], int) and isinstance(taken[1], int) else (0, 0)


def _addresses(host: str, port: int) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise Trouble("broken", "the picture's address has no host") from None


def _is_public(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return found.is_global and not found.is_multicast
