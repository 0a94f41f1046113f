"""An exported app runs on a machine that has Python and nothing of Mayfly, by exactly what its README says.

That machine is a container of the plain base image: no network, nothing mounted, the exported folder copied into it.
What pip would have of an index is a folder of the same wheels, fetched by the host's own pip: the settings that lead a
host to its index may be of no use inside a container.
"""

import json
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gallery.exports import as_folder
from gallery.shelf import Shelf
from generator.contract import Kind
from sandbox import engine_images, images
from tests.gallery.test_keep import commands
from tests.generator.trying import app

PAGE = b"""<!doctype html><html lang=en><title>Cakes</title><h1>Cakes</h1><p id=day></p>
<script src="/vendor/dayjs.js"></script>
<script>day.textContent = dayjs("2024-02-29").format("D.M.YYYY")</script></html>"""
CHARTS = b"""import pandas as pd
import streamlit as st

cakes = pd.read_csv("data/cakes.csv")
st.title("Cakes")
st.metric("Eaten", int(cakes["eaten"].sum()))
st.line_chart(cakes, x="day", y="eaten")
"""
EATEN = {"cakes.csv": b"day,eaten\n1,3\n2,4\n"}
DATES = b"""import argparse
from dateutil.parser import parse

given = argparse.ArgumentParser(description="Writes dates in one form.")
given.add_argument("file", type=argparse.FileType())
print(*(parse(line).date() for line in given.parse_args().file), sep="\\n")
"""
WEB, STREAMLIT = (
    """
    page.goto(urls["app"] + "/")
    seen["shown"] = page.locator("#day").inner_text()
""",
    """
    page.goto(urls["app"] + "/")
    page.locator('[data-testid="stVegaLiteChart"] svg').first.wait_for(timeout=80_000)
    seen["shown"] = page.get_by_test_id("stMetricValue").inner_text()
""",
)
# Where a person has a browser.
BROWSER = """#!/usr/bin/env python3
import sys, urllib.request
open("/opened", "wb").write(urllib.request.urlopen(sys.argv[1]).read())
"""
MACHINE = """\
FROM {below}
LABEL {label}={exported}
COPY wheels /wheels
COPY browser /usr/local/bin/browser
RUN chmod +x /usr/local/bin/browser && python3 -m venv --without-pip /opt/python \\
 && PYTHONPATH="$(echo /wheels/pip-*.whl)" /opt/python/bin/python -m pip install --no-index --find-links /wheels pip
ENV PATH=/opt/python/bin:/usr/local/bin:/usr/bin:/bin PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels BROWSER="browser %s"
"""
ROOMS = 'import importlib.util as u; print([room for room in ("gallery", "generator", "sandbox") if u.find_spec(room)])'
PUMP = """
import os, socket, sys, threading
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as app:
    def out():
        while data := app.recv(65536):
            os.write(1, data)
        os._exit(0)
    threading.Thread(target=out, daemon=True).start()
    while data := os.read(0, 65536):
        app.sendall(data)
    app.shutdown(socket.SHUT_WR)
    threading.Event().wait()
"""


def docker(*words: str | Path, check: bool = True) -> str:
    ran = subprocess.run(["docker", *words], capture_output=True, text=True, timeout=500, check=False)
    assert ran.returncode == 0 or not check, ran.stdout[-3000:] + ran.stderr[-3000:]
    return ran.stdout


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The image of that machine: the base image with pip, as any image of Python has it."""
    if not engine_images.there(images.BASE.tag):
        images.make(images.BASE, lambda _: None)
    context, name = tmp_path_factory.mktemp("machine"), f"mayfly-test-{uuid.uuid4().hex[:8]}"
    (context / "wheels").mkdir()
    images.fetch(images.libraries(images.Image.APP).requirements, context / "wheels", lambda _: None)
    (context / "browser").write_text(BROWSER)
    own = {"below": images.BASE.tag, "label": engine_images.LABEL, "exported": engine_images.EXPORTED}
    (context / "Dockerfile").write_text(MACHINE.format(**own))
    try:
        docker("build", "--network", "none", "--force-rm", "--tag", name, context)
        yield name
    finally:
        docker("rmi", "--force", name, check=False)


class Machine:
    """A container without a network. `home` is a folder in it."""

    home = "/home/app"

    def __init__(self, name: str) -> None:
        self.name = name

    def run(self, command: str) -> str:
        """What a command gives that comes to its end."""
        return docker("exec", "--workdir", self.home, self.name, "sh", "-c", command)

    @contextmanager
    def running(self, command: str) -> Iterator[None]:
        """One that goes on, in another terminal."""
        argv = ["docker", "exec", "--workdir", self.home, self.name, "sh", "-c", command]
        with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            try:
                yield
            finally:
                docker("kill", self.name, check=False)
                print(process.communicate(timeout=60)[0].decode(errors="replace"))

    @contextmanager
    def reached(self, port: int) -> Iterator[str]:
        """An address here that leads to that port of its loopback, which nobody else reaches."""
        carrying: list[subprocess.Popen[bytes]] = []
        with socket.create_server(("127.0.0.1", 0)) as listener:
            thread = threading.Thread(target=self._carry, args=(listener, port, carrying))
            thread.start()
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join(60)
                for process in carrying:
                    process.kill()
                    process.wait(60)

    def _carry(self, listener: socket.socket, port: int, carrying: "list[subprocess.Popen[bytes]]") -> None:
        pump = ["docker", "exec", "-i", self.name, "python3", "-c", PUMP, str(port)]
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                argv = {"stdin": connection, "stdout": connection, "stderr": subprocess.DEVNULL}
                carrying.append(subprocess.Popen(pump, **argv))


@contextmanager
def machine(image: str, *words: str) -> Iterator[Machine]:
    name = f"{image}-{uuid.uuid4().hex[:8]}"
    docker("run", "--detach", "--network", "none", "--name", name, image, *words)
    try:
        yield Machine(name)
    finally:
        docker("rm", "--force", name, check=False)


@contextmanager
def moved_to(image: str, folder: Path) -> Iterator[Machine]:
    with machine(image, "sleep", "900") as found:
        docker("exec", found.name, "mkdir", found.home)
        docker("cp", f"{folder}/.", f"{found.name}:{found.home}")
        assert found.run(f"python3 -c '{ROOMS}'") == "[]\n"
        yield found


def answered(url: str, body: object = None) -> bytes:
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    until = time.monotonic() + 240
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert time.monotonic() < until, f"{url} did not answer"
            time.sleep(0.2)


Put = Callable[..., Path]
Browse = Callable[..., dict[str, Any]]


@pytest.fixture
def exported(shelf: Shelf, shelved: Callable[..., str], tmp_path: Path) -> Put:
    def export(kind: Kind, files: Mapping[str, bytes], stored: Mapping[str, bytes] = {}) -> Path:
        entry = shelved(kind=kind, files=dict(files))
        shelf.save_data(entry, stored)
        return as_folder(shelf, shelf.find(entry), tmp_path / "exported")

    return export


def is_the_page(url: str, browse: Browse) -> None:
    answered(url)
    assert browse(WEB, {"app": url})["shown"] == "29.2.2024", "its library came with it"


def is_the_chart(url: str, browse: Browse) -> None:
    assert answered(f"{url}/_stcore/health") == b"ok"
    assert browse(STREAMLIT, {"app": url})["shown"] == "7"


def is_the_parking(url: str, browse: Browse) -> None:
    answered(url)
    assert json.loads(answered(f"{url}/tickets", {"minutes": 61}))["fee"] == 4.8
    assert [ticket["minutes"] for ticket in json.loads(answered(f"{url}/tickets"))] == [61]


@dataclass(frozen=True, slots=True)
class Served:
    """An app with a page. `judge` looks at it at its address."""

    kind: Kind
    files: Mapping[str, bytes]
    port: int
    judge: Callable[[str, Browse], None]
    stored: Mapping[str, bytes] = field(default_factory=dict)


WEB_APP = Served(Kind.WEB, {"index.html": PAGE}, 8000, is_the_page)
API_APP = Served(Kind.API, app("tickets").files, 8000, is_the_parking)
STREAMLIT_APP = Served(Kind.STREAMLIT, {"app.py": CHARTS}, 8501, is_the_chart, EATEN)


@pytest.mark.parametrize("served", [WEB_APP, API_APP, STREAMLIT_APP], ids=lambda served: served.kind)
def test_an_app_with_a_page_runs_by_its_two_commands(plain: str, exported: Put, browse: Browse, served: Served) -> None:
    folder = exported(served.kind, served.files, served.stored)
    first, second = commands(folder)
    is_page = served.kind is Kind.WEB
    with moved_to(plain, folder) as there:
        if not is_page:
            there.run(first)
        with there.running(first if is_page else second), there.reached(served.port) as url:
            served.judge(url, browse)
            if is_page:
                there.run(second)
                assert there.run("cat /opened").encode() == PAGE, "the second command opens it"


def test_a_command_runs_by_its_two_commands(plain: str, exported: Put) -> None:
    folder = exported(Kind.SCRIPT, {"main.py": DATES})
    install, run = commands(folder)
    assert run.endswith(" --help")
    with moved_to(plain, folder) as there:
        there.run(install)
        assert "Writes dates in one form." in there.run(run)
        there.run("echo 3 May 2026 > dates.txt")
        assert there.run(run.replace("--help", "dates.txt")) == "2026-05-03\n"


@pytest.fixture
def built(plain: str) -> Iterator[Callable[[Path], str]]:
    """Builds an exported folder by its own Dockerfile, on that machine's image in place of the one from a registry."""
    names: list[str] = []

    def build(folder: Path) -> str:
        recipe = folder / "Dockerfile"
        first, _, rest = recipe.read_text().partition("\n")
        assert first == "FROM python:3.11-slim"
        recipe.write_text(f"FROM {plain}\n{rest}")
        names.append(f"mayfly-test-{uuid.uuid4().hex[:8]}")
        docker("build", "--network", "none", "--force-rm", "--tag", names[-1], folder)
        return names[-1]

    yield build
    for name in names:
        docker("rmi", "--force", name, check=False)


@pytest.mark.parametrize(
    "served",
    [WEB_APP, API_APP, pytest.param(STREAMLIT_APP, marks=pytest.mark.slow)],
    ids=lambda served: served.kind,
)
def test_an_app_with_a_page_is_built_by_its_dockerfile_and_answers(
    exported: Put, built: Callable[[Path], str], browse: Browse, served: Served
) -> None:
    image = built(exported(served.kind, served.files, served.stored))
    with machine(image) as there, there.reached(served.port) as url:
        served.judge(url, browse)


def test_a_command_is_built_by_its_dockerfile_and_reads_the_folder_it_is_called_in(
    exported: Put, built: Callable[[Path], str], tmp_path: Path
) -> None:
    image = built(exported(Kind.SCRIPT, {"main.py": DATES}))
    run = ("run", "--rm", "-i", "--network", "none")
    assert "Writes dates in one form." in docker(*run, image, "--help")
    (tmp_path / "dates.txt").write_text("3 May 2026\n")
    assert docker(*run, "-v", f"{tmp_path}:/work", image, "dates.txt") == "2026-05-03\n"
