"""Checks that are written for deliberate faults which none noticed: on the real engine and browser, against an endpoint
that plays the replies of a model."""

import json
from typing import Any

import pytest

from generator import faults, survivors
from generator.contract import Kind, Mark, Result, Spec
from generator.events import Scored
from tests.generator import playing
from tests.generator.playing import PROMPTS, Playing, Watched

FUEL = Spec("a fuel cost calculator for trips", kind=Kind.WEB, rounds=1)
MORE = "These checks are there already"
AGAIN = "You work out what a right app shows"
WEAK = [{"do": "fill", "name": "Distance", "value": "250"}, {"do": "see_control", "name": "Distance"}]

engine = playing.engine


@pytest.fixture(autouse=True)
def _few_faults_and_time_for_them(stage: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survivors, "BRIEFLY", 60.0)
    monkeypatch.setattr(survivors, "LONG", 60.0)
    monkeypatch.setattr(faults, "MOST", 3)


def made(stage: Playing, engine: Watched, *, expected: str, again: str = "", app: str = "fuel.good.md") -> Result:
    """A run whose checks are weak at first; the one that is written later expects this cost."""
    strong: dict[str, Any] = json.loads(stage.read("fuel.checks.json"))["checks"][0]
    strong["steps"][-1]["equals"] = expected
    weak = [{"claim": f"c{n}", "title": f"Distance is there {n}.", "steps": WEAK} for n in range(1, 6)]
    stage.endpoint.on(MORE, {"working": "", "checks": [strong]})
    stage.endpoint.on(AGAIN, {"values": [{"blank": 1, "value": again}]})
    stage.endpoint.on(PROMPTS["checker"], {"working": "", "checks": weak})
    stage.says("planner", "fuel.plan.json")
    stage.says("writer", app)
    stage.says("repairer", "fuel.edit.md")
    return stage.make(FUEL, engine)


def test_a_check_for_what_survived_makes_the_checks_worth_more(stage: Playing, engine: Watched) -> None:
    result = made(stage, engine, expected="29.60")
    assert [claim.mark for claim in result.claims] == [Mark.PASSED] * 5
    assert (len(result.checks), result.outcome) == (6, "passed")
    ends = [(fault.end, fault.later) for fault in result.faults]
    assert len(ends) == 3
    assert ("noticed", True) in ends
    assert ("noticed", False) not in ends
    [asked] = [one.text for one in stage.endpoint.asked if MORE in one.text]
    assert result.faults[0].before in asked
    assert not [line for line in ("<!doctype", "<label", "localStorage.getItem") if line in asked], "no code but a line"


def test_a_check_for_what_survived_can_show_that_the_app_is_wrong(stage: Playing, engine: Watched) -> None:
    result = made(stage, engine, expected="29.60", again="29.60", app="fuel.wrong.md")
    assert [score.best for score in stage.told(Scored)] == [True, True], "it is repaired"
    assert result.claims[0].mark is Mark.PASSED
    assert result.candidate
    assert b"/ 100 *" in result.candidate.files["index.html"]


def test_a_wrong_check_for_what_survived_lowers_no_claim(stage: Playing, engine: Watched) -> None:
    result = made(stage, engine, expected="31.80", again="35.20")
    assert [claim.mark for claim in result.claims] == [Mark.PASSED] * 5
    assert len(result.checks) == 5
    assert not [one for one in stage.endpoint.asked if PROMPTS["repairer"] in one.text]
