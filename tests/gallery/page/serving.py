"""The whole page as people use it: `mayfly ui` with a shelf of its own and a played model, in a real browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gallery.shelf import Shelf
from tests.endpoint_server import PlayedEndpoint

LOOK = """
    from axe_playwright_python.sync_playwright import Axe

    errors, outside = [], []
    context.set_default_timeout(60000)

    def watched(page):
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: outside.append(request.url) if "evil" in request.url else None)
        return page

    def serious(page):
        "What is still wrong when looked at again: while it fades in or changes its colours, text is fainter."
        for _ in range(5):
            page.wait_for_timeout(500)
            found = Axe().run(page).response["violations"]
            wrong = [f"{one['id']}: {node['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
                     for node in one["nodes"]]
            if not wrong:
                break
        return wrong

    def fits(page):
        return page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def tab_to(page, name):
        for _ in range(80):
            told = page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText || ''").strip()
            if told.endswith(name):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard alone doesn't reach {name}; it came to {told[:200]}.")

    def unreadable(page):
        "What is wrong with it in light and dark, at a desk and on a phone."
        wrong = []
        for scheme in ("light", "dark"):
            for name, width, height in (("phone", 390, 844), ("desktop", 1280, 800)):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": height})
                found = serious(page) + ([] if fits(page) else ["It is wider than the screen."])
                wrong += [f"{page.url} {scheme} {name} {one}" for one in found]
        page.emulate_media(color_scheme="light")
        return wrong
"""
"""What scripts of the browser share."""


@dataclass
class Served:
    """`url` is where the page is, `home` the folder of its shelf."""

    url: str
    home: Path
    endpoint: PlayedEndpoint
    environment: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def shelf(self) -> Iterator[Shelf]:
        with Shelf(self.home) as opened:
            yield opened


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def page_server(environment: Mapping[str, str], *args: str, port: int = 0) -> Iterator[str]:
    """`mayfly ui`, and where it is."""
    with page_process(environment, *args, port=port) as (url, _):
        yield url


@contextmanager
def page_process(
    environment: Mapping[str, str], *args: str, port: int = 0
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The same with its process, which leads a group of its own and may be killed."""
    port = port or free_port()
    command = [sys.executable, "-c", "from gallery.cli import main; main()", "ui", "--port", str(port), *args]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True, env={**os.environ, **environment}
    ) as process:
        try:
            assert process.stdout is not None
            assert f":{port}" in process.stdout.readline()
            assert reached(f"http://127.0.0.1:{port}/_stcore/health") == "ok"
            yield f"http://127.0.0.1:{port}", process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            process.wait(20)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests of a module."""
    home = tmp_path_factory.mktemp("page") / "home"
    with PlayedEndpoint() as endpoint:
        environment = {
            "MAYFLY_HOME": str(home),
            "MAYFLY_CONFIG": "",
            "MAYFLY_BASE_URL": endpoint.url,
            "MAYFLY_API_KEY": endpoint.key,
            "MAYFLY_MODEL": endpoint.name,
            "MAYFLY_POOL_MINUTES": "0",
        }
        with page_server(environment) as url:
            yield Served(url, home, endpoint, environment)
            end_all(home)


@pytest.fixture
def shelf(served: Served) -> Iterator[Shelf]:
    """The one that the page shows, for the modules that take it from here."""
    with served.shelf() as opened:
        yield opened


def end_all(home: Path) -> None:
    """What the page started outlives it, but not the tests."""
    with Shelf(home) as shelf:
        for entry in shelf.entries():
            shelf.close(entry.id)
            if (run := shelf.steering.latest(entry.id)) and run.goes_on:
                shelf.steering.ask(run.id, "stop")


def reached(url: str) -> str:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")
