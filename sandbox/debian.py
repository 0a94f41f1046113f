"""What is asked of a Debian or Ubuntu host: packages and a fresh root filesystem; refuses other hosts with a sentence."""

import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sandbox import commands
from sandbox.contract import Progress, SandboxError

RELEASE = "bookworm"
ARCHIVE = "http://deb.debian.org/debian"
SECURITY = "http://deb.debian.org/debian-security"
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "APT_LISTCHANGES_FRONTEND": "none"}
LEFT_OUT = (
    "./dev/*",
    "./usr/share/doc/*",
    "./usr/share/info/*",
    "./usr/share/locale/*",
    "./usr/share/man/*",
    "./var/cache/apt/*",
    "./var/lib/apt/lists/*",
    "./var/log/*",
)


def ours() -> bool:
    """Whether this process may install packages here: root on Debian, Ubuntu or a relative of theirs."""
    return os.geteuid() == 0 and shutil.which("apt-get", path=SEARCH) is not None


def install(packages: Sequence[str], progress: Progress) -> None:
    """Install Debian packages, or say what a person has to run. Nothing happens to those already there."""
    command = " ".join(["apt-get install -y --no-install-recommends", *packages])
    if not ours():
        raise SandboxError(f"{', '.join(packages)} has to be installed first.", f"Run `sudo {command}`.")
    hint = f"Run `{command}` by hand to see more."
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-q"]
    commands.run([*apt, "update"], progress, hint=hint, env=QUIET)
    commands.run([*apt, "install", "-y", "--no-install-recommends", *packages], progress, hint=hint, env=QUIET)


SEARCH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def mirrors() -> tuple[str, str]:
    """(archive, security) that this host uses for the same release, else Debian's own."""
    try:
        host = platform.freedesktop_os_release()
    except OSError:
        host = {}
    if host.get("ID") != "debian" or host.get("VERSION_CODENAME") != RELEASE:
        return ARCHIVE, SECURITY
    found = dict(sources(Path("/etc/apt")))
    return found.get(RELEASE, ARCHIVE), found.get(f"{RELEASE}-security", SECURITY)


def sources(folder: Path) -> Iterator[tuple[str, str]]:
    """(suite, address) of every binary source, last one first, in either of apt's two formats."""
    for path in sorted([folder / "sources.list", *folder.glob("sources.list.d/*")], reverse=True):
        if not path.is_file():
            continue
        text = path.read_text(errors="replace")
        if path.suffix == ".sources":
            for stanza in text.split("\n\n"):
                fields = dict(line.split(":", 1) for line in stanza.splitlines() if ":" in line and line[0] not in "# ")
                if "deb" in fields.get("Types", "").split() and fields.get("URIs", "").split():
                    for suite in fields.get("Suites", "").split():
                        yield suite, fields["URIs"].split()[0]
        elif path.suffix == ".list":
            for line in text.splitlines():
                words = [word for word in line.split() if not (word.startswith("[") or word.endswith("]"))]
                if len(words) > 3 and words[0] == "deb":
                    yield words[2], words[1]


@contextmanager
def root_filesystem(folder: Path, progress: Progress) -> Iterator[Path]:
    """A tar of a minimal Debian with Python, in `folder` (emptied before and after)."""
    if not ours():
        raise SandboxError(
            "No image registry answers, and only root on Debian or Ubuntu can make the base image here.",
            "Check the network (`docker pull python:3.11-slim-bookworm`), or run once as root.",
        )
    if not shutil.which("debootstrap", path=SEARCH):
        install(["debootstrap", "debian-archive-keyring"], progress)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    root, tar = folder / "root", folder / "root.tar"
    archive, _ = mirrors()
    try:
        # In a mount namespace of its own, so that what debootstrap mounts is gone with it, however it ends.
        commands.run(
            ["unshare", "--mount", "debootstrap", "--variant=minbase", "--include=ca-certificates,python3"]
            + [RELEASE, str(root), archive],
            progress,
            hint="Check the network to the Debian mirror.",
        )
        (root / "etc/apt/sources.list").write_text(
            f"deb {ARCHIVE} {RELEASE} main\n"
            f"deb {ARCHIVE} {RELEASE}-updates main\n"
            f"deb {SECURITY} {RELEASE}-security main\n"
        )
        excluded = [f"--exclude={pattern}" for pattern in LEFT_OUT]
        commands.run(["tar", "--numeric-owner", *excluded, "-C", str(root), "-cf", str(tar), "."], progress)
        yield tar
    finally:
        shutil.rmtree(folder, ignore_errors=True)
