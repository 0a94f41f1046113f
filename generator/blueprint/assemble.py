"""Puts an app together from a blueprint: a small script, the blocks it needs, its requirements. Refuses to run any."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from generator.blueprint import pieces
from generator.blueprint.catalogue import catalogue
from generator.blueprint.rules import Rule, Scope, rule_of
from generator.blueprint.schema import Blueprint, Form, Part, Records
from generator.payload import blocks
from sandbox.contract import Files

BLOCKS = Path(next(iter(blocks.__path__)))
REQUIREMENTS = {
    "altair": "altair>=5,<7",
    "bs4": "beautifulsoup4>=4.12,<5",
    "dateutil": "python-dateutil>=2.9,<5",
    "fastapi": "fastapi>=0.115,<1",
    "markdown": "markdown>=3.7,<4",
    "num2words": "num2words>=0.5.6,<1",
    "numpy": "numpy>=2,<3",
    "numpy_financial": "numpy-financial>=1,<2",
    "openpyxl": "openpyxl>=3.1,<4",
    "pandas": "pandas>=2.2,<4",
    "PIL": "pillow>=11,<14",
    "pint": "pint>=0.24,<1",
    "pypdf": "pypdf>=5,<8",
    "segno": "segno>=1.6,<2",
    "slugify": "python-slugify>=8,<10",
    "streamlit": "streamlit>=1.67,<2",
    "uvicorn": "uvicorn>=0.30,<1",
    "yaml": "pyyaml>=6,<7",
}
"""What is imported -> the line that asks for it."""
THEME = """\
[theme.light]
primaryColor = "#3463d8"

[theme.dark]
primaryColor = "#5b8def"
"""
HIDDEN = {"operations_data": ("openpyxl",), "service": ("uvicorn",)}
"""What a module needs without importing it itself."""


def assemble(blueprint: Blueprint) -> Files:
    """The files of the app: `app.py`, `blocks/`, requirements, colours. Outputs without a rule are left out."""
    script = _Script()
    parts = [script.part(part) for part in blueprint.parts]
    source = script.source(blueprint, parts)
    files = with_blocks("app.py", source, {"page", *script.modules}, script.operations)
    return {**files, ".streamlit/config.toml": THEME.encode()}


def with_blocks(entry: str, source: str, modules: Iterable[str], operations: set[str]) -> Files:
    """The file that an app is started from, the blocks that it calls and those that these need, and what to install."""
    needed = sorted(_closure(modules))
    files = {entry: source.encode()}
    files |= {f"blocks/{name}.py": (BLOCKS / f"{name}.py").read_bytes() for name in ("__init__", *needed)}
    wanted = set(_imports(ast.parse(source)))
    for name in needed:
        tree = _tree(name)
        wanted |= set(_imports(_reached(tree, operations) if name.startswith("operations_") else tree))
        wanted |= set(HIDDEN.get(name, ()))
    lines = sorted(REQUIREMENTS[name] for name in wanted if name in REQUIREMENTS)
    return {**files, "requirements.txt": ("\n".join(lines) + "\n").encode()}


class _Script:
    """Collects what the script needs while its parts are written."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {"page": {"show"}}
        self.modules: set[str] = set()
        self.operations: set[str] = set()
        self.functions: list[str] = []
        self.imports: list[str] = []
        self.taken: set[str] = set(catalogue()) | {"show", "text_of", "moment_of", "v"}

    def part(self, part: Part) -> "_Call":
        """The call that makes one part."""
        kind = type(part).__name__
        self._use("page" if kind == "Note" else part.kind, kind)
        values: dict[str, Any] = {}
        for name, shape in type(part).model_fields.items():
            value = getattr(part, name)
            if name != "kind" and value != shape.get_default(call_default_factory=True):
                values[name] = self._value(value)
        if isinstance(part, Form):
            self._columns(part, values.get("inputs", ()))
            values["outputs"], random = self._outputs(part.outputs, Scope.of(part.inputs))
            if random and not part.button:
                values["button"] = "Generate"
        elif isinstance(part, Records):
            values["computed"], _ = self._outputs(part.computed, Scope.of([*part.fields, *part.settings, *part.sums]))
            values["features"] = tuple(part.features)
        return _Call(kind, {name: value for name, value in values.items() if value != ()})

    def _columns(self, form: Form, calls: tuple["_Call", ...]) -> None:
        """What can be chosen in a field for a column: those of the file that is uploaded."""
        file = next((field.name for field in form.inputs if field.type == "file"), "")
        for field, call in zip(form.inputs, calls, strict=False):
            if field.type == "column":
                call.values["choices"] = _Code(f"lambda v: column_names(file=v.{file})")
                self._use("operations_data", "column_names")
                self.operations.add("column_names")

    def source(self, blueprint: Blueprint, parts: list["_Call"]) -> str:
        """The whole script."""
        title = blueprint.title.replace("\\", "").replace('"', "'").splitlines()[0] if blueprint.title else "App"
        imports = sorted(set(self.imports))
        own = [
            f"from blocks.{module} import {', '.join(sorted(names))}" for module, names in sorted(self.names.items())
        ]
        show = _Call("show", {"title": blueprint.title, "intro": blueprint.intro, "parts": parts})
        if not blueprint.intro:
            del show.values["intro"]
        body = [f'"""{title}. Put together from the building blocks beside it."""', "\n".join(imports), "\n".join(own)]
        text = "\n\n".join(piece for piece in body if piece)
        return "\n\n\n".join([text, *self.functions, show.text(0)]) + "\n"

    def _outputs(self, outputs: list[pieces.Output], scope: Scope) -> tuple[tuple[Any, ...], bool]:
        made: list[_Call] = []
        random = False
        for output in outputs:
            if (rule := rule_of(output, scope, self.taken)) is None:
                continue
            self._adopt(rule)
            random = random or rule.random
            kind = format_of(output, rule)
            values: dict[str, Any] = {
                "name": output.name,
                "label": output.label,
                "rule": _Code(f"lambda v: {rule.expression}"),
            }
            values |= {"format": kind} if kind != "text" else {}
            decimals = places_of(output, rule)
            values |= {"decimals": decimals} if decimals is not None else {}
            values |= {"unit": output.unit} if output.unit else {}
            self._use("pieces", "Output")
            made.append(_Call("Output", values))
            scope.add(output.name, output.label, kind)
        return tuple(made), random

    def _adopt(self, rule: Rule) -> None:
        self.functions += rule.functions
        self.imports += rule.imports
        for helper in ("text_of", "moment_of"):
            if f"{helper}(" in rule.expression:
                self._use("operation", helper)
        if rule.operation is not None:
            self._use(rule.operation.module, rule.operation.id)
            self.operations.add(rule.operation.id)

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(self._value(item) for item in value)
        if isinstance(value, pieces.Piece):
            kind = type(value).__name__
            if kind == "Output":
                return ()
            self._use(_HOME.get(kind, "pieces"), kind)
            shapes = type(value).model_fields
            given = {name: getattr(value, name) for name in shapes}
            return _Call(
                kind,
                {
                    name: self._value(item)
                    for name, item in given.items()
                    if item != shapes[name].get_default(call_default_factory=True)
                },
            )
        return value

    def _use(self, module: str, name: str) -> None:
        self.modules.add(module)
        self.names.setdefault(module, set()).add(name)


_HOME = {
    "Action": "records", "Card": "quiz", "Chart": "summaries", "Drill": "quiz", "Field": "pieces",
    "Highlight": "records", "Preset": "timer", "Priced": "till", "Summary": "summaries", "Tally": "counter",
}  # fmt: skip


class _Code(str):
    """Python as it stands."""


class _Call:
    """A call that is written on one line where it fits, else one argument a line."""

    def __init__(self, name: str, values: dict[str, Any]) -> None:
        self.name, self.values = name, values

    def text(self, indent: int) -> str:
        return _written(self, indent)


def _written(value: Any, indent: int) -> str:
    """A value as Python, wrapped like a formatter would."""
    if isinstance(value, _Code):
        return str(value)
    if isinstance(value, _Call):
        opening, closing = f"{value.name}(", ")"
        inner = [(f"{name}=", item) for name, item in value.values.items()]
    elif isinstance(value, list | tuple):
        opening, closing = ("[", "]") if isinstance(value, list) else ("(", ")")
        inner = [("", item) for item in value]
    elif isinstance(value, dict):
        opening, closing = "{", "}"
        inner = [(f"{literal(key)}: ", item) for key, item in value.items()]
    else:
        return literal(value)
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    flat = opening + ", ".join(name + _written(item, 0) for name, item in inner) + comma + closing
    if len(flat) + indent <= 100 and "\n" not in flat:
        return flat
    pad = " " * (indent + 4)
    lines = [f"{pad}{name}{_written(item, indent + 4)},\n" for name, item in inner]
    return f"{opening}\n{''.join(lines)}{' ' * indent}{closing}"


def literal(value: Any) -> str:
    """A plain value as people write it: double quotes, 100 rather than 100.0."""
    if isinstance(value, str) and '"' not in value:
        return '"' + repr('"' + value)[2:-1].replace("\\'", "'") + '"'
    return repr(round(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value)


def format_of(output: pieces.Output, rule: Rule) -> str:
    """What the blueprint says; where it leaves it open, what the operation gives."""
    return rule.operation.gives if output.format == "text" and rule.operation is not None else output.format


def places_of(output: pieces.Output, rule: Rule) -> int | None:
    """How many decimals it shows; units that were converted want more than money."""
    units = rule.operation is not None and rule.operation.module == "operations_units"
    return 4 if output.decimals is None and units else output.decimals


def _closure(modules: Iterable[str]) -> set[str]:
    """The blocks that these need, themselves included."""
    found: set[str] = set()
    todo = list(modules)
    while todo:
        if (name := todo.pop()) in found:
            continue
        found.add(name)
        for node in ast.walk(_tree(name)):
            if isinstance(node, ast.ImportFrom) and node.level:
                todo += [node.module] if node.module else [alias.name for alias in node.names]
    return found


@cache
def _tree(name: str) -> ast.Module:
    """A block as it is written."""
    return ast.parse((BLOCKS / f"{name}.py").read_text(encoding="utf-8"))


def _imports(tree: ast.AST) -> Iterator[str]:
    """The first names of what is imported, type checking aside."""
    if isinstance(tree, ast.If) and isinstance(tree.test, ast.Name) and tree.test.id == "TYPE_CHECKING":
        return
    if isinstance(tree, ast.Import):
        yield from (alias.name.split(".")[0] for alias in tree.names)
    elif isinstance(tree, ast.ImportFrom) and not tree.level and tree.module:
        yield tree.module.split(".")[0]
    for child in ast.iter_child_nodes(tree):
        yield from _imports(child)


def _reached(tree: ast.Module, operations: set[str]) -> ast.Module:
    """A module of operations without those that aren't used."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached: set[str] = set()
    todo = [name for name in functions if name in operations]
    while todo:
        if (name := todo.pop()) in reached:
            continue
        reached.add(name)
        todo += [n.id for n in ast.walk(functions[name]) if isinstance(n, ast.Name) and n.id in functions]
    body = [node for node in tree.body if not isinstance(node, ast.FunctionDef) or node.name in reached]
    return ast.Module(body=body, type_ignores=[])
