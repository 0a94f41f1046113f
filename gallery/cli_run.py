"""The command that runs an app which is itself a command. Refuses to let its output steer a terminal."""

import functools
import sys
from pathlib import Path
from typing import Annotated

import typer

from gallery.answer import print_json
from gallery.commands import AskModel, Hosts, Id, Json, Read, app, command
from gallery.console import make_console, say_whole
from gallery.contract import GalleryError
from gallery.settings import load
from gallery.sweeping import open_engine, open_shelf, sweeping
from gallery.text import clean

MOST_INPUT = 32 << 20


@app.command(context_settings={"ignore_unknown_options": True})
@command
def run(
    id: Id,  # noqa: A002
    arguments: Annotated[
        list[str], typer.Argument(metavar="[-- ARGUMENTS]", help="What the app is called with, behind --.")
    ] = [],  # noqa: B006
    file: Annotated[list[Path], typer.Option(help="Put a copy of this file beside it, under its own name.")] = [],  # noqa: B006
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    read: Read = [],  # noqa: B006
    write: Annotated[Path | None, typer.Option(help="Let it change this one file, as given/NAME.")] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Put what it writes there; nothing there is replaced.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="It is ended after so many.")] = 60.0,
    as_json: Json = False,
) -> int:
    """Run an app that is a command: standard input is passed on, and its exit status is the one of this command."""
    from gallery.app_models import with_model
    from gallery.grants import Grants
    from gallery.run_command import bring, run_command
    from gallery.wish import read_files

    settings = load({})
    told = functools.partial(say_whole, make_console(errors=True), style="dim")
    with open_shelf(settings) as shelf:
        entry = shelf.find(id)
        files = read_files(file)
        stdin = b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read(MOST_INPUT + 1)
        if len(stdin) > MOST_INPUT:
            raise GalleryError(f"Standard input is larger than {MOST_INPUT >> 20} MB.", "Give it as a file: --file F.")
        engine = open_engine(settings)
        given = Grants(tuple(allow_host), None, tuple(read), write)
        with (
            sweeping(shelf, engine),
            with_model(settings, given, entry.id, ask=allow_model, progress=told) as grants,
        ):
            ended = run_command(
                shelf,
                engine,
                entry,
                arguments,
                stdin=stdin,
                files=files,
                seconds=seconds,
                grants=grants,
                tell=told,
            )
    wrote = bring(ended.wrote, into) if into else [*ended.wrote]
    if as_json:
        said = {"output": ended.output.decode("utf-8", "replace"), "errors": ended.errors.decode("utf-8", "replace")}
        print_json({"id": entry.id, "status": ended.status, **said, "wrote": wrote})
        return ended.status
    show(ended.output, errors=False)
    show(ended.errors, errors=True)
    if wrote:
        told(f"Written: {', '.join(wrote)}" if into else f"Written, and kept for the next run: {', '.join(wrote)}")
    return ended.status


def show(said: bytes, *, errors: bool) -> None:
    """As it is where it is passed on, without what could steer a terminal where it is shown."""
    stream = sys.stderr if errors else sys.stdout
    if stream.isatty():
        stream.write(clean(said.decode("utf-8", "replace")))
    else:
        stream.buffer.write(said)
    stream.flush()
