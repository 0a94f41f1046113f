"""Reads the JSON that a model meant, and says whether it has the asked shape. Refuses to guess at what isn't there."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import json_repair
from jsonschema import Draft202012Validator

LONGEST = 2_000_000
_FENCE = re.compile(r"```[\w+-]*[ \t]*\n(.*?)(?:\n```|\Z)", re.DOTALL)


def read_json(text: str) -> Any | None:
    """The object or array in a reply: bare, fenced, amid prose, with trailing commas or a cut-off end. None if none."""
    if len(text) > LONGEST:
        return None
    for piece in _pieces(text.rpartition("</think>")[2]):
        try:
            value = json.loads(piece)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict | list):
            return value
    for piece in _pieces(text.rpartition("</think>")[2]):
        try:
            value = json_repair.loads(piece, skip_json_loads=True)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict | list) and value:
            return value
    return None


def fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether the value is valid under the JSON schema."""
    return Draft202012Validator(schema).is_valid(value)


def is_closed(schema: Any) -> bool:
    """Whether every object names all its fields, requires them all and allows no others: what strict mode asks for."""
    if isinstance(schema, list):
        return all(is_closed(part) for part in schema)
    if not isinstance(schema, Mapping):
        return True
    if schema.get("type") == "object" and (
        schema.get("additionalProperties") is not False
        or set(schema.get("required", ())) != set(schema.get("properties", ()))
    ):
        return False
    return all(is_closed(part) for part in schema.values())


def _pieces(text: str) -> Iterator[str]:
    """Where the JSON may be, likeliest first."""
    bare = text.strip()
    if bare.startswith(("{", "[")):
        yield bare
    for fenced in _FENCE.findall(text):
        if fenced.strip().startswith(("{", "[")):
            yield fenced.strip()
    starts = [at for at in (bare.find("{"), bare.find("[")) if at >= 0]
    if starts:
        start = min(starts)
        end = max(bare.rfind("}"), bare.rfind("]"))
        if end > start:
            yield bare[start : end + 1]
        yield bare[start:]
