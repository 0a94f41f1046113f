"""Apis out of blocks: the requests that a sentence names are answered under its own names, or it is refused.

What a model answers here was written by hand: which of the operations put to it is meant."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.api_words import refusals, requests
from generator.choose_kind import kind_for
from generator.contract import Candidate, Check, GeneratorError, Kind, Mark, Plan, Reply, Request, Spec, Workshop
from generator.payload.blocks.answers import answer, holds
from generator.payload.blocks.dice import roll
from generator.payload.blocks.operation import AnswerError
from generator.sift import sift
from tests.generator import playing
from tests.generator.playing import Playing, Watched
from tests.generator.trying import Bench

engine = playing.engine
stage = playing.stage
FIGURES = (
    'An API for figures: POST a JSON list of numbers to /figures and get {"median", "min"} back; '
    "an empty list gives 422"
)
STONES = (
    'An API that weighs: GET /weigh?n=3&from=stone&into=g answers {"weight": 19050}. '
    "It knows g, kg and stone (6350 g); an unknown unit is a 404"
)


class Meant:
    """A model that picks what was meant for each part of an answer, by the name of that part."""

    name, small, slots = "by hand", True, 1

    def __init__(self, **meant: str) -> None:
        self.meant = meant

    def ask(self, messages: Any, *, schema: Mapping[str, Any] | None = None, **_: Any) -> Reply:
        part = str(messages[-1]["content"]).rpartition("Request: ")[2].partition(":")[0].replace(" ", "_")
        return Reply("", {"answer": self.meant.get(part, "none")} if schema else None, 0, 0, 0.0)


def made(text: str, folder: Path, **meant: str) -> tuple[Plan, list[Check], Candidate]:
    bench = Bench(folder)
    shop = Workshop({"writer": Meant(**meant)}, None, lambda: bench, lambda _: None)  # type: ignore[dict-item, arg-type, return-value]
    method = Blueprint()
    spec = Spec(text, kind_for(method, Spec(text), shop))
    plan = method.plan(spec, shop)
    return plan, method.checks(spec, plan, shop), method.write(spec, plan, shop)


def steps(checks: list[Check]) -> list[Request]:
    return [step for check in checks for step in check.steps if isinstance(step, Request)]


def test_each_part_of_an_answer_has_its_operation_and_is_checked_with_the_others(tmp_path: Path) -> None:
    plan, checks, app = made(FIGURES, tmp_path, median="median_of", min="minimum_of")
    assert plan.kind is Kind.API
    assert [(r.method, r.path, r.takes) for r in plan.routes] == [("POST", "/figures", "json")]
    source = app.files["app.py"].decode()
    assert "def post_figures(numbers: list[float])" in source
    assert '{"median": median_of(numbers=numbers), "min": minimum_of(numbers=numbers)}' in source
    assert "failure=422" in source
    assert b"fastapi" in app.files["requirements.txt"]
    assert b"uvicorn" in app.files["requirements.txt"]
    assert sift(checks, plan)[1] == {}
    assert {check.claim for check in checks} == {claim.id for claim in plan.claims}
    first = steps(checks)[0]
    assert (first.body, first.fields) == ([3, 9, 4, 4], {"median": 4, "min": 3})
    assert [step.status for step in steps(checks) if step.body == []] == [422]


def test_units_that_the_sentence_explains_are_converted_by_its_own_numbers(tmp_path: Path) -> None:
    _, checks, app = made(STONES, tmp_path)
    source = app.files["app.py"].decode()
    assert "factors = {'g': 1, 'kg': 1000, 'stone': 6350}" in source
    assert 'from_: Annotated[str, Query(alias="from")]' in source
    first = steps(checks)[0]
    assert (first.query, first.fields) == ({"n": "3", "from": "stone", "into": "g"}, {"weight": 19050})
    assert (checks[0].basis, checks[1].basis) == ("spec", "agreement")


@pytest.mark.parametrize(
    ("text", "meant", "said"),
    [
        ('Weather API: GET /weather?city=Oslo answers {"degrees": 3}', {}, "“degrees”"),
        (STONES.replace("19050", "18900"), {}, "18900"),
        (
            'An API: POST a list of numbers to /mean to get {"mean"}; more than 9 give 400',
            {"mean": "average_of"},
            "9",
        ),
        ("A web api that counts votes", {}, "names no request"),
        ('API that counts words: GET /words/tea answers {"letters": 3}', {"letters": "roll_dice"}, "“letters”"),
    ],
)
def test_what_nothing_is_known_of_is_refused(text: str, meant: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match=said) as error:
        made(text, tmp_path, **meant)
    assert error.value.hint


def test_the_sentence_says_what_is_asked_and_answered() -> None:
    text = (
        'GET, PUT and DELETE /cups/{id}; POST /cups with {"name": "Mug", "ml": 250} gives 201 and {"id": 1}; '
        'I POST a list of words to /sort. GET /v1/tea/42a?hot=1 returns {"ok": true}. A cup that isn\'t there is a 404.'
    )
    found = requests(text)
    assert [(one.method, one.path) for one in found] == [
        ("GET", "/cups/{id}"),
        ("PUT", "/cups/{id}"),
        ("DELETE", "/cups/{id}"),
        ("POST", "/cups"),
        ("POST", "/sort"),
        ("GET", "/v1/tea/{tea}"),
    ]
    assert (found[3].body, found[3].gives, found[3].status) == ({"name": "Mug", "ml": 250}, {"id": 1}, 201)
    assert found[4].sends == "words"
    assert (found[5].varies, found[5].query, found[5].gives) == ({"tea": "42a"}, {"hot": "1"}, {"ok": True})
    assert refusals(text) == [("A cup that isn't there is a 404", 404)]


@pytest.mark.parametrize("dice", ["", "d", "3x6", "2d6+", "0d6", "3d0", "6d8", "²d6"])
def test_dice_that_make_no_sense_or_are_too_many_are_refused(dice: str) -> None:
    with pytest.raises(AnswerError):
        roll(dice, most=5)


def test_dice_fall_within_their_sides_and_what_is_added_counts() -> None:
    rolled = roll("5d3-2", most=5)
    assert len(rolled.rolls) == 5
    assert set(rolled.rolls) <= {1, 2, 3}
    assert rolled.total == sum(rolled.rolls) - 2
    assert len({tuple(roll("9d1000", most=9).rolls) for _ in range(3)}) > 1


def test_an_answer_holds_no_number_that_json_has_no_word_for() -> None:
    assert answer({"a": [1.5, "x"]}) == {"a": [1.5, "x"]}
    with pytest.raises(AnswerError):
        answer({"a": [float("nan")]})
    assert [holds(said) for said in ("valid", "not valid", "No", True, False)] == [True, False, False, True, False]


def test_a_run_ends_with_a_receipt(stage: Playing, engine: Watched) -> None:
    stage.models = {"writer": Meant()}  # type: ignore[dict-item]
    text = 'Game API: GET /throw?dice=2d6 answers {"dice": [3, 4], "sum": 7}; more than 30 dice or nonsense get a 422'
    result = stage.make(Spec(text), engine, method="blueprint")
    assert result.candidate, result.reason
    assert result.verdict
    assert not [o for o in (*result.verdict.invariants, *result.verdict.checks) if o.mark is not Mark.PASSED]
    assert [claim.mark for claim in result.claims] == [Mark.PASSED] * len(result.claims), result.claims


def test_entries_are_kept_under_the_routes_that_are_named_and_each_has_its_check(tmp_path: Path) -> None:
    text = (
        "A JSON API for plants, each with name and height: POST /plants keeps one, GET /plants lists them, "
        "PUT /plants/{id} changes and DELETE /plants/{id} removes one; an empty name gets a 422 and an unknown id a 404"
    )
    plan, checks, app = made(text, tmp_path)
    source = app.files["app.py"].decode()
    assert "name: str = Field(min_length=1)" in source
    assert "height: float = Field(allow_inf_nan=False)" in source
    assert [(r.method, r.path, r.status) for r in plan.routes] == [
        ("POST", "/plants", 201),
        ("GET", "/plants", 200),
        ("PUT", "/plants/{id}", 200),
        ("DELETE", "/plants/{id}", 204),
    ]
    assert sift(checks, plan)[1] == {}
    asked = {(step.method, step.status) for step in steps(checks)}
    assert asked >= {("GET", "2xx"), ("PUT", 404), ("DELETE", 404), ("DELETE", 204), ("POST", 422), ("POST", 201)}
    assert {claim.text for claim in plan.claims if claim.id not in {check.claim for check in checks}} == set()


@pytest.mark.parametrize(
    "more",
    [", ten on a page", "; GET /plants?search=Fern finds them", "; a name that is there already gets a 409"],
)
def test_more_than_keeping_is_refused(more: str, tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match=r"building block|isn't clear"):
        made("A JSON API for plants, each with name: POST /plants keeps one, GET /plants lists them" + more, tmp_path)


def test_a_run_with_entries_ends_with_a_receipt(stage: Playing, engine: Watched) -> None:
    stage.models = {"writer": Meant()}  # type: ignore[dict-item]
    text = 'Tea API: POST /teas with {"name": "Chai", "grams": 5}, GET /teas lists them, DELETE /teas/{id} removes one'
    result = stage.make(Spec(text), engine, method="blueprint")
    assert result.candidate, result.reason
    assert result.verdict
    assert not [o for o in (*result.verdict.invariants, *result.verdict.checks) if o.mark is not Mark.PASSED]
    assert Mark.PASSED in {claim.mark for claim in result.claims}


WAITING = (
    'Kitchen queue: POST /orders with {"dish": "...", "express": true or false} adds an order and answers 201, GET '
    "/orders lists who is waiting, POST /orders/next answers with the dish whose turn it is and takes it off the list. "
    "Express ones come before the others; 409 when nothing is left."
)


def test_whoever_waits_is_taken_off_in_turn_and_those_with_a_flag_before_the_others(tmp_path: Path) -> None:
    plan, checks, app = made(WAITING, tmp_path)
    source = app.files["app.py"].decode()
    assert "express: bool" in source
    assert 'ENTRIES.take("express")' in source
    assert "failure=409" in source
    assert ("POST", "/orders/next") in {(r.method, r.path) for r in plan.routes}
    assert sift(checks, plan)[1] == {}
    called = [step for step in steps(checks) if step.path == "/orders/next"]
    assert {step.status for step in called} == {"2xx", 409}
    turn = next(claim for claim in plan.claims if "Express ones" in claim.text)
    titles = {check.title for check in checks if check.claim == turn.id}
    assert "Those with express come before the others." in titles


@pytest.mark.parametrize(
    "text",
    [
        'POST /plates with {"name": "..."} adds one, POST /pop takes the last one off, 404 when it is empty.',
        'POST /tickets with {"subject": "...", "level": 3}, POST /next takes the one with the highest level.',
        'POST /calls with {"name": "...", "vip": true or false}, POST /next takes one off; VIPs come after the others.',
    ],
)
def test_turns_in_another_order_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match="order in which these have their turn"):
        made(text, tmp_path)
