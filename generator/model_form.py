"""What a model is to the generator: asked with messages, it replies, and it costs. Refuses to know of any endpoint."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Protocol

Message = Mapping[str, Any]
"""One chat message in the OpenAI form: role and content."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said. `data` is the parsed and schema-valid value when a schema was given and met, else None."""

    text: str
    data: Any = None
    finish: Literal["stop", "length", "cancelled"] = "stop"
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = Decimal(0)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was drawn: the bytes of a PNG, JPEG or WebP file, and the tokens that it took, 0 where nobody
    counts them."""

    data: bytes
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None


class Painter(Protocol):
    """One model that draws, at one endpoint. Safe to call from several threads."""

    name: str

    def draw(self, prompt: str, *, size: str, role: str, stopped: Callable[[], bool]) -> Picture:
        """One picture. Raises GeneratorError when there is none to be had, after the retries in the table."""


PICTURE_LETTERS = 4000
"""What a picture counts in a prompt, in letters: some thousand tokens at most endpoints."""


def letters(messages: Sequence[Message]) -> int:
    """How long a prompt is, roughly."""
    return sum(_length(message.get("content", "")) for message in messages)


def _length(content: Any) -> int:
    if not isinstance(content, list):
        return len(str(content))
    return sum(len(str(part["text"])) if "text" in part else PICTURE_LETTERS for part in content)


class Model(Protocol):
    """One model at one endpoint. Safe to call from several threads."""

    name: str
    small: bool
    """True for the embedded model and others that can't be trusted with a whole app: those get the blueprint method."""
    slots: int
    """How many calls at once make sense."""

    def ask(
        self,
        messages: Sequence[Message],
        *,
        role: str,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = 2048,
        temperature: float = 0.2,
        seed: int | None = None,
        on_text: Callable[[str], bool | None] | None = None,
    ) -> Reply:
        """One call. `role` (planner, checker, writer, repairer) goes on the record. `on_text` gets each piece as it
        comes, "" when a retry starts the text anew; when it returns True the stream is ended (finish "cancelled").
        Raises GeneratorError when the endpoint refuses, stalls or is unreachable, after the retries in the table."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What model calls took together. `cost` is None when the price of a model isn't known."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = Decimal(0)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one app may take of the models while it is open. Money ends it with the call that passes the cap; where a
    price isn't known, the tokens and pictures alone do."""

    requests: int = 200
    tokens: int = 200_000
    pictures: int = 100
    dollars: Decimal = Decimal("0.10")
