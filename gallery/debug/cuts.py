"""What can be left out of a test in Python, or made smaller in it: the largest first. Refuses to leave out the test."""

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def only(source: str, test: str) -> str:
    """A module of tests with one of them left, under its name, and all that is no test; "" of what doesn't parse."""
    tree = parsed(source)
    return ast.unparse(_only(tree, test.rpartition("::")[2].partition("[")[0])) + "\n" if tree else ""


def calling(path: str, function: str, given: str, folders: Sequence[str]) -> str:
    """A module of one test that calls a function with arguments, a dictionary of them. `folders`: where modules are."""
    inside = next((one for one in folders if one and path.startswith(f"{one}/")), "")
    module = path[len(inside) :].strip("/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return f"from {module} import {function}\n\n\ndef test_minimal():\n    {function}(**{given})\n"


def smaller(source: str, *, values: bool) -> Iterator[str]:
    """The module again and again, each time with something less. With `values` also with smaller ones."""
    tree = parsed(source)
    for one in _cuts(tree, values=values) if tree else ():
        yield ast.unparse(ast.fix_missing_locations(one)) + "\n"


def _only(tree: ast.Module, name: str) -> ast.Module:
    """A module of tests with one of them left, under its name, and all that is no test."""

    def others(body: list[ast.stmt]) -> list[ast.stmt]:
        kept = []
        for one in body:
            if _is_test(one) and _name(one) != name:
                continue
            if isinstance(one, ast.ClassDef):
                one = copy.copy(one)
                had = any(_is_test(inner) for inner in one.body)
                one.body = others(one.body)
                if had and not any(_is_test(inner) for inner in one.body):
                    continue
            kept.append(one)
        return kept

    return ast.Module(body=others(tree.body), type_ignores=[])


def _name(node: ast.stmt) -> str:
    return node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else ""


def _is_test(node: ast.stmt) -> bool:
    return _name(node).startswith("test")


def _cuts(tree: ast.Module, *, values: bool) -> Iterator[ast.Module]:
    """Copies with something left out or made smaller: halves of bodies, then statements, then values."""
    bodies = [at for at, node in enumerate(ast.walk(tree)) if isinstance(getattr(node, "body", None), list)]
    for whole in (True, False):
        for at in bodies:
            count = len(_nth(tree, at).body)
            size = max(count // 2, 1) if whole else 1
            if whole and count < 4:
                continue
            for start in range(0, count, size):
                changed = copy.deepcopy(tree)
                body = _nth(changed, at).body
                if any(_is_test(one) for one in body[start : start + size]):
                    continue
                del body[start : start + size]
                if body or at == 0:
                    yield changed
    for at, node in enumerate(ast.walk(tree)):
        for smaller in _smaller(node) if values else ():
            changed = copy.deepcopy(tree)
            target = _nth(changed, at)
            for field, value in smaller.items():
                setattr(target, field, value)
            yield changed


def _nth(tree: ast.Module, number: int) -> Any:
    return next(node for at, node in enumerate(ast.walk(tree)) if at == number)


def _smaller(node: ast.AST) -> Iterator[Mapping[str, object]]:
    """Smaller values of a literal, by the fields that change."""
    if isinstance(node, ast.Import | ast.ImportFrom) and len(node.names) > 1:
        for start, stop in pieces(len(node.names)):
            if rest_of := node.names[:start] + node.names[stop:]:
                yield {"names": rest_of}
    elif isinstance(node, ast.List | ast.Set | ast.Tuple):
        for start, stop in pieces(len(node.elts)):
            rest = node.elts[:start] + node.elts[stop:]
            if rest or isinstance(node, ast.List):
                yield {"elts": rest}
    elif isinstance(node, ast.Dict):
        for start, stop in pieces(len(node.keys)):
            yield {"keys": node.keys[:start] + node.keys[stop:], "values": node.values[:start] + node.values[stop:]}
    elif isinstance(node, ast.Constant):
        value: Any = node.value
        if type(value) in (str, bytes):
            for start, stop in pieces(len(value)):
                yield {"value": value[:start] + value[stop:]}
        elif isinstance(value, int) and not isinstance(value, bool):
            for other in dict.fromkeys((0, 1, value // 2, value - 1)):
                if abs(other) < abs(value):
                    yield {"value": other}
        elif isinstance(value, float) and value not in (0.0, 1.0):
            yield {"value": 1.0}


def pieces(length: int) -> Iterator[tuple[int, int]]:
    """What delta debugging leaves out: halves, quarters, and so on to single ones, of long things not all."""
    size = length
    while size >= 1:
        yield from ((start, min(start + size, length)) for start in range(0, length, size))
        size = size // 2 if length <= 64 or size > length // 8 else 0
