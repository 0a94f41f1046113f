"""What can be left out of a test in JavaScript, or made smaller in it, as `cuts` does in Python. Refuses to leave the
test itself out."""

import json
from collections.abc import Iterator, Sequence

from gallery.debug.cuts import pieces
from generator.syntax import Node, faults, parse, walk

TESTS = {b"test", b"it", b"describe", b"suite", b"t.test"}
BLOCKS = {"program", "statement_block"}
LISTS = {"array", "object", "arguments", "named_imports"}


def only(source: str, test: str) -> str:
    """A module of tests with one of them left, under its names, and all that is no test."""
    content, wanted = source.encode(), [name.encode() for name in test.split(" > ")]
    gone = [(one.start_byte, one.end_byte) for one in _others(_root(content), wanted)]
    for start, end in reversed(gone):
        content = content[:start] + content[end:]
    return _tidy(content) if not _broken(content) else ""


def calling(path: str, function: str, given: str, folders: Sequence[str]) -> str:
    """A module of one test that calls a function with arguments, an object of them in their order."""
    listed = ", ".join(json.dumps(one, ensure_ascii=False) for one in json.loads(given).values())
    beginning = f'import test from "node:test";\nimport {{ {function} }} from "./{path}";\n'
    return f'{beginning}\ntest("minimal", () => {{\n  {function}({listed});\n}});\n'


def _others(node: Node, wanted: list[bytes]) -> Iterator[Node]:
    """Statements that are another test than that of these names, the outermost first."""
    for child in node.named_children:
        call = _test(child)
        if call is None:
            yield from _others(child, wanted) if child.type not in ("comment", "string") else ()
        elif wanted and _title(call) == wanted[0]:
            body = call.child_by_field_name("arguments")
            yield from _others(body, wanted[1:]) if body and wanted[1:] else ()
        else:
            yield child


def _test(node: Node) -> Node | None:
    """The call of a statement that makes a test or a group of some."""
    call = next(iter(node.named_children), None) if node.type == "expression_statement" else None
    if call and call.type == "await_expression":
        call = next(iter(call.named_children), None)
    called = call.child_by_field_name("function") if call and call.type == "call_expression" else None
    name = (called.text or b"") if called else b""
    return call if name in TESTS or name.rpartition(b".")[0] in TESTS else None


def _title(call: Node) -> bytes:
    listed = call.child_by_field_name("arguments")
    first = next(iter(listed.named_children), None) if listed else None
    return (first.text or b"")[1:-1] if first and first.type in ("string", "template_string") else b""


def smaller(source: str, *, values: bool) -> Iterator[str]:
    """The module again and again, each time with something less. With `values` also with smaller ones."""
    content = source.encode()
    root = _root(content)
    for start, end, new in (*_statements(root, halves=True), *_statements(root, halves=False), *_inside(root, values)):
        text = content[:start] + new + content[end:]
        if text != content and not _broken(text):
            yield _tidy(text)


def _statements(root: Node, *, halves: bool) -> Iterator[tuple[int, int, bytes]]:
    for block in walk(root):
        listed = [one for one in block.named_children if not _holds_test(one)] if block.type in BLOCKS else []
        if halves and len(listed) < 4:
            continue
        size = max(len(listed) // 2, 1) if halves else 1
        for start in range(0, len(listed), size):
            some = listed[start : start + size]
            if len(listed) == len(block.named_children) or not halves:
                yield some[0].start_byte, some[-1].end_byte, b""


def _holds_test(node: Node) -> bool:
    return _test(node) is not None


def _inside(root: Node, values: bool) -> Iterator[tuple[int, int, bytes]]:
    for node in walk(root):
        if node.type == "import_clause" or (node.type == "comment" and node.start_byte):
            yield node.start_byte, node.end_byte, b""
        elif node.type == "named_imports" or (values and node.type in LISTS and not _is_tests(node)):
            yield from _pieces(node)
        elif values and node.type == "string_fragment" and not _is_fixed(node):
            for start, end in pieces(len(node.text or b"")):
                yield node.start_byte + start, node.start_byte + end, b""
        elif values and node.type == "number":
            text = (node.text or b"").decode("ascii", "replace")
            for other in (0, 1, int(text) // 2, int(text) - 1) if text.isdigit() and len(text) < 15 else ():
                if other < int(text):
                    yield node.start_byte, node.end_byte, str(max(other, 0)).encode()
            if "." in text and text != "1.0":
                yield node.start_byte, node.end_byte, b"1"


def _pieces(node: Node) -> Iterator[tuple[int, int, bytes]]:
    """Its items but some."""
    items = [one for one in node.named_children if one.type != "comment"]
    begin, end = node.start_byte + 1, node.end_byte - 1
    for start, stop in pieces(len(items)):
        rest = [*items[:start], *items[stop:]]
        if rest or node.type == "array":
            yield begin, end, b", ".join(one.text or b"" for one in rest)


def _is_tests(node: Node) -> bool:
    """Whether they are the arguments of a test, not to be touched."""
    return node.parent is not None and node.parent.parent is not None and _test(node.parent.parent) is not None


def _is_fixed(fragment: Node) -> bool:
    """Whether a text names a module or a test."""
    text = fragment.parent
    around = text.parent if text else None
    return around is not None and (around.type == "import_statement" or _is_tests(around))


def _root(content: bytes) -> Node:
    return parse("javascript", content).root_node


def _broken(content: bytes) -> bool:
    return bool(faults(parse("javascript", content)))


def _tidy(content: bytes) -> str:
    """Without the empty lines that are left."""
    lines = content.decode("utf-8", "replace").splitlines()
    return "".join(f"{line}\n" for line in lines if line.strip() not in ("", ";"))
