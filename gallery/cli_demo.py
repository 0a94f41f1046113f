"""The command that opens a demo, or proves it. Refuses to give a demo anything outside that the user did not name."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gallery.answer import print_json
from gallery.commands import AskModel, Hosts, Json, app, command
from gallery.console import (
    make_console,
    say,
    say_error,
    say_whole,
    show_receipt,
)
from gallery.contract import INTERRUPTED, GalleryError
from gallery.settings import load
from gallery.sweeping import open_engine, open_shelf, sweeping

if TYPE_CHECKING:
    from gallery.interrupts import Stop
    from gallery.manifest import AppFolder
    from gallery.shelf import Shelf
    from generator.decisions import Decide
    from sandbox.contract import Engine

ALL = "all"


@app.command()
@command
def demo(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Which one; without it, all are listed.")] = "",
    check: Annotated[
        bool, typer.Option("--check", help='Hold it, or "all", against its own checks, offline, in the sandbox.')
    ] = False,
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    minutes: Annotated[float | None, typer.Option(min=0, help="It ends after so many; 0: not before Ctrl-C.")] = None,
    as_json: Json = False,
) -> int:
    """Open one of the apps that come with Mayfly, until Ctrl-C; all of them work without a key."""
    from gallery.demo import demo as find, demos

    if not name or (check and name == ALL):
        found = demos()
        return _check(found, as_json) if check else _list(found, as_json)
    one = find(name)
    return _check([one], as_json) if check else _open(one, allow_host, allow_model, minutes, as_json)


def _list(found: "Sequence[AppFolder]", as_json: bool) -> int:
    if as_json:
        print_json({"demos": [_as_data(one) for one in found]})
        return 0
    console = make_console()
    for one in found:
        say(console, f"{one.name}: {one.manifest.title}", "bold")
        say(console, f"  {one.manifest.about}")
        for service in one.manifest.services:
            say(console, f"  {service.told}", "dim")
    say_whole(console, "Open one: mayfly demo NAME; prove it: mayfly demo --check NAME", "dim")
    return 0


def _as_data(one: "AppFolder") -> dict[str, Any]:
    return {"name": one.name, **one.manifest.model_dump(mode="json"), "claims": len(one.plan.claims)}


def _open(one: "AppFolder", hosts: list[str], ask_model: bool, minutes: float | None, as_json: bool) -> int:
    from gallery.app_models import embedded_here
    from gallery.demo import shelved
    from gallery.grants import Grants
    from gallery.opening import open_app

    services = one.manifest.services
    has_embedded = any(service.embedded for service in services)
    open_app(
        lambda shelf: shelved(shelf, one),
        Grants(tuple(hosts)),
        ask_model=ask_model,
        minutes=minutes,
        as_json=as_json,
        title=one.manifest.title,
        told={"name": one.name},
        notes=[service.told for service in services],
        stand_in=lambda entry: embedded_here(entry) if has_embedded else None,
    )
    return 0


def _check(found: "Sequence[AppFolder]", as_json: bool) -> int:
    """Exit status 0 when every claim of every one passed."""
    from gallery.interrupts import stopping

    settings = load({})
    console = make_console(errors=as_json)
    told: list[dict[str, Any]] = []
    statuses: list[int] = []
    with stopping() as stop, open_shelf(settings) as shelf:
        engine = open_engine(settings)
        with sweeping(shelf, engine):
            for one in found:
                statuses.append(_prove(shelf, one, engine, stop, told.append))
                if statuses[-1] == INTERRUPTED:
                    break
    if as_json:
        print_json({"demos": told})
    elif len(found) > 1:
        passed = sum(status == 0 for status in statuses)
        say(console, f"{passed} of {len(found)} demos hold all of their claims.")
    return max(statuses, default=0)


def its_packages(one: "AppFolder") -> "Decide":
    """Agrees to the packages that a demo's own manifest names: it came with Mayfly, as they were chosen for it."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    from generator.decisions import agreeing

    return agreeing({canonicalize_name(Requirement(text).name) for text in one.manifest.requirements})


def _prove(
    shelf: "Shelf", one: "AppFolder", engine: "Engine", stop: "Stop", tell: Callable[[dict[str, Any]], None]
) -> int:
    """Prove one, show its receipt, and give the exit status that it makes for."""
    from gallery.demo import prove
    from gallery.live import view_on
    from gallery.receipt import as_json, exit_status
    from generator.contract import GeneratorError
    from sandbox.contract import SandboxError

    console = make_console(errors=True)
    view = view_on(console, one.manifest.title)
    try:
        with view:
            receipt = prove(shelf, one, engine, view, stop, decide=its_packages(one))
    except KeyboardInterrupt:
        tell({"name": one.name, "outcome": "none", "error": "Interrupted."})
        return INTERRUPTED
    except (GeneratorError, SandboxError, GalleryError) as error:
        say_error(console, f"{one.name}: {error}", error.hint)
        tell({"name": one.name, "outcome": "none", "error": str(error), "hint": error.hint})
        return 2
    folder = f"{shelf.lay_out(receipt.id)}/app"
    show_receipt(console, receipt, folder=folder)
    tell({"name": one.name, **as_json(receipt, folder=folder)})
    return exit_status(receipt)
