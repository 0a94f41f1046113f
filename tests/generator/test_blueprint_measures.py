"""What a phrase measures, and what follows of it: prefixes, coins, and so much a day or a year, in three languages."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.blueprint.asking import Asking
from generator.blueprint.dimensions import Law, law_of
from generator.blueprint.form_sketch import Sketch, sketch_form
from generator.blueprint.measures import is_period, measure_of
from generator.blueprint.schema import Field, Output
from sandbox.contract import Ran
from tests.endpoint_server import PlayedEndpoint
from tests.generator.test_blueprint_method import shop
from tests.generator.trying import Bench as Blocks

STROM = (
    "Was kostet mich der Strom? Ich gebe ein, wie viel Watt ein Gerät hat, wie viele Stunden es am Tag läuft und was "
    "die kWh in Cent kostet, und möchte wissen, wie viel Euro das im Jahr sind."
)


def law(label: str, *fields: str, text: str = "") -> Law | None:
    return law_of(Output(label=label, format="number"), [Field(label=name, type="number") for name in fields], text)


@pytest.mark.parametrize(
    ("label", "fields", "values", "result"),
    [
        ("Cost per year (euros)", ["Power (W)", "Hours per day", "Price per kWh in cents"], [140, 9, 37], 170.163),
        ("Euro im Jahr", ["Watt", "Stunden am Tag", "Cent pro kWh"], [60, 5, 31], 33.945),
        ("Coût par an en euros", ["Puissance en watts", "Heures par jour", "Prix du kWh en centimes"],
         [210, 7, 43], 230.7165),
        ("Cost per day in dollars", ["Kilowatts", "Minutes a day", "Price of a kWh in cents"], [2, 30, 20], 0.2),
        ("Runtime (hours)", ["Battery (Wh)", "Power (W)"], [50, 10], 5),
        ("Energy (kWh)", ["Watts", "Minutes"], [1800, 3], 0.09),
        ("Hours", ["Distance (nautical miles)", "Speed (knots)"], [30, 6], 5),
        ("Yearly wage in euros", ["Euros per hour", "Hours per day", "Days per week", "Weeks per year"],
         [20, 8, 5, 46], 36800),
        ("Euros per year", ["Cigarettes per day", "Cigarettes per pack", "Euros per pack"], [10, 20, 8], 1460),
        ("Cost (euros)", ["Floor (m2)", "Euros per m²"], [20, 30], 600),
        ("Euro pro Woche", ["Kaffees am Tag", "Euro pro Kaffee"], [2, 3], 42),
        ("Stitches to cast on", ["Stitches on 10 cm", "How wide (cm)"], [22, 50], 110),
        ("Maschen", ["Maschen auf 10 cm", "Breite (cm)"], [18, 40], 72),
        ("Calories", ["Calories for 100 g", "Grams eaten"], [250, 60], 150),
        ("Prix en euros", ["Euros pour 100 g", "Quantité (kg)"], [3, 2], 60),
        ("Pages", ["Pages in 10 minutes", "Hours"], [7, 2], 84),
    ],
)  # fmt: skip
def test_units_with_prefixes_coins_and_the_calendar_leave_one_formula(
    label: str, fields: list[str], values: list[float], result: float
) -> None:
    found = law(label, *fields)
    assert found
    given = dict(zip(found.powers, values, strict=True))
    assert found.expected(given) == pytest.approx(result)
    space: dict[str, Any] = {}
    exec(found.source("worked"), space)
    assert space["worked"](**given) == pytest.approx(result)
    assert not found.allows([(given, result * 1000)])


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("Euros per month", ["Euros per week"]),
        ("Euros per month", ["Watts", "Hours per day", "Euros per kWh"]),
        ("Cost in euros", ["Length (m)", "Width (m)", "Euros per m²"]),
        ("Hours", ["Average speed (km/h)", "Distance (km)"]),
        ("Euros", ["Euros per hour", "Euros per day"]),
        ("Price", ["Price of house", "Years"]),
    ],
)
def test_months_of_so_many_weeks_and_what_has_two_ways_are_not_reckoned(label: str, fields: list[str]) -> None:
    assert law(label, *fields) is None


def test_two_words_are_one_unit_and_a_figure_may_be_a_power() -> None:
    energy, area = measure_of("Capacity in watt hours", "number"), measure_of("Wall (m2)", "number")
    assert energy
    assert area
    assert [dict(energy.powers), energy.scale, dict(area.powers)] == [{"energy": 1}, 3600, {"area": 1}]


def test_what_is_wanted_for_a_year_is_read_from_the_sentence() -> None:
    found = law("Strom Kosten Euro", "Watt", "Stunden am Tag", "KWh in Cent", text=STROM)
    assert found
    assert found.expected(dict(zip(found.powers, [140, 9, 37], strict=True))) == pytest.approx(170.163)


def test_a_number_of_the_sentence_that_no_unit_tells_of_leaves_no_law_but_the_days_of_a_year_do() -> None:
    packs = ["Cigarettes per day", "Cigarettes per pack", "Euros per pack"]
    assert law("Euros per year", *packs, text="what smoking costs in 365 days")
    assert law("Euros per year", *packs, text="what smoking costs, 20 in a box") is None


@pytest.mark.parametrize(
    ("label", "text", "period"),
    [
        ("Jahr", STROM, True),
        ("Month", "how much do I spend every month on coffee", True),
        ("An", "combien d'euros par an", True),
        ("Year", "I type a year and see whether it is a leap year", False),
        ("Year", "the day of the week for a month and a year", False),
        ("Days", "price per day and the number of days", False),
        ("Hours per day", "watts and hours per day", False),
    ],
)
def test_the_stretch_for_which_a_result_is_wanted_is_no_field(label: str, text: str, period: bool) -> None:
    assert is_period(label, text) is period


class _Beside(Blocks):
    """Runs blocks and functions right here, as they are: the functions are those of this file and of the units."""

    def run(self, argv: list[str], *, stdin: bytes = b"", **_: Any) -> Ran:
        ran = subprocess.run([sys.executable, *argv[1:]], input=stdin, capture_output=True, cwd=self.folder)
        return Ran(ran.returncode, ran.stdout, ran.stderr, 0.1)


def sketched(text: str, endpoint: PlayedEndpoint, folder: Path, picked: str = "none", rule: str = "no") -> Sketch:
    endpoint.on("Write the function for", rule)
    endpoint.on("Which operation does exactly", {"answer": picked})
    endpoint.on("Arithmetic for", {"arithmetic": "1 + 1"})
    return sketch_form(text, Asking(shop(endpoint, []), "planner"), lambda: _Beside(folder))  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("picked", ["none", "electricity_cost"])
def test_a_form_is_worked_out_by_the_units_where_an_operation_takes_cents_for_euros_and_a_month_for_a_year(
    picked: str, endpoint: PlayedEndpoint, tmp_path: Path
) -> None:
    labels = {"Watt": "100", "Stunden am Tag": "5", "KWh in Cent": "30", "Jahr": "365"}
    fields = [{"label": label, "type": "number", "example": example} for label, example in labels.items()]
    output = {"label": "Strom Kosten Euro", "format": "number", "about": "Watt mal Stunden mal Jahr mal Cent"}
    endpoint.on("You design a small app: a form", {"title": "Strom", "inputs": fields, "outputs": [output]})
    sketch = sketched(STROM, endpoint, tmp_path, picked)
    assert [f.label for f in sketch.form.inputs] == ["Watt", "Stunden am Tag", "KWh in Cent"]
    (made,) = sketch.form.outputs
    space: dict[str, Any] = {}
    exec(made.source, space)
    assert space[made.name](140, 9, 37) == pytest.approx(170.163)
    assert sketch.decisions[0].ground != "agreed", "nothing but the units speaks for it"


def test_a_year_that_people_ask_about_stays_a_field(endpoint: PlayedEndpoint, tmp_path: Path) -> None:
    fields = [{"label": "Jahr", "type": "number", "example": "2030"}]
    output = {"label": "Feiertage", "format": "number", "about": "Feiertage im Jahr"}
    endpoint.on("You design a small app: a form", {"title": "Feiertage", "inputs": fields, "outputs": [output]})
    text = "Wie viele Feiertage gibt es im Jahr?"
    assert is_period("Jahr", text)
    sketch = sketched(text, endpoint, tmp_path, rule="def feiertage(jahr):\n    return jahr % 7 + 9\n")
    assert [f.label for f in sketch.form.inputs] == ["Jahr"]
