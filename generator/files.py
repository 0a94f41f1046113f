"""Turns a model's reply into files and edits, in the several ways models write them. Refuses paths that could leave the
app's folder, more than an app needs, and files whose middle was left out. Writes nothing to disk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.blocks import Block, Head, blocks_of, from_object, head_of, without_head
from generator.by_name import Change, knows
from generator.by_text import Edit
from generator.contract import Kind
from generator.gaps import left_out
from generator.kinds import ENTRY
from generator.places import pieces
from generator.syntax import language_of
from sandbox.contract import Files

_CODE = {"python", "py", "javascript", "js", "html", "css"}
MOST_FILES = 20
MOST_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reply held. `faults` are sentences that can be sent back to the model; `cut` says that it ended inside a
    file."""

    files: Files = field(default_factory=dict)
    edits: tuple[Edit | Change, ...] = ()
    cut: bool = False
    faults: tuple[str, ...] = ()


def read_reply(text: str, kind: Kind, known: Files | None = None) -> Parsed:
    """Files and edits in a reply. `known` are the files there are: a block that is no whole file changes one."""
    known = known or {}
    blocks, cut = blocks_of(text)
    if not blocks:
        blocks, cut = _bare(text, kind)
    files: dict[str, bytes] = {}
    edits: list[Edit | Change] = []
    faults: list[str] = []
    heads = [_named(block, head_of(block), kind, known) for block in blocks]
    shared = _shared_folder([head.path for head in heads if head.path], kind, known)
    for block, head in zip(blocks, heads, strict=True):
        path = head.path.removeprefix(shared)
        body = without_head(block)
        if found := _edits(block, path or _only(known)):
            edits += found
        elif _EDIT_MARK.search(body):
            faults.append("An edit is not complete: it needs the lines SEARCH, ======= and REPLACE.")
        elif known and (head.target or _is_part(path, block, body, known)):
            edits.append(Change(path, head.target, body, head.action, block.language))
        elif path and (gap := _gap(path, body, known)):
            faults.append(f"{path} leaves a part out ({gap[:60]!r}): the whole file is needed.")
        elif path:
            files[path] = body.encode("utf-8", "replace")
    files = _with_entry(files, kind, known)
    faults += _out_of_bounds(files, edits)
    return Parsed({} if faults else files, () if faults else tuple(edits), cut, tuple(faults))


def path_fault(path: str) -> str:
    """Why a path can't be an app's file, or "" when it can."""
    parts = path.split("/")
    if len(path) > 120 or len(parts) > 5:
        return f"The file name {path[:60]!r} is too long or too deep."
    if any(not _PART.fullmatch(part) or part.startswith(".") for part in parts):
        return f"{path[:60]!r} is no file name for an app: plain relative names only."
    return ""


# --- blocks -----------------------------------------------------------------------------------------------------------

_PART = re.compile(r"[\w@+ .-]{1,80}")
OF_PYTHON = {Kind.STREAMLIT: "import streamlit", Kind.API: "FastAPI(", Kind.SCRIPT: "import "}
"""What a block without a name must hold to be taken for the app."""
PYTHON = re.compile(r"(?:#!.*\n|#.*\n|\"\"\".*?\"\"\"|\s)*(?:import|from) \w", re.DOTALL)
PAGE = re.compile(r"<!doctype html|<html[\s>]", re.I)
_EDIT_MARK = re.compile(r"^(?:<{5,} ?(?:SEARCH|ORIGINAL|HEAD)|>{5,} ?(?:REPLACE|UPDATED|NEW))\b", re.M)
OPENS = re.compile(r"^<{5,} ?(?:SEARCH|ORIGINAL|HEAD)\b", re.M)
"""How an edit by text begins."""
_TURNS = re.compile(r"={5,}[ \t]*$")
_ENDS = re.compile(r">{5,} ?(?:REPLACE|UPDATED|NEW)\b")


def _bare(text: str, kind: Kind) -> tuple[list[Block], bool]:
    """A reply without fences: an HTML page, a Python script, edits, or an object of file names and texts."""
    stripped = text.strip()
    if _pairs(stripped):
        return _bare_edits(stripped), False
    if stripped.startswith("{") and (named := from_object(stripped)):
        return named, False
    if page := re.search(r"<!doctype html|<html[\s>]", stripped, re.I):
        end = stripped.lower().rfind("</html>")
        body = stripped[page.start() : end + 7 if end >= 0 else None]
        return [Block("", "", body + "\n", ENTRY[Kind.WEB])], end < 0
    if kind in OF_PYTHON and PYTHON.match(stripped) and OF_PYTHON[kind] in stripped:
        return [Block("", "", stripped + "\n", ENTRY[kind])], False
    return [], False


def _bare_edits(text: str) -> list[Block]:
    blocks, at = [], 0
    for start, end, _, _ in _pairs(text):
        above = [line for line in text[at:start].splitlines() if line.strip()]
        blocks.append(Block("", above[-1] if above else "", text[start:end]))
        at = end
    return blocks


def _pairs(text: str) -> list[tuple[int, int, str, str]]:
    """Every SEARCH and REPLACE that is complete: where it starts and ends, and its two texts."""
    found: list[tuple[int, int, str, str]] = []
    start = at = 0
    parts: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if OPENS.match(line):
            start, parts = at, [[]]
        elif len(parts) == 1 and _TURNS.match(line):
            parts.append([])
        elif len(parts) == 2 and _ENDS.match(line):
            found.append((start, at + len(line), "".join(parts[0]), "".join(parts[1])))
            parts = []
        elif parts:
            parts[-1].append(line)
        at += len(line)
    return found


# --- names ------------------------------------------------------------------------------------------------------------


def _named(block: Block, head: Head, kind: Kind, known: Files) -> Head:
    """The head with the file that the block is or changes; without one it is an example, or a command to type."""
    if head.path:
        return head
    if head.target or _EDIT_MARK.search(block.body):
        return replace(head, path=_only(known))
    if PAGE.match(block.body) or (PAGE.search(block.body[:2000]) and block.language not in ("python", "py")):
        return replace(head, path=ENTRY[Kind.WEB] if kind in (Kind.WEB, Kind.API) else "")
    if kind in OF_PYTHON and block.language in ("python", "py", "") and OF_PYTHON[kind] in block.body:
        return replace(head, path=ENTRY[kind])
    return head


def _is_part(path: str, block: Block, body: str, known: Files) -> bool:
    """Whether a block that doesn't say what it replaces is a part of a file all the same."""
    if not path:
        part = Change("", "", body, language=block.language)
        return block.language in _CODE and sum(knows(name, source, part) for name, source in known.items()) == 1
    if path not in known:
        return False
    language, old = language_of(path), known[path].decode("utf-8", "replace")
    if language == "html":
        return bool(PAGE.search(old)) and not PAGE.search(body)
    if language not in ("python", "javascript", "css"):
        return False
    # A part defines some of what the file has, and nothing else; the file has more that people would miss.
    new, there = ({name for name, _, _ in pieces(language, text.encode("utf-8", "replace"))} for text in (body, old))
    return bool(new) and new < there and "" not in new


def _gap(path: str, body: str, known: Files) -> str:
    language = language_of(path)
    return left_out(language, body, known.get(path, b"").decode("utf-8", "replace")) if language else ""


def _shared_folder(names: list[str], kind: Kind, known: Files) -> str:
    """`my-app/` when everything stands below it and nothing that is there does."""
    tops = {name.split("/")[0] for name in names if "/" in name}
    if len(tops) != 1 or any("/" not in name for name in names):
        return ""
    folder = tops.pop() + "/"
    return folder if folder + ENTRY[kind] in names and not any(path.startswith(folder) for path in known) else ""


def _with_entry(files: dict[str, bytes], kind: Kind, known: Files) -> dict[str, bytes]:
    """A single page or script under another name gets the name that its kind is started from."""
    entry = ENTRY[kind]
    ending = "." + entry.rsplit(".", 1)[1]
    alike = [name for name in files if name.endswith(ending)]
    if entry not in files and entry not in known and len(alike) == 1:
        files[entry] = files.pop(alike[0])
    return files


def _only(known: Files) -> str:
    return next(iter(known)) if len(known) == 1 else ""


# --- edits and bounds -------------------------------------------------------------------------------------------------


def _edits(block: Block, path: str) -> list[Edit | Change]:
    if not path:
        return []
    if block.language == "diff" or block.body.startswith(("--- ", "@@ ")):
        return _from_diff(block.body, path)
    return [Edit(path, search, replace) for _, _, search, replace in _pairs(block.body)]


def _from_diff(body: str, path: str) -> list[Edit | Change]:
    """A unified diff as edits, one for each hunk; its line numbers, which models invent, are not read."""
    found: list[Edit | Change] = []
    for hunk in re.split(r"^@@.*$", body, flags=re.M)[1:] or [body]:
        lines = [line for line in hunk.strip("\n").split("\n") if not line.startswith(("--- ", "+++ ", "\\ "))]
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        if old != new:
            found.append(Edit(path, old, new))
    return found


def _out_of_bounds(files: Mapping[str, bytes], edits: list[Edit | Change]) -> list[str]:
    faults = [fault for path in (*files, *(edit.path for edit in edits if edit.path)) if (fault := path_fault(path))]
    if len(files) > MOST_FILES:
        faults.append(f"{len(files)} files are too many for a small app: {MOST_FILES} at most.")
    if sum(map(len, files.values())) > MOST_BYTES:
        faults.append(f"The files are larger than {MOST_BYTES // 1000} kB together.")
    return faults
