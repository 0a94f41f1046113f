"""What is asked a second time: the steps without what they expect, and without a word of who expects it."""

from typing import Any

import pytest

from generator.contract import Kind, Spec, Workshop
from generator.endpoint import Endpoint
from generator.second_opinion import agrees, ask_again, expectation, is_worked_out
from tests.endpoint_server import PlayedEndpoint
from tests.generator.trying import check, plan

SPEC = Spec("a shopping list with a total", kind=Kind.WEB)
TOTAL = check(
    "k1",
    {"do": "fill", "name": "Item", "value": "Milk"},
    {"do": "see_row", "cells": ["milk", "3.75"]},
    {"do": "see_text", "text": "NaN", "absent": True},
    {"do": "see_value", "name": "Total", "equals": "7.50"},
    {"do": "see_count", "name": "Items", "equals": 2},
).model_copy(update={"title": "Two cost 7.50, not 17.50."})
SERVED = check("k2", {"do": "request", "method": "GET", "path": "/sum", "fields": {"fee": 4.8, "paid": True}})
RUN = check("k3", {"do": "run", "arguments": ["a.csv"], "output": ["12"], "leaves": {"out.txt": "12\n"}})


@pytest.fixture
def shop(endpoint: PlayedEndpoint) -> Workshop:
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name)
    return Workshop({"writer": model}, engine=None, scratch=None, tell=lambda _: None)  # type: ignore[arg-type]


def values(*told: Any) -> dict[str, Any]:
    return {"working": "", "values": [{"blank": n, "value": value} for n, value in enumerate(told, 1)]}


def test_what_was_worked_out_is_left_out_and_put_back(endpoint: PlayedEndpoint, shop: Workshop) -> None:
    endpoint.say(values("4.25", 8.5, 3))
    again = ask_again(SPEC, plan(Kind.WEB), [TOTAL], shop)["k1"]
    asked = endpoint.asked[0].text
    assert not [told for told in ("3.75", "7.50", "Two cost") if told in asked]
    assert all(told in asked for told in ("milk", "NaN", "BLANK 1", "BLANK 3"))
    assert [expectation(again, step) for step in range(1, 6)] == ["", "4.25", "", "8.5", "3"]
    assert (again.title, again.basis) == ("Two cost 8.5, not 17.50.", "agreement")
    assert not agrees(TOTAL, again, 4)


def test_answers_of_services_and_commands_are_asked_for_too(endpoint: PlayedEndpoint, shop: Workshop) -> None:
    endpoint.say(values("5.20", "14", "14\n"))
    again = ask_again(SPEC, plan(Kind.API), [SERVED, RUN], shop)
    assert [step.fields for step in again["k2"].steps if step.do == "request"] == [{"fee": 5.2, "paid": True}]
    assert [(step.output, step.leaves) for step in again["k3"].steps if step.do == "run"] == [
        (["14"], {"out.txt": "14\n"})
    ]


def test_a_check_with_a_blank_that_nothing_settles_has_no_second_derivation(
    endpoint: PlayedEndpoint, shop: Workshop
) -> None:
    endpoint.say(values("3.75", "7.50"))
    assert ask_again(SPEC, plan(Kind.WEB), [TOTAL], shop) == {}


def test_the_same_value_written_otherwise_agrees() -> None:
    written = check("k1", {"do": "see_value", "name": "Total", "equals": "1234.5"})
    same = check("k1", {"do": "see_value", "name": "Total", "equals": "1,234.50"})
    other = check("k1", {"do": "see_value", "name": "Total", "equals": "1234.6"})
    assert agrees(written, same, 1)
    assert agrees(same, written, 1)
    assert not agrees(written, other, 1)


def test_where_nothing_was_worked_out_there_is_nothing_to_doubt() -> None:
    assert [is_worked_out(TOTAL, step) for step in range(7)] == [False, False, True, False, True, True, False]
