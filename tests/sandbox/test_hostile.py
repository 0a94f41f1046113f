"""Apps and commands that mean harm: the sandbox says what happened, serves again, and the neighbour never notices."""

import contextlib
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from sandbox import Engine, Image, Limits, Runtime, Sandbox, SandboxError

FORKS = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"
THREADS = """
import threading, time
while True:
    try: threading.Thread(target=time.sleep, args=(99,)).start()
    except RuntimeError: pass
"""
MEMORY = "held = []\nwhile True: held.append(bytes(10_000_000) + b'x')\n"
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
    with contextlib.suppress(OSError), urllib.request.urlopen(box.url, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def works(box: Sandbox) -> None:
    box.stop()
    box.put(PAGE, replace=True)
    assert box.get() == PAGE
    assert box.run(["echo", "1"]).output == b"1\n"
    assert box.start(Runtime.STATIC).ok
    assert answers(box)


@pytest.mark.parametrize("script", [FORKS, THREADS, "while True: pass", "import os\nfor fd in iter(os.dup, 0): pass"])
def test_a_command_that_takes_all_there_is(box: Sandbox, script: str) -> None:
    box.put(PAGE)
    assert box.start(Runtime.STATIC).ok
    ran = box.run(["python", "-c", script], seconds=1.5)
    assert ran.status != 0
    assert answers(box)
    works(box)


def test_a_command_that_takes_all_memory(box: Sandbox) -> None:
    ran = box.run(["python", "-c", MEMORY], seconds=20)
    assert (ran.status, ran.reason) == (None, "It used up its memory and was ended.")
    works(box)


def test_a_command_that_fills_the_disk_with_bytes_and_with_folders(box: Sandbox) -> None:
    assert (
        b"No space"
        in box.run(["sh", "-c", "head -c 99000000 /dev/zero > a; head -c 99000000 /dev/zero > /tmp/a"]).errors
    )
    with pytest.raises(SandboxError, match="No space"):
        box.put({"b": bytes(1 << 20)})
    assert box.run(["sh", "-c", "rm a; touch $(seq 3000)"]).status == 1
    assert len(box.get()) < 2000
    deep = "import os\nfor i in range(1900):\n    os.mkdir('d' * 100)\n    os.chdir('d' * 100)\nopen('x', 'w')"
    box.put({}, replace=True)
    assert box.run(["python", "-c", deep]).status == 0
    assert box.get() == {}
    works(box)


@pytest.mark.parametrize("script", [FORKS, MEMORY, THREADS])
def test_an_app_that_takes_all_there_is(box: Sandbox, render: Callable[[str], str], script: str) -> None:
    box.put({"app.py": script.encode()})
    assert box.start(Runtime.STREAMLIT).ok
    with contextlib.suppress(Exception):
        render(box.url, 2)  # type: ignore[call-arg]
    assert box.alive()
    works(box)


def test_an_app_that_prints_without_end(box: Sandbox, render: Callable[[str], str]) -> None:
    flood = "import sys\nprint('the beginning')\nsys.stdout.write('A' * 50_000_000)\nfor i in range(50): print('B' * 1_000_000)\nprint('the end')\n"
    box.put({"app.py": flood.encode()})
    assert box.start(Runtime.STREAMLIT).ok
    render(box.url)
    log = box.log()
    assert "the beginning" in log
    assert log.rstrip().endswith("the end")
    assert "bytes left out" in log
    assert len(log) < 257 * 1024
    works(box)


def test_an_app_that_crashes_at_its_start_says_why(box: Sandbox) -> None:
    box.put({"app.py": b"", ".streamlit/config.toml": b"not [ toml"})
    started = box.start(Runtime.STREAMLIT, seconds=20)
    assert not started.ok
    assert started.seconds < 15
    assert "toml" in started.log.lower()
    assert started.reason.startswith("The app ended with status 1 before it answered: ")
    works(box)


def test_an_app_that_answers_elsewhere_or_late(box: Sandbox) -> None:
    box.put({"app.py": b"", ".streamlit/config.toml": b'[server]\nbaseUrlPath = "else"\n'})
    started = box.start(Runtime.STREAMLIT, seconds=3)
    assert not started.ok
    assert "404" in started.reason
    box.put({".streamlit/config.toml": b""})
    started = box.start(Runtime.STREAMLIT, seconds=0.1)
    assert (started.ok, started.reason) == (False, "It did not answer in time.")
    assert started.seconds < 2
    works(box)


def test_an_app_that_hangs_after_it_listened(box: Sandbox) -> None:
    box.put(PAGE)
    assert box.start(Runtime.STATIC).ok
    stop_all = "import os\nfor p in os.listdir('/proc'):\n    if p.isdigit() and int(p) not in (1, os.getpid()): os.kill(int(p), 19)"
    box.run(["python", "-c", stop_all])
    address = box.url.removeprefix("http://").split(":")
    held = [socket.create_connection((address[0], int(address[1])), 5) for _ in range(400)]
    for one in held:
        one.sendall(b"GET / HTTP/1.1\r\n\r\n")
    began = time.monotonic()
    assert box.run(["echo", "1"]).output == b"1\n"
    assert time.monotonic() - began < 3
    for one in held:
        one.close()
    works(box)


def test_connections_that_are_half_open_leave_room(engine: Engine, shared: Sandbox) -> None:
    """From inside: thousands of connections to the reached app, never used."""
    script = (
        "import socket, sys, time\nheld = []\n"
        "for i in range(3000):\n"
        "    try: held.append(socket.create_connection(('127.0.0.1', int(sys.argv[1])), 0.01))\n"
        "    except OSError: pass\n"
        "time.sleep(0.5)"
    )
    before = threading.active_count()
    with engine.open(Image.APP) as box:
        port = box.reach(shared).rpartition(":")[2]
        ran = box.run(["python", "-c", script, port], seconds=60)
        assert ran.status == 0, ran
        assert box.alive()
        fetch = f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{port}').status)"
        assert box.run(["python", "-c", fetch]).output == b"200\n"
    assert threading.active_count() <= before


def test_memory_that_files_take_counts_too(engine: Engine) -> None:
    with engine.open(Image.APP, limits=Limits(memory_mb=64, files_mb=200)) as box:
        ran = box.run(["python", "-c", "open('/app/x', 'wb').write(bytes(1 << 20) * 40); " + MEMORY], seconds=20)
        assert ran.status is None
        box.run(["rm", "/app/x"])
        works(box)
