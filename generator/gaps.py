"""Finds what a reply left out: "rest unchanged", "existing code here", bodies of three dots. Refuses to guess what
belongs there."""

import re
from collections.abc import Iterator

from generator.syntax import Language, Node, Tree, faults, inside, parse, walk


def left_out(language: Language, text: str, known: str = "") -> str:
    """The first place where the text stands for more text, as it is written; "" when it is whole. What `known`, the
    text before the change, says in the same words is no gap."""
    before = " ".join(known.split())
    source = text.encode("utf-8", "replace")
    for gap in _gaps(language, source):
        said = " ".join(gap.split())
        if said not in before:
            return said[:80]
    return ""


def is_gap(comment: str, *, alone: bool = True) -> bool:
    """Whether a comment, with its signs, stands for code that isn't there. One that isn't `alone` on its line says
    something of that line, unless it is dotted."""
    bare = _SIGNS.sub("", comment.strip()).strip()
    said = _WORD.findall(bare.lower())
    if len(said) > MOST_WORDS:
        return False
    dotted = bool(_DOTS.search(bare))
    if dotted or bare[:1] in ("[", "<", "{", "("):
        if not said:
            return dotted
        if any(word in _REST | _OLD | _SAME | _OTHER | _MORE for word in said):
            return dotted or all(word in _KNOWN for word in said)
    if not alone or not all(word in _KNOWN for word in said):
        return False
    words = set(said)
    same, code = bool(words & _SAME), bool(words & _CODE)
    if "no" in words:
        return bool(words & {"change", "changes"})
    if words & _REST:
        return same or code
    if words & _OLD:
        return code
    if words & _OTHER or words & {"code", "implementation", "logic"}:
        return same or (code and bool(words & {"here", "hier", "ici", "aquí"}))
    return same


MOST_WORDS = 14
"""Longer comments say something of their own."""
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"^(?:\{?/\*+|<!--+|//+|#+)|(?:\*+/\}?|--+>)$")
_DOTS = re.compile(r"^[\[({<]*\s*(?:\.{3}|…)|(?:\.{3}|…)\s*[\])}>]*$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REST = _words("rest remainder reste resto resta restante")
_OLD = _words("existing previous earlier original bestehender bestehende vorhandener vorhandene existant existente")
_OTHER = _words("other others remaining everything else andere anderen übrige übrigen weitere autres demás altri")
_SAME = _words(
    "unchanged unmodified untouched unaltered same before omitted elided truncated skipped intact unverändert gleich"
    " bisher zuvor vorher inchangé inchangée inchangés identique igual cambios invariato invariata"
)
_MORE = _words("etc more continue continued continues keep snip snipped above below imports code goes lines so on")
_CODE = _words(
    "code codes javascript js html css python imports import function functions method methods style styles stylesheet"
    " rule rules markup script scripts logic handler handlers listener listeners definition definitions helper helpers"
    " implementation implementations content contents page app file class classes component components constants"
    " variables document program module body head datei funktionen código codice"
)
_KNOWN = (
    _REST | _OLD | _OTHER | _SAME | _CODE
    | _words(
        "the a all any your my our this that these of and in from to for with as is are was were it be stay stays"
        " remain remains kept keep leave insert include paste put add goes go here above below exactly completely"
        " entirely no change changes changed not shown brevity clarity needed further event utility up now which"
        " der die das den des dem ist bleibt bleiben wie oben unten hier alles le la du de est ici comme avant el los"
        " sin del las il lo come prima queda"
    )
)  # fmt: skip
_BODY = re.compile(r"\{\s*(?:\.{3}|…)\s*\}|^\s*(?:\.{3}|…)\s*[;,]?\s*$")
_BARE = re.compile(r"[\s;,]*(?:\.{3}|…)[\s;,]*")
_ROOMY = {b"html", b"head", b"body", b"main", b"section", b"form", b"table", b"tbody", b"nav", b"article"}
"""Elements in which three dots alone are no text for people."""


def _gaps(language: Language, source: bytes) -> Iterator[str]:
    tree = parse(language, source)
    yield from _in_tree(language, tree, source)
    if language == "html":
        for part in inside(tree):
            yield from _in_tree(part.language, parse(part.language, source, within=part.text), source)


def _in_tree(language: Language, tree: Tree, source: bytes) -> Iterator[str]:
    for node in walk(tree.root_node):
        if "comment" in node.type:
            comment = _text(source, node.start_byte, node.end_byte)
            before = _text(source, source.rfind(b"\n", 0, node.start_byte) + 1, node.start_byte)
            if is_gap(comment, alone=not before.strip() or before.rstrip().endswith(("{", ":", ">", "pass"))):
                yield comment
        elif language == "python" and node.type == "function_definition" and _is_hollow(node, source):
            yield _text(source, node.start_byte, node.end_byte)
        elif language == "html" and _is_room(node) and _BARE.fullmatch(_text(source, node.start_byte, node.end_byte)):
            yield "..."
        elif language == "html" and node.type == "text":  # the signs of another language are no less a gap
            lines = _text(source, node.start_byte, node.end_byte).splitlines()
            yield from (line for line in lines if line.lstrip().startswith(("#", "//", "/*")) and is_gap(line))
    if language in ("javascript", "css"):
        for fault in faults(tree):
            ends = source.find(b"\n", fault.end_byte)
            line = _text(source, source.rfind(b"\n", 0, fault.start_byte) + 1, ends if ends >= 0 else len(source))
            if found := _BODY.search(line[:1000]):
                yield found.group(0)


def _text(source: bytes, start: int, end: int) -> str:
    return source[start:end].decode("utf-8", "replace")


def _is_room(node: Node) -> bool:
    """Whether a text of nothing but dots would stand for parts of a page: in its body, in a script, in a style."""
    if node.type == "raw_text":
        return True
    if node.type != "text" or not (parent := node.parent):
        return False
    tag = next((part.text for part in parent.children[0].children if part.type == "tag_name"), b"")
    return parent.type == "document" or (tag or b"").lower() in _ROOMY


def _is_hollow(function: Node, source: bytes) -> bool:
    """A body of three dots where a body is due."""
    body = function.child_by_field_name("body")
    said = [node for node in body.named_children if node.type != "comment"] if body else []
    if len(said) != 1 or said[0].text != b"...":
        return False
    holder = function.parent
    around = source[holder.start_byte : function.start_byte] if holder else b""
    while holder and holder.type != "class_definition":
        holder = holder.parent
    bases = holder.child_by_field_name("superclasses") if holder else None
    return not (b"overload" in around or b"abstract" in around or re.search(rb"Protocol|ABC", _said(bases)))


def _said(node: Node | None) -> bytes:
    return (node.text if node else None) or b""
