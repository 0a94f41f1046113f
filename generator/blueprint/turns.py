"""Apis whose entries wait for their turn: a request takes off the one that came first, those with a flag before the
others. Refuses any other order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.blueprint.api_words import OBJECT, Asked
from generator.blueprint.assemble import literal
from generator.blueprint.catalogue import HINT
from generator.blueprint.things import Inventory, Proof
from generator.contract import GeneratorError, Request

_PATH = re.compile(r"(?:^|/)(?:next|pop|dequeue)$")
_FAIR = re.compile(r"\b(?:oldest|earliest|(?:in )?order (?:of arrival|they (?:came|arrived)))\b", re.I)
_OTHER = re.compile(
    r"\b(?:random|highest|lowest|shortest|longest (?!waiting)|smallest|biggest|last|behind|after|lifo|stack|alphabet\w*"
    r"|before|ahead|priority|precedence)\b",
    re.I,
)
NONE_LEFT = re.compile(
    r"\b(?:nobody|no ?one|none|nothing|empty|no more|no [a-z]+ (?:is |are )?(?:left|waiting|there))\b", re.I
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The request that takes the next one off. `flag`: the field of those that come before the others, "" for none."""

    asked: Asked
    flag: str
    empty: int
    """The status when nobody waits."""
    said: bool
    """Whether the sentence says that status."""


def taking(asked: Sequence[Asked]) -> Asked | None:
    """The request that takes the next one off, if there is one."""
    found = [
        one
        for one in asked
        if one.method in ("POST", "DELETE") and _PATH.search(one.path) and not (one.body or one.query or one.varies)
    ]
    return found[0] if len(found) == 1 else None


def fair(text: str, noun: str) -> str:
    """The sentence without what says that the first to come is the first to go, without the name of what waits and
    without fields that are numbers."""
    return _FAIR.sub(" ", re.sub(rf"[\"“]\w+[\"”]\s*:\s*\d+|(?<!\w){re.escape(noun)}s?\b", " ", text, flags=re.I))


def turn_of(asked: Asked, text: str, noun: str, fields: Mapping[str, type], refused: Sequence[tuple[str, int]]) -> Turn:
    """How the next one is chosen. Raises GeneratorError for an order that is neither first come nor by a flag, and for
    a part of the answer that no entry has."""
    plain = OBJECT.sub(" ", fair(text, noun))
    flag = ""
    for name in (name for name, sort in fields.items() if sort is bool):
        stem = re.escape(name.removeprefix("is_").removesuffix("y"))
        ahead = re.compile(
            rf"(?<!not )(?<!non-)(?<!un)\b{stem}\w* [^.;,]*?\b(?:first|before|ahead of)\b(?: the| all| any| every)?"
            r"(?: others?\b| rest\b| ones?\b)?", re.I
        )  # fmt: skip
        if ahead.search(plain):
            flag, plain = name, ahead.sub(" ", plain)
            break
    odd = set(asked.gives or ()) - {*fields, "id"}
    if odd or _OTHER.search(plain) or asked.status not in (200, 201):
        raise GeneratorError("There are no building blocks for the order in which these have their turn.", HINT)
    empty = next((status for clause, status in refused if NONE_LEFT.search(clause)), 0)
    return Turn(asked, flag, empty or 404, bool(empty))


def turn_source(turn: Turn) -> str:
    """The function that takes the next one off."""
    asked = turn.asked
    said = f", status_code={asked.status}" if asked.status != 200 else ""
    taken = f"ENTRIES.take({literal(turn.flag) if turn.flag else ''})"
    names = ", ".join(f"{literal(name)}: one[{literal(name)}]" for name in asked.gives or ())
    work = f"    one = {taken}\n    return {{{names}}}" if names else f"    return {taken}"
    where = f"@app.{asked.method.lower()}({literal(asked.path)}{said})"
    return f'{where}\ndef take() -> Entry:\n    """Whose turn it is, who is taken off."""\n{work}'


def hold_turn(held: Inventory, turn: Turn, added: Request, lists: bool, words: str) -> None:
    """What shows that each has its turn. `added`: a request that adds one, `lists`: whether the others can be seen."""
    body = added.body if isinstance(added.body, dict) else {}
    name = next(one for one in turn.asked.gives or body if one != "id")
    told: dict[str, Any] = {key: value for key, value in body.items() if isinstance(value, str | float)}

    def come(number: int, first: bool = False) -> Request:
        mine = {key: f"{value} {number}" if isinstance(value, str) else value + number for key, value in told.items()}
        sent = {**body, **mine} | ({turn.flag: first} if turn.flag else {})
        return Request.model_validate({**added.model_dump(), "body": sent, "fields": {}, "note": {}})

    def value(number: int) -> Any:
        return come(number).body[name]

    def called(number: int) -> Request:
        return Request.model_validate(
            {"method": turn.asked.method, "path": turn.asked.path, "fields": {name: value(number)}}
        )

    steps = [come(1), come(2), come(3), called(1), called(2)]
    if lists:
        left = {"method": "GET", "path": added.path, "counts": {"": 1}, "fields": {f"0.{name}": value(3)}}
        steps.append(Request.model_validate(left))
    proofs = [Proof("Whoever came first is taken off first.", (*steps, called(3)))]
    if turn.flag:
        mixed = (come(1), come(2, True), come(3), come(4, True), *(called(number) for number in (2, 4, 1, 3)))
        proofs.append(Proof(f"Those with {turn.flag} come before the others.", mixed))
    proofs += hold_empty(turn, added) if turn.said else []
    spoken = "next turn takes take off list gives removes whoever came come comes first oldest others otherwise served"
    spoken += f" {turn.flag} ones before ahead" if turn.flag else ""
    held.thing("turn", f"{spoken} {turn.asked.method} {turn.asked.path} {words}", *proofs)


def hold_empty(turn: Turn, added: Request) -> list[Proof]:
    """That nobody is there to be taken off, beside one who is."""
    where = {"method": turn.asked.method, "path": turn.asked.path}
    steps = (
        added,
        Request.model_validate(where),
        Request.model_validate({**where, "status": turn.empty}),
    )
    return [Proof(f"When nobody waits it is a {turn.empty}.", steps)]
