"""Small changes of one line of JavaScript that may undo a slip. Refuses to judge them: each is to be run."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gallery.debug.functions import HELD, SORTS
from gallery.debug.slips import Change, other_call, other_name, other_number, other_sign
from generator.syntax import Node, raw, walk

COMPARED = ("<", "<=", ">", ">=", "===", "!==", "==", "!=")
RECKONED = ("+", "-", "*", "/", "%", "**")
MISTAKEN = {"+": b"-", "-": b"+", "*": b"/", "/": b"*", "%": b"/", "**": b"*"}
OTHERS = (
    *(("min", "max"), ("some", "every"), ("floor", "ceil"), ("floor", "round"), ("round", "ceil"), ("trunc", "floor")),
    *(("slice", "splice"), ("slice", "substring"), ("startsWith", "endsWith"), ("indexOf", "lastIndexOf")),
    *(("push", "unshift"), ("pop", "shift"), ("map", "flatMap"), ("filter", "find"), ("find", "findLast")),
    *(("toLowerCase", "toUpperCase"), ("trimStart", "trimEnd"), ("keys", "values"), ("values", "entries")),
    *(("getDate", "getUTCDate"), ("getMonth", "getUTCMonth"), ("getFullYear", "getUTCFullYear")),
    *(("getDay", "getUTCDay"), ("getHours", "getUTCHours"), ("getMinutes", "getUTCMinutes"), ("getDay", "getDate")),
    *(
        ("setDate", "setUTCDate"),
        ("setMonth", "setUTCMonth"),
        ("setHours", "setUTCHours"),
        ("replace", "replaceAll"),
        ("match", "matchAll"),
    ),
    *(("all", "allSettled"), ("race", "any"), ("has", "get"), ("sort", "toSorted"), ("reverse", "toReversed")),
    *(("splice", "toSpliced"), ("parseInt", "parseFloat"), ("parseInt", "Number"), ("isNaN", "Number.isNaN")),
)
WRAPPED = (
    *("[...{}]", "{{ ...{} }}", "Number({})", "await {}", "{} ?? 0", "Math.round({})", "Math.floor({})"),
    *("Math.ceil({})", "Math.round({} * 100) / 100", "String({})", "Math.abs({})", "structuredClone({})"),
    "[...{}].sort((a, b) => a - b)",
)
"""What a value may lack: a copy of its own, another type, to be waited for, a rounding."""
WAITED = "await {}"
NAMED = {"identifier", "member_expression"}
LOOSE = re.compile(r"[\w$]+(\.[\w$]+)*(\(.*\))?")
FUNCTIONS = {*SORTS, *HELD}
DEFINING = {*FUNCTIONS, "formal_parameters", "import_specifier", "import_clause", "array_pattern", "export_specifier"}


def changes_of(nodes: list[Node], root: Node) -> Iterator[Change]:
    """What may be tried of nodes that begin on a line: from where to where, what instead, and how seldom it is that."""
    scope = _function(nodes) or root
    for node in nodes:
        yield from _of_node(node)
        yield from _of_names(node, scope)


def _of_node(node: Node) -> Iterator[Change]:
    match node.type:
        case "binary_expression":
            yield from _of_signs(node)
        case "augmented_assignment_expression":
            yield from other_sign(node, ("+=", "-=", "*=", "="), 1.2)
        case "update_expression":
            yield from other_sign(node, ("++", "--"), 1.2)
        case "unary_expression" if raw(node.child_by_field_name("operator")) in (b"!", b"-"):
            yield node.start_byte, node.end_byte, raw(node.child_by_field_name("argument")), 1.0
        case "if_statement" | "while_statement" | "ternary_expression" | "for_statement":
            yield from _condition(node.child_by_field_name("condition"))
        case "for_in_statement":
            yield from other_sign(node, ("in", "of"), 1.0)
            yield from _value(node.child_by_field_name("right"))
        case "number":
            yield from other_number(node, "binary_expression")
        case "true" | "false":
            yield node.start_byte, node.end_byte, b"false" if node.type == "true" else b"true", 1.2
        case "break_statement" | "continue_statement":
            for word in (b"continue;", b"break;"):
                yield node.start_byte, node.end_byte, word, 1.0
        case "await_expression":
            yield node.start_byte, node.end_byte, raw(next(iter(node.named_children), None)), 2.2
        case "variable_declaration":
            yield node.start_byte, node.start_byte + len("var"), b"let", 1.0
        case "regex":
            yield from _flags(node)
        case "new_expression":
            yield from _swapped(node, 1.4)
        case "call_expression":
            yield from _call(node)
        case "return_statement":
            yield from _value(next(iter(node.named_children), None))
        case "variable_declarator" | "pair":
            yield from _value(node.child_by_field_name("value"))
        case "assignment_expression":
            yield from _value(node.child_by_field_name("right"))
        case "subscript_expression":
            yield from _nudged(node.child_by_field_name("index"))
        case "assignment_pattern":
            yield from _wraps(node.child_by_field_name("right"), 2.6)
        case _:
            pass


def _of_signs(node: Node) -> Iterator[Change]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = raw(node.child_by_field_name("operator")).decode()
    if not left or not right:
        return
    if sign in COMPARED:
        yield from other_sign(node, COMPARED, 1.0)
        yield from _nudged(left)
        yield from _nudged(right)
    elif sign in ("&&", "||", "??"):
        yield from other_sign(node, ("??", "||", "&&"), 1.0)
        yield node.start_byte, node.end_byte, raw(left), 2.0
        yield node.start_byte, node.end_byte, raw(right), 2.0
    elif sign in RECKONED:
        yield from other_sign(node, RECKONED, 2.6)
        yield from ((start, end, MISTAKEN[sign], 1.0) for start, end, *_ in other_sign(node, (sign,), 1.0))
        yield node.start_byte, node.end_byte, raw(left), 1.6
        yield node.start_byte, node.end_byte, raw(right), 1.6
        if sign in "-/%**":
            yield node.start_byte, node.end_byte, raw(right) + f" {sign} ".encode() + raw(left), 1.5
        if sign == "/":
            whole = raw(node)
            for name in (b"ceil", b"floor", b"round"):
                yield node.start_byte, node.end_byte, b"Math." + name + b"(" + whole + b")", 1.4
        if sign == "+":
            for side in (left, right):
                yield side.start_byte, side.end_byte, b"Number(" + raw(side) + b")", 1.6
        if left.type == "binary_expression":
            first, second = left.child_by_field_name("left"), left.child_by_field_name("right")
            inner = raw(left.child_by_field_name("operator"))
            grouped = raw(first) + b" " + inner + b" (" + raw(second) + f" {sign} ".encode() + raw(right) + b")"
            yield node.start_byte, node.end_byte, grouped, 2.0


def _nudged(node: Node | None) -> Iterator[Change]:
    """One more, one less."""
    if node and node.type in (*NAMED, "call_expression", "binary_expression"):
        yield node.start_byte, node.end_byte, raw(node) + b" + 1", 1.8
        yield node.start_byte, node.end_byte, raw(node) + b" - 1", 1.8


def _condition(asked: Node | None) -> Iterator[Change]:
    inner = next(iter(asked.named_children), None) if asked and asked.type == "parenthesized_expression" else asked
    if inner:
        text = raw(inner)
        yield inner.start_byte, inner.end_byte, b"!(" + text + b")", 1.6
        plain = inner
        while plain.type == "unary_expression" and (below := plain.child_by_field_name("argument")):
            plain = below
        if LOOSE.fullmatch(raw(plain).decode("utf-8", "replace")):
            for sign in (b" === undefined", b" !== undefined", b" == null", b" != null"):
                yield inner.start_byte, inner.end_byte, raw(plain) + sign, 1.1


def _flags(node: Node) -> Iterator[Change]:
    flags = raw(node.child_by_field_name("flags"))
    for flag in (b"g", b"i"):
        if flag not in flags:
            yield node.end_byte, node.end_byte, flag, 1.2
        else:
            yield node.end_byte - len(flags), node.end_byte, flags.replace(flag, b""), 1.2


def _call(node: Node) -> Iterator[Change]:
    called, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if not called or not listed:
        return
    name = called.child_by_field_name("property") or called
    given = [one for one in listed.named_children if one.type != "comment"]
    yield from other_call(name, OTHERS)
    yield from _swapped(node, 1.1)
    if raw(name) in (b"sort", b"toSorted") and not given:
        yield listed.start_byte, listed.end_byte, b"((a, b) => a - b)", 1.0
    if raw(name) in (b"sort", b"toSorted", b"reverse", b"splice") and (held := called.child_by_field_name("object")):
        yield held.start_byte, held.end_byte, b"[..." + raw(held) + b"]", 1.2
    if raw(name) == b"fill" and (size := _size(called)) is not None and given:
        text = b"Array.from({ length: " + size + b" }, () => " + raw(given[0]) + b")"
        yield node.start_byte, node.end_byte, text, 1.1
    if raw(name) == b"parseInt" and len(given) == 1:
        yield listed.end_byte - 1, listed.end_byte - 1, b", 10", 1.2
    if raw(name) == b"map" and given and given[0].type == "identifier":
        yield given[0].start_byte, given[0].end_byte, b"(one) => " + raw(given[0]) + b"(one)", 1.2
    if raw(name) == b"reduce" and len(given) == 1:
        yield listed.end_byte - 1, listed.end_byte - 1, b", 0", 1.2
    if node.parent and node.parent.type != "await_expression" and _can_wait(node):
        yield node.start_byte, node.start_byte, b"await ", 1.6
        if called.type == "member_expression" and node.parent.type == "member_expression":
            yield node.start_byte, node.end_byte, b"(await " + raw(node) + b")", 1.8
    for one in given:
        yield from _nudged(one)
        if one.type in (*NAMED, "subscript_expression"):
            yield from _wraps(one, 2.2)
    if called.type == "member_expression" and (held := called.child_by_field_name("object")):
        yield node.start_byte, node.end_byte, raw(held), 2.4


def _size(called: Node) -> bytes | None:
    """Of `new Array(n).fill` and `Array(n).fill`, n."""
    made = called.child_by_field_name("object")
    maker = made.child_by_field_name("constructor") or made.child_by_field_name("function") if made else None
    listed = made.child_by_field_name("arguments") if made else None
    given = listed.named_children if listed else []
    return raw(given[0]) if raw(maker) == b"Array" and len(given) == 1 else None


def _swapped(node: Node, cost: float) -> Iterator[Change]:
    listed = node.child_by_field_name("arguments")
    given = [one for one in listed.named_children if one.type != "comment"] if listed else []
    for one, other in pairwise(given):
        yield one.start_byte, other.end_byte, raw(other) + b", " + raw(one), cost


def _value(value: Node | None) -> Iterator[Change]:
    if value and value.type not in ("null", "undefined", "string", "true", "false", "number", *FUNCTIONS):
        yield from _wraps(value, 1.5 if value.type in (*NAMED, "call_expression") else 2.2)
        yield from _nudged(value)


def _wraps(value: Node | None, cost: float) -> Iterator[Change]:
    if value is None:
        return
    text = raw(value).decode("utf-8", "replace")
    held = text if LOOSE.fullmatch(text) else f"({text})"
    for place, wrap in enumerate(WRAPPED if _can_wait(value) else [one for one in WRAPPED if one != WAITED]):
        bare = wrap.count("(") and " * " not in wrap and "..." not in wrap
        yield value.start_byte, value.end_byte, wrap.format(text if bare else held).encode(), cost + place / 20


def _of_names(node: Node, scope: Node) -> Iterator[Change]:
    """Another name that is known there in the place of one."""
    parent = node.parent
    if node.type == "identifier" and parent and not _defines(node, parent):
        if parent.type == "call_expression" and parent.child_by_field_name("function") == node:
            return
        others = _local_names(scope)
    elif node.type == "property_identifier" and parent and parent.type == "member_expression":
        if _is_called(node):
            return
        others = _properties(_root(node))
    else:
        return
    yield from other_name(node, others)


def _defines(node: Node, parent: Node) -> bool:
    if parent.type in DEFINING:
        return True
    made = parent.child_by_field_name("name") or parent.child_by_field_name("left")
    return made == node and parent.type in ("variable_declarator", "for_in_statement", "assignment_pattern")


def _local_names(scope: Node) -> list[bytes]:
    """Names that a function is given or makes."""
    listed = [node for node in walk(scope) if node.type in ("identifier", "shorthand_property_identifier_pattern")]
    made = [node for node in listed if node.type != "identifier" or _is_made(node)]
    return [*dict.fromkeys(raw(node) for node in made)]


def _is_made(node: Node) -> bool:
    return node.parent is not None and node.parent.type not in SORTS and _defines(node, node.parent)


def _properties(root: Node) -> list[bytes]:
    """Names of what objects hold in this file, those that are written or made there first."""
    kinds = ("property_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern")
    found = [node for node in walk(root) if node.type in kinds and node.parent and node.parent.type not in SORTS]
    called = {raw(one) for one in found if _is_called(one)}
    return [name for name in dict.fromkeys(raw(one) for one in found) if name not in called]


def _is_called(node: Node) -> bool:
    member = node.parent
    call = member.parent if member and member.type == "member_expression" else None
    return call is not None and call.type == "call_expression" and call.child_by_field_name("function") == member


def _root(node: Node) -> Node:
    while node.parent:
        node = node.parent
    return node


def _can_wait(node: Node) -> bool:
    """Whether `await` may stand there."""
    around = node.parent
    while around and around.type not in FUNCTIONS:
        around = around.parent
    return around is None or any(child.type == "async" for child in around.children)


def _function(nodes: list[Node]) -> Node | None:
    """The outermost function that a line is in: names of those around one inside are known there as well."""
    found, node = None, nodes[0] if nodes else None
    while node:
        found = node if node.type in FUNCTIONS and node.type != "class" else found
        node = node.parent
    return found
