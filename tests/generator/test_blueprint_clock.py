"""Lengths of timers as the sentence gives them."""

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.schema import Timer
from generator.contract import Spec
from tests.endpoint_server import PlayedEndpoint
from tests.generator.test_blueprint_method import shop


@pytest.mark.parametrize(
    ("text", "presets"),
    [
        (
            "a timer for boiling eggs: soft 5 minutes, medium 7, hard 10",
            [("Soft (5 min)", 5), ("Medium (7 min)", 7), ("Hard (10 min)", 10)],
        ),
        ("tea timer with green = 90 seconds and black = 4 minutes", [("Green (1.5 min)", 1.5), ("Black (4 min)", 4)]),
        ("a timer with buttons for 1 minute and 3 minutes", [("1 min", 1), ("3 min", 3)]),
        ("a timer of 12 minutes", []),
    ],
)
def test_lengths_go_by_the_names_they_have(
    text: str, presets: list[tuple[str, float]], endpoint: PlayedEndpoint
) -> None:
    endpoint.on("short title", {"title": "Timer"})
    method = Blueprint()
    method.plan(Spec(text), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Timer)
    assert [(preset.label, preset.minutes) for preset in part.presets] == presets


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a nap timer, I set hours and minutes and it rings", ["Hours", "Minutes"]),
        ("timer: type in seconds, minutes and hours", ["Hours", "Minutes", "Seconds"]),
        ("a timer that I set in minutes", []),
        ("a timer that shows minutes and seconds", []),
        ("a timer with buttons for 1 minute and 3 minutes; I can set minutes and seconds", []),
    ],
)
def test_a_length_has_a_field_for_each_unit_in_which_people_set_it(
    text: str, parts: list[str], endpoint: PlayedEndpoint
) -> None:
    endpoint.on("short title", {"title": "Timer"})
    method = Blueprint()
    method.plan(Spec(text), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Timer)
    assert part.parts == parts


def test_hours_and_minutes_are_one_length(endpoint: PlayedEndpoint) -> None:
    endpoint.on("short title", {"title": "Timer"})
    method = Blueprint()
    method.plan(Spec("a countdown timer of 1 hour and 30 minutes"), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Timer)
    assert (part.minutes, part.presets) == (90, [])
