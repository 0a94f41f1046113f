"""One sandbox as the contract has it, through its door. Refuses paths that lead elsewhere, in either direction."""

import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future

from sandbox.attend import Attendants
from sandbox.contract import Connection, Files, Limits, Ran, Runtime, Sandbox, SandboxError, Serve, Started, Usage
from sandbox.destinations import destinations
from sandbox.door import HINT, Door, Reply
from sandbox.outward import Outward
from sandbox.payload.wire import MOST_FILES, MOST_PATH, RECORD, Broken, plain_path, record, records

MEGABYTE = 1 << 20
GRACE = 30.0
"""Seconds that the agent may take beyond what it was asked to wait."""
SETTLE = 2.0
"""Seconds that an app which answers, but not with 200, has to change its mind."""
PAUSE = 0.005
SLOWED = 1.0
"""Seconds from which it is worth a word that the limit of processors held an app back."""
AGES = 7 * 86400.0
HEALTH = {Runtime.STATIC: "/", Runtime.STREAMLIT: "/_stcore/health", Runtime.FASTAPI: "/"}


class Box:
    """A `Sandbox` whose container runs; `Engine.open` makes and removes it."""

    def __init__(self, id: str, door: Door, limits: Limits, env: Mapping[str, str] = {}) -> None:  # noqa: A002
        self.id, self.door, self.limits = id, door, limits
        self.app: Future[Reply] | None = None
        self.outward = Outward()
        self.given, self.env = env, {**env}

    @property
    def url(self) -> str:
        return f"http://{self.door.gate.host}"

    def hello(self) -> None:
        """Wait for the agent."""
        request = {"verb": "hello", "log_kb": self.limits.log_kb, "processes": self.limits.processes}
        self.door.call(request, seconds=GRACE)

    def put(self, files: Files, *, replace: bool = False, read_only: bool = False) -> None:
        for path in files:
            if not plain_path(path):
                raise SandboxError(f"{path!r} can't be the path of a file.", "Use a short relative path without `..`.")
        if sum(map(len, files.values())) > self.limits.files_mb << 20 or len(files) > MOST_FILES:
            raise SandboxError(f"The files are more than {self.limits.files_mb} MB or {MOST_FILES} in number.")
        data = b"".join(record(path, content) for path, content in files.items())
        request = {"verb": "put", "replace": replace, "read_only": read_only}
        done = self.door.call(request, stdin=data, seconds=60, most=65536)
        self.insist(done, "The files could not be written")

    def get(self, folder: str = ".", *, most_mb: int = 16) -> dict[str, bytes]:
        if folder != "." and not plain_path(folder):
            raise SandboxError(f"{folder!r} can't be a folder of a sandbox.", "Use a short relative path without `..`.")
        most = most_mb << 20
        request = {"verb": "get", "folder": folder, "most": most}
        done = self.door.call(request, seconds=60, most=most + MOST_FILES * (RECORD.size + MOST_PATH))
        self.insist(done, "The files could not be read")
        try:
            return dict(records(bytes(done.output)))
        except Broken as error:
            raise SandboxError(f"The sandbox gave files that can't be taken: {error}.") from error

    def run(
        self,
        argv: Sequence[str],
        *,
        stdin: bytes = b"",
        seconds: float = 10,
        most_kb: int = 256,
        env: Mapping[str, str] | None = None,
    ) -> Ran:
        if not argv or any("\0" in text for text in (*argv, *(env or {}), *(env or {}).values())):
            raise SandboxError("A command needs a name, and no text in it may hold a NUL.")
        request = {
            "verb": "run",
            "argv": [*argv],
            "env": {**self.env, **(env or {})},
            "seconds": seconds,
            "most": most_kb * 1024,
        }
        began = time.monotonic()
        done = self.door.call(request, stdin=stdin, seconds=seconds + GRACE, most=most_kb * 1024)
        status, reason = done.whole("status"), plain(done.text("reason"))
        if status is not None and status < 0 and not reason:
            reason = f"It was ended by signal {-status}."
        spent = time.monotonic() - began
        return Ran(None if reason else status, bytes(done.output), bytes(done.errors), spent, reason)

    def begin(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        """Begin a command that runs on beside all else, and whose output nobody reads."""
        self.door.begin({"verb": "run", "argv": [*argv], "env": {**env}, "seconds": AGES, "most": 0})

    def start(self, runtime: Runtime, *, seconds: float = 30, env: Mapping[str, str] | None = None) -> Started:
        began = time.monotonic()
        if runtime not in HEALTH:
            raise SandboxError("A script has nothing to start.", "Run it as a command.")
        self.stop()
        self.app = self.door.begin({"verb": "start", "runtime": runtime.value, "env": {**self.env, **(env or {})}})
        reason = self.wait(HEALTH[runtime], began + seconds, any_page=runtime is Runtime.FASTAPI)
        spent = time.monotonic() - began
        if reason and not self.app.done():
            self.stop()
        return Started(not reason, spent, reason, self.log())

    def wait(self, path: str, until: float, *, any_page: bool) -> str:
        """Why the app does not answer 200, or ""; with `any_page`, an answer that isn't a failure will do."""
        status, before = 0, self.usage().held_back_seconds
        while (left := until - time.monotonic()) > 0:
            answer = self.ask(path, left)
            if answer == 200 or (any_page and 0 < answer < 500):
                return ""
            if ended := self.ended(" before it answered"):
                return ended
            if answer and not status:
                until = min(until, time.monotonic() + SETTLE)
            status = answer or status
            time.sleep(PAUSE)
        if status:
            return f"It answers {path} with status {status} instead of 200."
        held = self.usage().held_back_seconds - before
        slowed = f" Its limit of {self.limits.cpus:g} processors has held it back for {held:.0f} s."
        return f"It did not answer in time.{slowed if held > SLOWED else ''}"

    def ended(self, when: str = "") -> str:
        if self.app is None or not self.app.done():
            return ""
        done = self.app.result()
        if reason := plain(done.text("reason")):
            return f"{reason} It may use {self.limits.memory_mb} MB." if "memory" in reason else reason
        status = done.whole("status")
        how = f"was ended by signal {-status}" if status is not None and status < 0 else f"ended with status {status}"
        lines = [line for line in self.log().splitlines() if line.strip()]
        last = f": {plain(lines[-1])[:300]}" if lines else "."
        return f"The app {how}{when}{last}"

    def ask(self, path: str, seconds: float) -> int:
        """The status of one request, 0 if there is none in time. Reads no further than the first line."""
        until = time.monotonic() + seconds
        try:
            with socket.create_connection(("127.0.0.1", self.door.gate.port), seconds) as sock:
                asked = f"GET {path} HTTP/1.1\r\nHost: {self.door.gate.host}\r\nConnection: close\r\n\r\n"
                sock.sendall(asked.encode())
                got = b""
                while b"\n" not in got and len(got) < 1024 and (left := until - time.monotonic()) > 0:
                    sock.settimeout(left)
                    if not (data := sock.recv(1024)):
                        break
                    got += data
        except OSError:
            return 0
        found = re.match(rb"HTTP/1\.[01] (\d{3})\b", got)
        return int(found[1]) if found else 0

    def stop(self) -> None:
        self.door.call({"verb": "stop"}, seconds=GRACE)

    def log(self) -> str:
        done = self.door.call({"verb": "log"}, seconds=GRACE, most=(self.limits.log_kb + 1) * 1024)
        return done.output.decode(errors="replace")

    def usage(self) -> Usage:
        told = self.door.call({"verb": "usage"}, seconds=GRACE)
        memory, peak = told.number("memory"), told.number("memory_peak")
        return Usage(
            memory_mb=memory / MEGABYTE,
            memory_peak_mb=max(memory, peak) / MEGABYTE,
            cpu_seconds=told.number("cpu"),
            held_back_seconds=told.number("held_back"),
            processes=int(told.number("processes")),
            bytes_in=self.door.bytes_in,
            bytes_out=self.door.bytes_out,
            memory_kills=int(told.number("memory_kills")),
        )

    def alive(self) -> bool:
        return not self.door.closed

    def reach(self, other: Sandbox | None) -> str:
        if other is not None and not isinstance(other, Box):
            raise SandboxError("A sandbox of another engine can't be reached.")
        return self.lead("app", other.door.pass_on if other else None)

    def offer(self, name: str, serve: Serve | None) -> str:
        return self.lead(f"offer {name}", Attendants(serve).take if serve else None)

    def permit(self, hosts: Sequence[str]) -> str:
        self.outward.allowed = destinations(hosts)
        url = self.lead("out", Attendants(self.outward.serve).take if hosts else None)
        self.env = {**self.given}
        if hosts:
            names = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
            self.env |= {**dict.fromkeys(names, url), "NO_PROXY": "localhost,127.0.0.1"}
            self.env["MAYFLY_HOSTS"] = " ".join(sorted(f"{name}:{port}" for name, port in self.outward.allowed))
        return url

    def connections(self) -> Sequence[Connection]:
        return self.outward.connections()

    def lead(self, name: str, take: Callable[[socket.socket], None] | None) -> str:
        """Where a loopback port of that name is inside, which leads to `take`; "" when that is None."""
        self.door.lead(name, take)
        if take is None:
            self.door.call({"verb": "unlisten", "name": name}, seconds=GRACE)
            return ""
        port = self.door.call({"verb": "listen", "name": name}, seconds=GRACE).whole("port")
        return f"http://127.0.0.1:{port}"

    def insist(self, done: Reply, sentence: str) -> None:
        if done.whole("status") != 0:
            told = plain(done.text("reason") or done.errors.decode(errors="replace")).strip()[:300]
            raise SandboxError(f"{sentence}: {told or 'it was ended from outside'}.", HINT)


def plain(text: str) -> str:
    """On one line, without control characters."""
    return "".join(c if c.isprintable() else " " for c in text)
