"""What code in a sandbox can't do, tried from inside on the real engine; and that each trial sees where it can."""

import json
from functools import partial
from typing import Any

import pytest

from sandbox import Image, Limits, engine, hardening, images, owner
from sandbox.payload import probes

ROOT = {"user": "0:0"}
OPEN = {"tmpfs": {"/app": "", "/tmp": ""}}
UNLIMITED = dict.fromkeys(("mem_limit", "memswap_limit", "pids_limit", "nano_cpus", "ulimits"))
AS_ROOT = {"privileges", "user", "neighbours", "files", "room", "inodes"}
WEAKER: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    # what is given up -> the host's settings, the container's, and the promises that then don't hold
    "network": ({"network_mode": "host"}, {}, {"network", "loopback"}),
    "calls": ({"security_opt": ["seccomp=unconfined"]}, {}, {"privileges", "system calls", "socket families"}),
    "limits": (OPEN | UNLIMITED, ROOT, AS_ROOT | {"memory", "processes", "processor", "resources"}),
    "powers": (
        OPEN | {"cap_drop": [], "log_config": None, "read_only": False, "binds": ["/run:/mnt:ro"]},
        ROOT,
        AS_ROOT | {"log", "devices", "engine"},
    ),
}


@pytest.mark.parametrize("image", Image)
def test_every_promise_holds_in_a_sandbox_as_apps_get_it(image: Image) -> None:
    found = hardening.findings(engine.connect(), image)
    assert {finding.name for finding in found} > set(probes.PROBES)
    assert broken(found) == {}


@pytest.mark.parametrize("weakness", WEAKER)
def test_the_probes_see_what_a_weaker_container_lets_by(weakness: str) -> None:
    host, container, red = WEAKER[weakness]
    local = engine.connect()
    for name, weaker in (("create_host_config", host), ("create_container", container)):
        act = getattr(local.client, name)
        setattr(local.client, name, partial(weakened, act, weaker))
    found = broken(hardening.findings(local))
    assert set(found) == red, found


def test_without_our_agent_its_own_promises_do_not_hold() -> None:
    local = engine.connect()
    host = local.client.create_host_config(network_mode="none", tmpfs={"/app": "", "/tmp": ""})
    host.update(MaskedPaths=[], ReadonlyPaths=[])
    given = {**hardening.bounds(Image.APP, Limits()), "addresses": [], "ports": [], "sockets": []}
    made = local.client.create_container(
        images.tag(Image.APP),
        command=[*hardening.COMMAND, json.dumps(given)],
        entrypoint=[],
        environment={"TOKEN": "of the host"},
        labels={engine.LABEL: owner.me()},
        host_config=host,
    )
    try:
        local.client.start(made)
        local.client.wait(made, timeout=60)
        tried = hardening.rows(local.client.logs(made, stderr=False))
    finally:
        local.client.remove_container(made, force=True)
    assert {"agent", "host's things", "orphans", "system files"} <= {
        name for name, (held, _) in tried.items() if not held
    }


def weakened(act: Any, weaker: dict[str, Any], *given: Any, **settings: Any) -> Any:
    return act(*given, **{**settings, **weaker})


def broken(found: list[hardening.Finding]) -> dict[str, str]:
    return {finding.name: finding.found for finding in found if finding.required and not finding.ok}


@pytest.mark.parametrize("output", [b"", b"[" * 9999, b"{}", b"[1]", b'[{"name": "files"}]', b'[{"held": true}]'])
def test_output_of_no_right_shape_holds_nothing(output: bytes) -> None:
    assert hardening.rows(output) == {}


def test_only_a_plain_true_holds() -> None:
    assert hardening.rows(b'[{"name": "files", "held": "yes", "found": "x"}]') == {"files": (False, "x")}
