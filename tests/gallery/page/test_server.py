"""The page's server listens to this machine alone, and to no page but its own."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from gallery.page.processes import failure
from sandbox import Engine, Image, Runtime
from tests.gallery.page.serving import reached

ATTACK = Path(__file__).parents[2] / "sandbox/hostile/apps/attack_page.html"
SERVER = b"""
from fastapi import FastAPI
from fastapi.responses import FileResponse

app = FastAPI()
app.get("/")(lambda: FileResponse("index.html"))
"""
"""Serves it without the policy that pages of the kind `web` get."""
LET_IT = """
    page.goto(urls["app"] + "/#" + ",".join((urls["page"], urls["neighbour"])))
    page.wait_for_function("document.title === 'done'", timeout=60000)
    seen["won"] = page.evaluate("window.won")
    for name in urls:
        seen[name] = [cookie["name"] for cookie in context.cookies(urls[name])]
"""


def test_the_command_serves_the_page_on_this_machine_only(port: int) -> None:
    refuses_what_an_app_would_ask(port)
    sockets = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    listening = [row.split()[1] for row in sockets.splitlines() if f":{port:04X} 0" in row and " 0A " in row]
    assert listening == [f"0100007F:{port:04X}"]


def test_a_page_of_an_app_gets_nothing_from_ours_or_a_neighbours(
    port: int, engine: Engine, browse: Callable[..., dict[str, object]]
) -> None:
    page = f"http://127.0.0.1:{port}"
    files = {"index.html": ATTACK.read_bytes(), "app.py": SERVER}
    with engine.open(Image.APP) as evil, engine.open(Image.APP) as neighbour:
        for one in (evil, neighbour):
            one.put(files)
            assert one.start(Runtime.FASTAPI).ok
        seen = browse(LET_IT, {"app": evil.url, "page": page, "neighbour": neighbour.url})
    assert seen == {"won": [], "app": ["planted"], "page": [], "neighbour": []}
    assert reached(f"{page}/_stcore/health") == "ok"


def refuses_what_an_app_would_ask(port: int) -> None:
    """From an app's own origin, and under a name that leads to our address: no answer to read, no session to drive."""
    for origin in ("http://mayfly-1.localhost:8000", f"http://evil.example:{port}", "null"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/_stcore/health", headers={"Origin": origin})
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert answer.headers["Access-Control-Allow-Origin"] not in (origin, "*")
        with pytest.raises(InvalidStatus, match="403"), session(port, origin):
            pass
    with session(port, f"http://127.0.0.1:{port}"):
        pass


def session(port: int, origin: str) -> ClientConnection:
    """A live page, asked for from an origin."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    return connect(address, origin=Origin(origin), subprotocols=[Subprotocol("streamlit")])


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-c", "from gallery.cli import main; main()", "ui", "--port"]
        ended = subprocess.run([*command, str(taken.getsockname()[1])], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "can't be used" in ended.stderr
    assert "--port" in ended.stderr


def test_told_failures_are_read() -> None:
    assert failure(json.dumps({"outcome": "none", "error": "No.", "hint": "Do."})) == "No. Do."
    assert failure(json.dumps({"outcome": "partly"})) == ""
    assert failure("") == "It ended without a word."
