"""Asks an OpenAI-compatible endpoint for one object of a schema. Refuses to raise anything but ModelError, whose
sentence is fit for the page."""

import json
import os
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

SECONDS = float(os.environ.get("MODEL_SECONDS", "120"))
PAUSES = 90.0
"""So long pauses that the endpoint asks for may take in all."""


class ModelError(Exception):
    """Why nothing came, as a sentence."""


@dataclass
class Endpoint:
    base_url: str
    key: str
    name: str = ""

    @classmethod
    def from_environment(cls) -> "Endpoint | None":
        """None without an address or a key: the app then works by itself."""
        base, key = os.environ.get("OPENAI_BASE_URL", ""), os.environ.get("OPENAI_API_KEY", "")
        return cls(base.rstrip("/"), key, os.environ.get("OPENAI_MODEL", "")) if base and key else None

    @property
    def model(self) -> str:
        """The model that is asked: the one that is named, else the first that holds a conversation."""
        if not self.name:
            try:
                listed = self._asked("GET", "/models", None)["data"]
                self.name = next(str(one["id"]) for one in listed if (one.get("mayfly") or {}).get("chat", True))
            except (LookupError, TypeError, AttributeError, StopIteration):
                raise ModelError("The endpoint doesn't say which models it serves.") from None
        return self.name

    def say(self, asked: str, schema: dict[str, Any]) -> dict[str, Any]:
        """What the model says, as an object of that schema. Raises ModelError."""
        form = {"type": "json_schema", "json_schema": {"name": "story", "schema": schema, "strict": True}}
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": asked}],
            "response_format": form,
            "max_tokens": 4000,
            "temperature": 0.2,
        }
        try:
            said = self._asked("POST", "/chat/completions", body)["choices"][0]["message"]["content"]
            value = json.loads(re.sub(r"^```\w*\n|\n```$", "", said.strip()))
        except (ValueError, LookupError, TypeError, AttributeError):
            raise ModelError(f"What {self.name} said can't be understood.") from None
        if not isinstance(value, dict):
            raise ModelError(f"What {self.name} said can't be understood.")
        return value

    def _asked(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        session = requests.Session()
        session.trust_env = urlsplit(self.base_url).hostname not in ("127.0.0.1", "localhost")
        session.headers["Authorization"] = f"Bearer {self.key}"
        until = time.monotonic() + PAUSES
        while True:
            try:
                answer = session.request(method, self.base_url + path, json=body, timeout=SECONDS)
            except requests.Timeout:
                raise ModelError(f"The model did not answer within {SECONDS:.0f} s.") from None
            except requests.RequestException:
                raise ModelError("The model can't be reached.") from None
            try:
                value = answer.json()
            except ValueError:
                raise ModelError("What the endpoint answers can't be understood.") from None
            if answer.status_code == 200:
                return value
            error = value.get("error") if isinstance(value, dict) else None
            told = error if isinstance(error, dict) else {}
            wait = pause_of(answer)
            spent = told.get("code") == "insufficient_quota"
            if answer.status_code == 429 and not spent and time.monotonic() + wait < until:
                time.sleep(wait)
                continue
            if answer.status_code in (401, 403):
                raise ModelError("The endpoint doesn't accept the key.")
            raise ModelError(
                f"The endpoint refused ({answer.status_code}). {str(told.get('message', ''))[:200]}".strip()
            )


def pause_of(answer: requests.Response) -> float:
    try:
        return min(60.0, max(0.2, float(answer.headers["Retry-After"])))
    except (KeyError, ValueError):
        return 5.0
