"""A real browser in a sandbox of its own, led to listeners of this host under the names that a person would use."""

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from sandbox import Engine, Image, Limits, Sandbox

BROWSE = """
import json, sys
from playwright.sync_api import sync_playwright

urls, rules = json.loads(sys.argv[1]), sys.argv[2]
with sync_playwright() as playwright:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--host-resolver-rules={rules}"]
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=flags)
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    seen = {}
%s
    print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def browse(engine: Engine) -> Iterator[Callable[..., dict[str, object]]]:
    """Runs scripts of Chromium, which is led to the host's own listeners."""
    with browsing(engine) as (_, run):
        yield run


@contextlib.contextmanager
def browsing(engine: Engine) -> Iterator[tuple[Sandbox, Callable[..., dict[str, object]]]]:
    """The sandbox of the browser, and what runs a script in it: under the names that a person's browser would use it
    reaches the host's own listeners."""
    with engine.open(Image.TESTER, limits=Limits(memory_mb=1024, processes=512)) as tester:

        def run(script: str, urls: dict[str, str], seconds: float = 90) -> dict[str, object]:
            rules = []
            for name, url in urls.items():
                inside = urlsplit(tester.offer(name, through_to(urlsplit(url).port or 0)))
                rules.append(f"MAP {urlsplit(url).hostname} 127.0.0.1:{inside.port}")
            apps = urlsplit(tester.offer("apps", by_name))
            rules.append(f"MAP *.localhost 127.0.0.1:{apps.port}")
            ran = tester.run(["python", "-c", BROWSE % script, json.dumps(urls), ", ".join(rules)], seconds=seconds)
            assert ran.status == 0, ran.errors.decode()
            seen: dict[str, object] = json.loads(ran.output)
            return seen

        yield tester, run


def by_name(sock: socket.socket) -> None:
    """Carries a connection to the port that it asks for, as those of open apps are only known when they open."""
    head = b""
    while b"\r\n\r\n" not in head:
        if not (data := sock.recv(1 << 16)):
            return
        head += data
    asked = re.search(rb"(?im)^host:.*:(\d+)\r$", head)
    assert asked
    through_to(int(asked[1]), head)(sock)


def through_to(port: int, head: bytes = b"") -> Callable[[socket.socket], None]:
    """Carries a connection to a port of this host's loopback, which gets the head first."""

    def copy(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def serve(sock: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port), 5) as app:
            app.settimeout(None)  # an app may think for longer before it answers
            app.sendall(head)
            back = threading.Thread(target=copy, args=(app, sock))
            back.start()
            copy(sock, app)
            back.join()

    return serve
