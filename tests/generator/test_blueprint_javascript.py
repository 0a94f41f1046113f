"""What rules come to is the same in JavaScript, in a real browser, as in Python."""

import ast
import datetime
import http.server
import json
import math
import threading
import typing
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generator.blueprint.assemble_web import block, python
from generator.blueprint.catalogue import Operation, catalogue, function_of
from generator.blueprint.javascript import function
from generator.blueprint.translated import Untranslatable, name
from generator.blueprint.web_rules import Rules
from generator.payload.blocks.operation import AnswerError
from tests.generator.samples import samples

LEAST = 295
"""Of so many operations there is a form for the web; when this rises, write it here."""
TOLD = """
const told = (value) =>
  value instanceof Day ? String(value)
  : value instanceof Map ? { map: [...value].map(([key, one]) => [told(key), told(one)]) }
  : value instanceof Set ? [...value].map(told).sort()
  : Array.isArray(value) ? value.map(told)
  : typeof value === "number" && !Number.isFinite(value) ? String(value)
  : value ?? null;
const tried = (work) => {
  try {
    return { value: told(work()) };
  } catch (error) {
    return error instanceof AnswerError ? { said: error.message } : { failed: error.message };
  }
};
"""
SEE = """
    page.goto(urls["rules"])
    seen["all"] = page.evaluate("all()")
"""


@pytest.fixture
def come_to(browse: Callable[..., dict[str, Any]]) -> Callable[[str], Any]:
    """What an expression comes to in the browser, as JSON."""

    def ask(expression: str) -> Any:
        script = f"{python()}{block('values')}{TOLD}const all = () => ({expression});"
        page = f"<!doctype html><meta charset=utf-8><script>{script}</script>".encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever).start()
            seen = browse(SEE, {"rules": f"http://rules.localhost:{server.server_port}"})
            server.shutdown()
        return seen["all"]

    return ask


def translated() -> dict[str, tuple[Operation, dict[str, str]]]:
    """Each operation that has a form for the web, with its sources."""
    found = {}
    for operation in catalogue().values():
        rules = Rules()
        try:
            rules.adopt(operation.module, operation.id)
        except Untranslatable:
            continue
        found[operation.id] = operation, rules.tables | rules.sources
    return found


def test_most_operations_have_a_form_for_the_web() -> None:
    assert len(translated()) >= LEAST


def test_every_operation_comes_to_the_same_in_a_browser(come_to: Callable[[str], Any]) -> None:
    cases: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    parts = []
    for operation, sources in translated().values():
        if operation.random:
            continue
        hints = typing.get_type_hints(function_of(operation), include_extras=True)
        given = [dict(zip(hints, args, strict=False)) for args in samples(operation, hints)]
        cases[operation.id] = [(one, in_python(operation, one)) for one in given]
        calls = ", ".join(f"tried(() => {name(operation.id)}({arguments(one, hints)}))" for one in given)
        parts.append(f"{operation.id}: (() => {{\n{''.join(sources.values())}\nreturn [{calls}];\n}})()")
    seen = come_to(f"{{ {', '.join(parts)} }}")
    wrong = [
        (ident, given, wanted, got)
        for ident, tried in cases.items()
        for (given, wanted), got in zip(tried, seen[ident], strict=True)
        if not same(wanted, got)
    ]
    assert sum(map(len, cases.values())) > 3_000
    assert not wrong, wrong[:5]


def in_python(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"value": told(function_of(operation)(**given))}
    except AnswerError as error:
        return {"said": str(error)}
    except Exception as error:
        return {"failed": str(error)}


def arguments(given: Mapping[str, Any], hints: Mapping[str, Any]) -> str:
    texts = []
    for parameter, value in given.items():
        hint = str(hints[parameter])
        text = (
            f"py.day({value.year}, {value.month}, {value.day})"
            if isinstance(value, datetime.date)
            else json.dumps(value)
        )
        if "list[float]" in hint:
            text = f"as.numbers({text}, {json.dumps(parameter.replace('_', ' '))})"
        texts.append(f"as.lines({text})" if "list[str]" in hint else text)
    return ", ".join(texts)


def told(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {"map": [[told(key), told(one)] for key, one in value.items()]}
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    return sorted(map(told, value)) if isinstance(value, set) else value


def same(one: Any, other: Any) -> bool:
    """Whether both come to the same; a failure in Python may be no number in JavaScript."""
    if isinstance(one, dict) and "failed" in one:
        return "failed" in other or other.get("value") in ("NaN", "Infinity", "-Infinity")
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


OWN = [
    ("def f(a, b):\n    return a // b, a % b, -a // b, -a % b", [7, 3]),
    (
        "def f(a):\n    return [round(a + n / 2) for n in range(6)], round(2.675, 2), round(0.125, 2), round(-a, 1)",
        [0.5],
    ),
    (
        "def f(a):\n    return f'{a:,.2f} {a:.0f} {a:08.3f} {a:+.1f} {a:g} {a:.3g} {a:5.1f}|{12:03d}|{0.256:.1%}'",
        [12345.678],
    ),
    ("def f(s):\n    return s[::-1], s[1:3], s[-2:], s[:-1], s[0], s[-1]", ["straße"]),
    (
        "def f(s):\n    return [w.strip('.,').title() for w in s.split() if len(w) > 2 and not w.isdigit()]",
        ["one, two 33 4444 x."],
    ),
    (
        "def f(xs):\n    return sorted(xs, key=lambda x: -x), max(xs), min(xs, default=0), sum(xs), any(xs), all(xs)",
        [[3, 0, 2]],
    ),
    (
        "def f(n):\n    d = {}\n    for x in range(n):\n        d[x % 3] = d.get(x % 3, 0) + x\n    return d",
        [9],
    ),
    (
        "def f(n):\n    a, b = 0, 1\n    while b < n:\n        a, b = b, a + b\n    return a or 'none', n and b, not n",
        [50],
    ),
    ("def f(s):\n    return 1 if s else 2, s or 'empty', s == '', len(s), 'a' in s, s * 3", [""]),
    (
        "def f(x):\n    if 0 < x <= 5:\n        return 'a'\n    elif x == 7:\n        return 'b'\n    return 'c'",
        [7],
    ),
    ("def f(x):\n    return [(a, b) for a in range(x) for b in 'xy' if a != 1], [*range(2), x], {1, 2} == {2, 1}", [3]),
    ("def f(x):\n    return str(x), int('42') + x, float(' 3.5 '), int(-3.7), abs(-x), x ** 2, divmod(17, x)", [5]),
]


def test_rules_that_models_write_come_to_the_same(come_to: Callable[[str], Any]) -> None:
    wanted, works = [], []
    for source, given in OWN:
        held: dict[str, Any] = {}
        exec(source, held)
        wanted.append({"value": told(held["f"](*given))})
        node = ast.parse(source).body[0]
        assert isinstance(node, ast.FunctionDef)
        call = f"f({', '.join(map(json.dumps, given))})"
        works.append(f"(() => {{ {function(node, {}, {'f': 'f'})} return tried(() => {call}); }})()")
    seen = come_to(f"[{', '.join(works)}]")
    wrong = [(source, one, got) for (source, _), one, got in zip(OWN, wanted, seen, strict=True) if not same(one, got)]
    assert not wrong


@pytest.mark.parametrize(
    "source",
    [
        "def f(a):\n    return open(a).read()",
        "def f(a):\n    import os\n    return os.getcwd()",
        "def f(a):\n    return eval(a)",
        "def f(a):\n    return a.__class__",
        "def f(a):\n    return (yield a)",
        "def f(*a):\n    return a",
        "def f(a):\n    return f'{a!r:>{a}}'",
        "def f(a):\n    return document.cookie",
    ],
)
def test_what_has_no_sure_meaning_there_is_refused(source: str) -> None:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    with pytest.raises(Untranslatable):
        function(node, {}, {"f": "f"})


def test_no_text_of_a_rule_ends_the_script() -> None:
    node = ast.parse("def f(a):\n    return f'</script>`${a}' + '</script><!--'").body[0]
    assert isinstance(node, ast.FunctionDef)
    assert "</script" not in function(node, {}, {"f": "f"})
