"""Gives each connection from inside a sandbox to a handler on the host, in a thread of its own. Refuses more at once
than a host can well bear, and to let a handler keep a connection once it is done.
"""

import contextlib
import socket
import threading

from sandbox.contract import SandboxError, Serve

MOST_AT_ONCE = 64


class Attendants:
    """One per port inside. `take` never waits; the threads end by themselves when the sandbox closes its end."""

    def __init__(self, serve: Serve) -> None:
        self.serve = serve
        self.room = threading.Semaphore(MOST_AT_ONCE)

    def take(self, sock: socket.socket) -> None:
        if not self.room.acquire(blocking=False):
            raise SandboxError("Too many connections are open at once.")
        threading.Thread(target=self.attend, args=(sock,), name="mayfly-attend", daemon=True).start()

    def attend(self, sock: socket.socket) -> None:
        try:
            with sock, contextlib.suppress(OSError):
                self.serve(sock)
        finally:
            self.room.release()
