"""One run, from a sentence or from where an app stands to the app's fate, with whoever sits at the terminal. Refuses to
keep or discard an app that the user did not say so about."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from gallery.app_models import with_model
from gallery.asking import Asking
from gallery.compare import Comparison, Side
from gallery.console import (
    Console,
    ask,
    counting,
    interactive,
    make_console,
    say,
    say_error,
    say_whole,
    show_discarded,
    show_receipt,
    until_when,
)
from gallery.contract import DEBUG, INTERRUPTED, Fate, GalleryError, TellJson
from gallery.grants import Grants
from gallery.interrupts import Stop
from gallery.keep import keep
from gallery.live import view_on
from gallery.onward import Onward
from gallery.quoting import as_data as quote_as_data
from gallery.receipt import Receipt, as_json, exit_status
from gallery.run import Run
from gallery.serve import serve
from gallery.settings import Settings
from gallery.shelf import Shelf
from gallery.show_versions import show_comparison
from generator.contract import GeneratorError, Kind, Spec
from generator.decisions import Autonomy
from generator.writers import Writer
from sandbox.contract import Engine, SandboxError

NOTHING_MADE = 2
ANSWERS = ("later", "keep", "discard")


@dataclass(frozen=True, slots=True)
class Wants:
    autonomy: Autonomy = Autonomy.BUILD
    method: Writer | None = None
    """None leaves the choice to how earlier apps came out."""
    on_page: bool = False
    """Whether questions wait for an answer on the browser page."""
    serve: bool = False
    serve_seconds: float = 3600
    keep_in: Path | None = None
    packages: frozenset[str] = frozenset()
    """Little-known ones that may be installed without a question."""
    hosts: tuple[str, ...] = ()
    ask_model: bool = False
    read: tuple[Path, ...] = ()

    @property
    def grants(self) -> Grants:
        """What the app is given beside the model, on trial and when it is opened at the end."""
        return Grants(self.hosts, read=self.read)


@dataclass(slots=True)
class Session:
    """`tell_json` gets the one object of `--json`; everything else goes to the console."""

    shelf: Shelf
    console: Console
    stop: Stop
    wants: Wants
    tell_json: TellJson | None = None
    beside: Side | None = None
    """What the app is set beside when it is made."""

    def new(self, spec: Spec, settings: Settings, engine: Engine, onward: Onward | None = None) -> int:
        """Make, or go on from what there is; show, serve, keep or discard. Gives the exit status."""
        wants = self.wants
        if wants.autonomy.confirms_plan and not wants.on_page and not interactive(self.console):
            raise GalleryError(
                f"--autonomy {wants.autonomy} asks, and there is no terminal.",
                "Use --autonomy build, or answer --on-page.",
            )
        view = view_on(self.console, spec.text)
        run = Run(self.shelf, spec, view, self.stop, method=wants.method, onward=onward, packages=wants.packages)
        run.begin()
        decide = None if wants.on_page else Asking(self.console, self.stop, view)
        try:
            with view:
                receipt = run.go(settings, engine, wants.grants, wants.ask_model, decide, wants.autonomy)
        except (GeneratorError, SandboxError, GalleryError) as error:
            return self._broken(run, error)
        return self._hand_over(run, receipt, settings, engine)

    def _hand_over(self, run: Run, receipt: Receipt, settings: Settings, engine: Engine) -> int:
        entry = receipt.id
        made = run.shelved > 0
        folder = self._laid_out(entry) if made else None
        pictures = [folder / "pictures" / name for name in receipt.pictures] if folder else []
        show_receipt(self.console, receipt, folder=f"{folder}/app" if folder else "", pictures=pictures)
        if run.interrupted and made:
            say(self.console, "Interrupted; what there is so far is on the shelf.", "yellow")
        quote = quote_as_data(run.quote) if run.quote else None
        told = as_json(receipt, folder=f"{folder}/app" if folder else "", quote=quote)
        if self.beside:
            comparison = Comparison(self.beside, Side("built again", receipt, self.shelf.files(entry) if made else {}))
            show_comparison(self.console, comparison, diff=False)
            told |= {"comparison": comparison.as_data()}
        if run.interrupted or not made:
            self._hint(receipt, made=made)
            self._json(told if made else told | {"outcome": "none"})
            return INTERRUPTED if run.interrupted else exit_status(receipt) if made else NOTHING_MADE
        told |= self._settle(receipt, first=not (run.onward and run.onward.entry))
        if self.shelf.exists(entry):
            if self.wants.serve and receipt.kind != Kind.SCRIPT:
                self._serve(receipt, settings, engine, told)
            else:
                self._hint(receipt)
                self._json(told)
        else:
            self._json(told | {"folder": "", "pictures": []})
        return exit_status(receipt)

    def _laid_out(self, entry: str) -> Path | None:
        """None when the disk has no room for the copy; the shelf has the files all the same."""
        try:
            return self.shelf.lay_out(entry)
        except GalleryError as error:
            say_error(make_console(errors=True), str(error), error.hint)
            return None

    def _settle(self, receipt: Receipt, *, first: bool) -> dict[str, Any]:
        """Keep or discard where the user has said so before. What there was before this run is never discarded."""
        if self.wants.keep_in or (self.wants.autonomy is Autonomy.AUTO and receipt.outcome == "passed"):
            try:
                kept = keep(self.shelf, self.shelf.find(receipt.id), self.wants.keep_in)
            except GalleryError as error:
                say_error(make_console(errors=True), str(error), error.hint)
                return {"fate": str(self.shelf.find(receipt.id).fate), "error": str(error)}
            say_whole(self.console, f"Kept in {kept}", "green")
            return {"fate": str(Fate.KEPT), "kept": str(kept)}
        if self.wants.autonomy is Autonomy.AUTO and first:
            say(self.console, "Not every claim passed, so it is discarded.")
            show_discarded(self.console, receipt.id, self.shelf.discard(receipt.id))
            return {"fate": "discarded"}
        return {"fate": str(self.shelf.find(receipt.id).fate)}

    def _serve(self, receipt: Receipt, settings: Settings, engine: Engine, told: Mapping[str, Any]) -> None:
        """A failure here is said and changes nothing about how the run ended."""
        entry = receipt.id

        def ready(url: str) -> None:
            say_whole(self.console, f"\nOpen it: {url}", "bold cyan")
            say(self.console, until_when("It answers", self.wants.serve_seconds), "dim")
            self._hint(receipt)
            self._json({**told, "url": url})

        try:
            with (
                with_model(settings, self.wants.grants, entry, ask=self.wants.ask_model) as grants,
                counting(self.console) as left,
            ):
                ended = serve(
                    self.shelf,
                    engine,
                    self.shelf.find(entry),
                    seconds=self.wants.serve_seconds,
                    stop=self.stop,
                    ready=ready,
                    grants=grants,
                    tell=partial(say_whole, self.console),
                    left=left,
                )
        except (SandboxError, GalleryError) as error:
            say_error(self.console, str(error), error.hint)
            self._json(told)
            return
        if ended:
            say(self.console, ended)
        if self.shelf.exists(entry) and self.shelf.find(entry).fate is Fate.ON_TRIAL and interactive(self.console):
            self._ask_fate(entry)

    def _ask_fate(self, entry: str) -> None:
        days = self.shelf.trial_days
        question = f"\nKeep it? [k]eep, [d]iscard, Enter: decide later (it goes in {days:g} days)"
        try:
            with self.stop.asking():
                answer = ask(self.console, question, ANSWERS)
        except KeyboardInterrupt:
            return
        try:
            if answer == "keep":
                say_whole(self.console, f"Kept in {keep(self.shelf, self.shelf.find(entry))}", "green")
            elif answer == "discard":
                show_discarded(self.console, entry, self.shelf.discard(entry))
        except GalleryError as error:
            say_error(self.console, str(error), error.hint)

    def _broken(self, run: Run, error: GeneratorError | SandboxError | GalleryError) -> int:
        if os.environ.get(DEBUG):
            raise error
        say_error(make_console(errors=True), str(error), error.hint)
        if self.shelf.exists(run.entry):
            if run.shelved or self.shelf.version(run.entry):
                say(self.console, "What was made before that is on the shelf.")
            say_whole(self.console, f"Go on:         mayfly continue {run.entry}", "dim")
        failure = {"id": run.entry, "outcome": "none", "error": str(error), "hint": error.hint, "claims": []}
        self._json(failure)
        return INTERRUPTED if run.interrupted else NOTHING_MADE

    def _hint(self, receipt: Receipt, *, made: bool = True) -> None:
        entry = receipt.id
        version = self.shelf.version(entry)
        if not made and version:
            say(self.console, f"The app stays as it was, in version {version.number}.", "yellow")
        if version:
            is_command = receipt.kind == Kind.SCRIPT
            again = (
                f"Run it:        mayfly run {entry} -- --help" if is_command else f"Open it again: mayfly open {entry}"
            )
            say_whole(self.console, again, "dim")
            say_whole(self.console, f'Change it:     mayfly change {entry} "…"', "dim")
        if not made or receipt.outcome != "passed":
            say_whole(self.console, f"Go on:         mayfly continue {entry}", "dim")
        if version:
            say_whole(self.console, f"Keep it:       mayfly keep {entry}", "dim")
            say_whole(self.console, f"Discard it:    mayfly discard {entry}", "dim")

    def _json(self, told: Mapping[str, Any]) -> None:
        if self.tell_json:
            self.tell_json(told)
