"""The sandbox's door beside the engine's raw attached stream, a published port on the bridge and plain loopback, in one
run: bytes a second in both directions, and the time of a round trip."""

import queue
import secrets
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import median

from sandbox import Image, Limits, images
from sandbox.box import Box
from sandbox.engine import LABEL, LocalEngine, connect
from sandbox.owner import me

BYTES = 128 << 20
ROUND_TRIPS = 500
PORT = 8000
HEADER = struct.Struct(">BxxxI")
"""Of the engine, before each piece of an attached stream."""
FAR_END = f"""
import socket, sys
port = int(sys.argv[2])
listener = socket.create_server(("0.0.0.0", port)) if sys.argv[1] == "listen" else None
print("ready", flush=True)
for work in ("echo", "pour", "take"):
    sock = listener.accept()[0] if listener else socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if work == "echo":
        while data := sock.recv(9):
            sock.sendall(data)
    if work == "pour":
        for _ in range({BYTES >> 16}):
            sock.sendall(bytes(1 << 16))
    if work == "take":
        left = {BYTES}
        while left:
            left -= len(sock.recv(1 << 18))
        sock.sendall(b"k")
    sock.close()
"""
Dial = Callable[[], socket.socket]


def run() -> str:
    local = connect()
    rows = {}
    rows["the door"] = through(local)
    rows["the engine's attached stream, raw"] = raw(local)
    with published(local) as port:
        rows["a published port on the bridge"] = figures(lambda: dial(port))
    with loopback() as port:
        rows["loopback without a container"] = figures(lambda: dial(port))
    lines = ["| through | out | in | round trip |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {out:.0f} MB/s | {into:.0f} MB/s | {trip:.2f} ms |" for name, (out, into, trip) in rows.items()
    ]
    ours, theirs = rows["the door"], rows["the engine's attached stream, raw"]
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    lines.append(f"| the door, of the raw stream | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.1f} |")
    return "\n".join(lines)


def through(local: LocalEngine) -> tuple[float, float, float]:
    """The figures of the door of one sandbox."""
    with local.open(Image.APP, limits=Limits(cpus=2)) as box, ThreadPoolExecutor(1) as far:
        return figures(through_door(box, far))


def figures(dial: Dial) -> tuple[float, float, float]:
    """MB/s out and in, and milliseconds of a round trip, with FAR_END at the other end of each connection."""
    with dial() as sock:
        trip = round_trip(sock, lambda: sock.recv(9))
    with dial() as sock:
        out = rate(lambda: drain(sock, BYTES))
    with dial() as sock:
        into = rate(lambda: pour(sock))
    return out, into, trip


def raw(local: LocalEngine) -> tuple[float, float, float]:
    """The same by plain tools at the other end of an attached container's streams."""
    overhead = HEADER.size
    with attached(local, "cat") as sock:
        trip = round_trip(sock, lambda: sock.recv(99))
    with attached(local, f"head -c 1; head -c {BYTES} /dev/zero") as sock:
        sock.sendall(b"x")
        sock.recv(overhead + 1, socket.MSG_WAITALL)
        out = rate(lambda: drain(sock, BYTES))
    with attached(local, f"head -c 1; head -c {BYTES} > /dev/null; echo k") as sock:
        sock.sendall(b"x")
        sock.recv(overhead + 1, socket.MSG_WAITALL)
        into = rate(lambda: pour(sock))
    return out, into, trip


def rate(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return BYTES / 1e6 / (time.perf_counter() - began)


def drain(sock: socket.socket, left: int) -> None:
    while left > 0:
        data = sock.recv(1 << 18)
        assert data
        left -= len(data)


def pour(sock: socket.socket) -> None:
    for _ in range(BYTES >> 16):
        sock.sendall(bytes(1 << 16))
    assert sock.recv(9)


def round_trip(sock: socket.socket, answer: Callable[[], bytes]) -> float:
    taken = []
    for _ in range(ROUND_TRIPS):
        began = time.perf_counter()
        sock.sendall(b"x")
        assert answer()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def through_door(box: Box, far: Executor) -> Dial:
    """FAR_END inside reaches out by the door; the host's end of each connection is what is dialled."""
    came: queue.Queue[socket.socket] = queue.Queue()
    port = box.lead("bench", came.put).rpartition(":")[2]
    argv = ["python", "-c", FAR_END, "connect", port]
    far.submit(box.run, argv, seconds=120)

    def dial() -> socket.socket:
        sock = came.get(timeout=60)
        sock.setblocking(True)
        return sock

    return dial


def dial(port: int) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), 60)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


@contextmanager
def attached(local: LocalEngine, command: str) -> Iterator[socket.socket]:
    host = local.client.create_host_config(network_mode="none", log_config={"type": "none"})
    with container(local, ["sh", "-c", command], host) as (name, stack):
        answer = local.client.attach_socket(name, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        stack.callback(answer.close)
        local.client.start(name)
        yield answer._sock


@contextmanager
def published(local: LocalEngine) -> Iterator[int]:
    network = local.client.create_network(f"mayfly-bench-{secrets.token_hex(4)}", labels={LABEL: me()})["Id"]
    host = local.client.create_host_config(network_mode=network, port_bindings={PORT: ("127.0.0.1", None)})
    command = ["/opt/venv/bin/python", "-c", FAR_END, "listen", str(PORT)]
    try:
        with container(local, command, host) as (name, _):
            local.client.start(name)
            while not local.client.logs(name):  # the engine's own proxy takes connections before anyone listens
                time.sleep(0.1)
            yield int(local.client.port(name, PORT)[0]["HostPort"])
    finally:
        local.client.remove_network(network)


@contextmanager
def container(local: LocalEngine, command: list[str], host: dict[str, object]) -> Iterator[tuple[str, ExitStack]]:
    made = local.client.create_container(
        images.tag(Image.APP),
        command,
        entrypoint=[],
        stdin_open=True,
        ports=[PORT],
        labels={LABEL: me()},
        host_config=host,
    )
    with ExitStack() as stack:
        stack.callback(local.client.remove_container, made["Id"], force=True)
        yield made["Id"], stack


@contextmanager
def loopback() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-c", FAR_END, "listen", str(port)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        yield port
        process.kill()


if __name__ == "__main__":
    print(run())
