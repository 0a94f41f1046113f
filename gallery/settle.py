"""Lets the user settle a claim that is disputed: from then on it is as the user said. Refuses to judge for the user."""

import json
from collections.abc import Sequence

from gallery.contract import Entry, GalleryError
from gallery.disputed import Disputed
from gallery.receipt import Line, Receipt, all_passed
from gallery.shelf import PICTURES, Shelf
from generator.contract import Check, Mark
from generator.second_opinion import with_expectation


def settle(shelf: Shelf, entry: Entry, number: int, *, app_is_right: bool) -> Receipt:
    """The receipt of the newest version, in which the claim of that number, from 1, has passed or failed. Where the app
    is right, its checks expect what the app shows from now on. Raises GalleryError when there is nothing to settle."""
    version = shelf.version(entry.id)
    receipt = Receipt.model_validate_json(version.receipt) if version else None
    claim = receipt.claims[number - 1] if receipt and 0 < number <= len(receipt.claims) else None
    if version is None or receipt is None or claim is None:
        raise GalleryError(f"{entry.id} has no claim {number}.", f"See its claims: mayfly show {entry.id}.")
    if claim.status is not Mark.DISPUTED or not claim.disputes:
        hint = f'Say what is to be otherwise: mayfly change {entry.id} "…".'
        raise GalleryError(f"Claim {number} is not disputed: it is {claim.status}.", hint)
    after = _settled(receipt, number, claim, app_is_right=app_is_right)
    shelf.put(
        entry.id,
        shelf.files(entry.id),
        shelf.files(entry.id, PICTURES),
        receipt=after.model_dump_json(),
        capsule=_with_the_users_values(version.capsule, claim.disputes) if app_is_right else version.capsule,
        passed=after.passed,
        claims=len(after.claims),
    )
    return after


def _settled(receipt: Receipt, number: int, claim: Line, *, app_is_right: bool) -> Receipt:
    mark, said = (Mark.PASSED, "the app is right") if app_is_right else (Mark.FAILED, "the check is right")
    settled = {"status": mark, "evidence": f"You settled it: {said}. {claim.evidence}", "disputes": ()}
    claims = [one.model_copy(update=settled) if at == number else one for at, one in enumerate(receipt.claims, 1)]
    whole = sum(one.weight for one in claims if one.status is not Mark.NOT_CHECKED)
    told = {
        "claims": claims,
        "outcome": "passed" if all_passed(claims) else receipt.outcome,
        "reason": "" if receipt.reason.endswith("disputed.") else receipt.reason,
        "score": receipt.score if app_is_right else receipt.score * (1 - claim.weight / whole),
    }
    return receipt.model_copy(update=told)


def _with_the_users_values(capsule: str, disputes: Sequence[Disputed]) -> str:
    """The capsule with the checks as the user wants them; without one where the app shows no single value to expect."""
    data = json.loads(capsule)
    settled = {dispute.check: dispute for dispute in disputes}
    checks = []
    for row in data.get("checks") or []:
        check: Check | None = Check.model_validate(row)
        if check and (dispute := settled.get(check.id)):
            check = with_expectation(check, dispute.step, dispute.shown)
        checks += [check.model_dump(mode="json")] if check else []
    return json.dumps({**data, "checks": checks}, indent=1, ensure_ascii=False)
