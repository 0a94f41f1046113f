"""Finds the functions of a repository by tree-sitter: where each is, and whom it calls. Refuses to run any."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.syntax import Node, language_of, trees, walk

SORTS = {"function_definition", "function_declaration", "method_definition", "generator_function_declaration"}
HELD = {"arrow_function", "function_expression", "generator_function", "class"}
"""Functions and classes of JavaScript that have the name of what they are put into."""
HOLDERS = {
    "variable_declarator": "name",
    "pair": "key",
    "field_definition": "property",
    "assignment_expression": "left",
}
CLASSES = {"class_definition", "class_declaration", "class"}
CALLS = {"call", "call_expression", "new_expression"}
MOST_BYTES = 400_000
TESTS = re.compile(
    r"(^|/)(tests?|testing|__tests__)/|(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$"
    r"|([._-]test|\.spec|(^|/)test|(^|/)test-[^/]*)\.[mc]?js$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A function: its lines, its text, and the last names of what it calls, each with the line."""

    path: str
    name: str
    first: int
    last: int
    source: str
    calls: tuple[tuple[str, int], ...]

    @property
    def short(self) -> str:
        return self.name.rpartition(".")[2]


def is_test(path: str) -> bool:
    """Whether a file holds tests."""
    return bool(TESTS.search(path))


def spans(path: str, content: bytes) -> list[Span]:
    """The functions of one file in the order of the text; none of a file that is no code."""
    language = language_of(path)
    if language not in ("python", "javascript", "html") or len(content) > MOST_BYTES:
        return []
    code = [tree for tongue, tree in trees(language, content) if tongue != "html"]
    return [span for tree in code for span in _spans(path, tree.root_node, content)]


def spans_of(files: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, list[Span]]:
    return {path: spans(path, files[path]) for path in paths if path in files}


def around(found: Iterable[Span], line: int) -> Span | None:
    """The innermost function that a line is in."""
    return max((one for one in found if one.first <= line <= one.last), key=lambda one: one.first, default=None)


def callers(known: Mapping[str, list[Span]], wanted: Span) -> list[str]:
    """Who calls a function, as far as its name tells: `path:line name`."""
    found = []
    for path, listed in known.items():
        for one in listed:
            lines = [line for name, line in one.calls if name == wanted.short]
            if lines and (path, one.name) != (wanted.path, wanted.name):
                found.append(f"{path}:{lines[0]} {one.name}")
    return found


def _spans(path: str, root: Node, source: bytes) -> Iterator[Span]:
    todo: list[tuple[Node, str]] = [(root, "")]
    while todo:
        node, scope = todo.pop()
        inner = scope
        if name := name_of(node):
            inner = f"{scope}.{name}".lstrip(".")[-200:]
            if node.type not in CLASSES:
                calls = tuple(_calls(node))
                first, last = node.start_point[0] + 1, node.end_point[0] + 1
                text = source[node.start_byte : node.end_byte].decode("utf-8", "replace")
                before = source[node.start_byte - node.start_point[1] : node.start_byte]
                indent = "" if before.strip() else before.decode("utf-8", "replace")
                yield Span(path, inner, first, last, indent + text, calls)
        todo += [(child, inner) for child in reversed(node.children)]


def name_of(node: Node) -> str:
    """The name of a function or class, "" for what is neither or has none."""
    if node.type not in SORTS | HELD | CLASSES:
        return ""
    named = node.child_by_field_name("name")
    if named is None and node.type in HELD and node.parent:
        held = node.parent.child_by_field_name(HOLDERS.get(node.parent.type, ""))
        named = (held.child_by_field_name("property") or held) if held else None
    return (named.text or b"").decode("utf-8", "replace")[:200] if named else ""


def _calls(function: Node) -> Iterator[tuple[str, int]]:
    for node in walk(function):
        if node.type in CALLS:
            called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
            fields = [called.child_by_field_name(one) for one in ("attribute", "property")] if called else []
            name = next(filter(None, fields), called)
            if name and name.text and len(name.text) < 100:
                yield name.text.decode("utf-8", "replace"), node.start_point[0] + 1
