"""The loopback port of one app: takes connections and looks whom each asks for. Refuses to let a byte through that is
not for the app's own host name, so that no page under another name, bound to this address or not, reads an app.
"""

import contextlib
import select
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import h11

MOST_ARRIVING = 64
MOST_HEAD = 1 << 15
PATIENCE = 10.0
"""Seconds that a client has to say whom it asks for."""
REFUSALS = {
    400: ("Bad Request", "This is no request that an app can answer."),
    421: ("Misdirected Request", "No app answers under this name."),  # which one does, a stranger is not told
}


@dataclass(slots=True, eq=False)
class Arrival:
    """A connection that has not said yet whom it asks for."""

    sock: socket.socket
    head: bytearray = field(default_factory=bytearray)
    parser: h11.Connection = field(default_factory=lambda: h11.Connection(h11.SERVER, MOST_HEAD))
    since: float = field(default_factory=time.monotonic)


class Gate:
    """One per app. `admit` gets each connection that asks for `host`, with the bytes that were read of it so far."""

    def __init__(self, name: str, admit: Callable[[socket.socket, bytes], None]) -> None:
        self.name, self.admit = name, admit
        self.arriving: list[Arrival] = []

    def start(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.listener.setblocking(False)
        self.port: int = self.listener.getsockname()[1]

    @property
    def host(self) -> str:
        """The one Host that is let through."""
        return f"{self.name}:{self.port}"

    def close(self) -> None:
        for sock in (self.listener, *(one.sock for one in self.arriving)):
            sock.close()
        self.arriving.clear()

    def interests(self) -> Iterator[tuple[int, int, Callable[[], None]]]:
        yield self.listener.fileno(), select.POLLIN, self.accept
        for one in [*self.arriving]:
            yield one.sock.fileno(), select.POLLIN, partial(self.read, one)

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            sock, _ = self.listener.accept()
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if len(self.arriving) == MOST_ARRIVING:
                self.drop(self.arriving[0])  # silent the longest
            self.arriving.append(Arrival(sock))
            self.read(self.arriving[-1])

    def read(self, one: Arrival) -> None:
        if one not in self.arriving:
            return  # dropped since it was seen to have something to say
        try:
            data = one.sock.recv(MOST_HEAD)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        one.head += data
        if not data:
            self.drop(one)
        elif (verdict := self.judge(one.parser, data)) == 200:
            self.arriving.remove(one)
            self.admit(one.sock, bytes(one.head))
        elif verdict:
            with contextlib.suppress(OSError):
                one.sock.send(refusal(verdict))
            self.drop(one)

    def judge(self, parser: h11.Connection, data: bytes) -> int:
        """200 for a request to this app, 400 or 421 for any other, 0 while it is not known."""
        try:
            parser.receive_data(data)
            request = parser.next_event()
        except h11.RemoteProtocolError:
            return 400
        if request is h11.NEED_DATA:
            return 0
        if not isinstance(request, h11.Request) or not request.target.startswith(b"/"):
            return 400
        asked = [value for name, value in request.headers if name == b"host"]
        return 200 if [value.lower() for value in asked] == [self.host.encode()] else 421

    def drop(self, one: Arrival) -> None:
        self.arriving.remove(one)
        one.sock.close()

    def drop_idle(self) -> None:
        now = time.monotonic()
        for one in [one for one in self.arriving if now - one.since > PATIENCE]:
            self.drop(one)


def refusal(status: int) -> bytes:
    """The whole answer: plain text, and nothing that a page under another name could use."""
    phrase, sentence = REFUSALS[status]
    head = f"HTTP/1.1 {status} {phrase}\r\nContent-Type: text/plain\r\nContent-Length: {len(sentence)}\r\n"
    return f"{head}X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{sentence}".encode()
