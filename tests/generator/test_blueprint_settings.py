"""What is entered once for a whole list, and what each entry comes to by it, in real apps of both forms."""

from typing import Any

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.claims import swear
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.records_settings import sketch_settings
from generator.blueprint.records_worked import hold_worked
from generator.blueprint.schema import Blueprint, Field, Records
from generator.contract import Candidate, Kind, Mark
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import plan

FEE = (
    "Yearly fee of our rowing club: I type how much it is, add the members by name, tick who has paid, and see how much"
    " has come in and how much is still missing."
)
INVOICE = (
    "Simple invoices: customer, then lines with description, quantity and unit price, one VAT rate in percent for all,"
    " and it works out net, VAT and total."
)
FROST = (
    "I give the date of our last frost and add vegetables, each with how many weeks before that frost it is sown, and"
    " you list the sowing dates, the earliest first."
)
LESSONS = (
    "I set my hourly rate and add lessons with the hours each took, and see what I earned with each and the total."
)
OFFER = "We enter the discount in percent, then add items with name and price, and see the total after discount."


def field(label: str, kind: str = "text", unit: str = "") -> Field:
    return Field.model_validate({"label": label, "type": kind, "unit": unit})


LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "fee": (
        FEE,
        {"item": "member", "features": ["delete", "done"], "done_label": "Paid",
         "fields": [field("Name"), field("Fee", "money")]},
    ),
    "invoice": (
        INVOICE,
        {"item": "line", "fields": [field("Customer"), field("Description"), field("Quantity", "integer"),
                                    field("Unit price", "money"), field("VAT rate", "percent")]},
    ),
    "frost": (
        FROST,
        {"item": "vegetable", "fields": [field("Vegetable"), field("Weeks before frost", "number"),
                                         field("Last frost date", "date")]},
    ),
    "lessons": (LESSONS, {"item": "lesson", "fields": [field("Lesson"), field("Hours", "number")]}),
    "offer": (OFFER, {"item": "item", "fields": [field("Name"), field("Price", "money")]}),
}  # fmt: skip
COMES = {
    "fee": (["Yearly fee"], ["To pay"], ["Come in", "Still missing"], ["Name"]),
    "invoice": (
        ["Customer", "VAT rate"], ["Amount", "VAT on it", "With VAT"], ["Net", "VAT", "Total"],
        ["Description", "Quantity", "Unit price"],
    ),
    "frost": (["Date of last frost"], ["Sowing date"], [], ["Vegetable", "Weeks before frost"]),
    "lessons": (["Hourly rate"], ["Earned"], ["Total earned"], ["Lesson", "Hours"]),
    "offer": (
        ["Discount"], ["Amount", "Discount on it", "With Discount"], ["Before Discount", "Discount", "Total"],
        ["Name", "Price"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_what_is_set_once_is_no_field_of_each_entry(name: str) -> None:
    text, given = LISTS[name]
    records = Records.model_validate(given)
    sketch_settings(text, records)
    made = Records.model_validate(records.model_dump())
    lists = made.settings, made.computed, made.summaries, made.fields
    assert tuple([one.label for one in some] for some in lists) == COMES[name]


@pytest.mark.parametrize(
    "text",
    [
        "A list of members with their name and fee, tick who has paid.",
        "I type the name and add the price of each thing I buy, with a total.",
        "I log my runs with date, distance in km and how I felt.",
        "I enter the title and add it to my reading list, tick what I have read.",
        "I give the date and add what I ate, with calories, and see the total per day.",
    ],
)
def test_nothing_is_set_once_where_nothing_follows_from_it(text: str) -> None:
    records = Records.model_validate(
        {"fields": [field("Name"), field("Fee", "money"), field("Distance", "number"), field("Date", "date")]}
    )
    before = records.model_dump()
    assert sketch_settings(text, records) == []
    assert records.model_dump() == before


@pytest.mark.parametrize("kind", [Kind.WEB, Kind.STREAMLIT])
@pytest.mark.parametrize("name", ["fee", "invoice", "frost"])
def test_the_app_works_out_what_each_entry_comes_to(engine: Engine, name: str, kind: Kind) -> None:
    text, given = LISTS[name]
    records = Records.model_validate(given)
    decisions = sketch_settings(text, records)
    records = Records.model_validate(records.model_dump())
    held = hold_records(records, "A list")
    hold_worked(held, records, decisions)
    checks = swear(text, held.things).checks
    blueprint = Blueprint(title="A list", parts=[records])
    files = assemble_web(blueprint) if kind is Kind.WEB else assemble(blueprint)
    with Trials(engine, plan(kind), lambda event: None) as trials:
        tried = trials.run(1, Candidate(dict(files), "blueprint"), checks)
    assert len(checks) >= 2
    assert [o for o in (*tried.checks, *tried.invariants) if o.mark is not Mark.PASSED] == []
