"""One run as it is known by now to somebody who looks on from another process: its plan, checks, candidates, questions
and the state of its app. Refuses to call an app healthy that no browser has seen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from gallery.onward import BEGUN, SHELVED
from gallery.progress import Progress, read_event, told_of
from gallery.steered import BUDGET, STEERED
from gallery.steering import Steering
from generator.contract import Budget, Mark
from generator.events import Answered, Asked, Checked, Scored, Tried, Written

MOST_TOLD = 400
"""Lines of what happened."""


class Health(StrEnum):
    """How the app of a run stands, by its page, its console and the pixels of its picture."""

    BUILDING = "building"
    STARTING = "starting"
    DEAD = "does not start"
    ERROR = "script error"
    BLANK = "blank"
    HEALTHY = "healthy"


@dataclass(frozen=True, slots=True)
class Racer:
    """A candidate. `score` is None as long as it wasn't tried to the end."""

    number: int
    about: str
    score: float | None = None
    best: bool = False


class Following:
    """One per looker-on and run; `look` reads what is new."""

    def __init__(self, steering: Steering, run: int) -> None:
        self.progress = Progress()
        self.told: list[str] = []
        """What happened, a line each."""
        self.checks: dict[str, Mapping[str, Any]] = {}
        self.tried: dict[str, Tried] = {}
        """What the candidate that is on trial came to, by check or invariant."""
        self.racers: dict[int, Racer] = {}
        self.dropped: dict[str, str] = {}
        """Checks that were thrown away, by their titles, and why."""
        self.asked: Asked | None = None
        """The question that stands open."""
        self.version = 0
        """The last one that it put on the shelf."""
        self.is_paused = self.is_ending = False
        self.change = ""
        """What it is to change, of one that changes an app."""
        self.limits = Budget()
        """What it may take at most by now."""
        self._steering, self._run = steering, run
        self._last = 0
        self._began = 0.0

    def look(self) -> None:
        for number, data in self._steering.news(self._run, self._last):
            self._last = number
            self._began = self._began or data["at"]
            self._take(data)
        now = json.loads(self._steering.seen(self._run) or b"{}")
        self.is_paused = bool(now.get("paused"))
        self.progress.texts = dict(now.get("texts", {}))
        self.progress.used = str(now.get("used") or self.progress.used)
        self.progress.doing = str(now.get("doing", ""))

    @property
    def health(self) -> Health:
        marks = {name: Mark(one.mark) for name, one in self.tried.items()}
        for names, health in (
            (("starts",), Health.DEAD),
            (("opens", "no_errors"), Health.ERROR),
            (("shows",), Health.BLANK),
        ):
            if any(marks.get(name) is Mark.FAILED for name in names):
                return health
        if any(marks.get(name) is Mark.PASSED for name in ("shows", "help")):
            return Health.HEALTHY
        return Health.STARTING if self.progress.stage.name == "trial" or marks else Health.BUILDING

    def of(self, claim: str) -> list[tuple[str, Tried | None]]:
        """The checks of a claim by their ids, and what they came to."""
        return [(ident, self.tried.get(ident)) for ident, of in self.progress.claim_of.items() if of == claim]

    def _take(self, data: Mapping[str, Any]) -> None:
        if data["event"] == SHELVED:
            self.version = int(data["number"])
        elif data["event"] == BEGUN:
            self.change, self.limits = str(data.get("change", "")), limits(data.get("budget"))
        elif data["event"] == STEERED:
            self.is_ending |= data["what"] == "stop"
            if data["what"] == "raise":
                self.limits = self.limits.raised(limits(data["about"]))
            self._say(data["at"], f"Asked for: {data['what']}")
        if not (event := read_event(data)):
            return
        self.progress.take(event)
        if told := told_of(event):
            self._say(data["at"], told)
        match event:
            case Checked():
                self.checks = {str(check.get("id", "")): check for check in event.checks}
                self.dropped |= event.dropped
            case Written():
                self.tried.clear()
                self.racers[event.number] = Racer(event.number, event.note)
            case Tried():
                self.tried[event.id] = event
            case Scored():
                known = self.racers.values()
                best = {one.number: Racer(one.number, one.about, one.score) for one in known} if event.best else {}
                about = self.racers[event.number].about if event.number in self.racers else ""
                self.racers |= best | {event.number: Racer(event.number, about, event.score, event.best)}
            case Asked():
                self.asked = event
            case Answered():
                self.asked = None
            case _:
                pass

    def _say(self, at: float, told: str) -> None:
        self.told = [*self.told, f"{at - self._began:6.1f} s  {told}"][-MOST_TOLD:]


def limits(told: object) -> Budget:
    """As an event tells them; none where another version of this program told them otherwise."""
    try:
        return BUDGET.validate_python(told)
    except ValidationError:
        return Budget()
