"""How a request to an endpoint is put, and how it is put more simply when the endpoint refuses a part of it.

Refuses to drop what carries the question: the messages and the model's name.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from generator.contract import Message
from generator.model_form import letters
from generator.parse import is_closed
from generator.retries import Trouble

LETTERS_A_TOKEN = 4
"""Rough; a quarter is added where it counts."""
SHORTEST_REPLY = 256
AROUND = 64
"""Tokens that an endpoint puts around the messages."""
SIGNS = {
    "stream_options": ("stream_options", "include_usage"),
    "max_tokens": ("max_tokens",),
    "temperature": ("temperature",),
    "seed": ("seed",),
    "response_format": ("response_format", "json_schema", "json schema", "json_object", "structured output", "grammar"),
}
"""A part of the request -> what a refusal says when it means that part."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How requests to this endpoint are put. Starts with all that the protocol has and loses what is refused."""

    format: Literal["json_schema", "json_object", "prompt"] = "json_schema"
    tokens_as: str = "max_tokens"
    dropped: frozenset[str] = frozenset()

    def without(self, refused: str) -> "Shape | None":
        """The next simpler shape that does without that part; None when there is none."""
        if refused == "response_format":
            if self.format == "prompt":
                return None
            return replace(self, format="json_object" if self.format == "json_schema" else "prompt")
        if refused == "max_tokens":
            return replace(self, tokens_as="max_completion_tokens") if self.tokens_as == "max_tokens" else None
        return None if refused in self.dropped else replace(self, dropped=self.dropped | {refused})

    def after(self, trouble: Trouble, request: Mapping[str, Any]) -> "Shape | None":
        """The shape to try when a part of the request was refused, by name or (400, 422, 501) without one."""
        if trouble.status not in (400, 404, 415, 422, 500, 501) or trouble.kind == "too_long":
            return None
        said = trouble.said.lower()
        for part, signs in SIGNS.items():
            if part in request and any(sign in said for sign in signs):
                return self.without(part)
        if trouble.kind == "refused" or trouble.status == 501:
            for part in ("response_format", "stream_options"):
                if part in request:
                    return self.without(part)
        return None

    def request(
        self,
        name: str,
        messages: Sequence[Message],
        role: str,
        schema: Mapping[str, Any] | None,
        settings: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The request as keyword arguments of the client. A schema that the endpoint doesn't take is put in words."""
        request: dict[str, Any] = {
            "model": name,
            "messages": [dict(message) for message in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            **settings,
        }
        request[self.tokens_as] = request.pop("max_tokens")
        for part in self.dropped:
            request.pop(part, None)
        if schema and self.format == "json_schema":
            form = {"name": role, "schema": dict(schema), "strict": is_closed(schema)}
            request["response_format"] = {"type": "json_schema", "json_schema": form}
        elif schema:
            if self.format == "json_object":
                request["response_format"] = {"type": "json_object"}
            wish = "Reply with one JSON value and nothing else. It must be valid under this JSON schema:\n"
            _append(request["messages"], wish + json.dumps(schema, ensure_ascii=False))
        return request


def told_context(said: str) -> int | None:
    """How many tokens the endpoint takes in all, when its refusal says so."""
    found = re.search(r"(?:context|maximum|limit|window|n_ctx)\D{0,60}?(\d[\d,]{2,8})", said, re.IGNORECASE)
    return int(found[1].replace(",", "")) if found else None


def fit(max_tokens: int, messages: Sequence[Message], context: int | None) -> int:
    """The longest reply that has room beside the prompt; as it was where even a short one has none."""
    if context is None:
        return max_tokens
    prompt = letters(messages) // LETTERS_A_TOKEN
    room = context - prompt - prompt // 4 - AROUND
    return min(max_tokens, room) if room >= SHORTEST_REPLY else max_tokens


def _append(messages: list[dict[str, Any]], text: str) -> None:
    """To the last message, so that the beginning stays what it was and the endpoint's prompt cache holds."""
    content = messages[-1]["content"]
    if isinstance(content, str):
        messages[-1]["content"] = f"{content}\n\n{text}"
    else:
        messages[-1]["content"] = [*content, {"type": "text", "text": text}]
