"""A disputed claim stands on every face of the receipt, and is as the user says once it is settled."""

import io
import json
from collections.abc import Callable

import pytest
from rich.console import Console

from gallery.console import show_receipt
from gallery.contract import GalleryError
from gallery.receipt import Receipt, as_json, exit_status, receipt_of
from gallery.receipt_page import as_html
from gallery.settle import settle
from gallery.shelf import Shelf
from generator.contract import Check, Claim, ClaimResult, Dispute, Fill, Mark, SeeText, SeeValue

DISPUTE = Dispute("k2", "6.40", "7.40", "8.40", step=2)
CHECKS = [
    Check(id="k1", claim="c1", title="It says so.", steps=[SeeText(text="so")]),
    Check(
        id="k2",
        claim="c2",
        title="Each pays 6.40.",
        steps=[Fill(name="People", value="4"), SeeValue(name="Share", equals="6.40")],
    ),
]


@pytest.fixture
def entry(shelved: Callable[..., str]) -> str:
    evidence = "“Share” shows “7.40”; it must show “6.40”. Worked out again from the request it is 8.40."
    claims = [
        ClaimResult(Claim(id="c1", text="It says so"), Mark.PASSED, "It does."),
        ClaimResult(Claim(id="c2", text="Four share the cost"), Mark.DISPUTED, evidence, disputes=(DISPUTE,)),
    ]
    return shelved(claims=claims, checks=CHECKS, reason="1 of 2 claims is disputed.")


def receipt(shelf: Shelf, entry: str) -> Receipt:
    version = shelf.version(entry)
    assert version
    return receipt_of(version)


def checks(shelf: Shelf, entry: str) -> list[Check]:
    version = shelf.version(entry)
    assert version
    return [Check.model_validate(row) for row in json.loads(version.capsule)["checks"]]


def test_a_disputed_claim_is_told_with_both_values_and_how_to_settle_it(shelf: Shelf, entry: str) -> None:
    told = receipt(shelf, entry)
    assert (told.counted, told.outcome, exit_status(told)) == ("1 of 2 claims passed, 1 disputed", "partly", 1)
    page = io.StringIO()
    show_receipt(Console(file=page, width=200), told)
    for face in (page.getvalue(), as_html(told, {})):
        assert "disputed" in face
        assert f"mayfly settle {entry} 2 --yes" in face
        assert all(value in face for value in ("7.40", "6.40", "8.40"))
    claim = as_json(told, folder="")["claims"][1]
    assert claim["status"] == "disputed"
    assert claim["disputes"] == [{"check": "k2", "expected": "6.40", "shown": "7.40", "again": "8.40", "step": 2}]


def test_where_the_app_is_right_its_check_expects_what_it_shows(shelf: Shelf, entry: str) -> None:
    told = settle(shelf, shelf.find(entry), 2, app_is_right=True)
    assert told == receipt(shelf, entry)
    assert [claim.status for claim in told.claims] == [Mark.PASSED, Mark.PASSED]
    assert (told.outcome, told.reason) == ("passed", "")
    assert "You settled it" in told.claims[1].evidence
    right = checks(shelf, entry)[1]
    assert right.steps[1] == SeeValue(name="Share", equals="7.40")
    assert (right.title, right.basis) == ("Each pays 7.40.", "user")
    assert shelf.find(entry).passed == 2


def test_all_disputed_checks_of_a_claim_are_settled_at_once(shelf: Shelf, shelved: Callable[..., str]) -> None:
    other = Check(id="k3", claim="c2", title="Each pays 12.80.", steps=[SeeValue(name="Share", equals="12.80")])
    disputes = (DISPUTE, Dispute("k3", "12.80", "14.80", "", step=1))
    claim = ClaimResult(Claim(id="c2", text="Some share the cost"), Mark.DISPUTED, "Both differ.", disputes=disputes)
    entry = shelved(claims=[claim], checks=[*CHECKS, other])
    settle(shelf, shelf.find(entry), 1, app_is_right=True)
    _, first, second = checks(shelf, entry)
    assert first.steps[1] == SeeValue(name="Share", equals="7.40")
    assert second.steps[0] == SeeValue(name="Share", equals="14.80")


def test_where_the_check_is_right_the_claim_has_failed(shelf: Shelf, entry: str) -> None:
    before = receipt(shelf, entry).score
    told = settle(shelf, shelf.find(entry), 2, app_is_right=False)
    assert [claim.status for claim in told.claims] == [Mark.PASSED, Mark.FAILED]
    assert told.outcome == "partly"
    assert told.score < before
    assert checks(shelf, entry) == CHECKS


def test_what_is_not_disputed_cannot_be_settled(shelf: Shelf, entry: str) -> None:
    for number, word in ((1, "not disputed"), (3, "no claim 3"), (0, "no claim 0")):
        with pytest.raises(GalleryError, match=word):
            settle(shelf, shelf.find(entry), number, app_is_right=True)
    settle(shelf, shelf.find(entry), 2, app_is_right=True)
    with pytest.raises(GalleryError, match="not disputed"):
        settle(shelf, shelf.find(entry), 2, app_is_right=False)
