"""`make bench-sandbox`: the figures of the sandbox in one run, as the Markdown that RESULTS.md shows: from a claim to a
first answer, beside other ways to the same; to a picture and a trial; through the door; and of many at once.

`python -m tests.bench.sandbox TIMES CYCLES` for other numbers than 20 of each figure and 500 cycles. What it is about
goes to standard error meanwhile.
"""

import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from statistics import median, quantiles

from generator.contract import Kind, Mark
from generator.tester import Opening, Tester
from generator.trial import Trials
from sandbox import Image, Runtime, Sandbox, engine, engine_images
from tests.bench import door, many
from tests.bench.beside import RELEASES, others
from tests.bench.first import FILES, STREAMLIT, First, filled, first, idle_mb, opened
from tests.generator.trying import app, check, plan

MOST = {Runtime.STATIC: 20, Runtime.FASTAPI: 30, Runtime.STREAMLIT: 90}
"""Milliseconds from claim to first 200 that are aimed at."""
OTHERS = {
    "llm_sandbox": f"llm-sandbox {RELEASES['llm-sandbox']}, seen inside",
    "llm_sandbox_pool": "llm-sandbox from its own pool, seen inside",
    "swe_rex": f"swe-rex {RELEASES['swe-rex']}, seen inside",
}
NOTES = """\
Each begins with “I want it” and ends with a first 200 of the same app in a container of the same image. llm-sandbox
and swe-rex lead no connection from the host to an app, so theirs is seen by a shell inside that asks until it gets
it; ours asks the same once more, after the host has had its 200. llm-sandbox sets nothing up
(`skip_environment_setup`: the image has all), and its pool boots two ahead, each used once. swe-rex starts only where
it is installed: its image is ours with it on top. Neither takes away capabilities, the network or the writable root
by itself. Memory is that of the control group without what could be dropped at any time."""
REFRESH = """
import time
from pathlib import Path

def {name}(app):
    while not Path("{word}").exists():
        time.sleep(0.001)
    app.page.goto(app.url, wait_until="commit")
    app.page.wait_for_function("() => document.body?.innerText.includes('{word}')")
"""
STEPS = [
    {"do": "fill", "name": "Bill", "value": "100"},
    {"do": "see_value", "name": "Each pays", "equals": "30.00"},
]


def run(times: int = 20, count: int = 500) -> Iterator[str]:
    info = engine_images.info()
    yield "## The sandbox\n"
    yield (
        f"`make bench-sandbox`: medians of {times} in one run on {os.cpu_count()} {platform.machine()} cores, "
        f"{info['OperatingSystem']}, engine {info['ServerVersion']} (cgroup v{info['CgroupVersion']}).\n"
    )
    for part in (answers(times), aims(times), many.bursts(), many.alive(times), many.cycles(count)):
        yield from chain(part, [""])


def answers(times: int) -> Iterator[str]:
    """From "I want it" to a first 200 of the same app in the same image, by each way."""
    rows: dict[str, dict[Runtime, float]] = {}
    sizes: dict[Runtime, tuple[float, float]] = {}
    tails: dict[Runtime, float] = {}
    with others() as ready:
        for runtime, files in FILES.items():
            say(f"{runtime}: ours")
            pooled, idle = claimed(runtime, times)
            for way, taken in ("**claimed from the pool**", pooled), ("booted, no pool", booted(runtime, times)):
                rows.setdefault(f"{way}, seen from the host", {})[runtime] = median(one.host for one in taken)
                rows.setdefault(f"{way}, seen inside after that", {})[runtime] = median(one.inside for one in taken)
            tails[runtime] = quantiles([one.host for one in pooled], n=20)[-1]
            sizes[runtime] = idle, median(one.running for one in pooled)
            say(f"{runtime}: docker run")
            way = "cold `docker run`, published port, seen from the host"
            rows.setdefault(way, {})[runtime] = median(ready.cold(runtime, files) for _ in range(times))
            for other, way in OTHERS.items():
                say(f"{runtime}: {way}")
                rows.setdefault(way, {})[runtime] = median(ready.by(other, runtime, files, times))
    yield "| from “I want it” to a first 200 | " + " | ".join(FILES) + " |"
    yield "|---" * (len(FILES) + 1) + "|"
    for way, taken_by in rows.items():
        yield row(way, (f"{taken_by[runtime] * 1000:.0f} ms" for runtime in FILES))
    host, inside, *_ = rows.values()
    for way, taken_by in [*rows.items()][4:]:
        ours = inside if "inside" in way else host
        ratios = (f"{taken_by[runtime] / ours[runtime]:.1f}" for runtime in FILES)
        yield row(f"the pool is so many times as fast as {way.partition(',')[0]}", ratios)
    yield row("from the pool, 95 of 100 within", (f"{tails[runtime] * 1000:.0f} ms" for runtime in FILES))
    yield row("aim, from the host", (f"≤ {MOST[runtime]} ms" for runtime in FILES))
    yield row("met", (yes(host[runtime] * 1000 <= MOST[runtime]) for runtime in FILES))
    yield row("memory while it waits", (f"{sizes[runtime][0]:.0f} MB" for runtime in FILES))
    yield row("memory once it has answered", (f"{sizes[runtime][1]:.0f} MB" for runtime in FILES))
    yield f"\n{NOTES}"


def claimed(runtime: Runtime, times: int) -> tuple[list[First], float]:
    """From a pool with two ready; and the megabytes of one that waits."""
    with opened() as local:
        first(local, runtime)
        taken = []
        for _ in range(times):
            filled(local, 2)
            taken.append(first(local, runtime))
        filled(local, 2)
        return taken, median(idle_mb(local, runtime) for _ in range(2))


def booted(runtime: Runtime, times: int) -> list[First]:
    local = engine.connect()
    return [first(local, runtime) for _ in range(times)]


def aims(times: int) -> Iterator[str]:
    """The other figures that are aimed at."""
    yield "| what | median | aim | met |"
    yield "|---|---|---|---|"
    say("pictures")
    rendered, edited = pictures(times)
    yield aim("Streamlit: claim to seen in the browser", rendered * 1000, "ms", most=1000)
    yield aim("Streamlit: edit to seen in the browser", edited * 1000, "ms", most=250)
    say("trials")
    yield aim("web: all invariants and five checks, warm tester", trial(times) * 1000, "ms", most=1500)
    say("door")
    local = engine.connect()
    rows = [door.through(local) for _ in range(times)]
    out, into, trip = (median(column) for column in zip(*rows, strict=True))
    yield aim("door: out of a sandbox", out, "MB/s", least=80)
    yield aim("door: into a sandbox", into, "MB/s", least=80)
    yield aim("door: round trip", trip, "ms", most=0.5)


def aim(what: str, figure: float, unit: str, *, least: float = 0, most: float = 0) -> str:
    met = figure >= least if least else figure <= most
    told = f"{figure:.2f}" if figure < 10 else f"{figure:.0f}"
    return row(what, [f"{told} {unit}", f"{'≥' if least else '≤'} {least or most:g} {unit}", yes(met)])


def row(name: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join([name, *cells])} |"


def yes(met: bool) -> str:
    return "yes" if met else "**no**"


def seen(tester: Tester, url: str, word: str) -> None:
    name = f"test_{word}"
    tester.put(f"{name}.py", f"def {name}(app):\n    app.see_text({word!r})\n")
    told = tester.check(Opening(url, pictures=False), f"{name}.py", [name], seconds=30)
    assert told[name].mark == "passed", told


def pictures(times: int) -> tuple[float, float]:
    """Seconds from a claim, and from an edit, to where a browser shows it."""
    rendered, edited = [], []
    with opened() as local, Tester(local) as tester:
        first(local, Runtime.STREAMLIT)
        for number in range(times + 1):
            filled(local, 3)
            began = time.perf_counter()
            with local.open(Image.APP, runtime=Runtime.STREAMLIT) as box:
                box.put({"app.py": STREAMLIT % b"first%d" % number})
                assert box.start(Runtime.STREAMLIT).ok
                seen(tester, tester.lead(box), f"first{number}")
                rendered.append(time.perf_counter() - began)
                edited.append(edit(tester, box, f"edit{number}"))
    return median(rendered[1:]), median(edited[1:])


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


def trial(times: int) -> float:
    checks = [check(f"k{number}", *STEPS) for number in range(5)]
    spent = []
    with opened() as local, Trials(local, plan(Kind.WEB), lambda event: None) as trials:
        trials.warm()
        trials.empty(checks)
        for number in range(times):
            filled(local, 3)
            began = time.perf_counter()
            verdict = trials.run(number, app("bill"), checks)
            spent.append(time.perf_counter() - began)
            assert all(one.mark is Mark.PASSED for one in (*verdict.invariants, *verdict.checks))
    return median(spent)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    for line in run(*map(int, sys.argv[1:])):
        print(line, flush=True)
