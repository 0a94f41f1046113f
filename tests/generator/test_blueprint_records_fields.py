"""Which fields an entry of a list has: what is entered, and none of what the list tells or does."""

from typing import Any

import pytest

from generator.blueprint.records_fields import fields_of
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.records_sketch import sketch_records


def labels(text: str, item: str, *said: tuple[str, str]) -> list[str]:
    fields: list[dict[str, Any]] = [{"label": label, "type": kind, "example": "1"} for label, kind in said]
    return [f.label for f in fields_of({"fields": fields}, item, text)]


@pytest.mark.parametrize(
    ("text", "item", "said", "kept"),
    [
        (
            "log how many pages I read every day and see the total and the daily average",
            "reading",
            [("Date", "date"), ("Pages Read", "number"), ("Total Pages Read", "number"), ("Daily Average", "number")],
            ["Date", "Pages Read"],
        ),
        (
            "a shopping list with prices that adds up the total",
            "item",
            [("Item", "text"), ("Price", "money"), ("Quantity", "number"), ("Total", "number")],
            ["Item", "Price"],
        ),
        (
            "workout log: exercise, sets and weight, with the heaviest lift per exercise",
            "exercise",
            [("Exercise", "text"), ("Sets", "number"), ("Weight", "number"), ("Heaviest Lift", "number")],
            ["Exercise", "Sets", "Weight"],
        ),
        (
            "log my rides with distance, average speed and weather",
            "ride",
            [("Distance", "number"), ("Average Speed", "number"), ("Weather", "text")],
            ["Distance", "Average Speed", "Weather"],
        ),
        (
            "log my weight and see how much I lost since the first entry",
            "weight",
            [("Date", "date"), ("Weight", "number"), ("Change in Weight", "number")],
            ["Date", "Weight"],
        ),
        (
            "I type my goal and add deposits, it shows how far I am in percent",
            "saving",
            [("Deposit", "money"), ("Current Savings", "money"), ("Percentage", "percent")],
            ["Deposit"],
        ),
        (
            "inventory of my pantry with name and quantity sorted by quantity",
            "item",
            [("Item", "text"), ("Name", "text"), ("Quantity", "number"), ("Sort By", "text")],
            ["Name", "Quantity"],
        ),
        (
            "a to-do list with priorities high, medium and low",
            "todo",
            [("Rank", "yes_no"), ("Due Date", "date")],
            ["Task", "Rank"],
        ),
        (
            "who owes me money: name and amount, and a button when they paid",
            "debt",
            [("Name", "text"), ("Amount", "money"), ("Paid", "yes_no"), ("Latest", "yes_no")],
            ["Name", "Amount"],
        ),
    ],
)
def test_results_marks_and_second_names_are_no_fields(
    text: str, item: str, said: list[tuple[str, str]], kept: list[str]
) -> None:
    assert labels(text, item, *said) == kept


def test_the_only_number_keeps_the_name_of_what_is_entered() -> None:
    assert labels("note the miles of each trip and the total", "trip", ("Trip", "text"), ("Total miles", "number")) == [
        "Trip",
        "Miles",
    ]


def test_a_day_is_a_date_and_how_often_is_so_many_days() -> None:
    said = {
        "fields": [
            {"label": "Day", "type": "number", "example": "1"},
            {"label": "Frequency", "type": "choice", "options": ["weekly", "monthly"], "example": "weekly"},
        ]
    }
    day, often = fields_of(said, "plant", "the plants I water every day from 1 to 10 and how often they need it")[-2:]
    assert (day.type, day.maximum) == ("date", None)
    assert (often.type, often.unit) == ("integer", "days")


def test_what_nobody_spoke_of_may_stay_empty() -> None:
    said = {"fields": [{"label": "Shop", "type": "text"}, {"label": "Amount", "type": "money"}]}
    shop, amount = fields_of(said, "expense", "track my expenses with the amount")
    assert shop.required is False
    assert amount.required is None


def test_a_name_stands_first_and_marks_out_of_five_end_there() -> None:
    fields: list[dict[str, Any]] = [
        {"label": "Author", "type": "text"},
        {"label": "Rating (out of 5)", "type": "number"},
        {"label": "Title", "type": "text"},
    ]
    title, author, rating = fields_of({"fields": fields}, "book", "books with author, rating out of 5 and title")
    assert (title.label, author.label) == ("Title", "Author")
    assert (rating.maximum, rating.unit) == (5, "")


def test_own_things_with_nothing_but_figures_may_have_a_name() -> None:
    said = {"fields": [{"label": "Kilos", "type": "number"}, {"label": "Age", "type": "integer"}]}
    name, *_ = fields_of(said, "sheep", "I enter my sheep with kilos and age")
    assert (name.label, name.type, name.required) == ("Sheep", "text", False)
    assert len(fields_of(said, "weighing", "note kilos and age at each weighing")) == 2


class Listing:
    """Stands for a model that gives every list these fields."""

    def __init__(self, *fields: dict[str, Any]) -> None:
        self.fields = list(fields)

    def fill(self, *_: object, **__: object) -> dict[str, Any]:
        return {"title": "Boats", "item": "boat", "fields": self.fields, "figures": []}


@pytest.mark.parametrize(
    ("text", "label", "fields"),
    [
        ("boats with name, I mark them as varnished and can show only those", "Varnished", ["Name"]),
        ("boats with name that I tick off", "Done", ["Name", "Varnished"]),
    ],
)
def test_what_is_ticked_is_called_as_the_sentence_has_it_and_is_no_field(
    text: str, label: str, fields: list[str]
) -> None:
    model = Listing({"label": "Name", "type": "text"}, {"label": "Varnished", "type": "yes_no"})
    _, records = sketch_records(text, model)  # type: ignore[arg-type]
    assert (records.done_label, [f.label for f in records.fields]) == (label, fields)
    assert ("done" in records.features, "done" in records.filters) == (True, True)
    (tick,) = [one for one in hold_records(records, "Boats").controls if one.role == "checkbox" and one.name == label]
    assert tick
