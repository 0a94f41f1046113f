"""What is known of endpoints: how requests to them are put, how much they read, what they take. Remembered on disk by
address and model, with the date. Refuses to believe what it learnt long ago: endpoints change."""

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.shape import Shape

BELIEVED_DAYS = 14
SCORES_KEPT = 10


@dataclass(frozen=True, slots=True)
class Ability:
    """What one model at one endpoint can do; None is not known yet."""

    shape: Shape = field(default_factory=Shape)
    context: int | None = None
    """Tokens of prompt and reply together."""
    tools: bool | None = None
    vision: bool | None = None
    scores: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Of the latest apps, 0..1, by the method that made them."""
    since: float = 0.0
    """When the last of it was learnt, in Unix seconds; 0 when nothing was."""


_KEPT = TypeAdapter(dict[str, Ability])


class Abilities:
    """Shared by threads; with a `path` by processes too. A file that can't be read or written costs the asking anew."""

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, Ability] | None = None

    def of(self, address: str, model: str) -> Ability:
        """What is known of the model there."""
        with self._lock:
            if self._known is None:
                self._known = self._read()
            found = self._known.get(_key(address, model), Ability())
        return found if self._clock() - found.since < BELIEVED_DAYS * 86400 else Ability()

    def learn(self, address: str, model: str, *, lasting: bool = True, **news: Any) -> None:
        """Fields of the model's Ability, as they were just seen; what isn't lasting is for this process alone."""
        was = self.of(address, model)
        if all(getattr(was, name) == value for name, value in news.items()) and (was.since or was == Ability()):
            return
        with self._lock:
            now = replace(was, since=self._clock(), **news)
            kept = self._read() if self._path else {}
            self._known = {**(kept or self._known or {}), _key(address, model): now}
            if lasting:
                self._write(self._known)

    def note_score(self, address: str, model: str, method: str, score: float) -> None:
        """How an app of that method came out."""
        scores = self.of(address, model).scores
        self.learn(address, model, scores={**scores, method: (*scores.get(method, ()), score)[-SCORES_KEPT:]})

    def _read(self) -> dict[str, Ability]:
        if self._path is None:
            return {}
        with contextlib.suppress(OSError, ValidationError):
            return _KEPT.validate_json(self._path.read_bytes())
        return {}

    def _write(self, known: dict[str, Ability]) -> None:
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._path.parent, delete=False) as file:
                file.write(_KEPT.dump_json(known, indent=1))
            os.replace(file.name, self._path)


def _key(address: str, model: str) -> str:
    return f"{model} at {address}"
