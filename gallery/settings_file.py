"""Changes the user's settings file and leaves every other line of it, comments too, as it was. Refuses to write one
that could not be read again, and to let a key stay beside an address that it was not given for.
"""

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import tomlkit
from tomlkit.items import Table

from gallery.contract import GalleryError
from gallery.settings import Role, SettingsFile, config, text_of, understood

Value = str | int | float | bool
SECRETS = ("api_key", "api_key_env")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A model as a user names it: an endpoint with its key ("" leaves the one that is there), or weights; nothing of
    either for what is found by itself."""

    base_url: str = ""
    name: str = ""
    api_key: str = ""
    weights: str = ""


def kept() -> SettingsFile:
    """What the file says now."""
    return understood(text_of(config()), config())


def change(part: str, values: Mapping[str, Value | None]) -> Path:
    """Set these in one part of the file, as limits or shelf; None removes one. Gives the file. Raises GalleryError, and
    leaves the file as it was, when it would not be understood."""
    path = config()
    document = tomlkit.parse(text_of(path))
    _set(document, part.split("."), values)
    _write(path, tomlkit.dumps(document))
    return path


def change_model(wanted: Wanted, role: Role | None = None) -> Path:
    """For one role, or for all that have none of their own. Nothing wanted for a role: it has none of its own."""
    now = kept()
    own = now.models.get(role) if role else now.model
    values: dict[str, Value | None] = {
        "base_url": wanted.base_url.strip() or None,
        "name": wanted.name.strip() or None,
        "weights": wanted.weights.strip() or None,
    }
    if wanted.api_key:
        values |= {"api_key": wanted.api_key, "api_key_env": None}
    elif own is None or own.base_url != wanted.base_url.strip():
        values |= dict.fromkeys(SECRETS)
    return change(f"models.{role}" if role else "model", values)


def _set(document: tomlkit.TOMLDocument, names: list[str], values: Mapping[str, Value | None]) -> None:
    """A part may be a table, an inline one, or one whose parts stand far from each other."""
    above: list[tuple[MutableMapping[str, Any], str]] = []
    table: MutableMapping[str, Any] = document
    for name in names:
        if not isinstance(table.get(name), MutableMapping):
            table[name] = tomlkit.table(is_super_table=name != names[-1])
        above.append((table, name))
        table = table[name]
    for key, value in values.items():
        if value is not None:
            table[key] = value
        elif key in table:
            del table[key]
    for parent, name in reversed(above):
        inside = parent[name]
        if isinstance(inside, Table) and not inside and not inside.as_string().strip():
            del parent[name]


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and for the user's eyes alone: there may be a key in it."""
    understood(text, path)
    target = path.resolve()  # a file that is kept elsewhere and linked to stays so
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=target.parent, prefix=".config-", delete=False, encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, target)
    except OSError as error:
        said = f"The settings file {path} can't be written: {error.strerror}."
        raise GalleryError(said, "Check the folder's owner, or set MAYFLY_CONFIG.") from error
