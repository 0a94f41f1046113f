"""The wire between a sandbox and its host: frames, streams with credit, files as records. Both ends run this very code;
it refuses whatever does not keep to the protocol (`Broken`). Standard library only.

The protocol, the same in both directions over one pair of pipes:

    frame   = kind u8, channel u32, size u32 (big-endian), then `size` bytes, at most MOST_PAYLOAD
    OPEN    a new channel; a JSON object says what for. The host opens odd channels, the agent even ones
    DATA    bytes of the channel (of a command: its output)
    ERR     bytes of the channel's second source (a command's errors)
    EOF     the sender sends no more bytes; the other direction stays open
    CREDIT  u32: so many more bytes may be sent. Both directions start at WINDOW; DATA and ERR use it up
    END     the channel is closed in both directions; a JSON object is the outcome. Channels are never used twice

Bounds. A frame is short, so that none keeps another waiting. What was sent and not yet consumed at the other end is at
most WINDOW a channel and direction. Credit comes back when bytes have gone on to where they lead, a quarter of WINDOW
at a time: who stops reading stops one direction of one channel. An end with BUSY_OUTGOING bytes waiting reads nothing
more from its channels, and one with MOST_OUTGOING gives the other up. At most MOST_STREAMS channels are open; what an
end can't take it turns away by END.

Life of a channel. Plain streams (`connect`, and what the agent opens for its listeners) are over after EOF both ways or
END, verbs after END alone. Frames of a channel that is over are dropped: they may have crossed with END. Broken, and
the end of the door, are an unknown kind, a frame that is too long, a channel opened twice or by the wrong end, bytes
beyond the credit or after EOF, credit beyond WINDOW, and JSON that is no object.

Deadlines are the ends' own: the caller's for a verb, the agent's for a connection that waits until the app listens, the
host's for a connection whose client has closed. The protocol itself never waits; what can't go on is polled.

Files travel, both ways, as records: path size u16, content size u32, path, content.
"""

import contextlib
import errno
import json
import os
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

HEADER = struct.Struct(">BII")
OPEN, DATA, ERR, EOF, CREDIT, END = range(1, 7)
MOST_PAYLOAD = 1 << 16
WINDOW = 1 << 18
MOST_STREAMS = 256
BUSY_OUTGOING = 1 << 19
"""With so much waiting at the door, nothing more is read from streams."""
MOST_OUTGOING = 1 << 23
"""With so much waiting at the door, the other end has stopped reading."""
RECORD = struct.Struct(">HI")
MOST_DEPTH, MOST_FILES, MOST_PATH = 16, 2000, 1000


class Broken(Exception):  # noqa: N818 - a state of the wire, as in BrokenPipe
    """The other end does not keep to the protocol."""


def frames(pending: bytearray) -> Iterator[tuple[int, int, bytes]]:
    """Take the whole frames off the front of `pending`."""
    while len(pending) >= HEADER.size:
        kind, channel, size = HEADER.unpack_from(pending)
        if not OPEN <= kind <= END or size > MOST_PAYLOAD:
            raise Broken(f"frame of kind {kind} and size {size}")
        end = HEADER.size + size
        if len(pending) < end:
            return
        with memoryview(pending) as view:
            payload = bytes(view[HEADER.size : end])
        del pending[:end]
        yield kind, channel, payload


def plain_path(path: str) -> bool:
    """Whether a path is relative, without `.` or `..`, printable, and neither long nor deep."""
    parts = path.split("/")
    fits = path.isprintable() and len(path.encode()) <= MOST_PATH and len(parts) <= MOST_DEPTH
    return fits and not any(p in ("", ".", "..") or "\\" in p or len(p.encode()) > 200 for p in parts)


def record(path: str, content: bytes) -> bytes:
    name = path.encode()
    return RECORD.pack(len(name), len(content)) + name + content


def records(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Read records back; anything that is not exactly records of plain paths is Broken."""
    at = count = 0
    while at < len(data):
        if at + RECORD.size > len(data):
            raise Broken("files end in the middle")
        named, size = RECORD.unpack_from(data, at)
        at += RECORD.size
        count += 1
        if at + named + size > len(data) or count > MOST_FILES:
            raise Broken("files end in the middle or are too many")
        try:
            path = data[at : at + named].decode()
        except UnicodeDecodeError:
            raise Broken("a path is not UTF-8") from None
        if not plain_path(path):
            raise Broken("a path leads elsewhere")
        yield path, data[at + named : at + named + size]
        at += named + size


class Stream:
    """One channel: bytes between the door and descriptors (a socket, or a command's pipes) or memory, under credit."""

    def __init__(self, mux: "Mux", channel: int, *, verb: bool) -> None:
        self.mux, self.channel, self.verb = mux, channel, verb
        self.credit = self.room = WINDOW
        self.owed = 0
        self.sources: dict[int, int] = {}
        self.quota: dict[int, int] = {}
        self.sink: int | None = None
        self.socket: socket.socket | None = None
        self.inbox = bytearray()
        self.take: Callable[[int, bytes], None] | None = None
        self.pending = memoryview(b"")
        self.then: Callable[[], None] | None = None
        self.at_end: Callable[[], None] | None = None
        self.moved = time.monotonic()
        self.deaf = self.said = self.heard = self.over = False

    def carry(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.socket, self.sources, self.sink = sock, {sock.fileno(): DATA}, sock.fileno()
        self.writable()

    def give(self, data: bytes, then: Callable[[], None]) -> None:
        """Send bytes from memory as credit allows, then do something."""
        self.pending, self.then = memoryview(data), then
        self.pump()

    def pump(self) -> None:
        while self.pending and self.credit and not self.mux.busy():
            size = min(self.credit, MOST_PAYLOAD, len(self.pending))
            self.mux.send(DATA, self.channel, bytes(self.pending[:size]))
            self.credit -= size
            self.pending = self.pending[size:]
        if not self.pending and self.then:
            then, self.then = self.then, None
            then()

    def interests(self, busy: bool) -> Iterator[tuple[int, int, Callable[[], None]]]:
        for fd, kind in self.sources.items():
            if (not busy and self.credit) or self.quota.get(kind) == 0:
                yield fd, select.POLLIN, lambda fd=fd: self.readable(fd)  # type: ignore[misc]
        if self.inbox and self.sink is not None:
            yield self.sink, select.POLLOUT, self.writable

    def readable(self, fd: int) -> None:
        if self.over or fd not in self.sources:
            return
        kind = self.sources[fd]
        keep = self.quota.get(kind, MOST_PAYLOAD)
        try:
            data = os.read(fd, min(self.credit, MOST_PAYLOAD) if keep else MOST_PAYLOAD)
        except BlockingIOError:
            return
        except OSError:
            self.end(reason="the connection broke")
            return
        if not data:
            del self.sources[fd]
            if self.socket is None:
                os.close(fd)
            if not self.sources:
                self.say_end()
            return
        data = data[:keep]
        if kind in self.quota:
            self.quota[kind] -= len(data)
        if data:
            self.credit -= len(data)
            self.mux.send(kind, self.channel, data)

    def say_end(self) -> None:
        if not self.said:
            self.said = True
            self.mux.send(EOF, self.channel)
            self.settle()

    def received(self, kind: int, payload: bytes) -> None:
        self.room -= len(payload)
        self.moved = time.monotonic()
        if self.room < 0 or self.heard:
            raise Broken("bytes beyond what was allowed")
        if self.take:
            self.take(kind, payload)
        elif not self.deaf:
            self.forward(payload)
            return
        self.give_back(len(payload))

    def forward(self, payload: bytes) -> None:
        """Straight on if nothing waits before it: most bytes never see the inbox."""
        if not self.inbox and self.sink is not None:
            try:
                count = os.write(self.sink, payload)
            except BlockingIOError:
                count = 0
            except OSError:
                self.close_sink()
                count = len(payload)
            self.give_back(count)
            payload = payload[count:]
        self.inbox += payload

    def writable(self) -> None:
        if self.over or self.sink is None:
            return
        try:
            while self.inbox:
                with memoryview(self.inbox) as view:
                    count = os.write(self.sink, view[:MOST_PAYLOAD])
                del self.inbox[:count]
                self.give_back(count)
        except BlockingIOError:
            return
        except OSError:
            self.close_sink()
        self.settle()

    def give_back(self, count: int) -> None:
        self.owed += count
        if self.owed >= WINDOW // 4 and not self.heard:
            self.mux.send(CREDIT, self.channel, struct.pack(">I", self.owed))
            self.room += self.owed
            self.owed = 0

    def hear_end(self) -> None:
        self.heard = True
        if self.at_end:
            self.at_end()
        self.settle()

    def settle(self) -> None:
        if self.heard and not self.inbox and self.sink is not None:
            self.close_sink()
        if self.said and self.heard and not self.inbox and not self.verb:
            self.close()

    def close_sink(self) -> None:
        self.deaf = True
        sink, self.sink = self.sink, None
        lost, self.inbox = len(self.inbox), bytearray()
        if self.socket is None and sink is not None:
            os.close(sink)
        elif self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
        if lost:
            self.give_back(lost)

    def end(self, **outcome: Any) -> None:
        """Close the channel in both directions and tell the other end why."""
        if not self.over:
            self.mux.send(END, self.channel, json.dumps(outcome).encode())
            self.close()

    def close(self) -> None:
        self.over = True
        self.mux.streams.pop(self.channel, None)
        if self.socket is not None:
            self.socket.close()
        else:
            for fd in {*self.sources, *([] if self.sink is None else [self.sink])}:
                os.close(fd)
        self.sources, self.sink = {}, None
        self.inbox.clear()
        self.pending, self.then = memoryview(b""), None


class Mux:
    """Many streams over one door. What opening and ending a channel mean is said by the end that uses it."""

    def __init__(self, first: int) -> None:
        self.next = first
        self.streams: dict[int, Stream] = {}
        self.incoming, self.outgoing = bytearray(), bytearray()

    def opened(self, channel: int, request: dict[str, Any]) -> None:
        raise NotImplementedError

    def ended(self, stream: Stream, outcome: dict[str, Any]) -> None:
        stream.close()

    def write_door(self) -> None:
        """Send what is outgoing, as much as the door takes now; where there is no door, somebody takes it."""

    def stream(self, channel: int, *, verb: bool = False) -> Stream:
        self.streams[channel] = stream = Stream(self, channel, verb=verb)
        return stream

    def ask(self, request: dict[str, Any], *, verb: bool = False) -> Stream:
        stream = self.stream(self.next, verb=verb)
        self.next += 2
        self.send(OPEN, stream.channel, json.dumps(request).encode())
        return stream

    def send(self, kind: int, channel: int, payload: bytes = b"") -> None:
        if len(payload) > MOST_PAYLOAD:
            raise ValueError("a message is too long for a frame")
        self.outgoing += HEADER.pack(kind, channel, len(payload))
        self.outgoing += payload
        if len(self.outgoing) > MOST_OUTGOING:
            raise Broken("nobody reads at the other end")

    def received(self, data: bytes | memoryview) -> None:
        self.incoming += data
        for kind, channel, payload in frames(self.incoming):
            stream = self.streams.get(channel)
            if kind == OPEN:
                if stream or channel % 2 == self.next % 2:
                    raise Broken("a channel is opened that is not free")
                self.opened(channel, said(payload))
            elif stream is None:
                continue  # it crossed with our END
            elif kind in (DATA, ERR):
                stream.received(kind, payload)
            elif kind == EOF:
                stream.hear_end()
            elif kind == END:
                self.ended(stream, said(payload))
            elif kind == CREDIT:
                stream.credit += struct.unpack(">I", payload)[0] if len(payload) == 4 else 1 << 32
                if stream.credit > WINDOW:
                    raise Broken("more credit than was used")

    def interests(self) -> Iterator[tuple[int, int, Callable[[], None]]]:
        busy = self.busy()
        for stream in self.streams.values():
            yield from stream.interests(busy)

    def busy(self) -> bool:
        return len(self.outgoing) > BUSY_OUTGOING

    def turn(self, seconds: float | None) -> None:
        """Wait until something can be read or written, and do it once."""
        for stream in [s for s in self.streams.values() if s.pending]:
            stream.pump()
        wanted: dict[int, list[tuple[int, Callable[[], None]]]] = {}
        for fd, mask, act in self.interests():
            wanted.setdefault(fd, []).append((mask, act))
        poll = select.poll()
        for fd, acts in wanted.items():
            poll.register(fd, acts[0][0] | acts[-1][0])
        for fd, seen in poll.poll(None if seconds is None else max(0, seconds) * 1000):
            for mask, act in wanted[fd]:
                if seen & (mask | select.POLLERR | select.POLLHUP | select.POLLNVAL):
                    act()
        if self.outgoing:
            self.write_door()  # at once: to ask first whether it can be written takes as long as to write


def to_loopback(port: int) -> socket.socket | None:
    """A connection that stands, or None; never waits."""
    sock = socket.socket()
    sock.setblocking(False)
    if sock.connect_ex(("127.0.0.1", port)) in (0, errno.EINPROGRESS):
        poll = select.poll()
        poll.register(sock, select.POLLOUT)
        if poll.poll(0) and not sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
    sock.close()
    return None


def said(payload: bytes) -> dict[str, Any]:
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        raise Broken("a message is not JSON") from None
    if not isinstance(value, dict):
        raise Broken("a message is not an object")
    return value
