"""A run's own way to each of its models, so that ending its calls ends nobody else's. Refuses to close what it did not
open."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from generator.contract import Model


class Session(Model, Protocol):
    def close(self) -> None:
        """End every call in progress, from any thread."""


@runtime_checkable
class Shared(Protocol):
    """A model that gives each run a way of its own; calls to one that doesn't can't be ended before they return."""

    def apart(self) -> Session:
        """The same model, whose `close` ends only the calls that are made through it."""


class Sessions:
    """`models` by role; a model that serves several roles has one session."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._opened: dict[int, Session] = {}
        self.models: Mapping[str, Model] = {role: self.of(model) for role, model in models.items()}

    def of(self, model: Model) -> Model:
        """The run's way to the model."""
        if isinstance(model, Shared) and id(model) not in self._opened:
            self._opened[id(model)] = model.apart()
        return self._opened.get(id(model), model)

    def close(self) -> None:
        for session in self._opened.values():
            session.close()
