"""The command that looks into a failure. Refuses to write to a repository without `--write-test` or `--apply`."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gallery.answer import print_json
from gallery.commands import Json, Serve, app, command
from gallery.console import interactive, make_console, say, say_whole, show_receipt, until_when, working
from gallery.contract import GalleryError
from gallery.interrupts import stopping
from gallery.settings import Settings, home, load
from gallery.shelf import Shelf
from gallery.sweeping import open_engine, open_shelf, sweeping
from sandbox.contract import Engine

if TYPE_CHECKING:
    from gallery.debug.opened import Opened

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
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="A page that fails in a browser.")] = None,
    log: Annotated[Path | None, typer.Option(metavar="FILE", help="A log.")] = None,
    data: Annotated[Path | None, typer.Option(metavar="FILE", help="Data: CSV, JSON, JSON lines, Excel.")] = None,
    repo: Annotated[Path, typer.Option(metavar="DIR", help="Where the repository is; here by default.")] = Path("."),
    mend: Annotated[bool, typer.Option("--mend/--no-mend", help="Try changes that may mend it.")] = True,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the findings there, as Markdown.")] = None,
    write_test: Annotated[bool, typer.Option("--write-test", help="Put the minimal test into the repository.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Put the patch into the repository.")] = False,
    serve: Serve = None,
    prove: Annotated[bool, typer.Option("--prove", help="Try the tool's own claims in a browser first.")] = False,
    as_json: Json = False,
) -> int:
    """Reproduce a failure in a sandbox, gather evidence, rank suspects, try mends, and open a tool to look at it all.
    Nothing is written to the repository unless you say so."""
    from gallery.debug import stays
    from gallery.debug.case import split
    from gallery.debug.evidence import as_data
    from gallery.debug.investigate import Wish, investigate
    from gallery.debug.report import findings
    from gallery.debug.told import show

    given = tuple(words or ())
    if sum(map(bool, (command_line, traceback, page, log, data, given and not data))) != 1:
        raise GalleryError(
            "Say what to look into, one thing.",
            "A command behind --, or one of --command, --traceback, --page, --log and --data: "
            "mayfly debug -- pytest test_x.py",
        )
    wish = Wish(
        page.parent if page else repo,
        command=split(command_line) if command_line else () if data else given,
        traceback=read(traceback).decode("utf-8", "replace") if traceback else "",
        page=page,
        log=read(log) if log else b"",
        data=read(data) if data else b"",
        name=next((one.name for one in (traceback, log, data) if one), ""),
        question=" ".join(given) if data else "",
    )
    settings = load()
    errors, console = make_console(errors=True), make_console(errors=as_json)
    told = functools.partial(say_whole, errors, style="green")
    serve = interactive(console) if serve is None else serve
    engine = open_engine(settings)
    with open_shelf(settings) as shelf, sweeping(shelf, engine), opening(shelf, engine, settings, serve) as tool:
        try:
            with (
                working(errors, "Looking into it") as tell,
                settings.models("debug", remark=tell, progress=tell) as models,
            ):
                found = investigate(wish, engine, tell, models, mend=mend, show=tool.show)
        except KeyboardInterrupt:
            if tool.entry:
                told(f"What was known by then: mayfly open {tool.entry}")
            raise
        tool.finish(found.evidence, found.case)
        if not as_json:
            show(console, found.evidence)
        folder = stays.put_down(found.evidence, home())
        told(f"Findings: {folder}")
        if report:
            stays.write(report, findings(found.evidence))
            told(f"Written: {report}")
        for path in [*([stays.write_test(found)] if write_test else []), *(stays.apply(found) if apply else [])]:
            told(f"Written: {path}" if path else "There is no minimal test to write.")
        if prove:
            from gallery.debug.tool import prove as held

            with working(errors, "Trying the tool"):
                show_receipt(console, held(shelf, engine, tool.entry, found.evidence, found.case))
        if as_json:
            print_json(as_data(found.evidence) | {"findings": f"{folder}", "id": tool.entry, "url": tool.url()})
        if serve:
            with stopping() as stop:
                ended = tool.wait(stop)
            say(console, ended or f"Kept on the shelf for now: mayfly open {tool.entry}, mayfly discard {tool.entry}")
        else:
            told(f"A tool to look at it: mayfly open {tool.entry}")
    return NOT_REPRODUCED if found.evidence.reproduced.how == "no" else 0


def opening(shelf: Shelf, engine: Engine, settings: Settings, serve: bool) -> "Opened":
    """The tool of what is looked into now."""
    from gallery.debug.opened import Opened

    errors = make_console(errors=True)

    def ready(url: str) -> None:
        say_whole(errors, url, "bold cyan")
        say(errors, until_when("The tool answers there", settings.serve_seconds()), "dim")

    return Opened(shelf, engine, seconds=settings.serve_seconds(), ready=ready, serve=serve)


def read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_MB << 20:
            raise GalleryError(f"{path} is larger than {MOST_MB} MB.", "Give the part in which it goes wrong.")
        if content := path.read_bytes():
            return content
        raise GalleryError(f"{path} is empty.", "Give a file with something in it.")
    except OSError as error:
        raise GalleryError(f"{path} can't be read: {error.strerror}.", "Check the path.") from error
