"""The gallery's own words: fates, entries, versions and the one error of this room. Refuses to do anything."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from sandbox.contract import Inventory, Usage

DAY = 86400.0
DEBUG = "MAYFLY_DEBUG"
"""Set in the environment, errors are shown with where they come from."""
MAYFLY = (sys.executable, "-m", "gallery")
"""The command, as a process of its own is started with it."""
INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended."""

TellJson = Callable[[Mapping[str, Any]], None]
"""Takes the one object that a command prints for `--json`."""


class GalleryError(Exception):
    """What a command can't go on from: `str(error)` is one sentence for people, `hint` says what to do next."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint


class Fate(StrEnum):
    """What becomes of an entry. One whose trial is over can still be opened or kept for a while. One that is discarded
    is not on the shelf any more."""

    ON_TRIAL = "on trial"
    EXPIRED = "expired"
    KEPT = "kept"


class Method(StrEnum):
    """How an app is written: whole files by the model, or put together from tested blocks."""

    FREEHAND = "freehand"
    BLUEPRINT = "blueprint"


State = Literal["being made", "interrupted", "nothing made", "ready"]
"""Where the latest run of an entry stands. An interrupted one can be opened when it has a version."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An app on the shelf. Times are seconds since 1970; `expires` is None for a kept one."""

    id: str
    title: str
    kind: str
    spec: str
    fate: Fate
    created: float
    expires: float | None
    state: State
    versions: int
    passed: int = 0
    claims: int = 0
    kept_in: str = ""
    """The folder it was kept in, when it was."""
    url: str = ""
    """Where it answers right now, when some process serves it."""
    usage: Usage | None = None
    """What it uses there."""
    remaining: float | None = None
    """Seconds until it ends there; None when it has no end."""
    reason: str = ""
    """Why its latest run ended as it did."""
    named: str = ""
    """The title that the user gave it, where there is one."""
    tags: tuple[str, ...] = ()
    size: int = 0
    """Bytes of all its files, in every version."""
    days: float | None = None
    """How long its trial is, where the user has said so."""
    gone_at: float | None = None
    """When it is gone for good, where it was discarded."""

    @property
    def standing(self) -> str:
        """One word or two for people: the state where it is unusual, else the fate."""
        return str(self.fate) if self.state == "ready" else self.state


@dataclass(frozen=True, slots=True)
class Discarded:
    """What became of an entry that was discarded: what went at once, and what `waits` to be brought back until then
    (seconds since 1970) and goes for good after that."""

    gone: Inventory
    waits: tuple[str, ...] = ()
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes: files of apps on the shelf, of those that wait to be brought back, the records of all of them, and what is
    free on that disk."""

    apps: int
    waiting: int
    records: int
    free: int


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an entry's files. `receipt` and `capsule` are JSON texts, and so is each of `uses`: what the entry
    made of what it was given while it was open, in whatever version."""

    entry: str
    number: int
    tree: str
    receipt: str
    capsule: str
    created: float
    uses: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """What was asked for when it was made: a change, or what it goes back to; "" for the spec itself."""
        return str(json.loads(self.capsule).get("asked", ""))
