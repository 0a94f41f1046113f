"""Claims hold every wish of the sentence; checks expect only what the check itself entered or candidates agree on."""

import pytest

from generator.blueprint.catalogue import catalogue
from generator.blueprint.claims import answering, swear
from generator.blueprint.decide import Decision
from generator.blueprint.form_pairs import RETURN
from generator.blueprint.form_proofs import hold_form
from generator.blueprint.operations import terms
from generator.blueprint.other_proofs import hold_counter, hold_quiz, hold_timer
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.schema import Counter, Drill, Field, Form, Output, Quiz, Records, Summary, Timer
from generator.blueprint.sentence import clauses
from generator.blueprint.things import Proof, Thing
from generator.contract import Check, Kind, Plan, SeeControl, SeeValue
from generator.sift import sift

BEES = "Track my hives with place and number of frames, total frames, search them and send me a mail when one is empty"


@pytest.fixture
def hives() -> Records:
    return Records(
        item="hive",
        fields=[Field(label="Place"), Field(label="Frames", type="integer", minimum=0)],
        features=["delete", "search"],
        summaries=[Summary(label="Total frames", stat="sum", of="frames")],
    )


def fare(ground: str) -> tuple[Form, list[Decision]]:
    output = Output(label="Fare", format="money", source="def fare(cars):\n    return cars * 12.5\n")
    form = Form(inputs=[Field(label="Cars", type="integer", default=2)], outputs=[output])
    examples = (({"cars": 2}, 25.0), ({"cars": 5}, 62.5), ({"cars": 7}, 87.5))
    return form, [Decision(form.outputs[0], ground, examples)]  # type: ignore[arg-type]


def backed(checks: list[Check], claim: str) -> list[Check]:
    return [check for check in checks if check.claim == claim]


def test_every_wish_is_a_claim_and_what_nothing_answers_to_has_no_check(hives: Records) -> None:
    sworn = swear(BEES, hold_records(hives, "Hives").things)
    told = " ".join(claim.text for claim in sworn.claims)
    for word in ("hives", "place", "frames", "total", "search", "mail", "empty"):
        assert word in told
    mail = next(claim for claim in sworn.claims if "mail" in claim.text)
    assert backed(sworn.checks, mail.id) == []
    assert backed(sworn.checks, sworn.claims[0].id)


def test_a_figure_is_the_sum_of_what_the_check_entered(hives: Records) -> None:
    figure = next(t for t in hold_records(hives, "Hives").things if t.id.startswith("figure"))
    steps = [step.model_dump() for step in figure.proofs[0].steps]
    entered = [float(s["value"]) for s in steps if s["do"] == "fill" and s["name"] == "Frames"]
    assert len(entered) == 2
    assert entered[0] != entered[1]
    assert float(steps[-1]["equals"]) == sum(entered)


def test_checks_name_only_what_the_plan_names(hives: Records) -> None:
    hives.features += ["done", "edit", "download"]
    hives.filters = ["place", "done"]
    parts = [
        hold_records(hives, "Hives"),
        hold_form(*fare("agreed"), ["cars times the price"], "Ferry"),
        hold_timer(Timer(mode="intervals"), "Work and rest"),
        hold_timer(Timer(mode="stopwatch", laps=True), "Laps"),
        hold_timer(Timer(minutes=3), "Eggs"),
        hold_counter(
            Counter.model_validate({"counts": [{"label": "Home"}, {"label": "Guests", "target": 8}]}), "Goals"
        ),
        hold_quiz(Quiz(drill=Drill(operations=["*"]), mode="type"), "Sums"),
    ]
    for held in parts:
        text = ", ".join(" ".join(sorted(thing.terms)) for thing in held.things)
        sworn = swear(text, held.things)
        plan = Plan(title="x", kind=Kind.STREAMLIT, claims=sworn.claims, controls=held.controls, outputs=held.outputs)
        assert sworn.checks
        assert sift(sworn.checks, plan)[1] == {}


def test_an_output_is_checked_only_when_candidates_agree() -> None:
    form, decisions = fare("agreed")
    assert hold_form(form, decisions, ["cars times the price"], "Ferry").things[0].proofs
    for ground in ("alone", "picked"):
        form, decisions = fare(ground)
        held = hold_form(form, decisions, ["cars times the price"], "Ferry")
        sworn = swear("A ferry fare from the cars", held.things)
        assert sworn.checks == []
        assert [claim.text for claim in sworn.claims] == ["A ferry fare from the cars"]


def test_an_agreed_output_is_checked_with_other_values_than_the_defaults() -> None:
    form, decisions = fare("agreed")
    proofs = hold_form(form, decisions, ["cars times the price"], "Ferry").things[0].proofs
    assert [proof.basis for proof in proofs] == ["agreement"] * len(proofs)
    assert [step.model_dump(exclude={"near", "nth"}) for step in proofs[0].steps] == [
        {"do": "fill", "name": "Cars", "value": "5"},
        {"do": "see_value", "name": "Fare", "equals": "62.50", "exact": False},
    ]


def test_a_right_answer_raises_the_score_and_a_wrong_one_does_not() -> None:
    cards = [{"question": "Capital of Norway?", "answer": "Oslo", "options": ["Bern", "Oslo"]}]
    held = hold_quiz(Quiz.model_validate({"cards": cards, "shuffle": False}), "Capitals")
    score = next(thing for thing in held.things if thing.id == "score")
    pressed = [proof.steps[0].model_dump()["name"] for proof in score.proofs]
    told = [proof.steps[-1].model_dump()["equals"] for proof in score.proofs]
    assert (pressed, told) == (["Oslo", "Bern"], ["1", "1"])
    assert [proof.steps[-1].model_dump()["name"] for proof in score.proofs] == ["Right answers", "Wrong answers"]


def test_what_chance_decides_is_not_expected() -> None:
    drill = hold_quiz(Quiz(drill=Drill(), mode="type"), "Sums")
    (proof,) = next(thing for thing in drill.things if thing.id == "score").proofs
    assert proof.steps[0].model_dump()["value"] == "zzzz", "wrong whatever is asked"


def test_a_clause_with_too_many_unknown_words_is_not_answered(hives: Records) -> None:
    things = hold_records(hives, "Hives").things
    assert answering("the place of a hive", things)
    assert answering("print a barcode label for every hive", things) == []


def test_a_deed_is_not_shown_by_the_field_that_is_named_after_it() -> None:
    seen = Proof("There is a field for Word to swap.", (SeeControl(name="Word to swap"),))
    field = Thing("field word", frozenset(terms("Word to swap")), (seen,), "field")
    unproven = Thing("output result", frozenset(terms("text with the word swapped")), (), "main")
    assert swear("swap one word", [field]).checks
    assert not swear("swap one word", [field, unproven]).checks


@pytest.mark.parametrize(
    ("text", "backed_by"),
    [("I enter the cars", True), ("see the cars", False), ("shows the cars", False), ("know when the cars go", False)],
)
def test_fields_prove_nothing_of_what_people_want_to_see(text: str, backed_by: bool) -> None:
    form, decisions = fare("alone")
    sworn = swear(text, [t for t in hold_form(form, decisions, [""], "Ferry").things if t.sort == "field"])
    assert bool(sworn.checks) is backed_by


@pytest.mark.parametrize("way_back", ["", " in either direction", RETURN])
def test_a_switch_for_the_direction_or_a_word_for_it_proves_no_way_back(way_back: str) -> None:
    shown = Proof("1 mile is 1.61 km.", (SeeControl(name="Kilometres"),), "agreement")
    direction = Thing("field Direction", frozenset(terms("direction there back")), (shown,), sort="field")
    result = Thing("output Distance", frozenset(terms(f"convert miles kilometres{way_back}")), (shown,), sort="main")
    sworn = swear("convert miles to kilometres in either direction", [direction, result])
    assert bool(backed(sworn.checks, sworn.claims[0].id)) == (way_back == RETURN)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("code words with a key; with the key I can turn coded words back", "turn"),
        ("encode words with a key, decode coded words", "decode"),
    ],
)
@pytest.mark.parametrize("operations", [["caesar", "caesar"], ["caesar", "decode_caesar"]])
def test_a_way_back_is_shown_by_what_undoes_the_other_result_alone(text: str, back: str, operations: list[str]) -> None:
    fields = [Field(label="Words", type="long_text"), Field(label="Key", type="integer", default=3)]
    arguments = {"text": "words", "shift": "key"}
    outputs = [
        Output.model_validate({"label": label, "format": "long_text", "operation": id_, "arguments": arguments})
        for label, id_ in zip(("Encoded words", "Turn coded words back"), operations, strict=True)
    ]
    examples = (({"words": "abc", "key": 3}, "def"), ({"words": "bcd", "key": 2}, "xyz"))
    decisions = [Decision(output, "agreed", examples) for output in outputs]
    abouts = ["encode words with a key", "turn coded words back, decode"]
    things = hold_form(Form(inputs=fields, outputs=outputs), decisions, abouts, "Code words", text).things
    sworn = swear(text, things)
    claim = next(claim for claim in sworn.claims if back in claim.text)
    assert bool(backed(sworn.checks, claim.id)) == ("decode_caesar" in operations)


def test_from_one_day_to_another_both_included_is_no_wish_of_its_own() -> None:
    days = catalogue()["working_days_between"]
    seen = Proof("It counts.", (SeeControl(name="Working days"),))
    field = Thing("field", frozenset(terms("Start date")), (seen,), "field")
    main = Thing("main", frozenset(terms(f"Working days. {days.about}")), (seen,), "main")
    sworn = swear("How many working days are there from one date to another, both included?", [field, main])
    assert all(backed(sworn.checks, claim.id) for claim in sworn.claims), sworn.claims


def test_a_text_that_is_the_input_but_for_its_capitals_is_told_by_them() -> None:
    form = Form(
        inputs=[Field(label="Words", type="text")],
        outputs=[Output(label="Loud", format="text", source="def loud(words):\n    return words.upper()\n")],
    )
    examples = (({"words": "tea"}, "TEA"), ({"words": "Iced tea"}, "ICED TEA"))
    decision = Decision(form.outputs[0], "agreed", examples)
    loud = next(t for t in hold_form(form, [decision], [""], "Loud").things if t.sort == "main")
    seen = [step for proof in loud.proofs for step in proof.steps if step.do == "see_value"]
    assert [(step.equals, step.exact) for step in seen] == [("TEA", True), ("ICED TEA", True)]


def test_clauses_that_stood_in_a_row_are_quoted_as_they_stood() -> None:
    text = "From the number of cars and the number of days, and it sings"
    cars = Thing("cars", frozenset(terms("number of cars")), sort="field")
    days = Thing("days", frozenset(terms("number of days")), sort="field")
    said = [claim.text for claim in swear(text, [cars, days]).claims]
    assert said == ["From the number of cars and the number of days", "it sings"]


@pytest.fixture
def ferry() -> list[Thing]:
    """Three fields, and a result that takes all of them and is shown to be right."""
    shown = Proof("The total is 62.5.", (SeeControl(name="Total"),), "agreement")
    there = Proof("There are fields.", (SeeControl(name="Length"),))
    names = ("length", "fee", "nights")
    fields = [
        Thing(f"field {n}", frozenset(terms(f"{n} type")), (there,), "field", frozenset({"output total_fee"}))
        for n in names
    ]
    return [*fields, Thing("output total_fee", frozenset(terms("total fee")), (shown,), "main")]


def test_a_heading_is_background_when_the_rest_is_shown(ferry: list[Thing]) -> None:
    sworn = swear("Harbour helper: I type the length and see the total fee", ferry)
    assert sworn.background == ["Harbour helper"]
    assert all(backed(sworn.checks, claim.id) for claim in sworn.claims)
    assert not swear("Harbour helper: I type the length and see the weather", ferry).background


def test_what_people_tell_of_themselves_is_background(ferry: list[Thing]) -> None:
    sworn = swear("I'm a skipper. I type the length and see the total fee", ferry)
    assert sworn.background == ["I'm a skipper"]
    assert all(backed(sworn.checks, claim.id) for claim in sworn.claims)
    assert not swear("I have 3 boats. I type the length and see the total fee", ferry).background


def test_what_is_typed_in_is_shown_by_what_is_made_of_it(ferry: list[Thing]) -> None:
    checked = swear("I type the length and the nights", ferry).checks
    assert "The total is 62.5." in {check.title for check in checked}
    bare = [*ferry[:3], Thing("output total_fee", frozenset(terms("total fee")), (), "main")]
    assert not swear("I type the length and the nights", bare).checks


def test_the_one_field_that_is_left_is_meant_by_the_one_item_that_is(ferry: list[Thing]) -> None:
    sworn = swear("I type the length, the fee and how long we mean to stay, and see the total fee", ferry)
    assert all(backed(sworn.checks, claim.id) for claim in sworn.claims)
    other_order = swear("I type the fee, how long we mean to stay and the length, and see the total fee", ferry)
    assert [c.text for c in other_order.claims if not backed(other_order.checks, c.id)] == ["how long we mean to stay"]


def test_the_number_of_something_is_told_by_the_one_result_named_after_it() -> None:
    shown = Proof("It takes 3.", (SeeControl(name="Ferries"),), "agreement")
    ferries = Thing("output ferries", frozenset(terms("ferries how many need")), (shown,), "main")
    assert swear("How many ferries must I book for the fair?", [ferries]).checks
    assert not swear("How many ferries of the 3 on Mondays must I book?", [ferries]).checks
    assert not swear("How many cars must I book for the fair?", [ferries]).checks


def test_a_pick_is_shown_by_what_holds_of_any_draw() -> None:
    form = Form(inputs=[Field(label="Names", type="long_text")], outputs=[Output(label="Winner", format="text")])
    form.outputs[0].operation, form.outputs[0].arguments = "pick_one", {"choices": "names"}
    held = hold_form(form, [Decision(form.outputs[0], "picked", random=True)], ["a name at random"], "Raffle")
    proofs = next(thing for thing in held.things if thing.sort == "main").proofs
    assert [proof.steps[-1].do for proof in proofs] == ["see_value", "relation"]


def test_a_timer_with_one_field_is_no_answer_to_two() -> None:
    things = hold_timer(Timer(minutes=5), "Tea").things
    assert [thing.id for thing in answering("I set the minutes", things)] == ["length"]
    assert swear("I set minutes and seconds", things).checks == []


def names_form(result: list[str] | str) -> tuple[Form, list[Decision]]:
    output = Output(label="Found", format="list" if isinstance(result, list) else "long_text", operation="lines_with")
    form = Form(inputs=[Field(label="Berths", type="long_text"), Field(label="Word")], outputs=[output])
    values = {"berths": "red boat\ngreen boat\nred buoy", "word": "red"}
    return form, [Decision(output, "agreed", ((values, result),))]


def test_all_that_is_asked_of_a_timer_with_parts_is_shown() -> None:
    text = "I set minutes and seconds, start, pause and go on, reset it to the time I set, and it says when time is up"
    things = hold_timer(Timer(minutes=5, parts=["Minutes", "Seconds"]), "Clock").things
    sworn = swear(text, things)
    shown = {claim.text: [check.title for check in backed(sworn.checks, claim.id)] for claim in sworn.claims}
    assert all(shown.values()), shown
    assert shown["I set minutes and seconds"] == ["People set minutes and seconds."]
    assert shown["reset it to the time I set"] == ["Reset goes back to the length that was set."]
    assert shown["it says when time is up"] == ["At the end it says that time is up."]
    assert [check.title for check in swear("see the time left", things).checks] == [
        "It runs once started, and stands still when paused."
    ]


def test_what_is_left_out_must_be_gone_and_the_rest_stand_in_its_order() -> None:
    form, decisions = names_form(["red boat", "red buoy"])
    steps = [s.model_dump() for s in hold_form(form, decisions, [""], "Berths").things[0].proofs[0].steps]
    assert {"do": "see_row", "cells": ["green boat"], "absent": True} in steps
    assert {"do": "see_order", "name": "Found", "values": ["red boat", "red buoy"]} in steps


def test_a_text_that_the_input_holds_is_told_letter_by_letter() -> None:
    form, decisions = names_form("red boat")
    (seen,) = [s for s in hold_form(form, decisions, [""], "x").things[0].proofs[0].steps if isinstance(s, SeeValue)]
    assert seen.exact, "the whole input holds it too"
    form, decisions = names_form("RED-BOAT RED-BUOY")
    (seen,) = [s for s in hold_form(form, decisions, [""], "x").things[0].proofs[0].steps if isinstance(s, SeeValue)]
    assert not seen.exact


def test_rows_that_a_table_has_lost_must_be_gone() -> None:
    output = Output(label="Rows", format="table", operation="search_table")
    form = Form(inputs=[Field(label="Table file", type="file"), Field(label="Search")], outputs=[output])
    values = {"table_file": "Ship,Crew\nIda,4\nOda,9\n", "search": "9"}
    decisions = [Decision(output, "agreed", ((values, [{"Ship": "Oda", "Crew": 9.0}]),))]
    steps = [s.model_dump() for s in hold_form(form, decisions, [""], "x").things[0].proofs[0].steps]
    assert {"do": "see_row", "cells": ["Ida", "4"], "absent": True} in steps


def test_each_of_two_results_that_the_same_words_would_do_for_answers_to_its_own() -> None:
    words = "lines that are only in the first or second text"
    seen = [Proof(f"It is {n}.", (SeeValue(name=n, equals=n),), "agreement") for n in ("one", "two")]
    things = [
        Thing("output a", frozenset(terms(words)), (seen[0],), "main", own=frozenset(terms("only in the first"))),
        Thing("output b", frozenset(terms(words)), (seen[1],), "main", own=frozenset(terms("only in the second"))),
    ]
    sworn = swear("Show me which lines are only in the first and which only in the second", things)
    assert [check.title for check in sworn.checks] == ["It is one.", "It is two."]


def test_no_result_is_left_without_a_check_for_the_length_of_anothers_list() -> None:
    many = tuple(Proof(f"First {n}.", (SeeValue(name="a", equals=str(n)),)) for n in range(6))
    things = [
        Thing("output a", frozenset(terms("harbour")), many, "main"),
        Thing("output b", frozenset(terms("tide")), (Proof("Second.", (SeeValue(name="b", equals="1"),)),), "main"),
    ]
    checks = swear("show harbour tide", things).checks
    assert "Second." in [check.title for check in checks]
    assert len(checks) == 4


def test_which_ones_alone_are_meant_is_no_wish_of_its_own() -> None:
    assert clauses("keep only the boats with a red sail and count them") == [
        "keep only the boats with a red sail",
        "count them",
    ]
    assert clauses("a list of boats with sail and crew") == ["a list of boats", "sail", "crew"]


def test_a_search_box_is_the_search(hives: Records) -> None:
    sworn = swear("Hives with frames, a search box", hold_records(hives, "Hives").things)
    assert backed(sworn.checks, next(c.id for c in sworn.claims if "search box" in c.text))


def test_what_is_an_input_as_it_stands_proves_nothing() -> None:
    output = Output(label="Small", format="long_text", operation="lowercase")
    form = Form(inputs=[Field(label="Berths", type="long_text")], outputs=[output])
    examples = (({"berths": "red boat"}, "red boat"), ({"berths": "Red Boat"}, "red boat"))
    (proof,) = hold_form(form, [Decision(output, "agreed", examples)], [""], "x").things[0].proofs
    assert proof.steps[0].model_dump()["value"] == "Red Boat"
    assert hold_form(form, [Decision(output, "agreed", examples[:1])], [""], "x").things[0].proofs == ()


def test_an_example_belongs_to_what_was_said_before_it() -> None:
    seen = (Proof("It is 1:35.", (SeeValue(name="Clock", equals="1:35"),)),)
    things = [Thing("output clock", frozenset(terms("minutes as a clock write")), seen, "main")]
    sworn = swear("Write minutes as a clock, 95 becomes 1:35", things)
    assert [claim.text for claim in sworn.claims] == ["Write minutes as a clock, 95 becomes 1:35"]
    assert backed(sworn.checks, sworn.claims[0].id)
    assert [c.text for c in swear("Write minutes as a clock, 95 boats pass", things).claims][1:] == ["95 boats pass"]
