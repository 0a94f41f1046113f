"""Many sandboxes: claimed at the same time, alive at the same time, and one after the other for hundreds of times."""

import gc
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

from sandbox import Image, Runtime, Sandbox, engine, keeper, owner
from tests.bench.beside import HEALTH, answers
from tests.bench.first import FILES, First, filled, first, opened
from tests.localhost import as_browsers_do
from tests.sandbox.conftest import render

SIXTEEN_GB = 16384
CLAIMS = 20
ROUNDS = 3
LIVE = {Runtime.STATIC: 5, Runtime.FASTAPI: 3, Runtime.STREAMLIT: 2}
"""So many live at once for each time that a figure is taken."""
SETTLE_SECONDS = 3
WARMING = 20
"""Cycles before the count begins: caches fill, allocators settle."""


def bursts() -> Iterator[str]:
    """Claims at the same time: with the usual two ready, and with as many as the keeper holds after such a burst."""
    few, all_ready = [], []
    for _ in range(ROUNDS):
        with opened() as local:
            first(local, Runtime.STATIC)
            filled(local, 2)
            few.append(burst(local))
            filled(local, CLAIMS)
            all_ready.append(burst(local))
    yield f"| {CLAIMS} claims at the same time, static | first 200: median | 95 of 100 | the last | last one removed |"
    yield "|---|---|---|---|---|"
    for words, rounds in (("2 are ready, 18 boot", few), ("after such a burst: all are ready", all_ready)):
        hosts = [one.host for claims, _ in rounds for one in claims]
        last = median(max(one.host for one in claims) for claims, _ in rounds)
        spread = quantiles(hosts, n=20)
        yield (
            f"| {words} | {median(hosts):.2f} s | {spread[-1]:.2f} s | {last:.2f} s "
            f"| {median(spent for _, spent in rounds):.2f} s |"
        )


def burst(local: engine.LocalEngine) -> tuple[list[First], float]:
    with ThreadPoolExecutor(CLAIMS) as claimers:
        began = time.perf_counter()
        done = [*claimers.map(lambda _: first(local, Runtime.STATIC), range(CLAIMS))]
        return done, time.perf_counter() - began


def alive(times: int) -> Iterator[str]:
    """Really started and all answering; how many more there would be room for is reckoned by the larger figure."""
    as_browsers_do()
    yield "| alive at the same time | started | MB each by control group | MB each, taken from the host | in 16 GB |"
    yield "|---|---|---|---|---|"
    local = engine.connect()
    for runtime, each in LIVE.items():
        free = keeper.free_mb()
        with ExitStack() as stack:
            boxes = live(local, runtime, each * times, stack)
            time.sleep(SETTLE_SECONDS)
            assert all(answers(box.url + HEALTH[runtime]) for box in boxes)
            own = sum(box.usage().memory_mb for box in boxes) / len(boxes)
            taken = (free - keeper.free_mb()) / len(boxes)
        yield f"| {runtime} | {len(boxes)} | {own:.1f} | {taken:.1f} | {SIXTEEN_GB / max(own, taken):.0f}, reckoned |"


def live(local: engine.LocalEngine, runtime: Runtime, most: int, stack: ExitStack) -> list[Sandbox]:
    """So many apps that have been used once, or as many as leave half of the free memory."""
    enough = keeper.free_mb() / 2
    lock = threading.Lock()

    def begin(_: int) -> Sandbox | None:
        if keeper.free_mb() < enough:
            return None
        context = local.open(Image.APP, runtime=runtime)
        box = context.__enter__()
        with lock:
            stack.push(context.__exit__)
        box.put(FILES[runtime])
        assert box.start(runtime).ok
        if runtime is Runtime.STREAMLIT:
            render(box.url)
        return box

    with ThreadPoolExecutor(os.cpu_count()) as starters:
        return [box for box in starters.map(begin, range(most)) if box]


def cycles(times: int) -> Iterator[str]:
    """Claim, run and discard, over and over."""
    with opened() as local:
        for _ in range(WARMING):
            first(local, Runtime.STATIC)
        settled(local)
        before, began = held(local), time.perf_counter()
        for _ in range(times):
            first(local, Runtime.STATIC)
        spent = time.perf_counter() - began
        settled(local)
        after = held(local)
    yield f"| {times} cycles of claim, run, discard in {spent:.0f} s | before | after | growth |"
    yield "|---|---|---|---|"
    for what, was in before.items():
        yield f"| {what} | {was:.0f} | {after[what]:.0f} | {after[what] - was:+.0f} |"


def settled(local: engine.LocalEngine) -> None:
    """Wait until no more are booted ahead."""
    before = -1
    while (ready := len(local.pool.ready())) != before:
        before = ready
        time.sleep(SETTLE_SECONDS)


def held(local: engine.LocalEngine) -> dict[str, float]:
    """What may not grow. The containers are those of this benchmark and its pool; what else the engine has is
    everybody's."""
    gc.collect()
    assert local.pool.keeper
    client = local.client
    labels = [one["Labels"] for one in client.containers(all=True, filters={"label": engine.LABEL})]
    pool = sum(one.get(engine.POOL) == str(local.pool.path) for one in labels)
    found: dict[str, float] = {
        "containers of the pool, as many as were lately claimed at once": pool,
        "containers, others": sum(one[engine.LABEL] == owner.me() for one in labels),
        "images": len(client.images(all=True)),
        "volumes": len(client.volumes()["Volumes"] or ()),
        "networks": len(client.networks()),
    }
    processes = {"controller": os.getpid(), "keeper": local.pool.keeper.pid, **dict(daemons("dockerd", "containerd"))}
    for name, pid in processes.items():
        found |= {f"{name}: {what}": count(pid) for what, count in COUNTED.items()}
    return found


def daemons(*names: str) -> Iterator[tuple[str, int]]:
    """Those of the engine's processes that can be looked into from here."""
    for name in names:
        found = subprocess.run(["pgrep", "-o", "-x", name], capture_output=True, text=True, check=False).stdout
        if found and os.access(f"/proc/{int(found)}/fd", os.R_OK):
            yield name, int(found)


def resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


COUNTED: dict[str, Callable[[int], float]] = {
    "descriptors": lambda pid: len(os.listdir(f"/proc/{pid}/fd")),
    "threads": lambda pid: len(os.listdir(f"/proc/{pid}/task")),
    "memory, MB": resident_mb,
}
