"""What speaks for a formula beside the model's own functions: units, the sum in numbers, what is said of lines."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from generator.blueprint.agreement import Given
from generator.blueprint.asking import Asking
from generator.blueprint.cases import Case, Wish
from generator.blueprint.decide import _settle, decide
from generator.blueprint.dimensions import Law, law_of
from generator.blueprint.operations import candidates
from generator.blueprint.questions import work_out_otherwise
from generator.blueprint.relations import holds
from generator.blueprint.schema import Field, Output
from sandbox.contract import Ran
from tests.endpoint_server import PlayedEndpoint
from tests.generator.test_blueprint_method import shop


def law(text: str, label: str, form: str, *fields: tuple[str, str, str], counted: bool = False) -> Law | None:
    made = [Field.model_validate({"label": name, "type": kind, "unit": unit}) for name, kind, unit in fields]
    return law_of(Output.model_validate({"label": label, "format": form}), made, text, counted=counted)


@pytest.mark.parametrize(
    ("text", "label", "form", "fields", "values", "result"),
    [
        (
            "the coal for our steamer: miles, what she burns per 10 miles and the price per tonne",
            "Coal cost",
            "money",
            [("Miles", "number", ""), ("Burns per 10 miles", "number", ""), ("Price per tonne", "money", "")],
            [30, 2, 100],
            600,
        ),
        (
            "wage from minutes at work and an hourly rate",
            "Wage",
            "money",
            [("Minutes at work", "number", ""), ("Hourly rate", "money", "")],
            [90, 20],
            30,
        ),
        (
            "hay: horses, bales a horse eats and bales on one cart",
            "Carts",
            "number",
            [("Horses", "integer", ""), ("Bales per horse", "number", ""), ("Bales per cart", "number", "")],
            [8, 3, 12],
            2,
        ),
        (
            "yearly rent as a monthly one",
            "Monthly rent",
            "money",
            [("Yearly rent", "money", "")],
            [2400],
            200,
        ),
        (
            "how long does a walk take",
            "Minutes",
            "number",
            [("Way", "number", "km"), ("Speed", "number", "km/h")],
            [3, 6],
            30,
        ),
    ],
)
def test_units_leave_one_formula(
    text: str, label: str, form: str, fields: list[tuple[str, str, str]], values: list[float], result: float
) -> None:
    found = law(text, label, form, *fields)
    assert found
    given = dict(zip(found.powers, values, strict=True))
    assert found.expected(given) == pytest.approx(result)
    space: dict[str, Any] = {}
    exec(found.source("worked"), space)
    assert space["worked"](**given) == pytest.approx(result)
    assert found.allows([(given, result)])
    assert not found.allows([(given, result * 10)])


@pytest.mark.parametrize(
    ("text", "label", "form", "fields"),
    [
        ("two prices", "Difference", "money", [("Old price", "money", ""), ("New price", "money", "")]),
        ("a bill for some people", "Share", "money", [("Bill", "money", ""), ("People", "integer", "")]),
        ("bmi", "BMI", "number", [("Weight", "number", "kg"), ("Height", "number", "cm")]),
        ("price less percent", "Price now", "money", [("Price", "money", ""), ("Discount", "percent", "")]),
        ("crates of eggs at 2 each", "Price", "money", [("Crates", "integer", ""), ("Eggs per crate", "integer", "")]),
        ("crates of eggs", "Price", "money", [("Crates", "integer", ""), ("Eggs per crate", "integer", "")]),
        ("days, hours and minutes of some minutes", "Hours", "number", [("Minutes", "number", "")]),
        ("celsius to kelvin", "Kelvin", "number", [("Celsius", "number", "")]),
        ("a sum", "Sum", "number", [("First number", "number", ""), ("Second number", "number", "")]),
        (
            "paint",
            "Litres",
            "number",
            [("Area", "number", "acres"), ("Coats", "integer", ""), ("Per litre", "text", "")],
        ),
    ],
)
def test_units_that_leave_a_choice_say_nothing(
    text: str, label: str, form: str, fields: list[tuple[str, str, str]]
) -> None:
    assert law(text, label, form, *fields) is None


def test_rounding_is_allowed_and_what_is_counted_is_whole() -> None:
    hay = [("Horses", "integer", ""), ("Bales per horse", "number", ""), ("Bales per cart", "number", "")]
    values = {"horses": 5, "bales_per_horse": 3, "bales_per_cart": 4}
    exact, counted = (law("hay", "Carts", "number", *hay, counted=whole) for whole in (False, True))
    assert exact
    assert counted
    assert [exact.expected(values), counted.expected(values)] == [3.75, 4]
    assert exact.allows([(values, 4)])
    assert exact.expected({**values, "bales_per_cart": 0}) is None


STEAMER = "the coal for our steamer: miles, what she burns per 10 miles and the price per tonne"
COAL = [
    Field(label="Miles", type="number", default="30"),
    Field(label="Burns per 10 miles", type="number", default="2"),
    Field(label="Price per tonne", type="money", default="100"),
]
WRONG = """def coal_cost(miles, burns_per_10_miles, price_per_tonne):
    return miles * burns_per_10_miles * price_per_tonne
"""


def test_a_formula_that_the_units_refute_is_not_believed_however_often_it_comes(endpoint: PlayedEndpoint) -> None:
    wish = Wish(Output(label="Coal cost", format="money"), "miles times what she burns times the price")
    endpoint.on("Write the function for", f"{WRONG}\nDone")
    endpoint.on("Which operation does exactly", {"answer": "none"})
    endpoint.on("Arithmetic for", {"arithmetic": "30 * 2 * 100"})
    bench = replace(shop(endpoint, []), scratch=_Running)  # type: ignore[arg-type]
    (found,) = decide([wish], COAL, STEAMER, Asking(bench, "planner"), bench.scratch)
    assert found.output.source != WRONG
    for values, result in found.examples:
        assert result == pytest.approx(math.prod(values.values()) / 10)
    assert found.ground != "agreed", "nothing but the units speaks for it"


class _Running:
    """Stands for a scratch sandbox at its contract: it runs the functions of these tests right here, and no blocks."""

    def run(self, argv: Any, *, stdin: bytes = b"", **_: Any) -> Ran:
        order = json.loads(stdin)
        found = []
        for source in order["sources"]:
            space: dict[str, Any] = {}
            exec(source, space)
            rule = space.get("coal_cost")
            found.append([["ok", rule(**values)] if rule else ["error", "no blocks"] for values in order["inputs"]])
        return Ran(0, json.dumps(found).encode(), b"", 0.1)


def said(*values: object) -> list[Given]:
    return [(True, value) for value in values]


TIDE = [Field(label="Low", type="number"), Field(label="High", type="number")]
TIDES: list[dict[str, Any]] = [{"low": 1.0 + n, "high": 4.0 + 2 * n} for n in range(3)]
RULES = [f"def swell(low, high):\n    return {rule}\n" for rule in ("high - low", "high + low")]


def tide(picked: str = "") -> Case:
    return Case(Wish(Output(label="Swell", format="number"), ""), TIDE, [], picked=picked, text="the swell of a tide")


def test_functions_that_are_alike_are_not_agreed_until_another_form_says_the_same() -> None:
    case = tide()
    case.sources = [RULES[0]] * 3
    behaviours = [said(3.0, 4.0, 5.0)] * 3
    assert _settle(case, behaviours, TIDES, 3).ground == "alike"
    case.derived = {1: [9.0]}
    assert _settle(case, behaviours, TIDES, 3).ground == "alike", "another form says otherwise"
    case.derived = {1: [9.0], 2: [5.0]}
    assert _settle(case, behaviours, TIDES, 3).ground == "agreed"


def test_the_sum_in_numbers_chooses_between_formulas() -> None:
    case = tide()
    case.sources = [RULES[1]] * 3 + [RULES[0]] * 2
    behaviours = [said(5.0, 8.0, 11.0)] * 3 + [said(3.0, 4.0, 5.0)] * 2
    assert _settle(case, behaviours, TIDES, 3).output.source == RULES[1]
    case.derived = {2: [5.0]}
    found = _settle(case, behaviours, TIDES, 3)
    assert (found.ground, found.output.source) == ("agreed", RULES[0])


def test_the_sum_is_asked_for_in_numbers_of_other_inputs(endpoint: PlayedEndpoint) -> None:
    endpoint.on("Low = 2", {"arithmetic": "6 - 2"})
    endpoint.on("Low = 3", {"arithmetic": "8"})
    case = tide()
    work_out_otherwise(case, TIDES, case.text, Asking(shop(endpoint, []), "planner"))
    assert case.derived == {1: [4.0]}, "a bare result is none"


def test_to_repeat_what_was_typed_in_is_no_opinion(endpoint: PlayedEndpoint) -> None:
    lines = Field(label="Boats", type="long_text")
    case = Case(Wish(Output(label="Boats now", format="list"), ""), [lines], [], text="boats with a T")
    endpoint.on("Heron", {"lines": ["Heron", "Swift"]})
    endpoint.on("Coot", {"lines": ["TCoot"]})
    inputs = [{"boats": "Ibis"}, {"boats": "Heron\nSwift"}, {"boats": "Coot"}]
    work_out_otherwise(case, inputs, case.text, Asking(shop(endpoint, []), "planner"))
    assert case.derived == {2: [["TCoot"]]}


def test_an_operation_that_words_and_pick_name_stands_before_functions_that_say_otherwise() -> None:
    fields = [
        Field(label="Loan", type="money"),
        Field(label="Yearly rate", type="percent"),
        Field(label="Years", type="integer"),
    ]
    text = "the total interest of a loan"
    wish = Wish(Output(label="Loan interest", format="money"), "interest of the loan")
    fits = [f for f in candidates(wish.output, wish.about, text, fields) if f.operation.id == "loan_interest"]
    own = "def loan_interest(loan, yearly_rate, years):\n    return loan * yearly_rate * years / 100\n"
    case = Case(wish, fields, fits, sources=[own] * 3, picked="loan_interest", text=text)
    inputs: list[dict[str, Any]] = [{"loan": 100.0 + n, "yearly_rate": 5.0, "years": 2} for n in range(3)]
    found = _settle(case, [said(10.0, 10.1, 10.2)] * 3 + [said(5.2, 5.3, 5.4)], inputs, 3)
    assert found.output.operation == "loan_interest"
    assert found.ground == "picked", "that they differ is no proof of either"


@pytest.mark.parametrize(
    ("text", "shown", "said"),
    [
        ("sort the lines and remove duplicates", "heron\nswift", True),
        ("sort the lines and remove duplicates", "swift\nheron", False),
        ("sort the lines and remove duplicates", "heron\nheron\nswift", False),
        ("sort the lines and remove duplicates", "heron", False),
        ("sort the lines", "heron\nswift\nswift", True),
        ("sort the lines", "heron\nswift", False),
        ("sort the lines and number them", "heron\nswift\nswift", None),
        ("paste lines", "heron", None),
    ],
)
def test_lines_are_held_to_what_is_said_of_them(text: str, shown: str, said: bool | None) -> None:
    assert holds(text, ["swift", "heron", "swift"], shown.splitlines()) is said


def test_lines_that_are_all_that_is_said_of_them_are_agreed() -> None:
    lines = Field(label="Boats", type="long_text")
    rule = "def boats_now(boats):\n    return sorted(set(boats.splitlines()))\n"
    inputs: list[dict[str, Any]] = [{"boats": "b\na\nb"}, {"boats": "d\nc\nd"}]
    for text, ground in (("sort boats once", "alike"), ("sort the list, remove duplicates", "agreed")):
        case = Case(Wish(Output(label="Boats now", format="list"), ""), [lines], [], sources=[rule] * 3, text=text)
        assert _settle(case, [said(["a", "b"], ["c", "d"])] * 3, inputs, 2).ground == ground
