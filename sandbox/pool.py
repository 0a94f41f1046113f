"""Takes a sandbox that was booted ahead from this user's keeper. Refuses to wait for one: where none is ready, or no
keeper, the caller boots its own.

A container lives as long as somebody holds its attached stream. So that sandboxes outlast the command that asked for
them, a process of its own, the keeper (`keeper.py`), holds the streams of those nobody has claimed. It is started by
the first claim, boots again what was claimed, and ends by itself once nothing was claimed for a while. A claim is one
message over a UNIX socket in a folder that only this user may enter; the answer carries the stream itself, as a
descriptor. One process answers one claim after the other, so nobody else gets the same. If the keeper dies, its streams
end, and with them the containers that nobody has claimed; those that were claimed hold on to their new owner.
"""

import base64
import contextlib
import fcntl
import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from sandbox import owner
from sandbox.contract import Ahead, Image, Limits, Runtime

PATIENCE = 2.0
ENDING = 30.0
MOST_ANSWER = 1 << 16
ASK = b"?"


@dataclass(frozen=True, slots=True)
class Want:
    """What a sandbox is booted as."""

    image: Image
    limits: Limits = field(default_factory=Limits)
    runtime: Runtime | None = None
    ahead: Ahead | None = None
    layer: str = ""
    """Packages beyond the image's; with one it comes from no pool."""

    def dump(self, tag: str) -> bytes:
        """As a message; `tag` is the image's, so that no keeper hands out an older one."""
        ahead = asdict(self.ahead) if self.ahead else None
        if ahead:
            ahead["files"] = {path: base64.b64encode(content).decode() for path, content in ahead["files"].items()}
        said = {"tag": tag, "image": self.image, "limits": asdict(self.limits), "runtime": self.runtime, "ahead": ahead}
        return json.dumps(said, sort_keys=True).encode()


def load(message: bytes) -> tuple[Want, str]:
    """A want and its tag, as they were dumped."""
    said = json.loads(message)
    if ahead := said["ahead"]:
        files = {path: base64.b64decode(content) for path, content in ahead["files"].items()}
        ahead = Ahead(files, tuple(ahead["argv"]), ahead["env"])
    runtime = Runtime(said["runtime"]) if said["runtime"] else None
    return Want(Image(said["image"]), Limits(**said["limits"]), runtime, ahead), said["tag"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sandbox that is ours now: its container, its stream, and the first channel that is free on that."""

    name: str
    stream: socket.socket
    channel: int


def claim_of(path: Path, name: str) -> Path:
    """Where it is noted who has claimed a container that was booted for the keeper at this path."""
    return path.with_suffix(".claims") / name


def claimed_by(path: str, name: str) -> str:
    """Who has claimed it; "" when nobody has, or that can't be read from here."""
    with contextlib.suppress(OSError):
        return claim_of(Path(path), name).read_text()
    return ""


class Pool:
    """`seconds` is how long what was booted ahead waits for the next claim; with 0 nothing is claimed."""

    def __init__(self, seconds: float, folder: Path | None = None) -> None:
        self.seconds = seconds
        self.folder = folder or user_cache_path("mayfly") / "pool"
        self.lock = threading.Lock()
        self.keeper: subprocess.Popen[bytes] | None = None

    @property
    def path(self) -> Path:
        """Where the keeper listens: one for each engine that somebody may have named."""
        named = "".join(os.environ.get(name, "") for name in ("DOCKER_HOST", "DOCKER_CONTEXT"))
        return self.folder / f"{hashlib.sha256(named.encode()).hexdigest()[:8]}.sock"

    def claim(self, want: bytes) -> Claimed | None:
        """One that was booted as wanted, or None; the keeper now knows that such are wanted."""
        if not self.seconds:
            return None
        try:
            answer, descriptors = self.ask(want, PATIENCE)
        except OSError:
            self.start(want)
            return None
        if not descriptors:
            return None
        stream = socket.socket(fileno=descriptors[0])
        with contextlib.suppress(OSError):  # on a full disk it stays the keeper's for those who sweep
            note = claim_of(self.path, answer["name"])
            note.parent.mkdir(mode=0o700, exist_ok=True)
            note.write_text(owner.me())
        return Claimed(answer["name"], stream, answer["channel"])

    def disown(self, name: str) -> None:
        """What was claimed is gone."""
        with contextlib.suppress(OSError):
            claim_of(self.path, name).unlink()

    def ready(self) -> list[str]:
        """What can be claimed now."""
        with contextlib.suppress(OSError):
            return list(self.ask(ASK, PATIENCE)[0].get("ready", ()))
        return []

    def end(self) -> list[str]:
        """End the keeper and all that nobody has claimed; gives what it removed."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            answer, _ = self.ask(b"", ENDING)
            if self.keeper:  # or the next claim would take it for one that is coming up
                self.keeper.wait(ENDING)
            return list(answer.get("removed", ()))  # nothing, when it was killed over it
        return []

    def tidy(self) -> None:
        """Remove what a keeper and claimants that were killed have left here."""
        with contextlib.suppress(OSError):
            for note in claim_of(self.path, "").iterdir():
                if owner.gone(note.read_text()):
                    note.unlink()
        with contextlib.suppress(OSError), self.path.with_suffix(".lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # no keeper lives
            self.path.unlink(missing_ok=True)

    def ask(self, message: bytes, seconds: float) -> tuple[dict[str, Any], list[int]]:
        with socket.socket(socket.AF_UNIX) as keeper:
            keeper.settimeout(seconds)
            keeper.connect(str(self.path))
            keeper.sendall(message)
            keeper.shutdown(socket.SHUT_WR)
            answer, descriptors, _, _ = socket.recv_fds(keeper, MOST_ANSWER, 1)
            return json.loads(answer or b"{}"), descriptors

    def start(self, want: bytes) -> None:
        """Start the keeper, which boots what is wanted; once, however many claim meanwhile. Where that fails, all works
        as it does without."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        root = str(Path(__file__).parents[1])
        with self.lock, contextlib.suppress(OSError):
            if self.keeper and self.keeper.poll() is None:
                return
            self.keeper = subprocess.Popen(  # noqa: S603 - our own words
                [sys.executable, "-m", "sandbox.keeper", str(self.path), str(self.seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([root, *sys.path[1:]])},
            )
            give = self.keeper.communicate
            threading.Thread(target=give, args=(want,), name="mayfly-keeper", daemon=True).start()
