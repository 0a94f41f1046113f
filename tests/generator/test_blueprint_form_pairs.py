"""Converters that are read off the sentence: which sides, which operation, and that each way comes out right."""

from pathlib import Path
from typing import Any

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.catalogue import function_of, known
from generator.blueprint.choose import weigh
from generator.blueprint.form_pairs import of_pair
from generator.contract import Spec, Workshop
from tests.generator.trying import Bench


@pytest.mark.parametrize(
    ("text", "inputs", "outputs"),
    [
        ("yards to metres converter, and back", ["Yards", "Metres"], ["Yards in metres", "Metres in yards"]),
        ("a gallons to the liters thing or the other way round", ["Gallons", "Liters"], None),
        ("convert between acres and hectares", ["Acres", "Hectares"], ["Acres in hectares", "Hectares in acres"]),
        ("How many ounces are in a number of grams?", ["Grams"], ["Ounces"]),
        ("lbs to kg", ["Pounds"], ["Kilograms"]),
        ("a pressure converter", ["Value", "From", "To"], ["Result"]),
        ("convert knots, mph and km/h", ["Value", "From", "To"], ["Result"]),
        ("morse to text and vice versa", ["Text", "Morse code"], ["Text as Morse code", "Morse code as text"]),
        ("base64 encode and decode", ["Text", "Base64"], None),
        ("a Caesar cipher with a shift that I set, there and back", ["Number of places", "Text", "Secret text"], None),
        ("move each letter some places on, and back again", ["Number of places", "Text", "Secret text"], None),
        ("show my hours as weeks, days and hours", ["Hours"], ["Weeks, days and hours"]),
        ("Seconds as hours, minutes and seconds", ["Seconds"], ["Hours, minutes and seconds"]),
        ("convert minutes to hours and days", ["Value", "From", "To"], ["Result"]),
        ("hex to octal", ["Hexadecimal number"], ["Octal number"]),
        (
            "Travel: I enter the exchange rate from pounds to kroner and change amounts both ways",
            ["Exchange rate, kroner for 1 pound", "Pounds", "Kroner"],
            ["Pounds in kroner", "Kroner in pounds"],
        ),
    ],
)
def test_both_sides_are_read_off_the_sentence(text: str, inputs: list[str], outputs: list[str] | None) -> None:
    said = of_pair(text)
    assert [one["label"] for one in said["inputs"]] == inputs
    assert [one["label"] for one in said["outputs"]] == (outputs or [one["label"] for one in said["outputs"]])
    assert all(known(one["operation"]) for one in said["outputs"])
    assert weigh(text)["form"] >= 6


@pytest.mark.parametrize(
    "text",
    [
        "convert cups and grams of flour",
        "minutes of reading in a text",
        "days into years and months",
        "hours and minutes as minutes",
        "seconds into minutes and seconds, and back",
        "the minutes of all my runs as hours and minutes",
        "hours to drive to a town in km at a speed",
        "dollars to pounds",
        "dollars to pounds and back at a rate",
        "convert yen to won at the rate from yen to won that I type",
        "I type the rate from yen to won and change both ways, and keep a list of what I changed",
        "track my weight in kg",
        "convert kg to metres",
    ],
)
def test_what_asks_for_more_or_for_nonsense_is_left_to_the_model(text: str) -> None:
    assert of_pair(text) == {}


def test_each_way_comes_out_right() -> None:
    for text, values, expected in (
        ("miles to km and back", {"Miles": 10, "Kilometres": 10}, (16.09344, 6.2137)),
        ("roman numerals to numbers, either direction", {"Number": 9, "Roman numeral": "XL"}, ("IX", 40)),
        (
            "a number of seconds as minutes and seconds",
            {"Seconds": 125},
            ("2 minutes and 5 seconds",),
        ),
        (
            "letters shifted along the alphabet, both ways",
            {"Text": "Xyz", "Secret text": "Hde", "Number of places": 3},
            ("Abc", "Eab"),
        ),
        ("hex and decimal both ways", {"Hexadecimal number": "ff", "Decimal number": "16"}, ("255", "10")),
    ):
        for one, right in zip(of_pair(text)["outputs"], expected, strict=True):
            operation = known(one["operation"])
            assert operation
            arguments = {n: values.get(v, v.strip('"')) for n, v in one["arguments"].items()}
            given = function_of(operation)(**arguments)
            assert given == (right if isinstance(right, str) else pytest.approx(right, rel=1e-4))


class Silent:
    """A model that must not be asked."""

    slots = 1

    def ask(self, *_: Any, **__: Any) -> None:
        raise AssertionError("the sentence says it all")


@pytest.mark.parametrize(
    ("text", "title", "call"),
    [
        (
            "stone to kg and the other way round",
            "Stone in kilograms is 190.508795 for Stone 30, Kilograms 22.",
            "from_unit='kilograms'",
        ),
        (
            "Shift the letters of a text by a number of places along the alphabet, and turn a secret text back",
            "Secret text as text is Fcjjm for Number of places 5, Text Hello, Secret text Khoor.",
            "decode_caesar(text=v.secret_text, shift=v.number_of_places)",
        ),
    ],
)
def test_the_whole_app_comes_without_a_model_and_each_way_is_proved(
    text: str, title: str, call: str, tmp_path: Path
) -> None:
    bench = Bench(tmp_path)
    shop = Workshop({"planner": Silent(), "writer": Silent()}, None, lambda: bench, lambda _: None)  # type: ignore[dict-item, arg-type, return-value]
    spec, method = Spec(text), Blueprint()
    plan = method.plan(spec, shop)
    proved = {check.claim for check in method.checks(spec, plan, shop)}
    assert proved == {claim.id for claim in plan.claims}, plan.claims
    assert title in [check.title for check in method.checks(spec, plan, shop)]
    assert call in method.write(spec, plan, shop).files["app.py"].decode()
