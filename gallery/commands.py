"""What the commands share: the application they belong to, their common options, and how they end. Refuses to show a
traceback: what goes wrong is one sentence with a hint."""

import functools
import os
from collections.abc import Callable, Mapping
from importlib.metadata import version as distribution_version
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from gallery.answer import failure, print_json
from gallery.console import make_console, say_error, say_whole
from gallery.contract import DEBUG, INTERRUPTED, GalleryError
from gallery.settings import MOST_CANDIDATES
from generator.contract import GeneratorError
from generator.decisions import Autonomy
from sandbox.contract import SandboxError

P = ParamSpec("P")
FAILED = 2

ORDER = (
    *("new", "continue", "change", "edit", "watch", "list", "open", "run", "show", "settle", "keep", "discard", "undo"),
    *("rename", "tag", "expire", "duplicate"),
    *("versions", "restore", "branch", "export", "import", "rebuild"),
    *("demo", "debug", "sweep", "doctor", "bench", "ui"),
)
"""Of the commands in the help: what one app goes through, what it was before, what is around it."""


class Ordered(typer.core.TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        known = super().list_commands(ctx)
        return sorted(known, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


app = typer.Typer(
    name="mayfly",
    cls=Ordered,
    help="A sentence becomes a small app, handed over with proof, then kept or gone.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on standard output; the rest goes to errors.")
]
Id = Annotated[str, typer.Argument(metavar="ID", help='An id from `mayfly list`, a beginning of it, or "last".')]

Attached = Annotated[list[Path], typer.Option("--file", help="Attach a file or a folder; may be given several times.")]
Level = Annotated[
    Autonomy,
    typer.Option(
        "--autonomy",
        help="suggest: confirm the plan and each change; plan: confirm the plan; build: go; auto: keep if every "
        "claim passed, else discard.",
    ),
]
Limits = Annotated[list[str], typer.Option("--budget", help="At most this: 60s, 3min, 0.10usd, 20k (tokens).")]
Rounds = Annotated[int | None, typer.Option(min=0, max=20, help="At most this many repairs.")]
Candidates = Annotated[
    int | None, typer.Option(min=1, max=MOST_CANDIDATES, help="Write so many side by side, and take the best.")
]
ModelName = Annotated[str | None, typer.Option("--model", help="A model's name at the endpoint.")]
BaseUrl = Annotated[str | None, typer.Option(help="An OpenAI-compatible endpoint.")]
Packages = Annotated[
    list[str], typer.Option(help="Install this package for the app though it is little known; may be repeated.")
]
Serve = Annotated[
    bool | None, typer.Option("--serve/--no-serve", help="Open the app at the end; by default on a terminal.")
]
OnPage = Annotated[
    bool, typer.Option("--on-page", help="What it asks you is asked, and answered, on the browser page.")
]
Hosts = Annotated[list[str], typer.Option(help="Let the app reach this host; may be given several times.")]
AskModel = Annotated[bool, typer.Option("--allow-model", help="Let the app ask the model, within caps.")]
Read = Annotated[list[Path], typer.Option(help="Give the app a copy of this folder, below given/.")]


def command(function: Callable[P, int | None]) -> Callable[P, None]:
    """Give what the function returns as the exit status, and its errors as sentences."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        as_json = bool(kwargs.get("as_json"))
        try:
            status = function(*args, **kwargs) or 0
        except (GalleryError, GeneratorError, SandboxError) as error:
            if os.environ.get(DEBUG):
                raise
            say_error(make_console(errors=True), str(error), error.hint)
            if as_json:
                print_json(failure(str(error), error.hint))
            status = FAILED
        except KeyboardInterrupt:
            say_error(make_console(errors=True), "Interrupted.")
            if as_json:
                print_json(failure("Interrupted."))
            status = INTERRUPTED
        except BrokenPipeError:
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            say_error(
                make_console(errors=True),
                f"Something went wrong that should not: {type(error).__name__}: {error}",
                f"Set {DEBUG}=1 to see where; what was made so far is on the shelf.",
            )
            if as_json:
                print_json(failure(str(error)))
            status = FAILED
        raise typer.Exit(status)

    return run


def tell(data: Mapping[str, Any], sentence: str, as_json: bool, style: str = "green") -> None:
    """What came of a command that has only this to say: the data for `--json`, else the sentence."""
    if as_json:
        print_json(data)
    else:
        say_whole(make_console(), sentence, style)


def show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mayfly {distribution_version('mayfly')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass
