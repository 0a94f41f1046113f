"""Which checks count, and what can be said of a claim."""

from typing import Any

import pytest

from generator.contract import Check, Claim, Control, Kind, Mark, Outcome, Plan, Shown, Verdict
from generator.sift import seen_to_fail, settle, sift

PLAN = Plan(
    title="Sums",
    kind=Kind.WEB,
    claims=[Claim(id="c1", text="It adds."), Claim(id="c2", text="It stays.")],
    controls=[Control(name="First number", role="number")],
    outputs=[Shown(name="Sum", form="value")],
)
SEE = {"do": "see_value", "name": "Sum", "equals": "3"}


def check(ident: str, *steps: dict[str, Any], claim: str = "c1") -> Check:
    return Check.model_validate({"id": ident, "claim": claim, "title": ident, "steps": list(steps)})


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (check("k", SEE, claim="c9"), "no claim"),
        (check("k", {"do": "fill", "name": "First number", "value": "1"}), "expects nothing"),
        (check("k", {"do": "press", "name": "Add"}, SEE), "'Add'"),
        (check("k", {"do": "relation", "name": "Sum", "key": "old", "holds": "double"}), "never noted"),
    ],
)
def test_a_check_outside_the_plan_is_dropped_with_the_reason(bad: Check, why: str) -> None:
    kept, dropped = sift([bad], PLAN)
    assert kept == []
    assert why in dropped["k"]


def test_an_upload_takes_a_file_that_came_with_the_spec_or_says_what_is_in_it() -> None:
    field = PLAN.model_copy(update={"controls": [Control(name="File", role="file")]})
    upload = {"do": "upload", "name": "File"}
    came = check("k1", upload | {"filename": "files/sales.csv"}, SEE)
    own = check("k2", upload | {"filename": "small.csv", "content": ""}, SEE)
    neither = check("k3", upload | {"filename": "../secret.csv"}, SEE)
    kept, dropped = sift([came, own, neither], field, {"2024/sales.csv": b"a,b"})
    assert [c.steps[0].model_dump()["filename"] for c in kept] == ["2024/sales.csv", "small.csv"]
    assert "did not come with the request" in dropped["k3"]


def test_names_are_spelt_as_the_plan_spells_them() -> None:
    kept, dropped = sift([check("k", {"do": "fill", "name": "first  NUMBER", "value": "1"}, SEE)], PLAN)
    assert not dropped
    assert kept[0].steps[0].model_dump()["name"] == "First number"


def test_a_number_after_a_name_of_the_plan_says_which_of_several_is_meant() -> None:
    steps = [{"do": "fill", "name": name, "value": "1"} for name in ("First number 3", "First number #12")]
    kept, dropped = sift([check("k", *steps, SEE)], PLAN)
    assert not dropped
    assert [step.model_dump(include={"name", "nth"}) for step in kept[0].steps[:2]] == [
        {"name": "First number", "nth": 3},
        {"name": "First number", "nth": 12},
    ]
    _, dropped = sift([check("k", {"do": "fill", "name": "Second number 3", "value": "1"}, SEE)], PLAN)
    assert "'Second number 3'" in dropped["k"]


def test_a_check_that_passes_on_an_empty_app_is_dropped() -> None:
    checks = [check("k1", SEE), check("k2", SEE), check("k3", SEE)]
    marks = {"k1": Mark.PASSED, "k2": Mark.FAILED, "k3": Mark.NOT_CHECKED}
    empty = Verdict(started=True, checks=[Outcome(ident, "", mark) for ident, mark in marks.items()])
    kept, dropped = seen_to_fail(checks, empty)
    assert [c.id for c in kept] == ["k2"]
    assert "passes on an empty app" in dropped["k1"]
    assert "could not be tried" in dropped["k3"]


@pytest.mark.parametrize(
    ("marks", "claim"),
    [
        ([Mark.PASSED, Mark.PASSED], Mark.PASSED),
        ([Mark.PASSED, Mark.FAILED], Mark.FAILED),
        ([Mark.NOT_CHECKED, Mark.FAILED], Mark.FAILED),
        ([Mark.PASSED, Mark.NOT_CHECKED], Mark.NOT_CHECKED),
        ([Mark.PASSED], Mark.NOT_CHECKED),
        ([], Mark.NOT_CHECKED),
    ],
)
def test_a_claim_passes_only_when_all_its_checks_did(marks: list[Mark], claim: Mark) -> None:
    checks = [check("k1", SEE), check("k2", SEE)]
    outcomes = [Outcome(f"k{n}", "", mark, f"evidence {n}") for n, mark in enumerate(marks, 1)]
    results = settle(PLAN, checks, {}, Verdict(started=True, checks=outcomes))
    assert results[0].mark is claim
    assert results[1].mark is Mark.NOT_CHECKED
    assert results[1].evidence == "No check was written for it."


def test_an_app_that_did_not_start_fails_what_was_checked_and_nothing_else() -> None:
    results = settle(
        PLAN, [check("k1", SEE)], {"c2": "It proves nothing."}, Verdict(started=False, reason="It crashed.")
    )
    assert [(r.mark, r.evidence) for r in results] == [
        (Mark.FAILED, "It crashed."),
        (Mark.NOT_CHECKED, "It proves nothing."),
    ]


def test_without_an_app_nothing_is_said_to_hold() -> None:
    assert {result.mark for result in settle(PLAN, [check("k1", SEE)], {}, None)} == {Mark.NOT_CHECKED}
