"""Carries one request to the tester's server and its answer back. Refuses to understand either."""

import _socket as socket  # all of it that is needed here, without what takes longer to load than an answer may take
import errno
import os
import sys
import time

SOCKET = os.path.join(os.path.dirname(__file__), "tester.sock")
BOOTING = 40
"""Seconds that a server may take until it listens."""


def main() -> None:
    request = sys.stdin.buffer.read()
    server = socket.socket(socket.AF_UNIX)
    began = time.monotonic()
    while trouble := server.connect_ex(SOCKET):
        # No socket yet: it boots. One that refuses: it is gone, but for the moment between its making and opening.
        patient = BOOTING if trouble == errno.ENOENT else 1
        if time.monotonic() - began > patient:
            sys.exit("The tester does not answer.")
        time.sleep(0.05)
    server.sendall(request)
    server.shutdown(socket.SHUT_WR)
    while data := server.recv(65536):
        sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main()
