"""The allow-list proxy for what an app may reach outside. Refuses every destination that was not named, and the private
address behind one that was; keeps a record of each try.
"""

import contextlib
import select
import socket
import time
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import h11

from sandbox.contract import Connection
from sandbox.destinations import NAME, Destination, Greeting, Resolve, is_public, resolve

PIECE = 1 << 16
MOST_HEAD = 1 << 15
MOST_RECORDED = 1000
"""So many of those let through are remembered, and so many of those refused."""
CONNECT_SECONDS, HEAD_SECONDS, IDLE_SECONDS = 10.0, 10.0, 300.0
HOP = frozenset(b"connection expect keep-alive proxy-authenticate proxy-authorization proxy-connection".split())
HOP |= {b"te", b"trailer", b"upgrade"}
"""Headers between neighbours, which are not passed on."""


class Refused(Exception):  # noqa: N818 - a decision
    """Why a connection is not let through."""


@dataclass(slots=True)
class Try:
    """One connection that the app asked for."""

    host: str
    port: int
    at: float = field(default_factory=time.time)
    sent: int = 0
    received: int = 0
    refused: str = ""


class Outward:
    """One per sandbox. `allowed` may change at any time and holds for what comes after; `near` is allowed too, and may
    be in a private network, since the user's own settings name it."""

    def __init__(self, near: frozenset[Destination] = frozenset(), find: Resolve = resolve) -> None:
        self.allowed: frozenset[Destination] = frozenset()
        self.near, self.find = near, find
        self.passed: deque[Try] = deque(maxlen=MOST_RECORDED)
        self.refused: deque[Try] = deque(maxlen=MOST_RECORDED)

    def connections(self) -> tuple[Connection, ...]:
        """The tries so far, in the order of their time."""
        tries = sorted([*self.passed, *self.refused], key=lambda one: one.at)
        return tuple(Connection(t.at, t.host, t.port, t.sent, t.received, t.refused) for t in tries)

    def serve(self, sock: socket.socket) -> None:
        """One connection of the app's, which speaks to us as to an HTTP proxy."""
        sock.settimeout(HEAD_SECONDS)
        inward = Half(sock, h11.Connection(h11.SERVER, MOST_HEAD))
        with contextlib.suppress(h11.ProtocolError):
            request = inward.next()
            if isinstance(request, h11.Request):
                self.answer(Try(*destination(request)), request, inward)

    def answer(self, one: Try, request: h11.Request, inward: "Half") -> None:
        try:
            with self.connect(one) as sock:
                if request.method == b"CONNECT":
                    greet(one, inward)
                self.passed.append(one)
                inward.sock.settimeout(IDLE_SECONDS)
                if request.method == b"CONNECT":
                    carry(one, inward, sock)
                else:
                    forward(one, request, inward, sock)
        except Refused as refused:
            one.refused = str(refused)
            self.refused.append(one)
            with contextlib.suppress(h11.LocalProtocolError):  # a tunnel can't be answered any more
                inward.refuse(one.refused)

    def connect(self, one: Try) -> socket.socket:
        """A connection to the destination, at an address that was looked at."""
        wanted = one.host, one.port
        if not NAME.fullmatch(one.host) and wanted not in self.near:
            raise Refused("It is no host name; addresses are not permitted.")
        if wanted not in self.allowed | self.near:
            raise Refused("This host and port are not permitted.")
        try:
            addresses = self.find(*wanted)
        except OSError:
            raise Refused("The name has no address.") from None
        if wanted not in self.near and not all(map(is_public, addresses)):
            raise Refused("The name leads to an address that is not public.")
        for address in addresses:
            try:
                sock = socket.create_connection((address, one.port), CONNECT_SECONDS)
            except OSError:
                continue
            if wanted not in self.near and sock.getsockname()[0] == sock.getpeername()[0]:
                sock.close()
                raise Refused("The name leads to this machine.")
            sock.settimeout(IDLE_SECONDS)
            return sock
        raise Refused("It can't be reached.")


class Half:
    """One end of an exchange in HTTP."""

    def __init__(self, sock: socket.socket, parser: h11.Connection) -> None:
        self.sock, self.parser = sock, parser
        self.greeting = b""

    def next(self) -> object:
        """The next event that the other end has for us."""
        while (event := self.parser.next_event()) is h11.NEED_DATA:
            if self.parser.they_are_waiting_for_100_continue:
                self.send(h11.InformationalResponse(status_code=100, headers=[]))
            self.parser.receive_data(self.sock.recv(PIECE))
        return event

    def send(self, event: h11.Event) -> int:
        data = self.parser.send(event) or b""
        self.sock.sendall(data)
        return len(data)

    def refuse(self, reason: str) -> None:
        body = f"Refused by the sandbox: {reason}\n".encode()
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), ("Connection", "close")]
        for event in (h11.Response(status_code=403, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
            self.send(event)


def destination(request: h11.Request) -> Destination:
    """Where a request to a proxy is to go; port 0 when it says nothing that could be permitted."""
    target = request.target.decode("ascii", "replace")
    try:
        parts = urlsplit(f"//{target}" if request.method == b"CONNECT" else target)
        usual = 80 if parts.scheme == "http" else 0
        return (parts.hostname or target)[:253].lower(), parts.port or usual
    except ValueError:
        return target[:253], 0


def greet(one: Try, inward: Half) -> None:
    """Let a tunnel begin, and look whom TLS in it greets: the very host that was asked for, or nobody."""
    inward.send(h11.Response(status_code=200, headers=[]))
    greeting, data = Greeting(), inward.parser.trailing_data[0]
    try:
        while not (data and greeting.add(data)):
            data = inward.sock.recv(PIECE)
            if not data or len(greeting.data) > MOST_HEAD:
                raise Refused("It is no TLS.")
    except ValueError:
        raise Refused("It is no TLS.") from None
    if greeting.name != one.host:
        raise Refused("TLS greets another host than was asked for.")
    inward.greeting = bytes(greeting.data)


def carry(one: Try, inward: Half, outward: socket.socket) -> None:
    """Bytes both ways, until both ends have said all, or one is gone."""
    outward.sendall(inward.greeting)
    one.sent += len(inward.greeting)
    ends = {inward.sock.fileno(): inward.sock, outward.fileno(): outward}
    speaking = set(ends)
    while speaking:
        poll = select.poll()
        for fd in ends:
            poll.register(fd, select.POLLIN if fd in speaking else 0)
        seen = poll.poll(IDLE_SECONDS * 1000)
        if not seen or any(not mask & select.POLLIN for _, mask in seen):
            return
        for fd, _ in seen:
            other = outward if ends[fd] is inward.sock else inward.sock
            if data := ends[fd].recv(PIECE):
                other.sendall(data)
            else:
                speaking.discard(fd)
                other.shutdown(socket.SHUT_WR)
            if other is outward:
                one.sent += len(data)
            else:
                one.received += len(data)


def forward(one: Try, request: h11.Request, inward: Half, sock: socket.socket) -> None:
    """One plain request and its answer, each taken apart and put together again."""
    parts = urlsplit(request.target.decode("ascii"))
    outward = Half(sock, h11.Connection(h11.CLIENT))
    host = one.host if one.port == 80 else f"{one.host}:{one.port}"
    kept = [(name, value) for name, value in request.headers if name not in (*HOP, b"host")]
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(name == b"transfer-encoding" for name, _ in kept):  # one length alone, as everybody understands it
        kept = [(name, value) for name, value in kept if name != b"content-length"]
    headers = [(b"Host", host.encode()), *kept, (b"Connection", b"close")]
    one.sent += outward.send(h11.Request(method=request.method, target=target, headers=headers))
    while isinstance(event := inward.next(), h11.Data):
        one.sent += outward.send(h11.Data(data=event.data))
    one.sent += outward.send(h11.EndOfMessage())
    while not isinstance(event := outward.next(), h11.EndOfMessage | h11.ConnectionClosed):
        if isinstance(event, h11.Response):
            kept = [(name, value) for name, value in event.headers if name not in HOP]
            inward.send(
                h11.Response(
                    status_code=event.status_code, reason=event.reason, headers=[*kept, (b"Connection", b"close")]
                )
            )
        elif isinstance(event, h11.Data):
            one.received += inward.send(h11.Data(data=event.data))
    if isinstance(event, h11.EndOfMessage):
        inward.send(h11.EndOfMessage())
