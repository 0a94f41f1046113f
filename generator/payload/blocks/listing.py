"""Lists entries of one kind or day, in an order, and keeps spans of time apart. Refuses a text that is no time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from .entries import Entries, Entry
from .operation import AnswerError
from .store import LOCK


def moment(text: str) -> datetime:
    """A day or a time of a day as people write it for programs: 2027-05-04T09:00. ValueError for another text."""
    told = datetime.fromisoformat(text)
    return told.astimezone(UTC).replace(tzinfo=None) if told.tzinfo else told


def timed(text: str) -> str:
    """The text as it is, when it is a time. ValueError for another."""
    moment(text)
    return text


@dataclass(frozen=True, slots=True)
class Listing:
    """How entries are listed. `order`: the field that orders them, "" for none; `times`: fields that are times."""

    order: str = ""
    last_first: bool = False
    times: Sequence[str] = ()

    def of(self, entries: Sequence[Entry], wanted: Mapping[str, Any]) -> list[Entry]:
        """Those whose fields are as wanted, where something is; a time is wanted by its day."""
        found = [e for e in entries if all(self._fits(e[n], value) for n, value in wanted.items() if value is not None)]
        return sorted(found, key=self._rank, reverse=self.last_first) if self.order else found

    def _fits(self, kept: Any, value: Any) -> bool:
        return moment(kept).date() == value if isinstance(value, date) else bool(kept == value)

    def _rank(self, entry: Entry) -> Any:
        kept = entry[self.order]
        return moment(kept) if self.order in self.times else kept.casefold() if isinstance(kept, str) else kept


@dataclass(frozen=True, slots=True)
class Spans:
    """Entries that last from one time to another. `same`: the field of what only one can have at a time, "" for all."""

    start: str
    end: str
    same: str = ""

    def add(self, entries: Entries, values: Mapping[str, Any]) -> Entry:
        """One more. AnswerError when another lasts at the same time; one may begin when another ends."""
        with LOCK:
            for one in entries.all():
                apart = moment(one[self.end]) <= moment(values[self.start])
                apart = apart or moment(values[self.end]) <= moment(one[self.start])
                if not apart and (not self.same or one[self.same] == values[self.same]):
                    raise AnswerError(f"It overlaps with {one[self.start]} to {one[self.end]}.")
            return entries.add(values)
