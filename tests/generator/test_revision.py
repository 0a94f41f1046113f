"""A change of an app: what it means for the plan, which checks outlive it, and how it is made."""

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.contract import GeneratorError, Kind, Mark, Plan, Spec, Start
from generator.events import Scored
from generator.files import ENTRY
from generator.make import Unfinished
from generator.revision import Draft, applied, kept, numbered, with_change
from generator.sift import seen_to_fail, sift
from tests.endpoint_server import PlayedEndpoint
from tests.generator import playing
from tests.generator.playing import Playing, Watched, accepted

CHANGE = "round the share up to whole units, and add a CSV export of distance and cost"
FUEL = Spec(with_change("a fuel cost calculator for trips", CHANGE), kind=Kind.WEB, rounds=1)

engine = playing.engine


@pytest.fixture(autouse=True)
def _a_change_is_played(stage: Playing) -> None:
    stage.says("planner", "fuel.plan.json")
    stage.endpoint.on("You bring the plan", stage.read("fuel.replan.json"))
    stage.endpoint.on("You test small apps", stage.read("fuel.new_checks.json"))


@pytest.fixture
def start() -> Start:
    """The good app, with the checks that it was accepted by."""
    return accepted(CHANGE)


def draft(**said: Any) -> Draft:
    return Draft.model_validate(said)


def test_claims_are_added_altered_and_removed_and_the_rest_stays_word_for_word(start: Start) -> None:
    quote = {"because": "Round the  share up"}
    plan = applied(
        draft(
            added=["A new one."],
            altered=[{"id": "c2", "text": "Another share.", **quote}],
            removed=[{"id": "c4", **quote}],
        ),
        start,
    )
    assert [(c.id, c.text) for c in plan.claims] == [
        ("c1", start.plan.claims[0].text),
        ("c2", "Another share."),
        ("c3", start.plan.claims[2].text),
        ("c5", start.plan.claims[4].text),
        ("c6", "A new one."),
    ]
    checks, bare = kept(start, plan)
    assert checks == [check for check in start.checks or () if check.claim in ("c1", "c3")]
    assert bare
    assert [claim.id for claim in bare.claims] == ["c2", "c6"]
    fresh = [check.model_copy(update={"id": f"k{n}"}) for n, check in enumerate(checks, 1)]
    ids = [check.id for check in numbered(fresh, checks)]
    assert not set(ids) & {check.id for check in checks}
    assert len(set(ids)) == len(fresh)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, "changes nothing"),
        ({"removed": [{"id": "c1", "because": ""}]}, "c1 doesn't stand in the change"),
        ({"removed": [{"id": "c1", "because": "the cost is not needed"}]}, "doesn't stand in the change"),
        ({"altered": [{"id": "c1", "text": "Weaker.", "because": "of course"}]}, "doesn't stand in the change"),
        ({"removed": [{"id": "c77", "because": "export"}]}, "no claims c77"),
        ({"gone": ["cost"]}, "claims that stay can't be checked"),
        ({"outputs": [{"name": "Distance", "form": "value"}], "added": ["x y"]}, "stand for several"),
        ({"added": [f"Claim {n}" for n in range(30)]}, "adds 30 claims"),
    ],
)
def test_a_draft_that_takes_away_what_the_change_does_not_speak_of_is_refused(
    start: Start, said: dict[str, Any], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        applied(draft(**said), start)


def test_a_name_may_go_with_the_claims_that_speak_of_it(start: Start) -> None:
    plan = applied(draft(removed=[{"id": "c2", "because": "share"}], gone=["Share", "People"]), start)
    assert "Share" not in {output.name for output in plan.outputs}
    checks, bare = kept(start, plan)
    assert bare is None
    assert sift(checks, plan)[1] == {}


def test_without_checks_so_far_all_claims_need_some(start: Start) -> None:
    checks, bare = kept(replace(start, checks=None, change=""), start.plan)
    assert (checks, bare) == ([], start.plan)
    assert kept(None, start.plan) == ([], start.plan)
    assert kept(replace(start, change=""), start.plan) == (list(start.checks or ()), None)


def test_a_change_is_made_by_edits_and_tried_with_all_claims(stage: Playing, start: Start, engine: Watched) -> None:
    stage.endpoint.on("You change a small app", stage.read("fuel.altered.md"))
    result = stage.make(FUEL, engine, start=start)
    assert [claim.claim.id for claim in result.claims] == ["c1", "c2", "c3", "c4", "c5", "c6"]
    marks = [Mark.PASSED] * 4 + [Mark.NOT_CHECKED, Mark.PASSED]
    assert [claim.mark for claim in result.claims] == marks, [claim.evidence for claim in result.claims]
    assert list(result.checks)[:4] == [check for check in start.checks or () if check.claim != "c2"]
    assert result.candidate
    assert b"localStorage.getItem('price')" in result.candidate.files["index.html"]
    asked = {call.messages[0]["content"][:20]: call.text for call in stage.endpoint.asked}
    checker = asked["You test small apps "]
    assert "const field" not in checker, "checks are written without sight of code"
    assert start.plan.claims[0].text not in checker, "and for what is new alone"
    writer = asked["You change a small a"]
    assert "const field" in writer
    assert CHANGE in writer
    assert "250,29.60" not in writer, "the checks stay with the checker"


def test_what_a_change_breaks_is_repaired(stage: Playing, start: Start, engine: Watched) -> None:
    stage.endpoint.on("You change a small app", stage.read("fuel.altered_harm.md"))
    stage.says("repairer", "fuel.altered.md")
    result = stage.make(FUEL, engine, start=start)
    assert [scored.score < 1 for scored in stage.told(Scored)] == [True, False]
    assert result.claims[0].mark is Mark.PASSED


def test_a_model_that_changes_nothing_is_told_so(stage: Playing, start: Start, engine: Watched) -> None:
    stage.endpoint.on("You change a small app", "NOTHING TO CHANGE. It does that already.")
    with pytest.raises(Unfinished, match="made no change") as error:
        stage.make(FUEL, engine, start=start)
    assert error.value.result.candidate is None
    assert error.value.hint


def test_a_claim_that_the_change_says_nothing_of_stays_even_when_the_model_insists(
    stage: Playing, start: Start
) -> None:
    greedy = json.loads(stage.read("fuel.replan.json")) | {"removed": [{"id": "c3", "because": "nobody needs it"}]}
    said: list[Plan] = []
    endpoint = PlayedEndpoint()
    with endpoint:
        stage = Playing(endpoint)
        endpoint.on("You bring the plan", greedy)
        from generator.decisions import Answer, Autonomy

        def decide(decision: Any) -> Answer:
            said.append(decision.plan)
            return Answer(False)

        stage.make(FUEL, None, start=start, autonomy=Autonomy.PLAN, decide=decide)
    assert "c3" in {claim.id for claim in said[0].claims}
    assert "c6" in {claim.id for claim in said[0].claims}


def test_words_that_are_left_out_become_claims_of_their_own(stage: Playing, start: Start) -> None:
    from generator.decisions import Answer, Autonomy

    plans: list[Plan] = []

    def decide(decision: Any) -> Answer:
        plans.append(decision.plan)
        return Answer(False)

    change = f'{CHANGE}; show the word "Bon voyage" in the end'
    stage.make(FUEL, None, start=replace(start, change=change), autonomy=Autonomy.PLAN, decide=decide)
    assert any("Bon voyage" in claim.text for claim in plans[0].claims)
    assert "Bon voyage" in plans[0].exact


def test_a_change_without_a_usable_plan_ends_with_a_sentence(stage: Playing, start: Start) -> None:
    with PlayedEndpoint() as endpoint:
        endpoint.on("You bring the plan", {"added": []})
        with pytest.raises(Unfinished, match="no plan for the change") as error:
            Playing(endpoint).make(FUEL, None, start=start)
    assert isinstance(error.value, GeneratorError)


def test_a_start_goes_on_from_what_there_is_without_planning_again(
    stage: Playing, start: Start, engine: Watched
) -> None:
    stage.endpoint.on("You write small", stage.read("fuel.good.md"))
    result = stage.make(FUEL, engine, start=Start(start.plan, start.checks))
    assert [claim.mark for claim in result.claims][:4] == [Mark.PASSED] * 4
    assert not [call for call in stage.endpoint.asked if "You turn a request" in call.text]
    assert ENTRY[Kind.WEB] in (result.candidate.files if result.candidate else {})
    assert seen_to_fail([], result.verdict)[0] == [] if result.verdict else False
