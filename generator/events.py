"""What happens in a run, as typed events for whoever listens. Refuses to print or store anything itself."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `stage` tells which part of the run it belongs to."""

    def as_data(self) -> dict[str, Any]:
        return {"event": type(self).__name__, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Stage(Event):
    """A stage began: model, plan, checks, code, boot, empty, packages, trial, repair, faults, done. `about` is a line
    for people."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Said(Event):
    """A piece of a model's reply as it streams. Not stored: the ledger keeps whole replies. Of several who write at the
    same time, the role of all but the first has a number: `writer 2`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Quoted(Event):
    """What the run is likely to take, from and to. `dollars` is None when nobody knows the price; `runs` is how many
    earlier runs it rests on, 0 for a guess."""

    seconds: tuple[float, float]
    tokens: tuple[int, int]
    dollars: tuple[float, float] | None
    runs: int


@dataclass(frozen=True, slots=True)
class Used(Event):
    """What the run's calls to models have taken together by now. `dollars` is None when a price isn't known. Not
    stored: the ledger has each."""

    calls: int
    tokens: int
    dollars: float | None


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """The plan stands. `plan` is Plan.model_dump(mode="json")."""

    plan: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked(Event):
    """The checks stand; those that passed on an empty app are in `dropped` as title -> why."""

    checks: tuple[Mapping[str, Any], ...]
    dropped: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Landed(Event):
    """Whole files of a candidate that is still being written are in its sandbox, and no others; none: it came to
    nothing. `started` says whether the app runs there already."""

    files: tuple[str, ...]
    started: bool = False


@dataclass(frozen=True, slots=True)
class Written(Event):
    """A candidate was written: number from 1, its files' names and sizes in bytes."""

    number: int
    files: Mapping[str, int]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tried(Event):
    """One check or invariant of a trial has its outcome."""

    number: int
    id: str
    title: str
    mark: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Pictured(Event):
    """How the app looked on trial: `app.png`, or the id of a check with `.png`. Not stored: the shelf keeps the
    pictures of each version."""

    number: int
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Scored(Event):
    """A trial ended. `best` says whether this candidate is now the one to hand over."""

    number: int
    score: float
    best: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fault(Event):
    """A deliberate fault was put into the best candidate, to see whether the checks notice. `before` and `after` are
    the line of code, `after` is "" where something was left out. It was noticed by the check of the title `by`,
    survived them all, or broke the app so that it did not even open, which says nothing of the checks."""

    path: str
    line: int
    sort: str
    before: str
    after: str
    end: Literal["noticed", "survived", "broken"]
    by: str = ""
    later: bool = False
    """Noticed by a check that was written because of it: it had survived all others."""

    def is_same(self, other: "Fault") -> bool:
        """Whether both are the same change, whatever came of it."""
        ours, theirs = ((one.path, one.line, one.before, one.after) for one in (self, other))
        return ours == theirs


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """The run waits for a decision: number from 1, `decision` a class of generator.decisions, `about` what it is
    about."""

    number: int
    decision: str
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """The decision of that number was made. `plan` is the one to build instead, as Plan.model_dump(mode="json")."""

    number: int
    decision: str
    yes: bool
    plan: Mapping[str, Any] | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark(Event):
    """A line for people about something unusual: a retry, a cut reply, a thrown-away edit."""

    text: str


def apart(tell: Callable[[Event], None], number: int) -> Callable[[Event], None]:
    """The same listener for one of several who say something at the same time."""
    return lambda event: tell(replace(event, role=f"{event.role} {number}") if isinstance(event, Said) else event)


def one_at_a_time(tell: Callable[[Event], None]) -> Callable[[Event], None]:
    """The same listener for several threads."""
    lock = threading.Lock()

    def tell_it(event: Event) -> None:
        with lock:
            tell(event)

    return tell_it
