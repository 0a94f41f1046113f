"""The command that shows what more candidates bring with the configured model. Refuses what `gallery.commands` does."""

import functools
from dataclasses import asdict
from typing import Annotated

import typer

from gallery.answer import print_json
from gallery.commands import Json, app, command
from gallery.console import make_console, say
from gallery.contract import INTERRUPTED
from gallery.settings import MOST_CANDIDATES, load
from gallery.sweeping import open_engine


@app.command()
@command
def bench(
    sentences: Annotated[list[str] | None, typer.Argument(help="What to make; some everyday apps by default.")] = None,
    candidates: Annotated[
        list[int], typer.Option(min=1, max=MOST_CANDIDATES, help="How many side by side; may be given several times.")
    ] = [1, 2, 4],  # noqa: B006
    as_json: Json = False,
) -> int:
    """Show what the model's apps gain by more candidates: score against what it takes."""
    from gallery.bench import SENTENCES, measure, show
    from gallery.interrupts import stopping
    from generator.make import Interrupted

    settings = load()
    console = make_console(errors=as_json)
    tell = functools.partial(say, console, style="dim")
    with stopping() as stop:
        try:
            points = measure(sentences or SENTENCES, candidates, settings, open_engine(settings), stop, tell)
        except Interrupted:
            return INTERRUPTED
    if as_json:
        print_json({"points": [asdict(point) for point in points]})
    else:
        show(console, points)
    return 0
