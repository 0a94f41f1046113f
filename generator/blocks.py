"""Cuts a model's reply into its blocks of code, each with what is said at its head: file, and what of it is replaced.
Refuses to judge what they hold."""

import json
import re
from dataclasses import dataclass

from generator.by_name import Action


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block, or what stands for one."""

    info: str
    """What stands behind the opening fence."""
    before: str
    """The last line of text above the block."""
    body: str
    name: str = ""
    """Where the format itself says the file's name."""

    @property
    def language(self) -> str:
        """The word that models write first behind a fence, when it is one."""
        word = re.match(r"[A-Za-z]+(?![\w./])", self.info)
        return word[0].lower() if word else ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a block says of itself: `path` and `target` are "" where it doesn't."""

    path: str = ""
    target: str = ""
    action: Action = "replace"


def blocks_of(text: str) -> tuple[list[Block], bool]:
    """Fenced blocks, and whether the last one was cut off. A fence with a name inside a block opens an inner one, which
    belongs to the text of the outer; one that says what it replaces begins a block of its own."""
    if tags := list(_TAG.finditer(text)):
        return [Block("", "", tag[2], tag[1]) for tag in tags], not tags[-1][3]
    reading = Reading()
    for line in text.splitlines():
        reading.take(line)
    if not reading.open:
        return reading.blocks, False
    last = reading.current()
    return [*reading.blocks, last], not _WHOLE.search(last.body[-200:])


class Reading:
    """The blocks of a reply that comes line by line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        """Those that are closed."""
        self._before = self._info = self._fence = ""
        self._body: list[str] = []
        self._depth = 0

    @property
    def open(self) -> bool:
        """Whether the last line stood inside a block."""
        return bool(self._fence)

    def current(self) -> Block:
        """The block that is open, as far as it has come."""
        return Block(self._info, self._before, "\n".join(self._body) + "\n")

    def take(self, line: str) -> bool:
        """Reads on by a line without its end; says whether it ended a block."""
        mark = _FENCE.match(line)
        if not self._fence:
            if mark:
                self._fence, self._info, self._body, self._depth = mark[1], mark[2].strip(), [], 0
            elif line.strip():
                self._before = line
            return False
        if mark and mark[1][0] == self._fence[0] and len(mark[1]) >= len(self._fence):
            if "::" in mark[2] and not self._depth:
                self._close()
                self._fence, self._info = mark[1], mark[2].strip()
                return True
            if mark[2].strip():
                self._depth += 1
            elif self._depth:
                self._depth -= 1
            else:
                self._close()
                return True
        self._body.append(line)
        return False

    def _close(self) -> None:
        self.blocks.append(self.current())
        self._before, self._fence, self._body, self._depth = "", "", [], 0


def head_of(block: Block) -> Head:
    """File and target as the fence, the line above or a comment in the first line say them."""
    info, before, first = block.info[:300], block.before[-300:], block.body.split("\n", 1)[0][:300]
    above = before.replace("`", "").replace("**", "").strip(" \t#>-*:.123456789)")
    comment = _COMMENT.match(first)
    found = _TARGET.search(info) or _HEAD.fullmatch(above) or (_HEAD.fullmatch(comment[1]) if comment else None)
    if found:
        target = found["target"].strip()
        action: Action = "replace"
        if verb := _ACTION.match(target):
            action, target = _ACTIONS[verb[1].lower()], target[verb.end() :]
        named = found["path"] or _file_of(block)
        return Head((block.name or named).removeprefix("./"), target.strip("` \t"), action)
    return Head((block.name or _file_of(block)).removeprefix("./"))


def _file_of(block: Block) -> str:
    lines = block.info[:200], block.before[-200:], block.body.split("\n", 1)[0][:200]
    found = _INFO_NAME.search(lines[0]) or _LINE_NAME.match(lines[1]) or _COMMENT_NAME.match(lines[2])
    return found[1] if found else ""


def without_head(block: Block) -> str:
    """The body without a first line that was its head."""
    first, _, rest = block.body.partition("\n")
    comment = _COMMENT.match(first[:300])
    return rest if comment and _HEAD.fullmatch(comment[1]) and not _TARGET.search(block.info) else block.body


def from_object(text: str) -> list[Block]:
    """The blocks of a reply that is a JSON object of file names and texts."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    files = value.get("files", value) if isinstance(value, dict) else {}
    if isinstance(files, list):
        pairs = [(f.get("path") or f.get("name"), f.get("content")) for f in files if isinstance(f, dict)]
    else:
        pairs = list(files.items()) if isinstance(files, dict) else []
    return [
        Block("", "", body, name)
        for name, body in pairs
        if isinstance(name, str) and isinstance(body, str) and "." in name
    ]


NAME = r"[\w.@+-]+(?:/[\w.@+-]+)*\.\w{1,8}"
"""A file's name, as it may stand in a line of text."""
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^\n`]*)$")
_TAG = re.compile(r"<file\s+(?:path|name|filename)\s*=\s*[\"']([^\"'\n]+)[\"']\s*>\n?(.*?)(</file>|\Z)", re.S | re.I)
_WHOLE = re.compile(r"(?:</html>|^>{5,} ?REPLACE)\s*$", re.I | re.M)
"""What ends a block though its fence was forgotten."""
_PATH = rf"/?(?P<path>(?:\./)?{NAME})"
_TARGET = re.compile(rf"(?:(?:^|[\s:=\"'(]){_PATH})?(?:\s*::\s*|\s+→\s*|(?<=\w)(?=#[\w-]))(?P<target>[^\n]+)$")
_HEAD = re.compile(rf"(?:{_PATH})?(?:\s*::\s*|\s+→\s*|(?=#[\w-]))(?P<target>[^\n]+)")
_ACTIONS: dict[str, Action] = {
    "delete": "delete", "remove": "delete", "after": "after", "before": "before", "into": "into", "inside": "into",
    "replace": "replace", "add": "replace", "insert after": "after", "insert before": "before", "append to": "into",
    "add to": "into",
}  # fmt: skip
_ACTION = re.compile(rf"({'|'.join(sorted(_ACTIONS, key=len, reverse=True))})\b(?!\s*[(=.])[\s:]+(?=\S)", re.I)
_INFO_NAME = re.compile(rf"(?:^|[\s:=\"'{{(])/?((?:\./)?{NAME})")
_LINE_NAME = re.compile(
    rf"^[\s#*>=`\-–(\[\"':\d.)]*(?:(?:file|filename|path|datei)\b[\s:*`\"']*)?((?:\./)?{NAME})[\s*`\"':=)\]-]*"
    r"(?:\([^)]*\))?[\s*`:]*$",
    re.I,
)
_COMMENT = re.compile(r"^\s*(?:<!--|#|//|/\*)\s*(.*?)\s*(?:-->|\*/)?\s*$")
_COMMENT_NAME = re.compile(
    rf"^\s*(?:<!--|#|//|/\*)\s*(?:file(?:name)?\s*:\s*)?((?:\./)?{NAME})\s*(?:-->|\*/)?\s*$", re.I
)
