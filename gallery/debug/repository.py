"""Takes a copy of a repository: what git tracks or would, and what the command names. Refuses to write there, to follow
links, and to take along secrets.
"""

import os
import re
import stat
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gallery.contract import GalleryError
from sandbox.payload.wire import plain_path

FILE_MB, TREE_MB, MOST_FILES = 4, 96, 12_000
SKIPPED = {"node_modules", "__pycache__", "venv", "build", "dist", "site-packages"}
"""Folders of a repository without git that hold what was made."""
SECRET = re.compile(
    r"(\.env(\.(?!example$|sample$|template$|dist$).+)?|.+\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|tfstate)|id_(rsa|dsa|ecdsa|ed25519)"
    r"|\.netrc|\.npmrc|\.pypirc|\.htpasswd|\.git-credentials|\.pgpass|\.my\.cnf|credentials(\.\w+)?"
    r"|secrets?\.(ya?ml|json|toml|ini|txt)|service[-_]account.*\.json)",
    re.IGNORECASE,
)
KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
TOKEN = re.compile(
    rb"\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,}|xox[abprs]-[A-Za-z0-9-]{20,}"
    rb"|sk-[A-Za-z0-9_-]{32,}|sk_live_[A-Za-z0-9]{20,}|AIza[A-Za-z0-9_-]{35})"
)
GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")


@dataclass(frozen=True, slots=True)
class Copy:
    """Files by their paths below the root, what was left out with the reason, and whether git keeps the folder."""

    root: Path
    files: dict[str, bytes]
    left_out: tuple[str, ...]
    git: bool


def take(folder: Path, named: Sequence[str] = ()) -> Copy:
    """A copy of the repository that a folder is in. What is `named` comes along though git ignores it, secrets apart.
    Raises GalleryError when there is no such folder, or it is too large."""
    if not folder.is_dir():
        raise GalleryError(f"There is no folder {folder}.", "Say where the repository is: --repo DIR.")
    root, git = root_of(folder)
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    size = 0
    for path in dict.fromkeys([*(listed(root) if git else walked(root)), *inside(root, folder, named)]):
        content, reason = read(root / path, path)
        if content is None:
            left_out += [f"{path}: {reason}"] if reason else []
            continue
        size += len(content)
        if size > TREE_MB << 20 or len(files) >= MOST_FILES:
            raise GalleryError(
                f"{root.name} holds more than {TREE_MB} MB or {MOST_FILES} files.", "Name a smaller part: --repo DIR."
            )
        masked = TOKEN.sub(lambda found: b"x" * len(found[0]), content)
        if masked != content:
            left_out.append(f"{path}: a key in it was made unreadable")
        files[path] = masked
    return Copy(root, files, tuple(left_out), git)


def root_of(folder: Path) -> tuple[Path, bool]:
    """The top of the repository that a folder is in, the folder itself where git keeps none or tracks nothing in it."""
    found = git_says(folder, "rev-parse", "--show-toplevel")
    if found is None or not git_says(folder, "ls-files", "--", "."):
        return folder.resolve(), False
    return Path(found.strip()), True


def git_says(folder: Path, *words: str) -> str | None:
    """What git answers there; None when it refuses or isn't installed."""
    said = git_bytes(folder, *words)
    return None if said is None else said.decode("utf-8", "replace")


def git_bytes(folder: Path, *words: str) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603
            [*GIT, "-C", str(folder), *words], capture_output=True, timeout=60, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def listed(root: Path) -> list[str]:
    """What git tracks, and what it would if it were added."""
    found = git_says(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard") or ""
    return sorted({path for path in found.split("\0") if path})


def walked(root: Path) -> Iterator[str]:
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        for name in sorted(names):
            yield (Path(place) / name).relative_to(root).as_posix()


def inside(root: Path, folder: Path, named: Iterable[str]) -> Iterator[str]:
    """The words of a command that name files of the repository."""
    for word in named:
        bare = word.partition("::")[0]
        with_folder = folder / bare
        if bare and len(bare) < 300 and with_folder.is_file() and with_folder.resolve().is_relative_to(root):
            yield with_folder.resolve().relative_to(root).as_posix()


def read(place: Path, path: str) -> tuple[bytes | None, str]:
    """A file's content, or None and why it stays away; "" where that needs no word."""
    if is_secret(path):
        return None, "it may hold a secret"
    if not plain_path(path):
        return None, "its name can't be used"
    try:
        about = place.lstat()
        if not stat.S_ISREG(about.st_mode):
            return None, "" if not stat.S_ISLNK(about.st_mode) else "it is a link"
        if about.st_size > FILE_MB << 20:
            return None, f"it is larger than {FILE_MB} MB"
        content = place.read_bytes()
    except OSError:
        return None, ""
    return (None, "there is a private key in it") if KEY.search(content) else (content, "")


def is_secret(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(SECRET.fullmatch(parts[-1])) or any(part in (".ssh", ".aws", ".gnupg") for part in parts[:-1])
