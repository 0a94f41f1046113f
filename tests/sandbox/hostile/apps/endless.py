"""Answers each request with what it was asked for: bytes without end, headers without end, nothing, or a lie."""

import socket
import sys
import threading
import time


def answer(sock):
    line = sock.recv(65536).split(b" ")[1:2]
    try:
        if line == [b"/bytes"]:
            sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                sock.sendall(bytes(1 << 16))
        elif line == [b"/heads"]:
            sock.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                sock.sendall(b"X-More: and more\r\n" * 1000)
        elif line == [b"/silence"]:
            time.sleep(60)
        elif line == [b"/drip"]:
            for _ in range(600):
                sock.sendall(b"H")
                time.sleep(0.1)
        else:
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    except OSError:
        pass
    sock.close()


with socket.socket(fileno=int(sys.argv[1])) as server:
    server.setblocking(True)
    while True:
        threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()
