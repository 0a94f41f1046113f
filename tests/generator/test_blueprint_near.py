"""Which of several near operations is meant, by what an output is called, and how its parameters are filled."""

import pytest

from generator.blueprint.form_sketch import with_own_options
from generator.blueprint.operations import candidates, how_many, names_several
from generator.blueprint.schema import Field, Output

LOAN = [Field(label=label, type=kind) for label, kind in (("Sum", "money"), ("Rate", "percent"), ("Years", "number"))]
BILL = [Field(label=label, type=kind) for label, kind in (("Bill", "money"), ("Tip", "percent"), ("Guests", "integer"))]
TEXT = [Field(label="Text", type="long_text")]
BODY = [Field(label="Weight", type="number"), Field(label="Height", type="number")]
DAY = [Field(label="Date", type="date")]
CODE = [Field(label="Text", type="long_text"), Field(label="Places", type="integer")]
LISTS = [Field(label="Crew today", type="long_text"), Field(label="Crew tomorrow", type="long_text")]


@pytest.mark.parametrize(
    ("label", "about", "text", "fields", "operation"),
    [
        ("Tip", "bill times tip", "restaurant bill with tip for guests: tip, total and per guest", BILL, "tip_amount"),
        ("Total", "bill and tip", "restaurant bill with tip for guests: tip, total and share", BILL, "total_with_tip"),
        ("Total interest", "sum times rate", "interest in total on a boat loan", LOAN, "loan_interest"),
        ("Monthly payment", "what is paid each month", "mortgage of a barge", LOAN, "loan_payment"),
        ("Characters", "how many characters", "count words and characters of a text", TEXT, "count_characters"),
        ("BMI", "weight by height squared", "bmi with its category", BODY, "bmi"),
        ("Category", "BMI category", "bmi with its category", BODY, "bmi_category_of"),
        ("Days left", "days until the date", "how many days are left until the regatta", DAY, "days_until"),
        ("Days left", "days after it", "how many days of the year are left at a date", DAY, "days_left_in_year"),
        ("Coded", "each letter moved along the alphabet", "move letters so many places", CODE, "caesar"),
        ("Decoded", "the coded text turned back", "move letters so many places, and back", CODE, "decode_caesar"),
        ("Missing tomorrow", "only in first", "compare two lists of crews", LISTS, "only_in_first_list"),
    ],
)
def test_an_output_is_what_it_is_called(label: str, about: str, text: str, fields: list[Field], operation: str) -> None:
    kind = "number" if fields in (BODY, TEXT) and label != "Category" else "text" if fields in (BODY, CODE) else "money"
    output = Output(label=label, format="list" if fields is LISTS else kind)
    assert candidates(output, about, text, fields)[0].operation.id == operation


def test_fields_that_share_no_word_fill_parameters_in_order_and_are_known_to() -> None:
    fields = [Field(label="Caught", type="number"), Field(label="Season", type="number")]
    found = candidates(
        Output(label="Percentage", format="percent"), "share in percent of a whole", "what share", fields
    )
    part = next(fit for fit in found if fit.operation.id == "what_percent")
    assert (part.arguments, part.by_order) == ({"part": "caught", "whole": "season"}, True)
    named = candidates(Output(label="Tip", format="money"), "tip", "tip on a bill", BILL[:2])[0]
    assert not named.by_order


def test_options_that_a_model_made_up_give_way_to_those_that_the_operation_knows() -> None:
    names = (("Weight", "number"), ("Height", "number"), ("Age", "number"))
    fields = [Field.model_validate({"label": label, "type": kind}) for label, kind in names]
    fields += [Field(label="Sex", type="choice", options=["Male", "Female"], default="Male")]
    fields += [Field(label="Activity level", type="choice", options=["Couch", "Gym"], default="Gym")]
    output = Output(label="Daily calories", format="integer")
    with_own_options(fields, output, "calorie needs", "daily calorie needs by weight, height, age, sex and activity")
    assert fields[3].options == ["Male", "Female"]
    assert (fields[4].options[0], fields[4].default) == ("Little", "Moderate")


def test_a_plain_number_is_no_percentage() -> None:
    fields = [Field(label="Catch", type="money"), Field(label="Quota", type="number")]
    found = candidates(
        Output(label="Share", format="percent"), "percent of the quota", "percentage of a number", fields
    )
    assert "what_percent" in {fit.operation.id for fit in found}
    assert "percent_of" not in {fit.operation.id for fit in found}


@pytest.mark.parametrize(
    "labels",
    [
        ("Original crew", "New crew"),
        ("New crew", "Original crew"),
        ("Crew", "New crew"),
        ("Sailors the recipe is for", "Servings you cook for"),
    ],
)
def test_what_is_to_be_is_told_from_what_was(labels: tuple[str, str]) -> None:
    fields = [Field(label="Stew", type="long_text"), *(Field(label=label, type="integer") for label in labels)]
    (scaled,) = candidates(Output(label="Amounts", format="long_text"), "", "scale a recipe", fields, most=1)
    named = {field.label: field.name for field in fields}
    assert scaled.operation.id == "scale_recipe"
    assert scaled.arguments["wanted_servings"] == next(
        name for label, name in named.items() if "New crew" in label or "cook" in label
    )


@pytest.mark.parametrize(
    ("text", "plain", "told"),
    [
        ("I enter the minutes of a film and see it as hours and minutes", False, ["hours minutes"]),
        ("I enter the minutes of a film and see it in hours", True, []),
    ],
)
def test_time_wanted_in_several_units_is_no_plain_conversion(text: str, plain: bool, told: list[str]) -> None:
    output = Output(label="Hours", format="text")
    near = candidates(output, "converted time", text, [Field(label="Minutes", type="number")], most=50)
    found = {fit.operation.id: fit.arguments for fit in near}
    assert ("convert_time" in found or "convert_unit" in found) is plain
    assert [one["told_in"] for id_, one in found.items() if id_ == "time_in_units"] == [f'"{units}"' for units in told]


@pytest.mark.parametrize(
    ("phrase", "several"),
    [
        ("Top 3 boats", True),
        ("the three fastest boats with their times", True),
        ("ten most frequent words", True),
        ("Average of the ten fastest", False),
        ("The fastest boat", False),
        ("The two guests", False),
        ("Number of boats", False),
    ],
)
def test_several_first_ones_are_told_from_one_figure(phrase: str, several: bool) -> None:
    assert names_several(phrase) is several


def test_how_many_are_wanted_is_told_before_any_superlative() -> None:
    assert (how_many("Show the five loudest of my boats"), how_many("I feed the two guests")) == (5, None)
