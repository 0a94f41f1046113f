"""Tries, from inside a sandbox, each thing that one must not be able to do, and prints what came of it. Refuses to
trust a setting it can try instead. Standard library only.

Run with one argument, a JSON object: the sandbox's limits, and what of the host's must not answer. Prints a JSON list
of `{"name", "held", "found"}`, one for each of PROBES. Every probe runs in a process of its own.
"""

import contextlib
import errno
import json
import os
import platform
import resource
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from sandbox.payload.attempts import (
    Given,
    Outcome,
    attempt,
    call,
    can_write,
    connect_unix,
    in_child,
    reach,
    read_or_list,
    refused,
    some,
    tried,
    word,
)

MINE = {"/app", "/tmp", "/dev/shm"}  # noqa: S108 - the sandbox's own
HARMLESS = {"console", "full", "null", "ptmx", "random", "tty", "urandom", "zero"}
SECRETS = ("environ", "mem", "maps", "fd/0", "root", "cwd")
MOST_FILES = 4000
NEWUSER, NEWNS = 0x10000000, 0x00020000
OUTSIDE = (("169.254.169.254", 80), ("1.1.1.1", 443), ("10.0.0.1", 80), ("172.17.0.1", 80), ("fe80::1", 80))
NO_WAY = {"ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"}
"""Who says "refused", or nothing, has been reached, or may have been."""
FAMILIES = {"vsock": (40, 1), "packet": (17, 3), "alg": (38, 5), "raw": (2, 3), "bluetooth": (31, 5), "xdp": (44, 3)}
FAMILIES |= {"can": (29, 3), "key": (15, 3), "tipc": (30, 1)}
KERNEL = ("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug", "/sys/firmware", "/sys/kernel/debug")
# Name -> numbers on x86-64 and 64-bit ARM. Called with zeros, and with what works where nothing forbids it.
CALLS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "fsopen": (430, 430),
    "init_module": (175, 105),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "mq_open": (240, 180),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
CLONE, CLONE3 = (56, 220), (435, 435)


def no_privileges(given: Given) -> Outcome:
    with open("/proc/self/status") as file:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    powers = [kind for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb") if int(status[f"Cap{kind}"], 16)]
    taken = [act.__name__ for act in (os.setuid, os.setgid) if attempt(act, 0) == "done"]
    wrong = [f"capabilities ({', '.join(powers)})"] * bool(powers) + taken
    wrong += ["new privileges"] * (status["NoNewPrivs"] != "1") + ["no filter of calls"] * (status["Seccomp"] != "2")
    return not wrong, some(wrong) or "no capability, none to be had, calls are filtered"


def own_user(given: Given) -> Outcome:
    with open("/proc/self/uid_map") as file:
        mapped = file.read().split() != ["0", "0", "4294967295"]
    who = f"user {os.getuid()}, groups {sorted({os.getgid(), *os.getgroups()})}"
    alone = os.getuid() >= 1000 and {os.getgid(), *os.getgroups()} == {os.getuid()}
    return alone, who + (", which the host maps to another" if mapped else "")


def system_calls(given: Given) -> Outcome:
    column = ("x86_64", "aarch64").index(platform.machine())
    went = {name: in_child(partial(call, numbers[column])) for name, numbers in CALLS.items()}
    went["unshare(NEWUSER)"] = in_child(lambda: call(CALLS["unshare"][column], NEWUSER | NEWNS))
    went["clone(NEWUSER)"] = in_child(lambda: call(CLONE[column], NEWUSER | signal.SIGCHLD))
    went["clone3"] = in_child(lambda: call(CLONE3[column]))
    return refused(went)


def socket_families(given: Given) -> Outcome:
    went = {name: attempt(socket.socket, *which) for name, which in FAMILIES.items()}
    return refused(went, {"EAFNOSUPPORT", "ESOCKTNOSUPPORT", "EPROTONOSUPPORT"})


def network(given: Given) -> Outcome:
    """Nowhere to go: no interface but loopback, and no answer from outside, the host or its abstract sockets."""
    wrong = [f"interface {name}" for name in os.listdir("/sys/class/net") if name != "lo" and not idle(name)]
    tried = [*OUTSIDE, *((str(host), int(port)) for host, port in given["addresses"])]
    for host, port in tried:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            answer = attempt(reach, host, port, kind)
            # Who says "refused" or is silent has been reached, or may have been.
            wrong += [f"{host}:{port} {answer}"] * (
                answer not in ("ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL")
            )
    for path in given["sockets"]:
        wrong += [f"the host's socket {path}"] * (attempt(connect_unix, path) == "done")
    return not wrong, some(wrong) or f"loopback alone; {len(tried)} addresses can't be reached"


def own_loopback(given: Given) -> Outcome:
    went = {f"127.0.0.1:{port}": attempt(reach, "127.0.0.1", port, socket.SOCK_STREAM) for port in given["ports"]}
    open_ones = [name for name, answer in went.items() if answer != "ECONNREFUSED"]
    return not open_ones, some(open_ones) or "loopback is its own: no port of the host or of a neighbour is there"


def files(given: Given) -> Outcome:
    places = {"/", "/etc", "/opt", "/usr", *mounts()} - MINE
    written = [place for place in sorted(places) if can_write(place)]
    return not written, some(written) or "only its own folders can be written"


def system_files(given: Given) -> Outcome:
    wrong = [path for path in KERNEL if attempt(read_or_list, path) == "done"]
    places = ["/proc/sysrq-trigger", *below("/proc/sys"), *below("/sys")]
    wrong += [path for path in places if os.access(path, os.W_OK)]
    return not wrong, some(wrong) or "nothing of the kernel's can be written, no memory read"


def devices(given: Given) -> Outcome:
    wrong = [name for name in os.listdir("/dev") if name not in HARMLESS and is_open_device(f"/dev/{name}")]
    made = [kind for kind in (stat.S_IFBLK, stat.S_IFCHR) if attempt(make_device, kind) == "done"]
    return not (wrong or made), some([*wrong, *(f"mknod {kind:o}" for kind in made)]) or "none but the harmless ones"


def engine_socket(given: Given) -> Outcome:
    folders = ("/run", "/var/run", "/mnt", "/srv")
    found = [path for path in (*mounts(), *(path for folder in folders for path in below(folder))) if is_socket(path)]
    return not found, some(found) or "no socket of the engine or of a daemon"


def agent(given: Given) -> Outcome:
    went = {path: attempt(read_or_list, f"/proc/1/{path}") for path in SECRETS}
    with contextlib.suppress(OSError):
        os.kill(1, signal.SIGKILL)  # the kernel takes it and does nothing, or we don't live to tell
    return refused(went)


def nothing_along(given: Given) -> Outcome:
    along = sorted(set(os.environ) - {"HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"})
    along += [f"descriptor {fd}" for fd in range(3, 256) if attempt(os.fstat, fd) == "done" and fd != given["ours"]]
    return not along, some(along) or "no variable and no open file of the host"


def memory(given: Given) -> Outcome:
    def take() -> str:
        held: list[bytes] = []
        while len(held) < given["memory_mb"] + 64:
            held.append(b"x" * (1 << 20))
        return "done"

    answer = in_child(take)
    return answer != "done", f"{answer} before {given['memory_mb'] + 64} MB"


def processes(given: Given) -> Outcome:
    def multiply() -> str:
        started: list[int] = []
        try:
            while len(started) <= given["processes"]:
                if not (pid := os.fork()):
                    signal.pause()
                started.append(pid)
        except OSError as error:
            return f"{word(error)} after {len(started)}"
        finally:
            for pid in started:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        return "done"

    answer = in_child(multiply)
    return answer.startswith("EAGAIN"), answer


def processor(given: Given) -> Outcome:
    """From the quota in force: on a busy machine, time taken would prove nothing."""
    with contextlib.suppress(OSError), open("/sys/fs/cgroup/cpu.max") as file:
        quota, period = file.read().split()
        return quota != "max" and int(quota) <= given["cpus"] * int(period), f"{quota} of {period} µs"
    with contextlib.suppress(OSError), open("/sys/fs/cgroup/cpu/cpu.cfs_quota_us") as file:
        quota = file.read().strip()
        with open("/sys/fs/cgroup/cpu/cpu.cfs_period_us") as other:
            period = other.read().strip()
        return 0 < int(quota) <= given["cpus"] * int(period), f"{quota} of {period} µs"
    return False, "no quota can be seen"


def room(given: Given) -> Outcome:
    found = {folder: fill(folder, given["files_mb"]) for folder in ("/app", "/tmp")}  # noqa: S108
    found["/dev/shm"] = fill("/dev/shm", given["shared_mb"])  # noqa: S108
    return not any("allowed" in text for text in found.values()), "; ".join(f"{k}: {v}" for k, v in found.items())


def inodes(given: Given) -> Outcome:
    found = {}
    for folder in ("/app", "/tmp"):  # noqa: S108
        made: list[str] = []
        try:
            for n in range(MOST_FILES):
                made.append(f"{folder}/probe-{n}")
                os.mkdir(made[-1])
        except OSError as error:
            found[folder] = f"{word(error)} after {made.pop().rpartition('-')[2]}"
        for path in made:
            os.rmdir(path)
    return len(found) == 2, "; ".join(f"{k}: {v}" for k, v in found.items()) or "thousands of folders"


def resources(given: Given) -> Outcome:
    wrong = []
    for name, most in (("NOFILE", 4096), ("FSIZE", given["files_mb"] << 20), ("CORE", 1)):
        which = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(which)
        raised = attempt(resource.setrlimit, which, (most + 1, most + 1))
        wrong += [f"{name} {hard}"] * (not 0 <= hard <= most) + [f"{name} raised"] * (raised == "done")
    if not (pid := os.fork()):
        os.abort()
    wrong += ["a core is dumped"] * os.WCOREDUMP(os.waitpid(pid, 0)[1])
    return not wrong, some(wrong) or "open files, file size and core are limited, and can't be raised"


def reaping(given: Given) -> Outcome:
    until_all_ended, held = os.pipe()
    for _ in range(20):
        if not (child := os.fork()):
            if not os.fork():
                time.sleep(0.02)
            os._exit(0)
        os.waitpid(child, 0)
    os.close(held)
    os.read(until_all_ended, 1)
    until = time.monotonic() + 3
    while (left := sum(map(dead, os.listdir("/proc")))) and time.monotonic() < until:
        time.sleep(0.05)
    return not left, f"{left} dead processes are kept" if left else "orphans are reaped"


PROBES: dict[str, Callable[[Given], Outcome]] = {
    "privileges": no_privileges,
    "user": own_user,
    "system calls": system_calls,
    "socket families": socket_families,
    "network": network,
    "loopback": own_loopback,
    "files": files,
    "system files": system_files,
    "devices": devices,
    "engine": engine_socket,
    "agent": agent,
    "host's things": nothing_along,
    "memory": memory,
    "processes": processes,
    "processor": processor,
    "room": room,
    "inodes": inodes,
    "resources": resources,
    "orphans": reaping,
}


def main() -> None:
    given = json.loads(sys.argv[1])
    rows = []
    for name, probe in PROBES.items():
        held, found = tried(probe, given)
        rows.append({"name": name, "held": held, "found": found})
    print(json.dumps(rows))  # the answer, to whoever started this


def idle(name: str) -> bool:
    """Some kernels show tunnels in every namespace that nobody has switched on."""
    with open(f"/sys/class/net/{name}/flags") as file:
        return not int(file.read(), 16) & 1


def is_open_device(path: str) -> bool:
    mode = os.lstat(path).st_mode
    if not (stat.S_ISBLK(mode) or stat.S_ISCHR(mode)):
        return False
    return os.access(path, os.R_OK)  # not opened: a watchdog would begin to count


def make_device(kind: int) -> None:
    path = f"/app/device-{kind}"
    os.mknod(path, kind | 0o600, os.makedev(1, 5))
    os.unlink(path)


def mounts() -> set[str]:
    with open("/proc/self/mountinfo") as file:
        return {line.split()[4] for line in file}


def below(folder: str) -> Iterator[str]:
    for root, _, names in os.walk(folder):
        yield from (os.path.join(root, name) for name in names)


def is_socket(path: str) -> bool:
    with contextlib.suppress(OSError):
        return stat.S_ISSOCK(os.lstat(path).st_mode)
    return False


def fill(folder: str, most_mb: int) -> str:
    """Whether more than so many megabytes fit."""
    paths: list[str] = []
    written = 0
    piece = bytes(1 << 20)
    answer = f"{most_mb} MB and more allowed"
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        while written <= most_mb:
            paths.append(f"{folder}/probe-{len(paths)}")
            with open(paths[-1], "wb", buffering=0) as file:
                for _ in range(16):
                    if file.write(piece) < len(piece):
                        raise OSError(errno.ENOSPC, "full")
                    written += 1
    except OSError as error:
        answer = f"{word(error)} after {written} MB"
    for path in paths:
        os.unlink(path)
    return answer


def dead(name: str) -> bool:
    with contextlib.suppress(OSError):
        if name.isdigit():
            with open(f"/proc/{name}/stat", "rb") as file:
                return file.read().rpartition(b")")[2].split()[0] == b"Z"
    return False


if __name__ == "__main__":
    main()
