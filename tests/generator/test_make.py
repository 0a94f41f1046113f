"""The pipeline on the real engine and browser, against an endpoint that plays the model's replies."""

import _thread
import subprocess
import threading
import time
from dataclasses import replace

import pytest

from generator.contract import Budget, GeneratorError, Kind, Mark, Result, Spec
from generator.decisions import Answer, Autonomy
from generator.events import Checked, Event, Fault, Scored, Stage, Tried, Written
from generator.make import Interrupted, Unfinished, make
from tests.endpoint_server import Played
from tests.generator import playing
from tests.generator.playing import PROMPTS, Playing, Watched

FUEL = Spec("a fuel cost calculator for trips", kind=Kind.WEB, rounds=1)
READING = Spec("a reading log with the pages of all books", kind=Kind.STREAMLIT, rounds=1)

engine = playing.engine


def marks(result: Result) -> list[Mark]:
    return [claim.mark for claim in result.claims]


# --- before anything is built


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (Spec(""), "empty"),
        (Spec("  \n\t "), "empty"),
        (Spec("?!… 123"), "no words"),
        (Spec("word " * 3000), "15000 characters|14999 characters"),
        (Spec("\x89PNG\x00\x00IHDR"), "raw data"),
        (Spec("\udce4\udcf6 app"), "raw data"),
        (Spec("show it", files={"../etc/x": b""}), "no file name"),
        (Spec("show it", files={"big.bin": bytes(9_000_000)}), "9 MB"),
    ],
)
def test_a_spec_that_nothing_can_be_made_of_is_refused(stage: Playing, spec: Spec, sentence: str) -> None:
    with pytest.raises(GeneratorError, match=sentence) as error:
        stage.make(spec, None)
    assert error.value.hint
    assert not stage.endpoint.asked


def test_words_without_sense_end_with_a_sentence_and_no_app(stage: Playing) -> None:
    stage.endpoint.say(
        {"title": "Nothing", "claims": [], "unchecked": ["These words ask for nothing that can be built."]}
    )
    result = stage.make(Spec("colourless green ideas sleep"), None)
    assert result.outcome == "none"
    assert "ask for nothing" in result.reason


def test_a_plan_that_is_turned_down_is_not_built(stage: Playing) -> None:
    stage.says("planner", "fuel.plan.json")
    result = stage.make(FUEL, None, autonomy=Autonomy.PLAN, decide=lambda _: Answer(False))
    assert (result.outcome, result.reason) == ("none", "The plan was turned down.")
    assert len(stage.endpoint.asked) == 1


def test_prose_instead_of_a_plan_is_unfinished(stage: Playing) -> None:
    stage.endpoint.say("What a nice idea! Let me tell you about fuel.")
    with pytest.raises(Unfinished, match="no plan") as error:
        stage.make(FUEL, None)
    assert error.value.result.usage.calls >= 2


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [(Played("no", status=401), "API key"), (Played("down", status=500), "fault of its own")],
)
def test_an_endpoint_that_refuses_is_unfinished(stage: Playing, reply: Played, sentence: str) -> None:
    stage.endpoint.say(reply)
    with pytest.raises(Unfinished, match=sentence) as error:
        stage.make(FUEL, None)
    assert error.value.hint
    assert error.value.result.outcome == "none"


def test_a_model_that_says_nothing_is_ended_by_the_budget(stage: Playing) -> None:
    stage.endpoint.say(Played("x", wait=60))
    began = time.monotonic()
    result = stage.make(replace(FUEL, budget=Budget(seconds=0.6)), None)
    assert time.monotonic() - began < 20
    assert result.outcome == "none"
    assert "0.6 seconds" in result.reason


def test_endless_output_is_ended_by_the_tokens(stage: Playing) -> None:
    stage.endpoint.say(Played("and so on " * 40, then="endless"))
    result = stage.make(replace(FUEL, budget=Budget(tokens=3000)), None)
    assert "3000 tokens" in result.reason


# --- from sentence to verdict


def test_a_web_app_is_planned_checked_written_tried_and_repaired(stage: Playing, engine: Watched) -> None:
    stage.plays("fuel", "fuel.wrong.md", "fuel.edit.md")
    best: list[Result] = []
    result = stage.make(FUEL, engine, best=best.append)
    scores = stage.told(Scored)
    assert len(scores) == 2
    assert scores[0].score < scores[1].score == 1.0
    assert marks(result) == [Mark.PASSED] * 4 + [Mark.NOT_CHECKED]
    assert "empty app" in result.claims[4].evidence
    assert [check.claim for check in result.checks] == ["c1", "c1", "c2", "c3", "c4"]
    assert list(stage.told(Checked)[-1].dropped) == ["The page does not say undefined."]
    assert result.outcome == "partly"
    assert result.reason == "1 of 5 claims could not be checked."
    assert [r.verdict.score for r in best if r.verdict] == [scores[0].score, 1.0]
    assert best[0].candidate, "what was written is handed on before it is tried"
    assert set(marks(best[0])) == {Mark.NOT_CHECKED}
    assert best[1].claims[0].mark is Mark.FAILED
    assert {"plan", "checks", "code", "boot", "empty", "trial", "repair", "faults"} <= set(result.stages)
    assert list(result.faults) == stage.told(Fault)
    assert [fault.by for fault in result.faults if fault.end == "noticed"], "its checks are worth something"
    assert best[1].faults == []
    assert (result.usage.calls, result.usage.tokens_out) == (4, 80)
    assert {event.number for event in stage.told(Tried)} >= {1, 2}
    assert result.candidate
    assert b"/ 100 *" in result.candidate.files["index.html"]


def test_a_repair_that_makes_it_worse_is_not_kept(stage: Playing, engine: Watched) -> None:
    stage.plays("fuel", "fuel.wrong.md", "fuel.harm.md")
    result = stage.make(FUEL, engine)
    first, second = stage.told(Scored)
    assert second.score < first.score
    assert (first.best, second.best) == (True, False)
    assert result.verdict
    assert result.verdict.score == first.score
    assert result.candidate
    assert b"42" not in result.candidate.files["index.html"]
    assert "fail" in result.reason


def test_a_streamlit_app_is_made_and_repaired(stage: Playing, engine: Watched) -> None:
    stage.plays("reading", "reading.forgetful.md", "reading.good.md")
    result = stage.make(READING, engine)
    assert [score.score < 1 for score in stage.told(Scored)] == [True, False]
    assert marks(result) == [Mark.PASSED] * 4
    assert (result.outcome, result.reason) == ("passed", "")


def test_repairs_that_lead_nowhere_bring_a_fresh_app(stage: Playing, engine: Watched) -> None:
    stage.plays("fuel", "fuel.wrong.md", "fuel.harm.md")
    stage.endpoint.script(lambda asked: stage.read("fuel.good.md") if "built in another way" in asked.text else None)
    result = stage.make(replace(FUEL, rounds=4), engine)
    assert [score.best for score in stage.told(Scored)] == [True, False, True]
    assert result.verdict
    assert result.verdict.score == 1.0
    assert stage.told(Written)[-1].note == "by another approach"


def test_going_in_circles_is_stopped_and_said(stage: Playing, engine: Watched) -> None:
    stage.plays("fuel", "fuel.wrong.md", "fuel.wrong.md")
    another = stage.read("fuel.wrong.md").replace("<h1>Fuel Cost</h1>", "<h1>What the trip costs</h1>")
    stage.endpoint.script(lambda asked: another if "built in another way" in asked.text else None)
    result = stage.make(replace(FUEL, rounds=9), engine)
    assert "in another way was no better" in result.reason
    assert len(stage.told(Scored)) == 2
    assert result.outcome == "partly"


def test_a_repair_that_the_model_refuses_still_hands_over_the_best(stage: Playing, engine: Watched) -> None:
    stage.plays("fuel", "fuel.wrong.md")
    stage.endpoint.on(PROMPTS["repairer"], Played("no quota", status=402))
    result = stage.make(FUEL, engine)
    assert result.candidate
    assert "out of quota" in result.reason
    assert "fail" in result.reason


def test_an_app_without_any_check_claims_nothing(stage: Playing, engine: Watched) -> None:
    stage.says("planner", "fuel.plan.json")
    stage.says("writer", "fuel.good.md")
    stage.endpoint.on(PROMPTS["checker"], "It will surely work.")
    result = stage.make(FUEL, engine)
    assert result.candidate
    assert set(marks(result)) == {Mark.NOT_CHECKED}
    assert result.outcome == "partly"


def test_an_app_that_does_not_start_is_a_verdict(stage: Playing, engine: Watched) -> None:
    stage.says("planner", "reading.plan.json")
    stage.says("checker", "reading.checks.json")
    stage.endpoint.on(PROMPTS["writer"], "```python app.py\nimport streamlit as st\nimport no_such_library\n```")
    result = stage.make(replace(READING, rounds=0), engine)
    assert result.candidate
    assert result.verdict
    assert result.verdict.score == 0
    assert set(marks(result)) == {Mark.FAILED}


def test_used_up_tokens_hand_over_the_best_so_far(stage: Playing, engine: Watched) -> None:
    stage.plays("fuel", "fuel.wrong.md", "fuel.edit.md")
    costly = Played(stage.read("fuel.wrong.md"), usage=(90_000, 2_000))
    stage.endpoint.script(lambda asked: costly if PROMPTS["writer"] in asked.text else None)
    stage.models["writer"].slots = 1
    result = stage.make(replace(FUEL, budget=Budget(tokens=50_000)), engine)
    assert result.candidate
    assert "50000 tokens" in result.reason
    assert "fail" in result.reason
    assert len(stage.told(Scored)) == 1


# --- ended from outside


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("plan", "stop"),
        ("boot", "stop"),
        ("checks", "ctrl-c"),
        ("code", "ctrl-c"),
        ("empty", "stop"),
        ("trial", "stop"),
        ("repair", "ctrl-c"),
        ("faults", "stop"),
    ],
)
def test_a_run_can_be_interrupted_at_every_stage(stage: Playing, engine: Watched, name: str, how: str) -> None:
    stage.plays("fuel", "fuel.wrong.md", "fuel.edit.md")
    stop = threading.Event()
    ended: list[float] = []

    def tell(event: Event) -> None:
        stage.events.append(event)
        if isinstance(event, Stage) and event.name == name and not ended:
            ended.append(time.monotonic())
            if how == "stop":
                stop.set()
            else:
                _thread.interrupt_main()

    with pytest.raises(Interrupted) as interrupted:
        make(FUEL, stage.models, engine, tell, stop=stop)
    assert time.monotonic() - ended[0] < 15
    result = interrupted.value.result
    assert (result.plan is not None) == (name != "plan")
    assert result.candidate or name not in ("trial", "repair")
    assert (Mark.FAILED in marks(result)) == (name == "repair")


def test_an_engine_that_dies_leaves_what_there_was(stage: Playing, engine: Watched) -> None:
    stage.plays("fuel", "fuel.wrong.md", "fuel.edit.md")

    def tell(event: Event) -> None:
        if isinstance(event, Stage) and event.name == "repair":
            engine.dead = True
            for name in engine.open_now:
                subprocess.run(["docker", "kill", name], check=True, capture_output=True)

    with pytest.raises(Unfinished) as unfinished:
        make(FUEL, stage.models, engine, tell)
    assert unfinished.value.hint
    assert unfinished.value.hint in unfinished.value.result.reason
    assert unfinished.value.result.candidate
    assert Mark.FAILED in marks(unfinished.value.result)


def test_an_engine_that_cannot_boot_leaves_the_plan(stage: Playing, engine: Watched) -> None:
    engine.dead = True
    stage.plays("fuel", "fuel.good.md")
    with pytest.raises(Unfinished, match="no engine") as unfinished:
        stage.make(FUEL, engine)
    assert unfinished.value.result.plan
