"""Opens an app for whoever sits at a terminal, until Ctrl-C or its time is up. Refuses to let it ask a model without
the user's word, but for one that its opener has standing in."""

import functools
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from gallery.answer import print_json
from gallery.app_models import with_model
from gallery.console import counting, make_console, say, say_whole, until_when
from gallery.contract import Entry
from gallery.grants import Grants
from gallery.interrupts import stopping
from gallery.serve import serve
from gallery.settings import load
from gallery.shelf import Shelf
from gallery.sweeping import open_engine, open_shelf, sweeping
from gallery.text import line
from generator.contract import Model


def open_app(
    entry_of: Callable[[Shelf], Entry],
    grants: Grants,
    *,
    ask_model: bool,
    minutes: float | None,
    as_json: bool,
    title: str = "",
    told: Mapping[str, Any] = MappingProxyType({}),
    notes: Sequence[str] = (),
    stand_in: Callable[[str], AbstractContextManager[Model] | None] = lambda _: None,
) -> None:
    """`title` in place of the entry's own; `told` is for --json alone, `notes` are said beside the address. `stand_in`
    gives, for an entry's id, a model that serves where none was allowed."""
    settings = load({})
    console = make_console(errors=as_json)
    seconds = settings.serve_seconds(minutes)
    with stopping() as stop, open_shelf(settings) as shelf, counting(console) as left:
        entry = entry_of(shelf)

        def ready(url: str) -> None:
            if as_json:
                print_json({**told, "id": entry.id, "title": entry.title, "url": url})
                return
            say_whole(console, url, "bold cyan")
            say(console, until_when(f"{title or line(entry.title)} answers there", seconds), "dim")
            for note in notes:
                say(console, note, "dim")

        engine = open_engine(settings)
        with sweeping(shelf, engine), ExitStack() as asked:
            progress = functools.partial(say, console)
            grants = asked.enter_context(with_model(settings, grants, entry.id, ask=ask_model, progress=progress))
            if not ask_model and (inside := stand_in(entry.id)):
                model = asked.enter_context(inside)
                grants = replace(grants, model=model)
                say(console, f"No model was allowed: the embedded one stands in, {model.name}.", "dim")
            ended = serve(
                shelf,
                engine,
                entry,
                seconds=seconds,
                stop=stop,
                ready=ready,
                grants=grants,
                tell=functools.partial(say_whole, console),
                left=left,
            )
        if ended:
            say(console, ended)
