"""Asks an OpenAI-compatible endpoint to look at a photo or to draw one. Refuses to raise anything but ModelError,
whose sentence is fit for the page."""

import base64
import binascii
import json
import os
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import requests

SECONDS = float(os.environ.get("MODEL_SECONDS", "120"))
MOST_BYTES = 16_000_000
LONGEST_WAIT = 60
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


class ModelError(Exception):
    """Why nothing came, as a sentence; `wait` is the seconds after which to ask again, 0 for no use in that."""

    def __init__(self, sentence: str, wait: float = 0) -> None:
        super().__init__(sentence)
        self.wait = wait


@dataclass
class Endpoint:
    base_url: str
    key: str

    @classmethod
    def from_environment(cls) -> "Endpoint | None":
        """None without an address or a key: the app then works by itself."""
        base, key = os.environ.get("OPENAI_BASE_URL", ""), os.environ.get("OPENAI_API_KEY", "")
        return cls(base.rstrip("/"), key) if base and key else None

    @cached_property
    def models(self) -> list[dict[str, Any]]:
        """What the endpoint serves; under "mayfly" stands what each can do, where Mayfly's broker says it."""
        try:
            listed = self._asked("GET", "/models").json()["data"]
            return [one for one in listed if isinstance(one.get("id"), str)]
        except (ModelError, ValueError, LookupError, TypeError, AttributeError):
            return []

    @property
    def reader(self) -> str:
        """The model to show a photo to: one that is known to see, else one of which nothing is known; "" for none."""
        named = os.environ.get("OPENAI_MODEL", "")
        can = [(one["id"], one.get("mayfly", {}).get("vision", None), one.get("mayfly", {})) for one in self.models]
        chat = [(name, sees) for name, sees, about in can if about.get("chat", True) and sees is not False]
        known = [name for name, sees in chat if sees]
        return named or next(iter([*known, *(name for name, _ in chat)]), "")

    @property
    def painter(self) -> str:
        """The model that draws, "" for none."""
        named = os.environ.get("OPENAI_IMAGES_MODEL", "")
        return named or next((one["id"] for one in self.models if one.get("mayfly", {}).get("images")), "")

    def look(self, jpeg: bytes, question: str, schema: dict[str, Any]) -> dict[str, Any]:
        """What a model says of a photo, as an object of that schema."""
        address = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
        parts = [{"type": "text", "text": question}, {"type": "image_url", "image_url": {"url": address}}]
        form = {"type": "json_schema", "json_schema": {"name": "menu", "schema": schema, "strict": True}}
        asked = {
            "model": self.reader,
            "messages": [{"role": "user", "content": parts}],
            "response_format": form,
            "max_tokens": 8000,
            "temperature": 0,
        }
        try:
            said = self._asked("POST", "/chat/completions", asked).json()["choices"][0]["message"]["content"]
            value = json.loads(said)
        except (ValueError, LookupError, TypeError):
            raise ModelError(f"What {self.reader} said of the photo can't be understood.") from None
        if not isinstance(value, dict):
            raise ModelError(f"What {self.reader} said of the photo can't be understood.")
        return value

    def paint(self, prompt: str) -> tuple[bytes, str]:
        """A picture and its media type, whether it comes as base64, as an address or as a stream."""
        asked = {"model": self.painter, "prompt": prompt, "size": "1024x1024", "n": 1}
        answer = self._asked("POST", "/images/generations", asked)
        try:
            if "event-stream" in answer.headers.get("content-type", ""):
                first = last_picture(answer.text)
            else:
                first = answer.json()["data"][0]
            coded, address = first.get("b64_json"), first.get("url")
            data = base64.b64decode(coded, validate=True) if coded else self._fetched(str(address or ""))
        except (ValueError, LookupError, TypeError, AttributeError, binascii.Error):
            raise ModelError("What came back from the model is no picture.") from None
        kind = next((kind for begin, kind in PICTURES.items() if data.startswith(begin)), "")
        if not kind or len(data) > MOST_BYTES:
            raise ModelError("What came back from the model is no picture.")
        return data, kind

    def _fetched(self, address: str) -> bytes:
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(address)
        try:
            answer = requests.get(address, timeout=30)
            answer.raise_for_status()
        except requests.RequestException:
            raise ModelError("The picture was drawn, but could not be fetched.") from None
        return answer.content

    def _asked(self, method: str, path: str, body: dict[str, Any] | None = None) -> requests.Response:
        session = requests.Session()
        session.trust_env = urlsplit(self.base_url).hostname not in ("127.0.0.1", "localhost")
        session.headers["Authorization"] = f"Bearer {self.key}"
        try:
            answer = session.request(method, self.base_url + path, json=body, timeout=SECONDS)
        except requests.Timeout:
            raise ModelError(f"The model did not answer within {SECONDS:.0f} s.") from None
        except requests.RequestException:
            raise ModelError("The model can't be reached.") from None
        if answer.status_code == 200:
            return answer
        code, said = told_by(answer)
        if answer.status_code == 429 and code != "insufficient_quota":
            raise ModelError("The model asks for a pause.", pause_of(answer))
        if code == "no_vision":
            raise ModelError(f"The model {self.reader} sees no pictures.")
        if answer.status_code in (401, 403):
            raise ModelError("The model's endpoint doesn't accept the key.")
        raise ModelError(f"The model refused ({answer.status_code}): {said}" if said else "The model refused.")


def last_picture(stream: str) -> dict[str, Any]:
    """The event of a stream that holds the whole picture."""
    events = [json.loads(line[5:]) for line in stream.splitlines() if line.startswith("data:") and "[DONE]" not in line]
    whole = [event for event in events if "partial" not in str(event.get("type", "")) and event.get("b64_json")]
    return whole[-1]


def told_by(answer: requests.Response) -> tuple[str, str]:
    """The code and the words of an error."""
    try:
        error = answer.json()["error"]
        return str(error.get("code") or ""), str(error.get("message") or "")[:200]
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", ""


def pause_of(answer: requests.Response) -> float:
    try:
        return min(LONGEST_WAIT, max(0.5, float(answer.headers["Retry-After"])))
    except (KeyError, ValueError):
        return 5.0
