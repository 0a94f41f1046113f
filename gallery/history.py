"""All that the shelf knows of an entry as one value, to be put on another shelf: versions, receipts, pictures, what it
stored, its names. Refuses to believe a receipt that comes from elsewhere: nothing of it counts as proved here."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from gallery.catalogue import MOST_TAGS, as_tag
from gallery.contract import Entry
from gallery.receipt import Line, Receipt
from gallery.shelf import DATA, GIVEN, PICTURES, WRITTEN, Shelf
from gallery.text import clean, line, safe_path
from gallery.uses import Use
from generator.contract import Check, Kind, Mark, Plan
from sandbox.contract import Files

MOST_VERSIONS, MOST_FILES = 200, 2000
Listing = Annotated[dict[str, str], Field(max_length=MOST_FILES)]
"""Path -> SHA-256 of the content."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Said(BaseModel):
    text: str


class _Made(BaseModel):
    """What others rely on in a version's capsule; it may hold more."""

    spec: _Said
    asked: str = ""
    plan: Plan | None = None
    checks: list[Check] = []
    method: str | None = None
    note: str | None = None


class Past(_Part):
    """One version as it was."""

    files: Listing
    pictures: Listing = {}
    receipt: Receipt
    capsule: dict[str, Any]
    created: float

    @field_validator("capsule")
    @classmethod
    def _can_be_gone_on_from(cls, capsule: dict[str, Any]) -> dict[str, Any]:
        _Made.model_validate(capsule)
        return capsule


class History(_Part):
    sentence: str
    title: str
    named: str = ""
    kind: Kind
    tags: Annotated[list[str], Field(max_length=MOST_TAGS)] = []
    versions: Annotated[list[Past], Field(max_length=MOST_VERSIONS)]
    """Oldest first."""
    given: Listing = {}
    data: Listing = {}
    written: Listing = {}
    uses: Annotated[list[tuple[float, Use]], Field(max_length=MOST_FILES)] = []
    blobs: dict[str, str]
    """SHA-256 -> content, as base64."""

    def files(self, listing: Mapping[str, str]) -> dict[str, bytes]:
        """Raises ValueError when one is missing or isn't what it should be, GalleryError for a name that can't be
        used."""
        return {safe_path(path): self._content(name) for path, name in listing.items()}

    def check(self) -> None:
        """Raises what `files` raises, for all that it holds."""
        for past in self.versions:
            self.files(past.files)
            self.files(past.pictures)
        for listing in (self.given, self.data, self.written):
            self.files(listing)
        for tag in self.tags:
            as_tag(tag)

    def _content(self, name: str) -> bytes:
        try:
            content = base64.b64decode(self.blobs[name], validate=True)
        except (KeyError, binascii.Error):
            raise ValueError("a file in it is missing or damaged") from None
        if hashlib.sha256(content).hexdigest() != name:
            raise ValueError("a file in it is damaged")
        return content


def history_of(shelf: Shelf, entry: Entry) -> dict[str, Any]:
    """As JSON takes it."""
    blobs: dict[str, str] = {}

    def listed(files: Files) -> dict[str, str]:
        names = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        blobs.update((names[path], base64.b64encode(content).decode()) for path, content in files.items())
        return names

    versions = [
        {
            "files": listed(shelf.versions.files(entry.id, version.number)),
            "pictures": listed(shelf.versions.files(entry.id, version.number, PICTURES)),
            "receipt": json.loads(version.receipt),
            "capsule": json.loads(version.capsule),
            "created": version.created,
        }
        for version in shelf.versions.of(entry.id)
    ]
    return {
        "sentence": entry.spec,
        "title": entry.title,
        "named": entry.named,
        "kind": entry.kind,
        "tags": entry.tags,
        "versions": versions,
        "given": listed(shelf.files(entry.id, GIVEN)),
        "data": listed(shelf.files(entry.id, DATA)),
        "written": listed(shelf.files(entry.id, WRITTEN)),
        "uses": [[since, json.loads(told)] for since, told in shelf.uses(entry.id)],
        "blobs": blobs,
    }


def restore(shelf: Shelf, history: History, stored: Files | None = None) -> str:
    """A new entry on trial that was what that one was, with what it has `stored` since, all of it or nothing. Gives its
    id."""
    with shelf.at_once():
        entry, run = shelf.begin(clean(history.sentence), history.files(history.given))
        shelf.describe(entry, history.title, history.kind)
        for past in history.versions:
            receipt = not_proved_here(past.receipt, entry)
            shelf.put(
                entry,
                history.files(past.files),
                history.files(past.pictures),
                receipt=receipt.model_dump_json(),
                capsule=json.dumps(past.capsule, ensure_ascii=False),
                passed=0,
                claims=len(receipt.claims),
                created=past.created,
            )
        shelf.save_data(entry, history.files(history.data) if stored is None else stored)
        shelf.save_data(entry, history.files(history.written), WRITTEN)
        for since, use in history.uses:
            shelf.note_use(entry, since, use.model_dump_json())
        shelf.rename(entry, history.named)
        shelf.tag(entry, *history.tags)
        shelf.end(run)
    return entry


def not_proved_here(receipt: Receipt, entry: str) -> Receipt:
    """What it says stands in its evidence, and counts for nothing."""
    told = f"It was imported, and was not tried here. {receipt.reason}"
    plain = Receipt.model_validate(_cleaned(receipt.model_dump(mode="json")))
    return plain.model_copy(
        update={
            "id": entry,
            "outcome": "partly",
            "score": 0.0,
            "reason": line(told, 400),
            "claims": list(_elsewhere(plain.claims)),
            "basics": list(_elsewhere(plain.basics)),
        }
    )


def _cleaned(value: Any) -> Any:
    """Without what a terminal would obey."""
    if isinstance(value, Mapping):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return clean(value) if isinstance(value, str) else value


def _elsewhere(lines: Iterable[Line]) -> Iterable[Line]:
    for one in lines:
        evidence = line(f"Elsewhere: {one.status}. {one.evidence}", 500)
        yield one.model_copy(update={"status": Mark.NOT_CHECKED, "evidence": evidence, "disputes": ()})
