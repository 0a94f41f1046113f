"""What a user lets an open app do beyond its sandbox: reach hosts, ask the model, read folders, write one file. Refuses
to give the things themselves: it gives copies, a proxy and a broker, and tells afterwards what was made of them.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from gallery.contract import GalleryError
from gallery.folder import content_of
from gallery.text import safe_path
from gallery.uses import Use, use
from generator.access import Given
from generator.contract import Access, Allowance, Model, Painter
from sandbox.contract import Sandbox, SandboxError, Serve

GIVEN = "given"
"""The folder in which the app finds what it was given."""
MOST_MB, MOST_FILES = 32, 1000


@dataclass(frozen=True, slots=True)
class Beside:
    """What an app that may ask the model may ask for beside it, and how much of it all: as the settings say."""

    others: tuple[Model, ...] = ()
    painter: Painter | None = None
    allowance: Allowance = Allowance()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Grants:
    """What the user said, in so many words. Nothing of it is taken from an app, a plan or a model."""

    hosts: tuple[str, ...] = ()
    model: Model | None = None
    read: tuple[Path, ...] = ()
    write: Path | None = None
    beside: Beside = Beside()

    def access(self) -> Access:
        """All but the file to write, as a run or an opening gives it. Raises GalleryError for what can't be given."""
        files = {path: content for folder in self.read for path, content in copied(folder)}
        if sum(map(len, files.values())) > MOST_MB << 20 or len(files) > MOST_FILES:
            raise GalleryError(f"That is more than {MOST_MB} MB or {MOST_FILES} files to read.", "Name less of it.")
        beside = self.beside
        return Access(self.hosts, self.model, files, beside.others, beside.painter, beside.allowance)


NOTHING = Grants()


class Granted:
    """The grants of one open app. `environment` is for its start; `close` ends them."""

    def __init__(self, grants: Grants, box: Sandbox, services: Mapping[str, Serve] = {}) -> None:
        self._grants, self._box = grants, box
        self._given = Given(replace(grants.access(), services=services))
        self._before: bytes | None = None
        self.environment: Mapping[str, str] = {}

    def open(self) -> None:
        """Give the app all of it, before its start. Raises GalleryError or SandboxError for what can't be given."""
        self._box.put(self._given.files, read_only=True)
        if target := self._grants.write:
            if target.is_symlink() or target.is_dir():
                raise GalleryError(f"{target} is no file to write to.", "Name the file itself.")
            self._before = small_file(target)
            if self._before is not None:
                self._box.put({self._inside(target): self._before})
        self.environment = self._given.give(self._box)

    def save(self) -> str:
        """Write the one file back when the app has changed it; why that could not be, or ""."""
        target = self._grants.write
        if target is None or not self._box.alive():
            return ""
        try:
            found = self._box.get(GIVEN, most_mb=MOST_MB * 2).get(target.name)
        except SandboxError as error:
            return f"{target} could not be written back: {error}"
        if found is None or found == self._before:
            return ""
        if target.is_symlink() or small_file(target) != self._before:
            return f"{target} was changed meanwhile by somebody else, and is left as it is."
        try:
            write_back(target, found)
        except GalleryError as error:
            return str(error)
        self._before = found
        return ""

    def use(self) -> Use:
        """What the app has made of it so far."""
        return use("open", self._box.connections(), self._given.asked)

    def close(self) -> str:
        """End it all; why the one file could not be written back, or ""."""
        self._given.end()
        return self.save()

    def _inside(self, target: Path) -> str:
        return f"{GIVEN}/{safe_path(target.name)}"


def copied(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The regular files below a folder as the app will find them; links are left out, wherever they lead."""
    if not folder.is_dir():
        raise GalleryError(f"{folder} is not a folder.", "Name a folder for the app to read.")
    size = 0
    for place, _, names in os.walk(folder):
        for path in (Path(place) / name for name in sorted(names)):
            inside = safe_path(f"{GIVEN}/{folder.resolve().name}/{path.relative_to(folder).as_posix()}")
            if (content := small_file(path)) is not None:
                size += len(content)
                if size > MOST_MB << 20:
                    raise GalleryError(f"{folder} holds more than {MOST_MB} MB.", "Name a smaller folder.")
                yield inside, content


def small_file(path: Path) -> bytes | None:
    """What a regular file holds; None where there is none. Raises GalleryError for one too large or closed to us."""
    content = content_of(path, MOST_MB << 20)
    if content is not None and len(content) > MOST_MB << 20:
        raise GalleryError(f"{path} is larger than {MOST_MB} MB.", "Give the app a part of it.")
    return content


def write_back(target: Path, content: bytes) -> None:
    """Into this file and no other: a link in its place is replaced, not followed; a crash leaves the old or the new."""
    mode = stat.S_IMODE(target.lstat().st_mode) if target.is_file() else 0o644
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:80]}-", delete=False) as file:
            file.write(content)
        os.chmod(file.name, mode)
        os.replace(file.name, target)
    except OSError as error:
        raise GalleryError(
            f"{target} can't be written: {error.strerror}.", "Check the folder's permissions."
        ) from error
