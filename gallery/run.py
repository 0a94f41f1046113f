"""Makes one app: from a spec over the generator to the shelf, event by event. Refuses to lose what there is so far,
however the run ends."""

import threading
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from gallery.app_models import with_model
from gallery.capsule import make_capsule
from gallery.contract import GalleryError
from gallery.debug.elsewhere import services
from gallery.grants import Grants
from gallery.onward import BEGUN, SHELVED, Onward
from gallery.quoting import quoted
from gallery.receipt import Receipt, make_receipt
from gallery.settings import Settings
from gallery.shelf import Shelf
from gallery.steered import BUDGET, Steered
from gallery.text import line
from generator.contract import Result, Spec
from generator.decisions import Autonomy, Decide, agreeing
from generator.events import Event, Pictured, Planned, Quoted, Remark, Said, Used
from generator.make import Interrupted, Unfinished, make
from generator.retries import EndpointError
from generator.writers import Chosen, Writer, choose
from sandbox.contract import Engine, SandboxError

STOPPED = "Stopped before it was done."


class View(Protocol):
    """Who watches the run."""

    def tell(self, event: Event) -> None: ...

    def uses(self, model: str) -> None: ...

    def doing(self, what: str) -> None: ...

    def pause(self) -> AbstractContextManager[None]: ...


@dataclass(slots=True)
class Run:
    """One run of one entry. What happens is stored first, then shown."""

    shelf: Shelf
    spec: Spec
    view: View
    stop: threading.Event
    model: str = ""
    entry: str = ""
    number: int = 0
    method: Writer | None = None
    chosen: Chosen | None = None
    quote: Quoted | None = None
    trouble: GalleryError | None = None
    """What kept something from being stored; it stops the run."""

    interrupted: bool = False
    onward: Onward | None = None
    """When it goes on from something."""
    shelved: int = 0
    """The number of the last version that it put on the shelf; 0 for none."""
    packages: Collection[str] = ()
    """May be installed without a question."""
    steered: Steered | None = None
    """By other processes, while it goes on."""

    def begin(self) -> None:
        if self.onward and self.onward.entry:
            self.entry = self.onward.entry
            self.number = self.shelf.begin_again(self.entry, self.onward.given)
        else:
            self.entry, self.number = self.shelf.begin(self.spec.text, self.spec.files)
        change = self.onward.change if self.onward else ""
        budget = BUDGET.dump_python(self.spec.budget, mode="json")
        self.shelf.record(self.number, {"event": BEGUN, "kind": self.spec.kind, "change": change, "budget": budget})

    def go(
        self,
        settings: Settings,
        engine: Engine,
        grants: Grants,
        ask_model: bool,
        decide: Decide | None,
        autonomy: Autonomy = Autonomy.BUILD,
    ) -> Receipt:
        """Make the app, shelve it and end the run; without `decide`, questions wait for whoever looks on from another
        process. Gives the receipt of what there is, also if the run broke off after something was made; raises what
        ended it otherwise."""
        reason = STOPPED
        try:
            self.steered = Steered(self.shelf, self.number, self.stop, self.record)
            with (
                self.steered,
                settings.models(self.entry, remark=self.remark, progress=self.doing) as models,
                with_model(
                    settings, grants, self.entry, ask=ask_model, writer=models["writer"], remark=self.remark
                ) as given,
                services(self.spec.files, engine) as offered,
            ):
                self.model = models["writer"].name
                self.view.uses(self.model)
                self.quote = quoted(self.shelf, self.spec, models["writer"], settings.choices["writer"])
                self.tell(self.quote)
                address = settings.choices["writer"].base_url
                known = settings.abilities.of(address, self.model)
                self.chosen = choose(models["writer"].small, known.scores, self.method, kind=self.spec.kind)
                try:
                    result = make(
                        self.spec,
                        models,
                        engine,
                        self.tell,
                        stop=self.stop,
                        method=self.chosen.writer,
                        autonomy=autonomy,
                        decide=agreeing(self.packages, decide or self.steered.decide),
                        reins=self.steered.take,
                        access=replace(given.access(), services=offered),
                        best=self.better,
                        start=self.onward.start if self.onward else None,
                    )
                except Interrupted as interrupted:
                    self.interrupted = self.trouble is None
                    result = interrupted.result
                except Unfinished as unfinished:
                    result = unfinished.result
                    if result.candidate is None:
                        if wrote_nothing(unfinished):
                            settings.abilities.note_score(address, self.model, self.chosen.writer, 0.0)
                        raise
                if result.verdict and not (self.onward and self.onward.start and self.onward.start.candidate):
                    settings.abilities.note_score(address, self.model, self.chosen.writer, result.verdict.score)
            receipt = self.save(result)
            if self.trouble:
                raise self.trouble
            reason = receipt.reason
            return receipt
        except Exception as error:
            reason = str(error)
            raise
        finally:
            self.shelf.end(self.number, reason)

    def tell(self, event: Event) -> None:
        """Never raises, since any of the run's threads may call it."""
        try:
            if not isinstance(event, Said | Used | Pictured):
                self.record(event.as_data())
            if isinstance(event, Planned):
                self.shelf.describe(self.entry, str(event.plan.get("title", "")), str(event.plan.get("kind", "")))
        except GalleryError as error:
            self.trouble = error
            self.stop.set()
        if self.steered:
            self.steered.tell(event)
        self.view.tell(event)

    def record(self, event: Mapping[str, Any]) -> None:
        self.shelf.record(self.number, event)

    def doing(self, what: str) -> None:
        self.view.doing(what)
        if self.steered:
            self.steered.doing(what)

    def remark(self, text: str) -> None:
        self.tell(Remark(text))

    def better(self, result: Result) -> None:
        """A better candidate is shelved at once, not only when the run has ended."""
        self.save(result)

    def save(self, result: Result) -> Receipt:
        """Shelve what there is; without a candidate there is nothing but the receipt. Nothing is raised meanwhile:
        `trouble` keeps what went wrong until the run has ended."""
        receipt = make_receipt(self.entry, self.spec, result, self.model, self.chosen)
        if self.onward and (lost := self.onward.lost(result)):
            told = f"It breaks what held before: {' '.join(lost)} {receipt.reason}"
            receipt = receipt.model_copy(update={"reason": line(told, 400)})
        if result.candidate is not None and (self.onward is None or self.onward.is_worth(result)):
            asked = self.onward.asked if self.onward else ""
            try:
                self.shelved = self.shelf.put(
                    self.entry,
                    result.candidate.files,
                    result.verdict.pictures if result.verdict else {},
                    receipt=receipt.model_dump_json(),
                    capsule=make_capsule(self.spec, result, self.model, asked),
                    passed=receipt.passed,
                    claims=len(receipt.claims),
                )
                self.shelf.record(self.number, {"event": SHELVED, "number": self.shelved})
            except GalleryError as error:
                self.trouble = error
                self.stop.set()
        return receipt


def wrote_nothing(unfinished: Unfinished) -> bool:
    """Whether it was for the model's own words that nothing came of it, and not for an endpoint or an engine."""
    return not isinstance(unfinished.__cause__, EndpointError | SandboxError)
