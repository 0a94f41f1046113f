"""Lists of what people paid for all: what each is ahead of an equal share, and who pays whom, in real apps."""

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.choose import weigh
from generator.blueprint.claims import swear
from generator.blueprint.records_even import hold_even, is_shared, with_even
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.schema import Blueprint, Field, Records
from generator.contract import Candidate, Kind, Mark
from generator.payload.blocks.summaries import transfers
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import plan

FLAT = (
    "We share the costs of our flat equally: I enter who paid how much, and see the balance of everybody"
    " and who pays whom."
)


def field(label: str, kind: str = "text") -> Field:
    return Field.model_validate({"label": label, "type": kind})


def sketched() -> Records:
    given = [field("Amount", "money"), field("Paid by"), field("Balance", "money"), field("What for")]
    return with_even(Records(item="cost", fields=given), FLAT)


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        (FLAT, True),
        ("Barbecue with friends: who paid what, and who owes whom how much", True),
        ("Note what each of us has paid on the boat trip and settle up in the end", True),
        ("Wir teilen die Kosten: ich trage ein, wer wie viel bezahlt hat, und sehe, wer noch etwas bekommt", True),
        ("J'entre qui a payé combien et je vois qui doit combien à qui", True),
        ("Split the rent by income: I enter who paid how much and see who still has to pay", False),
        ("Tick who has paid the fee and see how much is still missing", False),
        ("Split a dinner bill with tip equally between friends", False),
    ],
)
def test_costs_that_all_share_are_told_from_others(text: str, shared: bool) -> None:
    assert is_shared(text) == shared
    if shared:
        assert max(weigh(text), key=lambda shape: weigh(text)[shape]) == "records"


def test_the_list_asks_who_paid_how_much_and_for_no_result() -> None:
    records = sketched()
    assert [(f.label, f.type) for f in records.fields] == [
        ("Paid by", "text"),
        ("Amount", "money"),
        ("What for", "text"),
    ]
    assert [(s.label, s.stat) for s in records.summaries] == [
        ("Balance", "even"), ("Who pays whom", "transfers"), ("Total", "sum"),
    ]  # fmt: skip
    other = Records(fields=[field("Name"), field("Price", "money")])
    assert with_even(other, "A list of books with their price") == other


def test_who_owes_most_pays_first_and_all_are_even_in_the_end() -> None:
    ahead = {"Ida": 30.0, "Jon": -20.01, "Kim": -12.0, "Lea": 2.01}
    paid = transfers(ahead)
    assert paid == [("Jon", "Ida", 20.01), ("Kim", "Ida", 9.99), ("Kim", "Lea", 2.01)]
    assert transfers({"Ida": 0.004, "Jon": -0.004}) == []


@pytest.mark.parametrize("kind", [Kind.WEB, Kind.STREAMLIT])
def test_the_app_says_how_all_get_even(engine: Engine, kind: Kind) -> None:
    records = sketched()
    held = hold_records(records, "Flat costs")
    hold_even(held, records)
    sworn = swear(FLAT, held.things)
    told = {thing.id: thing.proofs for thing in held.things}
    assert len(told["figure Balance"]) == 2
    assert len(told["figure Who pays whom"]) == 2
    assert any("Balance after Alder paid 8" in check.title for check in sworn.checks)
    blueprint = Blueprint(title="Flat costs", parts=[records])
    files = assemble_web(blueprint) if kind is Kind.WEB else assemble(blueprint)
    with Trials(engine, plan(kind), lambda event: None) as trials:
        tried = trials.run(1, Candidate(dict(files), "blueprint"), sworn.checks)
    assert [o for o in (*tried.checks, *tried.invariants) if o.mark is not Mark.PASSED] == []
