"""Writes files as a folder, all of them or none, and reads files where others write. Refuses unsafe names and to follow
a link, whoever made it."""

import ctypes
import errno
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from gallery.contract import GalleryError
from gallery.text import safe_path

HERE, EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE, as Linux has them."""
MOST_TRIES = 100


def write_folder(target: Path, files: Mapping[str, bytes], *, replace: bool = False, lasting: bool = False) -> None:
    """Make `target` hold exactly these files. It is written beside and renamed: a crash leaves the old one or the new,
    and a power cut does where it is to be `lasting`, which takes some waits for the disk. With `replace` an existing
    folder goes. Raises GalleryError when there is one otherwise, or a name is unsafe."""
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
        if lasting:
            for written in (*beside.rglob("*"), beside):
                settle(written)
        if replace:
            swap(target, beside)
        else:
            put_in_place(beside, target)
        if lasting:
            settle(target.parent)
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


def settle(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(beside: Path, target: Path) -> None:
    try:
        os.rename(beside, target)  # over an empty folder, too
    except OSError as error:
        if target.exists() or target.is_symlink():
            raise GalleryError(f"There is something at {target} already.", "Name another folder.") from error
        raise


def swap(target: Path, beside: Path) -> None:
    """Other processes may do the same at that moment: the last one's folder stays."""
    for left in reversed(range(MOST_TRIES)):
        try:
            if not os.path.lexists(target):
                os.rename(beside, target)
                return
            if not exchanged(target, beside):
                old = Path(mkdtemp(dir=target.parent, prefix=f".{target.name[:80]}-"))
                os.rename(target, old / "old")
                os.rename(beside, target)
                beside = old
            shutil.rmtree(beside, ignore_errors=True)
            return
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST) or not left:
                raise


def exchanged(one: Path, other: Path) -> bool:
    """Let both change places in one step, so that there is no moment without either; False where a system can't."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0:
        return True
    if (number := ctypes.get_errno()) == errno.ENOENT:
        raise OSError(number, os.strerror(number), str(one))
    return False


def remove_folder(folder: Path) -> None:
    """A link is removed, not what it leads to."""
    while os.path.lexists(folder):
        try:
            folder.unlink() if folder.is_symlink() else shutil.rmtree(folder)
        except FileNotFoundError:  # another process removes it as well
            continue
