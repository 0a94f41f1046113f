"""What holds of any draw of an operation whose result is left to chance: how many lines, of what. Refuses to say it of
operations of which it isn't known, and of values that they turn down."""

from collections.abc import Mapping
from typing import Any

from generator.contract import Drawn
from generator.payload.blocks.operations_random import DIGITS, LETTERS, SYMBOLS

MOST = 1000
"""So many outcomes are told one by one."""


def drawn(operation: str, values: Mapping[str, Any]) -> Drawn | None:
    """What holds of each draw; `values` are those of all its parameters, lists as lines."""
    match operation:
        case "random_password":
            sorts = (
                ("small_letters", LETTERS),
                ("capitals", LETTERS.upper()),
                ("digits", DIGITS),
                ("symbols", SYMBOLS),
            )
            wanted = [signs for name, signs in sorts if values[name]]
            fits = wanted and len(wanted) <= values["length"] <= MOST
            return Drawn(many=1, long=int(values["length"]), signs=wanted) if fits else None
        case "random_pin":
            return Drawn(many=1, long=int(values["digits"]), signs=[DIGITS]) if 1 <= values["digits"] <= 100 else None
        case "random_integer":
            return _between(values["lowest"], values["highest"], 1)
        case "random_integers":
            room = values["highest"] - values["lowest"] + 1
            fits = values["repeats"] or values["how_many"] <= room
            return _between(values["lowest"], values["highest"], values["how_many"]) if fits else None
        case "roll_dice":
            return _between(1, values["sides"], values["dice"])
        case "roll_dice_total":
            return _between(values["dice"], values["dice"] * values["sides"], 1)
        case "flip_coin":
            return Drawn(many=1, lines=["Heads", "Tails"])
        case "pick_one":
            return Drawn(many=1, lines=str(values["choices"]).splitlines())
        case "pick_several":
            lines = str(values["choices"]).splitlines()
            many = int(values["how_many"])
            return Drawn(many=many, lines=lines) if 1 <= many <= len(lines) else None
        case "shuffle_list":
            lines = str(values["items"]).splitlines()
            return Drawn(many=len(lines), lines=lines)
    return None


def _between(lowest: float, highest: float, many: float) -> Drawn | None:
    """So many whole numbers from one to another, where these are few enough."""
    low, high = round(lowest), round(highest)
    if not 1 <= many <= MOST or not 0 <= high - low < MOST:
        return None
    return Drawn(many=round(many), lines=[str(number) for number in range(low, high + 1)])
