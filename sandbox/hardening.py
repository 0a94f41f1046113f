"""Tries in a sandbox, booted as apps get it, each thing that an app must not be able to do. Refuses to take a missing
answer for a promise that held."""

import contextlib
import json
import secrets
import socket
from collections.abc import Iterator
from typing import Any

from sandbox import engine_images
from sandbox.box import Box
from sandbox.client import is_podman
from sandbox.contract import Finding, Image, Limits, Runtime
from sandbox.engine import SHARED_MB, LocalEngine
from sandbox.payload import probes

SECONDS = 60
COMMAND = ["/opt/venv/bin/python", "-I", "-c"]
COMMAND += ["import sys; sys.path.append('/opt/mayfly'); from sandbox.payload import probes; probes.main()"]
MEND = "Until this holds, open no app on this engine that you would not run without a sandbox."
COUNTED = "Podman bounds no number of names; they count as memory, which is bounded."
REMAP = "For a second wall, start the engine with user namespaces (`dockerd --userns-remap=default`)."


def findings(local: LocalEngine, image: Image = Image.APP) -> list[Finding]:
    """One for each promise, tried on this engine just now; SandboxError if no sandbox can be had."""
    limits = Limits()
    with local.open(image, limits=limits) as box, local.open(Image.APP, limits=limits) as neighbour:
        neighbour.put({"index.html": b"here"})
        neighbour.start(Runtime.STATIC)
        with host_things(neighbour) as things:
            ran = box.run([*COMMAND, json.dumps({**bounds(image, limits), **things})], seconds=SECONDS)
        users = [one.run(["id", "-u"]).output.strip() for one in (box, neighbour)]
        kept = local.client.inspect_container(box.id)["HostConfig"]["LogConfig"]["Type"]
    tried = rows(ran.output) if ran.status == 0 else {}
    failed = ran.reason or ran.errors.decode(errors="replace").strip()[-300:]
    podman, no_answer = is_podman(local.client), (False, f"the probe gave no answer: {failed}")
    return [
        *(judged(name, *tried.get(name, no_answer), podman) for name in probes.PROBES),
        judged("neighbours", users[0] != users[1], "another user runs each sandbox, so none uses up another's share"),
        judged("log", kept == "none", f"log driver {kept}: what an app prints takes no room on disk"),
        remapped(),
    ]


def bounds(image: Image, limits: Limits) -> dict[str, Any]:
    """What the probes have to know of the limits."""
    return {
        "memory_mb": limits.memory_mb,
        "cpus": limits.cpus,
        "processes": limits.processes,
        "files_mb": limits.files_mb,
        "shared_mb": SHARED_MB[image],
    }


@contextlib.contextmanager
def host_things(neighbour: Box) -> Iterator[dict[str, Any]]:
    """What listens on the host while the probes run, and must stay out of reach."""
    path = f"\0mayfly-{secrets.token_hex(8)}"
    with socket.create_server(("", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        port = tcp.getsockname()[1]
        unix.bind(path)
        unix.listen()
        yield {
            "addresses": [(address, port) for address in addresses()],
            "ports": [port, int(neighbour.url.rpartition(":")[2]), 8000],
            "sockets": [path],
        }


def addresses() -> set[str]:
    """Those that this machine has itself."""
    found = {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("192.0.2.1", 9))  # sends nothing; tells which address would
        found.add(sock.getsockname()[0])
    return {address for address in found if not address.startswith("127.")}


def rows(output: bytes) -> dict[str, tuple[bool, str]]:
    """What the probes printed; nothing of it is believed that isn't of the right shape."""
    try:
        said = json.loads(output)
        return {str(row["name"]): (row["held"] is True, str(row["found"])[:300]) for row in said}
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}


def judged(name: str, held: bool, found: str, podman: bool = False) -> Finding:
    if podman and name == "inodes":  # which it can't bound otherwise
        return Finding(name, held, found, "" if held else COUNTED, required=False)
    return Finding(name, held, found, "" if held else MEND)


def remapped() -> Finding:
    options = engine_images.info().get("SecurityOptions") or ()
    on = any("name=userns" in option or "name=rootless" in option for option in options)
    found = "the engine maps users to others" if on else "the engine does not map users to others"
    return Finding("user namespaces", on, found, "" if on else REMAP, required=False)
