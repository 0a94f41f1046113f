"""What code in a sandbox sees of the world, asserted from inside on the real engine."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import Engine, Image, Sandbox

PROBE = """
import ctypes, errno, json, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
numbers = json.loads(sys.argv[1])

def trial(act):
    try:
        act()
        return "OK"
    except OSError as error:
        return errno.errorcode[error.errno]

def call(number):
    return "OK" if libc.syscall(number, 0, 0, 0, 0, 0) != -1 else errno.errorcode[ctypes.get_errno()]

status = dict(line.split(":\\t") for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
folders = ("/", "/etc", "/opt/mayfly", "/opt/venv", "/dev", "/proc", "/sys", "/app", "/tmp")
secrets = ("/proc/1/environ", "/proc/1/mem", "/proc/1/maps")
families = {"unix": (1, 1), "inet": (2, 1), "inet6": (10, 1), "netlink": (16, 3), "vsock": (40, 1), "packet": (17, 3),
    "alg": (38, 5), "raw": (2, 3), "bluetooth": (31, 5), "xdp": (44, 3), "can": (29, 3)}
print(json.dumps({
    "user": os.getuid(),
    "interfaces": os.listdir("/sys/class/net"),
    "routes": len(open("/proc/net/route").readlines()) - 1,
    "status": status,
    "agent": {
        **{path: trial(lambda: open(path, "rb").read(1)) for path in secrets},
        "/proc/1/fd": trial(lambda: os.listdir("/proc/1/fd")),
        "/proc/1/fd/0": trial(lambda: os.open("/proc/1/fd/0", os.O_RDONLY)),
    },
    "kill": trial(lambda: os.kill(1, 9)),
    "write": {path: trial(lambda: open(path + "/x", "w")) for path in folders},
    "sockets": {name: trial(lambda: socket.socket(*which)) for name, which in families.items()},
    "calls": {name: call(number) for name, number in numbers.items()},
    "outwards": trial(lambda: socket.create_connection(("169.254.169.254", 80), 2)),
    "engine": os.path.exists("/var/run/docker.sock"),
    "descriptors": len(os.listdir("/proc/self/fd")),
    "environment": sorted(os.environ),
}))
"""
CALLS = {
    "x86_64": {
        "unshare": 272,
        "mount": 165,
        "umount2": 166,
        "ptrace": 101,
        "io_uring_setup": 425,
        "bpf": 321,
        "keyctl": 250,
        "add_key": 248,
        "pidfd_getfd": 438,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "setns": 308,
        "userfaultfd": 323,
        "perf_event_open": 298,
        "init_module": 175,
        "open_by_handle_at": 304,
        "chroot": 161,
        "pivot_root": 155,
        "fsopen": 430,
        "move_mount": 429,
        "mq_open": 240,
        "shmget": 29,
        "clone3": 435,
        "kcmp": 312,
    },
    "aarch64": {
        "unshare": 97,
        "mount": 40,
        "umount2": 39,
        "ptrace": 117,
        "io_uring_setup": 425,
        "bpf": 280,
        "keyctl": 219,
        "add_key": 217,
        "pidfd_getfd": 438,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "setns": 268,
        "userfaultfd": 282,
        "perf_event_open": 241,
        "init_module": 105,
        "open_by_handle_at": 265,
        "chroot": 51,
        "pivot_root": 41,
        "fsopen": 430,
        "move_mount": 429,
        "mq_open": 180,
        "shmget": 194,
        "clone3": 435,
        "kcmp": 272,
    },
}


@pytest.fixture(scope="module", params=list(Image))
def seen(engine: Engine, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    with engine.open(request.param) as box:
        numbers = CALLS[box.run(["uname", "-m"]).output.decode().strip()]
        ran = box.run(["python", "-c", PROBE, json.dumps(numbers)])
        assert ran.status == 0, ran.errors.decode()
        yield json.loads(ran.output)
        assert box.alive()


def test_there_is_no_network(seen: dict[str, Any]) -> None:
    assert seen["interfaces"] == ["lo"]
    assert seen["routes"] == 0
    assert seen["outwards"] == "ENETUNREACH"


def test_there_are_no_privileges(seen: dict[str, Any]) -> None:
    assert seen["user"] >= 20000
    assert {seen["status"][f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert (seen["status"]["NoNewPrivs"], seen["status"]["Seccomp"]) == ("1", "2")
    assert not seen["engine"]


def test_only_its_own_folders_can_be_written(seen: dict[str, Any]) -> None:
    written = {path for path, answer in seen["write"].items() if answer == "OK"}
    assert written == {"/app", "/tmp"}


def test_the_agent_can_be_neither_opened_nor_killed(seen: dict[str, Any]) -> None:
    assert set(seen["agent"].values()) == {"EACCES"}
    assert seen["kill"] == "OK"  # the kernel takes it and does nothing: the agent answers afterwards


def test_socket_families_that_reach_the_host_are_closed(seen: dict[str, Any]) -> None:
    answers = seen["sockets"]
    assert {name for name, answer in answers.items() if answer == "OK"} == {"unix", "inet", "inet6", "netlink"}
    assert answers["vsock"] == answers["packet"] == answers["alg"] == "EPERM"


def test_dangerous_calls_are_refused(seen: dict[str, Any]) -> None:
    assert seen["calls"].pop("clone3") == "ENOSYS"
    assert set(seen["calls"].values()) == {"EPERM"}


def test_nothing_of_the_host_comes_along(seen: dict[str, Any]) -> None:
    assert seen["environment"] == ["HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"]
    assert seen["descriptors"] <= 4  # three streams, and the one that lists


def test_no_namespace_can_be_made_by_clone(shared: Sandbox) -> None:
    script = (
        "import ctypes, os; l = ctypes.CDLL(None, use_errno=True); n = {'x86_64': 56}.get(os.uname().machine, 220)\n"
    )
    script += "print(l.syscall(n, 0x10000000 | 17, 0, 0, 0, 0), ctypes.get_errno())"
    assert shared.run(["python", "-c", script]).output == b"-1 1\n"


def test_each_live_sandbox_has_its_own_user(shared: Sandbox, box: Sandbox) -> None:
    assert shared.run(["id", "-u"]).output != box.run(["id", "-u"]).output
