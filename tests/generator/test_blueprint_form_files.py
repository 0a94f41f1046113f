"""Results that are tables or files: the wish for one, what is made of it, and the proofs that they are right."""

import ast

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.decide import Decision
from generator.blueprint.form_files import is_button, wants_buttons, wants_file, with_file
from generator.blueprint.form_proofs import hold_form
from generator.blueprint.schema import Blueprint, Field, Form, Output
from generator.blueprint.trials import grid
from generator.contract import Press, SeeDownload, SeeRow
from generator.payload.blocks.results import as_file
from tests.bench.oracles import sentence

FREIGHT = Output(label="Freight", format="money", source="def freight(tons):\n    return tons * 3.5\n")
STAGES = [{"Stage": "Quay", "Tons": 4.0}, {"Stage": "Hold", "Tons": 12000.5}]


@pytest.mark.parametrize("text", ["sort my lines, I want to download the result", "crew list exported as CSV"])
def test_a_file_is_wanted(text: str) -> None:
    assert wants_file(text)


@pytest.mark.parametrize("text", ["download time of a file", "money I save each month"])
def test_no_file_is_wanted(text: str) -> None:
    assert not wants_file(text)


@pytest.mark.parametrize(
    "text",
    [
        sentence("letter_case"),
        "two buttons: encode a text and decode it",
        "a button for each: count the words, reverse the text",
        "Text umkehren und sortieren, je ein Knopf",
    ],
)
def test_results_with_buttons_of_their_own_are_wanted(text: str) -> None:
    assert wants_buttons(text)


@pytest.mark.parametrize("text", ["sort my lines when I press a button", "one result for each line"])
def test_no_buttons_of_their_own_are_wanted(text: str) -> None:
    assert not wants_buttons(text)


def test_results_apart_are_proved_each_by_its_own_button() -> None:
    outputs = [Output(label="Big", operation="uppercase"), Output(label="Small", operation="lowercase")]
    form = Form(inputs=[Field(label="Text")], outputs=outputs, apart=True)
    examples = [(({"text": "Ann B"}, "ANN B"),), (({"text": "Ann B"}, "ann b"),)]
    decisions = [Decision(o, "agreed", e) for o, e in zip(outputs, examples, strict=True)]
    held = hold_form(form, decisions, ["", ""], "Cases")
    assert {control.name for control in held.controls} == {"Text", "Big", "Small"}
    (proof,) = next(thing for thing in held.things if thing.id == "buttons").proofs
    assert [step.name for step in proof.steps if isinstance(step, Press)] == ["Big", "Small"]
    for thing in (thing for thing in held.things if thing.sort == "main"):
        assert all(any(isinstance(step, Press) for step in proof.steps) for proof in thing.proofs)
    unsure = hold_form(form, [decisions[0], Decision(outputs[1], "alone")], ["", ""], "Cases")
    assert not next(thing for thing in unsure.things if thing.id == "buttons").proofs


def test_a_wish_to_download_is_no_field() -> None:
    assert is_button(Field(label="Download", type="yes_no"))
    assert is_button(Field(label="Export as CSV", type="text"))
    assert not is_button(Field(label="Download speed", type="number"))
    assert not is_button(Field(label="Convert to", type="choice", options=["a", "b"]))


def test_the_last_text_becomes_a_file_and_figures_alone_come_in_one() -> None:
    lines = Decision(Output(label="Crew", format="list"), "agreed", (({}, ["Ann", "Bob"]),))
    assert [d.output.format for d in with_file([Decision(FREIGHT, "agreed"), lines])] == ["money", "download"]
    figures = with_file([Decision(FREIGHT, "agreed")])
    form = Form(inputs=[Field(label="Tons", type="number")], outputs=[d.output for d in figures])
    app = assemble(Blueprint(title="Freight", parts=[form]))["app.py"].decode()
    space: dict[str, object] = {}
    made = next(n for n in ast.parse(app).body if isinstance(n, ast.FunctionDef) and n.name == "results")
    exec(ast.unparse(made), space)
    assert space["results"](14.0 / 3) == "Freight: 4.67"  # type: ignore[operator]


def test_a_value_becomes_the_file_that_suits_it() -> None:
    rows = as_file("Stages (all)", STAGES)
    assert (rows.name, rows.data) == ("stages_all.csv", b"Stage,Tons\nQuay,4.0\nHold,12000.5\n")
    assert (as_file("Crew", ["Ann", "Bob"]).name, as_file("Crew", ["Ann", "Bob"]).data) == ("crew.txt", b"Ann\nBob")
    assert as_file("Log", '{"a": 1}').name == "log.json"
    assert as_file("Log", "{not json").name == "log.txt"


def test_tables_and_files_are_proved_by_their_rows_and_what_is_in_them() -> None:
    form = Form(
        inputs=[Field(label="Ship", type="text")],
        outputs=[
            Output(label="Stages", format="table", operation="amortisation_table"),
            Output(label="Log", format="download", operation="sort_lines"),
        ],
    )
    decisions = [
        Decision(form.outputs[0], "agreed", (({"ship": "Ann"}, STAGES),)),
        Decision(form.outputs[1], "agreed", (({"ship": "Ann"}, "Bob\nCleo"),)),
    ]
    held = hold_form(form, decisions, ["", ""], "Ship")
    steps = [step for thing in held.things if thing.sort == "main" for proof in thing.proofs for step in proof.steps]
    assert [s.cells for s in steps if isinstance(s, SeeRow)] == [["Quay", "4"], ["Hold", "12,000.5"]]
    assert [(s.name, s.contains) for s in steps if isinstance(s, SeeDownload)] == [("Download Log", "Bob\nCleo")]
    assert ("Download Log", "download") in {(o.name, o.form) for o in held.outputs}


def test_a_long_table_of_numbers_is_proved_by_its_ends_and_its_file_by_its_heads() -> None:
    rows = [{"Month": float(n), "Left over": 1000.0 - n} for n in range(1, 61)]
    form = Form(
        inputs=[Field(label="Ship", type="text")],
        outputs=[Output(label="Plan", format="download", operation="amortisation_table")],
    )
    held = hold_form(form, [Decision(form.outputs[0], "agreed", (({"ship": "Ann"}, rows),))], [""], "Ship")
    steps = [step for thing in held.things if thing.sort == "main" for proof in thing.proofs for step in proof.steps]
    assert [s.cells for s in steps if isinstance(s, SeeRow)] == [["1", "999"], ["60", "940"]]
    assert [s.contains for s in steps if isinstance(s, SeeDownload)] == ["Month"]


def test_lists_of_numbers_are_tried_with_other_lists_of_numbers() -> None:
    fields = [Field(label="Catches", type="long_text"), Field(label="Marks", type="text")]
    values, ordinary = grid(fields, {"catches": "5\n8\n13"})
    assert all(set(v["catches"]) <= set("0123456789., \n") for v in values[:ordinary])
    assert all(set(v["marks"]) <= set("0123456789., \n") for v in values[:ordinary])
    assert len({v["catches"] for v in values[:ordinary]}) > 1


def test_a_field_that_nothing_uses_is_not_proved() -> None:
    form = Form(inputs=[Field(label="Tons", type="number"), Field(label="Crew", type="number")], outputs=[FREIGHT])
    held = hold_form(form, [Decision(FREIGHT, "agreed")], [""], "Freight")
    proofs = {thing.id: bool(thing.proofs) for thing in held.things if thing.sort == "field"}
    assert proofs == {"field tons": True, "field crew": False}
