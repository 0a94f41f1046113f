"""The host's door against an agent that means harm. The engine's end of the attached socket is played by the test."""

import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox import Limits, SandboxError, door as host
from sandbox.box import Box
from sandbox.door import Door
from sandbox.payload import wire
from sandbox.payload.wire import CREDIT, DATA, END, EOF, ERR, OPEN, frames


class Agent:
    """What sits at the other end: reads what the host sends, and sends what it likes."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.pending = bytearray()

    def send(self, data: bytes, part: int = 1) -> None:
        self.sock.sendall(struct.pack(">BxxxI", part, len(data)) + data)

    def frame(self, kind: int, channel: int, payload: bytes | dict[str, Any] = b"") -> None:
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.send(wire.HEADER.pack(kind, channel, len(data)) + data)

    def next(self, wanted: int) -> tuple[int, bytes]:
        """Channel and payload of the next frame of a kind."""
        self.sock.settimeout(5)
        while True:
            for kind, channel, payload in frames(self.pending):
                if kind == wanted:
                    return channel, payload
            self.pending += self.sock.recv(1 << 16)


@pytest.fixture
def agent() -> Iterator[tuple[Door, Agent]]:
    ours, theirs = socket.socketpair()
    door = Door(ours, lambda: "The engine says why.", "app.localhost")
    door.start()
    yield door, Agent(theirs)
    theirs.close()
    door.close()
    assert not door.thread.is_alive()


def visit(door: Door) -> socket.socket:
    """A connection that asks for the app of this door."""
    client = socket.create_connection(("127.0.0.1", door.gate.port), 5)
    client.sendall(f"GET / HTTP/1.1\r\nHost: {door.gate.host}\r\n\r\n".encode())
    return client


def kinds(*payloads: tuple[int, int, bytes | dict[str, Any]]) -> Callable[[Agent], None]:
    def act(agent: Agent) -> None:
        for kind, channel, payload in payloads:
            agent.frame(kind, channel, payload)

    return act


ATTACKS: dict[str, Callable[[Agent], None]] = {
    "garbage": lambda agent: agent.send(b"GET / HTTP/1.1\r\n\r\n" * 9),
    "an endless frame": lambda agent: agent.send(wire.HEADER.pack(DATA, 1, 0xFFFFFFFF)),
    "a host's channel": kinds((OPEN, 3, {})),
    "a channel twice": kinds((OPEN, 1, {})),
    "a request that is no JSON": kinds((OPEN, 2, b"\xff\xfe")),
    "a request that is no object": kinds((OPEN, 2, b"[1]")),
    "JSON without end": kinds((OPEN, 2, b"[" * 60000)),
    "an outcome that is no object": kinds((END, 1, b"7")),
    "credit nobody used": kinds((CREDIT, 1, b"\xff\xff\xff\xff")),
    "credit of no size": kinds((CREDIT, 1, b"\0")),
    "more than asked for": kinds((DATA, 1, bytes(2000))),
    "more errors than asked for": kinds((ERR, 1, bytes(2000))),
    "bytes after the end": kinds((EOF, 1, b""), (DATA, 1, b"x")),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_who_breaks_the_protocol_is_shut_out_and_the_caller_told(agent: tuple[Door, Agent], name: str) -> None:
    door, evil = agent
    future = door.begin({"verb": "run"}, most=1000)
    assert evil.next(OPEN)[0] == 1
    ATTACKS[name](evil)
    with pytest.raises(SandboxError, match="The sandbox broke its protocol"):
        future.result(5)
    assert "protocol" in door.closed
    with pytest.raises(SandboxError, match="protocol"):
        door.begin({"verb": "log"})
    with pytest.raises(OSError, match=r"refused|reset"):
        visit(door)


def test_frames_of_channels_that_never_were_do_nothing(agent: tuple[Door, Agent]) -> None:
    door, evil = agent
    for kind in (DATA, ERR, EOF, CREDIT, END):
        evil.frame(kind, 77, b"{}")
    future = door.begin({"verb": "run"}, most=10)
    channel, _ = evil.next(OPEN)
    evil.frame(DATA, channel, b"fine")
    evil.frame(END, channel, {"status": 0})
    assert future.result(5).output == b"fine"


def test_thousands_of_channels_are_turned_away(agent: tuple[Door, Agent]) -> None:
    door, evil = agent
    for channel in range(2, 6002, 2):
        evil.frame(OPEN, channel, {"verb": "reach"})
        assert json.loads(evil.next(END)[1])["reason"]
    assert len(door.streams) == 0
    future = door.begin({"verb": "log"})
    evil.frame(END, evil.next(OPEN)[0], {})
    assert future.result(5).outcome == {}


def test_an_agent_that_floods_and_never_reads_is_shut_out(agent: tuple[Door, Agent]) -> None:
    door, evil = agent
    evil.sock.settimeout(10)

    def flood() -> None:
        for channel in range(2, 4_000_000, 2):
            evil.frame(OPEN, channel, {})

    with pytest.raises(OSError, match=r"[Bb]roken pipe|reset"):
        flood()
    assert "nobody reads" in door.closed


def test_an_agent_that_never_answers_costs_its_caller_a_deadline(agent: tuple[Door, Agent]) -> None:
    door, _ = agent
    began = time.monotonic()
    with pytest.raises(SandboxError, match=r"did not answer within 0\.2 s"):
        door.call({"verb": "log"}, seconds=0.2)
    assert time.monotonic() - began < 20
    assert door.closed


def test_an_agent_that_stops_reading_stops_connections_not_the_host(agent: tuple[Door, Agent]) -> None:
    door, evil = agent
    with visit(door) as client:
        client.settimeout(0.3)
        sent = 0
        with contextlib.suppress(TimeoutError):
            while sent < 50 << 20:
                sent += client.send(bytes(1 << 16))
        assert sent < 50 << 20
    assert not door.closed
    assert evil.next(OPEN)


def test_a_connection_that_its_client_closed_is_not_held_for_ever(
    agent: tuple[Door, Agent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "IDLE_SECONDS", 0.3)
    door, evil = agent
    visit(door).close()
    channel, _ = evil.next(OPEN)
    door.begin({"verb": "log"})  # the first turn still has the old patience
    assert evil.next(END)[0] == channel
    assert channel not in door.streams


def test_the_end_of_the_stream_is_explained_by_the_engine(agent: tuple[Door, Agent]) -> None:
    door, evil = agent
    future = door.begin({"verb": "run"})
    evil.sock.close()
    with pytest.raises(SandboxError, match="The engine says why"):
        future.result(5)


def test_what_an_agent_printed_before_it_failed_is_told(agent: tuple[Door, Agent]) -> None:
    door, evil = agent
    future = door.begin({"verb": "run"})
    evil.send(b"Traceback\nMemoryError: \x1b[31mno\n", part=2)
    evil.sock.close()
    with pytest.raises(SandboxError, match=r"MemoryError: \\x1b\[31mno") as caught:
        future.result(5)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("outcome", [{}, {"status": "0"}, {"status": [0]}, {"status": True}, {"reason": {}}])
def test_a_forged_outcome_is_no_success(agent: tuple[Door, Agent], outcome: dict[str, Any]) -> None:
    door, evil = agent
    box = Box("forged", door, Limits())

    def answer() -> None:
        for _ in range(2):
            evil.frame(END, evil.next(OPEN)[0], outcome)

    thread = threading.Thread(target=answer)
    thread.start()
    assert box.run(["true"]).status is None
    with pytest.raises(SandboxError):
        box.put({"x": b""})
    thread.join()


def test_files_that_lead_elsewhere_are_refused(agent: tuple[Door, Agent]) -> None:
    door, evil = agent

    def answer() -> None:
        channel, _ = evil.next(OPEN)
        evil.frame(DATA, channel, wire.record("../../root/.ssh/authorized_keys", b"key"))
        evil.frame(END, channel, {"status": 0})

    thread = threading.Thread(target=answer)
    thread.start()
    with pytest.raises(SandboxError, match="a path leads elsewhere"):
        Box("forged", door, Limits()).get()
    thread.join()
