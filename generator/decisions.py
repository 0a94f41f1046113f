"""What a run leaves to whoever watches it: each decision as a typed value, and its answer. Refuses to ask for more than
the autonomy it was given calls for, and to let anything pass by itself that would widen what an app may do."""

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from generator.contract import Plan, Question, Spec, Tell
from generator.events import Answered, Asked
from generator.meter import Meter
from sandbox.contract import Doubt, Files

SAID = "Asked about it, the user said:"


class Autonomy(StrEnum):
    """How far a run goes by itself: SUGGEST asks about the plan and about each candidate before it is tried, PLAN asks
    about the plan, BUILD and AUTO ask about neither. What an app may have is asked at every level."""

    SUGGEST = "suggest"
    PLAN = "plan"
    BUILD = "build"
    AUTO = "auto"

    @property
    def confirms_plan(self) -> bool:
        return self in (Autonomy.SUGGEST, Autonomy.PLAN)


@dataclass(frozen=True, slots=True)
class Clarify:
    """Where the spec can be understood in several ways. The answer's `texts` are one for each question; "" and those
    that are missing take the default."""

    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class ConfirmPlan:
    """Whether this is to be built, or the answer's `plan` in its place."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class ApproveChange:
    """Whether this candidate is to be tried. `before` are the files of the best one so far, empty for a first one."""

    number: int
    before: Files
    after: Files
    note: str = ""

    def diff(self) -> str:
        """Both as lines, in the unified form."""
        told: list[str] = []
        for name in sorted({*self.before, *self.after}):
            old, new = (files.get(name, b"").decode("utf-8", "replace") for files in (self.before, self.after))
            told += difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="")
        return "\n".join(told)


@dataclass(frozen=True, slots=True)
class AgreePackage:
    """Whether a little-known package may be installed for the app."""

    doubt: Doubt


Decision = Clarify | ConfirmPlan | ApproveChange | AgreePackage


@dataclass(frozen=True, slots=True)
class Answer:
    """`plan` only to a ConfirmPlan, `texts` only to a Clarify."""

    yes: bool
    plan: Plan | None = None
    texts: Sequence[str] = field(default=())


Decide = Callable[[Decision], Answer]
"""Answers a decision; called in the thread of `make`, which waits. Its time is not the budget's."""


def by_default(decision: Decision) -> Answer:
    """What holds where nobody is asked: go on, as the defaults say, and install nothing that is little known."""
    return Answer(not isinstance(decision, AgreePackage))


def agreeing(packages: Collection[str], decide: Decide = by_default) -> Decide:
    """Agrees to the packages of these canonical names, which were agreed to beforehand; `decide` answers all else."""

    def answer(decision: Decision) -> Answer:
        if isinstance(decision, AgreePackage) and decision.doubt.name in packages:
            return Answer(True)
        return decide(decision)

    return answer


class Decisions:
    """One per run: what is decided, each asked and answered on the record."""

    def __init__(self, decide: Decide, autonomy: Autonomy, tell: Tell, meter: Meter) -> None:
        self.autonomy = autonomy
        self._decide = decide
        self._tell = tell
        self._meter = meter
        self._asked = 0

    def plan(self, plan: Plan) -> Plan | None:
        """The plan to build, None when it is turned down."""
        if not self.autonomy.confirms_plan:
            return plan
        answer = self._answer(ConfirmPlan(plan), {"plan": plan.model_dump(mode="json")})
        return (answer.plan or plan) if answer.yes else None

    def clarified(self, spec: Spec, questions: Sequence[Question]) -> Spec:
        """The spec with what the user said to the questions."""
        asked = list(questions)
        answer = self._answer(Clarify(asked), {"questions": [question.model_dump() for question in asked]})
        return clarified(spec, asked, answer.texts)

    def try_it(self, number: int, before: Files, after: Files, note: str) -> bool:
        """Whether a candidate is to be tried."""
        if self.autonomy is not Autonomy.SUGGEST:
            return True
        change = ApproveChange(number, before, after, note)
        return self._answer(change, {"number": number, "note": note, "diff": change.diff()}).yes

    def agree(self, doubt: Doubt) -> bool:
        """Whether a little-known package may be installed."""
        return self._answer(AgreePackage(doubt), asdict(doubt)).yes

    def _answer(self, decision: Decision, about: dict[str, Any]) -> Answer:
        self._asked += 1
        number, name = self._asked, type(decision).__name__
        self._tell(Asked(number, name, about))
        with self._meter.resting():
            answer = self._decide(decision)
        changed = answer.plan.model_dump(mode="json") if answer.plan else None
        self._tell(Answered(number, name, yes=answer.yes, plan=changed, texts=tuple(answer.texts)))
        return answer


def clarified(spec: Spec, questions: Sequence[Question], texts: Sequence[str]) -> Spec:
    """The spec with an answer to each question as part of its text; the default where there is none."""
    given = [*(" ".join(text.split()) for text in texts), *[""] * len(questions)]
    said = [f"- {asked.text} {text or asked.default}" for asked, text in zip(questions, given, strict=False)]
    return replace(spec, text="\n".join([spec.text, "", SAID, *said])) if said else spec


def request_of(spec: Spec) -> str:
    """What the user said before anything was asked."""
    return spec.text.partition(f"\n\n{SAID}\n")[0]


def answered_before(spec: Spec, events: Iterable[Mapping[str, Any]]) -> tuple[Spec, list[Question]]:
    """From the stored events of a run that broke off: the spec with what the user said to its questions, and the
    questions that still stood open then."""
    asked: dict[int, list[Question]] = {}
    for event in events:
        match event:
            case {"event": "Asked", "decision": "Clarify", "number": int(number), "about": {"questions": list(told)}}:
                asked[number] = [Question.model_validate(one) for one in told]
            case {"event": "Answered", "number": int(number), "texts": texts} if number in asked:
                spec = clarified(spec, asked.pop(number), tuple(texts))
            case _:
                pass
    return spec, [question for questions in asked.values() for question in questions]
