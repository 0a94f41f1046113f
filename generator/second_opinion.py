"""Asks a second time what a check must expect, from the request, the plan and the check's own steps. Refuses to tell
what it expects now, what any app shows, and any code.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field, ValidationError

from generator import prompts
from generator.check_form import Check, Data, Step
from generator.contract import GeneratorError, Plan, Spec, Workshop
from generator.conversation import ask, message, request
from generator.parse import read_json
from generator.payload.values import same
from generator.prompts import tagged

EXPECTED: Mapping[str, Sequence[str]] = {
    "see_value": ["equals"],
    "see_text": ["text"],
    "see_row": ["cells"],
    "see_cell": ["equals"],
    "see_count": ["equals"],
    "see_download": ["contains", "cells"],
    "relation": ["holds"],
    "request": ["fields", "counts", "text"],
    "run": ["prints", "output", "says", "leaves"],
}
"""What of each step was worked out, and can be worked out again."""
OFTEN_TYPED = {"see_row", "see_text"}
"""Steps that look for what was typed in, beside what was worked out."""
TOKENS = 8_000
TEMPERATURE = 0.6
"""Another sample than that of the checks."""
_VALUE = {"type": ["string", "number"]}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "working": {"type": "string"},
        "values": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"blank": {"type": "integer"}, "value": _VALUE},
                "required": ["blank", "value"],
            },
        },
    },
    "required": ["values"],
}


class _Value(Data):
    blank: int
    value: str | float


class _Answer(Data):
    values: list[_Value] = Field(default=[])


def is_worked_out(check: Check, step: int) -> bool:
    """Whether a step, from 1, expects something that could have been worked out wrongly."""
    return 0 < step <= len(check.steps) and any(True for _ in _expected(check, check.steps[step - 1]))


def ask_again(spec: Spec, plan: Plan, checks: Sequence[Check], shop: Workshop) -> dict[str, Check]:
    """Each check with the values that it must expect, by a second derivation; one is left out when some of its values
    don't follow from the request. Raises GeneratorError when there is no usable answer."""
    blanks = dict(enumerate(_places(checks), 1))
    numbers = {place: number for number, place in blanks.items()}
    shown = [
        {"claim": check.claim, "steps": [_masked(check, n, numbers) for n in range(len(check.steps))]}
        for check in checks
    ]
    asked = tagged("steps", json.dumps(shown, ensure_ascii=False, indent=1))
    messages = [message("system", prompts.text("second_opinion")), request(spec, plan, asked)]
    reply = ask(shop, messages, "checker", TOKENS, schema=SCHEMA, temperature=TEMPERATURE)
    try:
        answer = _Answer.model_validate(reply.data or read_json(reply.text))
    except (ValidationError, ValueError) as error:
        raise GeneratorError("The answer had no values.") from error
    told = {one.blank: _spelt(one.value) for one in answer.values}
    found: dict[str, Check] = {}
    for check in checks:
        mine = {place: told.get(number, "") for number, place in blanks.items() if place[0] == check.id}
        try:
            if all(mine.values()):
                found[check.id] = _filled(check, mine)
        except ValidationError:
            continue
    return found


def agrees(check: Check, again: Check, step: int) -> bool:
    """Whether both expect the same at this step, from 1."""
    one, other = (dict(_expected(of, of.steps[step - 1])) for of in (check, again))
    if one.keys() != other.keys():
        return False
    return all(one[at] == other[at] or same(one[at], other[at]) or same(other[at], one[at]) for at in one)


def expectation(check: Check, step: int) -> str:
    """What a step, from 1, expects, for people; "" where nothing was worked out."""
    if not is_worked_out(check, step):
        return ""
    return ", ".join(dict(_expected(check, check.steps[step - 1])).values())


def with_expectation(check: Check, step: int, value: str) -> Check | None:
    """The check expecting this at a step, from 1, since the user says so; None where that is no single value."""
    places = [at for at, _ in _expected(check, check.steps[step - 1])] if 0 < step <= len(check.steps) else []
    if len(places) != 1 or not value:
        return None
    changed = _filled(check, {(check.id, step - 1, *places[0]): value})
    return changed.model_copy(update={"basis": "user"})


_Place = tuple[str | int, ...]
"""Where a value stands in a list of checks: id of the check, number of the step from 0, field, and key or number."""


def _places(checks: Sequence[Check]) -> Iterator[_Place]:
    for check in checks:
        for number, step in enumerate(check.steps):
            for at, _ in _expected(check, step):
                yield check.id, number, *at


def _expected(check: Check, step: Step) -> Iterator[tuple[_Place, str]]:
    """What a step expects that nobody typed in, each with its place in it. That something is absent is no value."""
    if getattr(step, "absent", False) is True:
        return
    typed = {str(getattr(one, "value", "")).casefold() for one in check.steps} if step.do in OFTEN_TYPED else set()
    for field in EXPECTED.get(step.do, ()):
        given = getattr(step, field)
        parts = given.items() if isinstance(given, Mapping) else enumerate(given) if isinstance(given, list) else ()
        places: list[tuple[_Place, Any]] = [((field, key), part) for key, part in parts]
        for at, value in places or [((field,), given)]:
            plain = isinstance(value, str | int | float) and not isinstance(value, bool)
            if plain and value != "" and str(value).casefold() not in typed:
                yield at, str(value)


def _masked(check: Check, number: int, numbers: Mapping[_Place, int]) -> dict[str, Any]:
    step = check.steps[number]
    given = {"do": step.do, **step.model_dump(mode="json", exclude_defaults=True)}
    for at, _ in _expected(check, step):
        _set(given, at, f"BLANK {numbers[check.id, number, *at]}")
    return given


def _filled(check: Check, values: Mapping[_Place, str]) -> Check:
    """The check with these values in place of its own, also where its title names them."""
    data = check.model_dump(mode="json")
    for (_, number, *at), value in values.items():
        old = _set(data["steps"][number], at, value)
        data["title"] = _put(value, str(old), data["title"])
    return Check.model_validate({**data, "basis": "agreement"})


def _set(step: dict[str, Any], at: Sequence[str | int], value: str) -> Any:
    """Put a value at a place in a step, as a number where one stood there; gives what stood there."""
    into: Any = step
    for key in at[:-1]:
        into = into[key]
    old = into[at[-1]]
    is_number = isinstance(old, int | float) and not isinstance(old, bool)
    into[at[-1]] = json.loads(value) if is_number and re.fullmatch(r"-?\d+(\.\d+)?", value) else value
    return old


def _put(new: str, old: str, text: str) -> str:
    return re.sub(rf"(?<![\w.,]){re.escape(old)}(?!\w)", lambda _: new, text)


def _spelt(value: str | float) -> str:
    return value if isinstance(value, str) else format(value, ".10g")
