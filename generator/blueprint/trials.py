"""Inputs to try functions on, and trying them in the scratch sandbox. Refuses to run anything anywhere else."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.blueprint.agreement import Given
from generator.blueprint.catalogue import Operation
from generator.blueprint.mend import number
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.samples import (
    BORN,
    FIRST,
    LATER,
    PAIRS,
    SEARCHED,
    WORDED,
    alike,
    belonging,
    compared,
    day,
    sought,
)  # fmt: skip
from generator.blueprint.schema import Field
from generator.payload.blocks.operation import number_in
from sandbox.contract import Sandbox

RUNNER = Path(__file__).parent.parent / "payload" / "try_rules.py"
TEXTS = (
    "Hello World, this is a test. It has 2 sentences!",
    "banana\napple\ncherry\napple",
    "The quick brown fox",
)
GAPS = "  two  blanks \n\n\nend\n \nlast"
TABLES = (
    "Name,Amount,Price\nAnna,3,2.5\nBen,5,4\nCleo,2,1.5\n",
    "City,Amount,Price\nOslo,7,1\nBern,1,9\nOslo,4,2\n",
    "Day,Amount,Price\n1,10,3\n2,30,6\n3,20,5\n",
)
STACKS = (
    ["Name,City,Due\nAnna,Oslo,3.50\nBen,Bern,5\n", 'Due,Name,City\n2,Cleo,"Rome, Italy"\n'],
    ["Due;Day\n4;Mon\n", "Day;Due\nTue;10\nWed;7.20\n", "Due;Day\n1;Sun\n"],
    ["b,a\n1,2\n", "a,b\n3,4\n5,6\n"],
)
"""Several tables with the same columns, each in another order."""
LOGS = tuple(
    "".join(
        f'203.0.113.{visitor} - - [10/Oct/2026:13:55:36 +0000] "GET {page} HTTP/1.1" {status} {size} "-" "x 404"\n'
        for visitor, page, status, size in rows
    )
    for rows in (
        ((7, "/", 404, 300), (9, "/tea", 200, 512), (7, "/", 200, 200), (7, "/tea?x=500", 200, 99)),
        ((4, "/a", 301, 20), (4, "/a", 301, 20), (5, "/b", 500, 200), (4, "/c", 301, 404)),
        ((1, "/b", 500, 20), (2, "/b", 200, 20), (2, "/b", 500, 20)),
    )
)
"""What a web server noted, line by line."""
FOLDERS = (
    {"a.txt": "sun", "d.txt": "wind and snow", "deep/b.txt": "sun", "deep/er/c.md": "rain"},
    {"x.txt": "one", "y.md": "two", "z/w.csv": "two", "z/x.txt": "two", "z/y.csv": "three"},
    {"p.txt": "red", "q.txt": "blue", "r/p.md": "blue", "r/q.md": "red", "r/s.md": "green"},
)
"""What is in a folder, in the order of the paths."""
_CODES = (
    (r"\bisbn\b", ("978-3-16-148410-0", "9780306406158", "9780306406157")),
    (r"\baddress with prefix\b", ("10.1.2.130/25", "172.20.9.77/20", "192.168.4.9/30")),
    (r"\bchords\b", ("Am F C7 G", "F#m Bb E/G# Dmaj7", "C Em A7 Bdim")),
    (r"\biban\b", ("GB82 WEST 1234 5698 7654 32", "DE89370400440532013001", "DE89370400440532013000")),
    (r"\bcard number\b", ("4539 1488 0343 6467", "4539148803436468", "5500005555555559")),
    (r"\be-?mail\b", ("ann@example.org", "ann.example.org", "bob.lee@mail.example.com")),
    (r"\bhex|\bcolou?r\b", ("#3463d8", "#ff8000", "#00cc66")),
    (r"\bnumeral\b|\broman\b", ("XIV", "MCMXCIX", "XLII")),
)
"""Texts of a form of their own, by the label of their field: not all of them are right ones."""
NUMBERS = ("3, 9, 4, 4", "12, 7.5, 3, 20, 7.5", "4, 8, 15, 16, 23, 42")
OBJECTS = ('{"name": "Anna", "age": 30}', '[1, 2, {"a": null}]', '{"list": [1, 2], "ok": true}')
Values = dict[str, Any]


def grid(fields: Sequence[Field], examples: Mapping[str, str], text: str = "") -> tuple[list[Values], int]:
    """Inputs to try, ordinary ones first, and how many of them are ordinary."""
    gaps = re.search(r"\b(?:blank|empty|spaces?|trim|whitespace)\b", text, re.I)
    moments = {kind: [f.name for f in fields if f.type == kind] for kind in ("date", "time")}
    places = {f.name: moments[f.type].index(f.name) if f.type in moments else n for n, f in enumerate(fields)}
    offered = [tuple(f.options) for f in fields]
    places |= {f.name: offered[:n].count(offered[n]) for n, f in enumerate(fields) if f.options}
    listed = {f.name for f in fields if f.type in WORDED and _holds_numbers(f.label, examples.get(f.name, ""))}
    pair, search = compared(fields), sought(fields)

    def usual_of(one: Field, turn: int) -> Any:
        if one.name in listed:
            return NUMBERS[turn]
        plain = one.type in WORDED and not _about_a_table(one) and not re.search(r"\bjson\b", one.label, re.I)
        if plain and one in pair:
            return PAIRS[turn][pair.index(one)]
        if plain and search and one is search[1]:
            return SEARCHED[turn]
        shaped = alike(examples.get(one.name, ""), turn) if plain else ""
        return shaped or _usual(one, turn, places[one.name])

    base = {f.name: examples.get(f.name) or usual_of(f, 0) for f in fields}
    usual = [base, *({f.name: usual_of(f, turn) for f in fields} for turn in (1, 2))]
    for name, example in examples.items():
        if len(lines := example.splitlines()) > 1 and name in base and name not in listed:
            usual.insert(1, {**base, name: "\n".join(lines[::-1])})
    if gaps:
        usual.append({f.name: GAPS if f.type in ("long_text", "file") else base[f.name] for f in fields})
    usual += [{**base, f.name: usual_of(f, 1)} for f in fields]
    usual = belonging(fields, usual)
    for field in fields:
        usual += [{**base, field.name: option} for option in field.options[2:5]]
    edges = [{f.name: _edge(f, high) for f in fields} for high in (False, True)]
    if any(number(f.default) == 0 for f in fields):  # a zero of the plan is no ordinary value, but an example's may be
        edges.append({f.name: base[f.name] if number(f.default) is None else number(f.default) for f in fields})
    distinct = list({json.dumps(values): values for values in usual}.values())
    return [*distinct, *edges], len(distinct)


def telling(examples: Iterable[tuple[Values, Any]]) -> tuple[tuple[Values, Any], ...]:
    """The few examples that tell most: the first, then those whose result isn't one of their inputs."""
    given = list(examples)
    rest = sorted(given[1:], key=lambda one: echoes(*one))
    return tuple([*given[:1], *rest][:4])


def echoes(values: Mapping[str, Any], result: Any) -> bool:
    """Whether a result is one of the inputs, so that what only shows its inputs has it too."""
    said = "\n".join(map(str, result)) if isinstance(result, list) else str(result)
    return any(result == value or said.split() == str(value).split() for value in values.values())


def try_functions(
    box: Sandbox,
    sources: Sequence[str],
    operations: Sequence[tuple[Operation, Mapping[str, Any]]],
    fields: Sequence[Field],
    inputs: Sequence[Values],
) -> list[list[Given]]:  # fmt: skip
    """What each function gives for each input: first the sources, then the operations with their arguments."""
    called = [*sources, *(call(operation, arguments) for operation, arguments in operations)]
    if not called:
        return []
    types = {f.name: f.type for f in fields}
    order = {"sources": called, "own": len(sources), "inputs": list(inputs), "types": types}
    ran = box.run(
        ["python3", "-c", RUNNER.read_text()],
        stdin=json.dumps(order).encode(),
        seconds=4.0 * len(called) + 5,
        most_kb=1024,
    )
    nothing: list[list[Given]] = [[(False, "no answer")] * len(inputs) for _ in called]
    try:
        read = json.loads(ran.output)
    except ValueError:
        return nothing
    if not isinstance(read, list) or len(read) != len(called):
        return nothing
    return [_behaviour(one, len(inputs)) for one in read]


def call(operation: Operation, arguments: Mapping[str, Any]) -> str:
    """Source of a function that calls an operation with its arguments filled from inputs of their names."""
    names = sorted({str(v) for v in arguments.values() if not _literal(v)})
    inner = ", ".join(f"{p}={literal(v) if _literal(v) else v}" for p, v in arguments.items())
    brought = f"from blocks.{operation.module} import {operation.id}"
    return f"def f({', '.join(names)}):\n    {brought}\n    return {operation.id}({inner})\n"


def literal(value: Any) -> str:
    """A literal argument as Python source."""
    return repr(value[1:-1] if isinstance(value, str) and value[:1] == value[-1:] == '"' else value)


def block_files() -> dict[str, bytes]:
    """The building blocks as files for the sandbox, below `blocks/`."""
    folder = RUNNER.parent / "blocks"
    return {f"blocks/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.py"))}


def _holds_numbers(label: str, example: str) -> bool:
    """Whether a text is a list of numbers, by its example or else by its label."""
    pieces = re.split(r"[\s,;]+", example.strip())
    if len(pieces) > 1:
        return all(number_in(piece) is not None for piece in pieces)
    return not example and bool(re.search(r"\b(?:numbers|values|scores|grades|marks)\b", label, re.I))


def _about_a_table(field: Field) -> bool:
    named = re.search(r"\bcsv\b|\btable\b|spreadsheet", field.label, re.I)
    return field.type in ("long_text", "file") and bool(named)


def _literal(value: Any) -> bool:
    return not isinstance(value, str) or value[:1] == '"'


def _behaviour(one: Any, length: int) -> list[Given]:
    if not isinstance(one, list) or len(one) != length:
        return [(False, "no answer")] * length
    return [(bool(g[0] == "ok"), g[1]) if isinstance(g, list) and len(g) == 2 else (False, "no answer") for g in one]


def _usual(field: Field, turn: int, place: int = 0) -> Any:
    """Ordinary values that tell a right rule from a likely wrong one."""
    if field.type in NUMERIC:
        start = number(field.default)
        start = start if start else 20.0
        value = start * (1, (1.5, 1.1, 1.3)[place % 3], (0.6, 0.9, 0.7)[place % 3])[turn]
        if field.type == "integer" and turn:
            value = start + turn * 2 + place
        if field.type == "percent":
            value = (start, start + 7, start + 2.5)[turn]
        low = field.minimum if field.minimum is not None else value
        high = field.maximum if field.maximum is not None else value
        if not low <= value <= high:
            value = low + (high - low) * ((0.21 + 0.37 * turn + 0.17 * place) % 1)
        return round(value) if field.type == "integer" else round(value, 2 if abs(value) >= 1 else 4)
    if field.type == "yes_no":
        return (True, False, True)[turn]
    if field.type == "date":
        passed = re.search(r"\bbirth|\bborn\b", field.label, re.I)  # The past: nobody is born tomorrow.
        return day((BORN if passed else LATER if place > 0 else FIRST)[turn])
    if field.type == "time":
        return (("08:30", "09:15", "07:40"), ("17:45", "16:30", "18:10"))[place > 0][turn]
    if field.options:
        chosen = field.options[min(turn + place, len(field.options) - 1)]
        return [chosen] if field.type == "multi_choice" else chosen
    if _about_a_table(field):
        return (STACKS if re.search(r"\bfiles\b", field.label, re.I) else TABLES)[turn]
    if re.search(r"\bjson\b", field.label, re.I) and field.type in ("text", "long_text", "file"):
        return OBJECTS[turn]
    if field.type == "column" or re.search(r"\bcolumn\b", field.label, re.I):
        grouped = re.search(r"\bgroup|\beach\b|\bper\b|\bwhose\b", field.label, re.I)
        return ("Name", "City", "Day")[turn] if grouped else ("Amount", "Price", "Amount")[turn]
    if field.type == "folder":
        return FOLDERS[turn]
    if re.search(r"\blog\b", field.label, re.I) and field.type in ("long_text", "file"):
        return LOGS[turn]
    if field.type in ("long_text", "file"):
        return TEXTS[turn]
    if field.type == "text" and (codes := next((c for sign, c in _CODES if re.search(sign, field.label, re.I)), None)):
        return codes[turn]
    return ("Anna", "hello world", "Level 7")[turn]


def _edge(field: Field, high: bool) -> Any:
    if field.type in NUMERIC:
        low = field.minimum if field.minimum is not None else 0
        top = field.maximum if field.maximum is not None else 1e6
        return round(top if high else low) if field.type == "integer" else (top if high else low)
    if field.type in ("text", "long_text", "file"):
        return "x" * 500 if high else ""
    return _usual(field, 1 if high else 0)
