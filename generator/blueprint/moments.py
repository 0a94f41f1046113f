"""Puts right how a function imports and names what is in Python's datetime module. Refuses to touch anything else."""

import ast

_INSIDE = ("datetime", "date", "time", "timedelta", "timezone")


def with_moments(function: ast.FunctionDef) -> ast.FunctionDef:
    """The function with `datetime` as the module throughout: models mix `from datetime import datetime` with
    `datetime.timedelta`, which fails, though what is meant is plain."""
    taken = {a.arg for a in function.args.args}
    taken |= {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    nodes = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
    if "datetime" in taken or not any(_brings(node) for node in nodes):
        return function
    brought = {a.asname or a.name for n in nodes if isinstance(n, ast.ImportFrom) and _brings(n) for a in n.names}
    fresh: ast.FunctionDef = _Plainly((brought & set(_INSIDE)) - taken).visit(function)
    fresh.body = [ast.Import([ast.alias("datetime")]), *fresh.body]
    return ast.fix_missing_locations(fresh)


def _brings(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "datetime" and not any(a.asname or a.name == "*" for a in node.names)
    return isinstance(node, ast.Import) and [(a.name, a.asname) for a in node.names] == [("datetime", None)]


class _Plainly(ast.NodeTransformer):
    def __init__(self, brought: set[str]) -> None:
        self.brought = brought

    def visit_Import(self, node: ast.Import) -> ast.Import | None:
        return None if _brings(node) else node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom | None:
        return None if _brings(node) else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        inner = node.value
        if isinstance(inner, ast.Name) and inner.id == "datetime":
            whole = inner if node.attr in _INSIDE else _of("datetime")
            return ast.Attribute(whole, node.attr, node.ctx)
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return _of(node.id) if node.id in self.brought and isinstance(node.ctx, ast.Load) else node


def _of(name: str) -> ast.Attribute:
    return ast.Attribute(ast.Name("datetime", ast.Load()), name, ast.Load())
