"""What a sandbox tells of its own use, and what its limits did to it; the runtimes that apps can have."""

import urllib.request

import pytest

from sandbox import Engine, Image, Limits, Runtime, Sandbox, SandboxError

API = b"""
import os
from fastapi import FastAPI
app = FastAPI()

@app.get("/")
def page() -> dict[str, str]:
    return {"word": open("word.txt").read(), "env": os.environ.get("WORD", "")}
"""


def read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return bytes(answer.read())


def test_use_is_told_as_it_is(engine: Engine) -> None:
    with engine.open(Image.APP, limits=Limits(memory_mb=256, cpus=0.1)) as box:
        first = box.usage()
        assert 1 < first.memory_mb < 100
        assert first.processes < 10
        assert first.memory_kills == 0
        box.put({"big": bytes(5_000_000)})
        for _ in range(20):  # on a machine that is busy it may not get as much as its limit
            box.run(["python", "-c", "import time; end = time.time() + 1.5\nwhile time.time() < end: pass"])
            if box.usage().held_back_seconds > 0.1:
                break
        box.run(["python", "-c", "held = []\nwhile True: held.append(bytes(1 << 20) + b'x')"])
        then = box.usage()
    assert then.memory_peak_mb > 200
    assert then.memory_kills >= 1
    assert then.cpu_seconds > first.cpu_seconds
    assert then.held_back_seconds > 0.1
    assert then.bytes_in > 5_000_000 > first.bytes_in


def test_an_app_that_is_held_back_or_runs_out_of_memory_says_so(engine: Engine) -> None:
    with engine.open(Image.APP, limits=Limits(memory_mb=200, cpus=0.1)) as box:
        box.put({"app.py": b"while True: pass"})
        started = box.start(Runtime.FASTAPI, seconds=10)
        assert started.reason.startswith("It did not answer in time. Its limit of 0.1 processors has held it back for")
    with engine.open(Image.APP, limits=Limits(memory_mb=200)) as box:
        box.put({"app.py": API.replace(b"import os", b"held = [bytes(1 << 20) + b'x' for _ in range(1000)]")})
        started = box.start(Runtime.FASTAPI)
        assert started.reason == "It used up its memory and was ended. It may use 200 MB."


def test_an_api_starts_and_starts_again_after_an_edit(engine: Engine) -> None:
    with engine.open(Image.APP, runtime=Runtime.FASTAPI) as box:
        for word in ("first", "second"):
            box.put({"app.py": API, "word.txt": word.encode()})
            started = box.start(Runtime.FASTAPI, env={"WORD": word})
            assert started.ok, started
            assert read(box.url) == b'{"word":"%s","env":"%s"}' % (word.encode(), word.encode())
        box.put({"app.py": b"import nothing_of_that_name"})
        started = box.start(Runtime.FASTAPI)
        assert not started.ok
        assert "nothing_of_that_name" in started.reason


def test_a_script_is_run_and_not_started(box: Sandbox) -> None:
    with pytest.raises(SandboxError, match="nothing to start"):
        box.start(Runtime.SCRIPT)
    box.put({"main.py": b"print(6 * 7)"})
    assert box.run(["python", "main.py"]).output == b"42\n"


def test_forked_apps_share_no_chance(engine: Engine) -> None:
    app = b"import random, numpy\nfrom fastapi import FastAPI\napp = FastAPI()\n"
    app += b"said = [random.random(), numpy.random.rand()]\napp.get('/')(lambda: said)\n"
    seen = set()
    with engine.open(Image.APP, runtime=Runtime.STREAMLIT) as box:
        box.put({"app.py": app})
        for _ in range(2):
            assert box.start(Runtime.FASTAPI).ok
            seen |= set(read(box.url)[1:-1].split(b","))
    assert len(seen) == 4
