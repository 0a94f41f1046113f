"""The receipt: what was asked, what was proved of it and what it took, as data, JSON and an HTML page. Refuses to say
that something holds which no check has shown."""

import base64
import json
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from pydantic import BaseModel, ConfigDict

from gallery.contract import Version
from gallery.text import clean, line
from gallery.uses import Use, in_words, use
from generator.contract import Dispute, Mark, Outcome, Result, Spec, importance
from generator.events import Fault
from sandbox.contract import Files

SIGNS = {Mark.PASSED: "✓", Mark.FAILED: "✗", Mark.DISPUTED: "?", Mark.NOT_CHECKED: "–"}
UNCHECKABLE = "Asked for, but it can't be checked here."


class Disputed(BaseModel):
    """What a check expects, what the app shows there ("" when it is no single value), and what came of working it out
    again ("" when the request does not settle it)."""

    model_config = ConfigDict(frozen=True)

    check: str
    expected: str
    shown: str = ""
    again: str = ""
    step: int = 0


class Line(BaseModel):
    """One claim and how it stands. `picture` is a path among the entry's pictures, or ""."""

    model_config = ConfigDict(frozen=True)

    text: str
    status: Mark
    evidence: str = ""
    picture: str = ""
    weight: float = 1.0
    dispute: Disputed | None = None
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
    broken: int = 0
    survived: list[Survivor] = []

    @property
    def counted(self) -> str:
        """In one sentence, to which those that survived are the end; "" when none was tried."""
        things = "deliberate fault" if self.tried == 1 else "deliberate faults"
        end = ", but not:" if self.survived else "."
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
    seconds: float
    stages: dict[str, float]
    calls: int
    tokens_in: int
    tokens_out: int
    cost: Decimal | None
    """In US dollars; None when the model's price isn't known."""
    model: str
    method: str
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
    def spent(self) -> str:
        return ", ".join([seconds(self.seconds), tokens(self.tokens_in + self.tokens_out), money(self.cost)])


def make_receipt(entry: str, spec: Spec, result: Result, model: str) -> Receipt:
    plan, verdict, candidate = result.plan, result.verdict, result.candidate
    claims = [
        as_line(c.claim.text, c.mark, c.evidence, c.picture, c.claim.weight, as_disputed(c.dispute))
        for c in result.claims
    ]
    told = {claim.text for claim in claims}
    asked = [line(text, 300) for text in plan.unchecked] if plan else []
    claims += [Line(text=text, status=Mark.NOT_CHECKED, evidence=UNCHECKABLE) for text in asked if text not in told]
    return Receipt(
        id=entry,
        title=line(plan.title if plan else spec.text, 80) or "untitled",
        kind=str(plan.kind) if plan else str(spec.kind or ""),
        spec=clean(spec.text),
        # A result with something that could not be checked has not passed, whatever the checks say.
        outcome="partly" if result.outcome == "passed" and not all_passed(claims) else result.outcome,
        reason=line(result.reason, 300),
        score=verdict.score if verdict else 0.0,
        claims=claims,
        basics=basics(verdict.invariants) if verdict else [],
        seconds=result.seconds,
        stages=dict(result.stages),
        calls=result.usage.calls,
        tokens_in=result.usage.tokens_in,
        tokens_out=result.usage.tokens_out,
        cost=result.usage.cost,
        model=line(model, 80),
        method=line(candidate.writer if candidate else "", 40),
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
    dispute: Disputed | None = None,
) -> Line:
    said = {"text": line(text, 300), "evidence": line(evidence, 500)}
    return Line(**said, status=status, picture=picture, weight=weight, dispute=dispute)


def as_disputed(dispute: Dispute | None) -> Disputed | None:
    if dispute is None:
        return None
    values = {name: line(getattr(dispute, name), 200) for name in ("check", "expected", "shown", "again")}
    return Disputed(**values, step=dispute.step)


def tally(faults: Sequence[Fault]) -> Faults:
    ends = [fault.end for fault in faults]
    survived = [
        Survivor(path=line(f.path, 120), line=f.line, before=line(f.before, 200), after=line(f.after, 200))
        for f in faults
        if f.end == "survived"
    ]
    noticed = ends.count("noticed")
    return Faults(tried=noticed + len(survived), noticed=noticed, broken=ends.count("broken"), survived=survived)


def make_capsule(spec: Spec, result: Result, model: str) -> str:
    """All that is needed to build the app again, here or on another model."""
    capsule = {
        "capsule": 1,
        "spec": {
            "text": spec.text,
            "kind": spec.kind,
            "files": sorted(spec.files),
            "rounds": spec.rounds,
            "budget": {
                "seconds": spec.budget.seconds,
                "tokens": spec.budget.tokens,
                "dollars": None if spec.budget.dollars is None else str(spec.budget.dollars),
            },
        },
        "plan": result.plan.model_dump(mode="json") if result.plan else None,
        "checks": [check.model_dump(mode="json") for check in result.checks],
        "model": model,
        "method": result.candidate.writer if result.candidate else None,
        "note": result.candidate.note if result.candidate else None,
        "tokens": [result.usage.tokens_in, result.usage.tokens_out],
        "cost": None if result.usage.cost is None else str(result.usage.cost),
    }
    return json.dumps(capsule, indent=1, ensure_ascii=False)


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
            | ({"dispute": c.dispute.model_dump()} if c.dispute else {})
            for c in receipt.claims
        ],
        "basics": [{"text": c.text, "status": str(c.status), "evidence": c.evidence} for c in receipt.basics],
        "faults": receipt.faults.model_dump(),
        "seconds": round(receipt.seconds, 2),
        "stages": {name: round(took, 2) for name, took in receipt.stages.items()},
        "tokens": receipt.tokens_in + receipt.tokens_out,
        "cost": None if receipt.cost is None else float(receipt.cost),
        "model": receipt.model,
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


def as_html(receipt: Receipt, pictures: Files) -> str:
    """One page that needs nothing else. All text is escaped, and no script runs."""
    rows = "".join(html_row(claim) for claim in receipt.claims)
    basic = "".join(html_row(claim) for claim in receipt.basics)
    shots = "".join(
        f'<figure><img alt="{escape(name)}" src="data:image/png;base64,{base64.b64encode(content).decode()}">'
        f"<figcaption>{escape(name)}</figcaption></figure>"
        for name, content in sorted(pictures.items())
        if content.startswith(b"\x89PNG")
    )
    stages = "".join(f"<tr><td>{escape(n)}</td><td>{seconds(s)}</td></tr>" for n, s in receipt.stages.items())
    return PAGE.format(
        title=escape(receipt.title),
        spec=escape(receipt.spec),
        counted=escape(receipt.counted),
        reason="".join(f"<p>{escape(told)}</p>" for told in (receipt.reason, *receipt.unsettled) if told),
        rows=rows,
        faults=html_faults(receipt.faults),
        basics=f"<h2>What must hold for every app</h2><table>{basic}</table>" if basic else "",
        shots=f"<h2>Pictures</h2>{shots}" if shots else "",
        stages=stages,
        outside="".join(f"<p>{escape(told)}</p>" for told in receipt.outside),
        spent=escape(receipt.spent),
        model=escape(receipt.model),
    )


def html_row(claim: Line) -> str:
    name = str(claim.status).replace(" ", "-")
    return (
        f'<tr class="{name}"><td>{SIGNS[claim.status]} {escape(str(claim.status))}<small>{claim.counts}</small></td>'
        f"<td>{escape(claim.text)}<small>{escape(claim.evidence)}</small></td></tr>"
    )


def html_faults(faults: Faults) -> str:
    if not faults.counted:
        return ""
    rows = "".join(
        f"<tr><td>{escape(f.path)}:{f.line}</td><td><code>{escape(f.before)}</code>"
        f"<small>put in its place: <code>{escape(f.after) or 'nothing'}</code></small></td></tr>"
        for f in faults.survived
    )
    return f"<p>{faults.counted}</p>" + (f"<table>{rows}</table>" if rows else "")


def receipt_of(version: Version) -> Receipt:
    """With what the entry has done since."""
    receipt = Receipt.model_validate_json(version.receipt)
    return receipt.model_copy(update={"uses": [*receipt.uses, *map(Use.model_validate_json, version.uses)]})


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Receipt: {title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }}
blockquote {{ margin: 0; white-space: pre-wrap; opacity: .8; }}
table {{ border-collapse: collapse; width: 100%; }}
td {{ padding: .4rem .6rem; vertical-align: top; border-top: 1px solid #8884; }}
td:first-child {{ white-space: nowrap; width: 8rem; }}
small {{ display: block; opacity: .75; }}
.passed td:first-child {{ color: #1a7f37; }} .failed td:first-child {{ color: #d1242f; }}
.disputed td:first-child {{ color: #9a6700; }}
figure {{ margin: 1rem 0; }} img {{ max-width: 100%; border: 1px solid #8884; }}
</style></head><body>
<h1>{title}</h1><blockquote>{spec}</blockquote>
<p><b>{counted}</b></p>{reason}
{outside}<table>{rows}</table>{faults}{basics}{shots}
<h2>What it took</h2><table>{stages}</table><p>{spent}; model {model}</p>
</body></html>
"""
