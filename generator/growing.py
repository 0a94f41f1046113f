"""Reads a reply while it comes in: which files are whole, what they import, and whether there is any hope for it.
Refuses to end a reply for what an edit could mend."""

import re
from itertools import pairwise

from generator.blocks import Block, Reading, head_of
from generator.files import OPENS, PAGE, path_fault
from generator.gaps import left_out
from generator.syntax import Language, Node, Point, Tree, faults, inside, language_of, parse, walk
from sandbox.contract import Files


class Growing:
    """One reply as it grows. `known` are the files that it may change. A `lenient` one, which was asked for a second
    time, is only ended when it goes round in circles."""

    def __init__(self, known: Files | None = None, *, lenient: bool = False) -> None:
        self._known = known or {}
        self._lenient = lenient
        self.restart()

    def restart(self) -> None:
        """The text begins anew."""
        self.hopeless = ""
        """Why the reply can't come to anything, as a sentence for the model; "" while it can."""
        self.files: dict[str, bytes] = {}
        """The files that are whole."""
        self.imports: frozenset[str] = frozenset()
        """Every module that the Python files import, as far as they have come."""
        self._text = ""
        self._read = 0
        self._looked = 0
        self._circled = 0
        self._reading = Reading()
        self._source = b""
        self._tree: Tree | None = None

    @property
    def so_far(self) -> Files:
        """The files that are whole, and of those that aren't their imports."""
        lines = "".join(f"import {name}\n" for name in sorted(self.imports))
        return {_COMING: lines.encode(), **self.files} if lines else dict(self.files)

    def take(self, piece: str) -> bool:
        """A further piece of the reply; whether to end it."""
        self._text += piece
        while (end := self._text.find("\n", self._read) + 1) > 0:
            line = self._text[self._read : end - 1].removesuffix("\r")
            self._read = end
            if self._reading.take(line):
                self._close(self._reading.blocks[-1])
        if not self.hopeless and len(self._text) - self._circled >= STEP:
            self._circled = len(self._text)
            if circle := _circle(self._text[-TAIL:]):
                self.hopeless = f"It repeats itself over and over: {circle[:60]!r}."
        if not self.hopeless and self._reading.open and self._read - self._looked >= max(STEP, self._looked // 6):
            self._looked = self._read
            self._look(self._reading.current(), open_=True)
        return bool(self.hopeless)

    def _close(self, block: Block) -> None:
        self._look(block)
        self._source, self._tree = b"", None
        head = head_of(block)
        if head.path and not (head.target or self.hopeless or OPENS.search(block.body) or path_fault(head.path)):
            self.files[head.path] = block.body.encode("utf-8", "replace")

    def _look(self, block: Block, *, open_: bool = False) -> None:
        """Looks at a block that is a whole file, as far as it has come: not at its last lines, which may go on."""
        head = head_of(block)
        language = language_of(head.path)
        if not language or head.target or OPENS.search(block.body):
            return
        if head.path in self._known and not (language == "html" and PAGE.search(block.body[:500])):
            return
        body = block.body.rsplit("\n", 3)[0] + "\n" if open_ else block.body
        source = body.encode("utf-8", "replace")
        tree = self._parsed(language, source)
        if language == "python":
            self.imports |= {name for node in tree.root_node.children for name in _imported(node)}
        if self._lenient:
            return
        if gap := left_out(language, body, self._known.get(head.path, b"").decode("utf-8", "replace")):
            self.hopeless = f"{head.path} leaves a part out ({gap[:60]!r}): the whole file is needed."
        elif line := _beyond_repair(language, tree, source):
            self.hopeless = f"{head.path} is no code that can be read from line {line} on."

    def _parsed(self, language: Language, source: bytes) -> Tree:
        """The tree of a source that has grown at its end."""
        if self._tree and source.startswith(self._source):
            ends = self._tree.root_node.end_point
            old = len(self._source)
            self._tree.edit(old, old, len(source), ends, ends, _point(source))
        else:
            self._tree = None
        tree = self._tree = parse(language, source, before=self._tree)
        self._source = source
        return tree


_COMING = "coming.py"
STEP = 600
"""So many letters more, or a sixth of what there is, and it is looked at again."""
TAIL = 2_000
TURNS = 8
"""A text whose last 2,000 letters are eight times the same, or more, goes round in circles."""
MENDED = 4
"""Up to so many parts that don't parse are mended by edits sooner than by another reply."""
_LONG: dict[str, tuple[bytes, ...]] = {"python": (b'"""', b"'''"), "javascript": (b"`",)}
"""What opens and closes a text of several lines."""
_MARGIN = re.compile(rb"^(?=[A-Za-z@])", re.M)
_BEGINS = re.compile(rb"(?!(?:else|elif|except|finally|catch|case)\b)[A-Za-z_$@(\"'`/#]")
"""How a line begins that doesn't go on with the one above."""


def _circle(text: str) -> str:
    """What a text repeats up to its end, "" when it doesn't."""
    if len(text) < TAIL:
        return ""
    back = text[::-1]
    border = [0] * len(back)
    for at in range(1, len(back)):  # how much of the beginning stands again before each letter, as Knuth, Morris, Pratt
        length = border[at - 1]
        while length and back[at] != back[length]:
            length = border[length - 1]
        border[at] = length + (back[at] == back[length])
    period = len(back) - border[-1]
    return text[-period:].strip() or "spaces" if period * TURNS <= len(back) else ""


def _imported(node: Node) -> set[str]:
    """The modules, by their first names, that a statement imports."""
    if node.type == "import_statement":
        names = [n for n in walk(node) if n.type == "dotted_name"]
    elif node.type == "import_from_statement" and (module := node.child_by_field_name("module_name")):
        names = [module] if module.type == "dotted_name" else []
    else:
        return set()
    return {(name.text or b"").decode("utf-8", "replace").split(".")[0] for name in names}


def _beyond_repair(language: Language, tree: Tree, source: bytes) -> int:
    """The line from which on there are too many faults to be mended, 0 when there aren't. Text that hasn't come to its
    end is full of them: only what is closed counts, a script of a page or, in a file of its own, what stands above the
    last line at the margin. Styles count for nothing: a browser passes over what it can't read."""
    if language == "html":
        scripts = [part.text for part in inside(tree) if part.language == "javascript"]
        texts = [(n.start_point[0], n.text or b"") for n in scripts if b"</script" in source[n.end_byte :]]
    elif language == "css" or not tree.root_node.has_error:
        texts = []
    else:
        above = source[: max((match.start() for match in _MARGIN.finditer(source)), default=0)]
        texts = [] if any(above.count(opens) % 2 for opens in _LONG[language]) else [(0, above)]
    for first, text in texts:
        broken = _broken("python" if language == "python" else "javascript", text)
        if len(broken) > MENDED:
            return first + broken[0] + 1
    return 0


def _broken(language: Language, text: bytes) -> list[int]:
    """Where the parts begin, from line 0, that don't parse by themselves: a bracket that isn't closed spoils the tree
    of all that follows, and is still but one fault. A part goes from one line at the margin to the next, from a
    decorator to the end of what it decorates; where that hasn't come yet, it is no part."""
    if not faults(parse(language, text)):
        return []
    lines = text.split(b"\n")
    widths = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    margin = min(widths, default=0)
    starts, decorates = [], False
    for n, line in enumerate(lines):
        if _BEGINS.match(line[margin:]) and not line[:margin].strip():
            starts += [] if decorates else [n]
            decorates = line.startswith(b"@", margin) or (decorates and line.startswith(b"#", margin))
    ends = [*starts, len(lines)][: -1 if decorates else None]
    parts = [(start, b"\n".join(lines[start:end])) for start, end in pairwise(ends)]
    return [start for start, part in parts if faults(parse(language, part))]


def _point(source: bytes) -> Point:
    return Point(source.count(b"\n"), len(source) - source.rfind(b"\n") - 1)
