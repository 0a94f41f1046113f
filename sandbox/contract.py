"""What the other rooms may ask of a sandbox and what they get back. Holds types only; refuses to know how it is done.

A sandbox is one disposable container without any network. It takes files, runs commands, starts one app, carries
connections from a loopback port of the host to that app, and gives files back. A failing app is a value here
(`Started`, `Ran`); `SandboxError` is for what the caller can't go on from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from socket import socket
from typing import Literal, Protocol

Files = Mapping[str, bytes]
"""Relative POSIX path -> content. Absolute paths and `..` are refused with SandboxError."""

Progress = Callable[[str], None]
"""Takes one line for people about what is being done now."""

Serve = Callable[[socket], None]
"""Serves one connection that came out of a sandbox, and returns when it is done. Every byte it reads is hostile."""


class SandboxError(Exception):
    """What can't be gone on from: `str(error)` is one sentence for people, `hint` says what to do next."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint


class Image(StrEnum):
    """What a sandbox boots: APP holds Python, Streamlit and what apps may import; TESTER Chromium and Playwright."""

    APP = "app"
    TESTER = "tester"


class Runtime(StrEnum):
    """How an app is started in an APP sandbox: STATIC serves the folder, STREAMLIT runs `app.py`, FASTAPI serves `app`
    of `app.py`. A SCRIPT is a command for `run`: nothing of it is started."""

    STATIC = "static"
    STREAMLIT = "streamlit"
    FASTAPI = "fastapi"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sandbox may use at most."""

    memory_mb: int = 512
    cpus: float = 1.0
    processes: int = 128
    files_mb: int = 64
    files: int = 2000
    """How many files and folders there is room for, in /app, and twice as many in /tmp."""
    log_kb: int = 256
    """How much of the app's output is kept: the first half and the last half of it."""


@dataclass(frozen=True, slots=True)
class Started:
    """Whether an app answers. `reason` is empty when it does, else a sentence; `log` is what it printed so far."""

    ok: bool
    seconds: float
    reason: str = ""
    log: str = ""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended. `status` is None when it was ended from outside, and `reason` then says why."""

    status: int | None
    output: bytes
    errors: bytes
    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """One try of an app to reach a host outside: when (seconds since 1970), what for, the bytes that went either way so
    far, and why it was refused ("" when it was not)."""

    at: float
    host: str
    port: int
    sent: int = 0
    received: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A package that a person should look at before it is installed: it is little known, and `near` is the well-known
    one whose name is close to its own ("" when there is none)."""

    name: str
    near: str
    reason: str


Trouble = Literal["", "invalid", "unknown", "no wheel", "no version", "conflict", "too large", "unreachable"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of requirements: `packages` are `name==version` of all that the image lacked, `layer` is for
    `Engine.open` ("" when nothing was lacking). Otherwise what kind of trouble it is, with which name, as a sentence.
    """

    ok: bool
    packages: tuple[str, ...] = ()
    layer: str = ""
    trouble: Trouble = ""
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a sandbox uses, and has used since it was booted."""

    memory_mb: float
    memory_peak_mb: float
    cpu_seconds: float
    held_back_seconds: float
    """So long its limit of processors kept it waiting, summed over its processes."""
    processes: int
    bytes_in: int
    bytes_out: int
    """Through its door, all of it: files, commands, connections."""
    memory_kills: int
    """How many processes were ended because all its memory was used up."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a clean-up removed, as `kind name` lines, what it looked for afterwards and still found, and the kinds of
    things that it looked for."""

    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is done in a sandbox before it is handed over: files put, and a command begun that runs on beside."""

    files: Files
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


class Sandbox(Protocol):
    """One live container. Every method may raise SandboxError when the container or the engine is gone."""

    id: str

    @property
    def url(self) -> str:
        """Where a browser of this host reaches the app: `http://NAME.localhost:PORT`, a host name that no other app
        has, and the only one it answers under. Stays the same over restarts of the app."""

    def put(self, files: Files, *, replace: bool = False, read_only: bool = False) -> None:
        """Write files below /app (the working folder of app and commands). `replace` empties the folder first. What is
        `read_only` can't be written to by mistake; they are copies, so that nothing of the host's hangs on it."""

    def get(self, folder: str = ".", *, most_mb: int = 16) -> dict[str, bytes]:
        """Regular files below a folder of /app, paths relative to it. Links and devices are left out. {} if absent."""

    def run(
        self,
        argv: Sequence[str],
        *,
        stdin: bytes = b"",
        seconds: float = 10,
        most_kb: int = 256,
        env: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run one command to its end, beside the app if one runs. Output and errors are each cut at most_kb."""

    def start(self, runtime: Runtime, *, seconds: float = 30, env: Mapping[str, str] | None = None) -> Started:
        """Start the app, or end it and start it again, and wait until it answers HTTP. `env` adds to what it finds in
        its environment."""

    def stop(self) -> None:
        """End the app; the sandbox stays."""

    def log(self) -> str:
        """What the app has printed, head and tail, within Limits.log_kb."""

    def usage(self) -> Usage:
        """What it uses now."""

    def ended(self) -> str:
        """Why the app that was started no longer runs, one sentence with the last line it printed; "" while it runs."""

    def alive(self) -> bool:
        """Whether the container still runs."""

    def reach(self, other: "Sandbox | None") -> str:
        """Lead a loopback port inside this sandbox to `other`'s app, through the host; gives the URL to use inside.
        Calling again points the same port at another app; None closes it."""

    def offer(self, name: str, serve: Serve | None) -> str:
        """Lead a loopback port inside this sandbox to a handler on the host, which gets each connection in a thread of
        its own; gives the URL to use inside. Calling again points the port of that name at another; None closes it."""

    def permit(self, hosts: Sequence[str]) -> str:
        """From now on what runs here may reach these hosts and no others: `name` by ports 80 and 443, `name:port` by
        that port alone; nothing when empty, as at first. By HTTP and by TLS to that very name, through a proxy that
        `HTTP_PROXY` and `HTTPS_PROXY` name to what is started from then on; never at an address that is not public.
        Gives the proxy's URL inside, "" for no hosts. SandboxError for what is no host name."""

    def connections(self) -> Sequence[Connection]:
        """What was tried of that, in the order of time: up to 1000 let through and 1000 refused, the latest."""


class Opens(Protocol):
    """How a plain sandbox is opened; leaving the context removes it."""

    def __call__(self, image: Image, *, limits: Limits) -> AbstractContextManager[Sandbox]: ...


class Engine(Protocol):
    """A container engine that answers."""

    def open(
        self,
        image: Image,
        *,
        limits: Limits = Limits(),
        runtime: Runtime | None = None,
        ahead: Ahead | None = None,
        layer: str = "",
    ) -> AbstractContextManager[Sandbox]:
        """Boot a sandbox, or take one that was booted ahead; leaving the context removes it, whatever happened. With
        `runtime` its libraries are loaded already, and such an app starts and starts again many times as fast. Apps may
        import what is in the layer; one with a layer is always booted, and loads its libraries as it starts."""

    def doubts(self, requirements: Sequence[str]) -> Sequence[Doubt]:
        """Names that a person should look at before `resolve` is asked for them."""

    def resolve(self, requirements: Sequence[str], progress: Progress, opener: Opens | None = None) -> Resolved:
        """Have packages that the image lacks, with all they need in turn, pinned, from the index that this host's own
        pip asks. Wheels only: nothing of theirs runs before an app imports it. It is done in a sandbox of `opener`, so
        that whoever has opened that can end it. SandboxError when a sandbox fails."""

    def sweep(self, *, everything: bool = False, pool: bool = False) -> Inventory:
        """Remove what is labelled ours and whose owner process is gone; with `pool`, also what was booted ahead; with
        `everything`, also what is in use."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at one need found. `mend` says how a person puts it right ("" when all is well)."""

    name: str
    ok: bool
    found: str
    mend: str = ""
    required: bool = True


class Need(Protocol):
    """Something that has to be there before Mayfly works: an engine, an image, a model, free disk."""

    name: str

    def look(self) -> Finding:
        """Look, quickly and without changing anything."""

    def fix(self, progress: Progress) -> None:
        """Put it right if that can be done from here; raises SandboxError (or the room's own error) if it can't.
        Safe to interrupt and to call again: what is already done is not done twice."""


Needs = Iterable[Need]
