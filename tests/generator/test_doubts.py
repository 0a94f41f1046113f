"""What becomes of a check and an app that contradict each other, and that held-out checks stay untold: on the real
engine and browser, against an endpoint that plays the replies of a model."""

import json
from dataclasses import replace
from typing import Any

from generator.contract import Dispute, Kind, Mark, Result, Spec
from generator.events import Scored
from tests.generator import playing
from tests.generator.playing import PROMPTS, Playing, Watched

FUEL = Spec("a fuel cost calculator for trips", kind=Kind.WEB, rounds=1)
AGAIN = "You work out what a right app shows"
SHARE = 2
"""Which of the played checks is about the share: 29.60 among four people."""

engine = playing.engine


def plays(stage: Playing, *, expected: str = "7.40", again: Any = None, app: str = "fuel.good.md") -> None:
    """A run whose check of the share expects this, and in which that is worked out again as said."""
    sheet = json.loads(stage.read("fuel.checks.json"))
    sheet["checks"][SHARE]["steps"][-1]["equals"] = expected
    stage.endpoint.on(AGAIN, {"values": [{"blank": 1, "value": again}] if again else []})
    stage.says("planner", "fuel.plan.json")
    stage.endpoint.on(PROMPTS["checker"], sheet)
    stage.endpoint.on(PROMPTS["writer"], app if "<" in app else stage.read(app))
    stage.endpoint.on(PROMPTS["repairer"], "NOTHING TO CHANGE: the app does as it was asked.")


def wrong_share(stage: Playing) -> str:
    return stage.read("fuel.good.md").replace("Math.max(1, number('people'))", "(1 + number('people'))")


def asked(stage: Playing, prompt: str) -> list[str]:
    return [one.text for one in stage.endpoint.asked if prompt in one.text]


def share(result: Result) -> tuple[Mark, str, tuple[Dispute, ...]]:
    claim = result.claims[1]
    return claim.mark, claim.evidence, claim.disputes


def test_a_wrong_check_is_corrected_by_a_second_derivation_that_the_app_agrees_with(
    stage: Playing, engine: Watched
) -> None:
    plays(stage, expected="6.40", again=7.4)
    result = stage.make(FUEL, engine)
    mark, evidence, disputes = share(result)
    assert (mark, disputes) == (Mark.PASSED, ())
    assert "expected 6.40" in evidence
    assert [step.equals for check in result.checks for step in check.steps if "Share" in str(step)] == ["7.4"]
    assert not asked(stage, PROMPTS["repairer"]), "no app is bent to a wrong check"
    [question] = asked(stage, AGAIN)
    assert "BLANK 1" in question
    assert not {"6.40", "7.40", "toFixed", "29.60"} & set(question.replace('"', " ").split())
    assert result.verdict
    assert result.verdict.score == 1.0


def test_a_right_check_stays_and_its_app_is_wrong(stage: Playing, engine: Watched) -> None:
    plays(stage, again="7.40", app=wrong_share(stage))
    mark, evidence, disputes = share(result := stage.make(FUEL, engine))
    assert (mark, disputes) == (Mark.FAILED, ())
    assert "5.92" in evidence
    assert len(asked(stage, PROMPTS["repairer"])) == 1
    assert "fail" in result.reason


def test_where_neither_agrees_the_claim_is_disputed(stage: Playing, engine: Watched) -> None:
    plays(stage, expected="6.40", again="8.40")
    result = stage.make(FUEL, engine)
    mark, evidence, disputes = share(result)
    assert mark is Mark.DISPUTED
    assert disputes == (Dispute("k3", "6.40", "7.40", "8.40", 5),)
    assert all(value in evidence for value in ("6.40", "7.40", "8.40"))
    assert (result.outcome, result.reason) == ("partly", "1 of 5 claims is disputed.")
    assert result.verdict
    assert result.verdict.score == 1.0, "what is disputed counts neither for an app nor against it"


def test_what_the_request_does_not_settle_is_disputed(stage: Playing, engine: Watched) -> None:
    plays(stage, expected="6.40")
    mark, evidence, disputes = share(stage.make(replace(FUEL, rounds=0), engine))
    assert mark is Mark.DISPUTED
    assert disputes == (Dispute("k3", "6.40", "7.40", "", 5),)
    assert "does not settle" in evidence


def test_an_answer_that_cannot_be_read_settles_nothing(stage: Playing, engine: Watched) -> None:
    plays(stage, expected="6.40")
    stage.endpoint.script(lambda question: "It depends." if AGAIN in question.text else None)
    assert share(stage.make(FUEL, engine))[0] is Mark.FAILED


def test_what_only_a_held_out_check_says_brings_a_fresh_app_and_is_told_to_nobody(
    stage: Playing, engine: Watched
) -> None:
    sheet = json.loads(stage.read("fuel.checks.json"))
    held = {**sheet["checks"][0], "title": "A hundred and forty cost 16.58."}
    held["steps"] = [dict(step) for step in held["steps"]]
    held["steps"][0]["value"], held["steps"][-1]["equals"] = "140", "16.58"
    sheet["checks"][1] = held
    stage.says("planner", "fuel.plan.json")
    stage.endpoint.on(PROMPTS["checker"], sheet)
    stage.endpoint.on(AGAIN, {"values": [{"blank": 1, "value": "16.58"}]})
    good = stage.read("fuel.good.md")
    shaped = good.replace("number('distance') / 100", "(number('distance') === 140 ? 1 : number('distance') / 100)")
    stage.endpoint.script(lambda asked: good if "built in another way" in asked.text else None)
    stage.endpoint.on(PROMPTS["writer"], shaped)
    result = stage.make(FUEL, engine)
    assert [score.best for score in stage.told(Scored)] == [True, True]
    assert result.verdict
    assert result.verdict.held_out == {"k2"}
    assert [claim.mark for claim in result.claims[:4]] == [Mark.PASSED] * 4
    assert not asked(stage, PROMPTS["repairer"])
    for prompt in asked(stage, PROMPTS["writer"]):
        assert "140" not in prompt
        assert "16.58" not in prompt
