"""Brings the files of a candidate into its sandbox while it is still being written, and their packages with them.
Refuses to keep what a reply took back, and to hold up whoever writes.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial

from generator.aside import Aside
from generator.contract import Kind
from generator.supplies import Supplies
from sandbox import lacking, settle_libraries
from sandbox.contract import Files, SandboxError

Land = Callable[[Files, str], None]
"""Puts files into the sandbox of a layer, in place of what landed before; no files, and nothing stays."""


class Landing:
    """One per run, for one writer at a time: candidates are tried one after the other, and who has a whole file first
    is likely to be the first at the end."""

    def __init__(self, kind: Kind, land: Land, supplies: Supplies, aside: Aside) -> None:
        self._kind = kind
        self._land = land
        self._supplies = supplies
        self._aside = aside
        self._lock = threading.Lock()
        self._is_open = self._is_busy = False
        self._writer: object = None
        self._wanted: tuple[Files, Files] | None = None
        self._work: Future[None] | None = None

    def open(self) -> None:
        """From now on there is a sandbox for it."""
        with self._lock:
            self._is_open = True
            self._begin()

    @contextmanager
    def written_by(self, writer: object) -> Iterator[Callable[[Files, Files], None]]:
        """Inside, a candidate is written: gives what is to be told of a reply's files while it streams. Nothing stays
        of one that fails."""
        try:
            yield partial(self._take, writer)
        except BaseException:
            self._take(writer, {}, {})
            raise

    def rest(self) -> None:
        """Wait until all that came has landed. Whoever wrote it is done, and another one may land."""
        with self._lock:
            work, self._writer = self._work, None
        if work:
            self._aside.wait(work)

    def _take(self, writer: object, whole: Files, so_far: Files) -> None:
        """The files of a reply that are whole, and with them the imports of those that aren't; none when the reply came
        to nothing. From any thread."""
        self._supplies.ahead(self._lacking(so_far), self._aside)
        with self._lock:
            if self._writer is None and so_far:
                self._writer = writer
            if self._writer is writer:
                self._writer = writer if so_far else None
                self._wanted = (whole, so_far)
                self._begin()

    def _lacking(self, files: Files) -> tuple[str, ...]:
        return () if self._kind is Kind.WEB else lacking(files)

    def _begin(self) -> None:
        if self._is_open and self._wanted and not self._is_busy:
            self._is_busy = True
            self._work = self._aside.submit(self._go_on)

    def _go_on(self) -> None:
        """Land what came last, until nothing new has come meanwhile."""
        while True:
            with self._lock:
                wanted, self._wanted = self._wanted, None
                if not wanted:
                    self._is_busy = False
                    return
            with suppress(SandboxError):  # the trial meets it too, and says so
                self._bring(*wanted)

    def _bring(self, whole: Files, so_far: Files) -> None:
        layer = ""
        if lacks := self._lacking(so_far):
            if not (coming := self._supplies.coming(lacks)) or not (found := coming.result()).ok:
                return  # the user has to be asked first, or it can't be had
            layer = found.layer
        self._land(settle_libraries(whole).files, layer)
