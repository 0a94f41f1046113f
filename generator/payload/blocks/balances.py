"""Keeps entries under keys, each with a number that goes up and down, or a yes or no. Refuses a number below zero."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .entries import Entries, Entry, MissingError
from .operation import AnswerError
from .store import LOCK

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Balances:
    """All entries of one sort. `figure`: the number that changes, "" for none; `key`: what an entry is known by, "id"
    for its number, any other name for a code that can't be guessed."""

    name: str
    figure: str = ""
    key: str = "id"

    def all(self) -> list[Entry]:
        """Every entry, oldest first."""
        return [self._shown(entry) for entry in Entries(self.name).all()]

    def find(self, key: str) -> Entry:
        """The entry of that key. MissingError when there is none."""
        return self._shown(self._entry(key))

    def add(self, values: Mapping[str, Any], start: float = 0) -> Entry:
        """One more, with the number that it starts at."""
        code = {} if self.key == "id" else {self.key: "".join(secrets.choice(LETTERS) for _ in range(8))}
        figure = {self.figure: start} if self.figure else {}
        return self._shown(Entries(self.name).add({**code, **values, **figure}))

    def move(self, key: str, by: float) -> Entry:
        """Raise the number of an entry, or lower it. AnswerError when less than that is left."""
        with LOCK:
            entry = self._entry(key)
            now = round(entry[self.figure] + by, 9)
            if by < 0 and now < 0:
                raise AnswerError(f"Only {entry[self.figure]:g} is left.")
            return self._shown(Entries(self.name).change(entry["id"], {self.figure: now}))

    def mark(self, key: str, flag: str, value: bool, *, once: bool = False) -> Entry:
        """Say yes or no of an entry. AnswerError for `once` when that is so already."""
        with LOCK:
            entry = self._entry(key)
            if once and entry[flag] == value:
                raise AnswerError("That is so already.")
            return self._shown(Entries(self.name).change(entry["id"], {flag: value}))

    def remove(self, key: str) -> None:
        """Take an entry away."""
        Entries(self.name).remove(self._entry(key)["id"])

    def _entry(self, key: str) -> Entry:
        for entry in Entries(self.name).all():
            if str(entry[self.key]) == key:
                return entry
        raise MissingError(f"There is no {self.name} {key}.")

    def _shown(self, entry: Entry) -> Entry:
        return {name: value for name, value in entry.items() if name != "id" or self.key == "id"}
