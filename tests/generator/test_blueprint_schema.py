"""Whatever a small model gives as a blueprint, a usable one results, and what was right stays as it was."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from generator.blueprint.mend import identifier, nearest, number, unique
from generator.blueprint.schema import Blueprint, Field, Form, Output, Quiz, Records, Timer


def records(**values: Any) -> Records:
    usual = {"item": "expense", "fields": ["Description", {"label": "Amount", "type": "money"}]}
    return Records.model_validate({**usual, **values})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tip (%)", "tip"),
        ("Größe", "groe"),
        ("2nd place", "n2nd_place"),
        ("class", "class_"),
        ("", "value"),
        ("!!", "value"),
    ],
)
def test_labels_become_names(text: str, name: str) -> None:
    assert identifier(text) == name


@pytest.mark.parametrize(
    ("said", "meant"),
    [("20 %", 20), ("$1,200.50", 1200.5), (5, 5), (True, 1), ("none", None), (float("nan"), None), ("-3 °C", -3)],
)
def test_numbers_are_read_as_people_write_them(said: object, meant: float | None) -> None:
    assert number(said) == meant


def test_nearest_forgives_case_and_slips_but_not_everything() -> None:
    known = ["amount", "Monthly rent", "date"]
    assert nearest("Amount", known) == "amount"
    assert nearest("monthly_rent", known) == "Monthly rent"
    assert nearest("amuont", known) == "amount"
    assert nearest("colour", known) is None
    assert unique(["a", "A", "b", "a"]) == ["a", "A_2", "b", "a_3"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"label": "Age", "type": "int", "default": "30 years"}, ("integer", 30)),
        ({"label": "Rate", "type": "percentage", "default": 150, "maximum": 100}, ("percent", 100)),
        ({"label": "Size", "type": "dropdown", "options": "S, M, L", "default": "m"}, ("choice", "M")),
        ({"label": "Size", "type": "choice", "options": []}, ("text", None)),
        ({"label": "Size", "type": "choice", "options": ["A", "A", " ", "B"], "default": "Z"}, ("choice", None)),
        ({"label": "On", "type": "checkbox", "default": "yes"}, ("yes_no", True)),
        ({"label": "Score", "type": "slider", "minimum": 10, "maximum": 0, "default": 3}, ("number", 3)),
        ({"label": "Thing", "type": "wibble", "default": 7}, ("text", "7")),
        ("Name", ("text", None)),
    ],
)
def test_fields_are_mended(given: Any, wanted: tuple[str, Any]) -> None:
    field = Field.model_validate(given)
    assert (field.type, field.default) == wanted
    assert field.minimum is None or field.maximum is None or field.minimum <= field.maximum
    assert field.options == list(dict.fromkeys(field.options))


def test_names_and_labels_are_made_unique_across_inputs_and_outputs() -> None:
    form = Form.model_validate({"inputs": ["Total", "Total"], "outputs": [{"label": "Total"}, {"label": "Rest"}]})
    pieces = [*form.inputs, *form.outputs]
    assert [p.name for p in pieces] == ["total", "total_2", "total_3", "rest"]
    assert [p.label for p in pieces] == ["Total", "Total 2", "Total 3", "Rest"]


def test_outputs_take_arguments_as_a_mapping_or_as_pairs() -> None:
    pairs = {
        "label": "T",
        "operation": "x",
        "arguments": [{"parameter": "a", "value": "bill"}, {"name": "b", "value": 2}],
    }
    assert Output.model_validate(pairs).arguments == {"a": "bill", "b": 2}
    assert Output.model_validate({"label": "T", "decimals": "99"}).decimals == 10


def test_references_of_records_are_found_by_label_or_near_name() -> None:
    part = records(
        fields=["Description", {"label": "Amount spent", "type": "money"}, {"label": "Day", "type": "date"}],
        sort="day",
        filters=["amount"],
        summaries=[{"label": "Total", "stat": "total", "of": "Amount Spent"}, {"stat": "mean", "of": "unknown"}],
        chart={"kind": "line", "x": "Day", "y": "amount_spent"},
        highlights=[{"field": "nothing alike", "test": "below", "value": 3}, {"field": "Amount spent", "test": "over"}],
        actions=[{"label": "Again", "field": "Day", "value": "today"}, {"label": "Odd", "field": "zzz"}],
        rows=[{"Description": "Tea", "amount spent": 3, "wrong": 1}],
    )
    assert part.sort == "day"
    assert part.filters == []
    assert [(s.stat, s.of) for s in part.summaries] == [("sum", "amount_spent"), ("average", "amount_spent")]
    assert [(c.type, c.x, c.y) for c in part.charts] == [("line", "day", "amount_spent")]
    assert [(h.field, h.test) for h in part.highlights] == [("amount_spent", "more")]
    assert [a.field for a in part.actions] == ["day"]
    assert part.rows == [{"description": "Tea", "amount_spent": 3}]


def test_a_share_that_is_done_brings_the_mark_with_it() -> None:
    assert records(summaries=[{"label": "Progress", "stat": "progress"}]).done
    assert records(features=["mark done", "csv export"]).features == ["done", "download"]


def test_records_without_fields_have_the_item_itself() -> None:
    part = Records.model_validate({"item": "task"})
    assert [(f.label, f.name) for f in part.fields] == [("Task", "task")]
    assert part.add == "Add task"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"kind": "tracker", "fields": ["A"]}, "records"),
        ({"kind": "Calculator"}, "form"),
        ({"cards": []}, "quiz"),
        ({"kind": "stopwatch"}, "timer"),
        ({"counts": ["x"]}, "counter"),
        ({"text": "hi"}, "note"),
        ({}, "form"),
    ],
)
def test_the_sort_of_part_is_found_by_its_word_or_by_what_it_has(given: dict[str, Any], kind: str) -> None:
    if kind == "counter":
        given = {"counts": [{"label": "x"}]}
    assert Blueprint.model_validate({"parts": [given]}).parts[0].kind == kind


def test_quizzes_have_the_answer_among_the_options_and_drop_empty_cards() -> None:
    quiz = Quiz.model_validate(
        {"cards": [{"question": "2 + 2", "answer": 4, "options": ["3", "5"]}, {"question": "", "answer": "x"}]}
    )
    assert [card.options for card in quiz.cards] == [["3", "5", "4"]]
    assert Quiz.model_validate({}).own_cards
    drill = Quiz.model_validate({"drill": {"operations": ["×", "plus", "?"], "minimum": 12, "maximum": 2}})
    assert drill.drill is not None
    assert (drill.drill.operations, drill.drill.minimum, drill.drill.maximum, drill.mode) == (["*", "+"], 2, 12, "type")


def test_a_timer_stays_within_a_day() -> None:
    timer = Timer.model_validate({"minutes": 1e9, "rounds": "0", "rest_minutes": "5 min"})
    assert (timer.minutes, timer.rounds, timer.rest_minutes) == (1440, 1, 5)


def test_what_is_right_stays_as_it_is() -> None:
    given = {
        "title": "Bill",
        "intro": "",
        "parts": [
            {
                "kind": "form",
                "inputs": [{"label": "Bill", "name": "bill", "type": "money", "default": 100.0, "unit": "$"}],
                "outputs": [{"label": "Tip", "name": "tip_1", "format": "money", "operation": "tip_amount"}],
                "button": "Work it out",
            }
        ],
    }
    made = Blueprint.model_validate(given)
    assert Blueprint.model_validate(made.model_dump()) == made
    assert made.model_dump(exclude_defaults=True) == {"title": "Bill", "parts": [
        {"inputs": given["parts"][0]["inputs"], "outputs": given["parts"][0]["outputs"], "button": "Work it out"}  # type: ignore[index]
    ]}  # fmt: skip


words = st.sampled_from(["", "amount", "Date", "sum", "x y", "done", "number", "None", "✓", "class", "$5", "choice"])
scalars = st.one_of(st.none(), st.booleans(), st.integers(-5, 10**6), st.floats(allow_nan=True), words)
pieces = st.dictionaries(
    st.sampled_from(["label", "name", "type", "default", "options", "minimum", "maximum", "format", "unit"]),
    st.one_of(scalars, st.lists(words, max_size=3)),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["fields", "inputs", "outputs", "computed"]), st.lists(pieces, max_size=4), max_size=4
    ),
    st.dictionaries(st.sampled_from(["item", "sort", "add", "button", "kind", "title"]), words, max_size=4),
)
def test_nothing_of_the_right_shape_is_refused(lists: dict[str, Any], said: dict[str, Any]) -> None:
    lists = {key: [{**p, "label": str(p.get("label") or ""), "name": str(p.get("name") or "")} for p in value]
             for key, value in lists.items()}  # fmt: skip
    made = Blueprint.model_validate({"title": "T", "parts": [{**lists, **said}]})
    assert len(made.parts) == 1
