"""A word at the entries of a list that lie beyond a number of the sentence, in real apps of both forms."""

from typing import Any, cast

import pytest

from generator.blueprint.asking import Asking
from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.choose import weigh
from generator.blueprint.claims import swear
from generator.blueprint.records_marks import hold_marks, marks_of, with_marks
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.records_sketch import sketch_records
from generator.blueprint.schema import Blueprint, Field, Records
from generator.contract import Candidate, Check, Kind, Mark
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import plan

PRESSURE = (
    'I enter the date, the systolic and the diastolic value, and get a list of all readings with "too high" at those'
    " above 140 or above 90, the average of both values, and a chart."
)
SUGAR = 'Log my blood sugar with date and sugar; mark readings above 180 as "high" and below 70 as "low".'
STOCK = 'Keep a stock list of items with name, quantity and price; "order more" beside those with a quantity below 5.'
NUMBERS = {PRESSURE: ("Systolic value", "Diastolic value"), SUGAR: ("Sugar",), STOCK: ("Quantity", "Price")}


def listed(text: str, *numbers: str) -> Records:
    fields = [Field(label="Name") if text == STOCK else Field(label="Date", type="date")]
    fields += [Field(label=label, type="number", minimum=0) for label in numbers]
    charts = [{"type": "line", "x": "date", "y": fields[1].name}] if "chart" in text else []
    return with_marks(Records.model_validate({"item": "entry", "fields": fields, "charts": charts}), text)


def held(text: str, records: Records) -> list[Check]:
    inventory = hold_records(records, "A list")
    hold_marks(inventory, records)
    return swear(text, inventory.things).checks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (PRESSURE, [("systolic_value", "more", "140", "too high"), ("diastolic_value", "more", "90", "too high")]),
        (SUGAR, [("sugar", "more", "180", "high"), ("sugar", "less", "70", "low")]),
        (STOCK, [("quantity", "less", "5", "order more")]),
    ],
)
def test_the_sentence_says_what_is_marked(text: str, marks: list[tuple[str, ...]]) -> None:
    records = listed(text, *NUMBERS[text])
    assert [(m.field, m.test, m.value, m.note) for m in records.highlights] == marks
    assert weigh(text)["records"] >= 8


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('My weigh-ins with "over" at those above 80.', [("over", "more", 80.0)]),
        ('It shows "failed" next to those with fewer than 50 points.', [("failed", "less", 50.0)]),
        ("Flag those over €100 as expensive.", [("expensive", "more", 100.0)]),
        ("Liste aller Messungen, „Fieber“ steht bei denen über 38,5.", [("Fieber", "more", 38.5)]),
        ("La liste, « trop chaud » à côté de celles au-dessus de 7.", [("trop chaud", "more", 7.0)]),
        ('Every reading above 140/90 is marked "high".', [("high", "more", 140.0), ("high", "more", 90.0)]),
        ('I type a temperature and it says "fever" if it is above 38.', []),
        ("A list of all books with title and pages, the longest first.", []),
    ],
)
def test_words_and_limits_are_read(text: str, told: list[tuple[str, str, float]]) -> None:
    assert [(note, test, limit) for note, limits in marks_of(text) for test, limit, _ in limits] == told


def test_a_limit_of_which_nobody_says_what_it_is_for_marks_nothing() -> None:
    text = 'I add my parcels with length and weight, and "too big" stands at those above 30.'
    assert listed(text, "Length", "Weight").highlights == []


def test_readings_that_are_listed_are_claimed_of_the_list() -> None:
    claims = swear(PRESSURE, hold_records(listed(PRESSURE, *NUMBERS[PRESSURE]), "Blood pressure").things)
    known = {claim.id for claim in claims.claims if "list of all readings" in claim.text}
    assert known & {check.claim for check in claims.checks}


def test_each_of_two_columns_has_its_average_and_its_chart() -> None:
    records = listed(PRESSURE, *NUMBERS[PRESSURE])
    assert [s.label for s in records.summaries] == ["Average systolic value", "Average diastolic value"]
    assert [chart.y for chart in records.charts] == ["systolic_value", "diastolic_value"]


class Said:
    """Says what a model said of the sentence: the fields, and a chart as if it were a figure."""

    def fill(self, task: str, text: str, shape: object, most: int) -> dict[str, Any]:
        if "Which figures" in task:
            return {"figures": [{"label": "Chart", "stat": "count", "of": "-", "group_by": "-", "period": "all"}]}
        numbers = [{"label": label, "type": "number"} for label in NUMBERS[PRESSURE]]
        return {"title": "Readings", "item": "reading", "fields": [{"label": "Date", "type": "date"}, *numbers]}


def test_a_chart_is_no_figure_that_counts() -> None:
    _, records = sketch_records(PRESSURE, cast(Asking, Said()))
    assert [s.stat for s in records.summaries] == ["average", "average"]
    assert len(records.highlights) == 2


@pytest.mark.parametrize("kind", [Kind.WEB, Kind.STREAMLIT])
@pytest.mark.parametrize("text", NUMBERS, ids=["pressure", "sugar", "stock"])
def test_the_word_stands_where_it_should(engine: Engine, text: str, kind: Kind) -> None:
    records = listed(text, *NUMBERS[text])
    checks = held(text, records)
    blueprint = Blueprint(title="A list", parts=[records])
    files = assemble_web(blueprint) if kind is Kind.WEB else assemble(blueprint)
    with Trials(engine, plan(kind), lambda event: None) as trials:
        tried = trials.run(1, Candidate(dict(files), "blueprint"), checks)
    assert len([check for check in checks if "stands at one" in check.title]) == len(records.highlights)
    assert [o for o in (*tried.checks, *tried.invariants) if o.mark is not Mark.PASSED] == []


@pytest.mark.parametrize("test", ["at_least", "less"])
def test_a_word_at_others_is_noticed(engine: Engine, test: str) -> None:
    records = listed(PRESSURE, *NUMBERS[PRESSURE])
    checks = held(PRESSURE, records)
    wrong = [mark.model_copy(update={"test": test}) for mark in records.highlights]
    blueprint = Blueprint(title="A list", parts=[records.model_copy(update={"highlights": wrong})])
    with Trials(engine, plan(Kind.STREAMLIT), lambda event: None) as trials:
        tried = trials.run(1, Candidate(dict(assemble(blueprint)), "blueprint"), checks)
    assert any(o.mark is Mark.FAILED for o in tried.checks)
