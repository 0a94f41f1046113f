"""`make bench-sandbox`: from a claim to a first answer, a picture, a trial; what a sandbox takes; and how much quicker
that is than a cold `docker run` of the same app. `python -m tests.bench.sandbox TIMES CYCLES` for other numbers.

llm-sandbox and swe-rex are not beside it: neither leads from the host to an app inside a container, so that there is no
first answer to measure.
"""

import gc
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from generator.contract import Kind, Mark
from generator.tester import Opening, Tester
from generator.trial import Trials
from sandbox import Image, Runtime, Sandbox, engine, images, owner
from tests.generator.trying import app, check, plan

STREAMLIT = b"import streamlit as st\nst.title('%s')\nst.metric('Total', 3)\n"
API = b"from fastapi import FastAPI\napp = FastAPI()\napp.get('/')(lambda: {'a': 1})\n"
FILES = {
    Runtime.STATIC: {"index.html": b"<h1>here</h1>"},
    Runtime.FASTAPI: {"app.py": API},
    Runtime.STREAMLIT: {"app.py": STREAMLIT % b"here"},
}
COMMANDS = {
    Runtime.STATIC: "python -m http.server {port}",
    Runtime.FASTAPI: "python -m uvicorn app:app --port {port}",
    Runtime.STREAMLIT: "python -m streamlit run app.py --server.headless=true --server.port={port}",
}
HEALTH = {Runtime.STATIC: "/", Runtime.FASTAPI: "/", Runtime.STREAMLIT: "/_stcore/health"}
REFRESH = """
import time
from pathlib import Path

def {name}(app):
    while not Path("{word}").exists():
        time.sleep(0.001)
    app.page.goto(app.url, wait_until="commit")
    app.page.wait_for_function("() => document.body?.innerText.includes('{word}')")
"""
SIXTEEN_GB = 16384
STEPS = [
    {"do": "fill", "name": "Bill", "value": "100"},
    {"do": "see_value", "name": "Each pays", "equals": "30.00"},
]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def filled(local: engine.LocalEngine, count: int = 1) -> None:
    """Wait until so many sandboxes wait to be claimed."""
    until = time.monotonic() + 120
    while len(local.pool.ready()) < count and time.monotonic() < until:
        time.sleep(0.2)


def pooled(local: engine.LocalEngine, runtime: Runtime) -> tuple[float, float, float]:
    """Seconds from a claim to a first 200, and megabytes while it waits and while it runs."""
    began = time.perf_counter()
    with local.open(Image.APP, runtime=runtime) as box:
        idle = box.usage().memory_mb
        box.put(FILES[runtime])
        assert box.start(runtime).ok
        return time.perf_counter() - began, idle, box.usage().memory_mb


def cold(runtime: Runtime) -> float:
    """The same app by `docker run`, on the host's network since not each engine has a bridge, until its first 200."""
    with TemporaryDirectory() as folder, socket.socket() as free:
        for path, content in FILES[runtime].items():
            Path(folder, path).write_bytes(content)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        began = time.perf_counter()
        flags = ["--rm", "--detach", "--network=host", f"--volume={folder}:/app:ro", "--workdir=/app"]
        run = ["docker", "run", *flags, images.tag(Image.APP), "sh", "-c", COMMANDS[runtime].format(port=port)]
        name = subprocess.run(run, check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout.strip()
        try:
            while not answers(f"http://127.0.0.1:{port}{HEALTH[runtime]}"):
                time.sleep(0.005)
            return time.perf_counter() - began
        finally:
            subprocess.run(["docker", "rm", "--force", name], check=True, capture_output=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def first_answers(local: engine.LocalEngine, times: int) -> Iterator[str]:
    yield "| first 200 | pooled | cold `docker run` | times as fast | MB waiting | MB running | apps in 16 GB |"
    yield "|---" * 7 + "|"
    for runtime in FILES:
        pooled(local, runtime)
        warm = []
        for _ in range(times):
            filled(local, 2)
            warm.append(pooled(local, runtime))
        ours, idle, running = (median(column) for column in zip(*warm, strict=True))
        theirs = median(cold(runtime) for _ in range(times))
        yield (
            f"| {runtime} | {ours * 1000:.0f} ms | {theirs * 1000:.0f} ms | {theirs / ours:.1f} "
            f"| {idle:.0f} | {running:.0f} | {SIXTEEN_GB / running:.0f} |"
        )
        local.sweep(pool=True)


def seen(tester: Tester, url: str, word: str) -> None:
    name = f"test_{word}"
    tester.put(f"{name}.py", f"def {name}(app):\n    app.see_text({word!r})\n")
    told = tester.check(Opening(url, pictures=False), f"{name}.py", [name], seconds=30)
    assert told[name].mark == "passed", told


def pictures(local: engine.LocalEngine, times: int) -> Iterator[str]:
    rendered, edited = [], []
    with Tester(local) as tester:
        for number in range(times + 1):
            filled(local, 3)
            began = time.perf_counter()
            with local.open(Image.APP, runtime=Runtime.STREAMLIT) as box:
                box.put({"app.py": STREAMLIT % b"first%d" % number})
                assert box.start(Runtime.STREAMLIT).ok
                seen(tester, tester.lead(box), f"first{number}")
                rendered.append(time.perf_counter() - began)
                edited.append(edit(tester, box, f"edit{number}"))
    yield f"| Streamlit: claim to seen in the browser | {median(rendered[1:]) * 1000:.0f} ms |"
    yield f"| Streamlit: edit to seen in the browser | {median(edited[1:]) * 1000:.0f} ms |"


def edit(tester: Tester, box: Sandbox, word: str) -> float:
    """Seconds from an edit, by a restart of the app and of the page that a browser has open, to where it is seen."""
    name = f"test_{word}"
    tester.put(f"{name}.py", REFRESH.format(name=name, word=word))
    page = Opening(tester.lead(box), pictures=False)
    with ThreadPoolExecutor(1) as beside:
        refreshed = beside.submit(tester.check, page, f"{name}.py", [name], seconds=30)
        time.sleep(1.5)  # for the page to be open
        began = time.perf_counter()
        box.put({"app.py": STREAMLIT % word.encode()})
        assert box.start(Runtime.STREAMLIT).ok
        tester.put(word, "")
        told = refreshed.result()
    spent = time.perf_counter() - began
    assert told[name].mark == "passed", told
    return spent


def trial(local: engine.LocalEngine, times: int) -> Iterator[str]:
    checks = [check(f"k{number}", *STEPS) for number in range(5)]
    spent = []
    with Trials(local, plan(Kind.WEB), lambda event: None) as trials:
        trials.warm()
        trials.empty(checks)
        for number in range(times):
            filled(local, 3)
            began = time.perf_counter()
            verdict = trials.run(number, app("bill"), checks)
            spent.append(time.perf_counter() - began)
            assert all(one.mark is Mark.PASSED for one in (*verdict.invariants, *verdict.checks))
    yield f"| web: all invariants and five checks | {median(spent):.2f} s |"


def crowd(local: engine.LocalEngine, times: int) -> Iterator[str]:
    filled(local, 2)
    with ThreadPoolExecutor(times) as pool:
        spent = timed(lambda: [*pool.map(lambda _: pooled(local, Runtime.STATIC), range(times))])
    yield f"| {times} claims at the same time, to the last one's first 200 and removal | {spent:.1f} s |"


def cycles(local: engine.LocalEngine, times: int) -> Iterator[str]:
    def held() -> tuple[int, int, int]:
        gc.collect()
        mine = local.client.containers(all=True, filters={"label": f"{engine.LABEL}={owner.me()}"})
        return len(os.listdir("/proc/self/fd")), threading.active_count(), len(mine)

    def memory() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

    pooled(local, Runtime.STATIC)
    before, grown = held(), memory()
    for _ in range(times):
        pooled(local, Runtime.STATIC)
    after = held()
    yield f"| {times} cycles: descriptors, threads, containers | {before} before, {after} after |"
    yield f"| {times} cycles: memory of the controller | {memory() - grown:+.1f} MB |"


@contextmanager
def opened() -> Iterator[engine.LocalEngine]:
    with TemporaryDirectory() as folder:
        local = engine.connect(pool_seconds=300, pool_folder=Path(folder))
        try:
            yield local
        finally:
            local.sweep(pool=True)


def run(times: int = 20, count: int = 500) -> Iterator[str]:
    with opened() as local:
        yield from first_answers(local, times)
        yield "\n| what | median |\n|---|---|"
        for part in (pictures, trial, crowd):
            yield from part(local, times)
        yield from cycles(local, count)


if __name__ == "__main__":
    for line in run(*map(int, sys.argv[1:])):
        print(line, flush=True)
