"""The command `mayfly`. Refuses what `gallery.commands` refuses for every command.

What a command needs is imported when it runs, so that `mayfly list` doesn't wait for the model's and engine's clients.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gallery import (
    cli_bench as cli_bench,
    cli_debug as cli_debug,
    cli_demo as cli_demo,
    cli_edit as cli_edit,
    cli_exchange as cli_exchange,
    cli_onward as cli_onward,
    cli_run as cli_run,
    cli_settle as cli_settle,
    cli_shelf as cli_shelf,
    cli_versions as cli_versions,
)
from gallery.answer import as_data, failure, print_json
from gallery.commands import (
    FAILED,
    AskModel,
    Attached,
    BaseUrl,
    Candidates,
    Hosts,
    Id,
    Json,
    Level,
    Limits,
    ModelName,
    OnPage,
    Packages,
    Read,
    Rounds,
    Serve,
    app,
    command,
)
from gallery.console import (
    interactive,
    make_console,
    say,
    say_error,
    say_whole,
    show_events,
    show_receipt,
)
from gallery.contract import GalleryError, Method
from gallery.options import Options
from gallery.receipt import as_json as receipt_json, receipt_of
from gallery.sweeping import open_engine, open_shelf, sweeping
from gallery.text import clean, line
from generator.contract import Kind
from generator.decisions import Autonomy


def main() -> None:
    try:
        app(prog_name="mayfly")
    except SystemExit as ended:
        if ended.code == FAILED and "--json" in sys.argv:
            print_json(failure("The command line is not clear; standard error says why.", "See mayfly --help."))
        raise


@app.command()
@command
def new(
    sentence: Annotated[str, typer.Argument(help='What the app should do; "-" reads it from standard input.')],
    file: Attached = [],  # noqa: B006
    kind: Annotated[Kind | None, typer.Option(help="What sort of app; chosen from the sentence otherwise.")] = None,
    autonomy: Level = Autonomy.BUILD,
    budget: Limits = [],  # noqa: B006
    rounds: Rounds = None,
    candidates: Candidates = None,
    method: Annotated[
        Method | None, typer.Option(help="How the app is written; chosen by how earlier ones came out otherwise.")
    ] = None,
    quote: Annotated[bool, typer.Option("--quote", help="Only say what it is likely to take.")] = False,
    model: ModelName = None,
    base_url: BaseUrl = None,
    allow_package: Packages = [],  # noqa: B006
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    read: Read = [],  # noqa: B006
    on_page: OnPage = False,
    keep_in: Annotated[Path | None, typer.Option("--keep", metavar="FOLDER", help="Keep the app there.")] = None,
    serve: Serve = None,
    as_json: Json = False,
) -> int:
    """Make an app from a sentence, prove what it does, and open it."""
    from gallery.interrupts import stopping
    from gallery.keep import free_target
    from gallery.quoting import say_quote
    from gallery.session import Session
    from gallery.wish import read_files, read_sentence
    from generator.contract import Spec
    from generator.intake import look_over
    from sandbox.destinations import destinations

    run = Options(
        autonomy, budget, candidates, rounds, model, base_url, allow_package, allow_host, allow_model, read, on_page
    )
    settings = run.settings()
    spec = Spec(
        text=read_sentence(sentence, sys.stdin.buffer), kind=kind, files=read_files(file), **run.limits(settings)
    )
    look_over(spec)
    if quote:
        return say_quote(settings, spec, print_json if as_json else None)
    destinations(allow_host)
    spec = replace(spec, text=clean(spec.text).strip())
    if keep_in:
        free_target(keep_in)
    console = make_console(errors=as_json)
    written = method.value if method else None
    wants = run.wants(settings, serve, seen=interactive(console) and not as_json, method=written, keep_in=keep_in)
    engine = open_engine(settings)
    with stopping() as stop, open_shelf(settings) as shelf, sweeping(shelf, engine):
        session = Session(shelf, console, stop, wants, print_json if as_json else None)
        return session.new(spec, settings, engine)


@app.command(name="open")
@command
def open_(
    id: Id,  # noqa: A002
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    read: Read = [],  # noqa: B006
    write: Annotated[Path | None, typer.Option(help="Let the app change this one file, as given/NAME.")] = None,
    minutes: Annotated[
        float | None,
        typer.Option(min=0, help="It ends after so many; 0: not before Ctrl-C."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Open an app again until Ctrl-C or its time is up; what it has written is kept for the next time."""
    from gallery.grants import Grants
    from gallery.opening import open_app

    grants = Grants(tuple(allow_host), None, tuple(read), write)
    open_app(lambda shelf: shelf.find(id), grants, ask_model=allow_model, minutes=minutes, as_json=as_json)


@app.command()
@command
def show(
    id: Id,  # noqa: A002
    events: Annotated[bool, typer.Option("--events", help="Show what happened in its run instead.")] = False,
    as_json: Json = False,
) -> None:
    """Show an app's receipt again."""
    with open_shelf() as shelf:
        entry = shelf.find(id)
        if events:
            told = shelf.events(entry.id)
            if as_json:
                print_json(told)
            else:
                show_events(make_console(), told)
            return
        version = shelf.version(entry.id)
        if version is None:
            raise GalleryError(
                f"Nothing was made for {entry.id}. {entry.reason}".strip(), f"It was: {line(entry.spec, 200)}"
            )
        receipt = receipt_of(version)
        try:
            folder = str(shelf.lay_out(entry.id))
        except GalleryError as error:  # a full disk, say; the receipt needs none
            say_error(make_console(errors=True), str(error), error.hint)
            folder = ""
        files = f"{folder}/app" if folder else ""
        if as_json:
            print_json(as_data(entry) | receipt_json(receipt, folder=files))
        else:
            pictures = [Path(folder, "pictures", name) for name in receipt.pictures] if folder else []
            show_receipt(make_console(), receipt, folder=files, pictures=pictures)


@app.command()
@command
def keep(
    id: Id,  # noqa: A002
    folder: Annotated[
        Path | None, typer.Argument(help="Where to; by default a new folder named after the app.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the folder if it isn't empty.")] = False,
    as_json: Json = False,
) -> None:
    """Keep an app as a folder that runs without Mayfly."""
    from gallery.keep import keep as keep_entry

    with open_shelf() as shelf:
        entry = shelf.find(id)
        kept = keep_entry(shelf, entry, folder, force=force)
        if as_json:
            print_json({"id": entry.id, "title": entry.title, "kept": str(kept)})
        else:
            console = make_console()
            say_whole(console, f"Kept in {kept}", "green")
            say(console, "Its README.md says how to run it; tests/ proves it again.", "dim")


@app.command()
@command
def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Put right what can be put right from here.")] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Try in a sandbox what an app must not be able to do.")
    ] = False,
    model: Annotated[
        bool, typer.Option("--model", help="Ask each model a few short things, and remember what it can do.")
    ] = False,
    shelf: Annotated[
        bool, typer.Option("--shelf", help="Look through the shelf for damage; with --fix, mend it.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Look at what Mayfly needs, and say how to mend what is missing."""
    from gallery.doctor import run, try_models, try_sandbox, try_shelf

    tell_json = print_json if as_json else None
    if shelf:
        return try_shelf(fix, tell_json)
    if model:
        return try_models(tell_json)
    return try_sandbox(tell_json) if sandbox else run(fix, tell_json)


@app.command()
@command
def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="A port of this machine.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Where it can be reached; anywhere but on this machine it asks for a login.")
    ] = "127.0.0.1",
) -> int:
    """Open the browser page until Ctrl-C."""
    from gallery.page.server import serve_page

    return serve_page(port, address)
