"""Finds where the work at an app is taken up again: after a run that broke off or ran out of budget, or for a change.
Refuses to take up what has nothing left to do."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gallery.contract import Entry, GalleryError, Version
from gallery.receipt import LONGEST_LINE, Receipt, receipt_of
from gallery.shelf import GIVEN, Shelf
from gallery.text import line
from generator.contract import Candidate, Check, Kind, Mark, Plan, Result, Spec, Start
from generator.decisions import answered_before
from generator.revision import with_change
from sandbox.contract import Files

BEGUN, SHELVED = "Begun", "Shelved"
"""Events of the gallery's own: what a run was begun for, and the number of a version that it put on the shelf."""


@dataclass(frozen=True, slots=True)
class Onward:
    """How an entry goes on, in another run. The spec's text says the change as well."""

    spec: Spec
    start: Start | None = None
    entry: str = ""
    """"" for a new entry, as one from a capsule is."""
    asked: str = ""
    """What the version that comes of it is for."""
    given: Files = field(default_factory=dict)
    """What is attached now."""
    before: Receipt | None = None
    """Of the version that it goes on from, when there is one."""

    @property
    def change(self) -> str:
        return self.start.change if self.start else ""

    def lost(self, result: Result) -> list[str]:
        """Accepted claims that held before and don't now, though the change says nothing of them."""
        held = {claim.text for claim in self.before.claims if claim.status is Mark.PASSED} if self.before else set()
        failed = [one.claim.text for one in result.claims if one.mark is Mark.FAILED]
        return [text for text in failed if line(text, LONGEST_LINE) in held]

    def is_worth(self, result: Result) -> bool:
        """Whether what came of it is to take the place of the version it goes on from: not when it breaks more than it
        gains."""
        if result.candidate is None or self.before is None:
            return result.candidate is not None
        if result.verdict is None:
            return False
        if not self.change:
            return True
        known = {claim.text for claim in self.before.claims}
        gained = [
            one.claim
            for one in result.claims
            if one.mark is Mark.PASSED and line(one.claim.text, LONGEST_LINE) not in known
        ]
        return result.verdict.started and len(self.lost(result)) <= len(gained)


def to_change(shelf: Shelf, entry: Entry, change: str, given: Files) -> Onward:
    """Raises GalleryError when there is nothing to change."""
    version = shelf.version(entry.id)
    if version is None:
        raise GalleryError(
            f"Nothing was made for {entry.id} yet, so there is nothing to change.",
            f"Go on: mayfly continue {entry.id}.",
        )
    return _of_version(shelf, version, change, given)


def to_continue(shelf: Shelf, entry: Entry) -> Onward:
    """From the best build so far; where there is none, from what its last run had come to. Raises GalleryError when
    every claim has passed."""
    events = shelf.events(entry.id)
    begun = next((event for event in events if event["event"] == BEGUN), {})
    plan = _last(events, "Planned")
    checks = _last(events, "Checked")
    version = shelf.version(entry.id)
    change = str(begun.get("change", ""))
    if version and change and not _last(events, SHELVED):
        return _with_known(_of_version(shelf, version, change, {}), plan, checks)
    if version:
        receipt = receipt_of(version)
        if receipt.outcome == "passed":
            raise GalleryError(
                f"Every claim of {entry.id} has passed; there is nothing left to do.",
                f'Say what is to be different: mayfly change {entry.id} "…".',
            )
        return _of_version(shelf, version, "", {})
    kind = begun.get("kind")
    spec, _ = answered_before(Spec(entry.spec, Kind(kind) if kind else None, shelf.files(entry.id, GIVEN)), events)
    start = Start(Plan.model_validate(plan["plan"]), _checks(checks)) if plan else None
    return Onward(spec, start, entry.id)


def _of_version(shelf: Shelf, version: Version, change: str, given: Files) -> Onward:
    capsule = json.loads(version.capsule)
    receipt = receipt_of(version)
    if not capsule.get("plan"):
        raise GalleryError(f"{version.entry} was made without a plan.", "Make it again: mayfly new.")
    plan = Plan.model_validate(capsule["plan"])
    files = shelf.files(version.entry)
    app = Candidate(files, capsule.get("method") or "", capsule.get("note") or "", tuple(receipt.packages))
    text = with_change(capsule["spec"]["text"], change) if change else capsule["spec"]["text"]
    checks = [Check.model_validate(check) for check in capsule.get("checks") or ()]
    return Onward(
        Spec(text, plan.kind, {**shelf.files(version.entry, GIVEN), **given}),
        Start(plan, checks, app, change),
        version.entry,
        change or version.asked,
        given,
        receipt,
    )


def _with_known(onward: Onward, plan: Mapping[str, Any] | None, checks: Mapping[str, Any] | None) -> Onward:
    """With the plan after the change and the checks, as far as the run that broke off had them."""
    if not plan or not onward.start:
        return onward
    revised = Plan.model_validate(plan["plan"])
    if checks is None:
        return replace(onward, start=replace(onward.start, revised=revised))
    return replace(onward, start=replace(onward.start, plan=revised, checks=_checks(checks), revised=revised))


def _checks(told: Mapping[str, Any] | None) -> list[Check] | None:
    return None if told is None else [Check.model_validate(check) for check in told["checks"]]


def _last(events: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    return next((event for event in reversed(events) if event["event"] == name), None)
