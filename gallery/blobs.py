"""Keeps bytes by their SHA-256 below a folder. Refuses to overwrite, and never shows a half-written one."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from gallery.folder import settle


class Blobs:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store and give the name. When this returns, the content survives a power cut."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if self._holds(path, content):
            return name
        self._have(path.parent)
        with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as beside:
            try:
                beside.write(content)
                beside.flush()
                os.fsync(beside.fileno())
                os.replace(beside.name, path)
                settle(path.parent)
            except BaseException:
                Path(beside.name).unlink(missing_ok=True)
                raise
        return name

    def _have(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            settle(self.folder)
            settle(self.folder.parent)

    def _holds(self, path: Path, content: bytes) -> bool:
        """Whether it is there, and undamaged."""
        try:
            return path.read_bytes() == content
        except FileNotFoundError:
            return False

    def get(self, name: str) -> bytes:
        """Raises KeyError when it isn't there or isn't what it was."""
        try:
            content = self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise KeyError(name) from error
        if hashlib.sha256(content).hexdigest() != name:
            raise KeyError(name)
        return content

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """All that are stored, and what an interrupted `put` left (as `XX/.new-…`)."""
        for path in sorted(self.folder.glob("??/*")):
            yield path.name if not path.name.startswith(".") else f"{path.parent.name}/{path.name}"

    def _path(self, name: str) -> Path:
        return self.folder / (name if "/" in name else f"{name[:2]}/{name}")
