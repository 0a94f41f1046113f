"""Small changes of one line that may undo a slip: what is often mistaken, and mutants taken backwards. Refuses to judge
them: each is to be run.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gallery.debug import repairs_javascript, repairs_python
from gallery.debug.slips import Change
from generator.mutations import changes
from generator.syntax import Language, Node, language_of, trees, walk

LEAVES_OUT = {"effect", "return", "part", "handler"}
LEFT_OUT = 5.0
"""To leave out what fails is seldom what mends it."""
MOST_OF_LINE = 90


OF: dict[Language, Callable[[list[Node], Node], Iterator[Change]]] = {
    "python": repairs_python.changes_of,
    "javascript": repairs_javascript.changes_of,
}


@dataclass(frozen=True, slots=True)
class Repair:
    """The whole file with the change in it. `cost` is higher for what is less often the slip."""

    path: str
    line: int
    before: str
    after: str
    text: str
    cost: float


def repairs(path: str, source: bytes, line: int) -> list[Repair]:
    """What may be tried at a line, the likeliest first."""
    found: dict[bytes, float] = {}
    for language, root in _code(path, source):
        nodes = [node for node in walk(root) if node.start_point[0] + 1 == line]
        for start, end, new, cost in (*OF[language](nodes, root), *_backwards(language, nodes)):
            content = source[:start] + new + source[end:]
            if content != source and (content not in found or cost < found[content]):
                found[content] = cost
    made = [_repair(path, source, content, cost) for content, cost in sorted(found.items(), key=lambda one: one[1])]
    return [one for one in made if one is not None][:MOST_OF_LINE]


def _repair(path: str, source: bytes, content: bytes, cost: float) -> Repair | None:
    text = content.decode("utf-8", "replace")
    if not _parses(path, text):
        return None
    old, new = source.decode("utf-8", "replace").splitlines(), text.splitlines()
    at = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    more = max(1, len(new) - len(old) + 1)
    return Repair(path, at + 1, old[at], "\n".join(new[at : at + more]), text, cost)


def _parses(path: str, text: str) -> bool:
    if language_of(path) != "python":
        return not any(root.has_error for _, root in _code(path, text.encode()))
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _code(path: str, source: bytes) -> list[tuple[Language, Node]]:
    """The trees of a file, and of a page those of its scripts."""
    listed = trees(language_of(path) or "python", source)
    return [(language, tree.root_node) for language, tree in listed if language in OF]


def _backwards(language: Language, nodes: list[Node]) -> Iterator[Change]:
    """Mutants of the line."""
    for change in (change for node in nodes[:1] for change in changes(language, node)):
        yield change.start, change.end, change.new, LEFT_OUT if change.sort in LEAVES_OUT else 2.5
