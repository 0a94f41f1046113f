"""Finds by its name the stretch of a source file that a model wants to change: a function, a class, a method, a
variable, an element of a page, a rule of a style, a statement by its first line. Refuses to change it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from generator.syntax import Language, Node, inside, parse, walk

Sort = Literal["definition", "element", "rule", "statement"]


class Unfit(Exception):  # noqa: N818
    """An edit can't be made: the sentence for the model that wrote it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A named stretch; `start` and `end` count bytes of the file."""

    name: str
    """As a person would say it: `total`, `Basket.add`, `#cost`, `.card`, `if st.button("Add")`."""
    sort: Sort
    language: Language
    start: int
    end: int
    closes: int
    """Where more can be put inside at its end; -1 when nothing can."""
    parents: tuple[Node, ...] = ()
    """The elements around an element, outermost first, and itself."""


def places(language: Language, source: bytes) -> list[Place]:
    """Everything that has a name, in the order of the text."""
    tree = parse(language, source)
    if language != "html":
        return list(_in_code(language, tree.root_node, source))
    found = list(_elements(tree.root_node))
    for part in inside(tree):
        within = parse(part.language, source, within=part.text)
        found += _in_code(part.language, within.root_node, source)
    return found


def matching(found: list[Place], wanted: str, sorts: tuple[Sort, ...] = ()) -> list[Place]:
    """The places that the words mean, the best sort of match only: more than one means that they are ambiguous."""
    plain = _plain(wanted)
    usable = [place for place in found if not sorts or place.sort in sorts]
    for fits in (_by_name, _by_tail, _by_selector, _by_first_line):
        if hits := [place for place in usable if fits(place, plain, wanted)]:
            return hits
    return []


def nearest(found: list[Place], wanted: str) -> list[str]:
    """Up to five names that are most like the wanted one; failing that, the first names there are."""
    names = list(dict.fromkeys(place.name for place in found if place.sort != "statement" and len(place.name) < 60))
    lower = {name.lower(): name for name in names}
    close = get_close_matches(_plain(wanted).lower(), list(lower), n=5, cutoff=0.5)
    return [lower[name] for name in close] or names[:5]


def pieces(language: Language, source: bytes) -> list[tuple[str, int, int]]:
    """A text cut into what stands side by side in it: name ("" for none), start, end. Comments go with what follows."""
    named = {(place.start, place.end): place.name for place in places(language, source) if place.sort != "statement"}
    found: list[tuple[str, int, int]] = []
    start = -1
    for node in parse(language, source).root_node.children:
        start = node.start_byte if start < 0 else start
        if node.type == ";" and found:
            found[-1] = (*found[-1][:2], node.end_byte)
        elif "comment" not in node.type:
            found.append((named.get((node.start_byte, node.end_byte), ""), start, node.end_byte))
            start = -1
    return found


def first_line(text: str) -> str:
    """What a text begins with, short enough for a sentence."""
    return text.strip().split("\n", 1)[0][:80]


# --- names ------------------------------------------------------------------------------------------------------------


def _plain(wanted: str) -> str:
    """`function total(rows)`, `def total():`, "`total`" -> total. What is no name stays as it is."""
    bare = wanted.strip().strip("`").strip()
    bare = _SORT.sub("", bare)
    if named := re.fullmatch(r"([A-Za-z_$#][\w$.#]*)\s*(?:\([^()]*\))?\s*(?:->\s*[\w\[\], .|]+)?\s*[:{]?", bare):
        return named[1].replace("::", ".").replace(".prototype.", ".").removeprefix("window.").removeprefix("this.")
    return bare


_SORT = re.compile(
    r"^(?:the |css |new )?(?:(?:async |export |static )*(?:function\*?|def|class|method|const|let|var|rule|selector"
    r"|element|variable|constant)\s+)",
    re.I,
)


def _by_name(place: Place, plain: str, _: str) -> bool:
    return place.sort != "statement" and _tight(place.name) == _tight(plain)


def _by_tail(place: Place, plain: str, _: str) -> bool:
    """`add` for `Basket.add`, `cart.add` for `shop.cart.add`; `cost` for `#cost`."""
    if place.sort == "definition":
        return place.name.endswith(f".{plain}") or plain.endswith(f".{place.name}")
    return place.sort == "element" and place.name == f"#{plain}"


def _by_selector(place: Place, plain: str, wanted: str) -> bool:
    if place.sort != "element" or not (steps := _selector(wanted.strip().strip("`"))):
        return False
    around = list(place.parents)
    if not _is(around.pop(), steps.pop()):
        return False
    while steps and around:
        if _is(around.pop(), steps[-1]):
            steps.pop()
    return not steps


def _by_first_line(place: Place, _: str, wanted: str) -> bool:
    first = _line(wanted.strip().strip("`").split("\n", 1)[0])
    return place.sort == "statement" and len(first) >= 4 and (
        _line(place.name) == first or (len(first) >= SURE and _line(place.name).startswith(first))
    )  # fmt: skip


LONGEST = 300
"""Letters of a name: functions can be nested without end."""
MOST_AROUND = 40
"""Elements around an element that a selector can ask for."""
SURE = 12
"""So many letters of a first line are enough to mean it."""


def _line(text: str) -> str:
    return re.sub(r"\s+", "", text).rstrip(".…").rstrip(":{").replace("'", '"')


def _tight(text: str) -> str:
    """A selector or name without regard to spaces."""
    return re.sub(r"\s*([>,+~:])\s*", r"\1", " ".join(text.split())).replace("'", '"')


# --- code -------------------------------------------------------------------------------------------------------------

_SCOPES = {"class_definition", "class_declaration", "class", "function_definition", "function_declaration",
           "method_definition", "generator_function_declaration"}  # fmt: skip
_WRAPPERS = {"decorated_definition", "export_statement", "lexical_declaration", "variable_declaration",
             "expression_statement"}  # fmt: skip


def _in_code(language: Language, root: Node, source: bytes) -> Iterator[Place]:
    if language == "css":
        yield from _rules(root, source)
        return
    todo: list[tuple[Node, str]] = [(root, "")]
    while todo:
        node, scope = todo.pop()
        name = _name(node)
        inner = scope
        if name:
            inner = (f"{scope}.{name}" if scope else name)[-LONGEST:]
            whole = _whole(node)
            body = node.child_by_field_name("body") or node.child_by_field_name("value")
            yield Place(inner, "definition", language, whole.start_byte, whole.end_byte, _closes(language, body))
        elif node.type.endswith("_statement") and node.parent and node.parent.type not in _WRAPPERS:
            first = source[node.start_byte : node.end_byte].split(b"\n", 1)[0]
            yield Place(_text(first)[:200], "statement", language, node.start_byte, node.end_byte, -1)
        todo += [(child, inner) for child in reversed(node.children)]


def _name(node: Node) -> str:
    """What a node gives a name to, "" when nothing."""
    if node.type in _SCOPES:
        return _said(node.child_by_field_name("name"))
    if node.type == "variable_declarator" and node.parent and len(node.parent.named_children) == 1:
        return _said(node.child_by_field_name("name"))
    if node.type in ("pair", "field_definition"):
        value, key = node.child_by_field_name("value"), node.children[0] if node.children else None
        if node.type == "pair" and not (value and "function" in value.type):
            return ""
        return _said(node.child_by_field_name("property") or key).strip("'\"")
    if node.type in ("assignment", "assignment_expression") and node.parent:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type == "assignment":  # Python: names of modules and classes; inside a function it is but a step
            holder = node.parent.parent
            outer = holder is None or holder.type == "module" or _is_class_body(holder)
            return _said(left) if outer and left and left.type == "identifier" else ""
        if right and right.type in ("function_expression", "arrow_function", "class"):
            return _said(left).replace(".prototype.", ".").removeprefix("window.").removeprefix("this.")
    return ""


def _is_class_body(node: Node) -> bool:
    return node.type == "block" and node.parent is not None and node.parent.type == "class_definition"


def _whole(node: Node) -> Node:
    """The node with its decorators, its `const`, its `export`."""
    while node.parent and node.parent.type in _WRAPPERS:
        node = node.parent
    return node


def _closes(language: Language, body: Node | None) -> int:
    """Where what a function or class holds ends; -1 for a plain value."""
    while body and body.type in ("arrow_function", "function_expression"):
        body = body.child_by_field_name("body")
    if body is None or body.type not in ("block", "class_body", "statement_block"):
        return -1
    return body.end_byte if language == "python" else body.end_byte - 1


def _rules(root: Node, source: bytes) -> Iterator[Place]:
    for node in walk(root):
        if node.type == "rule_set" or (node.type.endswith("_statement") and node.type != "import_statement"):
            block = next((child for child in node.children if child.type in ("block", "keyframe_block_list")), None)
            if block is None:
                continue
            about = source[node.start_byte : block.start_byte]
            around = node.parent.parent if node.parent and node.parent.type == "block" else None
            head = b"" if around is None else source[around.start_byte : around.start_byte + 80].split(b"{")[0]
            name = " ".join(_text(head).split() + _text(about).split())
            yield Place(name, "rule", "css", node.start_byte, node.end_byte, block.end_byte - 1)


# --- pages ------------------------------------------------------------------------------------------------------------


def _elements(root: Node) -> Iterator[Place]:
    todo: list[tuple[Node, tuple[Node, ...]]] = [(root, ())]
    while todo:
        node, around = todo.pop()
        if node.type in ("element", "script_element", "style_element"):
            around = (*around[1 - MOST_AROUND :], node)
            about = attributes(node)
            name = f"#{about['id']}" if about.get("id") else about[""]
            end = next((child.start_byte for child in node.children if child.type == "end_tag"), -1)
            yield Place(name, "element", "html", node.start_byte, node.end_byte, end, around)
        todo += [(child, around) for child in reversed(node.children)]


def attributes(element: Node) -> dict[str, str]:
    """The attributes of an element; under "" its tag."""
    found = {"": ""}
    tag = next((child for child in element.children if child.type in ("start_tag", "self_closing_tag")), None)
    for child in tag.children if tag else ():
        if child.type == "tag_name":
            found[""] = _said(child).lower()
        elif child.type == "attribute":
            value = next((n for n in walk(child) if n.type == "attribute_value"), None)
            found[_said(child.children[0]).lower()] = _said(value)
    return found


_COMPOUND = re.compile(
    r"(?P<tag>\*|[A-Za-z][\w-]*)?(?P<rest>(?:#[\w-]+|\.[\w-]+|\[[\w-]+(?:[~^$*|]?=(?:\"[^\"]*\"|'[^']*'|[^\]]*))?\])*)"
)
_PIECE = re.compile(r"#([\w-]+)|\.([\w-]+)|\[([\w-]+)(?:[~^$*|]?=[\"']?(.*?)[\"']?)?\]")
_TAG = re.compile(r"<([A-Za-z][\w-]*)((?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?)*)\s*/?>.*", re.S)

_Compound = tuple[tuple[str, str], ...]


def _selector(wanted: str) -> list[_Compound]:
    """`main > table.items [aria-label="Sum"]`, or an opening tag, as what each step asks; [] when it is none."""
    if tag := _TAG.fullmatch(wanted):
        asked = re.findall(r"([\w-]+)(?:=[\"']?([^\"'>]*)[\"']?)?", tag[2])
        return [(("", tag[1].lower()), *asked)]
    steps: list[_Compound] = []
    at = 0
    while at < len(wanted):
        if gap := re.match(r"\s*>\s*|\s+", wanted[at:]):
            at += gap.end()
            continue
        found = _COMPOUND.match(wanted, at)
        if not found or found.end() == at:
            return []
        at = found.end()
        asks = [("", found["tag"].lower())] if found["tag"] and found["tag"] != "*" else []
        for ident, group, key, value in _PIECE.findall(found["rest"]):
            asks.append(("id", ident) if ident else ("class", group) if group else (key.lower(), value))
        steps.append(tuple(asks))
    return steps


def _is(element: Node, asks: _Compound) -> bool:
    about = attributes(element)
    return all(
        value in about.get(key, "").split() if key == "class" and " " not in value
        else key in about and (not value or about[key] == value)
        for key, value in asks
    )  # fmt: skip


def _said(node: Node | None) -> str:
    return _text((node.text if node else None) or b"")


def _text(source: bytes) -> str:
    return source.decode("utf-8", "replace")
