"""The sandboxes that a run's apps are tried in: an empty app booted ahead, files that land there while they are still
being written, and what was tried last. Refuses to let a candidate meet what another one left.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from generator.access import Given
from generator.command_trial import ready
from generator.contract import Candidate, Kind
from generator.kinds import EMPTY, ENTRY, REHEARSAL, RUNTIME
from sandbox.contract import Engine, Files, Image, Sandbox, SandboxError, Started

CALM = set(Kind) - {Kind.API}
"""Kinds of which nothing runs before somebody opens the page or gives the command: other files can take their place."""
MEMORY = re.compile(rb"cache|\bglobal\b|environ|tempfile|/tmp|sqlite|sys\.modules|setattr")
"""What in a Streamlit app's source can outlast a page without a trace in its folder."""


@dataclass(slots=True)
class _Place:
    """One sandbox, and what was started there last."""

    app: Sandbox
    stack: ExitStack
    layer: str
    env: Mapping[str, str] = field(default_factory=dict)
    files: Files | None = None
    started: Started | None = None


class Apps:
    """One per run; used from one thread at a time."""

    def __init__(self, engine: Engine, kind: Kind, given: Given) -> None:
        self._engine = engine
        self._kind = kind
        self._given = given
        self._spare: _Place | None = None
        self._landed: _Place | None = None
        self._last: tuple[Candidate, _Place] | None = None
        """What was tried last, and where."""

    def close(self) -> None:
        self._leave()
        for place in (self._spare, self._landed):
            if place:
                self._end(place)
        self._spare = self._landed = None

    def warm(self) -> None:
        """Boot an empty app, so that nobody waits for it later. Raises SandboxError."""
        if not self._spare:
            self._spare = self._boot("")
            self._start(self._spare, EMPTY[self._kind])

    @property
    def empty(self) -> Sandbox | None:
        """The empty app, until it has become another one."""
        return self._spare.app if self._spare else None

    @contextmanager
    def rehearsing(self) -> Iterator[tuple[Sandbox, Started] | None]:
        """In the place of the empty app, while it waits, one with a little of everything; None where there is no such
        one."""
        if not self._spare or self._kind not in REHEARSAL:
            yield None
            return
        yield self._spare.app, self._start(self._spare, REHEARSAL[self._kind])
        self._start(self._spare, EMPTY[self._kind])

    @property
    def env(self) -> Mapping[str, str]:
        """What the app that was tried last finds in its environment."""
        return self._last[1].env if self._last else {}

    def land(self, files: Files, layer: str) -> Started | None:
        """Have the files of a candidate that is still being written in a sandbox with this layer, in place of those
        that landed before; None where there is nothing to start yet. No files: nothing of them stays."""
        if self._landed and (self._landed.layer != layer or not self._may_change(self._landed, files)):
            self._end(self._landed)
            self._landed = None
        if not self._landed:
            if not files and not layer:
                return None
            if self._spare and not layer:
                self._landed, self._spare = self._spare, None
            else:
                self._landed = self._boot(layer)
            self._landed.env = self._given.give(self._landed.app)
        if ENTRY[self._kind] in files:
            return self._start(self._landed, files)
        self._landed.files = None
        self._landed.app.put(files, replace=True)
        return None

    def of(self, candidate: Candidate, layer: str) -> tuple[Sandbox, Started]:
        """A sandbox in which no other candidate ran before, and none will after, with this candidate started: where it
        landed, or else in the place of the empty app. It stays until there is another candidate."""
        place = self._place(candidate, layer)
        if place.files != candidate.files or place.started is None or not place.started.ok or place.app.ended():
            self._start(place, candidate.files)
        assert place.started
        return place.app, place.started

    def last(self, candidate: Candidate, layer: str) -> Sandbox:
        """The sandbox of this candidate, in whatever state it was left."""
        return self._place(candidate, layer).app

    def start(self, files: Files) -> Started:
        """Put these files in place of what was tried last, and start them."""
        assert self._last, "nothing was tried yet"
        return self._start(self._last[1], files)

    def reset(self, app: Sandbox, files: Files) -> Started | None:
        """Put the app that was tried last back as it was delivered; None when it has nothing to forget."""
        if self._kind is Kind.WEB:
            return None
        if self._kind is not Kind.STREAMLIT:  # which alone runs anew with each page
            return self.start(files)
        remembers = any(MEMORY.search(content) for path, content in files.items() if path.endswith(".py"))
        if remembers or app.ended() or _present(app) != {**files, **self._given.files}:
            return self.start(files)
        return None

    def _place(self, candidate: Candidate, layer: str) -> _Place:
        if self._last and (self._last[0] is not candidate or not self._last[1].app.alive()):
            self._leave()
        if not self._last:
            self._last = (candidate, self._take(candidate.files, layer))
        return self._last[1]

    def _take(self, files: Files, layer: str) -> _Place:
        landed, self._landed = self._landed, None
        if landed and landed.layer == layer and landed.app.alive() and self._may_change(landed, files):
            return landed
        if landed:
            self._end(landed)
        place: _Place | None = None
        if not layer:
            place, self._spare = self._spare, None
        place = place or self._boot(layer)
        place.env = self._given.give(place.app)
        return place

    def _may_change(self, landed: _Place, files: Files) -> bool:
        """Whether what landed leaves no trace when these files come in its place."""
        return self._kind in CALM or landed.files in (None, files)

    def _start(self, place: _Place, files: Files) -> Started:
        place.files = place.started = None
        place.app.put(files, replace=True)
        if self._given.files:
            place.app.put(self._given.files, read_only=True)
        if self._kind is Kind.SCRIPT:
            place.started = ready(place.app, files)
        else:
            place.started = place.app.start(RUNTIME[self._kind], env=place.env)
        place.files = files
        return place.started

    def _boot(self, layer: str) -> _Place:
        with ExitStack() as opening:
            app = opening.enter_context(self._engine.open(Image.APP, runtime=RUNTIME[self._kind], layer=layer))
            return _Place(app, opening.pop_all(), layer)

    def _leave(self) -> None:
        """End the sandbox of what was tried last."""
        if self._last:
            last, self._last = self._last, None
            self._end(last[1])

    def _end(self, place: _Place) -> None:
        self._given.note(place.app)
        place.stack.close()


def _present(app: Sandbox) -> Files | None:
    """The app's files; None when they are more than can be taken."""
    try:
        return {path: content for path, content in app.get().items() if "__pycache__" not in path}
    except SandboxError:
        if not app.alive():
            raise
        return None
