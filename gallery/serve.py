"""Opens an entry's app in a sandbox until told to stop. Refuses to go on once it is discarded or its time is up."""

import math
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from gallery.contract import Entry, GalleryError
from gallery.debug.elsewhere import services
from gallery.errands import Errand, Serving
from gallery.grants import GIVEN, NOTHING, Granted, Grants
from gallery.receipt import receipt_of
from gallery.shelf import DATA, GIVEN as ATTACHED, WRITTEN, Shelf
from gallery.text import clean
from gallery.uses import Use
from generator.contract import Kind
from generator.kinds import RUNTIME
from sandbox.contract import Engine, Image, Runtime, Sandbox, SandboxError, Usage

SAVE_EVERY = 60.0
NOTE_EVERY = 2.0
LOOK_EVERY = 0.5
WARN_AT = 60.0


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
    left: Callable[[float], None] = lambda _: None,
) -> str:
    """Start the app and call `ready` with its address; give back why it ended, one sentence, "" for `stop`. What the
    app has written is put back before and saved after. `tell` gets, line by line, what it did with its grants, and
    that its time is running out; `left` the seconds that it still has. Raises GalleryError when it doesn't start."""
    version = shelf.version(entry.id)
    if not version:
        raise GalleryError(f"Nothing was made for {entry.id} yet.", entry.reason or "Make it again with mayfly new.")
    app = shelf.files(entry.id)
    runtime = RUNTIME[Kind(entry.kind)]
    if runtime is Runtime.SCRIPT:
        raise GalleryError(f"{entry.title} is a command: it has no page.", f"Run it: mayfly run {entry.id} -- --help")
    layer = packages(engine, receipt_of(version).packages, tell)
    beside = services(shelf.files(entry.id, ATTACHED), engine)
    with engine.open(Image.APP, runtime=runtime, layer=layer) as box, beside as offered:
        box.put({**shelf.stored(entry.id), **app})
        granted = Granted(grants, box, offered)
        granted.open()
        started = box.start(runtime, env=granted.environment)
        if not started.ok:
            log = clean(started.log).strip()[-600:]
            raise GalleryError(f"{entry.title} does not start: {clean(started.reason)}", log)
        keeper = DataKeeper(shelf, entry.id, box, frozenset(app), granted)
        with shelf.serving(entry.id, box.url) as serving:
            try:
                ready(box.url)
                note = partial(shelf.note_usage, entry.id)
                countdown = Countdown(entry.id, seconds, tell, left)
                errands = Doer(serving, box, runtime, granted, keeper, countdown)
                ended = watch(box, keeper, note, errands, countdown, stop)
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
    note: Callable[[Usage, float | None], None],
    errands: "Doer",
    countdown: "Countdown",
    stop: threading.Event,
) -> str:
    save_at, note_at = time.monotonic() + SAVE_EVERY, 0.0
    while not stop.wait(LOOK_EVERY):
        if not errands.serving.wanted():
            return "It was closed."
        errands.do()
        if not box.alive():
            return "Its sandbox is gone."
        if ended := box.ended():
            return clean(ended)
        now = time.monotonic()
        if ended := countdown.look():
            return ended
        if now >= note_at:
            with suppress(SandboxError):  # it has just ended; the next look will see that
                note(box.usage(), countdown.remaining)
            note_at = now + NOTE_EVERY
        if now >= save_at:
            keeper.save()
            save_at = now + SAVE_EVERY
    return ""


class Countdown:
    """The time that an open app has, by a clock that nobody sets; told as it goes, and a minute before its end."""

    def __init__(self, entry: str, seconds: float, tell: Callable[[str], None], left: Callable[[float], None]) -> None:
        self._entry, self._tell, self._left = entry, tell, left
        self._until = time.monotonic() + seconds
        self._warned = seconds <= WARN_AT

    def extend(self, seconds: float) -> None:
        self._until += seconds
        self._warned = False

    @property
    def remaining(self) -> float | None:
        return None if math.isinf(self._until) else max(0.0, self._until - time.monotonic())

    def look(self) -> str:
        """Why it is over, or ""."""
        remaining = self.remaining
        if remaining is None:
            return ""
        go_on = f"mayfly open {self._entry} --minutes 60 (0: until Ctrl-C)"
        if remaining == 0:
            return f"Its time is up. What it has written is on the shelf; go on with: {go_on}"
        if remaining <= WARN_AT and not self._warned:
            self._warned = True
            self._tell(f"It ends in a minute, with what it has written put on the shelf. For more time: {go_on}")
        self._left(remaining)
        return ""


class Doer:
    """Does what other processes ask of an open app. What can't be done is told to them and ends nothing."""

    def __init__(
        self,
        serving: Serving,
        box: Sandbox,
        runtime: Runtime,
        granted: Granted,
        keeper: "DataKeeper",
        countdown: Countdown,
    ) -> None:
        self.serving = serving
        self._box, self._runtime, self._granted = box, runtime, granted
        self._keeper, self._countdown = keeper, countdown

    def do(self) -> None:
        for errand in self.serving.errands():
            try:
                self.serving.answer(errand, self._done(errand), done=True)
            except (GalleryError, SandboxError) as error:
                self.serving.answer(errand, f"{error} {error.hint}".strip(), done=False)

    def _done(self, errand: Errand) -> str:
        match errand.what:
            case "restart":
                started = self._box.start(self._runtime, env=self._granted.environment)
                if not started.ok:
                    raise GalleryError(f"It does not start again: {clean(started.reason)}", clean(started.log)[-600:])
                return f"It runs again, after {started.seconds:.1f} s."
            case "more":
                self._countdown.extend(errand.minutes * 60)
                return f"It stays open {errand.minutes:.0f} minutes longer."
            case "log":
                return clean(self._box.log())
            case "put":
                self._keeper.refuse_own(errand.path)
                self._box.put({errand.path: errand.content})
                self._keeper.save()
                return f"The app has {errand.path} now."
            case "save":
                self._keeper.save()
                return "What it has written is on the shelf."


class DataKeeper:
    """Brings what an open app has written, and what it made of its grants, to the shelf, when it differs from before.
    The app's own files stay as they were proved, and what was given to it is not its own."""

    def __init__(self, shelf: Shelf, entry: str, box: Sandbox, own: frozenset[str], granted: Granted) -> None:
        self._shelf, self._entry, self._box, self._own, self._granted = shelf, entry, box, own, granted
        self._since = time.time()
        self._used: Use | None = None
        self._last = {part: shelf.files(entry, part) for part in (DATA, WRITTEN)}

    def save(self) -> None:
        """A sandbox that is gone has nothing to give any more; then what was saved before stays."""
        if (used := self._granted.use()) and used != self._used:
            self._shelf.note_use(self._entry, self._since, used.model_dump_json())
            self._used = used
        for part, found in self._found().items():
            if found != self._last[part]:
                self._shelf.save_data(self._entry, found, part)
            self._last[part] = found

    def _found(self) -> dict[str, dict[str, bytes]]:
        with suppress(SandboxError):
            if not self._box.alive():
                return {}
            data = self._box.get(DATA)
            try:
                every = self._box.get()
            except SandboxError:  # too much of it
                return {DATA: data}
            mine = {path: content for path, content in every.items() if self._is_written(path)}
            return {DATA: data, WRITTEN: mine}
        return {}

    def refuse_own(self, path: str) -> None:
        """GalleryError for a file that is the app's own, or stands where one does."""
        if any(path == own or own.startswith(f"{path}/") or path.startswith(f"{own}/") for own in self._own):
            raise GalleryError(f"{path} is a part of the app itself.", "Give the file another name.")

    def _is_written(self, path: str) -> bool:
        top, *rest = path.split("/")
        return path not in self._own and not (rest and top in (DATA, GIVEN)) and "__pycache__" not in [*rest, top]
