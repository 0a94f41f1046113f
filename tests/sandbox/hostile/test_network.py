"""Apps that look for a way out: to the metadata service, the host, a neighbour, a resolver, the engine's socket."""

import socket
from collections.abc import Callable

from sandbox import Ran, Sandbox, hardening


def test_nothing_answers_outside(play: Callable[..., Ran], neighbour: Sandbox) -> None:
    with socket.create_server(("", 0)) as host:
        port = host.getsockname()[1]
        there = [f"{address}|{port}" for address in (*hardening.addresses(), "127.0.0.1")]
        ran = play("outwards", *there, f"127.0.0.1|{neighbour.url.rpartition(':')[2]}", seconds=60)
    assert (ran.status, ran.output) == (0, b""), ran
