"""Reads an app from whatever it comes in: a folder, a zip, a git folder, a capsule, one file. Refuses what leads out of
it, what is larger than a small app, and to run or believe anything in it."""

import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from gallery.capsule import Capsule, capsule_of, read_file
from gallery.contract import GalleryError
from gallery.generated import with_manifest
from gallery.history import History
from gallery.manifest import (
    MANIFEST,
    MOST_BYTES,
    MOST_FILES,
    AppFolder,
    Manifest,
    Permissions,
    app_of,
    files_below,
)
from gallery.repository import tracked
from gallery.shelf import DATA
from gallery.text import line, safe_path
from generator.contract import Claim, Plan, Spec
from sandbox.contract import Files

SKIPPED = {"__pycache__", "node_modules", "__MACOSX", "venv"}
"""Folders that belong to no app."""
OURS = {"README.md", "Dockerfile", "receipt.json", "receipt.html", "capsule.json", "tests", "pictures", "vendor"}
OURS |= {"requirements.txt", ".dockerignore", ".streamlit"}
"""What a kept folder has beside the app's own files, or in their place."""
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Arrival:
    """An app to put on the shelf, and how sure its claims are: they come with checks or not."""

    app: AppFolder
    history: History | None = None
    stored: Mapping[str, bytes] | None = None
    """What it has stored, where that is newer than in its history."""
    generated: bool = False
    """Whether it came without a manifest."""

    @property
    def bytes(self) -> int:
        return sum(map(len, self.app.files.values()))


def read(path: Path) -> Arrival:
    """Raises GalleryError, which says what is wrong with it."""
    path = path.expanduser()
    if path.is_dir():
        return arrived(path.resolve().name, files_below(path, tracked(path)))
    content = read_file(path)
    if zipfile.is_zipfile(BytesIO(content)):
        return arrived(path.stem, unzipped(content, path))
    if path.suffix == ".json":
        return _of_capsule(path.stem, capsule_of(content, str(path)), None)
    if path.suffix not in (".py", ".html", ".htm"):
        raise GalleryError(
            f"{path} is nothing that an app comes in.",
            "It comes as a folder, a zip, a git folder, a capsule, or one .py or .html file.",
        )
    return arrived(path.stem, {safe_path(path.name): content})


def arrived(name: str, files: Files) -> Arrival:
    """The app in these files: with a manifest, as a kept folder, or with neither."""
    files = _without_shell({path: content for path, content in files.items() if not SKIPPED & {*path.split("/")}})
    if MANIFEST in files:
        return Arrival(app_of(name, files))
    if "capsule.json" in files and "receipt.json" in files:
        return _of_capsule(name, capsule_of(files["capsule.json"], "capsule.json"), files)
    manifest, placed = with_manifest(name, files)
    claim = Claim(id="opens", text=f"{manifest.title} opens and shows something.")
    plan = Plan(title=manifest.title, kind=manifest.kind, claims=[claim], hosts=manifest.permissions.hosts)
    spec = Spec(f"{manifest.title}: {manifest.about}", manifest.kind, rounds=0)
    return Arrival(AppFolder(name, manifest, spec, placed, plan), generated=True)


def unzipped(content: bytes, path: Path) -> dict[str, bytes]:
    """The files in a zip. No size that it tells of itself is believed."""
    files: dict[str, bytes] = {}
    room = MOST_BYTES
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > 2 * MOST_FILES:
                raise GalleryError(f"{path} holds more than {MOST_FILES} files.", "A small app has fewer.")
            for member in members:
                kind = stat.S_IFMT(member.external_attr >> 16)
                if member.is_dir() or (kind and not stat.S_ISREG(kind)):
                    if stat.S_ISLNK(kind):
                        raise GalleryError(
                            f"{path} holds a link, {line(member.filename, 60)!r}.", "An app has files only."
                        )
                    continue
                name = safe_path(member.filename)
                if member.flag_bits & 1:
                    raise GalleryError(f"{path} is locked by a password.", "Unpack it first.")
                files[name] = _unpacked(packed, member, room)
                room -= len(files[name])
                if room < 0 or len(files) > MOST_FILES:
                    most = f"{MOST_BYTES // 1_000_000} MB or {MOST_FILES} files"
                    raise GalleryError(f"{path} holds more than {most}, unpacked.", "A small app is smaller.")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise GalleryError(f"{path} can't be unpacked: {line(str(error), 100)}.", "Is it whole?") from error
    return files


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    """Up to a byte more than there is room for."""
    found = bytearray()
    with packed.open(member) as file:
        while len(found) <= room and (piece := file.read(CHUNK)):
            found += piece
    return bytes(found)


def _without_shell(files: Files) -> Files:
    """The files of the one folder that everything lies in."""
    tops = {path.partition("/")[0] for path in files}
    if len(tops) == 1 and all("/" in path for path in files) and tops != {"app"}:
        return _without_shell({path.partition("/")[2]: content for path, content in files.items()})
    return files


def _of_capsule(name: str, capsule: Capsule, folder: Files | None) -> Arrival:
    """The app of a capsule, in the state in which it lies in the folder where there is one."""
    app, history = capsule.app(), capsule.history
    stored: dict[str, bytes] | None = None
    if folder is not None:
        written = history.files(history.written) if history else {}
        beside = {path: content for path, content in folder.items() if path.partition("/")[0] not in OURS}
        mine = [path for path in beside if path.startswith(f"{DATA}/") and path not in app]
        stored = {path.removeprefix(f"{DATA}/"): beside.pop(path) for path in mine}
        app = {path: content for path, content in app.items() if path.partition("/")[0] in OURS}
        app |= {path: content for path, content in beside.items() if path not in written or path in capsule.files}
    if not app:
        raise GalleryError(f"{name} holds no app.", "A capsule alone is built with mayfly rebuild FILE.")
    plan = capsule.plan
    manifest = Manifest(
        mayfly=1,
        title=line(plan.title, 80) or "untitled",
        about=line(capsule.spec.text, 300),
        kind=plan.kind,
        permissions=Permissions(hosts=[line(host, 300) for host in plan.hosts]),
    )
    found = AppFolder(name, manifest, replace(capsule.spec_of(), rounds=0), app, plan, capsule.checks)
    return Arrival(found, history, stored)
