"""Puts one small constrained question to the model. Refuses to trust: a reply that doesn't fit is asked again, once."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from generator.contract import Message, Workshop

LONGEST = 3000
"""So many characters of what the user said go into a question; the window of a small model is narrow."""


@dataclass(slots=True)
class Asking:
    """Asks in one role about one sentence. Keep tasks (system texts) the same: their cost is paid once."""

    shop: Workshop
    role: str
    seed: int = 1
    warmth: float = 0.0
    """The least temperature: above 0 the same questions are answered otherwise."""
    asked: int = 0
    """So many questions were put."""
    _lock: Lock = field(default_factory=Lock)

    def pick(self, task: str, question: str, options: Sequence[str], *, temperature: float = 0.0) -> str:
        """One of the options."""
        schema = {"type": "object", "properties": {"answer": {"enum": list(options)}}, "required": ["answer"]}
        found = self.fill(task, question, schema, most=60, temperature=temperature)
        answer = str(found.get("answer")) if found else ""
        return answer if answer in options else options[-1]

    def fill(
        self, task: str, question: str, schema: Mapping[str, Any], *, most: int, temperature: float = 0.0
    ) -> dict[str, Any] | None:
        """A value that fits the schema, or None when the model gives none."""
        for attempt in range(2):
            reply = self.shop.model(self.role).ask(
                messages(task, question),
                role=self.role,
                schema=schema,
                max_tokens=most,
                temperature=max(temperature, self.warmth) if attempt == 0 else 0.7,
                seed=self._next(),
            )
            if isinstance(reply.data, dict):
                return reply.data
        return None

    def write(
        self,
        task: str,
        question: str,
        *,
        most: int,
        temperature: float = 0.8,
        stop: Callable[[str], bool] | None = None,
    ) -> str:
        """Free text, ended early when `stop` says that what is there so far is enough."""
        heard: list[str] = []

        def on_text(piece: str) -> bool:
            heard.append(piece)
            return stop is not None and stop("".join(heard))

        reply = self.shop.model(self.role).ask(
            messages(task, question),
            role=self.role,
            max_tokens=most,
            temperature=temperature,
            seed=self._next(),
            on_text=on_text,
        )
        return reply.text

    def gather(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """What the calls give, in order, as many at once as the model has slots."""
        with ThreadPoolExecutor(max_workers=max(1, self.shop.model(self.role).slots)) as pool:
            return [future.result() for future in [pool.submit(call) for call in calls]]

    def _next(self) -> int:
        with self._lock:
            self.seed += 1
            self.asked += 1
            return self.seed


def messages(task: str, question: str) -> list[Message]:
    """The messages of one question."""
    return [{"role": "system", "content": task}, {"role": "user", "content": question}]


def one_of(*options: str) -> dict[str, Any]:
    """Schema of a closed list of words."""
    return {"type": "string", "enum": list(options)}


def listing(items: Mapping[str, Any], *, least: int = 0, most: int = 10) -> dict[str, Any]:
    """Schema of a list."""
    return {"type": "array", "items": dict(items), "minItems": least, "maxItems": most}


def record(optional: Sequence[str] = (), **properties: Any) -> dict[str, Any]:
    """Schema of an object whose keys are all required but for the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


TEXT: dict[str, Any] = {"type": "string"}
