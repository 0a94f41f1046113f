"""Replaces text in a file by the lines that stand there, however a model copied their spaces. Refuses what stands there
several times, or not at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.gaps import left_out
from generator.places import Unfit, first_line
from generator.syntax import language_of


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the one place in a file where `search` stands."""

    path: str
    search: str
    replace: str


def replaced(source: bytes, edit: Edit) -> bytes:
    """The file after the edit. Raises Unfit."""
    text = source.decode("utf-8", "replace")
    language = language_of(edit.path)
    if language and (gap := left_out(language, edit.replace, text)):
        raise Unfit(f"A REPLACE in {edit.path} leaves a part out ({gap[:60]!r}): write what is to stand there.")
    found = _places(text, edit)
    if len(found) != 1:
        how = f"found {len(found)} times" if found else "not found"
        near = "" if found else _like(text, edit.search)
        more = f"; the line most like it is {near!r}" if near else ""
        raise Unfit(f"In {edit.path} the SEARCH text was {how}: {first_line(edit.search)!r}{more}")
    start, end, new = found[0]
    return (text[:start] + new + text[end:]).encode("utf-8", "replace")


def _places(text: str, edit: Edit) -> list[tuple[int, int, str]]:
    """Where the text stands and what to put there: letter by letter or, failing that, line by line, ever less strict
    about spaces. In Python those at line beginnings mean something: all lines must be moved alike."""
    if not edit.search.strip():
        return []
    if exact := [(m.start(), m.end(), edit.replace) for m in re.finditer(re.escape(edit.search), text)]:
        return exact
    wanted = edit.search.strip("\n").split("\n")
    new = edit.replace.strip("\n").split("\n") if edit.replace.strip() else []
    lines = text.splitlines(keepends=True)
    for alike in (str.rstrip, str.strip, _tight):
        starts = [at for at in range(len(lines) - len(wanted) + 1) if _are_alike(lines, at, wanted, alike)]
        if alike is not str.rstrip:
            moved = [(at, _moved(lines[at : at + len(wanted)], wanted, new)) for at in starts]
            fits = [(at, put) for at, put in moved if put is not None or not edit.path.endswith(".py")]
        else:
            fits = [(at, new) for at in starts]
        if fits:
            offsets = [0]
            for line in lines:
                offsets.append(offsets[-1] + len(line))
            return [
                (offsets[at], offsets[at + len(wanted)], "".join(f"{line}\n" for line in (new if put is None else put)))
                for at, put in fits
            ]
    return []


def _are_alike(lines: list[str], at: int, wanted: list[str], alike: Callable[[str], str]) -> bool:
    return all(alike(line) == alike(other) for line, other in zip(lines[at:], wanted, strict=False))


def _tight(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _moved(there: list[str], wanted: list[str], new: list[str]) -> list[str] | None:
    """The new lines, moved by as much as the wanted ones differ from those that are there; None when they differ
    unevenly."""
    shifts = {(_lead(a), _lead(b)) for a, b in zip(there, wanted, strict=True) if b.strip()}
    widths = {len(a) - len(b) for a, b in shifts}
    if len(widths) != 1:
        return None
    [width] = widths
    if width >= 0:
        pad = min((a for a, _ in shifts), key=len)[:width]
        return [pad + line if line.strip() else line for line in new]
    return [line[-width:] if not line[:-width].strip() else line for line in new]


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _like(text: str, search: str) -> str:
    """The line that has most words in common with the first line of what was searched."""
    wanted = set(re.findall(r"\w+", first_line(search)))
    best = max(text.splitlines(), key=lambda line: len(wanted & set(re.findall(r"\w+", line))), default="")
    return first_line(best) if wanted & set(re.findall(r"\w+", best)) else ""
