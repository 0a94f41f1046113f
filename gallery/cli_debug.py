"""The command that looks into a failure. Refuses to write to a repository without `--write-test` or `--apply`."""

import functools
from pathlib import Path
from typing import Annotated

import typer

from gallery.answer import print_json
from gallery.commands import Json, app, command
from gallery.console import make_console, say_whole, working
from gallery.contract import GalleryError
from gallery.settings import load
from gallery.sweeping import open_engine

NOT_REPRODUCED = 1
MOST_MB = 32


@app.command(context_settings={"ignore_unknown_options": True})
@command
def debug(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- COMMAND]", help="What fails, behind --; with --data a question instead."),
    ] = None,
    command_line: Annotated[str | None, typer.Option("--command", help="The same as one text, quoted.")] = None,
    traceback: Annotated[Path | None, typer.Option(metavar="FILE", help="A file with a traceback in it.")] = None,
    log: Annotated[Path | None, typer.Option(metavar="FILE", help="A log.")] = None,
    data: Annotated[Path | None, typer.Option(metavar="FILE", help="Data: CSV, JSON, JSON lines, Excel.")] = None,
    repo: Annotated[Path, typer.Option(metavar="DIR", help="Where the repository is; here by default.")] = Path("."),
    mend: Annotated[bool, typer.Option("--mend/--no-mend", help="Try changes that may mend it.")] = True,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the findings there, as Markdown.")] = None,
    write_test: Annotated[bool, typer.Option("--write-test", help="Put the minimal test into the repository.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Put the patch into the repository.")] = False,
    as_json: Json = False,
) -> int:
    """Reproduce a failure in a sandbox, gather evidence, rank suspects, try mends. Nothing is written to the repository
    unless you say so."""
    from gallery.debug.case import split
    from gallery.debug.evidence import as_data
    from gallery.debug.investigate import Wish, investigate
    from gallery.debug.report import findings
    from gallery.debug.told import show

    given = tuple(words or ())
    if sum(map(bool, (command_line, traceback, log, data, given and not data))) != 1:
        raise GalleryError(
            "Say what to look into, one thing.",
            "A command behind --, or one of --command, --traceback, --log and --data: mayfly debug -- pytest test_x.py",
        )
    wish = Wish(
        repo,
        command=split(command_line) if command_line else () if data else given,
        traceback=read(traceback).decode("utf-8", "replace") if traceback else "",
        log=read(log) if log else b"",
        data=read(data) if data else b"",
        name=next((one.name for one in (traceback, log, data) if one), ""),
        question=" ".join(given) if data else "",
    )
    settings = load()
    errors = make_console(errors=True)
    with working(errors, "Looking into it") as tell:
        found = investigate(wish, open_engine(settings), tell, mend=mend)
    evidence = found.evidence
    told = functools.partial(say_whole, errors, style="green")
    if report:
        write(report, findings(evidence))
        told(f"Written: {report}")
    if write_test and evidence.minimal:
        target = repo / evidence.minimal.name
        write(target, evidence.minimal.source)
        told(f"Written: {target}")
    if as_json:
        print_json(as_data(evidence))
    else:
        show(make_console(), evidence)
    return NOT_REPRODUCED if evidence.reproduced.how == "no" else 0


def read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_MB << 20:
            raise GalleryError(f"{path} is larger than {MOST_MB} MB.", "Give the part in which it goes wrong.")
        return path.read_bytes()
    except OSError as error:
        raise GalleryError(f"{path} can't be read: {error.strerror}.", "Check the path.") from error


def write(path: Path, text: str) -> None:
    """A new file. What is there already is left as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x") as file:
            file.write(text)
    except FileExistsError:
        raise GalleryError(f"{path} is there already and was left as it is.", "Name another file.") from None
    except OSError as error:
        raise GalleryError(f"{path} can't be written: {error.strerror}.", "Name another place.") from error
