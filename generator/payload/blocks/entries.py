"""Keeps entries under numbers that stay theirs, in a file beside the app. Refuses a number that isn't there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .operation import AnswerError
from .store import LOCK, load, save

Entry = dict[str, Any]


class MissingError(AnswerError):
    """There is no such entry."""


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries of one sort. Each has its number as `id` beside what was put into it."""

    name: str

    def all(self) -> list[Entry]:
        """Every entry, oldest first."""
        entries: list[Entry] = load(self.name).get("entries", [])
        return entries

    def find(self, number: int) -> Entry:
        """The entry of that number. MissingError when there is none."""
        for entry in self.all():
            if entry["id"] == number:
                return entry
        raise MissingError(f"There is no {self.name} {number}.")

    def add(self, values: Mapping[str, Any]) -> Entry:
        """One more, under a number that none had before."""
        with LOCK:
            kept = load(self.name)
            number = kept.get("last", 0) + 1
            entry = {"id": number, **values}
            save(self.name, {"last": number, "entries": [*kept.get("entries", []), entry]})
        return entry

    def change(self, number: int, values: Mapping[str, Any]) -> Entry:
        """Put other values into an entry."""
        with LOCK:
            entry = {**self.find(number), **values}
            self._keep([entry if one["id"] == number else one for one in self.all()])
        return entry

    def remove(self, number: int) -> None:
        """Take an entry away; its number is given to no other."""
        with LOCK:
            self.find(number)
            self._keep([one for one in self.all() if one["id"] != number])

    def take(self, flag: str = "") -> Entry:
        """Take off the one that came first, one that has `flag` before the others. AnswerError when there is none."""
        with LOCK:
            entries = self.all()
            if not entries:
                raise AnswerError(f"There is no {self.name} left.")
            taken = next((one for one in entries if flag and one[flag]), entries[0])
            self._keep([one for one in entries if one["id"] != taken["id"]])
        return taken

    def clear(self) -> None:
        """Take all away."""
        with LOCK:
            self._keep([])

    def _keep(self, entries: list[Entry]) -> None:
        save(self.name, {**load(self.name), "entries": entries})
