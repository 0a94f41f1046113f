"""What has to be there before a sandbox can run: an engine that answers and holds its limits, disk, images. Looking
changes nothing; fixing does what this user may do and refuses the rest in a sentence that says who can.

A machine that has nothing becomes ready by `fix` of each need in the order of `needs()`.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from sandbox import client, commands, debian, engine_images, images
from sandbox.contract import Finding, Image, Need, Progress, SandboxError

GIGABYTE = 1_000_000_000
FIRST_GB, LATER_GB = 6.0, 1.0
"""Free disk for making the images, and for working with them."""
PACKAGES = ("docker.io", "iptables", "ca-certificates")
SYSTEMD = Path("/run/systemd/system")
LOG = Path("/var/log/mayfly-dockerd.log")
STARTS_SECONDS = 60
WITHOUT_BRIDGE = ("--bridge=none", "--iptables=false")
"""Nothing of ours needs the engine's bridge: sandboxes have no network, and builds use the host's."""
WAYS: Sequence[Sequence[str]] = ((), WITHOUT_BRIDGE, (*WITHOUT_BRIDGE, "--storage-driver=vfs"))
"""How dockerd is started, the next when one fails: as it comes; where iptables fail; where overlay fails too."""


def needs() -> list[Need]:
    """All needs of this room, in the order in which they can be put right."""
    return [Engine(), Isolation(), Disk(), *(Built(name) for name in ("base", *Image))]


def require() -> None:
    """Raise what keeps sandboxes from running, in the words of the doctor: before anything was paid for."""
    wanted: list[Need] = [Engine(), *(Built(image) for image in Image)]
    for need in wanted:
        finding = need.look()
        if not finding.ok:
            raise SandboxError(f"{need.name.capitalize()}: {finding.found}", finding.mend)


class Engine:
    """A container engine that answers this user."""

    name = "engine"

    def look(self) -> Finding:
        try:
            info = engine_images.info()
        except SandboxError as error:
            sentence, mend = diagnose()
            return Finding(self.name, False, sentence or str(error), mend)
        version, storage, cgroup = (info.get(k, "?") for k in ("ServerVersion", "Driver", "CgroupVersion"))
        if info.get("OSType") != "linux":
            return Finding(self.name, False, "The engine runs no Linux containers.", "Switch it to Linux containers.")
        return Finding(self.name, True, f"Docker {version}, {storage}, cgroup v{cgroup}")

    def fix(self, progress: Progress) -> None:
        if self.look().ok:
            return
        sentence, mend = diagnose()
        if os.environ.get("DOCKER_HOST") or not debian.ours():
            raise SandboxError(sentence, mend)
        if not which("dockerd"):
            debian.install(PACKAGES, progress)
        start(progress)


def diagnose() -> tuple[str, str]:
    """(what is wrong, what a person does) when no engine answers."""
    if host := os.environ.get("DOCKER_HOST"):
        return f"No engine answers at {host}, which DOCKER_HOST names.", "Start it, or unset DOCKER_HOST."
    for address in client.addresses():
        path = Path(address.removeprefix("unix://"))
        if path.is_socket() and not os.access(path, os.R_OK | os.W_OK):
            return f"This user may not use {path}.", "Run `sudo usermod -aG docker $USER`, then log in again."
    root = debian.ours()
    sudo, fix = "" if os.geteuid() == 0 else "sudo ", "Run `mayfly doctor --fix`."
    if which("dockerd"):
        mend = f"{sudo}systemctl start docker" if SYSTEMD.exists() else f"{sudo}dockerd"
        return "Docker is installed but does not run.", fix if root else f"Run `{mend}`."
    if which("apt-get"):
        mend = f"{sudo}apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"
        return "Docker is not installed.", fix if root else f"Run `{mend}`, then `sudo usermod -aG docker $USER`."
    return "No container engine is there.", "Install Docker Engine, Docker Desktop or Podman, and start it."


def start(progress: Progress) -> None:
    """Start the installed engine and wait until it answers. Never a second one beside one that runs."""
    if answers(progress, running):
        return
    if running():
        raise SandboxError("Docker runs but does not answer.", "Look at its log, then end it and run this again.")
    if SYSTEMD.exists():
        hint = "See `journalctl -u docker`."
        commands.run(["systemctl", "start", "docker"], "start Docker", progress, hint=hint)
        if not answers(progress, lambda: True):
            raise SandboxError("Docker was started but does not answer.", hint)
        return
    mount_cgroups(progress)
    if not any(launch(way, progress) for way in WAYS):
        raise SandboxError(f"Docker would not start: {last_words(LOG)}", f"See {LOG}.")


def launch(way: Sequence[str], progress: Progress) -> bool:
    """Start dockerd in one way, detached from this process; False when it ended again or never answered."""
    progress(" ".join(["Starting dockerd", *way]))
    with LOG.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - no shell, fixed words
            [which("dockerd") or "dockerd", *way],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            env={**os.environ, "PATH": f"{os.environ.get('PATH', '')}:{commands.PATH}"},
        )
    try:
        if answers(progress, lambda: process.poll() is None):
            return True
    except BaseException:
        commands.end(process)
        raise
    commands.end(process)
    return False


def answers(progress: Progress, worth_waiting: Callable[[], bool]) -> bool:
    """Whether the engine answers, at last; waits as long as that is worth it."""
    until = time.monotonic() + STARTS_SECONDS
    while True:
        try:
            engine_images.info()
        except SandboxError:
            if not worth_waiting() or time.monotonic() > until:
                return False
            progress("Waiting for the engine to answer")
            time.sleep(0.3)
        else:
            return True


def running() -> bool:
    """Whether a dockerd runs here."""
    return any(comm == "dockerd" for comm in processes())


def processes() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            yield path.read_text().strip()
        except OSError:
            continue


def mount_cgroups(progress: Progress) -> None:
    """Machines without systemd may come without control groups, and then no limit holds."""
    if " cgroup" not in Path("/proc/self/mounts").read_text():
        commands.run(["mount", "-t", "cgroup2", "none", "/sys/fs/cgroup"], "mount the control groups", progress)


def last_words(path: Path) -> str:
    """The last line of a log that tells of a failure, shortened."""
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return next((line for line in reversed(lines) if "fail" in line or "error" in line), "it says nothing")[-300:]


class Isolation:
    """Whether the engine can hold what sandboxes are promised: limits and a filter of system calls."""

    name = "isolation"
    asked = (("MemoryLimit", "memory limits"), ("PidsLimit", "process limits"), ("CpuCfsQuota", "CPU limits"))

    def look(self) -> Finding:
        try:
            info = engine_images.info()
        except SandboxError as error:
            return Finding(self.name, False, f"Unknown: {error}", "Put the engine right first.")
        lacking = self.lacking(info)
        if lacking:
            mend = "Use a kernel with these control groups and with seccomp, and an engine that is not rootless."
            return Finding(self.name, False, f"The engine lacks {', '.join(lacking)}.", mend)
        mapped = any("name=userns" in option for option in info.get("SecurityOptions") or ())
        return Finding(self.name, True, "limits, seccomp, user namespaces" if mapped else "limits, seccomp")

    def lacking(self, info: dict[str, Any]) -> list[str]:
        filtered = any("name=seccomp" in option for option in info.get("SecurityOptions") or ())
        # Podman's answer has other names for some; what isn't named isn't lacking.
        return [what for key, what in self.asked if info.get(key) is False] + ([] if filtered else ["seccomp"])

    def fix(self, progress: Progress) -> None:
        finding = self.look()
        if not finding.ok:
            raise SandboxError(finding.found, finding.mend)


class Disk:
    """Room for the images and for working."""

    name = "disk"

    def look(self) -> Finding:
        try:
            wanted = LATER_GB if all(images.present(image) for image in Image) else FIRST_GB
            root = Path(engine_images.info().get("DockerRootDir", "/var/lib/docker"))
        except SandboxError:
            wanted, root = FIRST_GB, Path("/var/lib/docker")
        free, place = min((shutil.disk_usage(p).free / GIGABYTE, p) for p in (nearest(root), nearest(cache())))
        found = f"{free:.1f} GB free at {place}"
        if free >= wanted:
            return Finding(self.name, True, found)
        return Finding(self.name, False, f"{found}, {wanted:.0f} GB wanted", f"Make room at {place}.")

    def fix(self, progress: Progress) -> None:
        finding = self.look()
        if not finding.ok:
            raise SandboxError(f"The disk is too full: {finding.found}.", finding.mend)


def cache() -> Path:
    return user_cache_path("mayfly")


def nearest(path: Path) -> Path:
    """The path itself, or what is there above it: an engine elsewhere has folders that aren't here."""
    return next(p for p in (path, *path.parents) if os.access(p, os.X_OK) and p.exists())


class Built:
    """One image, as the repository describes it now."""

    def __init__(self, image: str) -> None:
        self.image = image
        self.name = f"{image} image"

    def look(self) -> Finding:
        tag = self.recipe().tag
        try:
            there = engine_images.there(tag)
        except SandboxError as error:
            return Finding(self.name, False, f"Unknown: {error}", "Put the engine right first.")
        return Finding(self.name, there, tag if there else "It is not made yet.", "" if there else client.MEND)

    def fix(self, progress: Progress) -> None:
        if not Engine().look().ok:
            raise SandboxError("Without an engine no image can be made.", "Put the engine right first.")
        images.make(self.recipe(), progress)

    def recipe(self) -> images.Recipe:
        return images.recipe(Image(self.image)) if self.image in set(Image) else images.BASE


def which(command: str) -> str | None:
    return shutil.which(command, path=commands.PATH)
