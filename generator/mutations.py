"""What can be done wrong on purpose in Python and JavaScript: places in a tree, and what to put there instead. Refuses
to touch what no check of behaviour could notice: labels, layout, annotations, how many decimals are shown.

A change need not keep the program alive, only its grammar; whoever takes one looks whether it still parses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.syntax import Language, Node, raw, walk

Sort = Literal[
    "handler", "arithmetic", "comparison", "return", "condition", "logic", "effect", "constant", "part", "edge"
]


@dataclass(frozen=True, slots=True)
class Change:
    """Put `new` in place of the bytes from `start` to `end`."""

    sort: Sort
    start: int
    end: int
    new: bytes


def changes(language: Language, root: Node) -> Iterator[Change]:
    """All that can be done wrong below a node, in the order of the text."""
    of = {"python": _python, "javascript": _javascript, "html": _html}[language]
    todo = [root]
    while todo:
        node = todo.pop()
        if not _passed_over(node):
            yield from of(node)
            todo += reversed(node.children)


OPPOSITE = {
    "+": "-", "-": "+", "*": "/", "/": "*", "//": "*", "%": "*", "**": "*",
    "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "++": "--", "--": "++",
    "==": "!=", "!=": "==", "===": "!==", "!==": "===", "<": ">=", ">": "<=", "<=": ">", ">=": "<",
    "in": "not in", "not in": "in", "is": "is not", "is not": "is",
    "and": "or", "or": "and", "&&": "||", "||": "&&",
}  # fmt: skip
EDGE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
ARITHMETIC = {"+", "-", "*", "/", "//", "%", "**", "+=", "-=", "*=", "/=", "++", "--"}
LOGIC = {"and", "or", "&&", "||"}
JUDGED = {"comparison_operator", "boolean_operator", "not_operator", "binary_expression"}
"""Conditions that have a change of their own."""

PASSED_OVER = {
    *("comment", "decorator", "type", "import_statement", "import_from_statement", "future_import_statement"),
    *("assert_statement", "raise_statement", "throw_statement", "except_clause", "catch_clause", "format_specifier"),
    *("default_parameter", "typed_default_parameter", "regex", "style_element"),
}
PRESSED = {"button", "form_submit_button"}
EVENTS = {"click", "input", "change", "submit"}
"""What people do by mouse and fields; other events serve comfort, or ways in that checks don't take."""
HANDLED = {f"on{event}".encode() for event in EVENTS}
REACTIONS = {b"on_click", b"on_change", b"on_submit"}
EFFECTS = {
    *("append", "extend", "insert", "update", "remove", "pop", "clear", "add", "discard", "write_text", "dump", "save"),
    *("push", "splice", "unshift", "shift", "delete", "set", "setItem", "removeItem", "appendChild", "replaceChildren"),
}
SHOWN = {
    *("columns", "tabs", "expander", "container", "empty", "form", "sidebar", "set_page_config", "divider", "spinner"),
    *("number_input", "text_input", "text_area", "slider", "select_slider", "selectbox", "multiselect", "radio"),
    *("checkbox", "toggle", "date_input", "time_input", "file_uploader", "button", "form_submit_button", "progress"),
    *("download_button", "metric", "dataframe", "data_editor", "table", "markdown", "write", "caption", "title"),
    *("header", "subheader", "image", "line_chart", "bar_chart", "area_chart", "altair_chart", "pyplot", "subplots"),
    *("figure", "sleep", "round", "dumps", "dump", "seed", "Field", "date", "time", "datetime"),
    *("toFixed", "toPrecision", "toLocaleString", "NumberFormat", "DateTimeFormat", "stringify", "parseInt"),
    *("setTimeout", "setInterval", "addEventListener", "dispatchEvent", "Event", "CustomEvent", "scrollTo", "animate"),
    *("fillRect", "clearRect", "strokeRect", "fillText", "arc", "moveTo", "lineTo", "getContext", "vibrate"),
}
"""Calls whose plain numbers and truths say how something looks, starts or is rounded."""
LOOKS = {"decimals", "default", "minimum", "maximum", "width", "height", "lineWidth", "tabIndex", "scrollTop", "ttl"}
PLAIN = re.compile(rb"\d+(\.\d+)?")


def _python(node: Node) -> Iterator[Change]:
    yield from _operator(node)
    match node.type:
        case "if_statement" | "elif_clause":
            yield from _python_condition(node)
        case "conditional_expression":
            yield from _negated(node.named_children[1], b"not (", b")")
        case "not_operator":
            yield from _put("condition", node, raw(node.child_by_field_name("argument")))
        case "return_statement" if node.named_children and node.named_children[0].type != "none":
            yield from _put("return", node.named_children[0], b"None")
        case "lambda" if not _named(node.parent, REACTIONS):
            yield from _put("return", node.child_by_field_name("body"), b"None")
        case "keyword_argument" if _named(node, REACTIONS):
            yield from _put("handler", node.child_by_field_name("value"), b"None")
        case "expression_statement" if _callee(node.named_children[0]) in EFFECTS:
            yield from _put("effect", node, b"pass")
        case "list" | "tuple":
            yield from _parts(node)
        case "integer" | "float" | "true" | "false":
            yield from _constant(node)


def _python_condition(node: Node) -> Iterator[Change]:
    asked, body = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
    if asked and body and any(_callee(inner) in PRESSED for inner in walk(asked)):
        yield Change("handler", asked.end_byte, body.end_byte, b": pass")
    else:
        yield from _negated(asked, b"not (", b")")


def _javascript(node: Node) -> Iterator[Change]:
    yield from _operator(node)
    match node.type:
        case "if_statement":
            asked = node.child_by_field_name("condition")
            yield from _negated(asked.named_children[0] if asked and asked.named_children else None, b"!(", b")")
        case "ternary_expression":
            yield from _negated(node.child_by_field_name("condition"), b"!(", b")")
        case "unary_expression" if raw(node.child_by_field_name("operator")) == b"!":
            yield from _put("condition", node, raw(node.child_by_field_name("argument")))
        case "return_statement" if node.named_children and raw(node.named_children[0]) not in (
            b"null",
            b"undefined",
        ):
            yield from _put("return", node.named_children[0], b"undefined")
        case "arrow_function" if _gives_value(node):
            yield from _put("return", node.child_by_field_name("body"), b"undefined")
        case "call_expression" if _callee(node) == "addEventListener":
            first = next(iter(_arguments(node)), None)
            if first and raw(first).strip(b"'\"`").decode("utf-8", "replace") in EVENTS:
                yield from _put("handler", node, b"void 0")
        case "call_expression" if _callee(node) in EFFECTS and _alone(node):
            yield from _put("effect", node, b"void 0")
        case "assignment_expression" if _property(node) in HANDLED and _alone(node):
            yield from _put("handler", node, b"void 0")
        case "number" | "true" | "false":
            yield from _constant(node)


def _html(node: Node) -> Iterator[Change]:
    if node.type == "attribute" and node.children and raw(node.children[0]).lower() in HANDLED:
        yield from _put("handler", node, b"")


# --- what both languages have -----------------------------------------------------------------------------------------


def _operator(node: Node) -> Iterator[Change]:
    """Operators that stand for their opposite; comparisons also with their edge moved."""
    signs = [child for child in node.children if child.type in OPPOSITE and not child.is_named]
    if len(signs) != 1 or node.type not in OPERATIONS or _joins_text(node) or _drives_a_loop(node):
        return
    sign = signs[0].type
    sort: Sort = "arithmetic" if sign in ARITHMETIC else "logic" if sign in LOGIC else "comparison"
    yield from _put(sort, signs[0], OPPOSITE[sign].encode())
    if sign in EDGE:
        yield from _put("edge", signs[0], EDGE[sign].encode())


OPERATIONS = {
    *("binary_operator", "augmented_assignment", "comparison_operator", "boolean_operator"),
    *("binary_expression", "augmented_assignment_expression", "update_expression"),
}
TEXTS = {"string", "template_string", "concatenated_string", "list", "array", "tuple"}
LOOPS = {"while_statement", "do_statement"}


def _joins_text(node: Node) -> bool:
    """Whether what is added is text or lists, as far as it can be seen."""
    if not any(child.type in ("+", "+=", "%", "*") for child in node.children):
        return False
    todo = [node]
    while todo:
        for child in todo.pop().named_children:
            if child.type in TEXTS:
                return True
            if child.type == node.type:
                todo.append(child)
    return node.parent is not None and node.parent.type == node.type and _joins_text(node.parent)


def _drives_a_loop(node: Node) -> bool:
    """Whether a loop might never end with its opposite."""
    if node.type not in ("augmented_assignment", "augmented_assignment_expression", "update_expression"):
        return _within(node, LOOPS, "condition")
    return _within(node, {"for_statement"}, "increment") or _within(node, LOOPS)


def _within(node: Node, types: set[str], field: str = "") -> bool:
    """Whether it stands in something of these types (in that field of it), this side of a function."""
    inner, outer = node, node.parent
    while outer and "function" not in outer.type and outer.type != "lambda":
        if outer.type in types and (not field or outer.child_by_field_name(field) == inner):
            return True
        inner, outer = outer, outer.parent
    return False


def _negated(condition: Node | None, before: bytes, after: bytes) -> Iterator[Change]:
    if condition and condition.type not in JUDGED and not (condition.type == "unary_expression" and before == b"!("):
        yield from _put("condition", condition, before + raw(condition) + after)


def _constant(node: Node) -> Iterator[Change]:
    """Another number, or the other truth, where it decides what the app does."""
    if _for_looks(node) or _within(node, LOOPS, "condition"):
        return
    if node.type in ("true", "false"):
        other = {b"true": b"false", b"false": b"true", b"True": b"False", b"False": b"True"}
        yield from _put("constant", node, other[raw(node)])
    elif PLAIN.fullmatch(number := raw(node)):
        twice = float(number) * 2 or 1
        yield from _put("constant", node, (str(int(twice)) if b"." not in number else repr(twice)).encode())


def _for_looks(node: Node) -> bool:
    """Whether a constant is an argument that says how something looks."""
    outer = node.parent
    while outer and outer.type in (*TEXTS, "keyword_argument", "argument_list", "arguments", "pair", "object", *SIGNED):
        if outer.type in ("keyword_argument", "pair") and raw(outer.children[0]).decode("utf-8", "replace") in LOOKS:
            return True
        outer = outer.parent
    if outer and outer.type in ("assignment", "assignment_expression"):
        return _property(outer).decode("utf-8", "replace") in LOOKS
    return outer is not None and _callee(outer) in SHOWN


SIGNED = ("unary_operator", "unary_expression")


def _parts(node: Node) -> Iterator[Change]:
    """One of the things that a call is given in a list: an option, a field, a feature."""
    if not node.parent or node.parent.type not in ("keyword_argument", "argument_list"):
        return
    call = node.parent if node.parent.type == "argument_list" else node.parent.parent
    if call and call.parent and _callee(call.parent) in {"columns", "tabs"}:
        return
    for at, part in enumerate(parts := node.named_children):
        last = at == len(parts) - 1
        if part.type not in ("string", "call") or (part.type == "call" and len(parts) == 1):
            continue
        if node.type == "tuple" and len(parts) == 2 and not last:
            continue  # A tuple of one needs a comma behind it.
        end = (node.children[-1] if last else parts[at + 1]).start_byte
        yield Change("part", part.start_byte, end, b"")


def _passed_over(node: Node) -> bool:
    if node.type in PASSED_OVER:
        return True
    if node.type == "if_statement":
        return b"__name__" in raw(node.child_by_field_name("condition"))
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    return function is not None and raw(function).startswith(b"console.")


def _put(sort: Sort, node: Node | None, new: bytes) -> Iterator[Change]:
    if node:
        yield Change(sort, node.start_byte, node.end_byte, new)


def _callee(node: Node) -> str:
    """The last name of what a call calls; "" for what is no call."""
    function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    if not function or node.type not in ("call", "call_expression", "new_expression"):
        return ""
    name = function.child_by_field_name("attribute") or function.child_by_field_name("property") or function
    return raw(name).decode("utf-8", "replace")


def _arguments(call: Node) -> list[Node]:
    given = call.child_by_field_name("arguments")
    return given.named_children if given else []


def _property(assignment: Node) -> bytes:
    """What of a thing is assigned to."""
    left = assignment.child_by_field_name("left")
    return raw(left.child_by_field_name("property") or left.child_by_field_name("attribute")) if left else b""


def _named(node: Node | None, names: set[bytes]) -> bool:
    return node is not None and raw(node.child_by_field_name("name")) in names


def _alone(node: Node) -> bool:
    """Whether nothing takes its value."""
    return node.parent is not None and node.parent.type in ("expression_statement", "arrow_function")


def _gives_value(arrow: Node) -> bool:
    """Whether a function of one expression is asked for its value, not for what it does."""
    body, outer = arrow.child_by_field_name("body"), arrow.parent
    if not body or body.type in ("statement_block", "assignment_expression", "update_expression", "undefined", "null"):
        return False
    if _callee(body) in {"getElementById", "querySelector", "querySelectorAll", "createElement"}:
        return False  # Without it nothing works at all, which proves little.
    taken = outer.parent if outer and outer.type == "arguments" else None
    if taken and _callee(taken) in {"addEventListener", "setTimeout", "setInterval", "forEach"}:
        return False
    return not (outer and outer.type == "assignment_expression" and _property(outer) in HANDLED)
