"""Turns the Python of a rule into JavaScript that reads like it. Refuses, by Untranslatable, whatever it does not know
to mean the same there.

What the two languages do differently (division by zero, rounding, truth of empty things, lists and dates in sums) is
done by the functions of payload/web/python*.js, and only where operands aren't known to be plain numbers or texts.
"""

import ast
from collections.abc import Mapping, Sequence

from generator.blueprint.javascript_values import Values
from generator.blueprint.translated import Untranslatable, name


def function(node: ast.FunctionDef, kinds: Mapping[str, str], known: Mapping[str, str]) -> str:
    """A function; `kinds`: what its parameters are (num, str, bool), where that is certain; `known`: the functions and
    tables that it may use, itself among them, and what they are called in JavaScript."""
    return _Writer(dict(kinds), known).function(node)


def expression(node: ast.expr, known: Mapping[str, str]) -> str:
    return Values({}, known).value(node)


class _Writer(Values):
    """One function on its way into JavaScript."""

    def function(self, node: ast.FunctionDef) -> str:
        given = node.args
        if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
            raise Untranslatable("parameters of an unusual sort")
        defaults = [None] * (len(given.args) - len(given.defaults)) + list(given.defaults)
        parameters = []
        for argument, default in zip(given.args, defaults, strict=True):
            written = name(argument.arg)
            parameters.append(written if default is None else f"{written} = {self.value(default)}")
        own = {argument.arg for argument in given.args}
        assigned = {
            n.id
            for part in node.body
            for n in _own_nodes(part)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        self.kinds = {key: kind for key, kind in self.kinds.items() if key not in assigned or key in own}
        for changed in assigned & own:
            self.kinds.pop(changed, None)
        self.locals = own | assigned
        lines = [f"let {', '.join(sorted(map(name, assigned - own)))};"] if assigned - own else []
        lines += self.block(node.body)
        body = "\n".join(f"  {line}" for line in lines)
        return f"function {self.known[node.name]}({', '.join(parameters)}) {{\n{body}\n}}"

    def block(self, body: Sequence[ast.stmt]) -> list[str]:
        return [line for statement in body for line in self.statement(statement)]

    def statement(self, node: ast.stmt) -> list[str]:
        match node:
            case ast.Return(value=value):
                return [f"return {self.value(value)};" if value else "return null;"]
            case ast.Expr(value=ast.Constant(value=str())):
                return []
            case ast.Expr(value=value):
                return [f"{self.value(value)};"]
            case ast.Assign(targets=[target], value=value):
                return self._assign(target, value)
            case ast.AnnAssign(target=target, value=value) if value:
                return self._assign(target, value)
            case ast.AugAssign(target=target, op=op, value=value):
                whole = ast.BinOp(_loaded(target), op, value)
                return self._assign(target, whole)
            case ast.If(test=test, body=body, orelse=orelse):
                return self._if(test, body, orelse)
            case ast.For(target=target, iter=over, body=body, orelse=[]):
                return [f"for ({self.target(target)} of {self.iterated(over)}) {{", *_in(self.block(body)), "}"]
            case ast.While(test=test, body=body, orelse=[]):
                return [f"while ({self.test(test)}) {{", *_in(self.block(body)), "}"]
            case ast.Break():
                return ["break;"]
            case ast.Continue():
                return ["continue;"]
            case ast.Pass() | ast.ImportFrom() | ast.Import():
                return []
            case ast.Raise(exc=ast.Call(func=ast.Name(id=kind), args=[said])) if kind.endswith("Error"):
                return [f"throw new AnswerError({self.value(said)});"]
        raise Untranslatable(f"a statement ({type(node).__name__})")

    def _assign(self, target: ast.expr, value: ast.expr) -> list[str]:
        if isinstance(target, ast.Subscript):
            return [f"py.put({self.value(target.value)}, {self.value(target.slice)}, {self.value(value)});"]
        return [f"{self.target(target)} = {self.value(value)};"]

    def _if(self, test: ast.expr, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt]) -> list[str]:
        lines = [f"if ({self.test(test)}) {{", *_in(self.block(body))]
        match orelse:
            case []:
                return [*lines, "}"]
            case [ast.If() as other]:
                first, *rest = self._if(other.test, other.body, other.orelse)
                return [*lines, f"}} else {first}", *rest]
        return [*lines, "} else {", *_in(self.block(orelse)), "}"]


def _own_nodes(node: ast.AST) -> list[ast.AST]:
    """A statement's nodes, without what comprehensions and lambdas bind for themselves."""
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp | ast.Lambda):
        return [n for n in ast.walk(node) if isinstance(n, ast.NamedExpr) for n in [n.target]]
    return [node, *(inner for child in ast.iter_child_nodes(node) for inner in _own_nodes(child))]


def _loaded(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body


def _in(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]
