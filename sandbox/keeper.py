"""The process that holds sandboxes booted ahead, for whoever claims them (`pool.py`). Refuses to boot more than one at
a time, to fill memory that others need, and to stay once nothing is claimed any more.

It waits in one thread; a boot has a thread of its own and ends by saying so through a pipe.
"""

import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import images
from sandbox.contract import Image, Runtime, SandboxError
from sandbox.engine import LocalEngine, connect, fresh_name
from sandbox.pool import ASK, Want, load

READ_SECONDS = 2.0
MOST_MESSAGE = 64 << 20
REST_SECONDS = 0.5
"""So long after a claim nothing is booted: whoever claimed it needs the processor now."""
AHEAD = {Image.APP: 2, Image.TESTER: 1}
MEGABYTES = {Runtime.STREAMLIT: 150, Runtime.FASTAPI: 80}
OTHERS = {Image.APP: 25, Image.TESTER: 400}
"""What one takes while it waits, about."""
SHARE = 0.25
"""Of the memory that is free, all together take this much at most."""
UNKNOWN_MB = 4096


@dataclass(slots=True)
class Shelf:
    """What is ready of one kind. `again` is the time before which it isn't booted."""

    want: Want
    tag: str
    asked: float
    again: float = 0.0
    ready: dict[str, tuple[socket.socket, int]] = field(default_factory=dict)


class Keeper:
    def __init__(self, engine: LocalEngine, listener: socket.socket, seconds: float) -> None:
        self.engine, self.listener, self.seconds = engine, listener, seconds
        self.shelves: dict[bytes, Shelf] = {}
        self.booting: threading.Thread | None = None
        self.wake, self.alarm = socket.socketpair()
        self.over = False

    def serve(self) -> None:
        """Until nothing was claimed for so long, or somebody says so."""
        while self.shelves and not self.over:
            self.refill()
            streams = {stream: name for name, stream in self.streams()}
            readable, _, _ = select.select([self.listener, self.wake, *streams], [], [], 0.5)
            for one in readable:
                if one is self.listener:
                    self.answer()
                elif one is self.wake:
                    self.wake.recv(64)
                else:
                    self.discard(streams[one])  # what nobody has claimed says nothing: it has ended
            for key in [k for k, shelf in self.shelves.items() if time.monotonic() - shelf.asked > self.seconds]:
                self.clear(key)

    def streams(self) -> Iterator[tuple[str, socket.socket]]:
        for shelf in [*self.shelves.values()]:
            yield from ((name, stream) for name, (stream, _) in [*shelf.ready.items()])

    def answer(self) -> None:
        """One claim, or the question what is ready, or the word to end."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            caller, _ = self.listener.accept()
            with caller:
                caller.settimeout(READ_SECONDS)
                message = b""
                while len(message) < MOST_MESSAGE and (data := caller.recv(1 << 20)):
                    message += data
                if message == ASK:
                    caller.sendall(json.dumps({"ready": [name for name, _ in self.streams()]}).encode())
                elif message:
                    self.claim(caller, message)
                else:
                    self.listener.close()
                    removed = self.end()
                    caller.sendall(json.dumps({"removed": removed}).encode())

    def claim(self, caller: socket.socket, message: bytes) -> None:
        shelf = self.want(message)
        if not shelf.ready:
            return
        name = next(iter(shelf.ready))
        stream, channel = shelf.ready.pop(name)
        answer = json.dumps({"name": name, "channel": channel}).encode()
        # From here on it is the caller's: should it die in between, the stream ends with the message it is in.
        with stream:
            self.engine.forget(name)
            socket.send_fds(caller, [answer], [stream.fileno()])

    def want(self, message: bytes) -> Shelf:
        if message not in self.shelves:
            want, tag = load(message)
            self.shelves[message] = Shelf(want, tag, time.monotonic())
        shelf = self.shelves[message]
        shelf.asked = time.monotonic()
        shelf.again = shelf.asked + REST_SECONDS
        return shelf

    def refill(self) -> None:
        if self.booting and self.booting.is_alive():
            return
        now = time.monotonic()
        for shelf in self.shelves.values():
            lacking = len(shelf.ready) < AHEAD[shelf.want.image] and shelf.again <= now
            if lacking and shelf.tag == images.tag(shelf.want.image) and self.room(shelf.want):
                self.booting = threading.Thread(target=self.boot, args=(shelf,), name="mayfly-boot")
                self.booting.start()
                return

    def room(self, want: Want) -> bool:
        waiting = sum(megabytes(shelf.want) * len(shelf.ready) for shelf in self.shelves.values())
        return waiting + megabytes(want) <= SHARE * free_mb()

    def boot(self, shelf: Shelf) -> None:
        name = fresh_name()
        try:
            box = self.engine.boot(name, shelf.want)
            shelf.ready[name] = box.door.let_go()
        except SandboxError:
            self.engine.close(name)
            shelf.again = time.monotonic() + self.seconds
        with contextlib.suppress(OSError):
            self.alarm.send(b"!")

    def discard(self, name: str) -> None:
        for shelf in self.shelves.values():
            if name in shelf.ready:
                shelf.ready.pop(name)[0].close()
                self.engine.close(name)

    def clear(self, key: bytes) -> list[str]:
        """Forget that something is wanted, and remove what there is of it."""
        names = [*self.shelves[key].ready]
        for name in names:
            self.discard(name)
        if not (self.booting and self.booting.is_alive()):
            del self.shelves[key]
        return names

    def end(self) -> list[str]:
        """Remove all that nobody has claimed."""
        self.over = True
        if self.booting:
            self.booting.join()
        return [name for key in [*self.shelves] for name in self.clear(key)]


def megabytes(want: Want) -> int:
    return MEGABYTES.get(want.runtime, OTHERS[want.image]) if want.runtime else OTHERS[want.image]


def free_mb() -> int:
    """Memory that can be had without pushing anything out."""
    with contextlib.suppress(OSError), open("/proc/meminfo") as file:
        for line in file:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) >> 10
    return UNKNOWN_MB


def main(path: Path, seconds: float) -> None:
    """Be the one keeper that listens at this path, or leave it to the one that does."""
    first = sys.stdin.buffer.read()
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen(64)
            keeper = Keeper(connect(), listener, seconds)
            keeper.engine.ahead_for = str(path)
            signal.signal(signal.SIGTERM, lambda *_: sys.exit())
            keeper.want(first)
            try:
                keeper.serve()
            finally:
                path.unlink(missing_ok=True)
                keeper.end()


if __name__ == "__main__":
    os.umask(0o077)
    with contextlib.suppress(SandboxError):  # no engine, nothing to keep
        main(Path(sys.argv[1]), float(sys.argv[2]))
