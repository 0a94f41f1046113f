"""Turns what a blueprint says of a rule into Python: a call of an operation or of its own function. Refuses by None."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.blueprint.catalogue import Operation, Parameter, known
from generator.blueprint.mend import nearest, number
from generator.blueprint.pieces import NUMERIC, Field, Output, Scalar


@dataclass(frozen=True, slots=True)
class Rule:
    """What computes an output: an expression over `v`, the functions it brings along, the operations it calls."""

    expression: str
    functions: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    operation: Operation | None = None
    random: bool = False


@dataclass(slots=True)
class Scope:
    """The names that a rule may refer to, in order, with their types and labels."""

    types: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, fields: Iterable[Field]) -> "Scope":
        scope = cls()
        for one in fields:
            scope.add(one.name, one.label, one.type)
        scope.entered = set(scope.types)
        return scope

    def add(self, name: str, label: str, kind: str) -> None:
        self.types[name], self.labels[label] = kind, name

    def find(self, wanted: str, least: float = 0.8) -> str | None:
        """The name that was meant, by name or by label."""
        if wanted in self.types:
            return wanted
        if (label := nearest(wanted, list(self.labels), least=1.0)) is not None:
            return self.labels[label]
        if (close := nearest(wanted, list(self.types), least=least)) is not None or least == 1.0:
            return close
        words = set(wanted.casefold().split("_"))
        akin = [name for name in self.types if (inside := set(name.split("_"))) <= words or words <= inside]
        return akin[0] if len(akin) == 1 else None


def rule_of(output: Output, scope: Scope, taken: set[str]) -> Rule | None:
    """The rule of an output; None when it has none that can be called. `taken` are names of functions in use."""
    if output.source and (rule := own_rule(output.source, output.name, scope, taken)) is not None:
        return rule
    if (operation := known(output.operation)) is None:
        return None
    arguments = bind(operation, output.arguments, scope)
    if arguments is None:
        return None
    inside = ", ".join(f"{name}={text}" for name, text in arguments.items())
    return Rule(f"{operation.id}({inside})", operation=operation, random=operation.random)


def bind(operation: Operation, given: Mapping[str, Scalar], scope: Scope) -> dict[str, str] | None:
    """Python for each argument of an operation. What was not given is found by name, then by type and order."""
    parameters = {p.name: p for p in operation.parameters}
    texts: dict[str, str] = {}
    loose: list[Scalar] = []
    used: set[str] = set()
    for name, value in given.items():
        if (meant := nearest(name, list(parameters), least=0.75)) and meant not in texts and value is not None:
            texts[meant] = _argument(value, parameters[meant], scope, used)
        else:
            loose.append(value)
    for parameter in operation.parameters:
        if parameter.name not in texts and (same := scope.find(parameter.name, 0.85)) and same not in used:
            texts[parameter.name] = f"v.{same}"
            used.add(same)
    for parameter in operation.parameters:
        if parameter.name not in texts and (akin := _akin(parameter, scope, used)):
            texts[parameter.name] = f"v.{akin}"
            used.add(akin)
    for parameter in operation.parameters:
        if parameter.name in texts or not parameter.required:
            continue
        if loose:
            texts[parameter.name] = _argument(loose.pop(0), parameter, scope, used)
            continue
        free = [name for name in scope.types if name not in used]
        fitting = [n for n in free if scope.types[n] == parameter.type]
        fitting += [n for n in free if _fits(scope.types[n], parameter.type)]
        if not fitting:
            return None
        texts[parameter.name] = f"v.{fitting[0]}"
        used.add(fitting[0])
    return {p.name: texts[p.name] for p in operation.parameters if p.name in texts}


def own_rule(source: str, name: str, scope: Scope, taken: set[str]) -> Rule | None:
    """A rule from Python source: its last function, or one made of an expression."""
    source = _dedented(source)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if not functions:
        expression = _expression(tree)
        if expression is None:
            return None
        names = [n.id for n in ast.walk(expression) if isinstance(n, ast.Name) and scope.find(n.id)]
        parameters = ", ".join(dict.fromkeys(names))
        return own_rule(f"def work_out({parameters}):\n    return {ast.unparse(expression)}", name, scope, taken)
    main = functions[-1]
    arguments = _call(main, scope)
    if arguments is None:
        return None
    kept = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.Assign)]
    targets = [t.id for node in kept if isinstance(node, ast.Assign) for t in node.targets if isinstance(t, ast.Name)]
    renamed = {
        old: _free(name if old == "work_out" else old, taken) for old in (*targets, *(f.name for f in functions))
    }
    taken.update(renamed.values())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    outside = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return Rule(
        expression=f"{renamed[main.name]}({arguments})",
        functions=tuple(_renamed(node, renamed, source) for node in kept),
        imports=tuple(ast.unparse(node) for node in outside),
        random=any(re.search(r"\b(?:random|secrets|uuid)\b", ast.unparse(node)) for node in imports),
    )


def _argument(value: Scalar, parameter: Parameter, scope: Scope, used: set[str]) -> str:
    """A reference where one is meant, else a literal of the parameter's type."""
    if isinstance(value, str):
        text = value.strip()
        if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
            return repr(text[1:-1])
        numeric = parameter.type in NUMERIC
        if found := scope.find(text, 0.8 if numeric or parameter.type == "file" else 1.0):
            used.add(found)
            return f"v.{found}"
        if numeric and (literal := number(text)) is not None:
            return f"{literal:g}"
        if parameter.options and (option := nearest(text, parameter.options)):
            return repr(option)
        return repr(value)
    if isinstance(value, float):
        return f"{value:.12g}"
    return repr(value)


def _akin(parameter: Parameter, scope: Scope, used: set[str]) -> str | None:
    """A name of a fitting type that has a word in common with the parameter's; for an optional one only of an input."""
    words = set(parameter.name.split("_")) - {"of", "per", "in", "to", "from", "the", "unit"}
    among = scope.types if parameter.required else scope.entered
    fitting = (n for n in scope.types if n in among and n not in used and _fits(scope.types[n], parameter.type))
    return next((name for name in fitting if words & set(name.split("_"))), None)


def _fits(kind: str, wanted: str) -> bool:
    if wanted in NUMERIC:
        return kind in NUMERIC
    alike = {
        "text": ("text", "long_text", "choice", "color", "time", "file", "column"),
        "long_text": ("long_text", "text", "file"),
    }
    return kind in alike.get(wanted, ()) or kind == wanted or (wanted == "file" and kind in ("long_text", "table"))


def _call(function: ast.FunctionDef, scope: Scope) -> str | None:
    """The arguments for a function's parameters, by name; None when one that is needed can't be found."""
    if function.args.posonlyargs or function.args.vararg or function.args.kwonlyargs:
        return None
    parameters = [a.arg for a in function.args.args]
    optional = parameters[len(parameters) - len(function.args.defaults) :] if function.args.defaults else []
    found: list[str] = []
    for parameter in parameters:
        name = scope.find(parameter, 0.75)
        if name is None and parameter not in optional:
            return None
        if name is not None:
            found.append(f"{parameter}={_value(name, scope)}")
    return ", ".join(found)


def _value(name: str, scope: Scope) -> str:
    """A file goes to a function as its text: what it is made of is for operations. A time goes as a moment of today,
    for times alone can't be subtracted."""
    if scope.types[name] == "file":
        return f"text_of(v.{name}[0])"
    return f"moment_of(v.{name})" if scope.types[name] == "time" else f"v.{name}"


def _dedented(source: str) -> str:
    lines = source.replace("\r\n", "\n").expandtabs(4).strip("\n").splitlines()
    lines = [line for line in lines if not line.strip().startswith("```")]
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    return "\n".join(line[min(indents) :] for line in lines) if indents else ""


def _expression(tree: ast.Module) -> ast.expr | None:
    if len(tree.body) != 1:
        return None
    only = tree.body[0]
    if isinstance(only, ast.Expr | ast.Assign | ast.Return):
        value = only.value
        return value.body if isinstance(value, ast.Lambda) else value
    return None


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _renamed(node: ast.stmt, names: Mapping[str, str], source: str) -> str:
    """A definition as it was written, but for the names of functions that had to change."""
    if all(old == new for old, new in names.items()):
        return ast.get_source_segment(source, node) or ast.unparse(node)
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef) and inner.name in names:
            inner.name = names[inner.name]
        elif isinstance(inner, ast.Name) and inner.id in names:
            inner.id = names[inner.id]
    return ast.unparse(node)
