"""Lets several first candidates of one plan be written side by side, and gives each as it is done. Refuses to begin one
more than the model takes at once, and to end for one that came to nothing while others may come to something."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future

from generator.aside import Aside
from generator.contract import Candidate, GeneratorError, Method
from generator.meter import Beaten, Spent

Write = Callable[[Method], Candidate]


class Race:
    """`lanes`: a method for each candidate, every one with a way of its own. When `over` is set, who still writes is
    to end."""

    def __init__(self, lanes: Sequence[Method], at_once: int, write: Write, aside: Aside) -> None:
        self.over = threading.Event()
        self._waiting = list(lanes)
        self._at_once = at_once
        self._write = write
        self._aside = aside
        self._running: dict[Future[Candidate], Method] = {}

    @property
    def is_writing(self) -> bool:
        """Whether someone still writes, though nobody waits for it."""
        return not all(future.done() for future in self._running)

    def begin(self) -> None:
        """Begins as many as the model takes at once."""
        while self._waiting and len(self._running) < self._at_once and not self.over.is_set():
            lane = self._waiting.pop(0)
            self._running[self._aside.submit(self._write, lane)] = lane

    def written(self) -> Iterator[tuple[Method, Candidate]]:
        """Each candidate as it is written, until `over` is set. Raises GeneratorError when nothing was written."""
        faults: list[GeneratorError] = []
        came = False
        while not self.over.is_set():
            self.begin()
            if not self._running:
                break
            done = self._aside.first(list(self._running))
            lane = self._running.pop(done)
            try:
                candidate = done.result()
            except Beaten:
                continue
            except Spent:
                raise
            except GeneratorError as error:
                faults.append(error)
                continue
            came = True
            yield lane, candidate
        if faults and not came:
            raise faults[0]
