"""A reply while it comes in: what there is of it, and a watch that hangs up when nothing comes. Makes no requests."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

from generator.retries import Trouble

OnText = Callable[[str], bool | None]


class Gathered:
    """What has come of one reply. `on_text` gets each piece and may end the reply by returning True."""

    def __init__(self, on_text: OnText | None, most_chars: int) -> None:
        self.finish: Literal["stop", "length", "cancelled"] = "stop"
        self.usage: tuple[int, int] | None = None
        """Tokens in and out as the endpoint counts them."""
        self._on_text = on_text
        self._most_chars = most_chars
        self._pieces: list[str] = []
        self._chars = 0
        self._ended = ""

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def take(self, text: str, thought: str = "") -> bool:
        """Adds a piece of text or of thinking aloud, which counts but isn't kept. Says whether to end the reply."""
        self._chars += len(text) + len(thought)
        if text:
            self._pieces.append(text)
            if self._on_text and self._on_text(text):
                self.finish = "cancelled"
                return True
        if self._chars > self._most_chars:
            self.finish = "length"
            return True
        return False

    def end(self, reason: str) -> None:
        """The endpoint said why it ended."""
        self._ended = reason
        self.finish = "length" if reason == "length" else "stop"

    def complete(self) -> None:
        """The stream is over. Raises Trouble when nothing came of it."""
        if self.finish == "cancelled":
            return
        if not self._pieces and self.finish != "length":
            raise Trouble("filtered" if self._ended == "content_filter" else "empty")
        if not self._ended:
            self.finish = "length"


class Watch(threading.Thread):
    """Hangs up on a response that lets its time pass; `fed` tells whether anything had come by then."""

    def __init__(self, response: Any, seconds: float) -> None:
        super().__init__(name="mayfly-watch", daemon=True)
        self.expired = False
        self.fed = False
        self._response = response
        self._deadline = time.monotonic() + seconds
        self._done = threading.Event()

    def feed(self, seconds: float) -> None:
        """Something came: that many seconds more."""
        self.fed = True
        self._deadline = time.monotonic() + seconds

    def stop(self) -> None:
        self._done.set()

    def run(self) -> None:
        # In short waits: the first piece brings the end nearer.
        while not self._done.wait(min(1.0, max(0.0, self._deadline - time.monotonic()))):
            if time.monotonic() >= self._deadline:
                self.expired = True
                stream = self._response.extensions.get("network_stream")
                hang_up(stream.get_extra_info("socket") if stream else None)
                return


def hang_up(wire: socket.socket | None) -> None:
    """Wakes whoever reads from the connection, in whatever thread: closing it would leave a blocked read blocked."""
    if wire is not None:
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)
