"""Puts into JavaScript what tells the values that pass through its functions, on the lines where they stand. Refuses to
touch what would not parse after it, and to move a line.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gallery.debug.functions import CLASSES, HELD, SORTS, name_of
from generator.syntax import Node, faults, language_of, parse, walk

FUNCTIONS = {*SORTS, *HELD} - CLASSES
BLOCKS = {"statement_block", "switch_case", "switch_default"}
NAMES = {"identifier", "shorthand_property_identifier_pattern"}
UNSAID = {"function_declaration", "generator_function_declaration", "class_declaration", "empty_statement", "comment"}
MOST_BYTES, MOST_IN_ALL, MOST_NAMES = 200_000, 2_000_000, 20
CATCH = b"}catch(__e){throw __mayfly.raised(__mf,__e)}finally{__mayfly.leave(__mf)}}"


@dataclass(frozen=True, slots=True)
class Put:
    at: int
    order: int
    """Of what is put at one place: what ends a thing inside comes before what ends the one around it."""
    text: bytes


def prepared(files: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, str]:
    """The files of those paths that can be followed, as they are to be run for it."""
    found: dict[str, str] = {}
    room = MOST_IN_ALL
    for path in paths:
        source = files[path]
        if language_of(path) == "javascript" and len(source) <= min(MOST_BYTES, room):
            text = followed(path, source)
            if text != source and not faults(parse("javascript", text)):
                found[path] = text.decode("utf-8", "replace")
                room -= len(source)
    return found


def followed(path: str, source: bytes) -> bytes:
    root = parse("javascript", source).root_node
    exported = {*_exported(root)}
    puts = [put for function, name in _functions(root) for put in _of(function, name, path, exported)]
    puts.sort(key=lambda put: (put.at, put.order), reverse=True)
    for put in puts:
        source = source[: put.at] + put.text + source[put.at :]
    return source


def _functions(root: Node) -> Iterator[tuple[Node, str]]:
    """Each with its name, as the spans of its file have it; of one that has none, what it is given to."""
    todo = [(root, "")]
    while todo:
        node, scope = todo.pop()
        name = name_of(node)
        inner = f"{scope}.{name}".lstrip(".") if name else scope
        if node.type in FUNCTIONS:
            if not name:
                inner = f"{scope}.<{_given_to(node)}>".lstrip(".")
            yield node, inner[-200:]
        todo += [(child, inner) for child in reversed(node.children)]


def _given_to(function: Node) -> str:
    """The name of the function that one without a name is an argument of."""
    call = function.parent.parent if function.parent else None
    called = call.child_by_field_name("function") if call and call.type == "call_expression" else None
    called = called.child_by_field_name("property") or called if called else None
    return (called.text or b"").decode("utf-8", "replace")[:60] if called else "anonymous"


def _exported(root: Node) -> Iterator[str]:
    """Names that other files can import."""
    for node in root.children:
        text = (node.text or b"").decode("utf-8", "replace")
        if node.type == "export_statement" or text.startswith(("module.exports", "exports.")):
            declared = [one for one in walk(node) if one.type in (*NAMES, "shorthand_property_identifier")]
            yield from ((one.text or b"").decode("utf-8", "replace") for one in declared)


def _of(function: Node, name: str, path: str, exported: set[str]) -> Iterator[Put]:
    body = function.child_by_field_name("body")
    if body is None:
        return
    listed = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    given = [b"this"] if function.type == "method_definition" else []
    given += dict.fromkeys(_bound(listed)) if listed else []
    line = function.start_point[0] + 1
    apart = name in exported and all(one.type == "identifier" for one in (listed.named_children if listed else ()))
    place = f"[{_quoted(path)},{line},{_quoted(name)},{'true' if apart else 'false'}]"
    opening = f"const __mf=__mayfly.enter({place},{_thunks(given)});try{{".encode()
    if body.type != "statement_block":
        said = _at(body.start_point[0] + 1, [])
        yield Put(body.start_byte, 2, b"{" + opening + said + b"return __mayfly.gave(__mf,(")
        yield Put(body.end_byte, -1, b"))" + CATCH)
        return
    yield Put(body.start_byte + 1, 0, opening)
    left = _thunks([*given, *_declared(body)])
    yield Put(body.end_byte - 1, 3, f";__mayfly.end(__mf,{left});".encode() + CATCH[:-1])
    yield from _inside(body, given)


def _inside(node: Node, names: list[bytes]) -> Iterator[Put]:
    """What is put into the statements of a function, but not into functions in it."""
    if node.type in BLOCKS:
        names = [*names, *_declared(node)]
    elif node.type in ("for_statement", "for_in_statement"):
        heads = [node.child_by_field_name(one) for one in ("initializer", "left")]
        names = [*names, *(name for head in heads if head for name in _bound(head))]
    statements = node.children_by_field_name("body") if node.type.startswith("switch_") else node.named_children
    for child in node.named_children:
        if node.type in BLOCKS and child in statements and child.type not in UNSAID:
            yield Put(child.start_byte, 1, _at(child.start_point[0] + 1, names))
        if child.type == "return_statement" and (value := next(iter(child.named_children), None)):
            yield Put(value.start_byte, 2, b"__mayfly.gave(__mf,(")
            yield Put(value.end_byte, -1, b"))")
        if child.type not in FUNCTIONS and child.type not in CLASSES:
            yield from _inside(child, names)


def _declared(block: Node) -> list[bytes]:
    """Names that the statements of a block declare."""
    listed = [one for one in block.named_children if one.type in ("lexical_declaration", "variable_declaration")]
    return [name for one in listed for name in _bound(one)]


def _bound(node: Node) -> Iterator[bytes]:
    """Names that a pattern or a declaration binds."""
    if node.type in NAMES:
        yield node.text or b""
        return
    only = {"variable_declarator": "name", "assignment_pattern": "left", "object_assignment_pattern": "left"}
    only |= {"pair_pattern": "value"}
    inner = node.child_by_field_name(only[node.type]) if node.type in only else None
    for child in [inner] if inner else node.named_children if node.type not in (*FUNCTIONS, *CLASSES) else ():
        yield from _bound(child)


def _at(line: int, names: list[bytes]) -> bytes:
    return f"__mayfly.at(__mf,{line},{_thunks(names)});".encode()


def _thunks(names: list[bytes]) -> str:
    known = [name.decode("utf-8", "replace") for name in dict.fromkeys(names)][-MOST_NAMES:]
    return "{" + ",".join(f"{_quoted(name)}:()=>{name}" for name in known) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
