"""Makes of a failing test the smallest one that fails in the same way: delta debugging over its statements and over the
values in it. Refuses to take another failure for the same, and a value changed where nothing tells what is right then.
"""

import ast
import copy
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from gallery.debug.case import Bench, Failure, Told, plain
from gallery.debug.evidence import Minimal, Trace
from gallery.debug.functions import is_test

NAME = "test_minimal.py"
SECONDS = 20.0
AT_ONCE = 40
MOST_TEXT = 60_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """The failure that has to stay."""

    kind: str
    message: str
    path: str
    line: int
    in_test: bool
    """Whether it was raised by an assertion of the test: the line says nothing then, it moves."""

    def is_that(self, failure: Failure | None, *, judged: bool) -> bool:
        """`judged`: there is a mended program to tell whether a test is right, so the message may be another."""
        if failure is None or failure.kind != self.kind:
            return False
        at = failure.at
        if self.in_test:
            return at is not None and is_test(at.path) and (judged or plain(failure.message) == self.message)
        return at is not None and (at.path, at.line) == (self.path, self.line)


def wanted_of(failure: Failure) -> Wanted:
    at = failure.at
    path, line = (at.path, at.line) if at else ("", 0)
    return Wanted(failure.kind, plain(failure.message), path, line, is_test(path))


def of_test(
    bench: Bench, test: str, failure: Failure, mended: Mapping[str, str], tell: Callable[[str], None]
) -> Minimal | None:
    """From a failing test of the repository. `mended` are files with which it passes, {} where none are known."""
    path, _, names = test.partition("::")
    source = bench.case.files.get(path, b"").decode("utf-8", "replace")
    if not source or len(source) > MOST_TEXT:
        return None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    name = names.rpartition("::")[2].partition("[")[0]
    kept = only(tree, name)
    return reduced(
        bench, kept, str(PurePosixPath(path).with_name(NAME)), failure, mended, tell, len(source.splitlines())
    )


def of_call(
    bench: Bench, trace: Trace | None, failure: Failure, mended: Mapping[str, str], tell: Callable[[str], None]
) -> Minimal | None:
    """From a script: a call that was seen to raise, with its arguments written down."""
    wanted = wanted_of(failure)
    calls = [call for call in trace.calls if call.raised and call.replay and "." not in call.function] if trace else []
    for call in sorted(calls, key=lambda one: one.path != wanted.path):
        module = module_of(call.path, bench.case.folders)
        text = f"from {module} import {call.function}\n\n\ndef test_minimal():\n    {call.function}(**{call.replay})\n"
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue
        if made := reduced(bench, tree, NAME, failure, mended, tell, 0):
            return made
    return None


def module_of(path: str, folders: Sequence[str]) -> str:
    for folder in folders:
        if folder and path.startswith(f"{folder}/"):
            path = path[len(folder) + 1 :]
            break
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def reduced(
    bench: Bench,
    tree: ast.Module,
    target: str,
    failure: Failure,
    mended: Mapping[str, str],
    tell: Callable[[str], None],
    lines: int,
) -> Minimal | None:
    """The smallest that was found in the time, if the beginning fails as it should."""
    wanted = wanted_of(failure)
    pytest = bench if bench.case.how == "pytest" else Bench(replace(bench.case, how="pytest"), bench.box)
    trial = _Trial(pytest, target, wanted, mended, time.monotonic() + SECONDS)
    if trial.first([tree])[1] is None:
        return None
    values = bool(mended) or not wanted.in_test
    tried = at = since = 0
    smaller = list(cuts(tree, values=values))
    while since < len(smaller) and time.monotonic() < trial.until:
        at %= len(smaller)
        batch = smaller[at : at + AT_ONCE]
        tell(f"making the test smaller: {len(ast.unparse(tree).splitlines())} lines, {tried} tried")
        count, found = trial.first(batch)
        if not count:
            break
        tried, at, since = tried + count, at + count, since + count
        if found is not None:
            tree, since, at = found, 0, at - 1
            smaller = list(cuts(tree, values=values))
    source = ast.unparse(tree) + "\n"
    before = f" of {lines}" if lines else ""
    return Minimal(target, source, True, f"{len(source.splitlines())}{before} lines, after {tried} smaller ones tried.")


@dataclass(frozen=True, slots=True)
class _Trial:
    bench: Bench
    target: str
    wanted: Wanted
    mended: Mapping[str, str]
    until: float

    def first(self, trees: Sequence[ast.Module]) -> tuple[int, ast.Module | None]:
        """How many were tried, and the last of them if it still fails as it should, and holds on the mended program
        where there is one."""
        texts = [ast.unparse(ast.fix_missing_locations(copy.deepcopy(tree))) + "\n" for tree in trees]
        told = self.bench.tries(
            [{self.target: text} for text in texts],
            words=[self.target],
            limit=5,
            seconds=max(self.until - time.monotonic(), 5.0),
            kind=self.wanted.kind,
            then=self.mended,
        )
        return len(told), trees[len(told) - 1] if told and self.fails(told[-1]) else None

    def fails(self, told: Told | None) -> bool:
        failures = [one.failure for one in told.tests if one.outcome == "failed"] if told else []
        if told is None or len(failures) != 1 or not self.wanted.is_that(failures[0], judged=bool(self.mended)):
            return False
        return not self.mended or passed(told.then)


def passed(told: Told | None) -> bool:
    return told is not None and bool(told.tests) and all(one.outcome == "passed" for one in told.tests)


# --- what can be left out, the largest first --------------------------------------------------------------------------


def only(tree: ast.Module, name: str) -> ast.Module:
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


def cuts(tree: ast.Module, *, values: bool) -> Iterator[ast.Module]:
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
        for start, stop in _pieces(len(node.names)):
            if rest_of := node.names[:start] + node.names[stop:]:
                yield {"names": rest_of}
    elif isinstance(node, ast.List | ast.Set | ast.Tuple):
        for start, stop in _pieces(len(node.elts)):
            rest = node.elts[:start] + node.elts[stop:]
            if rest or isinstance(node, ast.List):
                yield {"elts": rest}
    elif isinstance(node, ast.Dict):
        for start, stop in _pieces(len(node.keys)):
            yield {"keys": node.keys[:start] + node.keys[stop:], "values": node.values[:start] + node.values[stop:]}
    elif isinstance(node, ast.Constant):
        value: Any = node.value
        if type(value) in (str, bytes):
            for start, stop in _pieces(len(value)):
                yield {"value": value[:start] + value[stop:]}
        elif isinstance(value, int) and not isinstance(value, bool):
            for other in dict.fromkeys((0, 1, value // 2, value - 1)):
                if abs(other) < abs(value):
                    yield {"value": other}
        elif isinstance(value, float) and value not in (0.0, 1.0):
            yield {"value": 1.0}


def _pieces(length: int) -> Iterator[tuple[int, int]]:
    """What delta debugging leaves out: halves, quarters, and so on to single ones, of long things not all."""
    size = length
    while size >= 1:
        yield from ((start, min(start + size, length)) for start in range(0, length, size))
        size = size // 2 if length <= 64 or size > length // 8 else 0
