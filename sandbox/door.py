"""The host's end of a sandbox's door: verbs asked of the agent, and streams to its app and from it. Refuses to
believe what comes through: whatever breaks the protocol closes the door, with a reason that every caller gets.

One thread carries one door. Callers hand it work through a queue and wait, always with a deadline.
"""

import contextlib
import json
import select
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, TimeoutError as Late
from dataclasses import dataclass, field
from typing import Any

from sandbox.contract import SandboxError
from sandbox.gate import Gate
from sandbox.payload.wire import DATA, MOST_PAYLOAD, MOST_STREAMS, Broken, Mux, Stream

ENGINE_HEADER = struct.Struct(">BxxxI")
"""The engine marks every piece of the attached output: 1 output or 2 errors, and its size."""
MOST_ERRORS = 4096
RESERVED = 32
"""Channels that connections leave free for verbs."""
IDLE_SECONDS = 30
REST_SECONDS = 10
WOULD_WAIT = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
HINT = "Run it again; `mayfly doctor` says whether the engine is well."


@dataclass(slots=True)
class Reply:
    """How a verb ended: what the agent says of it (don't believe it), and the bytes it gave."""

    most: int
    outcome: dict[str, Any] = field(default_factory=dict)
    output: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)

    def take(self, kind: int, payload: bytes) -> None:
        kept = self.output if kind == DATA else self.errors
        kept += payload
        if len(kept) > self.most:
            raise Broken("more bytes than were asked for")

    def text(self, key: str) -> str:
        value = self.outcome.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> float:
        value = self.outcome.get(key)
        if isinstance(value, int | float) and 0 <= value < 1e18:
            return float(value)
        return 0.0

    def whole(self, key: str) -> int | None:
        value = self.outcome.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


class Gone(Exception):  # noqa: N818 - not an error of ours
    """The engine closed its end."""


class Door(Mux):
    """`closed` is "" while it is open, else a sentence that says why it isn't."""

    def __init__(self, sock: socket.socket, why: Callable[[], str], name: str, channel: int = 1) -> None:
        super().__init__(first=channel)
        self.sock, self.why = sock, why
        self.gate = Gate(name, self.admit)
        self.closed = ""
        self.bytes_in = self.bytes_out = 0
        self.leaving: Future[tuple[socket.socket, int]] | None = None
        self.engine, self.part, self.left = bytearray(), 0, 0
        self.errors = bytearray()
        self.work: deque[tuple[Callable[[], None], Future[Reply] | None]] = deque()
        self.lock = threading.Lock()
        self.calls: dict[int, tuple[Future[Reply], Reply]] = {}
        self.leads: dict[str, Callable[[socket.socket], None]] = {}
        self.reached: dict[Stream, str] = {}

    def start(self) -> None:
        """Take a loopback port and begin to carry."""
        self.wake, self.alarm = socket.socketpair()
        self.gate.start()
        for sock in (self.wake, self.alarm, self.sock):
            sock.setblocking(False)
        self.thread = threading.Thread(target=self.carry, name="mayfly-door", daemon=True)
        self.thread.start()

    def close(self, reason: str = "The sandbox was closed.") -> None:
        """Close everything; each waiting caller gets the reason."""

        def go() -> None:
            raise Broken(reason)

        with contextlib.suppress(SandboxError):
            self.hand_over(go)
        if threading.current_thread() is not self.thread:
            self.thread.join(10)

    def let_go(self) -> tuple[socket.socket, int]:
        """Close the door but not the stream: for another door, that begins with the channel given beside it."""
        left: Future[tuple[socket.socket, int]] = Future()
        self.hand_over(lambda: setattr(self, "leaving", left))
        try:
            return left.result(REST_SECONDS)
        except Late:
            self.close()
            raise SandboxError("The sandbox would not come to rest.", HINT) from None

    def call(self, request: dict[str, Any], *, seconds: float, stdin: bytes = b"", most: int = 0) -> Reply:
        """Ask the agent for something and wait. More than `most` bytes of output or errors close the door."""
        try:
            return self.begin(request, stdin=stdin, most=most).result(seconds)
        except Late:
            reason = f"The sandbox did not answer within {seconds:g} s."
            self.close(reason)
            raise SandboxError(reason, HINT) from None

    def begin(self, request: dict[str, Any], *, stdin: bytes = b"", most: int = 0) -> Future[Reply]:
        """Ask the agent for something whose outcome comes later."""
        if len(json.dumps(request)) > MOST_PAYLOAD:
            raise SandboxError("That is too long to be handed to a sandbox.", "Pass it as a file or as standard input.")
        future: Future[Reply] = Future()

        def go() -> None:
            reply = Reply(most)
            stream = self.ask(request, verb=True)
            stream.take = reply.take
            self.calls[stream.channel] = future, reply
            stream.give(stdin, stream.say_end)

        self.hand_over(go, future)
        return future

    def lead(self, name: str, take: Callable[[socket.socket], None] | None) -> None:
        """From now on `take` gets the connections from inside to the port of this name; those there are end. It is
        called in the door's thread, must not wait, and raises SandboxError when nothing is there."""

        def go() -> None:
            for stream in [s for s, where in self.reached.items() if where == name and not s.over]:
                stream.end(reason="it leads elsewhere now")
            if take:
                self.leads[name] = take
            else:
                self.leads.pop(name, None)

        self.hand_over(go)

    def pass_on(self, sock: socket.socket) -> None:
        """A connection to this door's app, from the thread of another door."""
        self.hand_over(lambda: self.admit(sock))

    def hand_over(self, go: Callable[[], None], future: "Future[Reply] | None" = None) -> None:
        with self.lock:
            if self.closed:
                raise SandboxError(self.closed, HINT)
            self.work.append((go, future))
            with contextlib.suppress(BlockingIOError):
                self.alarm.send(b"!")

    # What follows runs in the door's own thread.

    def carry(self) -> None:
        reason = "The sandbox was closed."
        try:
            while not (self.leaving and self.at_rest()):
                self.turn(IDLE_SECONDS / 3)
                self.drop_idle()
            self.leaving.set_result((self.sock.dup(), self.next))
            reason = "The sandbox was handed over."
        except Gone:
            last = self.errors.decode(errors="replace").strip().splitlines()[-1:]
            reason = f"The sandbox's agent failed: {last[0]!r}." if last else self.why()
        except Broken as error:
            reason = str(error) if str(error).endswith(".") else f"The sandbox broke its protocol: {error}."
        except Exception as error:
            reason = f"The sandbox's door failed: {error!r}."
        finally:
            self.release(reason)

    def at_rest(self) -> bool:
        """Whether no message is under way in part."""
        return not (self.outgoing or self.incoming or self.engine or self.left)

    def release(self, reason: str) -> None:
        with self.lock:
            self.closed = reason
        for stream in [*self.streams.values()]:
            stream.close()
        self.gate.close()
        for sock in (self.sock, self.wake, self.alarm):
            sock.close()
        waiting = [future for future, _ in self.calls.values()] + [future for _, future in self.work if future]
        for future in waiting:
            future.set_exception(SandboxError(reason, HINT))

    def interests(self) -> Iterator[tuple[int, int, Callable[[], None]]]:
        yield self.wake.fileno(), select.POLLIN, self.do_work
        yield self.sock.fileno(), select.POLLIN, self.read_door
        if self.outgoing:
            yield self.sock.fileno(), select.POLLOUT, self.write_door
        if len(self.streams) < MOST_STREAMS - RESERVED:
            yield from self.gate.interests()
        yield from super().interests()

    def do_work(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self.wake.recv(4096)
        while self.work:
            go, future = self.work.popleft()
            try:
                go()
            except Broken:
                if future:
                    self.work.append((go, future))  # for release to answer
                raise

    def read_door(self) -> None:
        try:
            while data := self.sock.recv(1 << 18):
                self.bytes_out += len(data)
                self.unwrap(data)
                if not isinstance(self.sock, ssl.SSLSocket):
                    return
        except WOULD_WAIT:
            return
        except OSError:
            pass
        raise Gone

    def drop_idle(self) -> None:
        """What the client has closed, an app could otherwise hold for ever."""
        now = time.monotonic()
        for stream in [s for s in self.streams.values() if s.said and not s.verb and now - s.moved > IDLE_SECONDS]:
            stream.end(reason="it is idle")
        self.gate.drop_idle()

    def unwrap(self, data: bytes) -> None:
        """Take the engine's own framing off."""
        rest = memoryview(data)
        while rest:
            if not self.left:
                missing = ENGINE_HEADER.size - len(self.engine)
                self.engine += rest[:missing]
                rest = rest[missing:]
                if len(self.engine) < ENGINE_HEADER.size:
                    return
                self.part, self.left = ENGINE_HEADER.unpack(self.engine)
                self.engine.clear()
            piece, rest = rest[: self.left], rest[self.left :]
            self.left -= len(piece)
            if self.part == 1:
                self.received(piece)
            else:
                self.errors = (self.errors + piece)[-MOST_ERRORS:]

    def write_door(self) -> None:
        try:
            with memoryview(self.outgoing) as view:
                count = self.sock.send(view[: 1 << 18])
            self.bytes_in += count
            del self.outgoing[:count]
        except WOULD_WAIT:
            return
        except OSError:
            self.outgoing.clear()  # nobody reads it; what was said last is there to be read all the same

    def admit(self, sock: socket.socket, head: bytes = b"") -> None:
        """Carry a connection to the app, from what was read of it on; the door closes it."""
        if len(self.streams) >= MOST_STREAMS - RESERVED:
            sock.close()
            return
        stream = self.ask({"verb": "connect"})
        if head:
            stream.credit -= len(head)
            self.send(DATA, stream.channel, head)
        stream.carry(sock)

    def opened(self, channel: int, request: dict[str, Any]) -> None:
        """The agent has a connection on a listener. Where that leads is our decision alone."""
        stream, name = self.stream(channel), str(request.get("name"))
        take = self.leads.get(name)
        if take is None or len(self.streams) > MOST_STREAMS - RESERVED:
            return stream.end(reason="nothing is there")
        ours, theirs = socket.socketpair()
        try:
            take(theirs)
        except SandboxError:
            ours.close()
            theirs.close()
            return stream.end(reason="nothing is there any more")
        stream.carry(ours)
        self.reached = {s: where for s, where in self.reached.items() if not s.over} | {stream: name}
        return None

    def ended(self, stream: Stream, outcome: dict[str, Any]) -> None:
        stream.close()
        if stream.channel in self.calls:
            future, reply = self.calls.pop(stream.channel)
            reply.outcome = outcome
            future.set_result(reply)
