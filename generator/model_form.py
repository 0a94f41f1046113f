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
