"""Turns a model's reply into files and edits, in the several ways models write them. Refuses paths that could leave the
app's folder, more than an app needs, and files whose middle was left out. Writes nothing to disk."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.contract import Kind
from sandbox.contract import Files

ENTRY = {Kind.WEB: "index.html", Kind.STREAMLIT: "app.py"}
"""The file that each kind is started from."""

MOST_FILES = 20
MOST_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the one place in a file where `search` stands."""

    path: str
    search: str
    replace: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reply held. `faults` are sentences that can be sent back to the model; `cut` says that it ended inside a
    file."""

    files: Files = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    cut: bool = False
    faults: tuple[str, ...] = ()


def read_reply(text: str, kind: Kind, known: Files | None = None) -> Parsed:
    """Files and edits in a reply. `known` are the files there are: an unnamed block or edit belongs to one of them."""
    known = known or {}
    blocks, cut = _blocks(text)
    if not blocks:
        blocks, cut = _bare(text, kind)
    files: dict[str, bytes] = {}
    edits: list[Edit] = []
    faults: list[str] = []
    names = [_named(block, kind, known) for block in blocks]
    shared = _shared_folder([name for name in names if name], kind, known)
    for block, name in zip(blocks, names, strict=True):
        name = name.removeprefix(shared)
        found = _edits(block.body, name or _only(known))
        if found:
            edits += found
        elif _EDIT_MARK.search(block.body):
            faults.append("An edit is not complete: it needs the lines SEARCH, ======= and REPLACE.")
        elif name and (left_out := _PLACEHOLDER.search(block.body)):
            faults.append(f"{name} leaves a part out ({left_out.group(0).strip()[:60]!r}): the whole file is needed.")
        elif name:
            files[name] = block.body.encode("utf-8", "replace")
    files = _with_entry(files, kind, known)
    faults += _out_of_bounds(files, edits)
    return Parsed({} if faults else files, () if faults else tuple(edits), cut, tuple(faults))


def apply_edits(files: Files, edits: tuple[Edit, ...]) -> tuple[dict[str, bytes], list[str]]:
    """The files after the edits, and a sentence for each edit that found no place or several."""
    after = dict(files)
    faults = []
    for edit in edits:
        if edit.path not in after:
            faults.append(f"There is no file {edit.path!r} to edit.")
            continue
        text = after[edit.path].decode("utf-8", "replace")
        places = _places(text, edit.search)
        if len(places) != 1:
            how = "not found" if not places else f"found {len(places)} times"
            faults.append(f"In {edit.path} the SEARCH text was {how}: {_first_line(edit.search)!r}")
            continue
        start, end = places[0]
        after[edit.path] = (text[:start] + edit.replace + text[end:]).encode("utf-8", "replace")
    return after, faults


def path_fault(path: str) -> str:
    """Why a path can't be an app's file, or "" when it can."""
    parts = path.split("/")
    if len(path) > 120 or len(parts) > 5:
        return f"The file name {path[:60]!r} is too long or too deep."
    if any(not _PART.fullmatch(part) or part.startswith(".") for part in parts):
        return f"{path[:60]!r} is no file name for an app: plain relative names only."
    return ""


# --- blocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    info: str
    before: str
    """The last line of text above the block."""
    body: str
    name: str = ""
    """Where the format itself says the name."""


_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^\n`]*)$")
_TAG = re.compile(r"<file\s+(?:path|name|filename)\s*=\s*[\"']([^\"'\n]+)[\"']\s*>\n?(.*?)(</file>|\Z)", re.S | re.I)
_NAME = r"[\w.@+-]+(?:/[\w.@+-]+)*\.\w{1,8}"
_INFO_NAME = re.compile(rf"(?:^|[\s:=\"'{{(])/?((?:\./)?{_NAME})")
_LINE_NAME = re.compile(
    rf"^[\s#*>=`\-–(\[\"':\d.)]*(?:(?:file|filename|path|datei)\b[\s:*`\"']*)?((?:\./)?{_NAME})[\s*`\"':=)\]-]*"
    r"(?:\([^)]*\))?[\s*`:]*$",
    re.I,
)
_COMMENT_NAME = re.compile(
    rf"^\s*(?:<!--|#|//|/\*)\s*(?:file(?:name)?\s*:\s*)?((?:\./)?{_NAME})\s*(?:-->|\*/)?\s*$", re.I
)
_PART = re.compile(r"[\w@+ .-]{1,80}")
_PLACEHOLDER = re.compile(
    r"^[ \t]*(?:#|//|/\*|<!--|\{/\*)[ \t]*(?:\.{3}|…|\[|\()?[ \t]*"
    r"(?:(?:the )?(?:rest|remainder|remaining|other|previous|existing|all (?:the )?other)\b[^\n]{0,60}"
    r"\b(?:unchanged|same|stays?|remains?|here|above|before|as is|goes|code|functions?|styles?|script|content)"
    r"|(?:same|unchanged)\b[^\n]{0,20}\b(?:as|before|above|code)|(?:code |styles? |content )?(?:unchanged|omitted)\b)"
    r"[^\n]{0,40}$|^[ \t]*(?:#|//|/\*|<!--)[ \t]*(?:\.{3}|…)[ \t]*(?:-->|\*/)?[ \t]*$",
    re.I | re.M,
)
_EDIT_MARK = re.compile(r"^(?:<{5,} ?SEARCH|>{5,} ?REPLACE)\s*$", re.M)
_EDIT = re.compile(r"^<{5,} ?SEARCH[ \t]*\n(.*?)^={5,}[ \t]*\n(.*?)^>{5,} ?REPLACE[ \t]*$", re.S | re.M)


def _blocks(text: str) -> tuple[list[_Block], bool]:
    """Fenced blocks, and whether the last one was never closed. A fence with a name inside a block opens an inner one,
    which belongs to the text of the outer."""
    if tags := list(_TAG.finditer(text)):
        return [_Block("", "", tag[2], tag[1]) for tag in tags], not tags[-1][3]
    blocks: list[_Block] = []
    before, info, fence = "", "", ""
    body: list[str] = []
    depth = 0
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if not fence:
            if mark:
                fence, info, body, depth = mark[1], mark[2].strip(), [], 0
            elif line.strip():
                before = line
            continue
        if mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence):
            if mark[2].strip():
                depth += 1
            elif depth:
                depth -= 1
            else:
                blocks.append(_Block(info, before, "\n".join(body) + "\n"))
                before, fence = "", ""
                continue
        body.append(line)
    if fence:
        blocks.append(_Block(info, before, "\n".join(body) + "\n"))
    return blocks, bool(fence)


def _bare(text: str, kind: Kind) -> tuple[list[_Block], bool]:
    """A reply without fences: an HTML page, a Python script, edits, or an object of file names and texts."""
    stripped = text.strip()
    if _EDIT.search(stripped):
        return _bare_edits(stripped), False
    if stripped.startswith("{") and (named := _from_object(stripped)):
        return [_Block("", "", body, name) for name, body in named.items()], False
    if page := re.search(r"<!doctype html|<html[\s>]", stripped, re.I):
        end = stripped.lower().rfind("</html>")
        body = stripped[page.start() : end + 7 if end >= 0 else None]
        return [_Block("", "", body + "\n", ENTRY[Kind.WEB])], end < 0
    if kind is Kind.STREAMLIT and re.match(r"(?:import|from) \w", stripped) and "streamlit" in stripped:
        return [_Block("", "", stripped + "\n", ENTRY[Kind.STREAMLIT])], False
    return [], False


def _bare_edits(text: str) -> list[_Block]:
    blocks, at = [], 0
    for edit in _EDIT.finditer(text):
        above = [line for line in text[at : edit.start()].splitlines() if line.strip()]
        blocks.append(_Block("", above[-1] if above else "", edit.group(0) + "\n"))
        at = edit.end()
    return blocks


def _from_object(text: str) -> dict[str, str]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    files = value.get("files", value) if isinstance(value, dict) else {}
    if isinstance(files, list):
        pairs = [(f.get("path") or f.get("name"), f.get("content")) for f in files if isinstance(f, dict)]
    else:
        pairs = list(files.items()) if isinstance(files, dict) else []
    return {name: body for name, body in pairs if isinstance(name, str) and isinstance(body, str) and "." in name}


# --- names ------------------------------------------------------------------------------------------------------------


def _named(block: _Block, kind: Kind, known: Files) -> str:
    """The file that a block is, "" when it is none (an example, a command to type)."""
    lines = block.info[:200], block.before[-200:], block.body.split("\n", 1)[0][:200]
    found = _INFO_NAME.search(lines[0]) or _LINE_NAME.match(lines[1]) or _COMMENT_NAME.match(lines[2])
    if block.name or found:
        return (block.name or (found[1] if found else "")).removeprefix("./")
    if _EDIT_MARK.search(block.body):
        return _only(known)
    if re.search(r"<!doctype html|<html[\s>]", block.body[:2000], re.I):
        return ENTRY[Kind.WEB] if kind is Kind.WEB else ""
    word = (block.info.split() or [""])[0].lower()
    if kind is Kind.STREAMLIT and word in ("python", "py", "") and "streamlit" in block.body:
        return ENTRY[Kind.STREAMLIT]
    return ""


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


def _edits(body: str, path: str) -> list[Edit]:
    if not path:
        return []
    return [Edit(path, found[1], found[2]) for found in _EDIT.finditer(body)]


def _places(text: str, search: str) -> list[tuple[int, int]]:
    """Where the text stands: letter by letter or, failing that, line by line without regard to spaces at line ends
    (not at line beginnings: there they mean something in Python)."""
    if not search.strip():
        return []
    exact = [(m.start(), m.end()) for m in re.finditer(re.escape(search), text)]
    if exact:
        return exact
    wanted = [line.rstrip() for line in search.strip("\n").split("\n")]
    lines = text.splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    bare = [line.rstrip() for line in lines]
    width = len(wanted)
    starts = [at for at in range(len(bare) - width + 1) if bare[at : at + width] == wanted]
    return [(offsets[at], offsets[at + width]) for at in starts]


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0][:80]


def _out_of_bounds(files: Mapping[str, bytes], edits: list[Edit]) -> list[str]:
    faults = [fault for path in (*files, *(edit.path for edit in edits)) if (fault := path_fault(path))]
    if len(files) > MOST_FILES:
        faults.append(f"{len(files)} files are too many for a small app: {MOST_FILES} at most.")
    if sum(map(len, files.values())) > MOST_BYTES:
        faults.append(f"The files are larger than {MOST_BYTES // 1000} kB together.")
    return faults
