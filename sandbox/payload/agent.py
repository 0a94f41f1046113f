"""PID 1 of a sandbox: takes files, runs commands and one app, carries streams over its stdin and stdout. Refuses to
outlive the host's end of that door, and to be opened, traced or killed by what it runs. Standard library only, but for
the libraries of a runtime that it loads ahead for the apps it forks.

Verbs, as the host opens channels with them (`wire.py` has the frames): hello, connect, put, get, run, start, stop, log,
usage, listen, unlisten.
"""

import contextlib
import os
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sandbox.payload.apps import ENVIRONMENT, PORT, preload, run
from sandbox.payload.wire import DATA, ERR, MOST_STREAMS, Broken, Mux, Stream, to_loopback
from sandbox.payload.work import LIBC, PR_SET_DUMPABLE, execute, fork, memory_kills, read_files, usage, write_files

RESERVED = 16
"""Processes that apps and commands leave free for the agent's own."""
CONNECT_SECONDS, PATIENCE, PAUSE = 60.0, 5.0, 0.002


def main(runtime: str = "") -> None:
    LIBC.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    os.umask(0o022)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what a first process has no handler for, nobody inside can send it
    if runtime:
        preload(runtime)
    agent = Agent()
    with contextlib.suppress(Broken):
        agent.serve()
    os._exit(0)


class Job:
    """A child of ours: its channel, how it ended, and what is to be done then."""

    def __init__(self, stream: Stream, pid: int) -> None:
        self.stream, self.pid = stream, pid
        self.began = time.monotonic()
        self.status: int | None = None
        self.reason = ""
        self.choked = memory_kills()


class Agent(Mux):
    def __init__(self) -> None:
        super().__init__(first=2)
        self.processes = 1
        self.jobs: dict[int, Job] = {}
        self.app: Job | None = None
        self.log, self.log_fd = Log(1 << 18), -1
        self.listeners: dict[str, socket.socket] = {}
        self.waiting: deque[tuple[Stream, float]] = deque()
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.wake, self.alarm = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def serve(self) -> None:
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        signal.set_wakeup_fd(self.alarm, warn_on_full_buffer=False)
        os.set_blocking(0, False)
        os.set_blocking(1, False)
        while True:
            now = time.monotonic()
            due = [act for when, act in self.timers if when <= now]
            self.timers = [timer for timer in self.timers if timer[0] > now]
            for act in due:
                act()
            self.turn(min((when for when, _ in self.timers), default=now + 3600) - time.monotonic())

    def interests(self) -> Iterator[tuple[int, int, Callable[[], None]]]:
        yield 0, select.POLLIN, self.read_door
        if self.outgoing:
            yield 1, select.POLLOUT, self.write_door
        yield self.wake, select.POLLIN, self.reap
        if self.log_fd >= 0:
            yield self.log_fd, select.POLLIN, self.read_log
        for name, listener in self.listeners.items() if len(self.streams) < MOST_STREAMS else ():
            yield listener.fileno(), select.POLLIN, partial(self.accept, name)
        yield from super().interests()

    def read_door(self) -> None:
        data = os.read(0, 1 << 18)
        if not data:
            raise Broken("the host is gone")
        self.received(data)

    def write_door(self) -> None:
        with contextlib.suppress(BlockingIOError):
            with memoryview(self.outgoing) as view:
                count = os.write(1, view[: 1 << 18])
            del self.outgoing[:count]

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        self.timers.append((time.monotonic() + seconds, act))

    # What the host asks for.

    def opened(self, channel: int, request: dict[str, Any]) -> None:
        verb = str(request.get("verb"))
        stream = self.stream(channel, verb=verb != "connect")
        try:
            getattr(self, f"do_{verb}")(stream, request)
        except OSError as error:
            stream.end(reason=f"the sandbox has run out of something: {error.strerror}")
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise Broken("a request that can't be understood") from None

    def ended(self, stream: Stream, outcome: dict[str, Any]) -> None:
        stream.close()
        for job in self.jobs.values():
            if job.stream is stream and job is not self.app:
                self.slay(job)

    def do_hello(self, stream: Stream, request: dict[str, Any]) -> None:
        self.log = Log(int(request["log_kb"]) * 1024)
        self.processes = max(1, int(request["processes"]) - RESERVED)
        stream.end(pid=os.getpid())

    def do_connect(self, stream: Stream, request: dict[str, Any]) -> None:
        """To the app. While that starts up, the connection waits for it to listen."""
        self.waiting.append((stream, time.monotonic() + CONNECT_SECONDS))
        if len(self.waiting) == 1:
            self.connect()

    def connect(self) -> None:
        while self.waiting:
            stream, until = self.waiting[0]
            if self.app is None:
                stream.end(reason="no app runs")
            elif time.monotonic() > until:
                stream.end(reason="the app does not listen")
            elif not stream.over:
                if (sock := to_loopback(PORT)) is None:
                    return self.later(PAUSE, self.connect)
                stream.carry(sock)
            self.waiting.popleft()
        return None

    def do_put(self, stream: Stream, request: dict[str, Any]) -> None:
        """In this very process: a child of one that has its libraries loaded costs more than a few files do."""
        data = bytearray()
        options = {name: bool(request[name]) for name in ("replace", "read_only")}

        def write() -> None:
            files = bytes(data)
            data.clear()
            try:
                write_files(files, **options)
            except OSError as error:
                stream.end(status=1, reason=error.strerror)
            else:
                stream.end(status=0)

        stream.take, stream.at_end = lambda _, payload: data.extend(payload), write

    def do_get(self, stream: Stream, request: dict[str, Any]) -> None:
        folder, most = str(request["folder"]), int(request["most"])
        self.launch(stream, partial(read_files, folder, most))

    def do_run(self, stream: Stream, request: dict[str, Any]) -> None:
        argv, env = [str(a) for a in request["argv"]], {**ENVIRONMENT, **request["env"]}
        stream.quota = {DATA: int(request["most"]), ERR: int(request["most"])}
        job = self.launch(stream, partial(execute, argv, env), most=self.processes)
        seconds = float(request["seconds"])
        self.later(seconds, lambda: self.expire(job, f"It was still running after {seconds:g} s."))

    def do_start(self, stream: Stream, request: dict[str, Any]) -> None:
        if self.app:
            return stream.end(reason="an app runs already")
        if other := to_loopback(PORT):
            other.close()
            return stream.end(reason="Something else answers where the app should.")
        self.log.clear()
        work = partial(run, str(request["runtime"]), {**request["env"]})
        reading, writing = os.pipe2(os.O_CLOEXEC)
        null = os.open(os.devnull, os.O_RDONLY)
        os.set_blocking(reading, False)
        try:
            pid = fork(work, null, writing, writing, most=self.processes)
        except OSError:
            os.close(reading)
            raise
        finally:
            os.close(null)
            os.close(writing)
        self.close_log()
        self.log_fd = reading
        self.app = self.jobs[pid] = Job(stream, pid)
        return None

    def do_stop(self, stream: Stream, request: dict[str, Any]) -> None:
        """Ends the app and all it has started, then waits for its own reaping."""
        if self.app:
            self.slay(self.app, "It was stopped.")
        self.stopped(stream, time.monotonic() + PATIENCE)

    def stopped(self, stream: Stream, until: float) -> None:
        if self.app or (self.remains() and time.monotonic() < until):
            self.later(PAUSE, lambda: self.stopped(stream, until))
        else:
            stream.end()

    def do_log(self, stream: Stream, request: dict[str, Any]) -> None:
        self.read_log()
        stream.give(self.log.text(), stream.end)

    def do_usage(self, stream: Stream, request: dict[str, Any]) -> None:
        stream.end(**usage())

    def do_listen(self, stream: Stream, request: dict[str, Any]) -> None:
        name = str(request["name"])
        if name not in self.listeners:
            self.listeners[name] = socket.create_server(("127.0.0.1", 0), backlog=64)
            self.listeners[name].setblocking(False)
        stream.end(port=self.listeners[name].getsockname()[1])

    def do_unlisten(self, stream: Stream, request: dict[str, Any]) -> None:
        if listener := self.listeners.pop(str(request["name"]), None):
            listener.close()
        stream.end()

    def accept(self, name: str) -> None:
        with contextlib.suppress(OSError, KeyError):
            sock, _ = self.listeners[name].accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.ask({"verb": "reach", "name": name}).carry(sock)

    # Children.

    def launch(self, stream: Stream, work: Callable[[], None], *, most: int = 0) -> Job:
        """A child whose standard streams are the channel's."""
        pipes = [os.pipe2(os.O_CLOEXEC) for _ in range(3)]
        (stdin, to_child), (out, stdout), (err, stderr) = pipes
        try:
            pid = fork(work, stdin, stdout, stderr, most=most)
        except OSError:
            for fd in (to_child, out, err):
                os.close(fd)
            raise
        finally:
            for fd in (stdin, stdout, stderr):
                os.close(fd)
        for fd in (to_child, out, err):
            os.set_blocking(fd, False)
        stream.sources, stream.sink = {out: DATA, err: ERR}, to_child
        stream.writable()
        job = self.jobs[pid] = Job(stream, pid)
        return job

    def reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self.wake, 4096)
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    break
                if job := self.jobs.pop(pid, None):
                    job.status = os.waitstatus_to_exitcode(status)
                    self.finish(job)

    def finish(self, job: Job) -> None:
        """A child of ours has ended: so do all it left behind, then the outcome is told when its pipes have run dry."""
        if job.status == -signal.SIGKILL and not job.reason and memory_kills() > job.choked:
            job.reason = "It used up its memory and was ended."
        self.slay(job)
        if job is self.app:
            self.read_log()
            self.app = None
        self.told(job, time.monotonic() + PATIENCE)

    def told(self, job: Job, until: float) -> None:
        stream = job.stream
        if (stream.sources or self.remains()) and not stream.over and time.monotonic() < until:
            if stream.credit <= 0:
                until = time.monotonic() + PATIENCE  # the host is behind; it may take its time
            return self.later(PAUSE, lambda: self.told(job, until))
        return stream.end(status=job.status, reason=job.reason, seconds=time.monotonic() - job.began)

    def expire(self, job: Job, reason: str) -> None:
        if self.jobs.get(job.pid) is job:
            self.slay(job, reason)

    def remains(self) -> bool:
        """Whether something that was killed still holds what it had: ports, memory, a place among the processes."""
        return bool(strangers(set(self.jobs)))

    def slay(self, job: Job, reason: str = "") -> None:
        """Kill a child and everything that is not ours or another child's, however far it forked away."""
        job.reason = job.reason or reason
        keep = {pid for pid in self.jobs if pid != job.pid}
        if not keep:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
            return
        for how in (signal.SIGSTOP, signal.SIGKILL):
            for _ in range(20):
                before = strangers(keep)
                for pid in before:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, how)
                if strangers(keep) <= before:
                    break

    def read_log(self) -> None:
        with contextlib.suppress(BlockingIOError):
            for _ in range(64 if self.log_fd >= 0 else 0):
                if not (data := os.read(self.log_fd, 1 << 16)):
                    return self.close_log()
                self.log.add(data)
        return None

    def close_log(self) -> None:
        if self.log_fd >= 0:
            os.close(self.log_fd)
            self.log_fd = -1


class Log:
    """Keeps the first and the last half of what is added."""

    def __init__(self, most: int) -> None:
        self.half = most // 2
        self.clear()

    def clear(self) -> None:
        self.head, self.tail, self.lost = b"", bytearray(), 0

    def add(self, data: bytes) -> None:
        room = self.half - len(self.head)
        self.head += data[:room]
        self.tail += data[room:]
        if (over := len(self.tail) - self.half) > 0:
            del self.tail[:over]
            self.lost += over

    def text(self) -> bytes:
        gap = f"\n[... {self.lost} bytes left out ...]\n".encode() if self.lost else b""
        return self.head + gap + bytes(self.tail)


def strangers(keep: set[int]) -> set[int]:
    """Processes that neither are in `keep`, nor come from one there, nor share its session."""
    parents, sessions = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit() and name != "1":
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
                parents[int(name)], sessions[int(name)] = int(fields[1]), int(fields[3])

    def kept(pid: int) -> bool:
        while pid > 1:
            if pid in keep or sessions.get(pid) in keep:
                return True
            pid = parents.get(pid, 0)
        return False

    return {pid for pid in parents if not kept(pid)}
