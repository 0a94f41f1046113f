"""What the tests of the page share: a screen alone, and the whole page as `mayfly ui` serves it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gallery.shelf import Shelf
from tests.endpoint_server import PlayedEndpoint

SCREEN = """
import streamlit as st
from gallery.page import screens

st.navigation([screens.page_of(name) for name in screens.SCREENS])
screens.guarded({!r})()
"""
Screen = Callable[..., AppTest]


@pytest.fixture
def screen(shelf: Shelf, endpoint: PlayedEndpoint, monkeypatch: Any) -> Screen:
    """One screen of the page, without a browser."""
    monkeypatch.setenv("MAYFLY_HOME", str(shelf.home))
    monkeypatch.setenv("MAYFLY_BASE_URL", endpoint.url)
    monkeypatch.setenv("MAYFLY_API_KEY", endpoint.key)
    monkeypatch.setenv("MAYFLY_MODEL", endpoint.name)

    def run(name: str, entry: str = "", **params: str) -> AppTest:
        shown = AppTest.from_string(SCREEN.format(name), default_timeout=30)
        for key, value in ({"id": entry} if entry else {}).items() | params.items():
            shown.query_params[key] = value
        shown.run()
        assert not shown.exception
        return shown

    return run


def text_of(page: AppTest) -> str:
    return "\n".join(
        str(element.value)
        for kind in ("title", "markdown", "caption", "subheader", "error")
        for element in page.get(kind)
    )


@pytest.fixture
def port(shelf: Shelf) -> Iterator[int]:
    """Where `mayfly ui` serves the page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from gallery.cli import main; main()", "ui", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            assert f"http://127.0.0.1:{port}" in process.stdout.readline()
            assert reached(f"http://127.0.0.1:{port}/_stcore/health") == "ok"
            yield port
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(20)


def reached(url: str) -> str:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")
