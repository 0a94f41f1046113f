"""Tills: what has a button, what it adds, and that the sums and the change are shown to be right."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from generator.blueprint.desk import Till
from generator.blueprint.desk_proofs import hold_desk
from generator.blueprint.desk_sketch import sketch_desk
from generator.blueprint.method import BlueprintMethod
from generator.contract import Spec, Workshop
from tests.bench.oracles import sentence
from tests.generator.seeing import figures, named, press, written

Open = Callable[..., AppTest]
TILLS: dict[str, tuple[dict[str, float], str, str, str, str]] = {
    sentence("confitures"): (
        {"Fraise 4 €": 4, "Abricot 4,50 €": 4.5, "Figue 5 €": 5}, "€", "Somme donnée (€)", "Client suivant", "",
    ),
    "a till for our school fair: a button for each of coffee 2 €, cake 3 € and waffle 2.50 €, pressing adds it to the "
    "total, I type in what they give me and it shows the change, and a button for the next customer": (
        {"Coffee 2 €": 2, "Cake 3 €": 3, "Waffle 2.50 €": 2.5}, "€", "Money given (€)", "Next customer", "",
    ),
    "Kasse für den Flohmarkt: Knöpfe für Buch 1 €, CD 2 € und Spiel 3,50 €. Ich drücke, was der Kunde nimmt, sehe die "
    "Summe, tippe ein, was er gibt, und es zeigt das Rückgeld. Ein Knopf für den nächsten Kunden.": (
        {"Buch 1 €": 1, "CD 2 €": 2, "Spiel 3,50 €": 3.5}, "€", "Gegeben (€)", "Nächster Kunde", "",
    ),
    "score counter with buttons: goal 2 points, penalty 1 point; pressing adds to the total, and a reset button": (
        {"Goal 2 points": 2, "Penalty 1 point": 1}, "points", "", "Reset", "",
    ),
    "Punktezähler mit Tasten: Treffer 3 Punkte, Strafwurf 1 Punkt, ich drücke und sehe die Summe": (
        {"Treffer 3 Punkte": 3, "Strafwurf 1 Punkt": 1}, "Punkte", "", "Zurücksetzen", "",
    ),
    "un bouton pour chaque boisson, café 1,20 €, thé 1,50 €, jus 2 €, et je vois combien le client doit payer": (
        {"Café 1,20 €": 1.2, "Thé 1,50 €": 1.5, "Jus 2 €": 2}, "€", "", "Remettre à zéro", "",
    ),
    "I sell lemonade for $2 and cookies for $1.50. I press a button for what they buy and see the total. A button to "
    "undo the last one.": ({"Lemonade $2": 2, "Cookies $1.50": 1.5}, "$", "", "Reset", "Take back the last one"),
    "buttons: muffin $2, cookie 75 cents, shows the total and how much change to give": (
        {"Muffin $2": 2, "Cookie 75 cents": 0.75}, "$", "Money given ($)", "Reset", "",
    ),
    "tap try (5 points), conversion (2 points) or penalty (3 points) and it adds up the score": (
        {"Try 5 points": 5, "Conversion 2 points": 2, "Penalty 3 points": 3}, "points", "", "Reset", "",
    ),
}  # fmt: skip
PART: dict[str, Any] = {
    "kind": "till", "items": [{"label": "Tea", "amount": 1.1, "told": "1,10 €"}, {"label": "Cake", "amount": 2.2}],
    "unit": "€", "given_label": "Given", "undo_label": "Take back", "reset_label": "Next",
}  # fmt: skip


@pytest.mark.parametrize("text", TILLS)
def test_what_has_a_price_or_points_has_a_button(text: str) -> None:
    made = sketch_desk(text)
    assert made is not None
    till = made[1]
    assert isinstance(till, Till)
    buttons = {f"{item.label} {item.told}": item.amount for item in till.items}
    assert (buttons, till.unit, till.given_label, till.reset_label, till.undo_label) == TILLS[text]


@pytest.mark.parametrize("text", TILLS)
def test_all_of_it_is_claimed_and_checked_without_a_model(text: str) -> None:
    method = BlueprintMethod()
    shop = Workshop({}, engine=None, scratch=lambda: None, tell=lambda _: None)  # type: ignore[arg-type, return-value]
    plan = method.plan(spec := Spec(text), shop)
    checked = {check.claim for check in method.checks(spec, plan, shop)}
    assert {claim.text for claim in plan.claims if claim.id not in checked} <= {"Kasse für den Flohmarkt"}


@pytest.mark.parametrize(
    "text",
    [
        "buttons: tea 2 €, cake 3 €; I see the total for today",
        "buttons for tea 2 €, cake 3 € with 10% discount, and the total",
        "buttons for goal 2 points and penalty 1 point for two teams, shows the score",
        "buttons for tea 2 € and cake 3 €, above 20 € a gift, I see the total",
        "buttons for tea 2 € and cake 3 € if bought alone, I see the total",
        "tip calculator: press the button, total 20 €, tip 3 €",
        "shopping list with milk 2 € and bread 3 €",
        "tickets: adult 12 €, child 6 €, I type in how many of each and press a button, it shows the total",
        "a button that adds 5 points or 10 points to the score",
        "buttons for tea 2 € and cake 3 points, and the total",
    ],
)
def test_what_is_more_than_a_sum_is_left_alone(text: str) -> None:
    assert sketch_desk(text) is None


def test_each_price_is_checked_by_its_own_step() -> None:
    till = Till.model_validate(PART)
    held = hold_desk(till, "Till", "")
    proofs = {thing.id: thing.proofs[0].steps for thing in held.things}
    shown = [getattr(step, "equals", "") for step in proofs["buttons"] if step.do == "see_value"]
    assert shown == ["1.10", "3.30", "4.40"]
    changes = [
        getattr(step, "equals", "") for step in proofs["change"] if step.do == "see_value" and step.name == "Change"
    ]
    assert changes == ["56.70", "55.60", "75.60"]
    assert {"undo", "new", "counted"} <= set(proofs)


def test_prices_add_up_and_the_change_follows(block_app: Open) -> None:
    test = block_app(PART)
    assert figures(test) == {"Total": "€0.00", "Change": "–"}
    for _ in range(2):
        press(test, "Tea 1,10 €")
    press(test, "Cake")
    assert figures(test)["Total"] == "€4.40"
    assert "2 × Tea, 1 × Cake" in written(test)
    test.number_input[0].set_value(10.0).run()
    assert figures(test)["Change"] == "€5.60"
    assert figures(press(test, "Take back"))["Change"] == "€7.80"
    test.number_input[0].set_value(2.0).run()
    assert figures(test)["Change"] == "–"
    assert "Still to pay: €0.20" in written(test)


def test_the_next_customer_begins_with_nothing(block_app: Open) -> None:
    test = press(block_app(PART), "Cake")
    test.number_input[0].set_value(10.0).run()
    assert figures(press(test, "Next")) == {"Total": "€0.00", "Change": "–"}
    assert test.number_input[0].value is None
    assert named(test.button, "Take back").disabled
    assert figures(press(test, "Tea 1,10 €"))["Total"] == "€1.10"
