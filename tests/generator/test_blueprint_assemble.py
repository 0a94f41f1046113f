"""Blueprints become apps: rules call what was meant, only what is needed is carried along, and the script is plain."""

import ast
from typing import Any

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.catalogue import catalogue, known
from generator.blueprint.rules import Scope, bind, own_rule
from generator.blueprint.schema import Blueprint, Field
from sandbox.contract import Files


def made(*parts: dict[str, Any], title: str = "App") -> Files:
    return assemble(Blueprint.model_validate({"title": title, "parts": list(parts)}))


def script(*parts: dict[str, Any]) -> str:
    return made(*parts)["app.py"].decode()


def form(*outputs: dict[str, Any], inputs: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    usual: list[Any] = [{"label": "Bill", "type": "money"}, {"label": "Tip", "type": "percent"}]
    return {"kind": "form", "inputs": usual if inputs is None else inputs, "outputs": list(outputs), **more}


def scope(**types: str) -> Scope:
    return Scope.of(Field(name=name, label=name.replace("_", " ").title(), type=kind) for name, kind in types.items())  # type: ignore[arg-type]


def test_the_script_is_python_that_calls_the_operation_with_the_fields() -> None:
    source = script(form({"label": "Tip amount", "operation": "tip_amount"}))
    ast.parse(source)
    assert "from blocks.operations_money import tip_amount" in source
    assert "rule=lambda v: tip_amount(bill=v.bill, tip_percent=v.tip)" in source
    assert 'format="money"' in source


def test_only_the_blocks_and_libraries_that_are_needed_are_carried_along() -> None:
    files = made(form({"label": "Tip amount", "operation": "tip_amount"}))
    names = {name for name in files if name.startswith("blocks/")}
    assert {"blocks/form.py", "blocks/operations_money.py", "blocks/page.py", "blocks/__init__.py"} <= names
    assert not {"blocks/records.py", "blocks/quiz.py", "blocks/operations_text.py"} & names
    assert b"numpy-financial" not in files["requirements.txt"]
    loan = made(form({"label": "Payment", "operation": "loan_payment"}, inputs=["Amount", "Annual percent", "Years"]))
    assert b"numpy-financial" in loan["requirements.txt"]
    rows = made(form({"label": "Rows", "operation": "count_rows"}, inputs=[{"label": "File", "type": "file"}]))
    assert b"openpyxl" in rows["requirements.txt"]


def test_every_operation_can_be_called_from_an_app_with_fields_for_its_parameters() -> None:
    for operation in catalogue().values():
        inputs = [Field(label=p.name, name=p.name, type=p.type, options=list(p.options)) for p in operation.parameters]  # type: ignore[arg-type]
        assert bind(operation, {}, Scope.of(inputs)) == {p.name: f"v.{p.name}" for p in operation.parameters}


@pytest.mark.parametrize(
    "operation", ["loan_payment", "convert_unit", "csv_to_excel", "slug", "qr_code", "html_to_text"]
)
def test_every_library_that_an_app_imports_is_asked_for(operation: str) -> None:
    parameters = catalogue()[operation].parameters
    inputs = [{"label": p.name, "type": p.type, "options": list(p.options)} for p in parameters]
    files = made(form({"label": "Result", "operation": operation}, inputs=inputs))
    libraries = {"loan_payment": b"numpy-financial", "convert_unit": b"pint", "csv_to_excel": b"openpyxl",
                 "slug": b"python-slugify", "qr_code": b"segno", "html_to_text": b"beautifulsoup4"}  # fmt: skip
    assert libraries[operation] in files["requirements.txt"]
    assert b"streamlit" in files["requirements.txt"]
    assert sum(library in files["requirements.txt"] for library in libraries.values()) <= 2


def test_own_functions_keep_their_text_and_their_imports_go_to_the_top() -> None:
    source = script(
        form(
            {
                "label": "Area",
                "source": "import math\n\ndef area(bill):\n    # by hand\n    return math.pi * bill ** 2",
            },
            {"label": "Double", "source": "area * 2"},
        )
    )
    assert source.index("import math") < source.index("from blocks")
    assert "# by hand" in source
    assert "rule=lambda v: double(area=v.area)" in source


def test_functions_of_one_name_are_told_apart() -> None:
    source = script(
        form(
            {"label": "One", "source": "RATE = 2\ndef work(bill):\n    return bill * RATE"},
            {
                "label": "Two",
                "source": "RATE = 3\ndef work(bill):\n    return bill * RATE if bill < 9 else work(bill - 1)",
            },
        )
    )
    space: dict[str, Any] = {}
    functions = source[source.index("RATE = 2") : source.index("show(")]
    exec(functions, space)
    assert space["work"](5) == 10
    assert space["work_"](5) == 15
    assert space["work_"](9) == 24


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("def f(bill, tip):\n    return bill", "f(bill=v.bill, tip=v.tip)"),
        ("def f(the_bill):\n    return 1", "f(the_bill=v.bill)"),
        ("def f(bill, currency='EUR'):\n    return 1", "f(bill=v.bill)"),
        ("```python\ndef f(bill):\n    return 1\n```", "f(bill=v.bill)"),
        ("bill * tip / 100", "out(bill=v.bill, tip=v.tip)"),
        ("lambda bill: bill + 1", "out(bill=v.bill)"),
        ("def f(upload):\n    return 1", "f(upload=text_of(v.upload[0]))"),
    ],
)
def test_own_rules_get_their_values_by_name(source: str, call: str) -> None:
    rule = own_rule(source, "out", scope(bill="money", tip="percent", upload="file"), set())
    assert rule is not None
    assert rule.expression == call


@pytest.mark.parametrize("source", ["def f(unheard_of):\n    return 1", "def f(:", "x = 1\ny = 2", "import os", ""])
def test_a_source_that_cannot_be_called_is_no_rule(source: str) -> None:
    assert own_rule(source, "out", scope(bill="money"), set()) is None


def test_random_sources_are_known_as_such() -> None:
    rule = own_rule("import random\ndef f(bill):\n    return random.random()", "out", scope(bill="money"), set())
    assert rule is not None
    assert rule.random


@pytest.mark.parametrize(
    ("operation", "given", "types", "wanted"),
    [
        ("split_evenly", {}, {"bill": "money", "friends": "integer"}, {"amount": "v.bill", "people": "v.friends"}),
        ("split_evenly", {"amount": "Bill", "n": 4}, {"bill": "money"}, {"amount": "v.bill", "people": "4"}),
        ("loan_payment", {}, {"years": "integer", "rate": "percent", "loan": "money"},
         {"amount": "v.loan", "annual_percent": "v.rate", "years": "v.years"}),
        ("convert_length", {"value": "length", "from_unit": "Metres", "to_unit": "'feet'"}, {"length": "number"},
         {"value": "v.length", "from_unit": "'metres'", "to_unit": "'feet'"}),
        ("find_and_replace", {"find": "word", "text": "text"}, {"text": "long_text", "word": "text"},
         {"text": "v.text", "find": "v.word"}),
        ("reading_minutes", {}, {"text": "long_text"}, {"text": "v.text"}),
        ("increase_by_percent", {"percent": "20 %"}, {"amount": "money"}, {"amount": "v.amount", "percent": "20"}),
    ],
)  # fmt: skip
def test_arguments_are_found_by_name_then_by_type(
    operation: str, given: dict[str, Any], types: dict[str, str], wanted: dict[str, str]
) -> None:
    found = known(operation)
    assert found is not None
    assert bind(found, given, scope(**types)) == wanted


def test_an_operation_without_what_it_needs_is_no_rule() -> None:
    operation = known("days_between")
    assert operation is not None
    assert bind(operation, {}, scope(amount="money")) is None
    source = script(form({"label": "Gap", "operation": "days_between"}, {"label": "Other", "operation": "nonsense"}))
    assert "Gap" not in source
    assert "Other" not in source


def test_random_outputs_get_a_button() -> None:
    assert 'button="Generate"' in script(form({"label": "Number", "operation": "random_integer"}, inputs=[]))
    assert 'button="Roll"' in script(form({"label": "N", "operation": "roll_dice"}, inputs=[], button="Roll"))


@pytest.mark.parametrize("text", ['He said "hi"', "it's", "a\nb", "back\\slash", "é – ✓", "{x}", '"""', "'\"'"])
def test_texts_come_through_as_they_are(text: str) -> None:
    files = made({"kind": "note", "title": text, "text": text}, title=text)
    tree = ast.parse(files["app.py"])
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert constants.count(text.strip()) >= 3


def test_files_are_relative_and_the_same_each_time() -> None:
    part = form({"label": "Tip amount", "operation": "tip_amount"})
    assert made(part) == made(part)
    assert all(not name.startswith("/") and ".." not in name for name in made(part))
