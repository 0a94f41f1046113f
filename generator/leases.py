"""An engine for one run, whose sandboxes can be ended all at once under the hands of whoever uses them. Refuses to open
another one after that."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from sandbox.contract import (
    Ahead,
    Doubt,
    Engine,
    Image,
    Inventory,
    Limits,
    Opens,
    Progress,
    Resolved,
    Runtime,
    Sandbox,
    SandboxError,
)


class Leases:
    """A contract.Engine. After `end`, calls on its sandboxes raise SandboxError, in whatever thread they wait."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._open: set[AbstractContextManager[Sandbox]] = set()
        self._ended = False

    @contextmanager
    def open(
        self,
        image: Image,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        runtime: Runtime | None = None,
        ahead: Ahead | None = None,
        layer: str = "",
    ) -> Iterator[Sandbox]:
        if self._ended:
            raise SandboxError("The run is over.")
        lease = self._engine.open(image, limits=limits, runtime=runtime, ahead=ahead, layer=layer)
        box = lease.__enter__()
        with self._lock:
            self._open.add(lease)
        try:
            if self._ended:
                raise SandboxError("The run is over.")
            yield box
        finally:
            self._close(lease)

    def doubts(self, requirements: Sequence[str]) -> Sequence[Doubt]:
        return self._engine.doubts(requirements)

    def resolve(self, requirements: Sequence[str], progress: Progress, opener: Opens | None = None) -> Resolved:
        return self._engine.resolve(requirements, progress, opener or self.open)

    def sweep(self, *, everything: bool = False, pool: bool = False) -> Inventory:
        return self._engine.sweep(everything=everything, pool=pool)

    def end(self) -> None:
        """Close every sandbox that is open, and each that is being booted as soon as it is up."""
        self._ended = True
        with self._lock:
            leases = list(self._open)
        for lease in leases:
            self._close(lease)

    def _close(self, lease: AbstractContextManager[Sandbox]) -> None:
        with self._lock:
            if lease not in self._open:
                return
            self._open.remove(lease)
        lease.__exit__(None, None, None)
