"""The sandboxes that a run's apps are tried in: an empty app booted ahead, and the one of what was tried last. Refuses
to let a candidate meet what another one left.
"""

import re
from collections.abc import Mapping
from contextlib import ExitStack

from generator.access import Given
from generator.command_trial import ready
from generator.contract import Candidate, Kind
from generator.kinds import EMPTY, RUNTIME
from sandbox.contract import Engine, Files, Image, Sandbox, SandboxError, Started

MEMORY = re.compile(rb"cache|\bglobal\b|environ|tempfile|/tmp|sqlite|sys\.modules|setattr")
"""What in a Streamlit app's source can outlast a page without a trace in its folder."""


class Apps:
    """One per run; used from one thread at a time."""

    def __init__(self, engine: Engine, kind: Kind, given: Given) -> None:
        self._engine = engine
        self._kind = kind
        self._given = given
        self.env: Mapping[str, str] = {}
        """What the app that was tried last finds in its environment."""
        self._spare: tuple[ExitStack, Sandbox] | None = None
        self._last: tuple[Candidate, ExitStack, Sandbox] | None = None
        """What was tried last, and where."""

    def close(self) -> None:
        if self._spare:
            self._spare[0].close()
            self._spare = None
        self._leave()

    def warm(self) -> None:
        """Boot an empty app, so that nobody waits for it later. Raises SandboxError."""
        if not self._spare:
            self._spare = self._boot("")
            self.start(self._spare[1], EMPTY[self._kind])

    @property
    def empty(self) -> Sandbox | None:
        """The empty app, until it has become another one."""
        return self._spare[1] if self._spare else None

    def of(self, candidate: Candidate, layer: str) -> Sandbox:
        """A sandbox in which no other candidate ran before, and none will after: at first the one of the empty app. It
        stays until there is another candidate."""
        if self._last and (self._last[0] is not candidate or not self._last[2].alive()):
            self._leave()
        if not self._last:
            if self._spare and not layer:
                (stack, app), self._spare = self._spare, None
            else:
                stack, app = self._boot(layer)
            self._last = (candidate, stack, app)
            self.env = self._given.give(app)
        return self._last[2]

    def start(self, app: Sandbox, files: Files) -> Started:
        """Put these files into a sandbox in place of what is there, and start them."""
        app.put(files, replace=True)
        if self._given.files:
            app.put(self._given.files, read_only=True)
        if self._kind is Kind.SCRIPT:
            return ready(app, files)
        return app.start(RUNTIME[self._kind], env=self.env)

    def reset(self, app: Sandbox, files: Files) -> Started | None:
        """Put the app back as it was delivered; None when it has nothing to forget."""
        if self._kind is Kind.WEB:
            return None
        if self._kind is not Kind.STREAMLIT:  # which alone runs anew with each page
            return self.start(app, files)
        remembers = any(MEMORY.search(content) for path, content in files.items() if path.endswith(".py"))
        if remembers or app.ended() or _present(app) != {**files, **self._given.files}:
            return self.start(app, files)
        return None

    def _boot(self, layer: str) -> tuple[ExitStack, Sandbox]:
        with ExitStack() as opening:
            app = opening.enter_context(self._engine.open(Image.APP, runtime=RUNTIME[self._kind], layer=layer))
            return opening.pop_all(), app

    def _leave(self) -> None:
        """End the sandbox of what was tried last."""
        if self._last:
            last, self._last = self._last, None
            self._given.note(last[2])
            last[1].close()


def _present(app: Sandbox) -> Files | None:
    """The app's files; None when they are more than can be taken."""
    try:
        return {path: content for path, content in app.get().items() if "__pycache__" not in path}
    except SandboxError:
        if not app.alive():
            raise
        return None
