"""Apis that tell one figure of all that is kept: a sum, an average, how many. Refuses a figure that nothing names."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.blueprint.api_words import Asked
from generator.blueprint.assemble import literal
from generator.blueprint.mend import identifier
from generator.blueprint.tally_words import COLUMNS
from generator.blueprint.things import Inventory, Proof
from generator.contract import Request, Route
from generator.interface import Part
from generator.payload.blocks.tallies import FIGURES

_NAMED = re.compile(r"\b(?:counts?|totals?|sums?|averages?|means?|summary|statistics|stats)\b", re.I)
_WORDS = {
    "sum": "total sum altogether together all", "average": "average mean", "least": "lowest smallest minimum min",
    "most": "highest largest maximum max", "last": "latest last newest", "count": "count how many number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summed:
    """A request that tells figures of the `value` of all entries. `figures`: part of the answer -> figure; `of`: name
    in the query -> field of those that are meant."""

    asked: Asked
    value: str
    figures: Mapping[str, str]
    of: Mapping[str, str]


def summing(asked: Sequence[Asked], base: str, fields: Mapping[str, type]) -> list[Summed]:
    """Those requests that tell figures of all entries."""
    numbers = [name for name, sort in fields.items() if sort is float]
    found = []
    for one in asked:
        if one.method != "GET" or one.varies or one.path == base or not one.gives or len(numbers) != 1:
            continue
        named = {part: _figure(part, numbers[0]) for part in one.gives}
        texts = {query: query for query in one.query if fields.get(query) is str}
        if all(named.values()) and len(texts) == len(one.query):
            found.append(Summed(one, numbers[0], named, texts))
    return found


def _figure(part: str, value: str) -> str:
    """The figure that a part of an answer is called by: `avg_celsius` is an average."""
    words = [word for word in part.casefold().split("_") if word not in value.casefold().split("_")]
    found = {sort for word in words for sort, names in COLUMNS.items() if word in names.split()}
    return found.pop() if len(found) == 1 and found <= set(FIGURES) else ""


def rest_of_summary(text: str, found: Sequence[Summed]) -> str:
    """The sentence without what says which figures are told."""
    return _NAMED.sub(" ", text) if found else text


def summary_source(told: Summed) -> str:
    """The function that answers."""
    called = identifier(f"tell {told.asked.path.replace('/', ' ')}")
    takes = ", ".join(f"{identifier(query)}: str | None = None" for query in told.of)
    figures = ", ".join(f"{literal(part)}: {literal(sort)}" for part, sort in told.figures.items())
    meant = " and ".join(
        f"({identifier(query)} is None or one[{literal(name)}] == {identifier(query)})"
        for query, name in told.of.items()
    )
    kept = f"[one for one in ENTRIES.all() if {meant}]" if told.of else "ENTRIES.all()"
    about = f"{', '.join(told.figures)} of {told.value}."
    return (
        f"@app.get({literal(told.asked.path)})\ndef {called}({takes}) -> Row:\n"
        f'    """{about[:1].upper()}{about[1:]}"""\n    return summary({kept}, {literal(told.value)}, {{{figures}}})'
    )


def summary_route(told: Summed) -> Route:
    """What it can be asked, for the plan."""
    return Route.model_validate(
        {
            "method": "GET", "path": told.asked.path, "status": told.asked.status,
            "takes": "query" if told.of else "nothing", "fields": [Part(name=query) for query in told.of],
            "gives": [Part(name=part, form="number") for part in told.figures],
        }
    )  # fmt: skip


def hold_summary(
    held: Inventory,
    told: Summed,
    post: Callable[[float, Mapping[str, Any]], Request],
    scale: Sequence[float],
    words: str,
) -> None:
    """What shows it. `post`: adds an entry with a number and other fields, `scale`: five numbers, the least first."""
    values = [scale[at] for at in (2, 0, 4, 1)]
    names = [dict.fromkeys(told.of.values(), word) for word in ("Willow", "Alder", "Willow", "Willow")]
    added = tuple(post(value, name) for value, name in zip(values, names, strict=True))

    def asked(kept: Sequence[float], query: Mapping[str, str]) -> Request:
        fields = {part: round(FIGURES[sort](kept), 9) for part, sort in told.figures.items()}
        return Request.model_validate(
            {"method": "GET", "path": told.asked.path, "query": dict(query), "fields": fields}
        )

    steps = [asked(values, {})]
    steps += [asked([values[0], *values[2:]], dict.fromkeys(told.of, "Willow"))] if told.of else []
    figures = " ".join(_WORDS[sort] for sort in told.figures.values())
    spoken = f"{told.value} {' '.join(told.figures)} {figures} {' '.join(told.of)} gives tells get {told.asked.path} of"
    proof = Proof(f"GET {told.asked.path} tells {', '.join(told.figures)} of all.", (*added, *steps))
    examples = " ".join(told.asked.query.values())
    held.thing(f"summary {told.asked.path}", f"{spoken} {examples} {words}", proof, sort="main")
