"""The tool of an investigation that goes on: put on the shelf and opened with the first evidence, and told of more as
it comes. Refuses to let anything that goes wrong with the open tool end the investigation.
"""

import json
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import TracebackType

from gallery import serve as serving
from gallery.contract import GalleryError
from gallery.debug import tool
from gallery.debug.case import Case
from gallery.debug.evidence import Evidence, as_data
from gallery.shelf import Shelf
from sandbox.contract import Engine, SandboxError

BROKEN_OFF = "It was broken off here"


class Opened:
    """Leaving it closes the tool; what was found by then is on the shelf."""

    def __init__(
        self, shelf: Shelf, engine: Engine, *, seconds: float, ready: Callable[[str], None], serve: bool = True
    ) -> None:
        """`ready` gets the address, in a thread of its own. It is open for so many seconds; without `serve` it is on
        the shelf only."""
        self.entry = self._url = self._ended = ""
        self._shelf, self._engine, self._seconds, self._ready, self._wanted = shelf, engine, seconds, ready, serve
        self._run = 0
        self._evidence: Evidence | None = None
        self._case: Case | None = None
        self._stop = threading.Event()
        self._answers = threading.Event()
        self._turn = threading.Lock()
        self._news: queue.SimpleQueue[Evidence | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """What was known when it was broken off stays known."""
        self.close()
        if kind and self._run and self._evidence:
            notes = (*self._evidence.notes, f"{BROKEN_OFF}: {self._evidence.still}.")
            with suppress(GalleryError):
                self.finish(replace(self._evidence, notes=notes, still=""), self._case)

    def show(self, evidence: Evidence, case: Case | None) -> None:
        """The first time it is put on the shelf and opened; then it shows this from now on."""
        self._evidence, self._case = evidence, case
        self._news.put(evidence)
        if not self.entry:
            self.entry, self._run = tool.begin(self._shelf, evidence, case)
            works = (self._serve, self._feed) if self._wanted else (self._feed,)
            self._threads = [threading.Thread(target=work) for work in works]
            for thread in self._threads:
                thread.start()

    def finish(self, evidence: Evidence, case: Case | None) -> None:
        """With all that was found."""
        if not self.entry:
            self.show(evidence, case)
            self._shelf.end(self._run)
        else:
            self._shelf.end(self._run)
            run = self._shelf.begin_again(self.entry, tool.data_of(evidence, case))
            tool.renew(self._shelf, self.entry, evidence, case)
            self._shelf.end(run)
            self._evidence = evidence
            self._take(evidence)
        self._run = 0

    def wait(self, stop: threading.Event) -> str:
        """Until its time is over, or `stop`. Gives why it ended, "" for `stop`."""
        while self._threads and not self._stop.is_set() and not stop.wait(0.2):
            pass
        self.close()
        return self._ended

    def close(self) -> None:
        self._stop.set()
        self._news.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = []

    def url(self) -> str:
        """Where it answers; "" when it doesn't."""
        if self._wanted and self.entry:
            self._answers.wait()
        return self._url

    def _serve(self) -> None:
        def ready(url: str) -> None:
            self._url = url
            self._answers.set()
            self._ready(url)

        entry = self._shelf.find(self.entry)
        try:
            self._ended = serving.serve(
                self._shelf, self._engine, entry, seconds=self._seconds, stop=self._stop, ready=ready
            )
        except (GalleryError, SandboxError) as error:
            self._ended = f"{error} {error.hint}".strip()
        finally:
            self._stop.set()
            self._answers.set()

    def _feed(self) -> None:
        while (evidence := self._news.get()) and not self._stop.is_set():
            self._take(evidence)

    def _take(self, evidence: Evidence) -> None:
        """What is new to the open tool, whoever has opened it."""
        if self._wanted:
            self._answers.wait()
        # What isn't open, or can't take that much, has it on the shelf at the end.
        with self._turn, suppress(GalleryError):
            if evidence is not self._evidence:
                return  # more is known by now
            self._shelf.errands.put(self.entry, tool.LATER, json.dumps(as_data(evidence)).encode())
