"""Apps of building blocks hold as web pages what the same blueprint is held to as a Streamlit app."""

from collections.abc import Iterator
from typing import Any

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.decide import Decision
from generator.blueprint.desk_proofs import hold_desk
from generator.blueprint.form_proofs import hold_form
from generator.blueprint.other_proofs import hold_counter, hold_quiz, hold_timer
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.schema import Blueprint, Clocks, Counter, Form, Gaps, Grid, Quiz, Records, Till, Timer
from generator.blueprint.things import Inventory
from generator.blueprint.translated import Untranslatable
from generator.contract import Candidate, Check, Claim, Kind, Mark, Plan, Verdict
from generator.mutants import mutants
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import check

BILL: dict[str, Any] = {
    "kind": "form",
    "inputs": [
        {"label": "Bill", "type": "money", "default": 100, "unit": "$"},
        {"label": "Tip", "type": "percent", "default": 20},
        {"label": "People", "type": "integer", "default": 4},
        {"label": "Paid on", "type": "date"},
    ],
    "outputs": [
        {"label": "Total", "operation": "total_with_tip", "unit": "$"},
        {"label": "Each pays", "operation": "split_evenly", "arguments": {"amount": "Total"}, "unit": "$"},
        {"label": "Weekday", "operation": "weekday", "arguments": {"day": "Paid on"}},
        {
            "label": "Advice",
            "source": "def f(bill, people):\n    return 'cash' if bill / people < 20 else 'card'",
        },
    ],
}
BOOKS: dict[str, Any] = {
    "kind": "records",
    "item": "book",
    "fields": [
        {"label": "Title", "type": "text"},
        {"label": "Pages", "type": "integer"},
        {"label": "Shelf", "type": "choice", "options": ["Fiction", "Science"]},
        {"label": "Lent on", "type": "date"},
    ],
    "computed": [{"label": "Hours", "source": "pages / 40", "format": "number"}],
    "features": ["delete", "edit", "search", "done", "download"],
    "done_label": "Read",
    "filters": ["shelf", "done"],
    "sort": "pages",
    "summaries": [
        {"label": "All pages", "stat": "sum", "of": "Pages", "target": 1000},
        {"label": "Pages by shelf", "stat": "sum", "of": "Pages", "group_by": "Shelf"},
        {"label": "Longest", "stat": "maximum", "of": "Pages"},
    ],
    "charts": [{"label": "Shelves", "type": "pie", "x": "Shelf", "y": "Pages"}],
    "highlights": [{"field": "Pages", "test": "more", "value": "500", "note": "Long"}],
    "actions": [{"label": "Add a page", "field": "Pages", "change": "add", "value": "1"}],
}
QUIZ: dict[str, Any] = {
    "kind": "quiz",
    "shuffle": False,
    "cards": [
        {"question": "Capital of France?", "answer": "Paris", "options": ["Lyon", "Paris"]},
        {"question": "Capital of Peru?", "answer": "Lima", "options": ["Lima", "Cusco"]},
    ],
}
OWN: dict[str, Any] = {
    "kind": "quiz",
    "mode": "type",
    "own_cards": True,
    "question_label": "Word",
    "answer_label": "Back",
}
DRILL: dict[str, Any] = {"kind": "quiz", "drill": {"operations": ["*"], "fixed": 7, "questions": 3}}
COUNT: dict[str, Any] = {
    "kind": "counter",
    "counts": [{"label": "Glasses", "target": 8}],
    "minimum": 0,
    "steps": [1, 2],
}
GOAL: dict[str, Any] = {"kind": "counter", "counts": [{"label": "Pages", "target_label": "Goal"}], "minimum": 0}
EGG: dict[str, Any] = {"kind": "timer", "minutes": 0.5, "presets": [{"label": "Soft", "minutes": 0.1}]}
OVEN: dict[str, Any] = {"kind": "timer", "minutes": 5, "parts": ["Minutes", "Seconds"]}
WATCH: dict[str, Any] = {"kind": "timer", "mode": "stopwatch", "laps": True}
ROUNDS: dict[str, Any] = {"kind": "timer", "mode": "intervals", "minutes": 25, "rest_minutes": 5, "rounds": 2}
CHESS: dict[str, Any] = {"kind": "clocks", "clocks": [{"label": "White", "minutes": 3}, {"label": "Black"}]}
TALKS: dict[str, Any] = {"kind": "clocks", "rule": "pick", "up": True}
COOKS: dict[str, Any] = {
    "kind": "clocks",
    "rule": "free",
    "clocks": [{"label": "Egg", "minutes": 0.5}, {"label": "Tea"}],
}
BED: dict[str, Any] = {"kind": "grid", "rows": 2, "columns": 10, "kinds": ["Bean", "Beet", "<b>"], "keep": True}
SHIFTS: dict[str, Any] = {"kind": "grid", "kinds": ["Early", "Late"], "click": "cycle", "empty_label": "Free"}
CLOZE: dict[str, Any] = {"kind": "gaps", "every": 4, "adjustable": True}
LONG: dict[str, Any] = {"kind": "gaps", "every": 0, "longer_than": 6, "first_letter": True}
TILL: dict[str, Any] = {
    "kind": "till",
    "items": [{"label": "Tea", "amount": 2.3, "told": "2,30 €"}, {"label": "Cake <b>", "amount": 3, "told": "3 €"}],
    "unit": "€", "given_label": "Given (€)", "undo_label": "Take back",
}  # fmt: skip
GOALS: dict[str, Any] = {
    "kind": "till", "items": [{"label": "Try", "amount": 5}, {"label": "Goal", "amount": 3}], "unit": "points",
    "money": False,
}  # fmt: skip

AT_FORM = (
    {"do": "fill", "name": "Bill", "value": "1234.5"},
    {"do": "see_value", "name": "Total", "equals": "1481.40"},
    {"do": "see_value", "name": "Each pays", "equals": "370.35"},
    {"do": "see_value", "name": "Advice", "equals": "card"},
    {"do": "fill", "name": "Paid on", "value": "2024-02-29"},
    {"do": "see_value", "name": "Weekday", "equals": "Thursday"},
    {"do": "fill", "name": "People", "value": "0"},
    {"do": "see_text", "text": "There must be at least one person."},
    {"do": "fill", "name": "Bill", "value": ""},
    {"do": "see_text", "text": "Fill in Bill to see the result."},
)
CASES: dict[str, Any] = {
    "kind": "form",
    "inputs": [{"label": "Text", "type": "long_text"}],
    "outputs": [{"label": "Big", "operation": "uppercase"}, {"label": "Small", "operation": "lowercase"}],
    "apart": True,
}
AT_CASES = (
    {"do": "fill", "name": "Text", "value": "Ann B"},
    {"do": "see_text", "text": "ANN B", "absent": True},
    {"do": "press", "name": "Big"},
    {"do": "see_value", "name": "Big", "equals": "ANN B", "exact": True},
    {"do": "press", "name": "Small"},
    {"do": "see_value", "name": "Small", "equals": "ann b", "exact": True},
    {"do": "fill", "name": "Text", "value": "Bo"},
    {"do": "see_value", "name": "Small", "equals": "bo", "exact": True},
)
AT_BOOKS = (
    {"do": "fill", "name": "Title", "value": "<b>Emma</b>"},
    {"do": "fill", "name": "Pages", "value": "600"},
    {"do": "press", "name": "Add book"},
    {"do": "see_row", "cells": ["<b>Emma</b>", "600", "Long", "15"]},
    {"do": "press", "name": "Add a page", "near": "Emma"},
    {"do": "see_value", "name": "All pages", "equals": "601"},
    {"do": "see_value", "name": "Left", "equals": "399"},
    {"do": "press", "name": "Add book"},
    {"do": "see_text", "text": "Fill in Title first."},
)


@pytest.fixture(scope="module")
def in_web(engine: Engine) -> Iterator[Trials]:
    with Trials(
        engine, Plan(title="App", kind=Kind.WEB, claims=[Claim(id="c1", text="It works")]), lambda _: None
    ) as made:
        yield made


def of(part: dict[str, Any]) -> Blueprint:
    return Blueprint.model_validate({"title": "App", "parts": [part]})


def held(blueprint: Blueprint) -> Inventory:
    match blueprint.parts[0]:
        case Form() as form:
            decisions = [Decision(output, "none") for output in form.outputs]
            return hold_form(form, decisions, [""] * len(decisions), "App")
        case Records() as records:
            return hold_records(records, "App")
        case Quiz() as quiz:
            return hold_quiz(quiz, "App")
        case Timer() as timer:
            return hold_timer(timer, "App")
        case Counter() as counter:
            return hold_counter(counter, "App")
        case Clocks() | Grid() | Gaps() | Till() as desk:
            return hold_desk(desk, "App", "")
    raise AssertionError


def proofs(inventory: Inventory) -> list[Check]:
    """Every proof that a blueprint is held to as a Streamlit app."""
    steps = {repr(proof.steps): proof.steps for thing in inventory.things for proof in thing.proofs}
    return [Check(id=f"k{n}", claim="c1", title=f"k{n}", steps=list(s)) for n, s in enumerate(steps.values())]


def failures(verdict: Verdict) -> list[str]:
    outcomes = (*verdict.invariants, *verdict.checks)
    return [f"{one.title}: {one.evidence} {one.detail}" for one in outcomes if one.mark is not Mark.PASSED]


@pytest.mark.parametrize(
    ("part", "more"),
    [
        (BILL, AT_FORM),
        (CASES, AT_CASES),
        (BOOKS, AT_BOOKS),
        (QUIZ, ()),
        (OWN, ()),
        (DRILL, ()),
        (COUNT, ()),
        (GOAL, ()),
        (EGG, ()),
        (OVEN, ()),
        (WATCH, ()),
        (ROUNDS, ()),
        (CHESS, ()),
        (TALKS, ()),
        (COOKS, ()),
        (BED, ()),
        (SHIFTS, ()),
        (CLOZE, ()),
        (LONG, ()),
        (TILL, ()),
        (GOALS, ()),
    ],
    ids=[
        "form",
        "results apart",
        "records",
        "quiz",
        "own cards",
        "drill",
        "counter",
        "own goal",
        "countdown",
        "parts",
        "stopwatch",
        "intervals",
        "turns",
        "one at a time",
        "side by side",
        "grid",
        "grid in turn",
        "gaps",
        "gaps of long words",
        "till",
        "points",
    ],
)
def test_a_page_of_blocks_holds_all_its_proofs(in_web: Trials, part: dict[str, Any], more: tuple[Any, ...]) -> None:
    blueprint = of(part)
    checks = [*proofs(held(blueprint)), *([check("more", *more)] if more else [])]
    assert checks
    verdict = in_web.run(1, Candidate(assemble_web(blueprint), "blueprint"), checks)
    assert verdict.started
    assert not failures(verdict)


@pytest.mark.parametrize(
    "part",
    [
        {
            "kind": "form",
            "inputs": [{"label": "File", "type": "file"}],
            "outputs": [{"label": "Rows", "operation": "count_rows"}],
        },
        {"kind": "form", "inputs": [{"label": "Text"}], "outputs": [{"label": "Code", "operation": "qr_code"}]},
        {"kind": "guess"},
    ],
)
def test_what_needs_python_is_refused(part: dict[str, Any]) -> None:
    with pytest.raises(Untranslatable):
        assemble_web(of(part))
    assert assemble(of(part))


def test_an_own_rule_never_takes_a_name_of_the_page() -> None:
    rule = "def table(bill):\n    return bill * 2"
    page = assemble_web(of({**BILL, "outputs": [{"label": "Twice", "source": rule}]}))["index.html"].decode()
    assert "function table_(bill)" in page
    assert page.count("const table =") == 1


def test_no_words_of_a_blueprint_end_the_script_or_the_title() -> None:
    evil = "</script><script>alert(1)</script>"
    page = assemble_web(Blueprint.model_validate({"title": evil, "parts": [{**BILL, "about": evil}]}))["index.html"]
    assert page.count(b"</script>") == 1
    assert page.count(b"<script>") - page.count(b"<\\/script><script>") == 1


def test_faults_are_put_into_a_pages_rules_and_not_into_its_blocks() -> None:
    made = mutants(assemble_web(of(BILL)), 12)
    rules = [mutant.before for mutant in made]
    assert any("tipPercent" in line for line in rules)
    assert not [line for line in rules if "localStorage" in line or "ordinal" in line]
