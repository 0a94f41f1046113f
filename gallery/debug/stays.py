"""Writes down what stays of an investigation: the findings, the minimal test and the patch, in Mayfly's own folder; in
the repository only what the user asks for. Refuses to write over anything, and to patch a file that has changed since.
"""

import contextlib
import itertools
import time
from pathlib import Path

from gallery.contract import GalleryError
from gallery.debug.evidence import Evidence
from gallery.debug.investigate import Investigation
from gallery.debug.report import findings
from gallery.text import safe_path, slug

FINDINGS, PATCH = "findings.md", "mend.patch"


def stays(evidence: Evidence) -> dict[str, str]:
    """What there is to keep, by name."""
    kept = {FINDINGS: findings(evidence)}
    if evidence.minimal:
        kept[Path(evidence.minimal.name).name] = evidence.minimal.source
    if evidence.patch:
        kept[PATCH] = evidence.patch.diff
    return kept


def put_down(evidence: Evidence, home: Path) -> Path:
    """In a folder of its own below `home`; it stays when the tool is discarded."""
    what = evidence.test.rpartition("::")[2] or evidence.repository
    folder = fresh(home / "findings" / f"{slug(what)}-{time.strftime('%Y%m%d-%H%M%S')}")
    for name, text in stays(evidence).items():
        write(folder / name, text)
    return folder


def fresh(folder: Path) -> Path:
    """That folder, made now; with a number behind its name where another of the same second has it."""
    try:
        for number in itertools.count(1):
            place = folder.with_name(f"{folder.name}-{number}") if number > 1 else folder
            with contextlib.suppress(FileExistsError):
                place.mkdir(parents=True)
                break
    except OSError as error:
        raise GalleryError(
            f"{folder} can't be made: {error.strerror}.", "Make room there; then run it again."
        ) from error
    return place


def write(path: Path, text: str) -> None:
    """A new file. What is there already is left as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise GalleryError(f"{path} is there already and was left as it is.", "Name another file.") from None
    except OSError as error:
        raise GalleryError(f"{path} can't be written: {error.strerror}.", "Name another place.") from error


def write_test(found: Investigation) -> Path | None:
    """The minimal test, into the repository."""
    if not found.evidence.minimal or not found.root:
        return None
    target = inside(found.root, found.evidence.minimal.name)
    write(target, found.evidence.minimal.source)
    return target


def apply(found: Investigation) -> list[Path]:
    """The patch, into the repository: all of its files or none."""
    if not found.mended or not found.root or not found.case:
        return []
    targets = {inside(found.root, path): (path, text) for path, text in found.mended.items()}
    for target, (path, _) in targets.items():
        try:
            now = target.read_bytes()
        except OSError:
            now = b""
        if now != found.case.files[path]:
            raise GalleryError(f"{path} is not what was looked into any more, and was left as it is.", "Run it again.")
    for target, (_, text) in targets.items():
        target.write_bytes(text.encode())
    return list(targets)


def inside(root: Path, path: str) -> Path:
    """Where a path of the repository is; never by a link out of it."""
    target = root / safe_path(path)
    if target.is_symlink() or not target.parent.resolve().is_relative_to(root.resolve()):
        raise GalleryError(f"{path} leads out of the repository.", "Put it there yourself.")
    return target
