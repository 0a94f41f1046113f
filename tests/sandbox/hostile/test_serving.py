"""Apps that serve badly on purpose: never, endlessly, in drops, or to a crowd that never asks."""

import resource
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sandbox import Ran, Runtime, Sandbox
from tests.sandbox.hostile.conftest import answers, source, works


def dial(box: Sandbox, path: str) -> socket.socket:
    """A connection on which something was asked for."""
    host = box.url.removeprefix("http://")
    sock = socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), 10)
    sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return sock


def test_an_app_that_never_listens_is_given_up(evil: Sandbox) -> None:
    evil.put({"app.py": b"", ".streamlit/config.toml": b'[server]\nbaseUrlPath = "else"\n'}, replace=True)
    started = evil.start(Runtime.STREAMLIT, seconds=10)
    assert not started.ok
    assert "404" in started.reason
    evil.put({".streamlit/config.toml": b""})
    started = evil.start(Runtime.STREAMLIT, seconds=0.1)
    assert (started.ok, started.reason) == (False, "It did not answer in time.")
    assert started.seconds < 5


def test_an_app_that_crashes_at_its_start_says_why(evil: Sandbox) -> None:
    evil.put({"app.py": b"", ".streamlit/config.toml": b'[theme]\nbase = "nowhere"\n'}, replace=True)
    started = evil.start(Runtime.STREAMLIT, seconds=40)
    assert not started.ok
    assert "Traceback" in started.log
    assert started.reason.startswith("The app ended with status 1 before it answered: FileNotFoundError")
    assert started.seconds < 40


def test_a_forger_of_health_is_not_taken_for_the_app(evil: Sandbox) -> None:
    evil.stop()
    evil.put({"forge.py": source("forge_health"), "app.py": b"raise SystemExit(1)"}, replace=True)
    listening = "until (: > /dev/tcp/127.0.0.1/8000) 2> /dev/null; do sleep 0.05; done"
    with ThreadPoolExecutor(1) as beside:
        forger = beside.submit(evil.run, ["python", "forge.py"], seconds=5)
        assert evil.run(["bash", "-c", listening]).status == 0
        started = evil.start(Runtime.FASTAPI)
        assert (started.ok, started.reason) == (False, "Something else answers where the app should.")
        assert forger.result().status is None
    assert "ended with status 1" in evil.start(Runtime.FASTAPI).reason


def test_answers_without_end_are_held_back_and_end_with_their_reader(serve: Callable[[str], Sandbox]) -> None:
    box = serve("endless")
    assert answers(box)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    endless = [dial(box, path) for path in ("/bytes", "/heads", "/silence", "/drip") * 8]
    for sock in (*endless[0::4], *endless[1::4]):
        left = 1 << 20
        while left > 0:
            left -= len(sock.recv(1 << 16))
    began = time.monotonic()
    assert answers(box)
    assert box.run(["echo", "1"]).output == b"1\n"
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10
    for sock in endless:
        sock.close()
    assert answers(box)


def test_an_app_that_hangs_after_it_listened_holds_nobody_else_up(play: Callable[..., Ran], evil: Sandbox) -> None:
    evil.put({"stop_all.py": source("stop_all")})
    assert evil.run(["python", "stop_all.py"]).status == 0
    held = [dial(evil, "/") for _ in range(300)]
    began = time.monotonic()
    assert evil.run(["echo", "1"]).output == b"1\n"
    assert time.monotonic() - began < 5
    for sock in held:
        sock.close()
    works(evil)
