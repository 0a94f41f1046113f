"""How many of something are needed is a whole number, what is measured is not."""

import pytest

from generator.blueprint.counted import is_counted, whole
from generator.blueprint.schema import Output


@pytest.mark.parametrize(
    ("text", "label", "counted"),
    [
        ("how many buses must we rent for our guests", "Buses", True),
        ("how many rolls of wallpaper do I need for a wall", "Rolls needed", True),
        ("the number of tiles needed for a floor", "Tiles", True),
        ("how many litres of paint do I need", "Litres of paint", False),
        ("how many buses must we rent for our guests", "Total cost", False),
        ("how many guests came on average", "Average guests", False),
    ],
)
def test_what_can_only_be_had_whole_is_told_by_the_sentence(text: str, label: str, counted: bool) -> None:
    assert is_counted(Output(label=label, format="number"), text) is counted
    assert not is_counted(Output(label=label, format="text"), text)


def test_every_result_is_rounded_up_but_not_for_the_noise_of_floats() -> None:
    source = whole("def buses(guests, seats):\n    if not guests:\n        return 0\n    return guests / seats\n")
    space: dict[str, object] = {}
    exec(source, space)
    buses = space["buses"]
    assert callable(buses)
    assert [buses(0, 7), buses(14, 7), buses(15, 7), buses(0.7 + 0.1 + 0.1, 0.3)] == [0, 2, 3, 3]
