"""The process that holds sandboxes booted ahead, for whoever claims them (`pool.py`). Refuses to boot on more than half
of the cores, to fill memory that others need, and to stay once nothing is claimed any more.

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
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import images
from sandbox.box import Box
from sandbox.contract import Image, SandboxError
from sandbox.engine import LocalEngine, connect, fresh_name
from sandbox.pool import ASK, Want, load

READ_SECONDS = 2.0
MOST_MESSAGE = 64 << 20
REST_SECONDS = 0.5
"""So long after a claim nothing is booted, for each that a core has to serve: its caller needs the processor now."""
AHEAD = {Image.APP: 2, Image.TESTER: 1}
"""So many wait at least."""
BURST_SECONDS = 1.0
"""As many as were lately claimed within such a time wait for the next such burst."""
CORES = os.cpu_count() or 1
AT_ONCE = max(1, CORES // 2)
GROWING_SECONDS = 0.5
SHARE = 0.25
"""Of the memory that is free, all together take this much at most."""
UNKNOWN_MB = 4096


@dataclass(slots=True, eq=False)
class Shelf:
    """What is ready of one kind. `again` is the time before which it isn't booted, `megabytes` what the first one took
    (0 before there was one)."""

    want: Want
    tag: str
    asked: float
    again: float = 0.0
    megabytes: float = 0.0
    claims: deque[float] = field(default_factory=deque)
    burst: int = 0
    burst_at: float = 0.0
    ready: dict[str, tuple[socket.socket, int]] = field(default_factory=dict)


class Keeper:
    def __init__(self, engine: LocalEngine, listener: socket.socket, seconds: float) -> None:
        self.engine, self.listener, self.seconds = engine, listener, seconds
        self.shelves: dict[bytes, Shelf] = {}
        self.boots: dict[threading.Thread, Shelf] = {}
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
            for key in [key for key, shelf in self.shelves.items() if self.forgotten(shelf)]:
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
        shelf.asked = now = time.monotonic()
        shelf.claims.append(now)
        while now - shelf.claims[0] > BURST_SECONDS:
            shelf.claims.popleft()
        shelf.again = now + REST_SECONDS * max(1, len(shelf.claims) / CORES)
        if len(shelf.claims) >= shelf.burst or now - shelf.burst_at > self.seconds:
            shelf.burst, shelf.burst_at = len(shelf.claims), now
        return shelf

    def refill(self) -> None:
        now = time.monotonic()
        self.boots = {thread: shelf for thread, shelf in self.boots.items() if thread.is_alive()}
        for shelf in sorted((one for one in self.shelves.values() if not self.forgotten(one)), key=self.coming):
            wanted = max(AHEAD[shelf.want.image], shelf.burst if now - shelf.burst_at <= self.seconds else 0)
            lacking = self.coming(shelf) < wanted and shelf.again <= now and len(self.boots) < AT_ONCE
            if lacking and shelf.tag == images.tag(shelf.want.image) and self.room(shelf):
                thread = threading.Thread(target=self.boot, args=(shelf,), name="mayfly-boot")
                self.boots[thread] = shelf
                thread.start()

    def forgotten(self, shelf: Shelf) -> bool:
        return time.monotonic() - shelf.asked > self.seconds

    def coming(self, shelf: Shelf) -> int:
        """How many are ready, or will be."""
        return len(shelf.ready) + [*self.boots.values()].count(shelf)

    def room(self, shelf: Shelf) -> bool:
        """Whether there is memory for one more; for the first of its kind, as much as it may take at most."""
        if not shelf.megabytes:
            return not self.coming(shelf) and shelf.want.limits.memory_mb <= free_mb()
        waiting = sum(one.megabytes * self.coming(one) for one in self.shelves.values())
        return waiting + shelf.megabytes <= SHARE * free_mb()

    def boot(self, shelf: Shelf) -> None:
        name = fresh_name()
        try:
            box = self.engine.boot(name, shelf.want)
            shelf.megabytes = shelf.megabytes or self.weigh(box, growing=bool(shelf.want.ahead))
            shelf.ready[name] = box.door.let_go()
        except SandboxError:
            self.engine.close(name)
            shelf.again = time.monotonic() + self.seconds
        with contextlib.suppress(OSError):
            self.alarm.send(b"!")

    def weigh(self, box: Box, *, growing: bool) -> float:
        """Megabytes that a sandbox takes, once what was begun in it grows no more."""
        took = box.usage().memory_mb
        while growing and not self.over:
            time.sleep(GROWING_SECONDS)
            before, took = took, box.usage().memory_mb
            growing = took > 1.1 * before
        return took

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
        if self.shelves[key] not in self.boots.values():
            del self.shelves[key]
        return names

    def end(self) -> list[str]:
        """Remove all that nobody has claimed."""
        self.over = True
        for thread in self.boots:
            thread.join()
        self.boots.clear()
        return [name for key in [*self.shelves] for name in self.clear(key)]


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
    images.tidy_up()


if __name__ == "__main__":
    os.umask(0o077)
    with contextlib.suppress(SandboxError):  # no engine, nothing to keep
        main(Path(sys.argv[1]), float(sys.argv[2]))
