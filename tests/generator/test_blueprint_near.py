"""Which of several near operations is meant, by what an output is called, and how its parameters are filled."""

import pytest

from generator.blueprint.operations import candidates
from generator.blueprint.schema import Field, Output

LOAN = [Field(label=label, type=kind) for label, kind in (("Sum", "money"), ("Rate", "percent"), ("Years", "number"))]
BILL = [Field(label=label, type=kind) for label, kind in (("Bill", "money"), ("Tip", "percent"), ("Guests", "integer"))]
TEXT = [Field(label="Text", type="long_text")]
BODY = [Field(label="Weight", type="number"), Field(label="Height", type="number")]
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
        ("Missing tomorrow", "only in first", "compare two lists of crews", LISTS, "only_in_first_list"),
    ],
)
def test_an_output_is_what_it_is_called(label: str, about: str, text: str, fields: list[Field], operation: str) -> None:
    kind = "number" if fields in (BODY, TEXT) and label != "Category" else "text" if fields is BODY else "money"
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
