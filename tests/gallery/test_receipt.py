"""The receipt says what was proved and no more, in every form that it takes."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from typing import Literal

import pytest
from rich.console import Console

from gallery.capsule import make_capsule
from gallery.console import show_receipt
from gallery.contract import Version
from gallery.receipt import (
    Receipt,
    as_json,
    exit_status,
    make_receipt,
    money,
    receipt_of,
    seconds,
    tally,
)
from gallery.receipt_page import as_html
from gallery.uses import use
from generator.contract import Beyond, Candidate, Check, Claim, ClaimResult, Mark, Plan, Result, Spec, Usage
from generator.events import Fault
from sandbox.contract import Connection, Doubt

Build = Callable[..., Result]
P, F, N = Mark.PASSED, Mark.FAILED, Mark.NOT_CHECKED


@pytest.mark.parametrize(
    ("marks", "outcome", "status"),
    [((P, P), "passed", 0), ((P, F), "partly", 1), ((P, N), "partly", 1), ((N,), "partly", 1), ((), "partly", 1)],
)
def test_only_what_all_checks_showed_counts_as_passed(
    result: Build, marks: tuple[Mark], outcome: str, status: int
) -> None:
    receipt = make_receipt("x-1", Spec("x"), result(marks), "m")
    assert (receipt.outcome, exit_status(receipt)) == (outcome, status)


def test_what_was_asked_and_can_not_be_checked_stands_on_it(result: Build) -> None:
    made = result((P,))
    assert made.plan is not None
    plan = made.plan.model_copy(update={"unchecked": ["Sends a mail every morning"]})
    receipt = make_receipt("x-1", Spec("x"), result((P,), plan=plan), "m")
    assert receipt.counted == "1 of 2 claims passed, 1 not checked"
    assert receipt.claims[-1].text == "Sends a mail every morning"
    assert exit_status(receipt) == 1


def test_nothing_made_is_said(result: Build) -> None:
    receipt = make_receipt("x-1", Spec("x"), result((), candidate=None, verdict=None, plan=None, reason="No."), "m")
    assert (receipt.outcome, exit_status(receipt), receipt.reason) == ("none", 2, "No.")


def test_it_comes_back_from_json_as_it_was(result: Build) -> None:
    receipt = make_receipt("x-1", Spec("x"), result(), "m")
    assert receipt_of(Version("x-1", 1, "", receipt.model_dump_json(), "", 0)) == receipt


def test_what_a_plan_asks_for_and_the_user_did_not_allow_stands_on_it(result: Build) -> None:
    tries = [Connection(1, "a.example", 443, 10, 100)]
    made = result(beyond=Beyond(["api.example.com"], tries, Usage(calls=1, tokens_in=3)))
    receipt = make_receipt("x-1", Spec("x"), made, "m")
    assert receipt.outside == [
        "It asks to reach api.example.com, which was not allowed; --allow-host api.example.com would.",
        "On trial: It reached a.example:443 once: 10 bytes out, 100 in. It asked the model once: 3 tokens.",
    ]


def test_what_it_did_while_it_was_open_is_added_up_on_it(result: Build) -> None:
    tries = [Connection(1, "a.example", 443, 10, 100), Connection(2, "b\x1b[2J", 80, refused="It is not permitted.")]
    opened = use("open", tries, Usage(calls=2, tokens_in=50, tokens_out=5, cost=Decimal("0.001"))).model_dump_json()
    made = make_receipt("x-1", Spec("x"), result(), "m").model_dump_json()
    receipt = receipt_of(Version("x-1", 1, "", made, "", 0, (opened, opened)))
    (told,) = receipt.outside
    assert told.startswith("While it was open: It reached a.example:443 2 times: 20 bytes out, 200 in. It tried b")
    assert told.endswith("2 times: It is not permitted. It asked the model 4 times: 110 tokens, for $0.0020.")
    assert "\x1b" not in told
    data = as_json(receipt, folder="")["uses"]
    assert [one["when"] for one in data] == ["open", "open"]
    assert data[0]["reached"][0]["sent"] == 10
    assert "a.example:443" in as_html(receipt, {})


def test_the_object_of_json_has_what_is_promised(result: Build) -> None:
    receipt = make_receipt("x-1", Spec("x"), result(), "m")
    told = json.loads(json.dumps(as_json(receipt, folder="/shelf/apps/x-1/app", url="http://127.0.0.1:1")))
    assert {"id", "title", "kind", "outcome", "score", "claims", "seconds", "tokens", "cost", "folder", "model"} <= set(
        told
    )
    assert told["claims"][1] == {
        "text": "Pressing Add counts cake 2",
        "status": "failed",
        "evidence": "Count showed 2, not 1.",
        "weight": 1.0,
    }
    assert (told["tokens"], told["cost"], told["score"]) == (1200, 0.0042, 0.5)
    assert told["pictures"] == ["/shelf/apps/x-1/pictures/end.png"]


def test_packages_from_outside_and_those_that_nobody_allowed_stand_on_it(result: Build) -> None:
    used = Candidate({}, "freehand", packages=("cheery==1.0",))
    denied = Doubt("reqeusts", "requests", "reqeusts is little known, and its name is close to requests.")
    receipt = make_receipt("x-1", Spec("x"), result(candidate=used, denied=[denied]), "m")
    told = as_json(receipt, folder="")
    assert told["packages"] == ["cheery==1.0"]
    assert "--allow-package reqeusts" in told["refused"][0]
    page = as_html(receipt, {})
    for text in receipt.outside:
        assert text in page
    assert receipt.outside[0] == "With packages of the index: cheery==1.0."


def test_faults_that_the_checks_did_not_notice_are_listed(result: Build) -> None:
    evil = "if a < b: \x1b[2J<script>alert(1)</script>"
    ends: list[tuple[Literal["noticed", "survived", "broken"], str]] = [
        ("noticed", "pass"), ("survived", evil), ("survived", ""), ("broken", "None")
    ]  # fmt: skip
    faults = [Fault("app.py", n, "edge", evil, after, end) for n, (end, after) in enumerate(ends, 1)]
    receipt = make_receipt("x-1", Spec("x"), result(faults=faults), "m")
    told = json.loads(json.dumps(as_json(receipt, folder="")))["faults"]
    assert (told["noticed"], told["tried"], told["broken"]) == (1, 3, 1)
    shown = "if a < b: <script>alert(1)</script>"
    assert told["survived"][0] == {"path": "app.py", "line": 2, "before": shown, "after": shown}
    page = as_html(receipt, {})
    assert "Checks noticed 1 of 3 deliberate faults, but not:" in page
    assert "app.py:3" in page
    assert "<script" not in page
    for terminal in (True, False):
        file = io.StringIO()
        show_receipt(Console(file=file, width=200, force_terminal=terminal, color_system=None), receipt, folder="")
        assert "Checks noticed 1 of 3 deliberate faults, but not:" in file.getvalue()
        assert f"app.py:3: {shown} → (left out)" in file.getvalue()


def test_a_receipt_from_before_faults_were_tried_is_still_read(result: Build) -> None:
    stored = json.loads(make_receipt("x-1", Spec("x"), result(), "m").model_dump_json())
    del stored["faults"]
    assert Receipt.model_validate_json(json.dumps(stored)).faults.counted == ""


def test_an_unknown_price_is_not_taken_for_nothing(result: Build) -> None:
    receipt = make_receipt("x-1", Spec("x"), result(usage=Usage(cost=None)), "m")
    assert as_json(receipt, folder="")["cost"] is None
    assert "price unknown" in receipt.spent


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += [name for name, _ in attrs]


def test_nothing_from_outside_becomes_markup_on_the_page(result: Build) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">{title}'
    claims = [ClaimResult(Claim(id="c", text=evil), F, evil)]
    plan = Plan(title=evil, kind="web", claims=[Claim(id="c", text=evil)])  # type: ignore[arg-type]
    receipt = make_receipt("x-1", Spec(evil), result(claims=claims, plan=plan, reason=evil), evil)
    page = as_html(receipt, {'"><script>.png': b"\x89PNG1", "not.png": b"<svg onload=alert(1)>"})
    tags = Tags()
    tags.feed(page)
    assert "script" not in tags.seen
    assert tags.seen.count("img") == 1, "only the real picture"
    assert not [name for name in tags.attributes if name.startswith("on")]
    assert "<svg" not in page


def test_the_capsule_holds_what_the_app_can_be_built_from_again(result: Build) -> None:
    made = result()
    capsule = json.loads(make_capsule(Spec("count cakes"), made, "m"))
    assert capsule["spec"]["text"] == "count cakes"
    assert Plan.model_validate(capsule["plan"]) == made.plan
    assert [Check.model_validate(check) for check in capsule["checks"]] == list(made.checks)


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("width", [80, 120])
def test_it_is_shown_whole_and_plain(result: Build, terminal: bool, width: int) -> None:
    evil = "[red]long[/red] \x1b[2J" + "word " * 60
    claims = [ClaimResult(Claim(id="c", text=evil), F, evil), ClaimResult(Claim(id="d", text="Fine"), P, "Seen.")]
    receipt = make_receipt("x-1", Spec("x"), result(claims=claims, seconds=125.0), "m")
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=terminal, color_system=None, markup=False)
    show_receipt(console, receipt, folder="/f" * 80)
    shown = file.getvalue()
    assert "\x1b" not in shown
    assert "[red]long[/red]" in shown
    assert shown.count("word") >= 110
    assert "1 of 2 claims passed, 1 failed." in shown
    assert "2 min 05 s, 1,200 tokens, $0.0042" in shown
    assert "/f" * 80 in shown, "a path stays whole, to be copied"


def test_amounts_are_told_for_people() -> None:
    assert [seconds(3.21), seconds(42.4), seconds(600)] == ["3.2 s", "42 s", "10 min 00 s"]
    assert [money(None), money(Decimal(0)), money(Decimal("0.5"))] == ["price unknown", "$0.00", "$0.50"]


def test_what_later_checks_noticed_is_told_apart() -> None:
    found = [Fault("a.js", n, "edge", "a", "b", "noticed", later=n > 1) for n in range(4)]
    told = tally([*found, Fault("a.js", 9, "edge", "a", "b", "survived")])
    assert (told.tried, told.noticed, told.later) == (5, 4, 2)
    assert told.counted == (
        "Checks noticed 4 of 5 deliberate faults, 2 of them by checks written when they had survived, but not:"
    )
