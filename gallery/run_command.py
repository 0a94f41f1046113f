"""Runs an entry's app that is a command, once, in a sandbox of its own. Refuses an app that has a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gallery.contract import Entry, GalleryError
from gallery.grants import NOTHING, Granted, Grants, write_back
from gallery.receipt import receipt_of
from gallery.serve import DataKeeper, packages
from gallery.shelf import Shelf
from gallery.text import clean, safe_path
from generator.contract import Kind
from generator.kinds import ENTRY
from sandbox.contract import Engine, Image, Runtime

MOST_KB = 16 << 10


@dataclass(frozen=True, slots=True)
class Ended:
    """How the command ended, and what it wrote, by its path."""

    status: int
    output: bytes
    errors: bytes
    wrote: Mapping[str, bytes] = field(default_factory=dict)


def run_command(
    shelf: Shelf,
    engine: Engine,
    entry: Entry,
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    files: Mapping[str, bytes] = {},
    seconds: float = 60.0,
    grants: Grants = NOTHING,
    tell: Callable[[str], None] = lambda _: None,
) -> Ended:
    """Run it with these arguments and `files` beside it. What it had written before is there again, and what it writes
    is saved on the shelf. `tell` gets, line by line, what it did with its grants. Raises GalleryError when it does not
    come to its end."""
    version = shelf.version(entry.id)
    if not version:
        raise GalleryError(f"Nothing was made for {entry.id} yet.", entry.reason or "Make it again with mayfly new.")
    if Kind(entry.kind) is not Kind.SCRIPT:
        raise GalleryError(f"{entry.title} is no command: it has a page.", f"Open it: mayfly open {entry.id}")
    app = shelf.files(entry.id)
    layer = packages(engine, receipt_of(version).packages, tell)
    with engine.open(Image.APP, runtime=Runtime.SCRIPT, layer=layer) as box:
        box.put({**shelf.stored(entry.id), **files, **app})
        granted = Granted(grants, box)
        granted.open()
        keeper = DataKeeper(shelf, entry.id, box, frozenset((*app, *files)), granted)
        before = shelf.stored(entry.id)
        try:
            ran = box.run(
                ["python", ENTRY[Kind.SCRIPT], *arguments],
                stdin=stdin,
                seconds=seconds,
                most_kb=MOST_KB,
                env=granted.environment,
            )
        finally:
            trouble = granted.close()
            keeper.save()
            for told in [*([trouble] if trouble else []), *granted.use().lines]:
                tell(told)
    if ran.status is None:
        raise GalleryError(
            f"{entry.title} did not come to its end: {clean(ran.reason)}", "Give it more time: --seconds."
        )
    after = shelf.stored(entry.id)
    return Ended(
        ran.status, ran.output, ran.errors, {name: body for name, body in after.items() if body != before.get(name)}
    )


def bring(wrote: Mapping[str, bytes], folder: Path) -> list[str]:
    """Put these files below a folder; gives where they are. Raises GalleryError before it writes any, when one of that
    name is there or a link would lead elsewhere."""
    targets = {folder / safe_path(name): body for name, body in wrote.items()}
    for target in targets:
        if target.is_symlink() or target.exists():
            raise GalleryError(f"{target} is there already and was left as it is.", "Name another folder with --into.")
        if not target.parent.resolve().is_relative_to(folder.resolve()):
            raise GalleryError(f"{target} leads out of {folder}.", "Name another folder with --into.")
    for target, body in targets.items():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GalleryError(f"{target.parent} can't be made: {error.strerror}.", "Name another folder.") from error
        write_back(target, body)
    return [str(target) for target in targets]
