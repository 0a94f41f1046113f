"""Mutants of an app: its files with one deliberate fault each, to see whether the checks notice. Refuses to run them.

What is mutated is what makes this app behave: its own code, and what its rules and functions call out of the building
blocks beside it. The rest of the blocks is the same in every app, tried on its own, and mostly at rest in this one.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.mutations import Change, Sort, changes
from generator.syntax import Language, Node, faults, language_of, parse, trees, walk
from sandbox.contract import Files

BLOCKS = Path(__file__).parent / "payload" / "blocks" / "__init__.py"
WEB = BLOCKS.parent.parent / "web"
MOST_BYTES = 200_000
MOST_LINE = 120
MINIFIED = 500
"""Letters a line on average: code that nobody wrote."""
ORDER: tuple[Sort, ...] = (
    *("handler", "arithmetic", "comparison", "return", "condition", "logic", "effect", "constant", "part", "edge"),
)
"""The sorts of faults, those first that any check should notice."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """An app with one fault. `before` and `after` are the line, `after` is "" when something was left out."""

    path: str
    line: int
    sort: Sort
    before: str
    after: str
    content: bytes

    def of(self, files: Files) -> Files:
        """The files of the app with the fault in them."""
        return {**files, self.path: self.content}


def mutants(files: Files, most: int) -> list[Mutant]:
    """Up to so many, always the same for the same files, spread over the code and over the sorts of faults."""
    places = _places(files)
    lines: Counter[tuple[str, int]] = Counter()
    sorts: Counter[Sort] = Counter()
    found: list[Mutant] = []
    while places and len(found) < most:
        place = min(places, key=lambda place: (lines[place.path, place.line], sorts[place.change.sort]))
        places.remove(place)
        if mutant := _made(place, files[place.path]):
            lines[place.path, place.line] += 1
            sorts[mutant.sort] += 1
            found.append(mutant)
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    line: int
    change: Change


def _places(files: Files) -> list[_Place]:
    """Where faults can be made, the best first: of each sort the same number, from all over the code."""
    of: dict[Sort, list[_Place]] = {sort: [] for sort in ORDER}
    own = {path: language for path in sorted(files) if (language := _is_own(path, files))}
    for path, language in own.items():
        for tongue, tree in trees(language, files[path]):
            if tongue == "html" or not faults(tree):
                begin = _behind_blocks(files[path]) if language == "html" else 0
                for change in changes(tongue, tree.root_node):
                    if change.start >= begin:
                        of[change.sort].append(_Place(path, _line(files[path], change.start), change))
    for path, names in _taken_from_blocks(files, own).items():
        for function in _functions(files[path], names):
            for change in changes("python", function):
                of[change.sort].append(_Place(path, _line(files[path], change.start), change))
    turns = [(turn, at, place) for at, sort in enumerate(ORDER) for turn, place in enumerate(_apart(of[sort]))]
    return [place for _, _, place in sorted(turns, key=lambda one: one[:2])]


def _is_own(path: str, files: Files) -> Language | None:
    """The language of a file of the app's own that a person may have written, and that decides what the app does."""
    content = files[path]
    few = len(content) <= MOST_BYTES and len(content) <= MINIFIED * (content.count(b"\n") + 1)
    language = language_of(path)
    return language if few and language != "css" and not _is_block(path, files) else None


def _is_block(path: str, files: Files) -> bool:
    """Whether a file is one of our building blocks."""
    return files.get(f"{path.rpartition('/')[0]}/__init__.py") == BLOCKS.read_bytes()


def _behind_blocks(page: bytes) -> int:
    """Where the own code of a page begins: behind the building blocks that stand in it word for word, if any do."""
    texts = [block.read_bytes() for block in WEB.glob("*.js")]
    return max((at + len(text) for text in texts if (at := page.find(text)) >= 0), default=0)


def _taken_from_blocks(files: Files, own: Mapping[str, Language]) -> dict[str, set[str]]:
    """The building blocks, and the names in them, that the app's own functions and rules use."""
    taken: dict[str, set[str]] = {}
    for path in (path for path, language in own.items() if language == "python"):
        nodes = list(ast.walk(_parsed(files[path])))
        rules = [node for node in nodes if isinstance(node, ast.Lambda | ast.FunctionDef)]
        used = {name.id for rule in rules for name in ast.walk(rule) if isinstance(name, ast.Name)}
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module:
                block = f"{node.module.replace('.', '/')}.py"
                if block in files and _is_block(block, files):
                    taken.setdefault(block, set()).update(used & {alias.name for alias in node.names})
    return taken


def _functions(source: bytes, names: set[str]) -> Iterator[Node]:
    for node in walk(parse("python", source).root_node):
        name = node.child_by_field_name("name") if node.type == "function_definition" else None
        if name and (name.text or b"").decode() in names:
            yield node


def _made(place: _Place, source: bytes) -> Mutant | None:
    """The mutant, unless it wouldn't parse."""
    change = place.change
    content = source[: change.start] + change.new + source[change.end :]
    if content == source or not _parses(place.path, content):
        return None
    before, after = _around(source, change.start), _around(content, change.start)
    gone = source[change.start : change.end].rstrip()
    if not change.new and (b"\n" in gone or gone.strip() == before[0].strip()):
        before, after = (gone, 0), (b"", 0)
    return Mutant(place.path, place.line, change.sort, _shown(*before), _shown(*after), content)


def _parses(path: str, content: bytes) -> bool:
    language = language_of(path)
    if language == "python":
        return bool(_parsed(content).body)
    return language is not None and not any(faults(tree) for kind, tree in trees(language, content) if kind != "html")


def _parsed(source: bytes) -> ast.Module:
    """A Python file; an empty one where it doesn't parse."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])


def _around(source: bytes, at: int) -> tuple[bytes, int]:
    """The line that a place is in, and where in it."""
    start, end = source.rfind(b"\n", 0, at) + 1, source.find(b"\n", at)
    return source[start : end if end >= 0 else None], at - start


def _shown(code: bytes, at: int) -> str:
    """Code on one line, and of a long one the part around a place."""
    line, before = (" ".join(text.decode("utf-8", "replace").split()) for text in (code, code[:at]))
    start = max(0, min(len(before) - MOST_LINE // 2, len(line) - MOST_LINE))
    shown = line[start : start + MOST_LINE]
    return ("…" if start else "") + shown + ("…" if start + MOST_LINE < len(line) else "")


def _line(source: bytes, at: int) -> int:
    return source.count(b"\n", 0, at) + 1


def _apart(places: list[_Place]) -> list[_Place]:
    """In an order in which every beginning is spread over the whole: the first, then the middle, then the quarters."""
    numbered = enumerate(sorted(places, key=lambda place: (place.path, place.change.start)))
    return [place for _, place in sorted(numbered, key=lambda one: f"{one[0]:020b}"[::-1])]
