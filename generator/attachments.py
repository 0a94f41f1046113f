"""Has what comes with a spec looked into, in a sandbox, so that models know what is in it. Refuses to read a byte of it
on the host, and to wait for long: what can't be looked into is said to be so."""

import json
from collections.abc import Callable, Sequence

from pydantic import BaseModel, TypeAdapter, ValidationError

from generator.checks import PAYLOAD
from sandbox.contract import Files, Sandbox, SandboxError

FOLDER = "files/"
"""Where an app finds the files that came with the request, and the tester finds them beside its checks."""
MOST_FILES = 12
"""That are looked into; of others the name says enough."""
SECONDS = 20.0
LONGEST = 2_000
LATE = "It could not be looked into."


class Said(BaseModel):
    name: str
    said: str


def look_into(files: Files, scratch: Callable[[], Sandbox]) -> dict[str, str]:
    """Name -> what the file holds, in some lines, for the first files. Whatever a file does to its reader, the others
    and the run go on."""
    names = list(files)[:MOST_FILES]
    if not names:
        return {}
    try:
        box = scratch()
        box.put({"glance.py": (PAYLOAD / "glance.py").read_bytes(), **{FOLDER + name: files[name] for name in names}})
        ran = box.run(["python", "-I", "glance.py", FOLDER], stdin=json.dumps(names).encode(), seconds=SECONDS)
    except SandboxError:
        return dict.fromkeys(names, LATE)
    return dict.fromkeys(names, LATE) | _said(ran.output.splitlines(), names)


def _said(lines: Sequence[bytes], names: Sequence[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for line in lines:
        try:
            one = TypeAdapter(Said).validate_json(line)
        except ValidationError:
            continue
        if one.name in names:
            told[one.name] = "".join(c for c in one.said[:LONGEST] if c.isprintable() or c in "\n\t")
    return told
