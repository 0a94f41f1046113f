"""Throws away checks that can't say anything about the app that was planned. Refuses to run or repair them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from generator.check_form import One
from generator.check_sheet import steps_of
from generator.contract import (
    Check,
    Claim,
    ClaimResult,
    Dispute,
    Mark,
    Outcome,
    Plan,
    Verdict,
)
from generator.interface import unplanned


def sift(checks: Sequence[Check], plan: Plan, attached: Collection[str] = ()) -> tuple[list[Check], dict[str, str]]:
    """The checks that belong to the plan, with names spelt as the plan spells them, and id -> reason for the others.
    `attached`: names of the files that came with the spec."""
    kept: list[Check] = []
    dropped: dict[str, str] = {}
    names = {_plain(name): name for name in [*(c.name for c in plan.controls), *(o.name for o in plan.outputs)]}
    for check in checks:
        spelt = _spelt(check, names, attached)
        if fault := _fault(spelt, plan, names, attached):
            dropped[check.id] = fault
        else:
            kept.append(spelt)
    return kept, dropped


def seen_to_fail(checks: Sequence[Check], empty: Verdict) -> tuple[list[Check], dict[str, str]]:
    """The checks that fail on an empty app, and id -> reason for the others: those could pass on anything."""
    said = {outcome.id: outcome.mark for outcome in empty.checks}
    why = {
        check.id: "The check passes on an empty app too, so it proves nothing."
        if said.get(check.id) is Mark.PASSED
        else "The check could not be tried on an empty app, so it may prove nothing."
        for check in checks
        if said.get(check.id) is not Mark.FAILED
    }
    return [check for check in checks if check.id not in why], why


def settle(
    plan: Plan,
    checks: Sequence[Check],
    why_not: Mapping[str, str],
    verdict: Verdict | None,
    disputes: Mapping[str, Dispute] = {},
) -> list[ClaimResult]:
    """What can be said of each claim: passed only when a check was kept for it, and all of those passed.

    `why_not`: id of a claim -> why it has no check.
    """
    said = {outcome.id: outcome for outcome in verdict.checks} if verdict else {}
    results = []
    for claim in plan.claims:
        mine = [check for check in checks if check.claim == claim.id]
        if mine:
            outcomes = [said[check.id] for check in mine if check.id in said]
            results.append(_result(claim, outcomes, len(mine), verdict, disputes))
        else:
            reason = why_not.get(claim.id) or "No check was written for it."
            results.append(ClaimResult(claim, Mark.NOT_CHECKED, reason))
    return results


def _result(
    claim: Claim, mine: list[Outcome], wanted: int, verdict: Verdict | None, disputes: Mapping[str, Dispute]
) -> ClaimResult:
    if verdict is None:
        return ClaimResult(claim, Mark.NOT_CHECKED, "It came to no trial.")
    if not verdict.started:
        return ClaimResult(claim, Mark.FAILED, verdict.reason or "The app did not start.")
    for mark in (Mark.FAILED, Mark.DISPUTED, Mark.NOT_CHECKED):
        if ends := [outcome for outcome in mine if outcome.mark is mark]:
            first = ends[0]
            if mark is not Mark.DISPUTED:
                return ClaimResult(claim, mark, first.evidence, first.picture)
            told = " ".join(outcome.evidence for outcome in ends)
            open_ = [replace(disputes[o.id], shown=o.shown) for o in ends if o.id in disputes]
            return ClaimResult(claim, mark, told, first.picture, tuple(open_))
    if len(mine) < wanted:
        return ClaimResult(claim, Mark.NOT_CHECKED, "Not all of its checks came to an end.")
    return ClaimResult(claim, Mark.PASSED, mine[0].evidence, mine[0].picture)


def _fault(check: Check, plan: Plan, names: Mapping[str, str], attached: Collection[str]) -> str:
    if check.claim not in {claim.id for claim in plan.claims}:
        return f"It belongs to no claim of the plan ({check.claim!r})."
    if not any(step.do.startswith("see_") or step.do in EXPECTING for step in check.steps):
        return "It expects nothing."
    if foreign := [step.do for step in check.steps if step.do not in steps_of(plan.kind)]:
        return f"The checks of a {plan.kind} app have no step {foreign[0]!r}."
    noted: set[str] = set()
    for step in check.steps:
        if fault := unplanned(step, plan):
            return fault
        name = getattr(step, "name", None)
        if name is not None and _plain(name) not in names:
            return f"It uses a name that the plan doesn't have: {name!r}."
        if step.do == "upload" and step.content is None and step.filename not in attached:
            return f"It uploads {step.filename!r}, which did not come with the request, and doesn't say what is in it."
        if step.do == "note":
            noted.add(step.key)
        if step.do == "relation" and step.key not in noted:
            return f"It compares with {step.key!r}, which was never noted."
    return ""


EXPECTING = {"relation", "request", "run"}


def _spelt(check: Check, names: Mapping[str, str], attached: Collection[str]) -> Check:
    steps = []
    for step in check.steps:
        name = getattr(step, "name", None)
        update: dict[str, object] = {"name": names[_plain(name)]} if name and _plain(name) in names else {}
        if name and not update and isinstance(step, One) and (told := _NUMBERED.fullmatch(name)):
            listed = names.get(_plain(told[1]))
            update = {"name": listed, "nth": int(told[2])} if listed else {}
        if step.do == "upload" and step.content is None and step.filename not in attached:
            meant = [path for path in attached if PurePosixPath(path).name == PurePosixPath(step.filename).name]
            update |= {"filename": meant[0]} if len(meant) == 1 else {}
        steps.append(step.model_copy(update=update))
    return check.model_copy(update={"steps": steps})


_NUMBERED = re.compile(r"(.*\S)\s+#?([1-9]\d?)")
"""The name of one of several controls that the plan names once."""


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
