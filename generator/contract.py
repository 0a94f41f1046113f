"""The words of the generator as types: spec, plan, claim, check, candidate, verdict. Refuses to do anything.

Inside are frozen dataclasses; what comes from a model or a file (plan, claims, checks) is pydantic,
strict about shape.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import Field

from generator.check_form import (
    Check as Check,
    Choose as Choose,
    Data as Data,
    Dispute as Dispute,
    Drawn as Drawn,
    Fill as Fill,
    Note as Note,
    Press as Press,
    Relation as Relation,
    Reload as Reload,
    Request as Request,
    Run as Run,
    SeeControl as SeeControl,
    SeeCount as SeeCount,
    SeeDownload as SeeDownload,
    SeeOrder as SeeOrder,
    SeeRow as SeeRow,
    SeeText as SeeText,
    SeeValue as SeeValue,
    Step as Step,
    Toggle as Toggle,
    Upload as Upload,
    Wait as Wait,
)
from generator.events import Event, Fault
from generator.interface import CommandLine as CommandLine, Route as Route
from generator.model_form import (
    Allowance as Allowance,
    Message as Message,
    Model as Model,
    Painter as Painter,
    Reply as Reply,
    Usage as Usage,
)
from sandbox.contract import Connection, Doubt, Engine, Files, Sandbox, Serve


class GeneratorError(Exception):
    """What the run can't go on from: `str(error)` is one sentence for people, `hint` says what to do next."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint


class Kind(StrEnum):
    """What sort of app: WEB is HTML and JavaScript without server code, STREAMLIT is one Streamlit script, API is
    FastAPI with a page, SCRIPT is a command."""

    WEB = "web"
    STREAMLIT = "streamlit"
    API = "api"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may use at most; None is no limit of that sort. Tokens are prompt and reply together."""

    seconds: float | None = None
    tokens: int | None = None
    dollars: Decimal | None = None

    def raised(self, more: "Budget") -> "Budget":
        """With limits that are larger by these; where there is none, there is still none."""
        return Budget(
            None if self.seconds is None else self.seconds + (more.seconds or 0),
            None if self.tokens is None else self.tokens + (more.tokens or 0),
            None if self.dollars is None else self.dollars + (more.dollars or 0),
        )


@dataclass(frozen=True, slots=True)
class Spec:
    """What the user said. `kind` is None when it is for us to choose."""

    text: str
    kind: Kind | None = None
    files: Files = field(default_factory=dict)
    budget: Budget = Budget()
    rounds: int = 3
    """How many repairs at most."""
    seen: Mapping[str, str] = field(default_factory=dict)
    """What its files hold, name -> some lines: the run has them looked into."""
    candidates: int = 1
    """How many apps are written side by side, at most, to choose from."""


class Question(Data):
    """What the spec leaves open, in the user's language. `default` holds when nothing is said to it."""

    text: str
    default: str


WEIGHTS = {"core": 2.0, "usual": 1.0, "extra": 0.5}
"""What a claim counts: without a core one the app is worth nothing, an extra one is nice to have."""


def importance(weight: float) -> str:
    """The name of a weight: core, usual or extra."""
    return next((name for name, least in WEIGHTS.items() if weight >= least), "extra")


class Claim(Data):
    """One thing that must be true of the app, in the user's language."""

    id: str
    text: str
    weight: float = WEIGHTS["usual"]

    @property
    def importance(self) -> str:
        return importance(self.weight)


class Control(Data):
    """A control that people use, by the label they see."""

    name: str
    role: Literal["text", "long_text", "number", "choice", "checkbox", "button", "slider", "date", "time", "file"]
    options: list[str] = Field(default=[])
    about: str = ""


class Shown(Data):
    """Something the app shows, by the label that stands at it."""

    name: str
    form: Literal["value", "text", "table", "list", "chart", "picture", "download"]
    about: str = ""


class Plan(Data):
    """What is to be built: the contract of names is `controls` and `outputs`, word for word as people see them, the
    `routes` of an api and the `command` of a script."""

    title: str
    kind: Kind
    claims: list[Claim]
    controls: list[Control] = Field(default=[])
    outputs: list[Shown] = Field(default=[])
    routes: list[Route] = Field(default=[])
    command: CommandLine | None = None
    hosts: list[str] = Field(default=[])
    unchecked: list[str] = Field(default=[])
    """What was asked but can't be checked here, in the user's words."""
    background: list[str] = Field(default=[])
    """What the request says without asking for it: a greeting, a reason, in the user's words."""
    exact: list[str] = Field(default=[])
    """Names and texts that the request gives word for word: labels, ids, file names, routes. No model adds to them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A set of files that claims to satisfy a plan, and how it came about."""

    files: Files
    writer: str
    note: str = ""
    packages: Sequence[str] = ()
    """What it was tried with beyond what every sandbox holds, each `name==version`."""


@dataclass(frozen=True, slots=True)
class Start:
    """What there is of an app already, to go on from."""

    plan: Plan
    checks: Sequence[Check] | None = ()
    """None when none were written yet."""
    candidate: Candidate | None = None
    change: str = ""
    """What is to be different in it, in the user's words; the spec's text says it too."""
    revised: Plan | None = None
    """The plan after the change, when that is known."""


class Mark(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    DISPUTED = "disputed"
    """A check and the app contradict each other, and asking again did not tell which of them is right."""
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check or invariant said: `evidence` is a sentence, `picture` a path among Verdict.pictures or ""."""

    id: str
    title: str
    mark: Mark
    evidence: str = ""
    picture: str = ""
    seconds: float = 0.0
    detail: str = ""
    """What else was seen, in lines, for whoever mends the app."""
    step: int = 0
    """Which step of a check failed, from 1; 0 for none."""
    shown: str = ""
    """The value that stood where that step expected another, "" when there is no such one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one trial."""

    started: bool
    checks: Sequence[Outcome] = ()
    invariants: Sequence[Outcome] = ()
    score: float = 0.0
    """0..1: weight of passed checks over weight of all checks; 0 when the app did not start."""
    reason: str = ""
    log: str = ""
    seconds: float = 0.0
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    held_out: frozenset[str] = frozenset()
    """Ids of the checks among these of which the writer is told nothing."""


@dataclass(frozen=True, slots=True)
class ClaimResult:
    claim: Claim
    mark: Mark
    evidence: str
    picture: str = ""
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Beyond:
    """What the candidates of a run had to do with the world beyond their sandboxes."""

    unmet: Sequence[str] = ()
    """Hosts that the plan asks for and the user has not allowed."""
    connections: Sequence[Connection] = ()
    """Where they tried to reach."""
    asked: Usage = Usage()  # noqa: RUF009 - frozen
    """What they took of the model."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run hands over: the best candidate with its proof. `candidate` is None when none was made."""

    plan: Plan | None
    candidate: Candidate | None
    verdict: Verdict | None
    claims: Sequence[ClaimResult]
    checks: Sequence[Check]
    usage: Usage
    seconds: float
    stages: Mapping[str, float] = field(default_factory=dict)
    """Seconds per stage: model, plan, checks, code, boot, empty, packages, trial, repair, faults. And across them:
    `tokens` waiting for models, `verdict` from the last token of the first candidate to its verdict."""
    reason: str = ""
    """Why it ended as it did, one sentence; "" when every claim passed."""
    denied: Sequence[Doubt] = ()
    """Little-known packages that candidates wanted and the user has not agreed to."""
    faults: Sequence[Fault] = ()
    """What became of deliberate faults in the candidate; those that survived are for the next writing of checks."""
    beyond: Beyond = Beyond()
    text: str = ""
    """The spec's text, with what the user was asked about it and said."""
    tried: Sequence[tuple[Candidate, Verdict]] = ()
    """Every candidate that came to a trial, in that order."""

    @property
    def outcome(self) -> Literal["passed", "partly", "none"]:
        if self.candidate is None:
            return "none"
        unchecked = self.plan.unchecked if self.plan else ()
        return "passed" if not unchecked and all(c.mark is Mark.PASSED for c in self.claims) else "partly"


@dataclass(frozen=True, slots=True)
class Access:
    """What the user lets an app have beyond its sandbox: hosts to reach, models to ask, files to read."""

    hosts: Sequence[str] = ()
    model: "Model | None" = None
    files: Files = field(default_factory=dict)
    others: Sequence[Model] = ()
    """Further models that it may ask by name."""
    painter: Painter | None = None
    allowance: Allowance = Allowance()  # noqa: RUF009 - frozen
    services: Mapping[str, Serve] = field(default_factory=dict)
    """What of Mayfly's own serves it here, by its name; the app finds where in MAYFLY_NAME."""


Tell = Callable[[Event], None]


class Reins(Protocol):
    """What may be done to a run while it goes on, from any thread."""

    def pause(self) -> None:
        """Begin nothing new until `go_on`; what was begun ends first. The time is not the budget's."""

    def go_on(self) -> None: ...

    def raise_by(self, more: Budget) -> None:
        """The limits are larger by these from now on; those that aren't named stay."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a method may use while it works: models by role, a scratch APP sandbox for running samples, a voice."""

    models: Mapping[str, Model]
    engine: Engine
    scratch: Callable[[], Sandbox]
    """A live sandbox to execute model-written functions in; booted at the first call, closed by the run."""
    tell: Tell
    arriving: Callable[[Files, Files], None] = lambda *_: None
    """Told of a reply's files while it streams: those that are whole, and the same with the imports of those that
    aren't; none when the reply is given up."""
    access: Access = Access()
    clarify: Callable[[Spec, Sequence[Question]], Spec] | None = None
    """Asks the user, and gives the spec with the answers; None where nobody is asked."""

    def model(self, role: str) -> Model:
        return self.models.get(role) or self.models["writer"]


class Method(Protocol):
    """How a kind of model makes an app: *freehand* writes files, *blueprint* fills a form that blocks turn into an app.
    One object serves one run and may keep what it learnt between the steps."""

    name: str
    kinds: frozenset[Kind]
    ways: int
    """How many times `write` can make another app, each time in another way."""

    @property
    def usual(self) -> Kind | None:
        """What it makes of a sentence that names no kind; None when that is for the sentence to say."""

    def another(self, number: int) -> "Method | None":
        """One that makes its first app of the same plan in a way of its own, side by side with this one; None when
        there are no so many ways. `number` counts from 1."""

    def plan(self, spec: Spec, shop: Workshop) -> Plan:
        """Title, kind, claims and names. Raises GeneratorError when no app can come of the spec."""

    def replan(self, spec: Spec, start: Start, shop: Workshop) -> Plan:
        """The plan to go on with from there: with its change, or as it stands. Claims that the change says nothing of
        keep their ids and their words. Raises GeneratorError for a change that can't be made."""

    def checks(self, spec: Spec, plan: Plan, shop: Workshop) -> list[Check]:
        """Claims made executable, without sight of any code."""

    def write(self, spec: Spec, plan: Plan, shop: Workshop) -> Candidate:
        """A first candidate, without sight of the checks; asked again, one that is made in another way."""

    def alter(self, spec: Spec, plan: Plan, start: Start, shop: Workshop) -> Candidate:
        """The start's candidate with its change, the rest as it was; `plan` is the one after the change. Raises
        GeneratorError when the change comes to nothing."""

    def repair(
        self,
        spec: Spec,
        plan: Plan,
        candidate: Candidate,
        verdict: Verdict,
        shop: Workshop,
        *,
        thrown: Verdict | None = None,
    ) -> Candidate | None:
        """Another candidate in the light of what failed; None when it has no further idea. `thrown` is what was said of
        an earlier repair of the same candidate that was no better."""
