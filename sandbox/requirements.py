"""Looks requirements over before anything is fetched: how they may be written, and which names a person should look at.
Refuses addresses, paths and options of pip: a requirement is a name and a range of versions.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from sandbox.contract import Doubt

RUNTIME = Path(__file__).parent / "runtime"
MOST_REQUIREMENTS = 50
NEAR = 0.84
"""How alike two names are that one could be taken for the other; 1 is the same."""


def plain(requirements: Iterable[str]) -> tuple[list[str], str | None]:
    """The requirements in one form and order, and the first that is none."""
    found = set()
    for text in requirements:
        try:
            one = Requirement(text.strip())
        except InvalidRequirement:
            return [], text
        if one.url or len(text) > 200:
            return [], text
        extras = f"[{','.join(sorted(one.extras))}]" if one.extras else ""
        marker = f"; {one.marker}" if one.marker else ""
        found.add(f"{canonicalize_name(one.name)}{extras}{one.specifier}{marker}")
    return sorted(found), None


def doubts(requirements: Sequence[str]) -> tuple[Doubt, ...]:
    """Names that a person should look at before they are installed."""
    lines, _ = plain(requirements)
    names = dict.fromkeys(map(name_of, lines))
    return tuple(doubt for name in names if (doubt := doubt_of(name)))


def name_of(line: str) -> str:
    """The distribution of a requirement in its one form."""
    return re.split(r"[^a-z0-9-]", line, maxsplit=1)[0]


def doubt_of(name: str) -> Doubt | None:
    if name in pinned() or name in known():
        return None
    alike = difflib.get_close_matches(name, known(), 1, NEAR)
    if near := alike[0] if alike else next((one for one in sorted(known()) if bare(one) == bare(name)), ""):
        return Doubt(name, near, f"{name} is little known, and its name is close to {near}.")
    return Doubt(name, "", f"{name} is little known.")


def bare(name: str) -> str:
    """Without what is put before and behind names at will."""
    return re.sub(r"^(python|py)-?|-?(python|py|\d+)$", "", name).replace("-", "")


@cache
def known() -> frozenset[str]:
    lines = (RUNTIME / "known.txt").read_text().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def pinned() -> Mapping[str, str]:
    """Distribution -> version of all that apps may import as it is."""
    return pins((RUNTIME / "app.txt").read_text())


def pins(requirements: str) -> dict[str, str]:
    lines = (line.strip() for line in requirements.splitlines())
    return dict(line.split("==", 1) for line in lines if line and not line.startswith("#"))
