"""Reads a judge's ranking out of what it wrote, and makes one order of several. Refuses to count what isn't there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

HEADING = "FINAL RANKING:"
STRICT = re.compile(r"^\s*\d+[.)]\s*\W*Response ([A-Z])\b", re.MULTILINE)
LOOSE = re.compile(r"\bResponse ([A-Z])\b")


def labels(count: int) -> list[str]:
    return [f"Response {letter}" for letter in ascii_uppercase[:count]]


def ranking_in(text: str, known: Sequence[str]) -> list[str]:
    """The labels in the judge's order: the numbered lines under the heading, else the labels named there, else those in
    the last lines of all. [] when none is named."""
    _, found, after = text.rpartition(HEADING)
    if not found:  # small models write headings as they like
        pieces = re.split(r"final ranking\W*", text, flags=re.IGNORECASE)
        after = pieces[-1] if len(pieces) > 1 else "\n".join(text.strip().splitlines()[-len(known) - 1 :])
    for pattern in (STRICT, LOOSE):
        order = list(dict.fromkeys(f"Response {letter}" for letter in pattern.findall(after)))
        if order := [label for label in order if label in known]:
            return order
    return []


@dataclass(frozen=True)
class Place:
    """Where a member stands in the end. `position` is the mean of its positions, 1 the best; `votes` how many judges
    gave it one."""

    member: str
    position: float
    votes: int


def aggregate(rankings: Sequence[Sequence[str]]) -> list[Place]:
    """Members by their mean position in the judges' rankings, best first; ties by votes, then by name."""
    positions: dict[str, list[int]] = {}
    for order in rankings:
        for position, member in enumerate(order, 1):
            positions.setdefault(member, []).append(position)
    places = [Place(member, round(sum(at) / len(at), 2), len(at)) for member, at in positions.items()]
    return sorted(places, key=lambda place: (place.position, -place.votes, place.member))


def named(text: str, label_map: Mapping[str, str]) -> str:
    """A critique with the names of the members in place of their labels."""
    return LOOSE.sub(lambda found: label_map.get(found[0], found[0]), text)
