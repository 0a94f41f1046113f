"""What a trial says of apps that are good, wrong, broken or hostile, each in real sandboxes with a real browser."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from generator.contract import Candidate, Kind, Mark, Outcome
from generator.events import Event, Tried
from generator.report import report
from generator.tester import ANSWER, PNG, bounded
from generator.trial import Trials
from sandbox import Engine, Files, Image, Sandbox, SandboxError
from tests.generator.trying import app, by_id, check, plan

SPLIT = check(
    "split",
    {"do": "fill", "name": "Bill", "value": "100"},
    {"do": "see_value", "name": "Each pays", "equals": "30.00"},
)
MORE = check(
    "more",
    {"do": "fill", "name": "Bill", "value": "100"},
    {"do": "note", "name": "Each pays", "key": "first"},
    {"do": "fill", "name": "Bill", "value": "200"},
    {"do": "relation", "name": "Each pays", "key": "first", "holds": "double"},
    claim="c2",
)
TITLE = check("title", {"do": "see_text", "text": "App"}, claim="c2")


@pytest.fixture(scope="module")
def trials(engine: Engine) -> Iterator[Trials]:
    with Trials(engine, plan(Kind.WEB, 2), lambda event: None) as opened:
        opened.warm()
        yield opened


@contextmanager
def told(engine: Engine, kind: Kind) -> Iterator[tuple[Trials, list[Event]]]:
    events: list[Event] = []
    with Trials(engine, plan(kind, 2), events.append) as opened:
        yield opened, events


def test_a_good_app_passes_with_evidence_and_pictures(engine: Engine) -> None:
    with told(engine, Kind.WEB) as (opened, events):
        verdict = opened.run(3, app("bill"), [SPLIT, MORE])
    assert verdict.started
    assert verdict.score == 1
    said = by_id(verdict.checks)
    assert said["split"].evidence == "Fill “Bill” with 100, see 30.00 at “Each pays”."
    assert said["split"].picture in verdict.pictures
    assert {"app.png", "phone.png"} <= set(verdict.pictures)
    assert all(picture.startswith(b"\x89PNG") for picture in verdict.pictures.values())
    assert [width(verdict.pictures[name]) for name in ("app.png", "phone.png")] == [1280, 390]
    assert [o.id for o in verdict.invariants if o.mark is not Mark.PASSED] == []
    assert report(verdict) == ""
    tried = [event for event in events if isinstance(event, Tried)]
    assert [event.id for event in tried] == [o.id for o in (*verdict.invariants, *verdict.checks)]
    assert {event.number for event in tried} == {3}


def width(picture: bytes) -> int:
    return int.from_bytes(picture[16:20], "big")


def test_what_a_page_would_load_from_elsewhere_fails_the_trial_and_is_told(trials: Trials) -> None:
    page = app("bill").files["index.html"].decode()
    away = "".join(f'<script src="https://cdn.example/{name}.js"></script>' for name in ("left-pad", "right-pad"))
    verdict = trials.run(1, Candidate({"index.html": (away + page).encode()}, "a person"), [SPLIT])
    assert by_id(verdict.invariants)["alone"].mark is Mark.FAILED
    told = report(verdict)
    assert "index.html: https://cdn.example/left-pad.js can't be loaded" in told
    assert "https://cdn.example/right-pad.js" in told


def test_a_wrong_app_fails_and_the_report_says_how(trials: Trials) -> None:
    verdict = trials.run(1, app("bill_broken"), [SPLIT, MORE])
    said = by_id([*verdict.invariants, *verdict.checks])
    assert said["split"].mark is Mark.FAILED
    assert "it must show “30.00”" in said["split"].evidence
    assert verdict.score < 1
    assert "Clear" in said["buttons"].evidence
    assert "nothing is not defined" in said["buttons"].evidence
    assert "390 px" in said["phone"].evidence
    words = report(verdict)
    assert "Fill “Bill” with 100, see 30.00 at “Each pays”." in words
    assert "Claim: Claim 1" in words
    assert "Failed at step 2: see 30.00 at “Each pays”." in words
    assert "text “Tip %”" in words
    assert re.search("Page: A very wide .* People", words), "all that is on the page, on one line"
    assert len(words) <= 3000


def test_an_empty_app_tells_which_checks_prove_nothing(trials: Trials) -> None:
    verdict = trials.empty([SPLIT, MORE, TITLE])
    assert [(o.id, o.mark) for o in verdict.checks] == [
        ("split", Mark.FAILED),
        ("more", Mark.FAILED),
        ("title", Mark.PASSED),
    ]


def test_an_empty_streamlit_app_fails_too(engine: Engine) -> None:
    with told(engine, Kind.STREAMLIT) as (opened, _):
        verdict = opened.empty([SPLIT, TITLE])
    assert [o.mark for o in verdict.checks] == [Mark.FAILED, Mark.PASSED]


def test_a_page_that_hangs_fails_its_check_alone(trials: Trials, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.page_trial.CHECKING", 6.0)
    monkeypatch.setattr("generator.page_trial.EXAMINING", 8.0)
    press = {"do": "press", "name": "Go"}
    total = {"do": "see_value", "name": "Total", "equals": "3"}
    verdict = trials.run(1, app("endless"), [check("hangs", press, total), check("stands", total)])
    said = by_id([*verdict.invariants, *verdict.checks])
    assert said["hangs"].mark is Mark.FAILED
    assert "stopped answering" in said["hangs"].evidence
    assert said["stands"].mark is Mark.PASSED
    assert said["buttons"].mark is Mark.FAILED
    assert "“Go”" in said["buttons"].evidence
    assert said["odd"].mark is Mark.NOT_CHECKED, "nothing more is asked of a page that is gone"


def test_a_check_that_fails_on_a_page_that_opened_late_is_held_again_with_more_patience(trials: Trials) -> None:
    late = """<title>Late</title><script>
      const began = Date.now(); while (Date.now() - began < 1700) {}
      setTimeout(() => { document.body.append('Done') }, 6000)</script><body><p>Wait.</p>"""
    done, never = (check(text, {"do": "see_text", "text": text}) for text in ("Done", "Never"))
    verdict = trials.run(1, Candidate({"index.html": late.encode()}, "a person"), [done, never])
    assert [o.mark for o in verdict.checks] == [Mark.PASSED, Mark.FAILED]


def test_a_script_that_does_not_parse_shows_as_an_error(engine: Engine) -> None:
    with told(engine, Kind.STREAMLIT) as (opened, _):
        verdict = opened.run(1, app("refusing"), [SPLIT])
        crashing = opened.run(2, app("crashing"), [])
    said = by_id(verdict.invariants)
    assert said["no_errors"].mark is Mark.FAILED
    assert "SyntaxError" in said["no_errors"].evidence
    assert verdict.score == 0
    pressed = by_id(crashing.invariants)["buttons"]
    assert pressed.mark is Mark.FAILED
    assert "“Divide”" in pressed.evidence
    assert "ZeroDivisionError" in pressed.evidence
    words = report(crashing)
    assert "app.py" in words
    assert "site-packages" not in words


def test_an_app_that_ends_or_stores_too_much_is_a_verdict(engine: Engine) -> None:
    pressed = check("pressed", {"do": "press", "name": "Go"}, {"do": "see_text", "text": "Ending"})
    with told(engine, Kind.STREAMLIT) as (opened, _):
        ending = opened.run(1, app("ending"), [pressed])
        filling = opened.run(2, app("filling"), [check("title", {"do": "see_text", "text": "Filling"})])
    for said in (by_id(ending.invariants)["buttons"], ending.checks[0]):
        assert (said.mark, said.evidence) == (
            Mark.FAILED,
            "The app ended with status 3: the press has jammed",
        )
    assert filling.checks[0].mark is Mark.PASSED


def test_checks_that_are_held_side_by_side_do_not_meet(engine: Engine) -> None:
    add = ({"do": "fill", "name": "Entry", "value": "walked"}, {"do": "press", "name": "Add"})
    seen = {"do": "see_text", "text": "walked"}
    checks = [
        check(f"k{n}", *(add * n), seen, {"do": "see_value", "name": "Entries", "equals": f"{n}"}) for n in (2, 1, 3)
    ]
    with told(engine, Kind.STREAMLIT) as (opened, events):
        opened.warm()
        opened.widen()
        empty = opened.empty([TITLE, check("rehearsed", {"do": "see_text", "text": "Press"})])
        verdict = opened.run(1, app("diary"), checks)
    assert [o.mark for o in empty.checks] == [Mark.PASSED, Mark.FAILED], "nothing stays of the rehearsal"
    assert [(o.id, o.mark) for o in verdict.checks] == [(c.id, Mark.PASSED) for c in checks]
    assert {o.picture for o in verdict.checks} | {"app.png", "phone.png"} == set(verdict.pictures)
    assert sorted(e.id for e in events if isinstance(e, Tried)) == sorted(
        o.id for o in (*verdict.invariants, *verdict.checks)
    )


def test_a_candidate_without_a_page_does_not_start(trials: Trials) -> None:
    verdict = trials.run(1, Candidate({"readme.txt": b"nothing"}, "a person"), [SPLIT])
    assert not verdict.started
    assert verdict.reason
    assert verdict.reason in report(verdict)


class Dying:
    """An engine whose first tester goes away at the second thing that is asked of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.testers = 0

    @contextmanager
    def open(self, image: Image, **more: Any) -> Iterator[Sandbox]:
        with self.engine.open(image, **more) as box:
            if image is Image.TESTER:
                self.testers += 1
                if self.testers == 1:
                    asked, run = [], box.run

                    def fail(argv: list[str], **more: object) -> object:
                        asked.append(argv)
                        if len([a for a in asked if "ask.py" in a]) == 2:
                            run(["python", "-c", "import os, signal; os.kill(-1, signal.SIGKILL)"])
                        return run(argv, **more)  # type: ignore[arg-type]

                    box.run = fail  # type: ignore[method-assign,assignment]
            yield box


def test_a_tester_that_dies_is_replaced_and_the_app_is_not_blamed(engine: Engine) -> None:
    dying = Dying(engine)
    lost: list[float] = []
    with Trials(dying, plan(Kind.WEB, 2), lambda event: None, excuse=lost.append) as opened:  # type: ignore[arg-type]
        verdict = opened.run(1, app("bill"), [SPLIT, MORE])
    assert dying.testers == 2
    assert (len(lost), lost[0] > 0) == (1, True), "the time it took is not the budget's"
    assert [o.mark for o in verdict.checks] == [Mark.PASSED, Mark.PASSED]


def test_what_a_tester_answers_is_bounded_and_typed() -> None:
    loud = {"id": "a", "mark": "passed", "said": "x\x1b[31m" * 9000, "console": ["y" * 99999] * 99, "errors": ["\x07"]}
    told = bounded(ANSWER.validate_json(json.dumps([loud]))[0])
    assert len(told.said) == 4000
    assert "\x1b" not in told.said
    assert len(told.console) == 10
    assert max(map(len, told.console)) == 1000
    with pytest.raises(ValueError, match="mark"):
        ANSWER.validate_python([{**loud, "mark": "perfect"}])
    for data, kept in ((PNG, PNG), (b"<svg onload=alert(1)>", b"")):
        answer = json.dumps([{**loud, "picture": b64encode(data).decode()}])
        assert bounded(ANSWER.validate_json(answer)[0]).picture == kept


def test_the_score_is_by_weight_of_claims(trials: Trials) -> None:
    checks = [SPLIT, SPLIT.model_copy(update={"id": "again"}), MORE]
    outcomes = [Outcome("split", "", Mark.PASSED), Outcome("again", "", Mark.FAILED), Outcome("more", "", Mark.PASSED)]
    assert trials.score(checks, outcomes) == 0.75
    assert trials.score([], []) == 0


def test_a_gone_engine_is_an_error_of_its_own(engine: Engine) -> None:
    class Gone:
        def open(self, image: Image, **more: Any) -> object:
            raise SandboxError("The engine is gone.")

    files: Files = {"index.html": b"<h1>Hi</h1>"}
    with Trials(Gone(), plan(Kind.WEB), lambda event: None) as opened, pytest.raises(SandboxError):  # type: ignore[arg-type]
        opened.run(1, Candidate(files, "a person"), [])
