"""The commands by which apps leave the shelf and come onto it. Refuses to try an app before it was shown what that asks
for."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gallery.answer import print_json
from gallery.commands import AskModel, Hosts, Id, Json, Packages, app, command
from gallery.console import Console, ask, interactive, make_console, say, say_error, say_whole, show_receipt
from gallery.contract import INTERRUPTED, GalleryError
from gallery.settings import home, load
from gallery.sweeping import open_engine, open_shelf, sweeping
from gallery.text import line

if TYPE_CHECKING:
    from gallery.arrivals import Arrival
    from gallery.contract import Entry
    from gallery.interrupts import Stop
    from gallery.settings import Settings
    from gallery.shelf import Shelf


@app.command()
@command
def export(
    id: Id,  # noqa: A002
    folder: Annotated[Path | None, typer.Option(help="A folder that runs without Mayfly.")] = None,
    zip: Annotated[Path | None, typer.Option(metavar="FILE", help="The same folder as a zip.")] = None,  # noqa: A002
    git: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The same, with a commit for each version.")
    ] = None,
    image: Annotated[str, typer.Option(metavar="NAME", help="A container image, made without a network.")] = "",
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="One HTML file, of an app of the kind web.")] = None,
    capsule: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What it was made from, as JSON, to build it again.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write an app to use it elsewhere; a folder, zip or git repository can be imported again with nothing lost."""
    from gallery.capsule import of_entry
    from gallery.exports import as_folder, as_page, as_zip, to_git, to_image

    places = {"folder": folder, "zip": zip, "git": git, "image": image, "page": page, "capsule": capsule}
    wanted = [name for name, place in places.items() if place]
    if len(wanted) != 1:
        raise GalleryError("Say what it is to be written as.", f"One of {', '.join(f'--{name}' for name in places)}.")
    console = make_console(errors=as_json)
    settings = load({})
    with open_shelf(settings) as shelf:
        entry = shelf.find(id)
        told: dict[str, Any] = {"id": entry.id}
        run = ""
        if folder:
            told |= {"folder": str(as_folder(shelf, entry, folder, force=force))}
        elif git:
            told |= {"git": str(to_git(shelf, entry, git))}
        elif image:
            run = to_image(
                shelf, entry, image, open_engine(settings), lambda said: say(console, line(said, 200), "dim")
            )
            told |= {"image": image, "run": run}
        elif zip:
            told |= {"zip": str(zip), "bytes": write_file(zip, as_zip(shelf, entry), force=force)}
        elif page:
            told |= {"page": str(page), "bytes": write_file(page, as_page(shelf, entry), force=force)}
        elif capsule:
            told |= {"capsule": str(capsule), "bytes": write_file(capsule, of_entry(shelf, entry), force=force)}
    if as_json:
        print_json(told)
        return
    size = f", {told['bytes']:,} bytes" if "bytes" in told else ""
    say_whole(console, f"{told[wanted[0]]}{size}", "green")
    if run:
        say_whole(console, f"Run it: {run}", "dim")


def write_file(file: Path, content: bytes, *, force: bool) -> int:
    """Gives the number of bytes."""
    try:
        with file.open("wb" if force else "xb") as opened:
            return opened.write(content)
    except FileExistsError as error:
        raise GalleryError(f"There is a file {file} already.", "Name another one, or say --force.") from error
    except OSError as error:
        raise GalleryError(f"{file} can't be written: {error.strerror}.", "Name another file.") from error


@app.command(name="import")
@command
def import_(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="A folder, a zip, a git folder, a capsule, or one .py or .html file; without it, all that lies in the "
            "gallery folder of Mayfly's home and is not on the shelf yet.",
        ),
    ] = None,
    allow_package: Packages = [],  # noqa: B006
    allow_host: Hosts = [],  # noqa: B006
    allow_model: AskModel = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Try it without a question.")] = False,
    as_json: Json = False,
) -> int:
    """Put an app that was made elsewhere on the shelf: shown with what it asks for, then tried in a sandbox."""
    from gallery.arrivals import read
    from gallery.importing import arrivals
    from gallery.interrupts import stopping
    from sandbox.destinations import destinations

    destinations(allow_host)
    found = [read(path)] if path else list(arrivals(home()))
    settings = load({})
    console = make_console(errors=as_json)
    statuses: list[int] = []
    told: list[dict[str, Any]] = []
    if not found:
        raise GalleryError(f"There is nothing in {home() / 'gallery'}.", "Put folders or zips of apps there.")
    with stopping() as stop, open_shelf(settings) as shelf:
        for arrival in found:
            if isinstance(arrival, GalleryError):
                say_error(console, str(arrival), arrival.hint)
                statuses.append(2)
                continue
            one = _Import(shelf, settings, arrival, stop, allow_package, allow_host, allow_model)
            status, answer = one.go(ask_first=not yes, as_json=as_json)
            statuses.append(status)
            told.append(answer)
            if status == INTERRUPTED:
                break
    if as_json:
        print_json(told[0] if path else {"apps": told})
    return max(statuses)


class _Import:
    """One app on its way in."""

    def __init__(
        self,
        shelf: "Shelf",
        settings: "Settings",
        arrival: "Arrival",
        stop: "Stop",
        packages: Sequence[str],
        hosts: Sequence[str],
        ask_model: bool,
    ) -> None:
        self._shelf, self._settings, self._arrival, self._stop = shelf, settings, arrival, stop
        self._packages, self._hosts, self._ask_model = packages, hosts, ask_model

    def go(self, *, ask_first: bool, as_json: bool) -> tuple[int, dict[str, Any]]:
        """The exit status, and what to tell."""
        from gallery.importing import asked, bring

        arrival, console = self._arrival, make_console(errors=as_json)
        self._introduce(console)
        if ask_first and interactive(console):
            said = ask(console, "Try it in a sandbox, and put it on the shelf? [Y]es, [n]o", ("yes", "no"))
            if said != "yes":
                say(console, "It stays where it is.")
                return 0, {"outcome": "none"}
        entry = bring(self._shelf, arrival)
        status, told = self._tried(entry, as_json=as_json)
        again = "run" if entry.kind == "script" else "open"
        say_whole(console, f"Open it: mayfly {again} {entry.id}{' -- --help' if again == 'run' else ''}", "dim")
        more = {"asks": list(asked(arrival)), "generated": arrival.generated, "versions": entry.versions}
        return status, told | more

    def _introduce(self, console: Console) -> None:
        from gallery.importing import asked

        manifest = self._arrival.app.manifest
        say_whole(console, f"{line(manifest.title)}  {manifest.kind}", "bold")
        say(console, line(manifest.about))
        size = f"{len(self._arrival.app.files)} files, {self._arrival.bytes:,} bytes"
        say(console, f"{size}. {'It came without a manifest.' if self._arrival.generated else ''}".strip(), "dim")
        wants = list(asked(self._arrival))
        say(console, "It asks for:" if wants else "It asks for nothing beyond its sandbox.", "yellow" if wants else "")
        for want in wants:
            say(console, f"  {line(want, 300)}", "yellow")

    def _tried(self, entry: "Entry", *, as_json: bool) -> tuple[int, dict[str, Any]]:
        from packaging.utils import canonicalize_name

        from gallery.app_models import with_model
        from gallery.asking import Asking
        from gallery.demo import prove
        from gallery.grants import Grants
        from gallery.importing import holds
        from gallery.live import view_on
        from gallery.receipt import as_json as receipt_json
        from generator.contract import GeneratorError
        from generator.decisions import agreeing
        from sandbox.contract import SandboxError

        console = make_console(errors=as_json)
        view = view_on(console, entry.title, plain=make_console(errors=True))
        names = frozenset(map(canonicalize_name, self._packages))
        decide = agreeing(names, Asking(console, self._stop, view))
        try:
            engine = open_engine(self._settings)
            given = with_model(self._settings, Grants(tuple(self._hosts)), entry.id, ask=self._ask_model)
            with sweeping(self._shelf, engine), given as grants, view:
                access, app = grants.access(), self._arrival.app
                receipt = prove(self._shelf, app, engine, view, self._stop, entry=entry, access=access, decide=decide)
        except KeyboardInterrupt:
            say_error(console, f"Interrupted; {entry.id} is on the shelf, not tried.")
            return INTERRUPTED, {"id": entry.id, "outcome": "none", "error": "Interrupted."}
        except (GeneratorError, SandboxError) as error:
            say_error(console, f"{error} It is on the shelf as {entry.id}, not tried.", error.hint)
            return 2, {"id": entry.id, "outcome": "none", "error": str(error), "hint": error.hint}
        folder = self._shelf.lay_out(entry.id)
        pictures = [folder / "pictures" / name for name in receipt.pictures]
        show_receipt(console, receipt, folder=f"{folder}/app", pictures=pictures)
        return 0 if holds(receipt, self._arrival) else 1, receipt_json(receipt, folder=f"{folder}/app")
