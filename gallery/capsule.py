"""The capsule: one JSON file with all that an app was made from, to build it again, here or on another model. Refuses
one that is too large, of another shape, or with names that could lead out; what it says of itself proves nothing."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery.contract import Entry, GalleryError
from gallery.history import History, history_of
from gallery.receipt import Receipt, receipt_of
from gallery.shelf import GIVEN, Shelf
from gallery.text import line, safe_path
from generator.contract import Candidate, Check, Kind, Plan, Result, Spec, Start
from generator.prompts import digest
from sandbox.contract import Files

MOST_BYTES = 120_000_000
"""Of a capsule; what it holds is about three quarters of that."""
MOST_FILES, MOST_CLAIMS, MOST_CHECKS, MOST_STEPS = 1000, 60, 200, 60
LONGEST_TEXT = 20_000
"""Letters of any text in its plan and checks."""
ID = re.compile(r"[\w-]{1,40}")


def make_capsule(spec: Spec, result: Result, model: str, asked: str = "") -> str:
    """What the shelf keeps of it with each version: all but the files, which it has beside. `asked`: what this version
    was made for, when that isn't the spec itself."""
    capsule = {
        "capsule": 1,
        "asked": asked,
        "spec": {
            "text": result.text or spec.text,
            "kind": spec.kind,
            "files": sorted(spec.files),
            "rounds": spec.rounds,
            "candidates": spec.candidates,
            "budget": {
                "seconds": spec.budget.seconds,
                "tokens": spec.budget.tokens,
                "dollars": None if spec.budget.dollars is None else str(spec.budget.dollars),
            },
        },
        "plan": result.plan.model_dump(mode="json") if result.plan else None,
        "checks": [check.model_dump(mode="json") for check in result.checks],
        "prompts": digest(),
        "model": model,
        "method": result.candidate.writer if result.candidate else None,
        "note": result.candidate.note if result.candidate else None,
        "tokens": [result.usage.tokens_in, result.usage.tokens_out],
        "cost": None if result.usage.cost is None else str(result.usage.cost),
    }
    return json.dumps(capsule, indent=1, ensure_ascii=False)


def of_entry(shelf: Shelf, entry: Entry, *, whole: bool = False) -> bytes:
    """The capsule of the newest version as one file, with what was attached, the app and its receipt; the `whole` of it
    has every version beside, and what the app stored. Raises GalleryError when nothing was made."""
    version = shelf.version(entry.id)
    if version is None:
        raise GalleryError(f"Nothing was made for {entry.id}.", f"Go on: mayfly continue {entry.id}.")
    capsule = json.loads(version.capsule) | {
        "given": _packed(shelf.files(entry.id, GIVEN)),
        "files": _packed(shelf.files(entry.id)),
        "receipt": receipt_of(version).model_dump(mode="json"),
    }
    if whole:
        capsule |= {"history": history_of(shelf, entry)}
    return json.dumps(capsule, indent=1, ensure_ascii=False).encode()


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    kind: Kind | None = None


class Capsule(BaseModel):
    """As it is read back. Its receipt and its figures are its own word for it."""

    model_config = ConfigDict(frozen=True)

    capsule: Literal[1]
    spec: _Asked
    plan: Plan
    checks: Annotated[list[Check], Field(max_length=MOST_CHECKS)] = []
    model: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    method: Annotated[str, Field(max_length=LONGEST_TEXT)] | None = None
    given: Annotated[dict[str, str], Field(max_length=MOST_FILES)] = {}
    files: Annotated[dict[str, str], Field(max_length=MOST_FILES)] = {}
    receipt: Receipt | None = None
    history: History | None = None
    """Every version, and what the app stored, where it came as a whole."""

    def spec_of(self) -> Spec:
        return Spec(self.spec.text, self.plan.kind, _unpacked(self.given))

    def app(self) -> dict[str, bytes]:
        return _unpacked(self.files)

    def start(self, *, with_app: bool) -> Start:
        """To try the app by its own checks, or to write another one that they judge."""
        candidate = Candidate(self.app(), line(self.method or "", 40)) if with_app else None
        return Start(self.plan, self.checks, candidate)


def read_capsule(path: Path) -> Capsule:
    """Raises GalleryError for a file that is no capsule, or one that can't be trusted to be opened."""
    return capsule_of(read_file(path), str(path))


def read_file(path: Path) -> bytes:
    """Raises GalleryError for one that is larger than what comes of a small app."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise GalleryError(f"{path} can't be read: {error.strerror}.", "Check the path.") from error
    if len(content) > MOST_BYTES:
        raise GalleryError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB.", "What comes of a small app isn't.")
    return content


def capsule_of(raw: bytes, path: str) -> Capsule:
    """The same for what a file holds; `path` is what it is called."""
    try:
        capsule = Capsule.model_validate_json(raw)
        if fault := _fault(capsule):
            raise ValueError(fault)
        for path_inside in (*capsule.given, *capsule.files):
            safe_path(path_inside)
        capsule.spec_of()
        capsule.app()
        if capsule.history:
            capsule.history.check()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])[:100]
        told = line(f"{where}: {first['msg']}", 200)
        raise GalleryError(f"{path} is no capsule: {told}.", HINT) from None
    except (ValueError, GalleryError) as error:
        raise GalleryError(f"{path} is no capsule that can be used: {line(str(error), 200)}.", HINT) from None
    return capsule


HINT = "Make one: mayfly export ID --capsule FILE."


def _fault(capsule: Capsule) -> str:
    plan = capsule.plan
    if not 0 < len(plan.claims) <= MOST_CLAIMS:
        return f"it has {len(plan.claims)} claims"
    if any(len(check.steps) > MOST_STEPS for check in capsule.checks):
        return f"a check has more than {MOST_STEPS} steps"
    ids = [claim.id for claim in plan.claims], [check.id for check in capsule.checks]
    if any(len(set(some)) < len(some) or not all(map(ID.fullmatch, some)) for some in ids):
        return "the ids of its claims or checks are not plain or not different"
    said = (*_texts(plan.model_dump(mode="json")), *_texts([c.model_dump(mode="json") for c in capsule.checks]))
    return "a text in it is too long" if any(len(text) > LONGEST_TEXT for text in said) else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield str(key)
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _packed(files: Files) -> dict[str, str]:
    return {path: base64.b64encode(content).decode() for path, content in sorted(files.items())}


def _unpacked(files: Mapping[str, str]) -> dict[str, bytes]:
    try:
        return {path: base64.b64decode(content, validate=True) for path, content in files.items()}
    except binascii.Error as error:
        raise ValueError("a file in it is damaged") from error
