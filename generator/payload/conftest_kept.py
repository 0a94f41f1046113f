"""Gives each test a browser page of the app: started afresh from a copy of its files, or the one at APP_URL.

Needs `pip install pytest playwright`, the app's requirements where it has any, and a Chromium: the one that
`playwright install chromium` gets, or one that is installed already. CHROMIUM_FLAGS adds to its command.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from server import START
from steps import App

ROOT = Path(__file__).parent.parent
NOT_THE_APP = shutil.ignore_patterns("tests", "pictures", "data", "__pycache__", ".*")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    names = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path).exists()
        flags = os.environ.get("CHROMIUM_FLAGS", "").split()
        flags += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        with playwright.chromium.launch(executable_path=None if own else found, args=flags) as chromium:
            yield chromium


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Where the app answers. What it saves while it is tested is thrown away."""
    if given := os.environ.get("APP_URL"):
        yield given
        return
    folder = tmp_path / "app"
    shutil.copytree(ROOT, folder, ignore=NOT_THE_APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", *(port if part == "{port}" else part for part in START)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as app:  # noqa: S603
        try:
            wait_for(f"http://127.0.0.1:{port}/", app)
            yield f"http://127.0.0.1:{port}/"
        finally:
            app.kill()


@pytest.fixture
def app(browser: Browser, url: str) -> Iterator[App]:
    """The app on a page of its own, with no storage from before."""
    with App.opened(browser, url) as opened:
        opened.go()
        yield opened


def wait_for(url: str, app: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert app.poll() is None, "The app ended before it answered."
        try:
            urllib.request.urlopen(url, timeout=1).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The app did not answer within 30 s.")
