"""The commands for whoever writes files: an app's own in an editor, or specs in a folder. Refuses to change a file."""

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gallery.answer import print_json
from gallery.commands import Id, Json, Limits, app, command
from gallery.console import make_console, say, say_error, say_whole, show_receipt
from gallery.contract import GalleryError
from gallery.settings import load
from gallery.sweeping import open_engine, open_shelf, sweeping
from generator.contract import Kind

if TYPE_CHECKING:
    from gallery.console import Console
    from gallery.editing import Edited, State
    from gallery.shelf import Shelf
    from sandbox.contract import Engine, Files


@app.command()
@command
def edit(
    id: Id,  # noqa: A002
    folder: Annotated[
        Path | None, typer.Option(help="Where its files go; by default below Mayfly's data folder.")
    ] = None,
    editor: Annotated[
        str | None, typer.Option(help='Opens the folder, as "code"; by default VISUAL, where that is set.')
    ] = None,
    put: Annotated[bool, typer.Option("--put/--no-put", help="At the end, put what came of it on the shelf.")] = True,
    as_json: Json = False,
) -> int:
    """Edit an app's files in your own editor: after each save it runs again and is checked again, until Ctrl-C."""
    from gallery.edit_page import EditPage
    from gallery.editing import Desk, as_json as state_json, check_out, keep_up, to_edit
    from gallery.interrupts import stopping
    from gallery.saves import Saves

    settings = load({})
    console = make_console(errors=as_json)
    with open_shelf(settings) as shelf:
        edited = to_edit(shelf, shelf.find(id))
        entry = edited.entry
        claims = [claim.text for claim in edited.plan.claims]
        place, was_there = check_out(shelf, entry, folder)
        engine = open_engine(settings)
        with stopping() as stop, EditPage(entry.title, str(place)) as page, Saves(place) as saves:

            def show(state: "State") -> None:
                page.show(state_json(state, claims))
                told = _told(state)
                if told:
                    say_whole(console, told, "" if state.started else "red")

            if as_json:
                print_json({"id": entry.id, "folder": str(place), "url": page.url})
            say_whole(console, f"Files:    {place}")
            if was_there:
                say(console, "  They are as you left them there.", "dim")
            say_whole(console, f"Look at:  {page.url}", "bold cyan")
            say(console, "Each save is run and checked at once; Ctrl-C ends it.", "dim")
            with sweeping(shelf, engine), Desk(engine, edited, shelf.stored(entry.id), show) as desk:
                _open_editor(editor, place)
                files = keep_up(desk, place, stop, saves)
        if files == shelf.files(entry.id):
            say(console, "Its files are as they are on the shelf.")
            return 0
        if not put:
            say_whole(console, f"What you edited is in {place}; the shelf has the app as before.")
            return 0
        status = _put(shelf, engine, edited, files, console)
        if folder is None and status < 2:
            from gallery.folder import remove_folder

            remove_folder(place)
        return status


@app.command()
@command
def watch(
    folder: Annotated[Path, typer.Argument(help="Each *.spec.md in it becomes an app; edited, a change of that app.")],
    budget: Limits = [],  # noqa: B006
    kind: Annotated[Kind | None, typer.Option(help="What sort of apps.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Only catch up with what is there, then end.")] = False,
    as_json: Json = False,
) -> int:
    """Make an app of every spec file that is saved in a folder, and change it when the file is edited, until Ctrl-C."""
    from gallery.interrupts import stopping
    from gallery.saves import Saves
    from gallery.spec_folder import QUIET, SpecFolder, alone, runner

    if not folder.is_dir():
        raise GalleryError(f"{folder} is not a folder.", "Name the folder with the spec files.")
    console = make_console(errors=as_json)
    options = [*(f"--budget={limit}" for limit in budget), *([f"--kind={kind}"] if kind else [])]

    def tell(said: str) -> None:
        say_whole(console, said)

    with stopping() as stop, alone(folder), open_shelf() as shelf:
        specs = SpecFolder(shelf, folder.resolve(), runner(stop, tell), tell, options)
        if once:
            done = specs.catch_up(stop)
            if as_json:
                print_json({"done": done})
            return 0 if all(one["came"] for one in done) else 1
        with Saves(folder, quiet=QUIET) as saves:
            say(console, f"Watching {folder} for *.spec.md; Ctrl-C ends it.", "dim")
            specs.keep_up(stop, saves)
    return 0


def _told(state: "State") -> str:
    """A line for a save that is done with; "" on the way."""
    if not state.started:
        return f"save {state.saves}: it does not start. {state.reason}"
    if not state.checked:
        return ""
    passed = sum(mark == "passed" for mark in state.marks)
    seconds = f"running after {state.seconds:.2f} s, checked after {state.checked:.2f} s"
    return f"save {state.saves}: {passed} of {len(state.marks)} claims pass; {seconds}"


def _open_editor(editor: str | None, place: Path) -> None:
    argv = shlex.split(editor if editor is not None else os.environ.get("VISUAL", ""))
    if not argv:
        return
    try:
        subprocess.Popen([*argv, str(place)], stdin=subprocess.DEVNULL)  # noqa: S603
    except OSError as error:
        raise GalleryError(f"The editor {argv[0]} can't be started.", "Name another one: --editor.") from error


def _put(shelf: "Shelf", engine: "Engine", edited: "Edited", files: "Files", console: "Console") -> int:
    """Prove the edited app, as a new version."""
    from gallery.demo import prove
    from gallery.editing import HAND
    from gallery.interrupts import stopping
    from gallery.live import PlainView
    from gallery.receipt import exit_status
    from generator.contract import GeneratorError
    from sandbox.contract import SandboxError

    say(console, "Putting what came of it on the shelf …")
    try:
        with stopping() as stop:
            app = edited.as_folder(files)
            view = PlainView(make_console(errors=True))
            receipt = prove(shelf, app, engine, view, stop, entry=edited.entry, asked=f"edited {HAND}")
    except (GeneratorError, SandboxError) as error:
        say_error(console, f"It could not be tried: {error}", error.hint)
        return 2
    show_receipt(console, receipt, folder=f"{shelf.lay_out(receipt.id)}/app")
    return exit_status(receipt)
