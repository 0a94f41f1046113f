"""The browser page shows the shelf and lets things be made, kept and discarded; text from outside stays text."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from gallery.contract import Fate
from gallery.receipt import receipt_of
from gallery.shelf import Shelf
from generator.contract import Claim, ClaimResult, Dispute, Mark
from generator.events import Fault
from sandbox import Engine, Image, Runtime
from tests.endpoint_server import PlayedEndpoint

PAGE = Path(__file__).parent.parent.parent / "gallery/page.py"
ATTACK = Path(__file__).parents[1] / "sandbox/hostile/apps/attack_page.html"
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
EVIL = "<b>bold</b> **x** ![t](http://evil/t.png) :red[r] $x$"


@pytest.fixture
def page(shelf: Shelf, endpoint: PlayedEndpoint, monkeypatch: Any) -> Callable[[], AppTest]:
    monkeypatch.setenv("MAYFLY_HOME", str(shelf.home))
    monkeypatch.setenv("MAYFLY_BASE_URL", endpoint.url)
    monkeypatch.setenv("MAYFLY_API_KEY", endpoint.key)
    monkeypatch.setenv("MAYFLY_MODEL", endpoint.name)

    def run() -> AppTest:
        shown = AppTest.from_file(str(PAGE), default_timeout=30).run()
        assert not shown.exception
        return shown

    return run


def text_of(page: AppTest) -> str:
    return "\n".join(
        str(element.value) for kind in ("markdown", "caption", "subheader", "error") for element in page.get(kind)
    )


def test_an_empty_shelf_says_so(page: Callable[[], AppTest]) -> None:
    assert "Nothing is on it yet." in text_of(page())


def test_an_entry_is_shown_with_its_receipt_and_nothing_of_it_is_markup(
    page: Callable[[], AppTest], shelved: Callable[..., str]
) -> None:
    faults = [Fault("app.py", 4, "edge", EVIL, "pass", "survived"), Fault("app.py", 5, "edge", "a", "b", "noticed")]
    entry = shelved(title=EVIL, faults=faults)
    shown = text_of(page())
    assert "Checks noticed 1 of 2 deliberate faults" in shown
    assert entry.replace("-", "\\-") in shown
    assert "1 of 2 claims passed" in shown
    assert "Count showed 2\\, not 1" in shown
    assert "\\<b\\>bold" in shown
    assert "\\!\\[t\\]\\(http" in shown
    assert ":red[r]" not in shown.replace("\\:red\\[r\\]", "")


def test_an_app_is_kept_and_discarded(
    page: Callable[[], AppTest], shelf: Shelf, shelved: Callable[..., str], tmp_path: Path
) -> None:
    entry = shelved()
    shown = page()
    shown.text_input(key=f"folder {entry}").set_value(str(tmp_path / "kept"))
    shown.button(key=f"keep {entry}").click().run()
    assert (tmp_path / "kept/index.html").is_file()
    assert shelf.find(entry).fate is Fate.KEPT
    shown.button(key=f"discard {entry}").click().run()
    assert shelf.entries() == []
    assert "Nothing is on it yet." in text_of(shown)


def test_a_folder_that_is_taken_is_said(
    page: Callable[[], AppTest], shelved: Callable[..., str], tmp_path: Path
) -> None:
    entry = shelved()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("x")
    shown = page()
    shown.text_input(key=f"folder {entry}").set_value(str(tmp_path / "mine"))
    shown.button(key=f"keep {entry}").click().run()
    assert "not empty" in text_of(shown)


def test_what_is_being_made_is_drawn_from_its_events(page: Callable[[], AppTest], shelf: Shelf) -> None:
    _, run = shelf.begin("count cakes")
    claims = [{"id": f"c{n}", "text": text} for n, text in enumerate(("Counts", "Adds", "Pleases"), 1)]
    plan = {"title": EVIL, "kind": "web", "claims": claims}
    checks = [{"id": "k1", "claim": "c1"}, {"id": "k2", "claim": "c2"}]
    for event in (
        {"event": "Stage", "name": "plan", "about": ""},
        {"event": "Planned", "plan": plan},
        {"event": "Checked", "checks": checks, "dropped": {}},
        {"event": "FromANewerVersion", "x": 1},
        {"event": "Tried", "number": 1, "id": "k1", "title": "t", "mark": "passed", "evidence": ""},
    ):
        shelf.record(run, event)
    shown = text_of(page())
    assert ":green[✓] Counts" in shown
    assert "· Adds" in shown
    assert ":gray[–] Pleases" in shown


def test_a_sentence_starts_a_run_whose_failure_is_said(page: Callable[[], AppTest], shelf: Shelf) -> None:
    shown = page()
    shown.text_area[0].set_value("?!")
    shown.button[0].click().run()
    until = time.monotonic() + 60
    while "no words" not in text_of(shown):
        assert time.monotonic() < until, text_of(shown)
        time.sleep(0.5)
        shown.run()
    assert shelf.entries() == []


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


def reached(url: str) -> str:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-c", "from gallery.cli import main; main()", "ui", "--port"]
        ended = subprocess.run([*command, str(taken.getsockname()[1])], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "can't be used" in ended.stderr
    assert "--port" in ended.stderr


def test_told_failures_are_read(tmp_path: Path) -> None:
    from gallery.page import failure

    assert failure(json.dumps({"outcome": "none", "error": "No.", "hint": "Do."})) == "No. Do."
    assert failure(json.dumps({"outcome": "partly"})) == ""
    assert failure("") == "It ended without a word."


def test_a_disputed_claim_is_settled_by_one_click(
    page: Callable[[], AppTest], shelf: Shelf, shelved: Callable[..., str]
) -> None:
    claim = ClaimResult(Claim(id="c1", text="It sums"), Mark.DISPUTED, "3, not 4.", dispute=Dispute("k1", "4", "3", ""))
    entry = shelved(claims=[claim])
    page().button(key=f"settle {entry} 1 True").click().run()
    version = shelf.version(entry)
    assert version
    assert [line.status for line in receipt_of(version).claims] == [Mark.PASSED]
