"""Several candidates of one plan on the real engine, written side by side by an endpoint that plays the model."""

from dataclasses import replace

import pytest

from generator.contract import Budget, Kind, Spec, Start
from generator.events import Said, Scored, Written
from tests.endpoint_server import Asked, Played
from tests.generator import playing
from tests.generator.playing import PROMPTS, Playing, Watched

LANES = ("writer", "writer 2", "writer 3")
FUEL = Spec("a fuel cost calculator for trips", kind=Kind.WEB, rounds=0)

engine = playing.engine


@pytest.fixture(autouse=True)
def _three_at_once(stage: Playing) -> None:
    stage.plays("fuel", "fuel.wrong.md")
    stage.models["writer"].slots = 3


def writes(asked: Asked) -> bool:
    return PROMPTS["writer"] in asked.text


def test_candidates_are_written_in_ways_of_their_own_and_the_best_is_handed_over(
    stage: Playing, engine: Watched
) -> None:
    def write(asked: Asked) -> str | None:
        if not writes(asked):
            return None
        if "Think first" in asked.text:
            return stage.read("fuel.good.md")
        return stage.read("fuel.wrong.md").replace("Fuel Cost", f"Fuel {asked.raw['temperature']}")

    stage.endpoint.script(write)
    result = stage.make(replace(FUEL, candidates=3), engine)
    assert {told.note for told in stage.told(Written)} >= {"thought through first"}
    asked = [one for one in stage.endpoint.asked if writes(one)]
    assert len({one.raw["temperature"] for one in asked}) == len(asked) == 3
    assert result.verdict
    assert result.verdict.score == 1.0
    assert result.candidate
    assert result.candidate.note == "thought through first"
    assert result.tried
    assert result.tried[-1][1].score == 1.0
    replies = {"".join(told.text for told in stage.told(Said) if told.role == role) for role in LANES}
    assert stage.read("fuel.good.md") in replies
    assert len(replies) == 3, "what several write at once is told apart"


def test_the_first_perfect_one_ends_the_rest(stage: Playing, engine: Watched) -> None:
    stage.endpoint.script(
        lambda asked: (
            None
            if not writes(asked)
            else stage.read("fuel.good.md")
            if asked.raw["temperature"] == 0.2
            else Played("still writing, line by line\n" * 10, then="endless")
        )
    )
    result = stage.make(replace(FUEL, candidates=3, budget=Budget(seconds=60)), engine)
    assert len(stage.told(Scored)) == 1
    assert result.verdict
    assert result.verdict.score == 1.0
    assert "budget" not in result.reason


def test_one_that_comes_to_nothing_does_not_end_the_others(stage: Playing, engine: Watched) -> None:
    stage.endpoint.script(
        lambda asked: (
            None
            if not writes(asked)
            else Played("no quota", status=402)
            if asked.raw["temperature"] == 0.2
            else stage.read("fuel.wrong.md")
        )
    )
    result = stage.make(replace(FUEL, candidates=2), engine)
    assert len(stage.told(Scored)) == 1
    assert result.candidate


def test_the_same_app_twice_is_tried_once(stage: Playing, engine: Watched) -> None:
    result = stage.make(replace(FUEL, candidates=3), engine)
    assert len([one for one in stage.endpoint.asked if writes(one)]) == 3
    assert len(result.tried) == len(stage.told(Scored)) == 1


def test_a_model_that_takes_one_call_at_once_writes_one_after_the_other(stage: Playing, engine: Watched) -> None:
    stage.models["writer"].slots = 1
    stage.endpoint.script(lambda asked: stage.read("fuel.good.md") if writes(asked) else None)
    stage.make(replace(FUEL, candidates=4), engine)
    assert len([one for one in stage.endpoint.asked if writes(one)]) == 1, "the first was perfect"


def test_a_run_goes_on_from_an_app_that_exists(stage: Playing, engine: Watched) -> None:
    first = stage.make(FUEL, engine)
    assert first.plan
    assert first.verdict
    asked = len(stage.endpoint.asked)
    stage.says("repairer", "fuel.edit.md")
    start = Start(first.plan, first.checks, first.candidate)
    result = stage.make(replace(FUEL, rounds=1), engine, start=start)
    assert len(stage.endpoint.asked) == asked + 1, "neither planned nor written anew"
    assert result.verdict
    assert result.verdict.score > first.verdict.score
    assert result.plan == first.plan
    assert "code" not in result.stages
