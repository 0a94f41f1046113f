"""Reads the checks that a model wrote, each on its own, so that a bad one doesn't spoil the rest. Refuses to mend
anything but the spelling of numbers."""

from collections.abc import Mapping
from typing import Any, get_args
from urllib.parse import parse_qsl

from pydantic import ValidationError

from generator.contract import Check, Kind, Step

_TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_TEXT_OR_NUMBER = {"type": ["string", "number"]}
_TEXTS = {"type": "array", "items": _TEXT_OR_NUMBER}
_OBJECT = {"type": "object"}
_FORMS = {kind.model_fields["do"].default: kind for kind in get_args(get_args(Step)[0])}
STEPS: list[str] = [*_FORMS]


def steps_of(kind: Kind) -> list[str]:
    """What the checks of a kind of app can be made of."""
    foreign = {Kind.API: {"run"}, Kind.SCRIPT: {*STEPS} - {"run"}}.get(kind, {"request", "run"})
    return [step for step in STEPS if step not in foreign]


_MEMBERS: dict[str, Any] = {
    **dict.fromkeys(
        ("name", "near", "filename", "content", "key", "text", "column", "stdin", "method", "path", "location"), _TEXT
    ),
    **dict.fromkeys(("value", "equals", "contains", "row", "prints", "status"), _TEXT_OR_NUMBER),
    **dict.fromkeys(("arguments", "output", "says", "cells", "values"), _TEXTS),
    **dict.fromkeys(("query", "headers", "form", "files", "fields", "lacks", "counts", "leaves", "drawn"), _OBJECT),
    "absent": _FLAG,
    "exact": _FLAG,
    "note": _OBJECT,
    "body": {},
    "holds": {"type": "string", "enum": ["same", "different", "more", "less", "double", "half"]},
    "on": _FLAG,
    "seconds": {"type": "number"},
    "nth": {"type": "integer"},
}
_OF_RUN: dict[str, Any] = {"absent": _TEXTS, "note": _TEXT}
"""Members that are of another form where a command is run."""


def schema(kind: Kind) -> dict[str, Any]:
    """One flat form for every step: endpoints differ in what they make of unions, so the exact shape is judged here."""
    steps = steps_of(kind)
    used = {member for step in steps for member in _FORMS[step].model_fields}
    members = _MEMBERS | (_OF_RUN if kind is Kind.SCRIPT else {})
    step = {"do": {"type": "string", "enum": steps}, **{name: form for name, form in members.items() if name in used}}
    check = {
        **dict.fromkeys(("id", "claim", "title"), _TEXT),
        "steps": {"type": "array", "items": {"type": "object", "properties": step, "required": ["do"]}},
    }
    checks = {"type": "object", "properties": check, "required": ["claim", "title", "steps"]}
    return {
        "type": "object",
        "properties": {"working": _TEXT, "checks": {"type": "array", "items": checks}},
        "required": ["checks"],
    }


def read_sheet(data: Any, *, taken: set[str]) -> tuple[list[Check], list[str]]:
    """The checks that have a valid shape, under ids of our own, and a sentence for each other one."""
    rows = data.get("checks") if isinstance(data, Mapping) else data
    checks: list[Check] = []
    faults: list[str] = []
    for row in rows if isinstance(rows, list) else []:
        number = len(taken) + len(checks) + 1
        try:
            check = Check.model_validate(_spelt(row) | {"id": f"k{number}", "basis": "spec"})
        except (ValidationError, TypeError) as error:
            faults.append(f"{_title(row)}: {said(error)}")
        else:
            relations = all(step.do == "relation" for step in check.steps if step.do.startswith(("see_", "relation")))
            checks.append(check.model_copy(update={"basis": "relation"}) if relations else check)
    return checks, faults


def said(error: Exception) -> str:
    """A validation error in one line that a model can act on."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:4])
    return str(error)


def _spelt(row: Any) -> dict[str, Any]:
    """Values as texts: models write 30 where the form says "30"."""
    if not isinstance(row, Mapping):
        raise TypeError("a check is an object")
    steps = row.get("steps")
    return dict(row) | {"steps": [_step(step) for step in steps] if isinstance(steps, list) else steps}


def _step(step: Any) -> Any:
    if not isinstance(step, Mapping):
        return step
    spelt = {field: value for field, value in step.items() if value is not None}
    for field in ("value", "equals", "contains", "row", "column", "prints", "stdin", "text"):
        if isinstance(spelt.get(field), int | float) and spelt.get("do") != "see_count":
            spelt[field] = _text(spelt[field])
    for field in ("cells", "values", "arguments", "output", "says", "absent"):
        if isinstance(spelt.get(field), list):
            spelt[field] = [_text(part) for part in spelt[field]]
    for field in ("query", "headers", "form", "leaves"):
        if isinstance(spelt.get(field), Mapping):
            spelt[field] = {key: _text(part) for key, part in spelt[field].items()}
    if isinstance(path := spelt.get("path"), str) and "?" in path and isinstance(spelt.get("query", {}), dict):
        spelt["path"], _, query = path.partition("?")
        spelt["query"] = {**dict(parse_qsl(query, keep_blank_values=True)), **spelt.get("query", {})}
    if isinstance(status := spelt.get("status"), str) and status.isdecimal():
        spelt["status"] = int(status)
    return spelt


def _text(value: Any) -> Any:
    """A number or truth as people write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, ".10g") if isinstance(value, int | float) else value


def _title(row: Any) -> str:
    return str(row.get("title") or row.get("id") or "a check")[:80] if isinstance(row, Mapping) else "a check"
