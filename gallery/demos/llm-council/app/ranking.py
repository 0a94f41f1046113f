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
    """The labels in the judge's order: the numbered lines under the heading, else the labels named there; without the
    heading the last numbered lines, else the last line that names several. [] when none is named."""
    pieces = re.split(r"final ranking\W*", text, flags=re.IGNORECASE)
    if len(pieces) > 1:
        return named_in(STRICT, pieces[-1], known) or named_in(LOOSE, pieces[-1], known)
    several = (order for line in reversed(text.splitlines()) if len(order := named_in(LOOSE, line, known)) > 1)
    return named_in(STRICT, text, known) or next(several, [])


def named_in(pattern: re.Pattern[str], text: str, known: Sequence[str]) -> list[str]:
    order = dict.fromkeys(f"Response {letter}" for letter in pattern.findall(text))
    return [label for label in order if label in known]


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
