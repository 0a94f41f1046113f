"""Reads a traceback that somebody kept: Python's, pytest's or Node's. Refuses to take a path for one of this repository
that is not."""

import re
from collections.abc import Iterable

from gallery.debug.case import plain
from gallery.debug.evidence import Frame, Signature
from gallery.debug.functions import is_test
from gallery.text import clean

PYTHON = re.compile(r'^\s*File "([^"\n]{1,500})", line (\d{1,7})(?:, in (\S{1,200}))?', re.M)
PYTEST = re.compile(r"^([\w./\\-]{1,300}\.py):(\d{1,7}): (?:in (\S{1,200})|([A-Za-z_]\w*))", re.M)
NODE = re.compile(r"^\s*at (?:async )?(?:([^\s(]{1,200}) )?\(?(?:file://)?([^\s()]{1,500}):(\d{1,7}):\d{1,7}\)?", re.M)
HEAD = re.compile(r"^(?:file://)?([^\s():]{1,500}):(\d{1,7})$", re.M)
"""Above the stack of Node, and not in it: where a file can't be read."""
RAISED = re.compile(
    r"^E?[ ]{0,12}((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt|Exit|Iteration)\w*)"
    r"(?: \[\w+\])?(?:: (.*))?$",
    re.M,
)


def read_traceback(text: str, paths: Iterable[str]) -> tuple[Signature | None, list[Frame]]:
    """What was raised, and the frames outermost first, those of the repository by its own paths."""
    text = clean(text)
    known = sorted(paths)
    begins = text.rfind("Traceback (most recent call last)")
    last = text[begins:] if begins >= 0 else text
    found = [(match[1], int(match[2]), match[3] or "") for match in PYTHON.finditer(last)]
    found = found or [(match[1], int(match[2]), match[3] or "") for match in PYTEST.finditer(last)]
    found = (
        found
        or [
            (match[2], int(match[3]), match[1] or "")
            for match in NODE.finditer(last)
            if not match[2].startswith("node:")
        ][::-1]
    )
    found = found or [(match[1], int(match[2]), "") for match in HEAD.finditer(last)][:1]
    frames = [framed(path, line, function, known) for path, line, function in found[-60:]]
    raised = list(RAISED.finditer(last))
    if not raised:
        return None, frames
    at = next((one for one in reversed(frames) if one.own), None)
    place = (at.path, at.line, at.function) if at else ("", 0, "")
    return Signature(raised[-1][1].rpartition(".")[2], plain(raised[-1][2] or ""), *place), frames


def framed(path: str, line: int, function: str, known: list[str]) -> Frame:
    """With the repository's path whose end is that of what was told: it was another folder there."""
    parts = path.replace("\\", "/").split("/")
    outside = any(part in ("site-packages", "dist-packages", "node_modules") for part in parts)
    for start in range(0 if not outside else len(parts), len(parts)):
        if (tail := "/".join(parts[start:])) in known:
            return Frame(tail, line, function, own=True)
    return Frame(path, line, function, own=False)


def command_of(frames: list[Frame]) -> tuple[str, ...]:
    """What is likely to raise it again: the test that it went through, or the script it began in; () for neither."""
    own = [frame for frame in frames if frame.own and frame.path.endswith(".py")]
    for frame in own:
        if is_test(frame.path) and frame.function.startswith("test"):
            return ("pytest", frame.path, "-k", frame.function)
    if own and own[0].function in ("<module>", "") and not is_test(own[0].path):
        return ("python", own[0].path)
    return ()
