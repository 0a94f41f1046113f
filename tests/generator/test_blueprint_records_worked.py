"""What a list works out for every entry: a rule that stands on tries that agree, and the figure that follows."""

import json
from typing import Any

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.records_worked import _evened, _spanned
from generator.blueprint.schema import Field, Records, Summary
from generator.contract import Check, Plan, Spec, Workshop
from generator.endpoint import Endpoint
from sandbox.contract import Ran
from tests.endpoint_server import PlayedEndpoint

NETS = Spec("I add my nets with length and metres per mend, and see the cost per net and the total cost")


class Bench:
    """Stands for a scratch sandbox at its contract: works the one rule out for all inputs."""

    def put(self, files: Any, *, replace: bool = False) -> None:
        assert files

    def run(self, argv: Any, *, stdin: bytes = b"", seconds: float = 10, most_kb: int = 256, env: Any = None) -> Ran:
        order = json.loads(stdin)
        answers = [["ok", values["length"] * values["metres_per_mend"]] for values in order["inputs"]]
        others = [["error", "none"] for _ in order["inputs"]]
        found = [answers if n < order["own"] else others for n in range(len(order["sources"]))]
        return Ran(0, json.dumps(found).encode(), b"", 0.1)


def made(endpoint: PlayedEndpoint, value: dict[str, str], by_hand: str = "22 * 26") -> tuple[str, Plan, list[Check]]:
    fields = [
        {"label": "Net", "type": "text", "example": "Bay"},
        {"label": "Length", "type": "number", "example": "10"},
        {"label": "Metres per mend", "type": "number", "example": "2"},
    ]
    endpoint.on("Which figures about all entries", {"figures": []})
    endpoint.on("for every single entry", {"values": [value]})
    endpoint.on("keeps a list of entries", {"title": "Nets", "item": "net", "fields": fields})
    rule = "def cost_per_net(length, metres_per_mend):\n    return length * metres_per_mend\n\nDone"
    endpoint.on("Write the function for", rule)
    endpoint.on("Which operation does exactly", {"answer": "none"})
    endpoint.on("Arithmetic for", {"arithmetic": by_hand})
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, small=True)
    shop = Workshop({"writer": model}, engine=None, scratch=lambda: Bench(), tell=lambda _: None)  # type: ignore[arg-type, return-value]
    method = Blueprint()
    plan = method.plan(NETS, shop)
    checks = method.checks(NETS, plan, shop)
    return method.write(NETS, plan, shop).files["app.py"].decode(), plan, checks


def test_a_value_per_entry_is_worked_out_shown_and_summed(endpoint: PlayedEndpoint) -> None:
    app, _, checks = made(endpoint, {"label": "Cost per net", "format": "money", "about": "length times metres"})
    assert "def cost_per_net" in app
    assert "Total cost per net" in app
    assert any("Total cost per net is" in check.title for check in checks)
    assert any(check.basis == "agreement" and "Cost per net: " in str(check.steps) for check in checks)


def test_a_value_that_is_another_one_by_hand_is_not_proved_by_functions(endpoint: PlayedEndpoint) -> None:
    value = {"label": "Cost per net", "format": "money", "about": "length times metres"}
    app, _, checks = made(endpoint, value, by_hand="22 + 26")
    assert "def cost_per_net" in app
    assert not any("ost per net is" in check.title or "Cost per net: " in str(check.steps) for check in checks)


@pytest.mark.parametrize("label", ["Total cost", "Length", "Shoe size"])
def test_totals_fields_and_what_was_not_asked_for_are_not_worked_out(endpoint: PlayedEndpoint, label: str) -> None:
    app, _, _ = made(endpoint, {"label": label, "format": "money", "about": "something"})
    assert "computed" not in app


@pytest.mark.parametrize(("options", "labels"), [(["weekly", "yearly"], ["Fee per year"]), (["small", "large"], [])])
def test_what_recurs_is_brought_to_one_span_before_it_is_added_up(options: list[str], labels: list[str]) -> None:
    fields = [Field(label="Fee", type="money"), Field(label="Paid", type="choice", options=options)]
    clubs = Records(item="club", fields=fields, summaries=[Summary(label="Fee a year", stat="sum", of="fee")])
    assert [wish.output.label for wish in _evened("my clubs, what they come to per year", clubs)] == labels
    assert bool(clubs.summaries) is not bool(labels)


def test_days_between_two_dates_are_no_price_for_a_day() -> None:
    fields = [
        Field(label="Net"),
        Field(label="Mended on", type="date"),
        Field(label="Days between mends", type="number"),
    ]
    assert _spanned("List my nets with the days between mends, and show the next date", Records(fields=fields)) == []
