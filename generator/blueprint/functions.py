"""Lets the model write one small pure function and tidies it. Refuses what is more than a function of the inputs, and
never runs one: that happens in a sandbox."""

import ast
import re
import textwrap
from collections.abc import Mapping, Sequence

from generator.blueprint.arithmetic import is_worked, work_out
from generator.blueprint.asking import TEXT, Asking, listing, record
from generator.blueprint.moments import with_moments
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Output

TASK = """You write one short Python function that works out one value of a small app.
Plain Python, standard library, correct units and formulas, no printing. Reply with the function alone."""

DERIVE = """You work out one value of a small app by hand.
Write the arithmetic as one line with numbers only, like (80 + 80*15/100)/4. No names, no result."""

FORETELL = """You do by hand what a small app does.
Write the lines that it shows for what was typed in, all of them and in order."""

_MODULES = """
math datetime re random statistics string json calendar textwrap itertools collections decimal fractions unicodedata
"""
_NAMES = """
open exec eval compile input print globals locals vars getattr setattr delattr exit quit breakpoint
"""
ALLOWED, _FORBIDDEN = frozenset(_MODULES.split()), frozenset(_NAMES.split())
_EACH = re.compile(
    r"\b(?:each|every|per)\b(?: \w+){0,2}|\bone (?:per|on each|in each|a) line\b|\bline by line\b|\blists? of\b", re.I
)
_WHOLE = re.compile(
    r"\bsort|\bpick|\brandom|\bcount|\bduplicat|\bunique|\blongest|\bshortest|\bmost\b|\bleast\b|\btotal|\bsum\b"
    r"|\baverage|\bteams?\b|\bgroups?\b|\bshuffle|\bmerge|\bjoin|\bhow (?:many|often)|\bfind\b|\bblank"
    r"|\bempty|\bnumber of|\bonly\b|\bfilter|\bremove\b|\bwhich\b",
    re.I,
)
_HINTS = {
    "number": "float", "money": "float", "percent": "float", "integer": "int", "yes_no": "bool",
    "multi_choice": "list[str]", "date": "datetime.date", "time": "datetime.datetime",
}  # fmt: skip
_GIVES = {
    "number": "float", "money": "float", "percent": "float", "integer": "int", "list": "list[str]",
    "date": "datetime.date", "table": "list[dict]", "line_chart": "list[dict]", "bar_chart": "list[dict]",
    "pie_chart": "list[dict]",
}  # fmt: skip


def question(output: Output, about: str, text: str, fields: Sequence[Field]) -> str:
    """What is asked for one output: the signature to fill, with what each parameter holds."""
    parameters = ", ".join(f"{f.name}: {_HINTS.get(f.type, 'str')}" for f in fields)
    notes = [f"    # {f.name}: {note}" for f in fields if (note := describe(f))]
    if output.format == "text" and any(f.type == "time" for f in fields):
        notes.append("    # a time is returned as a text such as '07:45'")
    if output.unit in ("h", "min") and any(f.type == "time" for f in fields):
        notes.append(f"    # the result is in {'hours' if output.unit == 'h' else 'minutes'}")
    wanted = f" ({about})" if about and output.format not in NUMERIC else ""
    return "\n".join(
        [
            f"App: {text}",
            f'Write the function for "{output.label}"{wanted}:',
            f"def {output.name}({parameters}) -> {_GIVES.get(output.format, 'str')}:",
            *notes,
        ]
    )


def each_line(output: Output, text: str, fields: Sequence[Field]) -> Field | None:
    """The text of which something is made line by line; None where lines stay together."""
    several = output.format in ("list", "long_text", "text", "download")
    texts = [f for f in fields if f.type in ("long_text", "file")]
    apart = several and len(texts) == 1 and _EACH.search(text) and not _WHOLE.search(text)
    return texts[0] if apart else None


def sample_line(asking: Asking, output: Output, text: str, fields: Sequence[Field], lines: Field) -> str:
    """One try at the function for one line, made one for all lines; "" when it isn't well formed."""
    others = [f for f in fields if f is not lines]
    one = Field(label=f"Line of {lines.label}", name="line", type="text")
    single = output.model_copy(update={"name": "for_line", "format": "text"})
    ask = question(single, f"given one line of {lines.label}, gives what is shown for it", text, [one, *others])
    return over_lines(sample(asking, ask, "for_line", [one, *others]), output, fields, lines.name)


def over_lines(source: str, output: Output, fields: Sequence[Field], lines: str) -> str:
    """A function of a text out of one of a line."""
    if not source:
        return ""
    inner = ast.parse(source).body[0]
    taken = [a.arg for a in inner.args.args] if isinstance(inner, ast.FunctionDef) else []
    if "line" not in taken:
        return ""
    given = ", ".join(f"{name}={name}.strip()" if name == "line" else f"{name}={name}" for name in taken)
    every = f"(for_line({given}) for line in {lines}.splitlines() if line.strip())"
    made = f"[str(one) for one in {every} if one not in (None, '')]"
    body = made if output.format == "list" else f"'\\n'.join({made})"
    parameters = ", ".join(f.name for f in fields if f.name == lines or f.name in taken)
    return f"def {output.name}({parameters}):\n{textwrap.indent(source, '    ')}    return {body}\n"


def describe(field: Field) -> str:
    """What a parameter holds, for the writer of a function."""
    if field.type == "percent":
        return "in percent, 20 means 20 %"
    if field.options:
        return "one of " + ", ".join(repr(option) for option in field.options)
    fixed = {
        "long_text": "several lines of text",
        "file": "the text of the uploaded file",
        "time": "a time of today, already a datetime.datetime",
        "date": "already a datetime.date",
    }
    return fixed.get(field.type) or (f"in {field.unit}" if field.unit else "")


def sample(asking: Asking, ask: str, name: str, fields: Sequence[Field]) -> str:
    """One try at the function; "" when it isn't well formed."""
    return tidy(asking.write(TASK, ask, most=170, stop=complete), name, [f.name for f in fields])


def complete(text: str) -> bool:
    """Whether a reply that is still streaming already holds a whole function."""
    body = text.split("```python")[-1] if "```" in text else text
    return "def " in body and bool(re.search(r"\n(?:    )?return [^\n]*\n+(?=\S)|\n```\s*$|\n\n\n", body))


def tidy(text: str, name: str, parameters: Sequence[str]) -> str:
    """The one function in a reply under its right name, imports inside it; "" when there is none that may be used."""
    fenced = re.findall(r"```(?:python)?\s*\n(.*?)(?:```|\Z)", text, re.DOTALL)
    tree = _parse(fenced[0] if fenced else text)
    if tree is None:
        return ""
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if len(functions) > 1 or (function := functions[0] if functions else _wrapped(tree, parameters)) is None:
        return ""
    given = function.args
    taken = [a.arg for a in given.args]
    if any(a not in parameters for a in taken) or given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
        return ""
    function.name, function.decorator_list, function.returns, given.defaults = name, [], None, []
    for argument in given.args:
        argument.annotation = None
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    lacking = sorted((used & ALLOWED) - _bound(function, imports) - set(taken))
    function.body = [*imports, *(ast.Import([ast.alias(module)]) for module in lacking), *function.body]
    function = with_moments(ast.fix_missing_locations(function))
    return ast.unparse(function) + "\n" if _harmless(function) else ""


def derive(
    asking: Asking, output: Output, text: str, fields: Sequence[Field], values: Mapping[str, object]
) -> float | None:
    """The output for these values worked out by hand, apart from any function; None when that came to nothing."""
    told = "\n".join(
        f"{f.label} = {values[f.name]}" + (" %" if f.type == "percent" else f" {f.unit}" if f.unit else "")
        for f in fields
    )
    ask = f'App: {text}\n{told}\nArithmetic for "{output.label}":'
    reply = asking.fill(DERIVE, ask, record(arithmetic=TEXT), most=80, temperature=0.7)
    line = str((reply or {}).get("arithmetic", ""))
    return work_out(line) if is_worked(line) else None


def foretell(
    asking: Asking, output: Output, text: str, fields: Sequence[Field], values: Mapping[str, object]
) -> list[str]:
    """The lines that the app shows for these values, told apart from any function; [] when that came to nothing."""
    told = "\n".join(f"{f.label}:\n{values[f.name]}\n" for f in fields)
    ask = f'App: {text}\n{told}\nLines of "{output.label}":'
    reply = asking.fill(FORETELL, ask, record(lines=listing(TEXT, most=12)), most=200, temperature=0.3)
    return [str(line) for line in (reply or {}).get("lines", [])]


def _parse(code: str) -> ast.Module | None:
    """The longest beginning of the text that is Python."""
    lines = code.strip().splitlines()
    for end in range(len(lines), 0, -1):
        try:
            return ast.parse("\n".join(lines[:end]))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def _wrapped(tree: ast.Module, parameters: Sequence[str]) -> ast.FunctionDef | None:
    """A function made of a bare expression or assignment over the parameters."""
    last = tree.body[-1] if tree.body else None
    value = last.value if isinstance(last, ast.Assign | ast.Expr) else None
    if value is None or not {n.id for n in ast.walk(value) if isinstance(n, ast.Name)} & set(parameters):
        return None
    function = ast.parse(f"def f({', '.join(parameters)}):\n    return 0").body[0]
    if not isinstance(function, ast.FunctionDef):
        return None
    function.body = [ast.Return(value.body if isinstance(value, ast.Lambda) else value)]
    return function


def _bound(function: ast.FunctionDef, imports: Sequence[ast.stmt]) -> set[str]:
    """Names that imports and assignments already bind."""
    nodes = list(ast.walk(function))
    found = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in [*imports, *nodes]:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return found


def _harmless(function: ast.FunctionDef) -> bool:
    """Whether it only computes: standard modules for that, nothing private, no files, no endless loops."""
    for node in ast.walk(function):
        match node:
            case ast.Import(names=names) if any(a.name.split(".")[0] not in ALLOWED for a in names):
                return False
            case ast.ImportFrom(module=module) if (module or "").split(".")[0] not in ALLOWED:
                return False
            case ast.Name(id=name) if name in _FORBIDDEN or name.startswith("__"):
                return False
            case ast.Attribute(attr=name) if name.startswith("_"):
                return False
            case ast.Global() | ast.Nonlocal() | ast.Yield() | ast.YieldFrom() | ast.Await() | ast.While():
                return False
    return any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(function))
