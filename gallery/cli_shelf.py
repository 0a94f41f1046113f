"""The commands for what is on the shelf: look, name, tag, copy, discard, bring back, sweep. Refuses to make or run
anything."""

from typing import Annotated

import typer

from gallery.answer import as_data, print_json
from gallery.commands import Id, Json, app, command, tell
from gallery.console import (
    ask,
    interactive,
    make_console,
    say,
    say_whole,
    show_discarded,
    show_entries,
    show_inventory,
    show_usage,
)
from gallery.contract import Discarded, Fate, GalleryError
from gallery.sweeping import joined, open_shelf, swept_containers
from gallery.text import line

MOST = 200
"""Entries that are shown at a terminal unless more are asked for."""


@app.command(name="list")
@command
def list_(
    words: Annotated[
        list[str], typer.Argument(metavar="[WORDS]", help="Only apps with all of these in title, sentence or tags.")
    ] = [],  # noqa: B006
    tag: Annotated[str, typer.Option(help="Only apps with this tag.")] = "",
    live: Annotated[bool, typer.Option("--live", help="Only apps that are open now, and what each uses.")] = False,
    discarded: Annotated[bool, typer.Option("--discarded", help="What `mayfly undo` can bring back.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: Json = False,
) -> None:
    """Show what is on the shelf, newest first."""
    console = make_console()
    query = " ".join(words)
    most = MOST if limit is None and console.is_terminal and not as_json and not live else limit
    with open_shelf() as shelf:
        found = shelf.discarded() if discarded else shelf.entries(query, tag=tag, limit=most)
        entries = [entry for entry in found if entry.url or not live]
        if as_json:
            print_json([as_data(entry) for entry in entries])
            return
        if not entries and (query or tag or discarded):
            say(console, "There is none.")
            return
        (show_usage if live else show_entries)(console, entries)
        if len(found) == most and (more := shelf.count(query, tag=tag) - most):
            say(console, f"And {more:,} older ones; see more with --limit, or name words to look for.", "dim")
        for entry in entries:
            if entry.state == "interrupted":
                hint = f"{entry.id} was interrupted; go on: mayfly continue {entry.id}"
                say_whole(make_console(errors=True), hint, "yellow")


@app.command()
@command
def discard(
    id: Id,  # noqa: A002
    now: Annotated[bool, typer.Option("--now", help="For good, at once: it can't be brought back.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    as_json: Json = False,
) -> int:
    """Take an app off the shelf; for some days `mayfly undo` brings it back, then nothing of it is left."""
    console = make_console(errors=as_json)
    with open_shelf() as shelf:
        try:
            entry = shelf.find(id)
        except GalleryError:
            if not now:
                raise
            entry = shelf.find(id, discarded=True)
        if not yes and interactive(console):
            how = " for good" if now else ""
            said = ask(console, f"Discard {line(entry.title)} ({entry.id}){how}? [y]es, [N]o", ("no", "yes"))
            if said != "yes":
                say(console, "It stays.")
                return 0
        done = shelf.discard(entry.id, now=now)
        done = Discarded(joined(done.gone, swept_containers()), done.waits, done.until)
        if as_json:
            told = {"removed": done.gone.removed, "left": done.gone.left, "looked": done.gone.looked}
            print_json({"id": entry.id} | told | {"waits": done.waits, "until": done.until})
        else:
            show_discarded(console, entry.id, done)
            if entry.fate is Fate.KEPT:
                say_whole(console, f"The folder you kept stays: {entry.kept_in}")
        return 1 if done.gone.left else 0


@app.command()
@command
def undo(
    id: Annotated[str, typer.Argument(metavar="[ID]", help="By default what was discarded last.")] = "last",  # noqa: A002
    as_json: Json = False,
) -> None:
    """Bring back an app that was discarded, with all that was its own."""
    with open_shelf() as shelf:
        entry = shelf.find(id, discarded=True)
        shelf.undo(entry.id)
        back = shelf.find(entry.id)
        tell(as_data(back), f"{line(back.title)} ({back.id}) is back on the shelf.", as_json)


@app.command()
@command
def rename(
    id: Id,  # noqa: A002
    title: Annotated[str, typer.Argument(help='What you call it; "" for its own title again.')],
    as_json: Json = False,
) -> None:
    """Give an app a title of your own, which stays when the app is changed."""
    with open_shelf() as shelf:
        entry = shelf.find(id)
        shelf.rename(entry.id, title)
        renamed = shelf.find(entry.id)
        tell(as_data(renamed), f"{entry.id} is now {line(renamed.title)}.", as_json)


@app.command()
@command
def tag(
    id: Id,  # noqa: A002
    tags: Annotated[list[str], typer.Argument(metavar="TAG", help="One word each; to find it by.")] = [],  # noqa: B006
    remove: Annotated[list[str], typer.Option(help="Take this tag away; may be given several times.")] = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Tag an app, or show its tags."""
    with open_shelf() as shelf:
        entry = shelf.find(id)
        shelf.tag(entry.id, *tags)
        shelf.untag(entry.id, *remove)
        tagged = shelf.find(entry.id)
        tell(as_data(tagged), f"{entry.id}: {', '.join(tagged.tags) or 'no tags'}", as_json, style="")


@app.command()
@command
def expire(
    id: Id,  # noqa: A002
    days: Annotated[float | None, typer.Argument(min=0, help="Its trial lasts so many days from now.")] = None,
    never: Annotated[bool, typer.Option("--never", help="It stays until you discard it.")] = False,
    as_json: Json = False,
) -> None:
    """Say when the trial of an app is over."""
    if (days is None) != never:
        raise GalleryError("Say either how many days, or --never.")
    with open_shelf() as shelf:
        entry = shelf.find(id)
        shelf.set_expiry(entry.id, days)
        told = "stays until you discard it" if never else f"is on trial for {days:g} days from now"
        tell(as_data(shelf.find(entry.id)), f"{entry.id} {told}.", as_json)


@app.command()
@command
def duplicate(
    id: Id,  # noqa: A002
    as_json: Json = False,
) -> None:
    """Copy an app with all its versions and what it has stored."""
    with open_shelf() as shelf:
        entry = shelf.find(id)
        fresh = shelf.versions.duplicate(entry)
        tell({"id": fresh, "from": entry.id}, f"{fresh} is a copy of {entry.id}.", as_json)


@app.command()
@command
def sweep(
    images: Annotated[bool, typer.Option("--images", help="The images too; doctor --fix makes them again.")] = False,
    as_json: Json = False,
) -> int:
    """Let trials end, remove what was discarded or ended long enough ago, and containers and files that nobody owns."""
    with open_shelf() as shelf:
        gone = joined(shelf.sweep(), swept_containers(pool=True))
    if images:
        from sandbox.images import remove_all

        gone = joined(gone, remove_all())
    if as_json:
        print_json({"removed": gone.removed, "left": gone.left})
    else:
        show_inventory(make_console(), gone)
    return 1 if gone.left else 0
