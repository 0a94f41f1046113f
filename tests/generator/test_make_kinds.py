"""An api and a command from the sentence to the verdict: played replies, the real engine, deliberate faults."""

from generator.contract import Kind, Mark, Result, Spec
from generator.events import Checked, Scored
from tests.generator import playing
from tests.generator.playing import Playing, Watched

TICKETS = Spec("an API for parking tickets: POST /tickets stores one, GET /tickets lists them, DELETE /tickets/{id}")
TALLY = Spec("a command line tool that adds up the amounts of lines like milk;3")

engine = playing.engine


def marks(result: Result) -> list[Mark]:
    return [claim.mark for claim in result.claims]


def test_an_api_is_planned_checked_written_tried_and_repaired(stage: Playing, engine: Watched) -> None:
    stage.plays("tickets", "tickets.wrong.md", "tickets.edit.md")
    result = stage.make(TICKETS, engine)
    assert result.plan
    assert (result.plan.kind, len(result.plan.routes)) == (Kind.API, 3)
    scores = stage.told(Scored)
    assert [score.best for score in scores] == [True, True]
    assert scores[0].score < scores[1].score == 1.0
    assert marks(result) == [Mark.PASSED] * 4, [claim.evidence for claim in result.claims]
    assert result.claims[3].picture, "of the check that uses the page"
    assert "plan doesn't have: GET /fines" in stage.told(Checked)[-1].dropped["There is a route for fines."]
    assert result.verdict
    assert {o.id: o.mark for o in result.verdict.invariants}["odd_requests"] is Mark.PASSED
    assert [fault.by for fault in result.faults if fault.end == "noticed"]
    report = next(asked.text for asked in stage.endpoint.asked if "You repair" in asked.text)
    assert "“fee” is 3.6; it must be 4.8." in report
    assert result.candidate
    assert set(result.candidate.files) == {"app.py", "index.html"}


def test_a_command_is_planned_checked_written_tried_and_repaired(stage: Playing, engine: Watched) -> None:
    stage.plays("tally", "tally.wrong.md", "tally.edit.md")
    result = stage.make(TALLY, engine)
    assert result.plan
    assert result.plan.command
    assert (result.plan.kind, len(result.plan.command.arguments)) == (Kind.SCRIPT, 3)
    scores = stage.told(Scored)
    assert scores[0].score < scores[1].score == 1.0
    assert marks(result) == [Mark.PASSED] * 4, [claim.evidence for claim in result.claims]
    dropped = stage.told(Checked)[-1].dropped
    assert "empty app" in dropped["Nonsense is refused."]
    assert "plan doesn't have: --sort" in dropped["It may be sorted."]
    assert result.verdict
    assert not [o for o in result.verdict.invariants if o.mark is not Mark.PASSED]
    assert result.verdict.pictures == {}
    assert [fault.by for fault in result.faults if fault.end == "noticed"]
    assert not [asked for asked in stage.endpoint.asked if '"see_value"' in str(asked.schema)], "no steps on pages"
