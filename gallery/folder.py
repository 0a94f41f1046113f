"""Writes files as a folder, all of them or none, and reads files where others write. Refuses unsafe names and to follow
a link, whoever made it."""

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from gallery.contract import GalleryError
from gallery.text import safe_path


def write_folder(target: Path, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    """Make `target` hold exactly these files. It is written beside and renamed: a crash leaves the old one or the new.
    With `replace` an existing folder goes. Raises GalleryError when there is one otherwise, or a name is unsafe."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # Links are never followed because nothing but what is written here is in the fresh folder.
    beside = Path(mkdtemp(dir=target.parent, prefix=f".{target.name[:80]}-"))
    try:
        for path, content in sorted(files.items()):
            place = beside / safe_path(path)
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
                raise GalleryError(f"The app has a file and a folder both named {path!r}.") from error
        beside.chmod(0o755)
        if replace and (target.exists() or target.is_symlink()):
            swap(target, beside)
        else:
            put_in_place(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def content_of(path: Path, most: int) -> bytes | None:
    """What a regular file holds, of a larger one a byte more than `most`; None where there is none, as for a link.
    Raises GalleryError for one that is closed to us."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if path.is_symlink() or isinstance(error, FileNotFoundError):
            return None
        raise GalleryError(f"{path} can't be read: {error.strerror}.", "Check its permissions.") from error
    with open(fd, "rb") as file:
        return file.read(most + 1) if stat.S_ISREG(os.fstat(fd).st_mode) else None


def put_in_place(beside: Path, target: Path) -> None:
    try:
        os.rename(beside, target)  # over an empty folder, too
    except OSError as error:
        if target.exists() or target.is_symlink():
            raise GalleryError(f"There is something at {target} already.", "Name another folder.") from error
        raise


def swap(target: Path, beside: Path) -> None:
    old = Path(mkdtemp(dir=target.parent, prefix=f".{target.name[:80]}-"))
    os.rename(target, old / "old")
    os.rename(beside, target)
    shutil.rmtree(old, ignore_errors=True)


def remove_folder(folder: Path) -> None:
    """A link is removed, not what it leads to."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
