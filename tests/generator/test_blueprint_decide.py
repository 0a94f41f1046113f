"""How an output comes to be worked out: what is believed when operations and own rules are at odds."""

from typing import Any

import pytest

from generator.blueprint.agreement import Given
from generator.blueprint.cases import Case, Wish
from generator.blueprint.decide import Decision, _all_taken, _meant, _settle, _told_apart
from generator.blueprint.operations import candidates
from generator.blueprint.questions import speaks_for
from generator.blueprint.schema import Field, Output

TEXT = "price of a berth: price per metre, quantity of metres and a fee"
FIELDS = [
    Field(label="Price", type="money"),
    Field(label="Quantity", type="number"),
    Field(label="Fee", type="money"),
]
INPUTS: list[dict[str, Any]] = [{"price": 2.0 + n, "quantity": 3.0, "fee": 1.0} for n in range(3)]
OWN = "def price(price, quantity, fee):\n    return price * quantity + fee\n"


def said(*values: object) -> list[Given]:
    return [(value != "broken", value) for value in values]


@pytest.fixture
def case() -> Case:
    wish = Wish(Output(label="Total price", format="money"), "price times quantity")
    fits = [f for f in candidates(wish.output, wish.about, TEXT, FIELDS) if f.operation.id == "price_times_quantity"]
    assert fits
    return Case(wish, FIELDS, fits, needed=frozenset({"price", "quantity", "fee"}))


def test_an_operation_that_leaves_an_input_unused_gives_way_to_own_rules(case: Case) -> None:
    case.sources, case.picked = [OWN, OWN], "price_times_quantity"
    found = _settle(case, [said(7.0, 10.0, 13.0), said(7.0, 10.0, 13.0), said(6.0, 9.0, 12.0)], INPUTS, 3)
    assert found.output.source == OWN


def test_an_operation_that_leaves_an_input_unused_is_never_agreed(case: Case) -> None:
    case.picked = "price_times_quantity"
    found = _settle(case, [said(6.0, 9.0, 12.0)], INPUTS, 3)
    assert found.ground in ("none", "alone", "picked")


def test_chance_decides_nothing_that_is_to_follow_from_inputs(case: Case) -> None:
    dice = candidates(Output(label="Total"), "roll dice total", "roll dice", FIELDS, most=30)
    case.fits = [f for f in dice if f.operation.random][:1]
    case.sources, case.picked = [OWN, OWN], case.fits[0].operation.id
    found = _settle(case, [said(7.0, 10.0, 13.0)] * 2 + [said(4.0, 5.0, 4.0)], INPUTS, 3)
    assert found.output.source == OWN
    assert not found.random


def test_own_rules_agree_on_the_inputs_that_most_of_them_answer(case: Case) -> None:
    case.sources, case.fits, case.derived = [OWN] * 4, [], {0: [10.0], 2: [13.0]}
    found = _settle(case, [said("broken", 10.0, 13.0)] * 3 + [said("broken", 1.0, 2.0)], INPUTS, 3)
    assert found.ground == "agreed"
    assert [values["price"] for values, _ in found.examples] == [3.0, 4.0]


def test_a_rule_that_runs_is_better_than_none_but_nothing_is_proved_by_it(case: Case) -> None:
    case.sources, case.fits = [OWN], []
    found = _settle(case, [said(7.0, 10.0, "broken")], INPUTS, 3)
    assert (found.ground, found.output.source, found.examples) == ("alone", OWN, ())


def test_a_rule_that_always_says_the_same_is_none(case: Case) -> None:
    case.sources, case.fits = [OWN], []
    assert _settle(case, [said(7.0, 7.0, 7.0)], INPUTS, 3).ground == "none"


def test_two_outputs_are_never_the_same_operation_of_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [
        Field(label="Bill", type="money"),
        Field(label="Tip", type="percent"),
        Field(label="People", type="integer"),
    ]
    text = "bill with tip for people: tip and share"
    cases = []
    for label in ("Tip", "Share per person"):
        wish = Wish(Output(label=label, format="money"), "bill tip people")
        cases.append(Case(wish, fields, candidates(wish.output, wish.about, text, fields), picked="split_with_tip"))
    shared = next(f for f in cases[0].fits if f.operation.id == "split_with_tip")
    output = Output(label="Tip", format="money", operation="split_with_tip", arguments=shared.arguments)
    decisions = [Decision(output, "agreed"), Decision(output.model_copy(update={"label": "Share"}), "agreed")]
    monkeypatch.setattr(
        "generator.blueprint.decide.try_functions",
        lambda box, sources, operations, fields, inputs: [said(*range(n, n + 3)) for n, _ in enumerate(operations, 1)],
    )
    found = _told_apart(cases, decisions, lambda: None, INPUTS, 3)  # type: ignore[arg-type, return-value]
    assert found[0].output.operation == "tip_amount"
    assert found[1].output.operation == "split_with_tip"


def test_what_the_words_leave_open_is_sampled(case: Case) -> None:
    assert not speaks_for(case, 0.0), "an input stays unused"
    case.needed = frozenset()
    assert speaks_for(case, 0.0)
    assert not speaks_for(case, 5.0)
    case.fits = []
    assert not speaks_for(case, 0.0)


def test_an_input_that_is_asked_for_is_taken_by_some_output() -> None:
    labels = (("Bill", "money"), ("Tip", "percent"), ("People", "integer"))
    fields = [Field.model_validate({"label": label, "type": kind}) for label, kind in labels]
    text = "bill with tip for people: tip and what each person pays"
    cases = []
    for label, about in (("Tip", "bill times tip"), ("Pays", "what each person pays of bill and tip")):
        wish = Wish(Output(label=label, format="money"), about)
        cases.append(Case(wish, fields, candidates(wish.output, wish.about, text, fields)))
    decisions = [
        Decision(
            Output(label="Tip", operation="tip_amount", arguments={"bill": "bill", "tip_percent": "tip"}), "agreed"
        ),
        Decision(Output(label="Pays", source="def pays(bill, tip):\n    return bill\n"), "agreed"),
    ]
    found = _all_taken(cases, decisions, text)
    assert [d.output.operation for d in found] == ["tip_amount", "split_with_tip"]
    assert found[1].ground == "picked", "nothing shows that it is right"
    assert _all_taken(cases, found, text) == found


@pytest.mark.parametrize("picked", ["none", "random_decimal"])
def test_chance_takes_what_is_asked_for_into_account(picked: str) -> None:
    fields = [Field(label="Boats", type="long_text")]
    wish = Wish(Output(label="Result", format="number"), "a boat that is picked at random")
    text = "I type some boats, and you pick one of them at random"
    case = Case(wish, fields, candidates(wish.output, wish.about, text, fields), needed=frozenset({"boats"}))
    case.fits.sort(key=lambda fit: not fit.unused)
    assert case.fits[0].unused
    case.picked = picked
    found = _settle(case, [said("oak")] * len(case.fits), [{"boats": "oak"}], 1)
    assert found.output.operation == "pick_one"


def test_an_operation_that_the_model_and_the_words_name_is_agreed_on_what_it_answers() -> None:
    fields = [Field(label="Date of birth", type="date")]
    wish = Wish(Output(label="Age", format="text"), "the birthday plus today")  # as a small model recalls it
    text = "my exact age in years, months and days from my date of birth"
    fits, plain = (candidates(wish.output, about, text, fields) for about in (wish.about, ""))
    case = Case(wish, fields, fits, picked="exact_age", plain=plain)
    born = [{"date_of_birth": day} for day in ("2100-01-01", "2001-02-03", "1990-05-06")]
    given = [said("broken", *(f"{fit.operation.id} {n}" for n in range(2))) for fit in fits]
    unsure = Decision(wish.output, "picked")
    found = _meant(case, given, born, 3, unsure)
    assert found
    assert (found.ground, found.output.operation) == ("agreed", "exact_age")
    assert [values for values, _ in found.examples] == born[1:]
    case.picked = "age_in_years"
    assert _meant(case, given, born, 3, unsure) is None
    case.picked, case.sources = "exact_age", [OWN] * 3
    assert _meant(case, [said(1.0, 2.0, 3.0)] * 3 + given, born, 3, unsure) is None
