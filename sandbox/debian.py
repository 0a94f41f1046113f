"""What a Debian or Ubuntu host is asked for: packages, a fresh root filesystem. Refuses other hosts with a sentence."""

import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from sandbox import commands
from sandbox.contract import Progress, SandboxError

RELEASE = "bookworm"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
CONTAINED = ("setpriv", "--pdeathsig=KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child")
"""In namespaces of its own, what a command started and mounted is gone with it; and it goes when this process goes."""
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
    return os.geteuid() == 0 and shutil.which("apt-get", path=commands.PATH) is not None


def install(packages: Sequence[str], progress: Progress) -> None:
    """Install Debian packages, or say what a person has to run."""
    command = " ".join(["apt-get install -y --no-install-recommends", *packages])
    if not ours():
        raise SandboxError(
            f"These packages are missing: {', '.join(packages)}.",
            f"On Debian or Ubuntu: `sudo {command}`; elsewhere install their like.",
        )
    aim, hint = f"install {', '.join(packages)}", f"Run `apt-get update && {command}` by hand to see more."
    apt = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300")
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    commands.run([*apt, "update"], aim, progress, hint=hint, env=env)
    commands.run([*apt, "install", "--no-install-recommends", *packages], aim, progress, hint=hint, env=env)


def root_filesystem(folder: Path, progress: Progress) -> Path:
    """The tar of a minimal Debian with Python, made in an empty folder."""
    if not ours():
        raise SandboxError(
            "No image registry answers, and only root on Debian or Ubuntu can make the base image itself.",
            "Check the network to the registry, or run `mayfly doctor --fix` once as root.",
        )
    if not shutil.which("debootstrap", path=commands.PATH) or not KEYRING.exists():
        install(["debootstrap", "debian-archive-keyring"], progress)
    root, tar = folder / "root", folder / "root.tar"
    bootstrap = ("debootstrap", "--variant=minbase", "--include=ca-certificates,python3", RELEASE, str(root))
    hint = "Check the network to the Debian mirror."
    archive, security = mirrors()
    commands.run([*CONTAINED, *bootstrap, *filter(None, [archive])], "make the base image", progress, hint=hint)
    if archive:
        (root / "etc/apt/sources.list").write_text(sources_list(archive, security))
    pack = ("tar", "--numeric-owner", *(f"--exclude={pattern}" for pattern in LEFT_OUT), "-C", str(root))
    commands.run([*pack, "-cf", str(tar), "."], "pack the base image", progress, hint="Check the free disk space.")
    return tar


def sources_list(archive: str, security: str) -> str:
    """For apt; nothing about what has no address."""
    suites = ((archive, RELEASE), (archive, f"{RELEASE}-updates"), (security, f"{RELEASE}-security"))
    return "".join(f"deb {address} {suite} main\n" for address, suite in suites if address)


def mirrors() -> tuple[str, str]:
    """(archive, security) as this host has them for the same release; "" leaves it to the tools' own defaults."""
    try:
        host = platform.freedesktop_os_release()
    except OSError:
        host = {}
    if host.get("ID") != "debian" or host.get("VERSION_CODENAME") != RELEASE:
        return "", ""
    found = sources(Path("/etc/apt"))
    return found.get(RELEASE, ""), found.get(f"{RELEASE}-security", "")


def sources(folder: Path) -> dict[str, str]:
    """Suite -> address of Debian's own binary packages, from both of apt's formats; the first that is named counts."""
    found: dict[str, str] = {}
    for path in (folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))):
        if path.suffix in (".list", ".sources") and path.is_file():
            text = path.read_text(errors="replace")
            for address, suites, components in stanzas(text) if path.suffix == ".sources" else lines(text):
                if "main" in components and address.startswith(("http://", "https://")):
                    for suite in suites:
                        found.setdefault(suite, address)
    return found


def stanzas(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    for stanza in text.split("\n\n"):
        plain = [line for line in stanza.splitlines() if ":" in line and not line.startswith(("#", " "))]
        fields = {name.strip(): value.split() for name, value in (line.split(":", 1) for line in plain)}
        if "deb" in fields.get("Types", ()) and fields.get("URIs") and fields.get("Enabled") != ["no"]:
            yield fields["URIs"][0], fields.get("Suites", []), fields.get("Components", [])


def lines(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    for line in text.splitlines():
        kind, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        words = (rest.partition("]")[2] if rest.startswith("[") else rest).split()
        if kind == "deb" and len(words) > 2:
            yield words[0], [words[1]], words[2:]
