"""Turns the rules of a blueprint and the operations they call into JavaScript. Refuses, by Untranslatable, an operation
that leans on a library of Python's."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeGuard

from generator.blueprint.javascript import expression, function
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.rules import Rule
from generator.blueprint.translated import Untranslatable, camel, name
from generator.payload import blocks

BLOCKS = Path(next(iter(blocks.__path__)))
KINDS = {"float": "num", "int": "num", "Money": "num", "Percent": "num", "str": "str", "Long": "str", "bool": "bool"}
"""What parameters are, by their annotation."""
TAKEN = {"Lines": "lines", "Numbers": "numbers", "date": "day"}
"""How arguments are made fit for such a parameter, whatever they come from."""
OWN = {"number_in": "numberIn"}
"""What stands in values.js already."""


class Rules:
    """The rules of one app. `sources` are the functions and tables they need, by their names in JavaScript, callees
    first; `tables` those that belong to the building blocks."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.tables: dict[str, str] = {}
        self._home: dict[str, str] = {}
        """Name in JavaScript -> module of the blocks it came from."""

    def rule(self, rule: Rule, types: Mapping[str, str]) -> str:
        """An arrow function over `v`; `types`: what every name of the scope is."""
        call = ast.parse(rule.expression, mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            raise Untranslatable("a rule of an unusual sort")
        given = {keyword.arg or "": keyword.value for keyword in call.keywords}
        if rule.operation:
            node = self.adopt(rule.operation.module, call.func.id)
            names = _names(rule.operation.module)
            texts = {n: self._taken(n, value, node, types, names) for n, value in given.items()}
        else:
            node = self._own(rule, call.func.id, {n: types[value.attr] for n, value in given.items() if _of_v(value)})
            texts = {n: self._plain(value) for n, value in given.items()}
        order = [argument.arg for argument in node.args.args]
        last = max((n for n, argument in enumerate(order) if argument in texts), default=-1)
        return f"(v) => {_called(call.func.id)}({', '.join(texts.get(p, 'undefined') for p in order[: last + 1])})"

    def _own(self, rule: Rule, main: str, types: Mapping[str, str]) -> ast.FunctionDef:
        """A rule's own functions; gives the one that is called."""
        nodes = [part for source in rule.functions for part in ast.parse(source).body]
        assigned = [n for n in nodes if isinstance(n, ast.Assign)]
        functions = {n.name: n for n in nodes if isinstance(n, ast.FunctionDef)}
        tables = [target.id for n in assigned for target in n.targets if isinstance(target, ast.Name)]
        known = {called: _called(called) for called in (*tables, *functions)}
        for node in assigned:
            self._table(node, known, self.sources)
        for called, function_ in functions.items():
            kinds = {n: "num" for n, kind in types.items() if kind in NUMERIC} if called == main else {}
            self.sources[known[called]] = function(function_, kinds, known)
        if main not in functions:
            raise Untranslatable(f"{main}, which isn't there")
        return functions[main]

    def _table(self, node: ast.Assign | ast.AnnAssign, known: Mapping[str, str], into: dict[str, str]) -> None:
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if not isinstance(target, ast.Name) or node.value is None:
            raise Untranslatable("a table of an unusual sort")
        called = _called(target.id)
        into[called] = f"const {called} = {expression(node.value, known)};"

    def _plain(self, value: ast.expr) -> str:
        if _of_v(value):
            return f"v.{name(value.attr)}"
        if isinstance(value, ast.Constant):
            return expression(value, {})
        raise Untranslatable(f"the argument {ast.unparse(value)}")

    def _taken(
        self,
        parameter: str,
        value: ast.expr,
        node: ast.FunctionDef,
        types: Mapping[str, str],
        names: Mapping[str, ast.stmt],
    ) -> str:
        """An argument as an operation's parameter takes it; `names` are those of its module."""
        text = self._plain(value)
        hint = next((a.annotation for a in node.args.args if a.arg == parameter), None)
        if isinstance(hint, ast.Name) and isinstance(meant := names.get(hint.id), ast.Assign):
            hint = meant.value  # a name for a choice of words
        kind = types.get(value.attr, "") if _of_v(value) else ""
        said = parameter.replace("_", " ")
        if isinstance(hint, ast.Subscript) and ast.unparse(hint.value) == "Literal":
            options = ast.unparse(hint.slice).strip("()")
            return f"as.option({text}, [{options}], {said!r})" if kind else text
        asked = hint.id if isinstance(hint, ast.Name) else ""
        if asked in TAKEN:
            return text if (asked, kind) == ("date", "date") else f"as.{TAKEN[asked]}({text}, {said!r})"
        if asked == "int":
            return text if kind == "integer" or not kind else f"as.whole({text}, {said!r})"
        if KINDS.get(asked) == "num":
            return text if kind in NUMERIC or not kind else f"as.number({text}, {said!r})"
        if KINDS.get(asked) == "str":
            return text if kind in ("text", "long_text", "choice", "time", "color") or not kind else f"as.text({text})"
        if KINDS.get(asked) == "bool" and kind in ("yes_no", ""):
            return text
        raise Untranslatable(f"the parameter {parameter}")

    def adopt(self, module: str, wanted: str) -> ast.FunctionDef:
        """A function of the blocks and whatever it needs."""
        names = _names(module)
        node, called = names.get(wanted), _called(wanted)
        if not isinstance(node, ast.FunctionDef):
            raise Untranslatable(f"{wanted}, which is no function of {module}")
        if self._home.setdefault(called, module) != module:
            raise Untranslatable(f"{wanted}, of which there are two")
        if called in self.sources:
            return node
        self.sources[called] = ""  # it may call itself
        known = {wanted: called, **{other: own for other, own in OWN.items() if other in names}}
        read = [n for part in (*node.body, *node.args.defaults) for n in ast.walk(part)]
        used = {n.id for n in read if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)} & set(names)
        for other in sorted(used - {wanted, "AnswerError", "operation", *known, *KINDS, *TAKEN}):
            match names[other]:
                case ast.FunctionDef():
                    self.adopt(module, other)
                case ast.ImportFrom(module=home) as imported if imported.level and home:
                    self.adopt(home, other)
                case ast.Assign() | ast.AnnAssign() as assigned:
                    self._table(assigned, {}, self.tables)
                case _:
                    continue
            known[other] = _called(other)
        del self.sources[called]
        arguments = [(a.arg, a.annotation.id) for a in node.args.args if isinstance(a.annotation, ast.Name)]
        kinds = {argument: KINDS[hint] for argument, hint in arguments if hint in KINDS}
        self.sources[called] = function(node, kinds, known)
        return node


def _called(python: str) -> str:
    """What a function or table is called: a private one so that it can't be taken for a variable."""
    return f"{camel(python)}Of" if python.startswith("_") else name(python)


def _of_v(value: ast.expr) -> TypeGuard[ast.Attribute]:
    return isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "v"


@cache
def _names(module: str) -> Mapping[str, ast.stmt]:
    """What a module of the blocks has by name: functions, tables and imports."""
    return dict(_named(ast.parse((BLOCKS / f"{module}.py").read_text(encoding="utf-8"))))


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=called):
                yield called, node
            case ast.Assign(targets=[ast.Name(id=called)]) | ast.AnnAssign(target=ast.Name(id=called)):
                yield called, node
            case ast.ImportFrom(names=aliases):
                yield from ((alias.asname or alias.name, node) for alias in aliases)
