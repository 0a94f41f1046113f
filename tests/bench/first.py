"""What the benchmarks of sandboxes share: three small apps, an engine with a pool of its own, a first 200 of ours."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox import Image, Runtime, engine
from sandbox.payload.apps import PORT
from tests.bench.beside import probe

STREAMLIT = b"import streamlit as st\nst.title('%s')\nst.metric('Total', 3)\n"
API = b"from fastapi import FastAPI\napp = FastAPI()\napp.get('/')(lambda: {'a': 1})\n"
FILES = {
    Runtime.STATIC: {"index.html": b"<h1>here</h1>"},
    Runtime.FASTAPI: {"app.py": API},
    Runtime.STREAMLIT: {"app.py": STREAMLIT % b"here"},
}


@dataclass(frozen=True, slots=True)
class First:
    """Seconds from a claim to a first 200, seen from the host and then once more inside; megabytes as it ran."""

    host: float
    inside: float
    running: float


def first(local: engine.LocalEngine, runtime: Runtime) -> First:
    began = time.perf_counter()
    with local.open(Image.APP, runtime=runtime) as box:
        box.put(FILES[runtime])
        assert box.start(runtime).ok
        host = time.perf_counter() - began
        assert box.run(["bash", "-c", probe(runtime, PORT)]).status == 0
        inside = time.perf_counter() - began
        return First(host, inside, box.usage().memory_mb)


def idle_mb(local: engine.LocalEngine, runtime: Runtime) -> float:
    """Megabytes before an app runs."""
    with local.open(Image.APP, runtime=runtime) as box:
        return box.usage().memory_mb


@contextmanager
def opened() -> Iterator[engine.LocalEngine]:
    """An engine with a pool that nobody else claims from."""
    with TemporaryDirectory() as folder:
        local = engine.connect(pool_seconds=300, pool_folder=Path(folder))
        try:
            yield local
        finally:
            local.sweep(pool=True)


def filled(local: engine.LocalEngine, count: int = 1) -> None:
    """Wait until so many sandboxes wait to be claimed."""
    until = time.monotonic() + 120
    while len(local.pool.ready()) < count:
        assert time.monotonic() < until, f"no {count} are ready"
        time.sleep(0.2)
