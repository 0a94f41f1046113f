"""Finds which of several functions to believe by what they do: the commonest behaviour wins. Refuses broken ones."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Given = tuple[bool, Any]
"""Whether the function answered, and its answer as JSON (or the error)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Functions that do the same on all ordinary inputs, by their numbers."""

    members: tuple[int, ...]
    behaviour: tuple[Given, ...]


def group(behaviours: Sequence[Sequence[Given]], ordinary: int) -> list[Group]:
    """Groups of the same behaviour on the first `ordinary` inputs, largest first. Left out are functions that fail on
    one of these, give nothing or no number, or always give the same although inputs differ."""
    groups: list[Group] = []
    for number, behaviour in enumerate(behaviours):
        usual = tuple(behaviour[:ordinary])
        if not usual or any(not fine(given) for given in usual):
            continue
        if len(usual) > 1 and all(same(given[1], usual[0][1]) for given in usual):
            continue
        for at, found in enumerate(groups):
            if all(same(a[1], b[1]) for a, b in zip(found.behaviour, usual, strict=True)):
                groups[at] = Group((*found.members, number), found.behaviour)
                break
        else:
            groups.append(Group((number,), usual))
    return sorted(groups, key=lambda found: -len(found.members))


def fine(given: Given) -> bool:
    """Whether an answer is one: there, and neither NaN, infinite nor empty."""
    answered, value = given
    return answered and value is not None and value not in ("nan", "inf", "-inf", "None", "")


def same(one: Any, other: Any) -> bool:
    """Whether two answers say the same: numbers to six digits, texts but for case and outer blanks."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=0.005)
    if isinstance(one, str) and isinstance(other, str):
        return one.strip().casefold() == other.strip().casefold()
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return set(one) == set(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, str):
        return same("\n".join(str(item) for item in one), other)
    if isinstance(other, list) and isinstance(one, str):
        return same(other, one)
    return bool(one == other)
