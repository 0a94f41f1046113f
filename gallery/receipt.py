"""The receipt: what was asked, what was proved of it and what it took, as data, JSON and an HTML page. Refuses to say
that something holds which no check has shown."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict

from gallery.contract import Version
from gallery.disputed import Disputed, as_disputed
from gallery.text import clean, line
from gallery.uses import Use, in_words, use
from generator.contract import Mark, Outcome, Result, Spec, importance
from generator.events import Fault
from generator.writers import Chosen

SIGNS = {Mark.PASSED: "✓", Mark.FAILED: "✗", Mark.DISPUTED: "?", Mark.NOT_CHECKED: "–"}
LONGEST_LINE = 300
"""Letters of a claim."""
UNCHECKABLE = "Asked for, but it can't be checked here."


class Line(BaseModel):
    """One claim and how it stands. `picture` is a path among the entry's pictures, or ""."""

    model_config = ConfigDict(frozen=True)

    text: str
    status: Mark
    evidence: str = ""
    picture: str = ""
    weight: float = 1.0
    disputes: tuple[Disputed, ...] = ()
    """What the user is to settle, where the claim is disputed."""

    @property
    def counts(self) -> str:
        """What it counts beside other claims, in a word; "" for as much as most."""
        return {"core": "core", "extra": "nice to have"}.get(importance(self.weight), "")


class Survivor(BaseModel):
    """A deliberate fault that no check noticed: the line of code, and what stood there instead ("" for nothing)."""

    model_config = ConfigDict(frozen=True)

    path: str
    line: int
    before: str
    after: str

    @property
    def told(self) -> str:
        return f"{self.path}:{self.line}: {self.before} → {self.after or '(left out)'}"


class Faults(BaseModel):
    """What the checks are worth, by deliberate faults in the app. `tried` leaves out those that broke it at once."""

    model_config = ConfigDict(frozen=True)

    tried: int = 0
    noticed: int = 0
    later: int = 0
    """Of those noticed, by checks that were written because they had survived."""
    broken: int = 0
    survived: list[Survivor] = []

    @property
    def counted(self) -> str:
        """In one sentence, to which those that survived are the end; "" when none was tried."""
        things = "deliberate fault" if self.tried == 1 else "deliberate faults"
        end = f", {self.later} of them by checks written when they had survived" if self.later else ""
        end += ", but not:" if self.survived else "."
        return f"Checks noticed {self.noticed} of {self.tried} {things}{end}" if self.tried else ""


class Receipt(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    kind: str
    spec: str
    outcome: str
    reason: str
    score: float
    claims: list[Line]
    basics: list[Line]
    """What must hold for every app: it starts, shows something, survives a reload and so on."""
    candidates: int = 1
    """How many first ones were to be written side by side."""
    seconds: float
    stages: dict[str, float]
    calls: int
    tokens_in: int
    tokens_out: int
    cost: Decimal | None
    """In US dollars; None when the model's price isn't known."""
    model: str
    method: str
    """Which of the writers served, and `why`."""
    why: str = ""
    pictures: list[str]
    packages: list[str] = []
    """What it was tried with beyond what every sandbox holds, each name==version."""
    refused: list[str] = []
    """What it asked for and was not given, in sentences."""
    background: list[str] = []
    """Parts of the spec that were taken for a reason or a greeting, not for a wish."""
    uses: list[Use] = []
    """What it made of what it was given, on trial and whenever it was open."""
    faults: Faults = Faults()

    @property
    def passed(self) -> int:
        return sum(1 for claim in self.claims if claim.status is Mark.PASSED)

    @property
    def counted(self) -> str:
        """How the claims stand, in a few words."""
        failed = sum(1 for claim in self.claims if claim.status is Mark.FAILED)
        disputed = sum(1 for claim in self.claims if claim.status is Mark.DISPUTED)
        unchecked = len(self.claims) - self.passed - failed - disputed
        told = [f"{self.passed} of {len(self.claims)} claims passed"]
        told += [f"{failed} failed"] if failed else []
        told += [f"{disputed} disputed"] if disputed else []
        told += [f"{unchecked} not checked"] if unchecked else []
        return ", ".join(told)

    @property
    def unsettled(self) -> list[str]:
        """How the user settles each claim that is disputed, a line each."""
        return [
            f"Settle it: mayfly settle {self.id} {number} --yes (the app is right) or --no (the check is)"
            for number, claim in enumerate(self.claims, 1)
            if claim.status is Mark.DISPUTED
        ]

    @property
    def outside(self) -> list[str]:
        """What was not taken for a wish, what it has from outside and what it was not given, a line each."""
        taken = [f"Taken for background, not for a wish: {text}" for text in self.background]
        packages = [f"With packages of the index: {', '.join(self.packages)}."] if self.packages else []
        return [*taken, *packages, *self.refused, *in_words(self.uses)]

    @property
    def written(self) -> str:
        """Which writer served and why; "" when that isn't known."""
        return f"Written by {self.method}: {self.why}." if self.method and self.why else ""

    @property
    def spent(self) -> str:
        return ", ".join([seconds(self.seconds), tokens(self.tokens_in + self.tokens_out), money(self.cost)])


def make_receipt(entry: str, spec: Spec, result: Result, model: str, chosen: Chosen | None = None) -> Receipt:
    plan, verdict, candidate = result.plan, result.verdict, result.candidate
    claims = [
        as_line(c.claim.text, c.mark, c.evidence, c.picture, c.claim.weight, tuple(map(as_disputed, c.disputes)))
        for c in result.claims
    ]
    told = {claim.text for claim in claims}
    asked = [line(text, 300) for text in plan.unchecked] if plan else []
    claims += [Line(text=text, status=Mark.NOT_CHECKED, evidence=UNCHECKABLE) for text in asked if text not in told]
    return Receipt(
        id=entry,
        title=line(plan.title if plan else spec.text, 80) or "untitled",
        kind=str(plan.kind) if plan else str(spec.kind or ""),
        spec=clean(result.text or spec.text),
        # A result with something that could not be checked has not passed, whatever the checks say.
        outcome="partly" if result.outcome == "passed" and not all_passed(claims) else result.outcome,
        reason=line(result.reason, 300),
        score=verdict.score if verdict else 0.0,
        claims=claims,
        basics=basics(verdict.invariants) if verdict else [],
        candidates=spec.candidates,
        seconds=result.seconds,
        stages=dict(result.stages),
        calls=result.usage.calls,
        tokens_in=result.usage.tokens_in,
        tokens_out=result.usage.tokens_out,
        cost=result.usage.cost,
        model=line(model, 80),
        method=chosen.writer if chosen else "",
        why=chosen.why if chosen else "",
        pictures=sorted(verdict.pictures) if verdict else [],
        packages=[line(name, 100) for name in candidate.packages] if candidate else [],
        refused=refused(result),
        background=[line(text, 300) for text in plan.background] if plan else [],
        faults=tally(result.faults),
        uses=[tried] if (tried := use("trial", result.beyond.connections, result.beyond.asked)) else [],
    )


def refused(result: Result) -> list[str]:
    """What was asked for and not given, a sentence each with what would give it."""
    told = [f"{one.reason} It was not installed; --allow-package {one.name} would have it." for one in result.denied]
    told += [
        f"It asks to reach {host}, which was not allowed; --allow-host {host} would." for host in result.beyond.unmet
    ]
    return [line(text, 300) for text in told]


def all_passed(claims: Sequence[Line]) -> bool:
    return bool(claims) and all(claim.status is Mark.PASSED for claim in claims)


def basics(outcomes: Sequence[Outcome]) -> list[Line]:
    return [as_line(o.title, o.mark, o.evidence, o.picture) for o in outcomes]


def as_line(
    text: str,
    status: Mark,
    evidence: str,
    picture: str,
    weight: float = 1.0,
    disputes: tuple[Disputed, ...] = (),
) -> Line:
    said = {"text": line(text, LONGEST_LINE), "evidence": line(evidence, 500)}
    return Line(**said, status=status, picture=picture, weight=weight, disputes=disputes)


def tally(faults: Sequence[Fault]) -> Faults:
    ends = [fault.end for fault in faults]
    survived = [
        Survivor(path=line(f.path, 120), line=f.line, before=line(f.before, 200), after=line(f.after, 200))
        for f in faults
        if f.end == "survived"
    ]
    noticed = ends.count("noticed")
    return Faults(
        tried=noticed + len(survived),
        noticed=noticed,
        later=sum(f.later for f in faults),
        broken=ends.count("broken"),
        survived=survived,
    )


def as_json(receipt: Receipt, *, folder: str, url: str = "", **more: Any) -> dict[str, Any]:
    """The object that `--json` prints."""
    told = {
        "id": receipt.id,
        "title": receipt.title,
        "kind": receipt.kind,
        "outcome": receipt.outcome,
        "reason": receipt.reason,
        "score": round(receipt.score, 4),
        "claims": [
            {"text": c.text, "status": str(c.status), "evidence": c.evidence, "weight": c.weight}
            | ({"disputes": [one.model_dump() for one in c.disputes]} if c.disputes else {})
            for c in receipt.claims
        ],
        "basics": [{"text": c.text, "status": str(c.status), "evidence": c.evidence} for c in receipt.basics],
        "faults": receipt.faults.model_dump(),
        "seconds": round(receipt.seconds, 2),
        "stages": {name: round(took, 2) for name, took in receipt.stages.items()},
        "tokens": receipt.tokens_in + receipt.tokens_out,
        "cost": None if receipt.cost is None else float(receipt.cost),
        "model": receipt.model,
        "method": receipt.method,
        "why": receipt.why,
        "packages": receipt.packages,
        "refused": receipt.refused,
        "background": receipt.background,
        "uses": [use.model_dump(mode="json") for use in receipt.uses],
        "folder": folder,
        "pictures": [f"{folder.removesuffix('/app')}/pictures/{name}" for name in receipt.pictures] if folder else [],
    }
    return told | ({"url": url} if url else {}) | more


def exit_status(receipt: Receipt) -> int:
    """0 when every claim passed, 1 when an app was made but not all passed, 2 when none was made."""
    return {"passed": 0, "partly": 1}.get(receipt.outcome, 2)


def seconds(amount: float) -> str:
    if amount < 10:
        return f"{amount:.1f} s"
    return f"{amount:.0f} s" if amount < 100 else f"{amount // 60:.0f} min {amount % 60:02.0f} s"


def tokens(amount: int) -> str:
    return f"{amount:,} tokens"


def money(cost: Decimal | None) -> str:
    if cost is None:
        return "price unknown"
    return f"${cost:.2f}" if cost == 0 or cost >= Decimal("0.1") else f"${cost:.4f}"


def receipt_of(version: Version) -> Receipt:
    """With what the entry has done since."""
    receipt = Receipt.model_validate_json(version.receipt)
    return receipt.model_copy(update={"uses": [*receipt.uses, *map(Use.model_validate_json, version.uses)]})
