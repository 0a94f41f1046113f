"""Lets an app leave the shelf: as a folder, a zip, a git repository, a container image, one page. Refuses to write over
what is there, and to take anything away from the shelf."""

import io
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from gallery.contract import Entry, GalleryError
from gallery.folder import put_in_place
from gallery.keep import DOCKERFILES, contents, free_target, made, whole, with_copies, write
from gallery.one_page import one_page
from gallery.receipt import receipt_of
from gallery.repository import Step, write_repository
from gallery.shelf import PICTURES, Shelf
from gallery.text import line, slug
from generator.contract import Kind
from sandbox.contract import Engine, Progress

TAG = re.compile(r"[a-z0-9]+([._/-][a-z0-9]+)*(:[\w][\w.-]{0,100})?")
INSTEAD = "Export it as a folder, zip or image."


def as_folder(shelf: Shelf, entry: Entry, folder: Path, *, force: bool = False) -> Path:
    target = free_target(folder, force=force)
    write(target, whole(shelf, entry), replace=force)
    return target


def as_zip(shelf: Shelf, entry: Entry) -> bytes:
    """The same folder; the same app gives the same bytes."""
    packed = io.BytesIO()
    top = slug(entry.title)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(whole(shelf, entry).items()):
            member = zipfile.ZipInfo(f"{top}/{path}")
            member.external_attr = 0o100644 << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def to_git(shelf: Shelf, entry: Entry, folder: Path) -> Path:
    """The same folder as a repository, with a commit for every version."""
    target = free_target(folder)
    steps = []
    versions = shelf.versions.of(entry.id)
    made(shelf, entry)
    for version in versions:
        if version.number == versions[-1].number:
            files = whole(shelf, entry)
        else:
            app = with_copies(shelf.versions.files(entry.id, version.number))
            files = contents(version, app, shelf.versions.files(entry.id, version.number, PICTURES), {}, b"")
            del files["capsule.json"]
        steps.append(
            Step(files, f"Version {version.number}: {version.asked or receipt_of(version).spec}", version.created)
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".git-") as beside:
        place = Path(beside) / "whole"
        place.mkdir()
        write_repository(place, steps)
        put_in_place(place, target)
    return target


def to_image(shelf: Shelf, entry: Entry, tag: str, engine: Engine, progress: Progress) -> str:
    """A container image of that name, made without a network of the libraries that Mayfly's sandboxes have; gives how
    it is run. Raises SandboxError when the engine can't."""
    from sandbox import exported

    if not TAG.fullmatch(tag):
        raise GalleryError(
            f"{line(tag, 60)!r} is no name of an image.", "Small letters, digits and - . _ /, then :TAG."
        )
    version = made(shelf, entry)
    kind = Kind(entry.kind)
    found = engine.resolve(receipt_of(version).packages, progress)
    if not found.ok:
        raise GalleryError(f"Its packages can't be had: {found.reason}", "Try again where the index can be reached.")
    files = whole(shelf, entry)
    lines = [one for one in DOCKERFILES[kind].splitlines()[1:] if "requirements.txt" not in one]
    exported.make(tag, files, "".join(f"{one}\n" for one in lines), found.layer, progress)
    if kind is Kind.SCRIPT:
        return f'docker run --rm -i -v "$PWD:/work" {tag} --help'
    port = 8501 if kind is Kind.STREAMLIT else 8000
    return f"docker run --rm -p 127.0.0.1:{port}:{port} {tag}"


def as_page(shelf: Shelf, entry: Entry) -> bytes:
    """One HTML file that needs nothing beside it. Raises GalleryError for an app that can't be one."""
    made(shelf, entry)
    if entry.kind != Kind.WEB:
        raise GalleryError(f"An app of the kind {entry.kind} needs a server.", INSTEAD)
    own = shelf.files(entry.id)
    return one_page(with_copies(own), own).encode()
