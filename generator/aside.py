"""The threads of a run: what may take long is done aside, and ends with the run or when the user says stop. Refuses to
leave a thread behind."""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from generator.meter import LOOK_EVERY, Meter, Stopped

P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """The threads of one run, as a context. `hang_up` ends the calls to models that threads wait for: it is called as
    soon as the user says stop or the budget is used up. `break_off` ends whatever threads wait for: it is called when
    the context is left by an error."""

    def __init__(
        self,
        most: int,
        stop: threading.Event,
        over: threading.Event,
        meter: Meter,
        *,
        hang_up: Callable[[], None],
        break_off: Callable[[], None],
    ) -> None:
        self._stop = stop
        self._over = over
        self._meter = meter
        self._hang_up = hang_up
        self._break_off = break_off
        self._threads = ThreadPoolExecutor(most + 1, thread_name_prefix="make")

    def __enter__(self) -> Self:
        self._threads.submit(self._watch)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if kind:
            self._break_off()
        self._over.set()
        self._threads.shutdown(cancel_futures=True)

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._threads.submit(work, *args, **kwargs)

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What some work comes to in a thread. Raises Stopped when the user says stop before that."""
        return self.wait(self.submit(work, *args, **kwargs))

    def wait(self, future: Future[T]) -> T:
        """What a thread came to. Raises Stopped when the user says stop before that."""
        return self.first([future]).result()

    def first(self, futures: list[Future[T]]) -> Future[T]:
        """The first of them that is done. Raises Stopped when the user says stop before that."""
        while not (done := wait(futures, timeout=LOOK_EVERY, return_when=FIRST_COMPLETED).done):
            if self._stop.is_set():
                raise Stopped
        return next(future for future in futures if future in done)

    def _watch(self) -> None:
        """Ends calls that say nothing, when the user says stop or the budget is used up."""
        while not self._over.wait(2 * LOOK_EVERY):
            if self._stop.is_set() or self._meter.spent():
                self._hang_up()
                return
