"""What the tests of trials share: real apps, checks written short, one warm tester for a kind of app."""

from collections.abc import Sequence
from pathlib import Path

from generator.contract import Candidate, Check, Claim, Kind, Outcome, Plan

APPS = Path(__file__).parent / "apps"


def app(name: str) -> Candidate:
    """One of the apps beside this file, as a candidate."""
    folder = APPS / name
    return Candidate({str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}, "a person")


def plan(kind: Kind, claims: int = 1) -> Plan:
    return Plan(title="An app", kind=kind, claims=[Claim(id=f"c{n + 1}", text=f"Claim {n + 1}") for n in range(claims)])


def check(id: str, *steps: dict[str, object], claim: str = "c1") -> Check:  # noqa: A002 - the contract's name
    return Check.model_validate({"id": id, "claim": claim, "title": id, "steps": list(steps)})


def by_id(outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in outcomes}
