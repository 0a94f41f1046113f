"""What every hostile app meets: a sandbox to do its worst in, a neighbour that must not notice, a host that looks
afterwards. Refuses to call an app survived while anything of it is left."""

import contextlib
import gc
import os
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from sandbox import Engine, Image, Ran, Runtime, Sandbox
from sandbox.engine import LABEL, LocalEngine, connect as connect_here
from tests.sandbox.conftest import sockets

APPS = Path(__file__).parent / "apps"
PAGE = {"index.html": b"<h1>here</h1>"}
TWICE, SLACK = 2.0, 0.005
"""A neighbour may take twice its usual time; so many seconds are this machine's own noise."""


class Den:
    """The sandbox that the hostile apps share, one after the other; another one when it is gone."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.stack = contextlib.ExitStack()
        self.box: Sandbox | None = None

    def open(self) -> Sandbox:
        if self.box is None or not self.box.alive():
            self.stack.close()
            self.box = self.stack.enter_context(self.engine.open(Image.APP))
        return self.box


@pytest.fixture(scope="package", autouse=True)
def nothing_left() -> Iterator[None]:
    local = connect_here()
    before = containers(local), threading.active_count(), sockets()
    yield
    assert containers(local) <= before[0]
    gc.collect()
    assert threading.active_count() <= before[1]
    assert sockets() <= before[2]


@pytest.fixture(scope="package")
def neighbour(engine: Engine, nothing_left: None) -> Iterator[Sandbox]:
    with engine.open(Image.APP) as box:
        box.put(PAGE)
        assert box.start(Runtime.STATIC).ok
        yield box


@pytest.fixture(scope="package")
def den(engine: Engine, nothing_left: None) -> Iterator[Den]:
    den = Den(engine)
    with den.stack:
        yield den


@pytest.fixture
def evil(den: Den) -> Sandbox:
    return den.open()


@pytest.fixture(autouse=True)
def aftermath(neighbour: Sandbox, den: Den) -> Iterator[None]:
    """The neighbour answers as fast as before, and the sandbox serves somebody else as if nothing had been."""
    usual = pace(neighbour)
    yield
    slow = [took for took in after(neighbour, usual) if took > usual * TWICE + SLACK]
    assert len(slow) < 5, (usual, slow)
    works(den.open())


def after(neighbour: Sandbox, usual: float) -> Iterator[float]:
    """The neighbour's pace, until it is the usual one or that has been waited for long enough."""
    for _ in range(5):
        took = pace(neighbour)
        yield took
        if took <= usual * TWICE + SLACK:
            return
        time.sleep(0.5)


def pace(box: Sandbox) -> float:
    taken = []
    for _ in range(7):
        began = time.perf_counter()
        assert answers(box)
        taken.append(time.perf_counter() - began)
    return median(taken)


def answers(box: Sandbox) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(box.url, timeout=10) as answer:
        return bool(answer.status == 200)
    return False


def works(box: Sandbox) -> None:
    box.stop()
    box.put(PAGE, replace=True)
    assert box.run(["sh", "-c", "find /tmp /dev/shm -mindepth 1 -delete; ls /proc | grep -c '^[0-9]'"]).output <= b"6\n"
    assert box.get() == PAGE
    started = box.start(Runtime.STATIC)
    assert started.ok, started
    assert answers(box)


@pytest.fixture
def play(evil: Sandbox) -> Callable[..., Ran]:
    """Run one of the apps beside a page that is served, and see that the page still is."""

    def act(name: str, *given: str, seconds: float = 20, most_kb: int = 256) -> Ran:
        evil.put({f"{name}.py": source(name)})
        ran = evil.run(["python", f"{name}.py", *given], seconds=seconds, most_kb=most_kb)
        assert answers(evil)
        return ran

    works(evil)
    return act


@pytest.fixture
def serve(evil: Sandbox, render: Callable[..., str]) -> Callable[[str], Sandbox]:
    """Let one of the apps take the place of the app's own server."""

    def act(name: str) -> Sandbox:
        evil.put({"app.py": source("takeover"), "evil.py": source(name)}, replace=True)
        assert evil.start(Runtime.STREAMLIT).ok
        with contextlib.suppress(Exception):  # the server is gone before it has rendered anything
            render(evil.url, 3)
        return evil

    return act


def source(name: str) -> bytes:
    return (APPS / f"{name}.py").read_bytes()


def containers(local: LocalEngine) -> set[str]:
    """Ours, of this very process."""
    mine = f"/{os.getpid()}/"
    found = local.client.containers(all=True, filters={"label": LABEL})
    return {one["Id"] for one in found if mine in one["Labels"][LABEL]}
