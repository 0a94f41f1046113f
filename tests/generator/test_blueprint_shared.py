"""What is shared out among the entries of a list in proportion to one of their columns, in real apps of both forms."""

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.choose import weigh
from generator.blueprint.claims import Sworn, swear
from generator.blueprint.records_shared import hold_shared, sketch_shared
from generator.blueprint.schema import Blueprint, Records
from generator.contract import Candidate, Kind, Mark
from generator.trial import Trials
from sandbox import Engine
from sandbox.contract import Files
from tests.generator.trying import plan

COSTS = (
    "Ich will die Heizkosten auf die Mieter verteilen: ich gebe ein, was es gekostet hat, dann jeden Mieter mit Namen"
    " und Quadratmetern, und sehe, wie viel Euro jeder nach seiner Fläche zahlen muss."
)
FUEL = (
    "Split the petrol for our car pool by kilometres: I enter what the fuel cost, add each driver with name and the"
    " kilometres they drove, and see what everybody has to pay."
)
SAID = {
    COSTS: ("Heizkosten", "Mieter", ["Name", "Quadratmeter"], "Anteil"),
    FUEL: ("Petrol", "driver", ["Name", "Kilometres"], "Share"),
    "We share the tips at our café: I type in the tips of the evening, then add each waiter with name and hours worked,"
    " and see how much each one gets.": ("Tips", "waiter", ["Name", "Hours worked"], "Share"),
    "Divide an inheritance among the heirs by their shares: I enter the amount, add each heir with name and share, and"
    " it shows how many euros each gets.": ("Amount", "heir", ["Name", "Share"], "For each"),
    "We rented a holiday house. I enter the total bill, then every guest with name and the nights they stayed, and it"
    " splits the bill by nights and shows what each one owes.": ("Total bill", "guest", ["Name", "Nights"], "Share"),
    "Je veux répartir les charges de l'immeuble entre les locataires : j'entre le montant total, puis chaque locataire"
    " avec son nom et sa surface, et je vois combien chacun doit payer.": (
        "Montant total", "locataire", ["Nom", "Surface"], "Part",
    ),
}  # fmt: skip


def made(text: str) -> tuple[Records, Sworn]:
    shared = sketch_shared(text)
    assert shared is not None
    title, records = shared
    return records, swear(text, hold_shared(records, title, text).things)


@pytest.mark.parametrize("text", SAID)
def test_the_words_say_what_is_shared_among_whom_by_what(text: str) -> None:
    records, sworn = made(text)
    told = records.settings[0].label, records.item, [f.label for f in records.fields], records.computed[0].label
    assert told == SAID[text]
    assert weigh(text)["records"] >= 10
    assert any(check.title.startswith("Of 400 those") for check in sworn.checks)
    unchecked = {claim.text for claim in sworn.claims} - {
        claim.text for claim in sworn.claims if any(check.claim == claim.id for check in sworn.checks)
    }
    assert unchecked <= {"We rented a holiday house"}


@pytest.mark.parametrize(
    "text",
    [
        "Split a bill equally: I enter the bill and add each person with name and nights, and see the share of each.",
        "I enter the bill, add each friend with name and age, and it splits the bill.",
        "Split the costs by income: I enter the rent, then each flatmate with name and room size.",
        "Each person with name and what they paid, and it tells who owes whom, shared fairly.",
        "I enter each run with date and kilometres and see the total.",
        "I enter the bill and the number of people and see the share of each.",
    ],
)
def test_nothing_is_shared_in_a_measure_that_is_not_told(text: str) -> None:
    assert sketch_shared(text) is None


def files_of(records: Records, kind: Kind) -> Files:
    blueprint = Blueprint(title="Shared", parts=[records])
    return assemble_web(blueprint) if kind is Kind.WEB else assemble(blueprint)


@pytest.mark.parametrize("kind", [Kind.WEB, Kind.STREAMLIT])
@pytest.mark.parametrize("text", [COSTS, FUEL], ids=["costs", "fuel"])
def test_each_sees_the_share_in_proportion(engine: Engine, text: str, kind: Kind) -> None:
    records, sworn = made(text)
    with Trials(engine, plan(kind), lambda event: None) as trials:
        tried = trials.run(1, Candidate(dict(files_of(records, kind)), "blueprint"), sworn.checks)
    assert [o for o in (*tried.checks, *tried.invariants) if o.mark is not Mark.PASSED] == []


@pytest.mark.parametrize("wrong", ["{of} / 2", "{by} / all_{by}", "{of} * {by} / 80", "400 * {by} / all_{by}"])
def test_a_share_of_another_sort_is_noticed(engine: Engine, wrong: str) -> None:
    records, sworn = made(FUEL)
    of, by = "petrol", "kilometres"
    source = f"def work_out({of}, {by}, all_{by}):\n    return " + wrong.format(of=of, by=by)
    records.computed = [records.computed[0].model_copy(update={"source": source})]
    with Trials(engine, plan(Kind.STREAMLIT), lambda event: None) as trials:
        tried = trials.run(1, Candidate(dict(files_of(records, Kind.STREAMLIT)), "blueprint"), sworn.checks)
    assert any(o.mark is Mark.FAILED for o in tried.checks)
