"""Reads the checks that a model wrote, each on its own, so that a bad one doesn't spoil the rest. Refuses to mend
anything but the spelling of numbers."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError

from generator.contract import Check, Step

_TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_TEXT_OR_NUMBER = {"type": ["string", "number"]}
STEPS: list[str] = [kind.model_fields["do"].default for kind in get_args(get_args(Step)[0])]

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "working": _TEXT,
        "checks": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": _TEXT,
                    "claim": _TEXT,
                    "title": _TEXT,
                    "steps": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "do": {"type": "string", "enum": STEPS},
                                **dict.fromkeys(("name", "near", "filename", "content", "key", "text"), _TEXT),
                                **dict.fromkeys(("value", "equals", "contains"), _TEXT_OR_NUMBER),
                                "holds": {
                                    "type": "string",
                                    "enum": ["same", "different", "more", "less", "double", "half"],
                                },
                                "on": _FLAG,
                                "absent": _FLAG,
                                "seconds": {"type": "number"},
                                "cells": {"type": "array", "items": _TEXT_OR_NUMBER},
                            },
                            "required": ["do"],
                        },
                    },
                },
                "required": ["claim", "title", "steps"],
            },
        },
    },
    "required": ["checks"],
}
"""One flat form for every step: endpoints differ in what they make of unions, so the exact shape is judged here."""


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
    for field in ("value", "equals", "contains"):
        if isinstance(spelt.get(field), int | float) and spelt["do"] != "see_count":
            spelt[field] = format(spelt[field], ".10g")
    if isinstance(spelt.get("cells"), list):
        spelt["cells"] = [cell if isinstance(cell, str) else format(cell, ".10g") for cell in spelt["cells"]]
    return spelt


def _title(row: Any) -> str:
    return str(row.get("title") or row.get("id") or "a check")[:80] if isinstance(row, Mapping) else "a check"
