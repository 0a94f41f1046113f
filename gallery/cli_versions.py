"""The commands that look at what an app was before, and go back there. Refuses to make anything new."""

from typing import Annotated

import typer

from gallery.answer import print_json
from gallery.commands import Id, Json, app, command, tell
from gallery.compare import Comparison, Side
from gallery.console import make_console
from gallery.receipt import receipt_of
from gallery.shelf import Shelf
from gallery.show_versions import show_comparison, show_versions
from gallery.sweeping import open_shelf

Number = Annotated[int, typer.Argument(metavar="N", min=1, help="A version's number, from `mayfly versions`.")]


@app.command()
@command
def versions(
    id: Id,  # noqa: A002
    compare: Annotated[
        tuple[int, int] | None, typer.Option(metavar="N M", help="What two of them prove and take, and their diff.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show every version of an app: when it came, what was proved of it, its size and what was asked for."""
    with open_shelf() as shelf:
        entry = shelf.find(id)
        if compare:
            told = Comparison(*(side_of(shelf, entry.id, number) for number in compare))
            if as_json:
                print_json({"id": entry.id} | told.as_data())
            else:
                show_comparison(make_console(), told)
            return
        found = [(version, shelf.versions.size(version)) for version in shelf.versions.of(entry.id)]
        if not as_json:
            show_versions(make_console(), found)
            return
        listed = []
        for version, size in found:
            receipt = receipt_of(version)
            listed.append(
                {
                    "number": version.number,
                    "created": version.created,
                    "asked": version.asked or receipt.spec,
                    "outcome": receipt.outcome,
                    "score": round(receipt.score, 4),
                    "passed": receipt.passed,
                    "total": len(receipt.claims),
                    "size": size,
                }
            )
        print_json(listed)


@app.command()
@command
def restore(
    id: Id,  # noqa: A002
    number: Number,
    as_json: Json = False,
) -> None:
    """Make an earlier version the one to hand over again. Those after it stay."""
    with open_shelf() as shelf:
        entry = shelf.find(id)
        restored = shelf.versions.restore(entry.id, number)
        told = f"Version {number} of {entry.id} is now its version {restored}."
        tell({"id": entry.id, "version": restored, "restored": number}, told, as_json)


@app.command()
@command
def branch(
    id: Id,  # noqa: A002
    number: Annotated[int | None, typer.Argument(metavar="[N]", min=1, help="By default the newest version.")] = None,
    as_json: Json = False,
) -> None:
    """Make another app of a version, to go on with beside the first."""
    with open_shelf() as shelf:
        entry = shelf.find(id)
        fresh = shelf.versions.branch(entry, number)
        tell({"id": fresh, "from": entry.id}, f"{fresh} begins as {entry.id} is.", as_json)


def side_of(shelf: Shelf, entry: str, number: int) -> Side:
    version = shelf.versions.get(entry, number)
    return Side(f"version {number}", receipt_of(version), shelf.versions.files(entry, number))
