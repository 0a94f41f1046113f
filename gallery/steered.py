"""The run's side of its steering: does what other processes ask of it, waits for their answers, and lets them see what
streams in. Refuses to answer a question by itself."""

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from gallery.contract import GalleryError
from gallery.progress import Progress
from gallery.shelf import Shelf
from gallery.steering import NOW, Wish
from generator.contract import Budget, Reins
from generator.decisions import Answer, Decision
from generator.events import Asked, Event, Pictured

LOOK_EVERY = 0.1
STEERED = "Steered"
"""An event of the gallery's own: what was asked of the run, and about what."""
BUDGET, ANSWER = TypeAdapter(Budget), TypeAdapter(Answer)


class Steered:
    """One run; as a context around it. `record` stores an event of the run."""

    def __init__(
        self,
        shelf: Shelf,
        run: int,
        stop: threading.Event,
        record: Callable[[Mapping[str, Any]], None],
    ) -> None:
        self._shelf, self._run, self._stop, self._record = shelf, run, stop, record
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="steered")
        self._changed = threading.Condition()
        self._reins: Reins | None = None
        self._waiting: list[Wish] = []
        self._last = self._asked = 0
        self._answers: dict[int, Answer] = {}
        self._progress = Progress()
        self._paused = False
        self._shown = b""
        self._pictures: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        with suppress(GalleryError):
            self._shelf.steering.hide(self._run)

    def take(self, reins: Reins) -> None:
        """What holds the run; what was asked before there was any is done now."""
        with self._changed:
            self._reins = reins
            for wish in self._waiting:
                self._do(wish, reins)

    def decide(self, decision: Decision) -> Answer:
        """A generator.decisions.Decide: waits for the answer of somebody who looks on."""
        with self._changed:
            while self._asked not in self._answers:
                if self._stop.is_set():
                    raise KeyboardInterrupt
                self._changed.wait(LOOK_EVERY)
            return self._answers[self._asked]

    def tell(self, event: Event) -> None:
        """Let others see what is not stored of it."""
        with self._changed:
            if isinstance(event, Pictured):
                self._pictures[event.name] = event.content
                return
            if isinstance(event, Asked):
                self._asked = event.number
            self._progress.take(event)

    def doing(self, what: str) -> None:
        """What is being fetched or loaded."""
        with self._changed:
            self._progress.doing = what

    def _work(self) -> None:
        over = False
        while not over:
            over = self._over.wait(LOOK_EVERY)
            with suppress(GalleryError):  # the next look may do better; the run itself says what ails the shelf
                for wish in self._shelf.steering.wishes(self._run, self._last):
                    self._last = wish.id
                    self._take(wish)
                self._show()

    def _take(self, wish: Wish) -> None:
        if wish.what != "answer":
            self._record({"event": STEERED, "what": wish.what, "about": wish.about})
        with self._changed, suppress(ValidationError):  # only a face of another version says what can't be understood
            if wish.what == "stop":
                self._stop.set()
            elif wish.what == "answer":
                self._answers.setdefault(int(wish.about["number"]), ANSWER.validate_python(wish.about["answer"]))
            elif self._reins:
                self._do(wish, self._reins)
            else:
                self._waiting.append(wish)
            self._changed.notify_all()

    def _do(self, wish: Wish, reins: Reins) -> None:
        if wish.what == "raise":
            reins.raise_by(BUDGET.validate_python(wish.about))
        else:
            self._paused = wish.what == "pause"
            (reins.pause if self._paused else reins.go_on)()

    def _show(self) -> None:
        """What is new of it."""
        with self._changed:
            progress = self._progress
            now = {"texts": progress.texts, "used": progress.used, "doing": progress.doing, "paused": self._paused}
            told = json.dumps(now).encode()
            new = self._pictures | ({NOW: told} if told != self._shown else {})
            self._pictures, self._shown = {}, told
        if new:
            self._shelf.steering.show(self._run, new)
