"""Who gets in to an app: its own name alone, in a real browser too, where apps see nothing of each other."""

import contextlib
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from sandbox import Runtime, Sandbox

PAGE = {"index.html": b"<h1>here</h1>"}
STREAMLIT = b"""\
import streamlit as st

st.title("by websocket")
st.download_button("Get it", "what was got", "got.txt")
"""
# As pages do: cookies for itself, for all below `localhost`, and what other hosts have left.
COOKIES = b"""<script>
document.cookie = `own=${location.host}; path=/`
document.cookie = `wide=${location.host}; path=/; domain=localhost`
document.cookie = `wider=${location.host}; path=/; domain=.localhost`
localStorage.setItem("own", location.host)
document.title = "set"
</script>"""
VISIT_ALL = """
    for name in ("one", "two", "one"):
        page.goto(urls[name])
        seen[name] = page.evaluate("[document.cookie, {...localStorage}, document.title]")
    seen["page"] = [cookie["name"] for cookie in context.cookies(urls["page"])]
    page.goto(urls["two"])
    read = "fetch(%s).then(got => got.text(), error => 'refused')"
    seen["across"] = page.evaluate(read % json.dumps(urls["one"]))
"""
USE_STREAMLIT = """
    page.goto(urls["one"])
    page.get_by_role("heading", name="by websocket").wait_for(timeout=30000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Get it").click()
    seen["got"] = open(download.value.path()).read()
"""


def ask(box: Sandbox, head: str, *, host: str = "127.0.0.1") -> bytes:
    """All that comes back for these bytes."""
    with socket.create_connection((host, urlsplit(box.url).port or 0), 5) as client, contextlib.suppress(OSError):
        client.sendall(head.encode())
        got = b""
        while data := client.recv(1 << 16):
            got += data
    return got


@pytest.fixture(scope="module")
def served(shared: Sandbox) -> Sandbox:
    shared.put(PAGE, replace=True)
    assert shared.start(Runtime.STATIC).ok
    return shared


def test_it_answers_under_its_own_name_in_whatever_pieces_that_is_said(served: Sandbox) -> None:
    host = urlsplit(served.url).netloc
    head = f"GET / HTTP/1.1\r\nhost:  {host.upper()}\r\nConnection: close\r\n\r\n"
    assert ask(served, head).endswith(b"<h1>here</h1>")
    with socket.create_connection(("127.0.0.1", urlsplit(served.url).port or 0), 5) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for letter in head:
            client.sendall(letter.encode())
        assert client.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1:PORT",
        "localhost:PORT",
        "other.localhost:PORT",
        "NAME",
        "NAME:1",
        "NAME.:PORT",
        "x.NAME:PORT",
        "evil.example",
        "evil.example:PORT",
        "[::1]:PORT",
        "",
    ],
)
def test_another_name_is_refused_before_the_app_hears_of_it(served: Sandbox, name: str) -> None:
    own = urlsplit(served.url)
    host = name.replace("NAME", own.hostname or "").replace("PORT", str(own.port))
    answer = ask(served, f"GET /nowhere HTTP/1.1\r\nHost: {host}\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 421 Misdirected Request\r\n")
    assert (own.hostname or "").encode() not in answer
    assert "/nowhere" not in served.log()


@pytest.mark.parametrize(
    "head",
    [
        "GET /nowhere HTTP/1.1\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: NAME\r\nHost: evil.example\r\n\r\n",
        "GET http://evil.example/nowhere HTTP/1.1\r\nHost: NAME\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: NAME\r\n\r\n",
        "GET /nowhere\r\n\r\n",
        "\x16\x03\x01 no HTTP at all\r\n\r\n",
        f"GET /nowhere HTTP/1.1\r\nHost: NAME\r\nX: {'x' * 70000}\r\n\r\n",
    ],
)
def test_what_is_no_plain_request_is_refused(served: Sandbox, head: str) -> None:
    assert ask(served, head.replace("NAME", urlsplit(served.url).netloc))[:12] in (b"HTTP/1.1 400", b"")
    assert "/nowhere" not in served.log()


def test_those_who_say_nothing_keep_nobody_out(served: Sandbox) -> None:
    port = urlsplit(served.url).port or 0
    held = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(200)]
    assert served.start(Runtime.STATIC).ok
    for one in held:
        one.close()


def test_apps_see_no_cookies_of_each_other_nor_of_our_page(
    served: Sandbox, box: Sandbox, browse: Callable[..., dict[str, object]]
) -> None:
    for one in (served, box):
        one.put({"index.html": COOKIES}, replace=True)
        assert one.start(Runtime.STATIC).ok
    urls = {"one": served.url, "two": box.url, "page": "http://127.0.0.1:8501"}
    seen = browse(VISIT_ALL, urls)
    for name in ("one", "two"):
        host = urlsplit(urls[name]).netloc
        assert seen[name] == [f"own={host}", {"own": host}, "set"]
    assert seen["page"] == []
    assert seen["across"] == "refused"


def test_websockets_and_downloads_pass_in_a_browser(box: Sandbox, browse: Callable[..., dict[str, object]]) -> None:
    box.put({"app.py": STREAMLIT}, replace=True)
    assert box.start(Runtime.STREAMLIT).ok
    assert browse(USE_STREAMLIT, {"one": box.url})["got"] == "what was got"
