"""Apps that look for a way out: to the metadata service, the host, a neighbour, a resolver, the engine's socket; and by
the proxy, past what was permitted."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from sandbox import Ran, Sandbox, hardening
from sandbox.box import Box
from sandbox.destinations import destinations
from sandbox.outward import Outward

PLAYED = {
    "api.example.com": ["127.0.0.1"],
    "inside.example.com": ["127.0.0.1"],
    "metadata.example.com": ["169.254.169.254"],
    "mixed.example.com": ["198.41.0.4", "127.0.0.1"],
}
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def test_nothing_answers_outside(play: Callable[..., Ran], neighbour: Sandbox) -> None:
    with socket.create_server(("", 0)) as host:
        port = host.getsockname()[1]
        there = [f"{address}|{port}" for address in (*hardening.addresses(), "127.0.0.1")]
        ran = play("outwards", *there, f"127.0.0.1|{neighbour.url.rpartition(':')[2]}", seconds=60)
    assert (ran.status, ran.output) == (0, b""), ran


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port of the host, and what each connection to it has said."""
    heard: list[bytes] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = server.accept()
                heard.append(b"")
                with sock, contextlib.suppress(OSError):
                    sock.settimeout(3)
                    while data := sock.recv(1 << 16):
                        heard[-1] += data
                        sock.sendall(ANSWER)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


@pytest.fixture
def permitted(evil: Sandbox) -> Iterator[tuple[int, int, list[bytes], list[bytes]]]:
    """One port that the app may reach by a name, and one that it may not though names it may use lead there."""
    assert isinstance(evil, Box)
    kept = evil.outward
    with listening() as (port, heard), listening() as (secret, overheard):
        near = destinations([f"api.example.com:{port}"])
        evil.outward = Outward(near, lambda host, port: PLAYED[host])
        inward = [name for name in PLAYED if name != "api.example.com"]
        evil.permit([f"api.example.com:{port}", *inward, *(f"{name}:{secret}" for name in inward)])
        yield port, secret, heard, overheard
        evil.permit([])
        evil.outward = kept


def test_no_trick_leads_the_proxy_past_what_was_permitted(
    play: Callable[..., Ran], evil: Sandbox, permitted: tuple[int, int, list[bytes], list[bytes]]
) -> None:
    port, secret, heard, overheard = permitted
    ran = play("trick_proxy", str(port), str(secret), seconds=90)
    assert (ran.status, ran.output) == (0, b"done\n"), ran
    assert overheard == [], "nothing came to where no permission leads"
    said = b"".join(heard)
    assert said.count(b"GET / HTTP/1.1") == 2, "the plain requests to the permitted host"
    assert said.count(f"Host: api.example.com:{port}\r\n".encode()) == 2, "whatever other host was named beside"
    assert b"smuggled" not in said
    assert b"content-length" not in said.lower(), "of two lengths it is told one"
    assert b"\x16\x03" not in said, "no greeting to another host has reached it"
    assert len([one for one in evil.connections() if one.refused]) > 30, "each try is on the record"
