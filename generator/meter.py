"""Counts what a run's model calls take and ends them when the budget is used up or the user says stop. Refuses to
know what the calls are about."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from generator.contract import Budget, GeneratorError, Message, Model, Reply, Tell, Usage
from generator.events import Used
from generator.model_form import letters

LETTERS_A_TOKEN = 4
"""Rough: used only for replies that are still streaming."""
LOOK_EVERY = 0.1
"""Seconds between looks whether the user says stop."""


class Stopped(Exception):  # noqa: N818
    """The user said stop. Never leaves the room: the pipeline turns it into `Interrupted`."""


class Beaten(Exception):  # noqa: N818
    """Another candidate was perfect before this one was written. Never leaves the room: the race goes on without it."""


class Spent(GeneratorError):  # noqa: N818
    """The budget is used up; the sentence says which part of it."""


class Meter:
    """One per run, shared by its threads. After each call it is told what all took."""

    def __init__(
        self,
        budget: Budget,
        stopped: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        tell: Tell = lambda _: None,
    ) -> None:
        self._budget = budget
        self._stopped = stopped
        self._clock = clock
        self._tell = tell
        self._began = clock()
        self._lock = threading.Lock()
        self._usage = Usage()
        self._open: dict[int, int] = {}
        self._waited = 0.0
        self._asked_since = self._heard = 0.0
        """When the calls that are open began, and when the last one ended, in seconds of the run."""
        self._begun = 0
        self._rested = 0.0
        self._resting_since: float | None = None
        self._rests = 0
        self._going = threading.Event()
        self._going.set()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Time in here is not the budget's: the run waits for the user."""
        self._rest()
        try:
            yield
        finally:
            self._work()

    # What whoever started the run may do meanwhile, from any thread.

    def pause(self) -> None:
        """Begin nothing new until `go_on`; what was begun ends first. The time is not the budget's."""
        if self._going.is_set():
            self._going.clear()
            self._rest()

    def go_on(self) -> None:
        if not self._going.is_set():
            self._going.set()
            self._work()

    def raise_by(self, more: Budget) -> None:
        """The limits are larger by these from now on; those that aren't named stay."""
        self._budget = self._budget.raised(more)

    def hold(self) -> None:
        """Wait while the run is paused."""
        while not self._going.wait(LOOK_EVERY) and not self._stopped():
            pass

    def _rest(self) -> None:
        with self._lock:
            if not self._rests:
                self._resting_since = self._clock()
            self._rests += 1

    def _work(self) -> None:
        with self._lock:
            self._rests -= 1
            if not self._rests and self._resting_since is not None:
                self._rested += self._clock() - self._resting_since
                self._resting_since = None

    def excuse(self, seconds: float) -> None:
        """Time that was lost to a failure of our own is not the budget's."""
        with self._lock:
            self._rested += seconds

    @property
    def usage(self) -> Usage:
        return self._usage

    @property
    def seconds(self) -> float:
        since, rested = self._resting_since, self._rested
        return (self._clock() if since is None else since) - self._began - rested

    @property
    def waited(self) -> float:
        """Seconds in which a model was asked, several at once counted once."""
        with self._lock:
            return self._waited + (self.seconds - self._asked_since if self._open else 0.0)

    @property
    def since_heard(self) -> float:
        """Seconds since a model said its last token."""
        return self.seconds - self._heard

    def check(self) -> None:
        """Raises Stopped or Spent when the run shouldn't go on; waits while it is paused."""
        self.hold()
        if self._stopped():
            raise Stopped
        if reason := self.spent():
            raise Spent(reason, "Give it a larger budget, or change the app from here.")

    def left(self) -> float:
        """Seconds of the budget that are left; 0 when any limit is reached."""
        if self.spent():
            return 0.0
        return math.inf if self._budget.seconds is None else self._budget.seconds - self.seconds

    def share_left(self) -> float:
        """The share that is left of whichever limit is nearest, 0..1; 1 without any."""
        budget, usage = self._budget, self._usage
        used = [self.seconds / budget.seconds] if budget.seconds else []
        used += [(usage.tokens_in + usage.tokens_out) / budget.tokens] if budget.tokens else []
        used += [float(usage.cost / budget.dollars)] if budget.dollars and usage.cost is not None else []
        return max(0.0, 1 - max(used, default=0.0))

    def spent(self) -> str:
        """Which limit is reached, as a sentence, or ""."""
        budget, usage = self._budget, self._usage
        if budget.seconds is not None and self.seconds >= budget.seconds:
            return f"The budget of {budget.seconds:g} seconds was used up."
        with self._lock:
            tokens = usage.tokens_in + usage.tokens_out + sum(self._open.values()) // LETTERS_A_TOKEN
        if budget.tokens is not None and tokens >= budget.tokens:
            return f"The budget of {budget.tokens} tokens was used up."
        if budget.dollars is not None and usage.cost is not None and usage.cost >= budget.dollars:
            return f"The budget of {budget.dollars} dollars was used up."
        return ""

    def begin(self) -> int:
        """The number of a call that begins."""
        with self._lock:
            self._begun += 1
            return self._begun

    def streaming(self, call: int, letters: int) -> bool:
        """Notes that a call has begun or has `letters` so far; True when it should end."""
        with self._lock:
            if not self._open:
                self._asked_since = self.seconds
            self._open[call] = letters
        return self._stopped() or bool(self.spent())

    def add(self, call: int, reply: Reply | None) -> None:
        """A call ended; None when it failed."""
        with self._lock:
            self._heard = self.seconds
            self._open.pop(call, None)
            if not self._open:
                self._waited += self._heard - self._asked_since
            if reply is None:
                return
            was = self._usage
            cost = None if was.cost is None or reply.cost is None else was.cost + reply.cost
            self._usage = Usage(
                calls=was.calls + 1,
                tokens_in=was.tokens_in + reply.tokens_in,
                tokens_out=was.tokens_out + reply.tokens_out,
                cost=cost,
                seconds=was.seconds + reply.seconds,
            )
        self._tell(used(self._usage))


def used(usage: Usage) -> Used:
    """What calls took, as an event."""
    cost = None if usage.cost is None else float(usage.cost)
    return Used(usage.calls, usage.tokens_in + usage.tokens_out, cost)


class Metered:
    """A model whose calls are counted, and end early when the meter says so or they are `beaten`."""

    def __init__(self, model: Model, meter: Meter, beaten: Callable[[], bool] = lambda: False) -> None:
        self.name = model.name
        self.small = model.small
        self.slots = model.slots
        self._model = model
        self._meter = meter
        self._beaten = beaten

    def ask(
        self,
        messages: Sequence[Message],
        *,
        role: str,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = 2048,
        temperature: float = 0.2,
        seed: int | None = None,
        on_text: Callable[[str], bool | None] | None = None,
    ) -> Reply:
        """As Model.ask; raises Stopped, Spent or Beaten before the call, and after one that was cut short for that
        reason."""
        self._check()
        call = self._meter.begin()
        so_far = asked = letters(messages)
        self._meter.streaming(call, 0)

        def hear(piece: str) -> bool:
            nonlocal so_far
            so_far = so_far + len(piece) if piece else asked
            wants_end = bool(on_text(piece)) if on_text else False
            return self._meter.streaming(call, so_far) or self._beaten() or wants_end

        reply: Reply | None = None
        try:
            reply = self._model.ask(
                messages,
                role=role,
                schema=schema,
                max_tokens=max_tokens,
                temperature=temperature,
                seed=seed,
                on_text=hear,
            )
        except GeneratorError:
            self._check()
            raise
        finally:
            self._meter.add(call, reply)
        if reply.finish == "cancelled":
            self._check()
        return reply

    def _check(self) -> None:
        self._meter.check()
        if self._beaten():
            raise Beaten
