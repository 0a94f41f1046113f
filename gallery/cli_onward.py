"""The commands that go on from what there is: from a run that broke off, for a change, from a capsule. Refuses what
`gallery.commands` refuses for every command."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gallery.answer import print_json
from gallery.commands import (
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
from gallery.console import interactive, make_console
from gallery.options import Options
from gallery.sweeping import open_engine, open_shelf, sweeping
from gallery.text import clean
from generator.decisions import Autonomy

if TYPE_CHECKING:
    from gallery.compare import Side
    from gallery.onward import Onward
    from gallery.shelf import Shelf

CapsuleFile = Annotated[Path, typer.Argument(metavar="FILE", help="A capsule, from `mayfly export`.")]


@app.command(name="continue")
@command
def continue_(
    id: Id,  # noqa: A002
    autonomy: Level = Autonomy.BUILD,
    budget: Limits = [],  # noqa: B006
    candidates: Candidates = None,
    rounds: Rounds = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    allow_package: Packages = [],  # noqa: B006
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    read: Read = [],  # noqa: B006
    on_page: OnPage = False,
    serve: Serve = None,
    as_json: Json = False,
) -> int:
    """Go on with an app from its best build: after a budget ran out, an interruption or a crash."""
    from gallery.onward import to_continue

    run = Options(
        autonomy, budget, candidates, rounds, model, base_url, allow_package, allow_host, allow_model, read, on_page
    )
    return _go(run, lambda shelf: to_continue(shelf, shelf.find(id)), serve, as_json)


@app.command()
@command
def change(
    id: Id,  # noqa: A002
    sentence: Annotated[
        str, typer.Argument(metavar="CHANGE", help='What is to be different; the rest stays. "-" reads it.')
    ],
    file: Attached = [],  # noqa: B006
    autonomy: Level = Autonomy.BUILD,
    budget: Limits = [],  # noqa: B006
    candidates: Candidates = None,
    rounds: Rounds = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    allow_package: Packages = [],  # noqa: B006
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    read: Read = [],  # noqa: B006
    on_page: OnPage = False,
    serve: Serve = None,
    as_json: Json = False,
) -> int:
    """Change an app: what was accepted before is tried again, and the version before stays."""
    from gallery.onward import to_change
    from gallery.wish import read_files, read_sentence
    from generator.contract import Spec
    from generator.intake import look_over

    wanted, given = clean(read_sentence(sentence, sys.stdin.buffer)).strip(), read_files(file)
    look_over(Spec(wanted, files=given))
    run = Options(
        autonomy, budget, candidates, rounds, model, base_url, allow_package, allow_host, allow_model, read, on_page
    )
    return _go(run, lambda shelf: to_change(shelf, shelf.find(id), wanted, given), serve, as_json)


@app.command()
@command
def rebuild(
    capsule: CapsuleFile,
    autonomy: Level = Autonomy.BUILD,
    budget: Limits = [],  # noqa: B006
    candidates: Candidates = None,
    rounds: Rounds = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    allow_package: Packages = [],  # noqa: B006
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    read: Read = [],  # noqa: B006
    serve: Serve = None,
    as_json: Json = False,
) -> int:
    """Build the app of a capsule again, on this or another model, by its own checks, and compare the two."""
    from gallery.capsule import read_capsule
    from gallery.compare import Side
    from gallery.onward import Onward

    found = read_capsule(capsule)
    onward = Onward(found.spec_of(), found.start(with_app=False), asked="built again from a capsule")
    beside = Side("as the capsule says", found.receipt, found.app()) if found.receipt else None
    run = Options(autonomy, budget, candidates, rounds, model, base_url, allow_package, allow_host, allow_model, read)
    return _go(run, lambda _: onward, serve, as_json, beside)


def _go(
    run: Options,
    onward_of: "Callable[[Shelf], Onward]",
    serve: bool | None,
    as_json: bool,
    beside: "Side | None" = None,
) -> int:
    from gallery.interrupts import stopping
    from gallery.session import Session
    from sandbox.destinations import destinations

    settings = run.settings()
    limits = run.limits(settings)
    destinations(run.allow_host)
    console = make_console(errors=as_json)
    wants = run.wants(settings, serve, seen=interactive(console) and not as_json)
    with open_shelf(settings) as shelf:
        onward = onward_of(shelf)
        spec = replace(onward.spec, **limits)
        engine = open_engine(settings)
        with stopping() as stop, sweeping(shelf, engine):
            session = Session(shelf, console, stop, wants, print_json if as_json else None, beside)
            return session.new(spec, settings, engine, onward)
