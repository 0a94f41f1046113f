"""Finds the container engine and puts its troubles into sentences. Refuses to ask it for more than a sign of life."""

import contextlib
import functools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, DockerException
from docker.utils import kwargs_from_env
from requests import RequestException

from sandbox.contract import SandboxError

MEND = "Run `mayfly doctor --fix`: it sets up what is missing."
ROOM = "Free some space there: `mayfly sweep` removes what is nobody's. Then try again."
SIGN_OF_LIFE = 20
"""Seconds that an engine may take to say that it is there: one that has much to do takes long, one that is gone refuses
at once."""
FULL = "no space left on device"
TROUBLE = (DockerException, RequestException, OSError)


def find(seconds: int = 60) -> docker.APIClient:
    """A client of the first engine that answers; it waits `seconds` for each answer. SandboxError if there is none."""
    for address in addresses():
        try:
            client = docker.APIClient(base_url=address, timeout=SIGN_OF_LIFE, version="auto", **tls(address))
            client.ping()
        except TROUBLE:
            continue
        client.timeout = seconds
        return client
    raise SandboxError("No container engine answers.", MEND)


@functools.cache
def is_podman(client: docker.APIClient) -> bool:
    """Whether Podman stands behind Docker's API: it takes some things by other means."""
    parts = client.version().get("Components") or ()
    return any("podman" in str(part.get("Name")).lower() for part in parts)


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


@contextlib.contextmanager
def trouble() -> Iterator[None]:
    """What goes wrong with the engine becomes a SandboxError."""
    try:
        yield
    except APIError as error:
        if FULL in str(error):
            raise SandboxError("The disk of the container engine is full.", ROOM) from error
        raise SandboxError(
            f"The container engine refused: {error.explanation or error}.", "Run `mayfly doctor`."
        ) from error
    except TROUBLE as error:
        raise SandboxError("The container engine has stopped answering.", "Start it again; then try again.") from error
