"""Tells when files of a folder were saved, once a burst of writes is over. Refuses to tell of what editors keep beside
them, and to say what changed: whoever is told looks at the folder as it is then.
"""

import fnmatch
import threading
import time
from pathlib import Path
from types import TracebackType

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from gallery.contract import GalleryError

ASIDE = ("*~", "#*#", ".*", "*.swp", "*.tmp", "*.bak", "*.orig", "*.part", "4913", "*.pyc")
"""What editors and Python write beside a file."""
TOLD = (FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent)
MOST = 10
"""Times as long as a burst may go on before it is told of all the same."""


class Saves:
    """Open it by `with`. `quiet`: seconds without a write after which a burst is over."""

    def __init__(self, folder: Path, quiet: float = 0.03) -> None:
        self._folder = folder.resolve()
        self._quiet = quiet
        self._changed = threading.Condition()
        self._first = self._last = 0.0

    def __enter__(self) -> "Saves":
        handler = FileSystemEventHandler()
        handler.dispatch = self._take  # type: ignore[method-assign]
        self._observer = Observer()
        try:
            self._observer.schedule(handler, str(self._folder), recursive=True)
            self._observer.start()
        except OSError as error:
            raise GalleryError(
                f"{self._folder} can't be watched: {error.strerror}.", "Name a smaller folder."
            ) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._observer.stop()
        self._observer.join()

    @property
    def waiting(self) -> bool:
        """Whether there is something that was not told yet."""
        with self._changed:
            return self._last > 0

    def wait(self, seconds: float) -> bool:
        """Whether something was saved within so many seconds, and the burst that it belongs to is over."""
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                now = time.monotonic()
                if self._last:
                    over = min(self._last + self._quiet, self._first + MOST * self._quiet)
                    if now >= over:
                        self._first = self._last = 0.0
                        return True
                    self._changed.wait(over - now)
                elif now >= until:
                    return False
                else:
                    self._changed.wait(until - now)

    def _take(self, event: FileSystemEvent) -> None:
        if not isinstance(event, TOLD):
            return
        for told in {str(event.src_path), str(event.dest_path or event.src_path)}:
            parts = Path(told).relative_to(self._folder).parts if Path(told).is_relative_to(self._folder) else ()
            if parts and not is_aside(parts):
                with self._changed:
                    self._last = time.monotonic()
                    self._first = self._first or self._last
                    self._changed.notify_all()
                return


def is_aside(parts: tuple[str, ...]) -> bool:
    """Whether a path is nothing of the user's own."""
    return "__pycache__" in parts or any(fnmatch.fnmatch(part, form) for part in parts for form in ASIDE)
