"""The demos that come with Mayfly, and how an app that comes as a folder gets onto the shelf and is proved there.
Refuses to call anything proved that was not tried here."""

import threading
from pathlib import Path
from typing import Any

from gallery.capsule import make_capsule
from gallery.contract import Entry, GalleryError
from gallery.manifest import AppFolder, is_app_folder, read_app
from gallery.onward import BEGUN, Onward
from gallery.receipt import Receipt, make_receipt
from gallery.run import STOPPED, Run, View
from gallery.shelf import Shelf, tree_hash
from gallery.text import line
from generator.contract import (
    Access,
    Candidate,
    ClaimResult,
    GeneratorError,
    Mark,
    Reply,
    Result,
    Start,
    Usage,
)
from generator.decisions import Decide, by_default
from generator.make import Interrupted, Unfinished, make
from sandbox import lacking
from sandbox.contract import Engine

DEMOS = Path(__file__).parent / "demos"
UNTRIED = "It was not tried here yet."
NO_MODEL = "no model"
WRITER = "folder"
"""As the receipt calls whoever wrote an app that came as one."""


def demos() -> list[AppFolder]:
    """All that come with Mayfly, by name."""
    return [read_app(folder) for folder in sorted(DEMOS.iterdir()) if is_app_folder(folder)] if DEMOS.is_dir() else []


def demo(name: str) -> AppFolder:
    """Raises GalleryError when there is none of that name."""
    names = [folder.name for folder in sorted(DEMOS.iterdir()) if is_app_folder(folder)] if DEMOS.is_dir() else []
    if name not in names:
        raise GalleryError(f"There is no demo {line(name, 60)!r}.", f"There are: {', '.join(names)}.")
    return read_app(DEMOS / name)


def shelved(shelf: Shelf, app: AppFolder) -> Entry:
    """The app's entry: the one whose newest version holds just these files, else a new one, of which nothing is proved
    yet."""
    tree = tree_hash(app.files)
    for entry in shelf.entries():
        if entry.spec == app.spec.text and (version := shelf.version(entry.id)) and version.tree == tree:
            return entry
    with shelf.at_once():
        id, run = shelf.begin(app.spec.text, app.spec.files)  # noqa: A001
        shelf.record(run, {"event": BEGUN, "kind": app.manifest.kind, "change": ""})
        shelf.describe(id, app.manifest.title, app.manifest.kind)
        result = _untried(app)
        receipt = make_receipt(id, app.spec, result, NO_MODEL)
        shelf.put(
            id,
            app.files,
            {"app.png": app.picture} if app.picture else {},
            receipt=receipt.model_dump_json(),
            capsule=make_capsule(app.spec, result, NO_MODEL),
            passed=0,
            claims=len(receipt.claims),
        )
        shelf.end(run)
    return shelf.find(id)


def prove(
    shelf: Shelf,
    app: AppFolder,
    engine: Engine,
    view: View,
    stop: threading.Event,
    *,
    entry: Entry | None = None,
    asked: str = "",
    access: Access = Access(),  # noqa: B008 - frozen
    decide: Decide = by_default,
) -> Receipt:
    """Hold the app against its own checks in a sandbox, without any model, and put the receipt on its entry, or on the
    `entry` that it is a state of, for what was `asked`. `decide` is asked for little-known packages. Raises what ended
    it when there is no verdict, KeyboardInterrupt for `stop`."""
    entry = entry or shelved(shelf, app)
    start = Start(app.plan, app.checks, Candidate(app.files, WRITER))
    run = Run(shelf, app.spec, view, stop, model=NO_MODEL, onward=Onward(app.spec, start, entry.id, asked))
    run.begin()
    reason = STOPPED
    try:
        try:
            result = make(
                app.spec,
                {"writer": _Nobody()},
                engine,
                run.tell,
                stop=stop,
                method="freehand",
                decide=decide,
                access=access,
                start=start,
            )
        except Interrupted as interrupted:
            raise KeyboardInterrupt from interrupted
        except Unfinished as unfinished:
            if unfinished.result.verdict is None:
                raise
            result = unfinished.result
        receipt = run.save(result)
        if run.trouble:
            raise run.trouble
        reason = receipt.reason
        return receipt
    finally:
        shelf.end(run.number, reason)


class _Nobody:
    """In place of a model where none is asked: what is there is tried, nothing is written."""

    name = NO_MODEL
    small = True
    slots = 1

    def ask(self, *_: Any, **__: Any) -> Reply:
        raise GeneratorError("No model is asked here.")


def _untried(app: AppFolder) -> Result:
    return Result(
        plan=app.plan,
        candidate=Candidate(app.files, WRITER, packages=lacking(app.files)),
        verdict=None,
        claims=[ClaimResult(claim, Mark.NOT_CHECKED, UNTRIED) for claim in app.plan.claims],
        checks=app.checks,
        usage=Usage(),
        seconds=0.0,
        reason=UNTRIED,
    )
