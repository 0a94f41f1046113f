"""The commands that go on from what there is: from a run that broke off, for a change, from a capsule. Refuses what
`gallery.commands` refuses for every command."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
from gallery.console import interactive, make_console, say_whole
from gallery.contract import GalleryError
from gallery.settings import load
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

    run = _Run(
        autonomy, budget, candidates, rounds, model, base_url, allow_package, allow_host, allow_model, read, on_page
    )
    return run.go(lambda shelf: to_continue(shelf, shelf.find(id)), serve, as_json)


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
    run = _Run(
        autonomy, budget, candidates, rounds, model, base_url, allow_package, allow_host, allow_model, read, on_page
    )
    return run.go(lambda shelf: to_change(shelf, shelf.find(id), wanted, given), serve, as_json)


@app.command()
@command
def export(
    id: Id,  # noqa: A002
    capsule: Annotated[Path, typer.Option(metavar="FILE", help="Write the capsule there: one JSON file.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write an app and all that it was made from as one file, to build it again elsewhere or on another model."""
    from gallery.capsule import of_entry

    with open_shelf() as shelf:
        entry = shelf.find(id)
        content = of_entry(shelf, entry)
    try:
        with capsule.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise GalleryError(f"There is a file {capsule} already.", "Name another one, or say --force.") from error
    except OSError as error:
        raise GalleryError(f"{capsule} can't be written: {error.strerror}.", "Name another file.") from error
    if as_json:
        print_json({"id": entry.id, "capsule": str(capsule), "bytes": len(content)})
    else:
        say_whole(make_console(), f"{capsule}, {len(content):,} bytes", "green")


@app.command(name="import")
@command
def import_(
    capsule: CapsuleFile,
    allow_package: Packages = [],  # noqa: B006
    serve: Serve = None,
    as_json: Json = False,
) -> int:
    """Put the app of a capsule on the shelf, tried here by its own checks, whatever the capsule says of it."""
    from gallery.capsule import read_capsule
    from gallery.onward import Onward

    read = read_capsule(capsule)
    if not read.files:
        raise GalleryError(f"{capsule} holds no app.", f"Build it: mayfly rebuild {capsule}.")
    onward = Onward(read.spec_of(), read.start(with_app=True), asked="from a capsule")
    return _Run(candidates=1, rounds=0, allow_package=allow_package).go(lambda _: onward, serve, as_json)


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
    run = _Run(autonomy, budget, candidates, rounds, model, base_url, allow_package, allow_host, allow_model, read)
    return run.go(lambda _: onward, serve, as_json, beside)


@dataclass(frozen=True, slots=True)
class _Run:
    """The options of a run, as the command line gives them."""

    autonomy: Autonomy = Autonomy.BUILD
    budget: list[str] = field(default_factory=list)
    candidates: int | None = None
    rounds: int | None = None
    model: str | None = None
    base_url: str | None = None
    allow_package: list[str] = field(default_factory=list)
    allow_host: list[str] = field(default_factory=list)
    allow_model: bool = False
    read: list[Path] = field(default_factory=list)
    on_page: bool = False

    def go(
        self,
        onward_of: "Callable[[Shelf], Onward]",
        serve: bool | None,
        as_json: bool,
        beside: "Side | None" = None,
    ) -> int:
        from packaging.utils import canonicalize_name

        from gallery.interrupts import stopping
        from gallery.session import Session, Wants
        from gallery.wish import read_budget
        from sandbox.destinations import destinations

        settings = load({"model": self.model, "base_url": self.base_url})
        destinations(self.allow_host)
        budget = read_budget(self.budget, settings.budget)
        rounds = settings.rounds if self.rounds is None else self.rounds
        candidates = self.candidates or settings.candidates
        console = make_console(errors=as_json)
        wants = Wants(
            autonomy=self.autonomy,
            on_page=self.on_page,
            serve=(interactive(console) and not as_json) if serve is None else serve,
            serve_seconds=settings.serve_seconds(),
            packages=frozenset(map(canonicalize_name, self.allow_package)),
            hosts=tuple(self.allow_host),
            ask_model=self.allow_model,
            read=tuple(self.read),
        )
        with open_shelf(settings) as shelf:
            onward = onward_of(shelf)
            engine = open_engine(settings)
            with stopping() as stop, sweeping(shelf, engine):
                session = Session(shelf, console, stop, wants, print_json if as_json else None, beside)
                spec = replace(onward.spec, budget=budget, rounds=rounds, candidates=candidates)
                return session.new(spec, settings, engine, onward)
