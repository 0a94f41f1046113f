"""Turns Ctrl-C and a polite end into a flag that a run looks at. Refuses to hide a second Ctrl-C."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop(threading.Event):
    """Set by the first signal. While a question stands on the terminal, a signal ends the question as well."""

    def __init__(self) -> None:
        super().__init__()
        self._asking = False

    @contextmanager
    def asking(self) -> Iterator[None]:
        self._asking = True
        try:
            yield
        finally:
            self._asking = False

    def take(self, number: int, frame: FrameType | None) -> None:
        again = self.is_set() or self._asking
        self.set()
        if again:
            raise KeyboardInterrupt


@contextmanager
def stopping() -> Iterator[Stop]:
    """Inside, the first SIGINT, SIGTERM or SIGHUP sets the flag; the second raises KeyboardInterrupt. Outside the main
    thread no signal can be taken, and the flag is the caller's alone."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    numbers = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {number: signal.signal(number, stop.take) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
