"""Asks an OpenAI-compatible endpoint, reply by reply as they stream. Refuses to raise anything but ModelError, whose
sentence is fit for the page."""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

SECONDS = float(os.environ.get("MODEL_SECONDS", "180"))
"""So long a reply may keep silent."""
PAUSES = 90.0
"""So long pauses that the endpoint asks for may take in all."""
Message = dict[str, str]


class ModelError(Exception):
    """Why nothing came, as a sentence."""


@dataclass(frozen=True)
class Said:
    """A reply and what it took. `cost` is in US dollars, None when nobody says."""

    text: str
    seconds: float = 0.0
    tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True)
class Served:
    """A model that the endpoint serves. `small` ones are given little to read and little to say."""

    name: str
    small: bool = False


class Endpoint:
    def __init__(self, base_url: str, key: str) -> None:
        self.base_url, self.key = base_url.rstrip("/"), key

    @classmethod
    def from_environment(cls) -> "Endpoint | None":
        """None without an address or a key: the app then plays the council by itself."""
        base, key = os.environ.get("OPENAI_BASE_URL", ""), os.environ.get("OPENAI_API_KEY", "")
        return cls(base, key) if base and key else None

    def models(self) -> list[Served]:
        """Those that hold a conversation. Raises ModelError."""
        try:
            listed = self._answer("GET", "/models", None).json()["data"]
            about = [(str(one["id"]), one.get("mayfly") or {}) for one in listed]
        except (ValueError, LookupError, TypeError, AttributeError):
            raise ModelError("The endpoint doesn't say which models it serves.") from None
        return [Served(name, bool(told.get("small"))) for name, told in about if told.get("chat", True)]

    def ask(
        self,
        model: str,
        messages: Sequence[Message],
        *,
        temperature: float = 0.7,
        most_tokens: int = 1200,
        hear: Callable[[str], None] = lambda _: None,
    ) -> Said:
        """One reply; `hear` gets each piece as it comes. Raises ModelError."""
        began = time.monotonic()
        body = {
            "model": model,
            "messages": list(messages),
            "temperature": temperature,
            "max_tokens": most_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        answer = self._answer("POST", "/chat/completions", body)
        pieces: list[str] = []
        usage: dict[str, Any] = {}
        ended = False
        try:
            for event in events(answer):
                usage = event.get("usage") or usage
                for choice in (event.get("choices") or [])[:1]:
                    ended = ended or bool(choice.get("finish_reason"))
                    text = (choice.get("delta") or choice.get("message") or {}).get("content") or ""
                    if text:
                        pieces.append(text)
                        hear(text)
        except requests.RequestException:
            raise ModelError("It stopped in the middle of its reply.") from None
        except (ValueError, TypeError, AttributeError):
            raise ModelError("What it sent can't be understood.") from None
        text = "".join(pieces).strip()
        if not text or not ended:
            raise ModelError("It stopped in the middle of its reply." if text else "It said nothing.")
        cost = usage.get("cost")
        return Said(
            text,
            round(time.monotonic() - began, 1),
            int(usage.get("total_tokens") or 0),
            float(cost) if isinstance(cost, int | float) else None,
        )

    def _answer(self, method: str, path: str, body: dict[str, Any] | None) -> requests.Response:
        session = requests.Session()
        session.trust_env = urlsplit(self.base_url).hostname not in ("127.0.0.1", "localhost")
        session.headers["Authorization"] = f"Bearer {self.key}"
        until = time.monotonic() + PAUSES
        while True:
            try:
                answer = session.request(method, self.base_url + path, json=body, stream=bool(body), timeout=SECONDS)
            except requests.Timeout:
                raise ModelError(f"It did not answer within {SECONDS:.0f} s.") from None
            except requests.RequestException:
                raise ModelError("The model's endpoint can't be reached.") from None
            if answer.status_code == 200:
                return answer
            code, said = told_by(answer)
            wait = pause_of(answer)
            if answer.status_code == 429 and code != "insufficient_quota" and time.monotonic() + wait < until:
                time.sleep(wait)
                continue
            if answer.status_code in (401, 403):
                raise ModelError("The endpoint doesn't accept the key.")
            raise ModelError(f"The endpoint refused ({answer.status_code}). {said}".strip())


def events(answer: requests.Response) -> Iterator[dict[str, Any]]:
    """The events of a stream; a reply in one piece is one."""
    if "event-stream" not in answer.headers.get("content-type", ""):
        yield answer.json()
        return
    for line in answer.iter_lines():
        if line.startswith(b"data:") and line[5:].strip() != b"[DONE]":
            yield json.loads(line[5:])


def told_by(answer: requests.Response) -> tuple[str, str]:
    """The code and the words of an error."""
    try:
        error = answer.json()["error"]
        return str(error.get("code") or ""), str(error.get("message") or "")[:200]
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", ""


def pause_of(answer: requests.Response) -> float:
    try:
        return min(60.0, max(0.2, float(answer.headers["Retry-After"])))
    except (KeyError, ValueError):
        return 5.0
