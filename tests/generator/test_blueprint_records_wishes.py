"""Averages that weigh and targets that people type, from the sentence to the figure."""

import pytest

from generator.blueprint.claims import swear
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.records_wishes import entered, with_changes, with_wishes
from generator.blueprint.schema import Field, Records, Summary
from generator.contract import Fill, SeeValue
from generator.payload.blocks.summaries import Column, Summary as Block, figure

CATCH = Records(
    item="catch",
    fields=[
        Field(label="Fish"),
        Field(label="Price per kilo", type="money"),
        Field(label="Kilos", type="number"),
    ],
    summaries=[Summary(label="Average price", stat="average", of="price_per_kilo")],
)


def test_a_weighted_average_takes_the_place_of_a_plain_one() -> None:
    found = with_wishes(CATCH, "list my catches with price per kilo and kilos, average price weighted by kilos")
    assert [(s.stat, s.of, s.weight) for s in found.summaries] == [("weighted_average", "price_per_kilo", "kilos")]


def test_no_weight_no_weighted_average() -> None:
    assert with_wishes(CATCH, "list my catches with the average price").summaries[0].stat == "average"


def test_each_record_counts_by_its_weight_and_one_without_does_not() -> None:
    rows: list[dict[str, float | None]] = [{"p": 2.0, "k": 3.0}, {"p": 4.0, "k": 1.0}, {"p": 9.0, "k": None}]
    names = {"p": Column("P", "money"), "k": Column("K", "number")}
    asked = Block("Average", "weighted_average", of="p", weight="k")
    assert figure(asked, rows, names) == 2.5
    assert figure(asked, [], names) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I set a travel budget once and add costs with place and price", "Travel budget"),
        ("add costs with place and price, and see what is left of the weekly allowance we set", "Weekly allowance"),
        ("type my goal, add swims with place and price", "Goal"),
    ],
)
def test_a_target_is_typed_once_and_is_no_field_of_each_record(text: str, label: str) -> None:
    fields = [Field(label="Place"), Field(label="Price", type="money"), Field(label="Budget goal", type="money")]
    fields.append(Field(label="Remaining", type="money"))
    rest = Summary(label="Remaining", stat="sum", of="price")
    found = with_wishes(Records(item="cost", fields=fields, summaries=[rest]), text)
    assert [f.name for f in found.fields] == ["place", "price"]
    assert [(s.stat, s.of, s.target_label) for s in found.summaries] == [("sum", "price", label)]
    held = {thing.id: thing for thing in hold_records(found, "Costs").things}
    assert "left" in str(held["aim Total price"].proofs[0].steps)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I add my nets with the last mending date and length, and see the next mending date", ["length", "last"]),
        ("show my nets with length, last mending date and next mending date", ["length", "last", "next"]),
        ("I add my nets with length, last and next mending date and see the total length", ["length", "last", "next"]),
    ],
)
def test_what_is_to_be_seen_alone_is_not_entered(text: str, kept: list[str]) -> None:
    given = [
        Field(label="Length", type="number"),
        Field(label="Last mending date", type="date"),
        Field(label="Next mending date", type="date"),
    ]
    assert [f.label.split()[0].lower() for f in entered(given, text)] == kept


def test_a_target_with_its_number_is_none_that_people_type() -> None:
    found = with_wishes(CATCH, "I have a goal of 20 kilos")
    assert not any(s.target_label for s in found.summaries)


def test_the_field_that_heads_an_entry_is_seen_without_its_label() -> None:
    fees = Records(item="fee", fields=[Field(label="Fee", type="money"), Field(label="Tip", type="money")])
    held = {thing.id: thing for thing in hold_records(fees, "Fees").things}
    assert [step.text for step in held["field tip"].proofs[0].steps if step.do == "see_text"] == ["7.00", "Tip: 8.00"]


LIFTS = Records(
    item="lift",
    fields=[
        Field(label="Exercise"),
        Field(label="Reps", type="integer"),
        Field(label="Weight", type="number", unit="kg"),
    ],
)


def test_a_price_per_litre_is_all_that_was_paid_over_all_litres() -> None:
    fields = [Field(label="Litres", type="number"), Field(label="Price", type="money")]
    plain = Summary(label="Average price per litre", stat="average", of="price")
    fills = Records(item="fill", fields=fields, summaries=[plain])
    (found,) = with_wishes(fills, "note my fills with litres and price, show the average price per litre").summaries
    assert (found.stat, found.of, found.weight) == ("ratio", "price", "litres")
    asked = Block("Average", "ratio", of="price", weight="litres")
    rows: list[dict[str, float | None]] = [{"litres": 10.0, "price": 20.0}, {"litres": 30.0, "price": 40.0}]
    assert figure(asked, rows, {"price": Column("Price", "money")}) == 1.5


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("log exercise, reps and weight, with the heaviest lift per exercise", [("maximum", "weight", "exercise")]),
        ("log my lifts and show the lowest reps", [("minimum", "reps", "")]),
        ("log my weight and see how much I lost since the start", [("loss", "weight", "")]),
        ("log my weight and see the change so far", [("change", "weight", "")]),
        ("log my lifts, heaviest first", []),
    ],
)
def test_superlatives_and_changes_are_figures(text: str, figures: list[tuple[str, str, str]]) -> None:
    assert [(s.stat, s.of, s.group_by) for s in with_changes([], LIFTS, text)] == figures


def test_what_is_typed_once_leaves_no_field_and_gives_no_name_to_what_is_added() -> None:
    fields = [Field(label="Goal"), Field(label="Deposit", type="money")]
    text = "savings tracker: I type my goal and add deposits"
    found = with_wishes(Records(item="savings", fields=fields), text)
    assert [f.label for f in found.fields] == ["Deposit"]
    assert (found.item, found.add) == ("deposit", "Add deposit")
    assert found.summaries[0].target_label == "Goal"


def test_a_total_is_no_proof_for_an_average() -> None:
    figure = Summary(label="Total kilos", stat="sum", of="kilos")
    held = hold_records(CATCH.model_copy(update={"summaries": [figure]}), "Catches")
    sworn = swear("list my catches with kilos, total kilos, the average kilos", held.things)
    proved = {check.claim for check in sworn.checks if "Total kilos is" in check.title}
    assert [claim.text for claim in sworn.claims if claim.id in proved] == ["total kilos"]


def test_what_is_left_of_a_goal_in_the_sentence_is_held_to() -> None:
    figure = Summary(label="Total kilos", stat="sum", of="kilos", target=50)
    held = {thing.id: thing for thing in hold_records(CATCH.model_copy(update={"summaries": [figure]}), "Catch").things}
    (proof,) = held["goal Total kilos"].proofs
    entered = [float(step.value) for step in proof.steps if isinstance(step, Fill) and step.name == "Kilos"]
    assert proof.steps[-1] == SeeValue(name="Left", equals=f"{50 - sum(entered):g}")


@pytest.mark.parametrize(
    "text",
    [
        "my repairs with price: I tick those that are paid and see how much I spent so far",
        "repairs with price that I can tick, and the total of the ticked ones",
    ],
)
def test_what_the_ticked_ones_come_to_is_shown_and_proved(text: str) -> None:
    fields = [Field(label="Repair"), Field(label="Price", type="money")]
    every = Summary(label="Total", stat="sum", of="price")
    records = Records(item="repair", fields=fields, features=["done"], summaries=[every])
    found = with_wishes(records, text)
    assert [(s.label, s.stat, s.where, s.equals) for s in found.summaries] == [("Price so far", "sum", "done", "yes")]
    held = {thing.id: thing for thing in hold_records(found, "Repairs").things}
    (proof,) = held["figure Price so far"].proofs
    before, _, after = proof.steps[-3:]
    assert (getattr(before, "equals", ""), getattr(after, "equals", "")) == ("0", getattr(proof.steps[1], "value", "-"))
    assert with_wishes(records, "repairs with price that I can tick, and the total").summaries == [every]
