"""Has what a candidate needs beyond its own files: libraries for its pages and packages for its code, or says why it
can't have them. Refuses to have a little-known package that the user has not agreed to."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace

from generator.aside import Aside
from generator.contract import Candidate, Tell
from generator.events import Remark, Stage
from sandbox import settle_libraries
from sandbox.contract import Doubt, Engine, Resolved


def with_libraries(candidate: Candidate) -> Candidate:
    """The candidate whose pages load from /vendor what is there, in place of elsewhere."""
    return replace(candidate, files=settle_libraries(candidate.files).files)


class Supplies:
    """One per run: what the user has said of a package stands for every candidate."""

    def __init__(self, engine: Engine, tell: Tell, agree: Callable[[Doubt], bool]) -> None:
        self._engine = engine
        self._tell = tell
        self._agree = agree
        self._said: dict[str, bool] = {}
        self._doubts: dict[str, Doubt] = {}
        self._coming: dict[tuple[str, ...], Future[Resolved]] = {}

    @property
    def denied(self) -> tuple[Doubt, ...]:
        """What candidates wanted and the user has not agreed to."""
        return tuple(doubt for name, doubt in self._doubts.items() if not self._said[name])

    def supply(self, wanted: Sequence[str], aside: Callable[[Callable[[], Resolved]], Resolved]) -> Resolved:
        """What became of these requirements. The user is asked in this thread; `aside` runs what takes long."""
        if unsaid := [doubt for doubt in self._engine.doubts(wanted) if not self._agreed(doubt)]:
            told = " ".join(f"The package {doubt.name} may not be installed: {doubt.reason}" for doubt in unsaid)
            found = Resolved(False, name=unsaid[0].name, reason=told)
        elif coming := self.coming(wanted):
            found = aside(coming.result)
        else:
            found = aside(lambda: self._resolved(wanted))
        if not found.ok:
            self._tell(Remark(found.reason))
        return found

    def ahead(self, wanted: Sequence[str], aside: Aside) -> None:
        """Begins with requirements that are likely to be wanted; nothing that the user would have to be asked for."""
        if wanted and tuple(wanted) not in self._coming and not self._engine.doubts(wanted):
            self._coming[tuple(wanted)] = aside.submit(self._resolved, wanted)

    def coming(self, wanted: Sequence[str]) -> Future[Resolved] | None:
        """What was begun with ahead; None for what was not."""
        return self._coming.get(tuple(wanted))

    def _resolved(self, wanted: Sequence[str]) -> Resolved:
        return self._engine.resolve(wanted, lambda said: self._tell(Stage("packages", said)))

    def _agreed(self, doubt: Doubt) -> bool:
        if doubt.name not in self._said:
            self._doubts[doubt.name] = doubt
            self._said[doubt.name] = self._agree(doubt)
        return self._said[doubt.name]
