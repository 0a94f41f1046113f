"""Puts a blueprint together as one HTML page that needs nothing else. Refuses, by Untranslatable, what its building
blocks can't do in a browser alone."""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from generator.blueprint import pieces
from generator.blueprint.assemble import format_of, places_of
from generator.blueprint.rules import Scope, rule_of
from generator.blueprint.schema import Blueprint, Form, Part, Records
from generator.blueprint.translated import Untranslatable, camel, name
from generator.blueprint.web_rules import Rules
from generator.payload import web
from sandbox.contract import Files

BLOCKS = Path(next(iter(web.__path__)))
NEEDS = {
    "form": ("values", "fields", "chart", "results", "form"),
    "records": ("values", "fields", "chart", "results", "summaries", "records"),
    "counter": ("values", "fields", "counter"),
    "timer": ("values", "fields", "timer"),
    "quiz": ("values", "fields", "quiz"),
    "clocks": ("values", "fields", "timer", "clocks"),
    "grid": ("grid",),
    "gaps": ("values", "fields", "gaps"),
    "till": ("values", "fields", "till"),
}
"""The blocks of each part, in the order in which they stand on the page."""
PYTHON = ("python", "python_lists", "python_texts")
"""Where the members of `py` stand, of which a page has those that it needs."""
ELSEWHERE = ("file", "column")
"""Fields whose contents operations of Python read."""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main></main>
<script>
"use strict";

{script}</script>
</body>
</html>
"""


def assemble_web(blueprint: Blueprint) -> Files:
    """The one file of the app, `index.html`. Outputs without a rule are left out."""
    rules = Rules()
    parts = [_part(part, rules) for part in blueprint.parts]
    needed = dict.fromkeys(["page", *(one for part in blueprint.parts for one in _needs(part))])
    written = [block(one) for one in needed]
    own = [source for source in rules.sources.values() if source]
    tables = list(rules.tables.values())
    shown = [blueprint.title, parts, *([blueprint.intro] if blueprint.intro else [])]
    call = f"show({', '.join(map(_written, shown))});"
    rest = "\n".join([*tables, *written, *own, call])
    script = "\n".join([python(rest), *tables, *written, *(f"{source}\n" for source in own), call]) + "\n"
    return {
        "index.html": PAGE.format(title=escape(blueprint.title), style=block("page", "css"), script=script).encode()
    }


class _Code(str):
    """JavaScript as it stands."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a block with all that it is given by name."""

    block: str
    values: dict[str, Any]


def _needs(part: Part) -> tuple[str, ...]:
    if part.kind not in NEEDS or (isinstance(part, Records) and "upload" in part.features):
        raise Untranslatable(f"a {part.kind} on a page of its own")
    return NEEDS[part.kind]


def _part(part: Part, rules: Rules) -> _Call:
    _needs(part)
    values = _given(part)
    if isinstance(part, Form | Records):
        fields = part.inputs if isinstance(part, Form) else [*part.fields, *part.settings, *part.sums]
        if any(field.type in ELSEWHERE for field in fields):
            raise Untranslatable("a file that is read")
        key, outputs = ("outputs", part.outputs) if isinstance(part, Form) else ("computed", part.computed)
        if isinstance(part, Records) and part.highlights:
            values["highlights"] = _marks(part)
        values[key], random = _outputs(outputs, Scope.of(fields), rules)
        if random and isinstance(part, Form) and not part.button:
            values["button"] = "Generate"
    return _Call(part.kind, values)


def _marks(part: Records) -> list[dict[str, Any]]:
    """Highlights, whose value may be the name of another field."""
    fields = {field.name for field in part.fields}
    marks = [
        mark.model_copy(update={"value": name(mark.value)}) if mark.value in fields else mark
        for mark in part.highlights
    ]
    return [_given(mark) for mark in marks]


def _given(piece: pieces.Piece) -> dict[str, Any]:
    """What a piece says beyond the defaults."""
    shapes = type(piece).model_fields
    given = {key: getattr(piece, key) for key in shapes if key != "kind"}
    return {
        camel(key): _value(key, value)
        for key, value in given.items()
        if value != shapes[key].get_default(call_default_factory=True)
    }


def _value(key: str, value: Any) -> Any:
    if isinstance(value, pieces.Piece):
        return _given(value)
    if isinstance(value, list):
        return [_value(key, one) for one in value]
    if isinstance(value, dict):
        return {name(field): one for field, one in value.items()}
    refers = ("name", "field", "of", "where", "group_by", "weight", "x", "y", "sort", "filters")
    return name(value) if key in refers and isinstance(value, str) and value else value


def _outputs(outputs: list[pieces.Output], scope: Scope, rules: Rules) -> tuple[list[dict[str, Any]], bool]:
    made: list[dict[str, Any]] = []
    random = False
    taken = set(_page_names())
    for output in outputs:
        if (rule := rule_of(output, scope, taken)) is None:
            continue
        random = random or rule.random
        kind, decimals = format_of(output, rule), places_of(output, rule)
        if kind in ("picture",):
            raise Untranslatable("a picture that is worked out")
        values: dict[str, Any] = {"name": name(output.name), "label": output.label}
        values["rule"] = _Code(rules.rule(rule, scope.types))
        values |= {"format": kind} if kind != "text" else {}
        values |= {"decimals": decimals} if decimals is not None else {}
        values |= {"unit": output.unit} if output.unit else {}
        made.append(values)
        scope.add(output.name, output.label, kind)
    return made, random


def _written(value: Any, indent: int = 0) -> str:
    """A value as JavaScript, on one line where it fits."""
    if isinstance(value, _Code):
        return str(value)
    if isinstance(value, _Call):
        return f"{value.block}({_written(value.values, indent)})"
    if isinstance(value, dict):
        inner = [f"{key}: {_written(one, indent + 2)}" for key, one in value.items()]
        opening, closing = "{ ", " }"
    elif isinstance(value, list | tuple):
        inner = [_written(one, indent + 2) for one in value]
        opening, closing = "[", "]"
    else:
        plain = round(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
        return json.dumps(plain, ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\!--")
    if "\n" not in (flat := opening + ", ".join(inner) + closing) and len(flat) + indent <= 100:
        return flat
    pad = " " * (indent + 2)
    return f"{opening.strip()}\n{''.join(f'{pad}{one},{chr(10)}' for one in inner)}{' ' * indent}{closing.strip()}"


@cache
def _page_names() -> frozenset[str]:
    """What the blocks call their own, as Python and as JavaScript would write it."""
    texts = [path.read_text(encoding="utf-8") for path in BLOCKS.glob("*.js")]
    called = {found for text in texts for found in re.findall(r"^(?:class|const|function|let) (\w+)", text, re.M)}
    snakes = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", found).lower() for found in called}
    return frozenset({*called, *snakes, "v", "text_of", "moment_of"})


def block(called: str, ending: str = "js") -> str:
    return (BLOCKS / f"{called}.{ending}").read_text(encoding="utf-8")


def python(used_by: str = "") -> str:
    """The functions of `py` that this script needs; all of them for none."""
    heads = ""
    parts: dict[str, str] = {}
    for called in PYTHON:
        head, members = block(called).split("const py = {\n")
        heads += head
        members = members.removesuffix("\n};\n")
        parts |= {part.split("(", 1)[0].strip(): part for part in re.split(r"\n\n(?=  \w)", members)}
    wanted: set[str] = set()
    todo = set(re.findall(r"\bpy\.(\w+)", heads + used_by)) if used_by else set(parts)
    while todo:
        wanted |= todo
        todo = {found for one in todo for found in re.findall(r"\bpy\.(\w+)", parts[one])} - wanted
    kept = "\n\n".join(part for called, part in parts.items() if called in wanted)
    return f"{heads}const py = {{\n{kept}\n}};\n"
