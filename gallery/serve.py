"""Opens an entry's app in a sandbox until told to stop. Refuses to go on once it is discarded or its time is up."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from gallery.contract import Entry, GalleryError
from gallery.grants import NOTHING, Granted, Grants
from gallery.receipt import receipt_of
from gallery.shelf import DATA, Shelf
from gallery.text import clean
from gallery.uses import Use
from generator.contract import Kind
from sandbox.contract import Engine, Image, Runtime, Sandbox, SandboxError, Usage

RUNTIMES = {Kind.WEB: Runtime.STATIC, Kind.STREAMLIT: Runtime.STREAMLIT}
SAVE_EVERY = 60.0
NOTE_EVERY = 2.0
LOOK_EVERY = 0.5


def serve(
    shelf: Shelf,
    engine: Engine,
    entry: Entry,
    *,
    seconds: float,
    stop: threading.Event,
    ready: Callable[[str], None],
    grants: Grants = NOTHING,
    tell: Callable[[str], None] = lambda _: None,
) -> str:
    """Start the app and call `ready` with its address; give back why it ended, one sentence, "" for `stop`. What the
    app stored below data/ is put back before and saved after. `tell` gets, line by line, what it did with its grants.
    Raises GalleryError when it doesn't start."""
    version = shelf.version(entry.id)
    if not version:
        raise GalleryError(f"Nothing was made for {entry.id} yet.", entry.reason or "Make it again with mayfly new.")
    stored = {f"{DATA}/{path}": content for path, content in shelf.files(entry.id, DATA).items()}
    runtime = RUNTIMES[Kind(entry.kind)]
    layer = packages(engine, receipt_of(version).packages, tell)
    with engine.open(Image.APP, runtime=runtime, layer=layer) as box:
        box.put({**shelf.files(entry.id), **stored})
        granted = Granted(grants, box)
        granted.open()
        started = box.start(runtime, env=granted.environment)
        if not started.ok:
            log = clean(started.log).strip()[-600:]
            raise GalleryError(f"{entry.title} does not start: {clean(started.reason)}", log)
        keeper = DataKeeper(shelf, entry.id, box, granted)
        with shelf.serving(entry.id, box.url) as wanted:
            try:
                ready(box.url)
                note = partial(shelf.note_usage, entry.id)
                ended = watch(box, keeper, note, wanted, time.monotonic() + seconds, stop)
                return "It was discarded." if not shelf.exists(entry.id) else ended
            finally:
                trouble = granted.close()
                keeper.save()
                for told in [*([trouble] if trouble else []), *granted.use().lines]:
                    tell(told)


def packages(engine: Engine, wanted: Sequence[str], tell: Callable[[str], None]) -> str:
    """The layer of those that the app was tried with."""
    found = engine.resolve(wanted, tell)
    if not found.ok:
        told = f"The app needs {', '.join(wanted)} and can't be opened without: {found.reason}"
        raise GalleryError(clean(told), "Try again where the package index can be reached.")
    return found.layer


def watch(
    box: Sandbox,
    keeper: "DataKeeper",
    note: Callable[[Usage], None],
    wanted: Callable[[], bool],
    until: float,
    stop: threading.Event,
) -> str:
    save_at, note_at = time.monotonic() + SAVE_EVERY, 0.0
    while not stop.wait(LOOK_EVERY):
        if not wanted():
            return "It was closed."
        if not box.alive():
            return "Its sandbox is gone."
        if ended := box.ended():
            return clean(ended)
        now = time.monotonic()
        if now >= until:
            return "Its time is up."
        if now >= note_at:
            with suppress(SandboxError):  # it has just ended; the next look will see that
                note(box.usage())
            note_at = now + NOTE_EVERY
        if now >= save_at:
            keeper.save()
            save_at = now + SAVE_EVERY
    return ""


class DataKeeper:
    """Brings what an open app stores, and what it made of its grants, to the shelf, when it differs from before."""

    def __init__(self, shelf: Shelf, entry: str, box: Sandbox, granted: Granted) -> None:
        self._shelf = shelf
        self._entry = entry
        self._box = box
        self._granted = granted
        self._since = time.time()
        self._used: Use | None = None
        self._last: dict[str, bytes] | None = None

    def save(self) -> None:
        """A sandbox that is gone has nothing to give any more; then what was saved before stays."""
        if (used := self._granted.use()) and used != self._used:
            self._shelf.note_use(self._entry, self._since, used.model_dump_json())
            self._used = used
        try:
            if not self._box.alive():
                return
            found = self._box.get(DATA)
        except SandboxError:
            return
        if found != self._last and (found or self._last):
            self._shelf.save_data(self._entry, found)
        self._last = found
