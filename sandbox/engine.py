"""The container engine: finds it, boots sandboxes in it, sweeps up. Refuses to give a container a network, a privilege,
a place on the host, or a life longer than its owner's."""

import contextlib
import hashlib
import json
import os
import random
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from docker.types import LogConfig, Ulimit
from docker.utils import kwargs_from_env
from requests import RequestException

from sandbox import images, owner, seccomp
from sandbox.box import Box
from sandbox.contract import Image, Inventory, Limits, SandboxError
from sandbox.door import Door

LABEL = "mayfly"
LIFE_SECONDS = 24 * 3600
MEND = "Run `mayfly doctor --fix`: it sets up what is missing."
COMMAND = ["/opt/venv/bin/python", "-I", "-c"]
COMMAND += ["import sys; sys.path.append('/opt/mayfly'); from sandbox.payload import agent; agent.main()"]
SHARED_MB = {Image.APP: 16, Image.TESTER: 256}
"""Shared memory: Chromium keeps its pages there."""
TROUBLE = (DockerException, RequestException, OSError)


def connect() -> "LocalEngine":
    """The first container engine that answers; SandboxError when none does."""
    for address in addresses():
        try:
            client = docker.APIClient(base_url=address, timeout=5, version="auto", **tls(address))
            client.ping()
        except TROUBLE:
            continue
        client.timeout = 60
        return LocalEngine(client)
    raise SandboxError("No container engine answers.", MEND)


def addresses() -> Iterator[str]:
    """Where an engine may be, in the order of who was told most explicitly."""
    if host := os.environ.get("DOCKER_HOST"):
        yield host
        return
    with contextlib.suppress(Exception):  # a context's files are the user's; whatever is wrong there, look further
        if host := docker.ContextAPI.get_current_context().Host:
            yield host
    for path in (
        Path("/var/run/docker.sock"),
        Path(os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}"), "podman/podman.sock"),
        Path("/run/podman/podman.sock"),
        Path.home() / ".docker/run/docker.sock",
    ):
        if path.is_socket():
            yield f"unix://{path}"


def tls(address: str) -> dict[str, Any]:
    settings = kwargs_from_env()
    return {"tls": settings["tls"]} if settings.get("tls") and address.startswith(("tcp:", "https:")) else {}


class LocalEngine:
    """An engine that answered."""

    def __init__(self, client: docker.APIClient) -> None:
        self.client = client
        self.users: set[int] = set()
        self.lock = threading.Lock()

    @contextlib.contextmanager
    def open(self, image: Image, *, limits: Limits = Limits()) -> Iterator[Box]:  # noqa: B008 - frozen
        """Boot a sandbox; leaving the context removes it, whatever happened."""
        name = f"mayfly-{secrets.token_hex(6)}"
        with self.user() as user:
            door = None
            try:
                began = time.time()
                with trouble():
                    sock = self.create(name, image, limits, user)
                door = Door(sock, lambda: self.why(name, began))
                door.start()
                with trouble():
                    self.client.start(name)
                box = Box(name, door, limits)
                box.hello()
                yield box
            finally:
                try:
                    if door:
                        door.close()
                finally:
                    self.remove(name)

    def sweep(self, *, everything: bool = False) -> Inventory:
        """Remove what is labelled ours and whose owner is gone, or everything; then look again."""
        with trouble():
            removed = [found for found in self.ours(everything) if self.remove(found)]
            return Inventory(
                tuple(f"container {name}" for name in removed), tuple(f"container {n}" for n in self.ours(everything))
            )

    def ours(self, everything: bool) -> list[str]:
        """Names of labelled containers that are to go."""
        found = self.client.containers(all=True, filters={"label": LABEL})
        return [
            one["Names"][0].lstrip("/")
            for one in found
            if everything
            or owner.gone(
                one["Labels"][LABEL],
                running=one["State"] == "running",
                expiry=one["Labels"].get(f"{LABEL}.expiry", "0"),
            )
        ]

    @contextlib.contextmanager
    def user(self) -> Iterator[int]:
        """A user id that no live sandbox of this process has: kernel limits are counted by user, across containers."""
        with self.lock:
            user = random.choice([n for n in range(20000, 60000) if n not in self.users])  # noqa: S311 - no secret
            self.users.add(user)
        try:
            yield user
        finally:
            self.users.discard(user)

    def create(self, name: str, image: Image, limits: Limits, user: int) -> socket.socket:
        """Create a container and attach to it; nothing of it runs yet."""
        memory = limits.memory_mb << 20
        held = f"uid={user},gid={user},nosuid,nodev"
        host = self.client.create_host_config(
            network_mode="none",
            cap_drop=["ALL"],
            security_opt=["no-new-privileges:true", f"seccomp={seccomp.profile()}"],
            read_only=True,
            tmpfs={
                "/app": f"size={limits.files_mb}m,nr_inodes=2000,mode=0755,exec,{held}",
                "/tmp": f"size={limits.files_mb}m,nr_inodes=4000,mode=0700,exec,{held}",  # noqa: S108
            },
            shm_size=SHARED_MB[image] << 20,
            mem_limit=memory,
            memswap_limit=memory,
            pids_limit=limits.processes,
            nano_cpus=int(limits.cpus * 1e9),
            ulimits=[
                Ulimit(name="nofile", soft=4096, hard=4096),
                Ulimit(name="fsize", soft=limits.files_mb << 20, hard=limits.files_mb << 20),
                Ulimit(name="core", soft=0, hard=0),
            ],
            log_config=LogConfig(type="none"),
            auto_remove=True,
        )
        try:
            self.client.create_container(
                images.tag(image),
                command=COMMAND,
                entrypoint=[],
                name=name,
                hostname="sandbox",
                user=f"{user}:{user}",
                working_dir="/app",
                stdin_open=True,
                labels={
                    LABEL: owner.me(),
                    f"{LABEL}.expiry": str(int(time.time()) + LIFE_SECONDS),
                    f"{LABEL}.generation": generation(),
                },
                host_config=host,
                environment={},
            )
        except ImageNotFound:
            raise SandboxError(f"The image for sandboxes ({image.value}) is not there.", MEND) from None
        attached = self.client.attach_socket(name, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        sock: socket.socket = getattr(attached, "_sock", attached)
        return sock

    def remove(self, name: str) -> bool:
        """Remove a container and wait until it is gone; whether there was one."""
        there = False
        for _ in range(100):
            try:
                self.client.remove_container(name, force=True, v=True)
                there = True
            except NotFound:
                return there
            except APIError:
                there = True  # it is being removed by itself just now
                time.sleep(0.05)
            except TROUBLE:
                return there
        return there

    def why(self, name: str, began: float) -> str:
        """Why a container ended that nobody ended here."""
        try:
            self.client.ping()
            events = self.client.events(
                since=int(began),
                until=int(time.time()) + 1,
                filters={"container": name, "event": ["oom", "die"]},
                decode=True,
            )
            seen = [event["Action"] for event in events]
        except TROUBLE:
            return "The container engine has gone away, and the sandbox with it."
        if "oom" in seen:
            return "The sandbox used up its memory and was ended."
        return "The sandbox was ended from outside."


@contextlib.contextmanager
def trouble() -> Iterator[None]:
    """What goes wrong with the engine becomes a SandboxError."""
    try:
        yield
    except APIError as error:
        raise SandboxError(
            f"The container engine refused: {error.explanation or error}.", "Run `mayfly doctor`."
        ) from error
    except TROUBLE as error:
        raise SandboxError(f"The container engine stopped answering: {error}.", "Run `mayfly doctor`.") from error


def generation() -> str:
    """What the sandboxes of this code have in common, as a hash."""
    return hashlib.sha256(json.dumps([COMMAND, seccomp.profile()]).encode()).hexdigest()[:12]
