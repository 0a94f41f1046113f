"""Rolls dice as players write them down: 3d6, or 2d8+3. Refuses what is no such text, and too many dice."""

import re
import secrets
from dataclasses import dataclass

from .operation import AnswerError

MOST_SIDES = 1_000_000


@dataclass(frozen=True, slots=True)
class Rolled:
    """How the dice fell, and what that comes to with what is added."""

    rolls: list[int]
    total: int


def roll(dice: str, most: int = 100) -> Rolled:
    """So many dice of so many sides, and something added or taken away."""
    found = re.fullmatch(r"\s*([0-9]{0,6})[dD]([0-9]{1,7})\s*(?:([+-])\s*([0-9]{1,9}))?\s*", dice)
    count, sides = (int(found[1] or 1), int(found[2])) if found else (0, 0)
    if not found or count < 1 or not 1 <= sides <= MOST_SIDES:
        raise AnswerError("Dice look like 3d6 or 2d8+3.")
    if count > most:
        raise AnswerError(f"These are more than {most} dice.")
    rolls = [1 + secrets.randbelow(sides) for _ in range(count)]
    added = int(found[4] or 0) * (-1 if found[3] == "-" else 1)
    return Rolled(rolls, sum(rolls) + added)
