"""The container engine: finds it, boots sandboxes in it, sweeps up. Refuses to give a container a network, a privilege,
a place on the host, or a life longer than its owner's."""

import contextlib
import hashlib
import json
import os
import random
import secrets
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, ImageNotFound, NotFound
from docker.types import LogConfig, Ulimit

from sandbox import images, owner, packages, requirements, seccomp
from sandbox.box import Box
from sandbox.client import MEND, TROUBLE, find, is_podman, trouble
from sandbox.contract import Ahead, Doubt, Image, Inventory, Limits, Opens, Progress, Resolved, Runtime, SandboxError
from sandbox.door import Door
from sandbox.pool import Pool, Want, claimed_by

LABEL = "mayfly"
POOL = f"{LABEL}.pool"
"""The label that says for which keeper's socket a container was booted ahead."""
LIFE_SECONDS = 24 * 3600
"""So long a container may run whose owner can't be seen from here."""
YOUNG_SECONDS = 60
"""So long such an owner's may take from being created until it runs."""
COMMAND = ["/opt/venv/bin/python", "-I", "-c"]
COMMAND += ["import sys; sys.path.append('/opt/mayfly'); from sandbox.payload import agent; agent.main(sys.argv[1])"]
ENDING_SECONDS = 1
"""So long a sandbox whose door was closed may take to end by itself, which is quicker than having it killed."""
SHARED_MB = {Image.APP: 16, Image.TESTER: 256}
"""Shared memory: Chromium keeps its pages there."""


def connect(*, pool_seconds: float = 0, pool_folder: Path | None = None) -> "LocalEngine":
    """The first container engine that answers; SandboxError when none does. With `pool_seconds`, sandboxes are booted
    ahead and wait that long for whoever asks next, also after this process has ended."""
    client = find()
    # An encrypted stream can't be handed from process to process.
    seconds = 0 if client.base_url.startswith("https:") else pool_seconds
    return LocalEngine(client, Pool(seconds, pool_folder))


class LocalEngine:
    """An engine that answered."""

    def __init__(self, client: docker.APIClient, pool: Pool) -> None:
        self.client = client
        self.pool = pool
        self.ahead_for = ""
        """The socket at which what is opened here can be claimed, where it is for others."""
        self.doors: dict[str, Door] = {}
        self.users: dict[str, int] = {}
        self.lock = threading.Lock()
        # More at once get in each other's way: all would be up when the last is.
        self.gate = threading.BoundedSemaphore((os.cpu_count() or 1) + 1)

    @contextlib.contextmanager
    def open(
        self,
        image: Image,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        runtime: Runtime | None = None,
        ahead: Ahead | None = None,
        layer: str = "",
    ) -> Iterator[Box]:
        """Boot a sandbox, or take one booted ahead; leaving the context removes it, whatever happened."""
        name, want, box = fresh_name(), Want(image, limits, runtime, ahead, layer), None
        try:
            box = self.claim(want) or self.boot(name, want)
            yield box
        finally:
            self.close(box.id if box else name)

    def claim(self, want: Want) -> Box | None:
        """One that was booted ahead, if there is one and it lives."""
        if want.layer or not (claimed := self.pool.claim(want.dump(images.tag(want.image)))):
            return None
        try:
            box = self.enter(claimed.name, claimed.stream, want, claimed.channel)
            box.hello()
        except BaseException as error:
            self.close(claimed.name)
            if isinstance(error, SandboxError):
                return None
            raise
        return box

    def boot(self, name: str, want: Want) -> Box:
        """A sandbox that is up; whoever asks for it closes it, also when this fails."""
        with self.gate:
            with trouble():
                stream = self.create(name, want)
                box = self.enter(name, stream, want)
                self.client.start(name)
            box.hello()
        if want.ahead:
            box.put(want.ahead.files)
            box.begin(want.ahead.argv, want.ahead.env)
        return box

    def enter(self, name: str, stream: socket.socket, want: Want, channel: int = 1) -> Box:
        began = time.time()
        self.doors[name] = door = Door(stream, lambda: self.why(name, began), f"{name}.localhost", channel)
        door.start()
        return Box(name, door, want.limits, {"PYTHONPATH": packages.FOLDER} if want.layer else {})

    def forget(self, name: str) -> None:
        """A sandbox is somebody else's from now on."""
        self.doors.pop(name, None)
        self.users.pop(name, None)

    def close(self, name: str) -> None:
        """Close the door of a sandbox, remove it, and wait until it is gone."""
        door = self.doors.get(name)
        # The engine may still be at creating what an interrupt made us stop waiting for.
        unsure = door is None and not isinstance(sys.exc_info()[1], Exception)
        try:
            if door:
                door.close()
                self.await_end(name)
        finally:
            self.remove(name, patience=1 if unsure else 0)
            self.forget(name)
            self.pool.disown(name)

    def doubts(self, wanted: Sequence[str]) -> Sequence[Doubt]:
        """Names that a person should look at before they are installed."""
        return requirements.doubts(wanted)

    def resolve(self, wanted: Sequence[str], progress: Progress, opener: Opens | None = None) -> Resolved:
        """Have packages that the image lacks, as a layer."""
        return packages.resolve(wanted, opener or self.open, progress)

    def sweep(self, *, everything: bool = False, pool: bool = False) -> Inventory:
        """Remove what is labelled ours and whose owner is gone, or everything; then look again."""
        with trouble():
            removed = self.pool.end() if pool or everything else []
            removed += [found for found in self.ours(everything) if self.remove(found)]
            self.pool.tidy()
            left = [f"container {name}" for name in self.ours(everything)]
            left += [f"volume {one['Name']}" for one in self.volumes()]
            return Inventory(tuple(f"container {name}" for name in removed), tuple(left), ("containers", "volumes"))

    def volumes(self) -> list[dict[str, Any]]:
        """Those that a container of ours would have made; none does."""
        return self.client.volumes(filters={"label": LABEL})["Volumes"] or []

    def ours(self, everything: bool) -> list[str]:
        """Names of labelled containers that are to go."""
        found = self.client.containers(all=True, filters={"label": LABEL})
        return [one["Names"][0].lstrip("/") for one in found if everything or self.abandoned(one)]

    def abandoned(self, one: dict[str, Any]) -> bool:
        """Whether nobody owns a container any more. Its age decides only where its owner can't be seen."""
        name, labels = one["Names"][0].lstrip("/"), one["Labels"]
        claimant = claimed_by(labels[POOL], name) if POOL in labels else ""
        if (gone := owner.gone(claimant or labels[LABEL])) is not None:
            return gone
        if one["State"] == "running":
            return self.age(name) > LIFE_SECONDS
        return bool(abs(time.time() - one["Created"]) > YOUNG_SECONDS)

    def age(self, name: str) -> float:
        """Seconds that a container has run, by the kernel's own count, which goes on whatever a clock is set to."""
        try:
            told = self.client.top(name, "-o pid,etimes")
            return max(float(row[1]) for row in told["Processes"])
        except (*TROUBLE, ValueError, LookupError, TypeError):
            return 0  # it has just ended, or nobody can say; the next sweep asks again

    def user(self, name: str) -> int:
        """A user id that no live sandbox of this process has: kernel limits are counted by user, across containers."""
        with self.lock:
            taken = set(self.users.values())
            self.users[name] = random.choice([n for n in range(20000, 60000) if n not in taken])  # noqa: S311
            return self.users[name]

    def create(self, name: str, want: Want) -> socket.socket:
        """Create a container and attach to it; nothing of it runs yet."""
        user, image, limits = self.user(name), want.image, want.limits
        memory, podman = limits.memory_mb << 20, is_podman(self.client)
        host = self.client.create_host_config(
            network_mode="none",
            cap_drop=["ALL"],
            security_opt=["no-new-privileges:true", f"seccomp={seccomp.place(podman)}"],
            read_only=True,
            tmpfs=folders(limits, user, podman),
            shm_size=SHARED_MB[image] << 20,
            mem_limit=memory,
            memswap_limit=memory,
            pids_limit=limits.processes,
            nano_cpus=int(limits.cpus * 1e9),
            ulimits=[Ulimit(name=name, soft=most, hard=most) for name, most in bounds(limits, podman).items()],
            log_config=LogConfig(type="none"),
            auto_remove=True,
        )
        tag = packages.tag(want.layer) if want.layer else images.tag(image)
        try:
            self.client.create_container(
                tag,
                command=[*COMMAND, "" if want.layer else want.runtime or ""],
                entrypoint=[],
                name=name,
                hostname="sandbox",
                user=f"{user}:{user}",
                working_dir="/app",
                stdin_open=True,
                stop_signal="SIGKILL",  # an engine that ends would wait ten seconds for what hears no other
                labels={
                    LABEL: owner.me(),
                    f"{LABEL}.generation": generation(),
                    **({POOL: self.ahead_for} if self.ahead_for else {}),
                },
                host_config=host,
                environment={},
            )
        except ImageNotFound:
            raise SandboxError(f"The image for sandboxes ({image.value}) is not there.", MEND) from None
        images.note_use(tag)
        attached = self.client.attach_socket(name, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        if isinstance(attached, ssl.SSLSocket):
            return attached
        # A copy: the client's own closes when the garbage of its answer is collected.
        ours: socket.socket = attached._sock.dup()
        attached._sock.close()
        attached.close()
        return ours

    def await_end(self, name: str) -> None:
        with contextlib.suppress(*TROUBLE):
            self.client.wait(name, timeout=ENDING_SECONDS, condition="removed")

    def remove(self, name: str, *, patience: float = 0) -> bool:
        """Remove a container and wait until it is gone; whether there was one."""
        there = False
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                self.client.remove_container(name, force=True, v=True)
                there = True
            except NotFound:
                if there or patience <= 0:
                    return there
                patience -= 0.05
            except APIError:
                there = True  # it is being removed by itself just now
            except TROUBLE:
                return there
            time.sleep(0.02 if there else 0.05)
        return there

    def why(self, name: str, began: float) -> str:
        """Why a container ended that nobody here ended."""
        died, choked = time.time(), 0.0
        try:
            with contextlib.closing(find(3)) as client:
                until = int(died) + 2
                events = client.events(since=int(began), until=until, filters={"container": name}, decode=True)
                for event in events:
                    if event.get("Action") == "oom":
                        choked = float(event["time"])
                    if event.get("Action") == "die":
                        died = float(event["time"])
                        break
        except (*TROUBLE, SandboxError):
            return "The container engine has gone away, and the sandbox with it."
        return "The sandbox ran out of memory." if died - choked < 5 else "The sandbox was ended from outside."


def fresh_name() -> str:
    return f"mayfly-{secrets.token_hex(6)}"


def bounds(limits: Limits, podman: bool) -> dict[str, int]:
    """Most of each resource. At no core at all the kernel would still feed one to a program of the host; processes are
    counted by the engine, but Podman raises a limit that isn't set, which not every host lets it."""
    most = {"nofile": 4096, "fsize": limits.files_mb << 20, "core": 1}
    return most | {"nproc": limits.processes} if podman else most


def folders(limits: Limits, user: int, podman: bool) -> dict[str, str]:
    """Where a sandbox may write, as mount options. Podman knows no owner there, nor a bound on names."""
    size = f"size={limits.files_mb}m,nosuid,nodev,exec"
    if podman:
        own = dict.fromkeys(("/app", "/tmp"), f"{size},mode=0777")  # noqa: S108
        # What Podman would otherwise let be written, without a bound.
        return own | dict.fromkeys(("/run", "/var/tmp", "/dev/mqueue"), "ro,size=4k")  # noqa: S108
    held = f"{size},uid={user},gid={user}"
    return {
        "/app": f"{held},mode=0755,nr_inodes={limits.files}",
        "/tmp": f"{held},mode=0700,nr_inodes={2 * limits.files}",  # noqa: S108
        "/dev/mqueue": "ro,size=4k",  # a file there would be the queue that seccomp refuses
    }


def generation() -> str:
    """What the sandboxes of this code have in common, as a hash."""
    return hashlib.sha256(json.dumps([COMMAND, seccomp.profile()]).encode()).hexdigest()[:12]
