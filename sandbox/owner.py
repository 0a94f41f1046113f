"""Who a container belongs to: a process, named so that another process can tell whether it still lives. Refuses to
guess about processes it can't see."""

import os
import subprocess
from pathlib import Path


def me() -> str:
    """Boot, PID namespace, PID and start time of this process."""
    return f"{boot()}/{namespace()}/{os.getpid()}/{started(os.getpid())}"


def gone(label: str) -> bool | None:
    """Whether the owner has ended; None for one that can't be seen from here: of another machine, or behind a wall on
    this one. No clock has a say in it, so none that is set anew takes an app from its owner."""
    parts = label.split("/")
    if len(parts) == 4 and parts[:2] == [boot(), namespace()] and parts[2].isdigit():
        return started(int(parts[2])) != parts[3]
    return None


def boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return os.uname().nodename.replace("/", "-")


def namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return "-"


def started(pid: int) -> str:
    """When a process was started, in whatever form the system has; "" when there is no such process."""
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] in (b"Z", b"X") else fields[19].decode()
    found = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip().replace("/", "-")
