"""Both ends of the door against bytes that nobody promised anything about, and against each other in any order."""

import contextlib
import itertools
import json
import socket
import struct

from hypothesis import HealthCheck, given, settings, strategies as st

from sandbox import Sandbox, SandboxError
from sandbox.door import Door
from sandbox.payload.wire import CREDIT, DATA, END, EOF, ERR, HEADER, OPEN, WINDOW, Mux

NUMBERS = st.one_of(st.integers(-3, 300), st.just(1 << 62), st.floats(allow_nan=False), st.none(), st.text(max_size=3))
VERBS = ["hello", "connect", "put", "get", "run", "start", "stop", "log", "listen", "unlisten", "reach", "__init__", ""]
REQUESTS = st.fixed_dictionaries(
    {"verb": st.sampled_from(VERBS)},
    optional={
        **dict.fromkeys(("log_kb", "processes", "most", "seconds", "replace", "folder", "name"), NUMBERS),
        "argv": st.one_of(st.just(["true"]), st.lists(NUMBERS, max_size=3), NUMBERS),
        "env": st.one_of(st.just({}), st.dictionaries(st.text(max_size=3), NUMBERS, max_size=2), NUMBERS),
        "runtime": st.one_of(st.just("static"), NUMBERS),
        "status": NUMBERS,
        "reason": NUMBERS,
    },
)
PAYLOADS = st.one_of(
    st.binary(max_size=80),
    REQUESTS.map(lambda request: json.dumps(request).encode()),
    st.integers(0, WINDOW * 2).map(lambda n: struct.pack(">I", n)),
)
FRAMES = st.tuples(st.sampled_from([OPEN, OPEN, DATA, ERR, EOF, CREDIT, END]), st.integers(0, 12), PAYLOADS)
FRAMED = st.lists(FRAMES, max_size=12).map(lambda frames: b"".join(packed(*frame) for frame in frames))
BYTES = st.one_of(FRAMED, FRAMED, st.binary(max_size=200))

DRIVER = """
import json, os, sys
sys.path.append("/opt/mayfly")
from sandbox.payload import agent, wire
outcomes = []
for text in json.load(sys.stdin):
    end = agent.Agent()
    try:
        end.received(bytes.fromhex(text))
        end.turn(0)
        end.reap()
        outcomes.append("" if len(end.outgoing) < wire.MOST_OUTGOING else "too much is said")
    except wire.Broken:
        outcomes.append("")
    except Exception as error:
        outcomes.append(f"{type(error).__name__}: {error}")
    for stream in [*end.streams.values()]:
        stream.close()
    for listener in end.listeners.values():
        listener.close()
    end.close_log()
    os.close(end.wake)
    os.close(end.alarm)
sys.stdout.write(json.dumps(outcomes))
"""


def packed(kind: int, channel: int, payload: bytes) -> bytes:
    return HEADER.pack(kind, channel, len(payload)) + payload


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(BYTES, min_size=20, max_size=60))
def test_the_agent_takes_any_bytes_or_calls_them_broken(shared: Sandbox, sent: list[bytes]) -> None:
    """In a sandbox: what the bytes make it start, it starts."""
    ran = shared.run(["python", "-c", DRIVER], stdin=json.dumps([one.hex() for one in sent]).encode(), seconds=60)
    assert ran.status == 0, ran
    assert set(json.loads(ran.output)) == {""}


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from([1, 1, 1, 2, 0, 255]), BYTES), max_size=6), st.integers(1, 4000))
def test_the_host_takes_any_bytes_or_closes_its_door_and_says_so(sent: list[tuple[int, bytes]], size: int) -> None:
    ours, theirs = socket.socketpair()
    door = Door(ours, lambda: "The engine says why.", "fuzz.localhost")
    door.start()
    future = door.begin({"verb": "run"}, most=1000)
    data = b"".join(struct.pack(">BxxxI", part, len(one)) + one for part, one in sent)
    try:
        for at in range(0, len(data), size):
            theirs.sendall(data[at : at + size])
    except OSError:
        assert "protocol" in door.closed
    theirs.close()
    with contextlib.suppress(SandboxError):
        future.result(5)
    door.thread.join(5)
    assert not door.thread.is_alive()
    assert "door failed" not in door.closed
    assert door.streams == {}


class End(Mux):
    """Gives each channel that is opened to a socket of the test's."""

    def opened(self, channel: int, request: dict[str, object]) -> None:
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)
        self.carried.append(theirs)
        self.stream(channel).carry(ours)

    def __init__(self, first: int) -> None:
        super().__init__(first)
        self.carried: list[socket.socket] = []

    def dial(self) -> None:
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)
        self.carried.append(theirs)
        self.ask({}).carry(ours)


class Talk:
    """One side's socket of one stream: what it still has to send, and what it has heard."""

    def __init__(self, sock: socket.socket, text: bytes) -> None:
        self.sock, self.left = sock, memoryview(text)
        self.heard, self.over, self.said = bytearray(), False, False

    def go_on(self, *, listen: bool = True) -> None:
        with contextlib.suppress(BlockingIOError):
            while self.left:
                self.left = self.left[self.sock.send(self.left) :]
        if not self.left and not self.said:
            self.said = True
            self.sock.shutdown(socket.SHUT_WR)
        with contextlib.suppress(BlockingIOError):
            while listen and not self.over:
                data = self.sock.recv(1 << 16)
                self.heard += data
                self.over = not data


def turn(ends: tuple[End, End], cut: int) -> None:
    """Both ends do what they can, then a piece of what each has said reaches the other."""
    for end, other in (ends, ends[::-1]):
        end.turn(0)
        piece = bytes(end.outgoing[:cut])
        del end.outgoing[:cut]
        other.received(piece)


SIZES = st.one_of(st.just(0), st.integers(1, 5000), st.integers(1, WINDOW * 3))


@settings(max_examples=40)
@given(st.lists(st.tuples(SIZES, SIZES), min_size=1, max_size=5), st.lists(st.integers(1, 1 << 18), min_size=1))
def test_all_bytes_arrive_both_ways_each_direction_ending_by_itself(
    sizes: list[tuple[int, int]], cuts: list[int]
) -> None:
    ends = End(1), End(2)
    for _ in sizes:
        ends[0].dial()
    turn(ends, 1 << 20)
    texts = [tuple(bytes([n + 1]) * size for size in both) for n, both in enumerate(sizes)]
    talks = [tuple(Talk(end.carried[n], both[i]) for i, end in enumerate(ends)) for n, both in enumerate(texts)]
    every = [talk for both in talks for talk in both]
    cut = itertools.cycle([*cuts, 1 << 18])  # however small the pieces are, it comes to an end
    for _ in range(20000):
        turn(ends, next(cut))
        for talk in every:
            talk.go_on()
        if all(talk.over for talk in every):
            break
    assert [tuple(bytes(talk.heard) for talk in both) for both in talks] == [both[::-1] for both in texts]
    assert ends[0].streams == ends[1].streams == {}
    for talk in every:
        talk.sock.close()


def test_one_that_does_not_listen_stops_its_own_stream_and_no_other() -> None:
    ends = End(1), End(2)
    for _ in range(4):
        ends[0].dial()
    turn(ends, 1 << 20)
    text = bytes(WINDOW * 8)
    senders = [Talk(sock, text) for sock in ends[0].carried]
    receivers = [Talk(sock, b"") for sock in ends[1].carried]
    for _ in range(2000):
        turn(ends, 1 << 18)
        for n, talk in enumerate([*senders, *receivers]):
            talk.go_on(listen=n != 4)
    assert [len(talk.heard) for talk in receivers] == [0, *[len(text)] * 3]
    assert sum(len(stream.inbox) for stream in ends[1].streams.values()) <= WINDOW
    assert len(senders[0].left) > WINDOW
    for talk in (*senders, *receivers):
        talk.sock.close()
    for end in ends:
        for stream in [*end.streams.values()]:
            stream.close()
