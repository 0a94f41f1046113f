"""The way to an app on which it can be pointed at: the app's bytes unchanged, and nobody else's."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from gallery.contract import GalleryError
from gallery.pointing import PATH, Pointer

NAME = "mayfly-0123456789ab.localhost"


class App(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers["Content-Length"]))
        kept = {key: self.headers[key] for key in ("Host", "Origin", "Connection", "Referer")}
        answer = f"{self.path} {kept} {said!r}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self) -> None:
        assert self.headers["Upgrade"] == "echo"
        self.send_response(101)
        self.send_header("Connection", "Upgrade")
        self.end_headers()
        self.wfile.write(b"back: " + self.rfile.read(5))
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def app() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), App)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def pointer(app: int) -> Iterator[Pointer]:
    pointer = Pointer(f"http://{NAME}:{app}")
    pointer.start()
    yield pointer
    pointer.close()


def asked(pointer: Pointer, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(pointer.url).port, timeout=20)
    connection.request(method, path, body, {"Host": pointer.host} | headers)
    answer = connection.getresponse()
    told = answer.status, answer.read()
    connection.close()
    return told


def test_one_path_more_answers_with_our_page(pointer: Pointer) -> None:
    status, page = asked(pointer, "GET", PATH)
    assert status == 200
    assert b'src="/"' in page


def test_all_else_is_the_apps_under_its_own_name(pointer: Pointer, app: int) -> None:
    origin = f"http://{pointer.host}"
    status, answer = asked(pointer, "POST", "/a?b=1", b"x" * 100_000, Origin=origin, Referer=f"{origin}{PATH}")
    own = f"{NAME}:{app}"
    told = {"Host": own, "Origin": f"http://{own}", "Connection": "close", "Referer": None}
    assert status == 200
    assert answer == f"/a?b=1 {told} {b'x' * 100_000!r}".encode()


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example", f"{NAME}:1", ""])
def test_nobody_is_answered_under_another_name(host: str, pointer: Pointer) -> None:
    assert asked(pointer, "GET", PATH, Host=host) == (421, b"")
    assert asked(pointer, "POST", "/", b"x", Host=host) == (421, b"")


def test_a_connection_that_is_upgraded_is_carried_both_ways(pointer: Pointer) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(pointer.url).port), 20) as sock:
        head = f"GET / HTTP/1.1\r\nHost: {pointer.host}\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n"
        sock.sendall(head.encode())
        sock.sendall(b"hello")
        read = b""
        while data := sock.recv(4096):
            read += data
    assert read.startswith(b"HTTP/1.1 101")
    assert read.endswith(b"back: hello")


def test_what_is_no_request_gets_nothing(pointer: Pointer) -> None:
    sock = socket.create_connection(("127.0.0.1", urlsplit(pointer.url).port), 20)
    with sock, contextlib.suppress(ConnectionError):  # it may be closed while more is sent
        sock.sendall(b"x" * (1 << 16))
        assert sock.recv(4096) == b""
    assert asked(pointer, "GET", PATH)[0] == 200


def test_only_an_open_app_is_pointed_at() -> None:
    for url in ("https://example.org:443", "file:///etc/passwd", "http://no-port"):
        with pytest.raises(GalleryError, match="no address"):
            Pointer(url)
