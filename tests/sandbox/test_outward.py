"""What an app reaches outside: nothing, then what was named, and every try on the record. The names' addresses are
played, since no test may reach the real outside; servers, TLS, proxy and sandbox are real."""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from sandbox import Sandbox, SandboxError, outward as proxy
from sandbox.box import Box
from sandbox.destinations import Greeting, destinations, is_public
from sandbox.outward import Outward

NAME = "api.example.com"
PLAYED = {NAME: ["127.0.0.1"], "other.example.com": ["127.0.0.1"], "mixed.example.com": ["198.41.0.4", "10.0.0.7"]}
FETCH = """
import json, sys, urllib.request
try:
    with urllib.request.urlopen(sys.argv[1], data=sys.argv[2].encode() or None, timeout=10) as answer:
        print(answer.status, answer.read().decode())
except Exception as error:
    print(type(error).__name__, error)
"""


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        heads = [name for name in self.headers if name.lower().startswith(("proxy", "x-"))]
        self.say(f"{self.command} {self.path} {self.headers['Host']} {heads} {body.decode()}".encode())

    do_POST = do_GET  # noqa: N815

    def say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (body, b""):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def log_message(self, *_: object) -> None:
        """A test's output is its own."""


@contextlib.contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def plain() -> Iterator[int]:
    with serving() as port:
        yield port


@pytest.fixture(scope="module")
def secure(authority: trustme.CA) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*PLAYED).configure_cert(context)
    with serving(context) as port:
        yield port


def played(host: str, port: int) -> list[str]:
    if host not in PLAYED:
        raise socket.gaierror
    return PLAYED[host]


@pytest.fixture
def outward(plain: int, secure: int) -> Outward:
    """It may go to the servers of this test, and to some names by the usual ports."""
    near = destinations([f"{NAME}:{plain}", f"{NAME}:{secure}"])
    made = Outward(near, played)
    made.allowed = destinations([*PLAYED, "nowhere.example.com"])
    return made


@contextlib.contextmanager
def through(outward: Outward) -> Iterator[socket.socket]:
    """A connection to the proxy, as the app inside has one."""
    ours, theirs = socket.socketpair()
    ours.settimeout(10)

    def serve() -> None:
        with theirs, contextlib.suppress(OSError):
            outward.serve(theirs)

    thread = threading.Thread(target=serve)
    thread.start()
    with ours:
        yield ours
    thread.join(10)
    assert not thread.is_alive(), "it ends with the app's end"


def asked(outward: Outward, head: str) -> bytes:
    got = b""
    with through(outward) as sock, contextlib.suppress(ConnectionResetError):
        sock.sendall(head.replace("\n", "\r\n").encode())
        while data := sock.recv(1 << 16):
            got += data
    return got


def reasons(outward: Outward) -> list[tuple[str, int, str]]:
    return [(one.host, one.port, one.refused) for one in outward.connections()]


def test_a_plain_request_goes_to_the_host_that_was_asked_for_and_no_other(outward: Outward, plain: int) -> None:
    smuggled = "GET http://other.example.com/ HTTP/1.1\nHost: other.example.com\n\n"
    head = f"POST http://{NAME}:{plain}/a?b=1 HTTP/1.1\nHost: other.example.com\nX-Mine: 1\nProxy-Authorization: x\n"
    answer = asked(outward, f"{head}Content-Length: 4\n\nbody{smuggled}")
    assert answer.startswith(b"HTTP/1.1 200")
    assert f"POST /a?b=1 {NAME}:{plain} ['x-mine'] body".encode() in answer
    assert answer.count(b"HTTP/1.1") == 1
    (one,) = outward.connections()
    assert (one.host, one.port, one.refused) == (NAME, plain, "")
    assert one.sent > 50
    assert one.received > 20


def test_tls_passes_untouched_to_the_host_it_greets(outward: Outward, secure: int, authority: trustme.CA) -> None:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with through(outward) as sock:
        assert connect(sock, f"{NAME}:{secure}").startswith(b"HTTP/1.1 200")
        with context.wrap_socket(sock, server_hostname=NAME) as tls:
            tls.sendall(b"GET /in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = http.client.HTTPResponse(tls)
            answer.begin()
            assert b"GET /in" in answer.read()
    assert reasons(outward) == [(NAME, secure, "")]


def connect(sock: socket.socket, host: str) -> bytes:
    sock.sendall(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return sock.recv(1 << 16)


@pytest.mark.parametrize("name", ["other.example.com", None])
def test_tls_that_greets_another_host_is_refused(outward: Outward, secure: int, name: str | None) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with through(outward) as sock:
        assert connect(sock, f"{NAME}:{secure}").startswith(b"HTTP/1.1 200")
        with pytest.raises((ssl.SSLError, OSError)):
            context.wrap_socket(sock, server_hostname=name)
    assert reasons(outward) == [(NAME, secure, "TLS greets another host than was asked for.")]


def test_a_tunnel_for_something_else_than_tls_is_refused(outward: Outward, plain: int) -> None:
    with through(outward) as sock:
        assert connect(sock, f"{NAME}:{plain}").startswith(b"HTTP/1.1 200")
        sock.sendall(b"GET / HTTP/1.1\r\nHost: other.example.com\r\n\r\n")
        with contextlib.suppress(ConnectionResetError):
            assert sock.recv(100) == b""
    assert reasons(outward) == [(NAME, plain, "It is no TLS.")]


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("127.0.0.1:80", "It is no host name"),
        ("[::1]:443", "It is no host name"),
        ("2130706433:443", "It is no host name"),
        ("0x7f.1:443", "It is no host name"),
        ("127.1:443", "It is no host name"),
        ("localhost:443", "It is no host name"),
        ("api.example.com.:443", "It is no host name"),
        ("unnamed.example.com:443", "not permitted"),
        ("api.example.com:22", "not permitted"),
        ("evil-api.example.com:443", "not permitted"),
        ("nowhere.example.com:443", "no address"),
        ("api.example.com:443", "not public"),
        ("mixed.example.com:443", "not public"),
    ],
)
def test_whatever_else_is_asked_for_is_refused_and_recorded(outward: Outward, host: str, reason: str) -> None:
    tunnel = asked(outward, f"CONNECT {host} HTTP/1.1\nHost: {host}\n\n")
    plain = asked(outward, f"GET http://{host}/ HTTP/1.1\nHost: api.example.com\n\n")
    for answer in (tunnel, plain):
        assert answer.startswith(b"HTTP/1.1 403")
        assert reason.encode() in answer
    assert [reason in one.refused for one in outward.connections()] == [True, True]


def test_a_name_that_leads_to_this_machine_is_refused_whatever_its_address(
    outward: Outward, plain: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "is_public", lambda address: True)
    outward.near = frozenset()
    outward.allowed = destinations([f"{NAME}:{plain}"])
    assert b"leads to this machine" in asked(outward, f"GET http://{NAME}:{plain}/ HTTP/1.1\nHost: x\n\n")


@pytest.mark.parametrize(
    "head", ["\x16\x03\x01nonsense\n\n", "GET / HTTP/1.1\n\n", "GET / HTTP/1.1\nHost: x\n\n", "\n"]
)
def test_what_is_no_request_to_a_proxy_goes_nowhere(outward: Outward, head: str) -> None:
    answer = asked(outward, f"{head}{'x' * 70000}")
    assert not answer or b" 403 " in answer


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1"),
        *("100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1"),
        *("240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "::ffff:10.0.0.1", "64:ff9b::a00:1"),
        *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "ff02::1", "2001:db8::1", "2001::1"),
        *("2002:a00:1::", "3fff::1", "fec0::1", "nonsense", ""),
    ],
)
def test_addresses_that_are_not_plainly_public_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "198.41.0.4", "2606:4700::1111", "2a00:1450::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["", "com", "10.0.0.1", "a.b:0", "a.b:99999", "a.b:x", "*.example.com", "a b.com", "http://a.b", "é.com"]
)
def test_a_permission_that_names_no_host_is_refused(shared: Sandbox, host: str) -> None:
    with pytest.raises(SandboxError, match="can't be a host"):
        shared.permit([host])


def test_a_permission_opens_the_usual_ports_or_the_one_it_names() -> None:
    assert destinations(["A.example.com"]) == {("a.example.com", 80), ("a.example.com", 443)}
    assert destinations(["a.example.com:8443"]) == {("a.example.com", 8443)}


def test_a_greeting_is_known_however_it_is_cut() -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname=NAME)
    with contextlib.suppress(ssl.SSLWantReadError):
        client.do_handshake()
    hello, greeting = outgoing.read(), Greeting()
    assert [greeting.add(hello[at : at + 7]) for at in range(0, len(hello), 7)][-1]
    assert greeting.name == NAME


def fetched(box: Sandbox, url: str, body: str = "") -> str:
    return box.run(["python", "-c", FETCH, url, body], seconds=30).output.decode().strip()


def permitted(box: Box, ports: Sequence[int]) -> None:
    box.permit([f"{NAME}:{port}" for port in ports])
    # Where the servers of this test are, no app may go.
    box.outward.near, box.outward.find = box.outward.allowed, played


def test_an_app_reaches_what_was_permitted_until_it_is_not(box: Box, plain: int, secure: int) -> None:
    url = f"http://{NAME}:{plain}/x"
    assert "Error" in fetched(box, url)
    assert box.connections() == ()
    permitted(box, [plain, secure])
    assert fetched(box, url, "sent").startswith(f"200 POST /x {NAME}:{plain} [] sent")
    assert "403" in fetched(box, "http://unnamed.example.com/")
    assert "CERTIFICATE_VERIFY_FAILED" in fetched(box, f"https://{NAME}:{secure}/")  # it is the app that verifies
    assert [(one.host, one.port, bool(one.refused)) for one in box.connections()] == [
        (NAME, plain, False),
        ("unnamed.example.com", 80, True),
        (NAME, secure, False),
    ]
    box.permit([])
    assert "Error" in fetched(box, url)


def test_a_tunnel_ends_with_its_sandbox_or_its_permission(box: Box, secure: int) -> None:
    hold = "import socket, os, sys; host, port = os.environ['HTTPS_PROXY'][7:].split(':')\n"
    hold += "with socket.create_connection((host, int(port))) as sock: sys.exit(len(sock.recv(1)))"
    permitted(box, [secure])
    before = threading.active_count()
    ended: list[int | None] = []
    thread = threading.Thread(target=lambda: ended.append(box.run(["python", "-c", hold], seconds=20).status))
    thread.start()
    while threading.active_count() < before + 2:
        time.sleep(0.05)
    box.permit([])
    thread.join(10)
    assert ended == [0]
    assert threading.active_count() <= before
