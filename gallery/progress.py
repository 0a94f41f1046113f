"""What is known of a run so far, drawn from its events as they come or as they were stored. Refuses to show it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gallery.quoting import in_words
from gallery.receipt import money
from gallery.text import line
from generator import events
from generator.contract import Mark
from generator.events import (
    Checked,
    Event,
    Fault,
    Planned,
    Quoted,
    Remark,
    Said,
    Scored,
    Stage,
    Tried,
    Used,
    Written,
)

KEPT_TEXT = 8000
STAGES = {
    "model": "Waking the model",
    "plan": "Planning what has to be true",
    "checks": "Writing checks",
    "code": "Writing the app",
    "boot": "Booting the sandbox",
    "empty": "Making sure that the checks can fail",
    "packages": "Having the packages it needs",
    "trial": "Trying the app",
    "repair": "Repairing",
    "doubt": "Working a check out again",
    "faults": "Putting faults in, to see whether the checks notice",
    "done": "Done",
}


class Progress:
    """What is known of a run so far, drawn from its events."""

    def __init__(self) -> None:
        self.stage = Stage("model")
        self.title = ""
        self.kind = ""
        self.claims: dict[str, str] = {}
        self.claim_of: dict[str, str] = {}
        self.marks: dict[str, dict[str, Mark]] = {}
        self.basics: dict[str, Mark] = {}
        self.faults: list[Fault] = []
        self.texts: dict[str, str] = {}
        self.quote = self.used = ""
        self.scores: list[float] = []
        """Of each candidate that was tried."""
        self.pieces = 0
        self.remarks: list[str] = []
        self.doing = ""
        """What is being fetched or loaded just now."""

    def take(self, event: Event) -> None:
        match event:
            case Stage():
                self.stage, self.doing = event, ""
                if event.name in ("plan", "code", "repair", "trial"):
                    self.texts.clear()
            case Planned():
                self.title = line(str(event.plan.get("title", "")), 60)
                self.kind = line(str(event.plan.get("kind", "")), 20)
                self.claims = dict(claims_of(event.plan))
            case Checked():
                self.claim_of = {str(c.get("id", "")): str(c.get("claim", "")) for c in event.checks}
            case Said():
                if event.text:
                    self.doing = ""
                    self.pieces += 1
                    self.texts[event.role] = (self.texts.get(event.role, "") + event.text)[-KEPT_TEXT:]
                else:  # the reply broke off and starts anew
                    self.texts.pop(event.role, None)
            case Quoted():
                self.quote = in_words(event)
            case Used():
                cost = f" · {money(Decimal(str(event.dollars)))}" if event.dollars else ""
                self.used = f"{event.tokens:,} tokens{cost}"
            case Scored():
                self.scores = [*self.scores, event.score]
            case Written():
                self.marks.clear()
                self.basics.clear()
            case Tried():
                mark = Mark(event.mark)
                claim = self.claim_of.get(event.id)
                if claim is None:
                    self.basics[event.id] = mark
                else:
                    self.marks.setdefault(claim, {})[event.id] = mark
            case Fault():
                self.faults = [*(one for one in self.faults if not one.is_same(event)), event]
            case Remark():
                self.remarks = [*self.remarks, line(event.text, 200)][-2:]
            case _:
                pass

    @property
    def count(self) -> str:
        """How far a trial, or what follows it, has come."""
        if self.faults:
            noticed = sum(fault.end == "noticed" for fault in self.faults)
            return f"{noticed} of {sum(fault.end != 'broken' for fault in self.faults)} noticed"
        tried = len(self.basics) + sum(map(len, self.marks.values()))
        return f"{tried} tried" if tried else ""

    def spoken(self) -> tuple[str, str]:
        """Who speaks and what; the code is shown rather than what others say at the same time."""
        role = "writer" if "writer" in self.texts else next(iter(self.texts), "")
        return role, self.texts.get(role, "")

    @property
    def racing(self) -> str:
        """The candidates that are written side by side, and what came of those that were tried, in a few words."""
        writing = sum(role.startswith("writer") for role in self.texts)
        told = [f"{writing} candidates being written"] if writing > 1 else []
        told += ["tried: " + ", ".join(f"{score:.0%}" for score in self.scores)] if len(self.scores) > 1 else []
        return " · ".join(told)

    def mark(self, claim: str) -> Mark | None:
        """How a claim stands: failed as soon as one of its checks has, passed when all have."""
        tried = self.marks.get(claim, {})
        if Mark.FAILED in tried.values():
            return Mark.FAILED
        if Mark.DISPUTED in tried.values():
            return Mark.DISPUTED
        due = sum(1 for of in self.claim_of.values() if of == claim)
        if self.claim_of and not due:
            return Mark.NOT_CHECKED
        if not tried or len(tried) < due:
            return None
        return Mark.PASSED if all(m is Mark.PASSED for m in tried.values()) else Mark.NOT_CHECKED


def claims_of(plan: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Id and text of each claim of a plan as it stands in a Planned event."""
    return [(str(c.get("id", "")), line(str(c.get("text", "")), 300)) for c in plan.get("claims", ())]


def words(stage: Stage) -> str:
    """What goes on, in a few words for people."""
    named = STAGES.get(stage.name, "")
    told = line(stage.about, 200)
    if not told or told.lower() == named.lower():
        return named or line(stage.name, 30)
    return f"{named}: {told}" if named else told


def told_of(event: Event) -> str:
    """What happened, in one line; "" for what is not worth one."""
    match event:
        case Stage():
            return words(event)
        case Quoted():
            return in_words(event)
        case Planned():
            claims = claims_of(event.plan)
            return line(f"Plan: {event.plan.get('title')} ({event.plan.get('kind')}), {len(claims)} claims")
        case Checked():
            dropped = f", {len(event.dropped)} dropped since they can't fail" if event.dropped else ""
            return f"{len(event.checks)} checks{dropped}"
        case Written():
            return line(f"Candidate {event.number}: " + ", ".join(f"{n} ({s} bytes)" for n, s in event.files.items()))
        case Tried():
            return line(f"{event.mark}: {event.title}" + (f" ({event.evidence})" if event.evidence else ""), 400)
        case Scored():
            best = ", the best so far" if event.best else ""
            return line(f"Candidate {event.number} scored {event.score:.0%}{best}. {event.reason}".strip())
        case Fault():
            return line(f"{event.end}: {event.path}:{event.line}: {event.before} → {event.after or '(left out)'}", 400)
        case Remark():
            return line(event.text)
        case _:
            return ""


def read_event(data: Mapping[str, Any]) -> Event | None:
    """An event from its stored form; None for one that this version doesn't know."""
    kind = getattr(events, str(data.get("event")), None)
    if not (isinstance(kind, type) and issubclass(kind, Event)):
        return None
    try:
        return kind(**{key: value for key, value in data.items() if key not in ("event", "at")})
    except TypeError:
        return None
