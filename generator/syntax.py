"""Source code as syntax trees: Python, JavaScript, CSS, HTML with both inside. Refuses to run or change any.

All offsets are bytes of the whole file, also in a tree of a script inside a page. No code is so broken that it has no
tree: `faults` tells where it doesn't parse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Literal

import tree_sitter_css
import tree_sitter_html
import tree_sitter_javascript
import tree_sitter_python
from tree_sitter import Language as Grammar, Node, Parser, Point, Tree

__all__ = ["Inside", "Language", "Node", "Point", "Tree", "faults", "inside", "language_of", "parse", "trees", "walk"]

Language = Literal["python", "javascript", "html", "css"]
ENDINGS: dict[str, Language] = {
    ".py": "python",
    ".js": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".html": "html",
    ".htm": "html",
    ".css": "css",
}
SCRIPTS = {"", "module", "text/javascript", "application/javascript"}
"""Types of a script element that a browser runs; others hold data."""


@dataclass(frozen=True, slots=True)
class Inside:
    """The text of a script or style element within a page."""

    language: Literal["javascript", "css"]
    text: Node


def language_of(path: str) -> Language | None:
    """What a file is written in, by its name."""
    return ENDINGS.get(PurePosixPath(path).suffix.lower())


def parse(language: Language, source: bytes, *, within: Node | None = None, before: Tree | None = None) -> Tree:
    """The tree of a source, or of the part of it that `within` spans. `before` is the tree of an earlier text that was
    given `edit` for what changed since: what is alike is then taken from it."""
    parser = Parser(_grammar(language), included_ranges=[within.range] if within else None)
    return parser.parse(source, before) if before else parser.parse(source)


def trees(language: Language, source: bytes) -> list[tuple[Language, Tree]]:
    """The tree of a file, and for a page those of the scripts inside it."""
    whole = parse(language, source)
    found = [(language, whole)]
    if language == "html":
        scripts = [part.text for part in inside(whole) if part.language == "javascript"]
        found += [("javascript", parse("javascript", source, within=text)) for text in scripts]
    return found


def inside(page: Tree) -> list[Inside]:
    """The scripts and styles of a page; scripts that are data, and those that are elsewhere, are left out."""
    found = []
    for node in walk(page.root_node):
        if node.type in ("script_element", "style_element"):
            text = next((child for child in node.children if child.type == "raw_text" and child.text), None)
            if text and node.type == "style_element":
                found.append(Inside("css", text))
            elif text and _type_of(node) in SCRIPTS:
                found.append(Inside("javascript", text))
    return found


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    todo = [node]
    while todo:
        yield (here := todo.pop())
        todo += reversed(here.children)


def raw(node: Node | None) -> bytes:
    """What stands there in the source."""
    return (node.text or b"") if node else b""


def faults(tree: Tree) -> list[Node]:
    """Where the code doesn't parse: what could not be read, and what is missing."""
    if not tree.root_node.has_error:
        return []
    return [node for node in walk(tree.root_node) if node.is_error or node.is_missing]


def _type_of(script: Node) -> str:
    """The `type` of a script element, as browsers compare it."""
    for attribute in script.children[0].children:
        said = {node.type: (node.text or b"").decode("utf-8", "replace").strip().lower() for node in walk(attribute)}
        if said.get("attribute_name") == "type":
            return said.get("attribute_value", "")
    return ""


@cache
def _grammar(language: Language) -> Grammar:
    pointers = {
        "python": tree_sitter_python.language,
        "javascript": tree_sitter_javascript.language,
        "html": tree_sitter_html.language,
        "css": tree_sitter_css.language,
    }
    return Grammar(pointers[language]())
