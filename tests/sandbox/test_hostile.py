"""Apps and commands that mean harm: the sandbox says what happened, serves again, and the neighbour never notices."""

import contextlib
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from textwrap import dedent

import pytest

from sandbox import Engine, Image, Limits, Runtime, Sandbox, SandboxError

FORKS = """
import os
while True:
    try: os.fork()
    except OSError: pass
"""
THREADS = """
import threading, time
while True:
    try: threading.Thread(target=time.sleep, args=(99,)).start()
    except RuntimeError: pass
"""
MEMORY = """
held = []
while True:
    held.append(bytes(10_000_000) + b"x")
"""
DESCRIPTORS = """
import os
while True:
    os.dup(0)
"""
STOP_ALL = """
import os, signal
for name in os.listdir("/proc"):
    if name.isdigit() and int(name) not in (1, os.getpid()):
        os.kill(int(name), signal.SIGSTOP)
"""
DEEP = """
import os
for i in range(1900):
    os.mkdir("d" * 100)
    os.chdir("d" * 100)
open("x", "w")
"""
HALF_OPEN = """
import socket, sys, time
held = []
for i in range(3000):
    try: held.append(socket.create_connection(("127.0.0.1", int(sys.argv[1])), 0.01))
    except OSError: pass
time.sleep(0.5)
"""
PAGE = {"index.html": b"<h1>here</h1>"}


@pytest.fixture(autouse=True)
def neighbour(shared: Sandbox) -> Iterator[None]:
    """Another sandbox that has to answer before and after."""
    if not answers(shared):
        shared.put(PAGE)
        assert shared.start(Runtime.STATIC).ok
    yield
    assert answers(shared)


def answers(box: Sandbox) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(box.url, timeout=10) as answer:
        return bool(answer.status == 200)
    return False


def works(box: Sandbox) -> None:
    box.stop()
    box.put(PAGE, replace=True)
    assert box.get() == PAGE
    assert box.run(["echo", "1"]).output == b"1\n"
    started = box.start(Runtime.STATIC)
    assert started.ok, started
    assert answers(box)


@pytest.mark.parametrize("script", [FORKS, THREADS, "while True: pass", DESCRIPTORS])
def test_a_command_that_takes_all_there_is(box: Sandbox, script: str) -> None:
    box.put(PAGE)
    assert box.start(Runtime.STATIC).ok
    assert box.run(["python", "-c", script], seconds=1.5).status != 0
    assert answers(box)
    works(box)


def test_a_command_that_takes_all_memory(box: Sandbox) -> None:
    ran = box.run(["python", "-c", MEMORY], seconds=30)
    assert (ran.status, ran.reason) == (None, "It used up its memory and was ended.")
    works(box)


def test_a_command_that_fills_the_disk_with_bytes_and_with_folders(box: Sandbox) -> None:
    fill = "for i in 1 2 3; do head -c 30000000 /dev/zero > a$i; head -c 30000000 /dev/zero > /tmp/a$i; done"
    assert b"No space" in box.run(["sh", "-c", fill], seconds=30).errors
    with pytest.raises(SandboxError, match="No space"):
        box.put({"b": bytes(1 << 20)})
    assert box.run(["sh", "-c", "rm a*; touch $(seq 3000)"]).status == 1
    assert len(box.get()) < 2000
    box.put({}, replace=True)
    assert box.run(["python", "-c", DEEP]).status == 0
    assert box.get() == {}
    works(box)


@pytest.mark.parametrize("script", [FORKS, MEMORY, THREADS])
def test_an_app_that_takes_all_there_is(box: Sandbox, render: Callable[..., str], script: str) -> None:
    box.put({"app.py": script.encode()})
    assert box.start(Runtime.STREAMLIT).ok
    with contextlib.suppress(Exception):  # whatever it does to its page
        render(box.url, 2)
    box.put({"more": b"more"})
    assert box.get()["more"] == b"more"
    works(box)


def test_an_app_that_prints_without_end(box: Sandbox, render: Callable[..., str]) -> None:
    flood = """
        import sys
        print("the beginning")
        sys.stdout.write("A" * 50_000_000)
        for i in range(50):
            print("B" * 1_000_000)
        print("the end")
    """
    box.put({"app.py": dedent(flood).encode()})
    assert box.start(Runtime.STREAMLIT).ok
    render(box.url)
    log = box.log()
    assert "the beginning" in log
    assert log.rstrip().endswith("the end")
    assert "bytes left out" in log
    assert len(log) < 257 * 1024
    works(box)


def test_an_app_that_crashes_at_its_start_says_why(box: Sandbox) -> None:
    box.put({"app.py": b"", ".streamlit/config.toml": b'[theme]\nbase = "nowhere"\n'})
    started = box.start(Runtime.STREAMLIT, seconds=40)
    assert not started.ok
    assert "Traceback" in started.log
    assert started.reason.startswith("The app ended with status 1 before it answered: FileNotFoundError")
    assert started.seconds < 40
    works(box)


def test_an_app_that_answers_elsewhere_or_late(box: Sandbox) -> None:
    box.put({"app.py": b"", ".streamlit/config.toml": b'[server]\nbaseUrlPath = "else"\n'})
    started = box.start(Runtime.STREAMLIT, seconds=10)
    assert not started.ok
    assert "404" in started.reason
    box.put({".streamlit/config.toml": b""})
    started = box.start(Runtime.STREAMLIT, seconds=0.1)
    assert (started.ok, started.reason) == (False, "It did not answer in time.")
    assert started.seconds < 5
    works(box)


def test_an_app_that_hangs_after_it_listened(box: Sandbox) -> None:
    box.put(PAGE)
    assert box.start(Runtime.STATIC).ok
    assert box.run(["python", "-c", STOP_ALL]).status == 0
    host = box.url.removeprefix("http://")
    held = []
    for _ in range(300):
        held.append(socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), 5))
        held[-1].sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    began = time.monotonic()
    assert box.run(["echo", "1"]).output == b"1\n"
    assert time.monotonic() - began < 5
    for one in held:
        one.close()
    works(box)


def test_connections_that_are_half_open_leave_room(engine: Engine, shared: Sandbox) -> None:
    """From inside: thousands of connections to the app it reaches, never used."""
    before = threading.active_count()
    with engine.open(Image.APP) as box:
        port = box.reach(shared).rpartition(":")[2]
        ran = box.run(["python", "-c", HALF_OPEN, port], seconds=90)
        assert ran.status == 0, ran
        fetch = f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{port}').status)"
        assert box.run(["python", "-c", fetch], seconds=30).output == b"200\n"
    assert threading.active_count() <= before


def test_memory_that_files_take_counts_too(engine: Engine) -> None:
    with engine.open(Image.APP, limits=Limits(memory_mb=64, files_mb=200)) as box:
        fill = "open('/app/x', 'wb').write(bytes(1 << 20) * 40)"
        assert box.run(["python", "-c", f"{fill}\n{MEMORY}"], seconds=30).status is None
        box.run(["rm", "/app/x"])
        works(box)
