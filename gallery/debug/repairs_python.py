"""Small changes of one line of Python that may undo a slip. Refuses to judge them: each is to be run."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gallery.debug.functions import SORTS
from gallery.debug.slips import Change, other_call, other_name, other_number, other_sign
from generator.syntax import Node, raw, walk

COMPARED = ("<", "<=", ">", ">=", "==", "!=")
RECKONED = ("+", "-", "*", "/", "//", "%", "**")
MISTAKEN = {"+": b"-", "-": b"+", "*": b"/", "/": b"*", "//": b"/", "%": b"//", "**": b"*"}
OTHERS = (
    *(("min", "max"), ("any", "all"), ("int", "round"), ("floor", "ceil"), ("int", "float"), ("append", "extend")),
    *(("startswith", "endswith"), ("lower", "upper"), ("lstrip", "rstrip"), ("find", "rfind"), ("sorted", "list")),
    *(("union", "intersection"), ("split", "rsplit"), ("index", "rindex"), ("keys", "values"), ("set", "sorted")),
    *(("remove", "discard"), ("get", "pop"), ("days", "seconds"), ("seconds", "total_seconds")),
)
WRAPPED = ("list({})", "int({})", "{} or 0", "abs({})", "round({}, 2)", "float({})", "str({})", "sorted({})")
"""What a value may lack: a copy of its own, another type, an order."""
LOOSE = re.compile(r"\w+(\.\w+)*")


def changes_of(nodes: list[Node], root: Node) -> Iterator[Change]:
    """What may be tried of nodes that begin on a line: from where to where, what instead, and how seldom it is that."""
    scope = _function(nodes) or root
    for node in nodes:
        yield from _of_node(node)
        yield from _of_names(node, scope, root)


def _of_node(node: Node) -> Iterator[Change]:
    match node.type:
        case "comparison_operator":
            yield from other_sign(node, COMPARED, 1.0)
            for start, end, sign in _words(node, {"is": b"==", "in": b"not in", "not in": b"in", "is not": b"!="}):
                yield start, end, sign, 1.5
            for side in node.named_children:
                yield from _nudged(side)
        case "binary_operator":
            yield from other_sign(node, RECKONED, 2.6)
            for start, end, sign in _words(node, MISTAKEN):
                yield start, end, sign, 1.0
            yield from _sides(node)
            yield from _without_side(node)
            yield from _rounded_up(node)
            yield from _rows(node)
        case "augmented_assignment":
            yield from other_sign(node, ("+=", "-=", "*=", "="), 1.2)
        case "boolean_operator":
            yield from other_sign(node, ("and", "or"), 1.0)
            for side in node.named_children:
                yield node.start_byte, node.end_byte, raw(side), 2.0
        case "not_operator":
            yield node.start_byte, node.end_byte, raw(node.child_by_field_name("argument")), 1.0
        case "if_statement" | "while_statement" | "elif_clause" | "conditional_expression":
            asked = node.child_by_field_name("condition") or next(iter(node.named_children[1:2]), None)
            if asked:
                yield from _condition(asked)
        case "integer":
            yield from other_number(node, "binary_operator")
        case "true" | "false":
            yield node.start_byte, node.end_byte, b"False" if node.type == "true" else b"True", 1.2
        case "break_statement" | "continue_statement" | "pass_statement":
            for word in (b"continue", b"break", b"pass"):
                yield node.start_byte, node.end_byte, word, 1.0
        case "call":
            yield from _call(node)
        case "subscript" | "slice":
            yield from _bounds(node)
        case "return_statement" | "assignment" | "for_statement" | "keyword_argument" | "yield":
            yield from _wrapped(node)
        case "generator_expression" | "list_comprehension" | "set_comprehension":
            if body := node.child_by_field_name("body"):
                yield from _wraps(body, 2.2)
        case "lambda":
            yield from _bound(node)
        case "default_parameter" | "typed_default_parameter":
            yield from _fresh_default(node)
        case _:
            pass


def _words(node: Node, other: dict[str, bytes]) -> Iterator[tuple[int, int, bytes]]:
    for child in node.children:
        if child.type in other and not child.is_named:
            yield child.start_byte, child.end_byte, other[child.type]


def _nudged(node: Node) -> Iterator[Change]:
    """One more, one less."""
    if node.type in ("identifier", "attribute", "call", "binary_operator"):
        text = raw(node)
        yield node.start_byte, node.end_byte, text + b" + 1", 2.0
        yield node.start_byte, node.end_byte, text + b" - 1", 2.0


def _sides(node: Node) -> Iterator[Change]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = node.child_by_field_name("operator")
    if left and right and sign and sign.type in ("-", "/", "//", "%", "**"):
        text = raw(right) + b" " + raw(sign) + b" " + raw(left)
        yield node.start_byte, node.end_byte, text, 1.5
    if left and right and sign and left.type == "binary_operator":
        inner = (
            left.child_by_field_name("right"),
            left.child_by_field_name("left"),
            left.child_by_field_name("operator"),
        )
        if all(inner):
            text = raw(inner[1]) + b" " + raw(inner[2]) + b" (" + raw(inner[0]) + b" " + raw(sign) + b" "
            yield node.start_byte, node.end_byte, text + raw(right) + b")", 2.0


def _without_side(node: Node) -> Iterator[Change]:
    for side in (node.child_by_field_name("left"), node.child_by_field_name("right")):
        yield node.start_byte, node.end_byte, raw(side), 1.6


def _rounded_up(node: Node) -> Iterator[Change]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left and right and raw(node.child_by_field_name("operator")) in (b"//", b"/"):
        yield node.start_byte, node.end_byte, b"-(-" + raw(left) + b" // " + raw(right) + b")", 1.8


def _rows(node: Node) -> Iterator[Change]:
    """`[[…] * n] * m` are m times one list."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left and right and left.type == "list" and raw(node.child_by_field_name("operator")) == b"*":
        inner = raw(left)[1:-1].strip()
        if inner:
            yield node.start_byte, node.end_byte, b"[" + inner + b" for _ in range(" + raw(right) + b")]", 1.2


def _condition(asked: Node) -> Iterator[Change]:
    text = raw(asked)
    yield asked.start_byte, asked.end_byte, b"not (" + text + b")", 1.6
    if LOOSE.fullmatch(text.decode("utf-8", "replace")):
        yield asked.start_byte, asked.end_byte, text + b" is not None", 1.0
        yield asked.start_byte, asked.end_byte, text + b" is None", 1.8
    for side in asked.named_children if asked.type == "not_operator" else ():
        if side.type in ("identifier", "attribute"):
            yield asked.start_byte, asked.end_byte, raw(side) + b" is None", 1.0


def _call(node: Node) -> Iterator[Change]:
    called, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if not called or not listed:
        return
    given = [one for one in listed.named_children if one.type != "comment"]
    for one, other in pairwise(given):
        if "keyword_argument" not in (one.type, other.type):
            yield one.start_byte, other.end_byte, raw(other) + b", " + raw(one), 1.1
    name = called.child_by_field_name("attribute") or called
    yield from other_call(name, OTHERS)
    if raw(name) == b"range":
        last = given[-1] if given else None
        for nudged in _nudged(last) if last else ():
            yield (*nudged[:3], 1.0)
        if len(given) == 1:
            yield given[0].start_byte, given[0].start_byte, b"1, ", 1.4
    if raw(name) in (b"now", b"today") and not given:
        yield listed.start_byte, listed.end_byte, b"(timezone.utc)", 1.6
    if raw(name) == b"open" and b"encoding" not in raw(listed):
        yield listed.end_byte - 1, listed.end_byte - 1, b', encoding="utf-8"', 1.4
    if raw(name) == b"len" and given:
        yield given[0].end_byte, given[0].end_byte, b".encode()", 2.2
    if raw(name) == b"sorted" and b"reverse" not in raw(listed):
        yield listed.end_byte - 1, listed.end_byte - 1, b", reverse=True", 1.8
    for one in given:
        if one.type in ("identifier", "attribute", "subscript"):
            yield from _wraps(one, 2.6)
    if len(given) == 1 and called.type == "identifier":
        yield node.start_byte, node.end_byte, raw(given[0]), 2.0


def _bounds(node: Node) -> Iterator[Change]:
    for child in node.named_children if node.type == "slice" else node.named_children[1:]:
        yield from _nudged(child)
    if node.type == "subscript" and len(node.named_children) == 2:
        yield node.named_children[1].start_byte, node.named_children[1].end_byte, b"-1", 2.0


def _wrapped(node: Node) -> Iterator[Change]:
    field = {"for_statement": "right", "assignment": "right", "keyword_argument": "value"}.get(node.type, "")
    value = node.child_by_field_name(field) if field else next(iter(node.named_children), None)
    if value and value.type not in ("none", "string", "true", "false", "integer", "float", "lambda"):
        yield from _wraps(value, 1.5 if value.type in ("identifier", "attribute") else 2.4)
        if node.type == "assignment":
            for plain in (b"None", b"0", b"[]", b"{}"):
                yield value.start_byte, value.end_byte, plain, 2.4
    if node.type == "return_statement" and value:
        yield from _nudged(value)


def _wraps(value: Node, cost: float) -> Iterator[Change]:
    text = raw(value).decode("utf-8", "replace")
    for place, wrap in enumerate(WRAPPED):
        whole = text if LOOSE.fullmatch(text) or "or" not in wrap else f"({text})"
        yield value.start_byte, value.end_byte, wrap.format(whole).encode(), cost + place / 20


def _bound(node: Node) -> Iterator[Change]:
    """What a lambda takes from a loop is what it is when the lambda is called, unless it is bound."""
    parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
    if not body:
        return
    own = {raw(one) for one in walk(parameters) if one.type == "identifier"} if parameters else set()
    called = {raw(one.child_by_field_name("function")) for one in walk(body) if one.type == "call"}
    free = {raw(one) for one in walk(body) if one.type == "identifier"} - own - called
    for name in sorted(free)[:4]:
        text = b"lambda " + (raw(parameters) + b", " if parameters else b"") + name + b"=" + name + b": " + raw(body)
        yield node.start_byte, node.end_byte, text, 1.8


def _fresh_default(node: Node) -> Iterator[Change]:
    """A list or dict as a default is one for all calls."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    function = node.parent.parent if node.parent else None
    body = function.child_by_field_name("body") if function and function.type in SORTS else None
    first = next((one for one in body.named_children if "string" not in _first_type(one)), None) if body else None
    if not (name and value and first) or value.type not in ("list", "dictionary", "call", "set"):
        return
    indent = b" " * first.start_point[1]
    guard = b"if " + raw(name) + b" is None:\n" + indent + b"    " + raw(name) + b" = " + raw(value) + b"\n" + indent
    source_between = _between(function, value.end_byte, first.start_byte)
    yield value.start_byte, first.start_byte, b"None" + source_between + guard, 1.0


def _between(function: Node | None, start: int, end: int) -> bytes:
    text = raw(function)
    offset = function.start_byte if function else 0
    return text[start - offset : end - offset]


def _first_type(node: Node) -> str:
    return node.named_children[0].type if node.type == "expression_statement" and node.named_children else node.type


def _of_names(node: Node, scope: Node, root: Node) -> Iterator[Change]:
    """Another name that is known there in the place of one."""
    parent = node.parent
    if node.type == "identifier" and parent and not _defines(node, parent):
        if parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
            holder = raw(parent.child_by_field_name("object"))
            others = _attributes(root, holder) if holder in (b"self", b"cls") else _attributes(scope, holder)
        elif parent.type in ("call", "argument_list", "attribute") and _is_called(node):
            return
        else:
            others = _local_names(scope)
        yield from other_name(node, others)


def _defines(node: Node, parent: Node) -> bool:
    written = {"function_definition", "class_definition", "import_statement", "dotted_name", "aliased_import"}
    if parent.type in written or parent.type.endswith("parameters") or parent.type.endswith("parameter"):
        return True
    left = parent.child_by_field_name("left") or parent.child_by_field_name("name")
    return left == node and parent.type in ("assignment", "for_statement", "keyword_argument", "for_in_clause")


def _is_called(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "call" and parent.child_by_field_name("function") == node


GIVEN = {
    "parameters",
    "pattern_list",
    "tuple_pattern",
    "lambda_parameters",
    "default_parameter",
    "typed_parameter",
    "typed_default_parameter",
}


def _local_names(scope: Node) -> list[bytes]:
    """Names that a function is given or makes."""
    names: dict[bytes, None] = {}
    for node in walk(scope):
        parent = node.parent
        if node.type == "identifier" and parent and (parent.type in GIVEN or _is_left(node, parent)):
            names[raw(node)] = None
    return [name for name in names if name != b"self"]


def _is_left(node: Node, parent: Node) -> bool:
    return parent.child_by_field_name("left") == node


def _attributes(scope: Node, holder: bytes) -> list[bytes]:
    names: dict[bytes, None] = {}
    for node in walk(scope):
        if node.type == "attribute" and raw(node.child_by_field_name("object")) == holder:
            names[raw(node.child_by_field_name("attribute"))] = None
    return list(names)


def _function(nodes: list[Node]) -> Node | None:
    node = nodes[0] if nodes else None
    while node and node.type not in SORTS:
        node = node.parent
    return node
