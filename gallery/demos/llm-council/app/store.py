"""Keeps conversations as one JSON file each, and lets pages follow those that go on. Refuses ids it did not make."""

import json
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

FOLDER = Path("data/conversations")
Event = dict[str, Any]


class Conversation:
    """A title and turns; a turn is a question and the events that came of it. Shared by threads."""

    def __init__(self, id: str, title: str = "", made: float = 0.0, turns: list[dict[str, Any]] | None = None) -> None:  # noqa: A002
        self.id, self.title, self.made = id, title, made or time.time()
        self.turns = turns or []
        self.changed = threading.Condition()
        self.live: list[Event] = []
        """What the last turn told, pieces of replies included."""

    def as_dict(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title, "made": self.made, "turns": self.turns}

    def begin(self, question: str, council: dict[str, Any]) -> int:
        """Raises ValueError while a turn goes on."""
        with self.changed:
            if self.turns and not self.turns[-1]["ended"]:
                raise ValueError(self.id)
            self.live = []
            self.turns.append({"question": question, "council": council, "events": [], "ended": False})
            self.save()
            return len(self.turns) - 1

    def tell(self, turn: int, event: Event) -> None:
        """Add what happened; the pieces of a reply are told and not kept, the whole of it is."""
        with self.changed:
            if event["event"] == "title":
                self.title = event["text"]
            self.live.append(event)
            if event["event"] != "piece":
                self.turns[turn]["events"].append(event)
                self.turns[turn]["ended"] = event["event"] == "end"
                self.save()
            self.changed.notify_all()

    def follow(self, turn: int) -> Iterator[Event]:
        """The events of the turn that goes on, pieces included, until it has ended; those of an earlier one at once."""
        at = 0
        events = self.turns[turn]["events"] if self.turns[turn]["ended"] else self.live
        while True:
            with self.changed:
                ended = self.turns[turn]["ended"]
                if at >= len(events) and not ended:
                    self.changed.wait(15)
                    ended = self.turns[turn]["ended"]
                new, at = events[at:], len(events)
            yield from new
            if ended:
                return

    def save(self) -> None:
        """Whole or not at all."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{self.id}.json"
        path.with_suffix(".new").write_text(json.dumps(self.as_dict(), ensure_ascii=False))
        os.replace(path.with_suffix(".new"), path)


class Store:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: dict[str, Conversation] = {}
        for path in FOLDER.glob("*.json"):
            try:
                kept = json.loads(path.read_text())
                turns = [cut_off(turn) for turn in kept["turns"]]
                self.known[kept["id"]] = Conversation(kept["id"], kept["title"], kept["made"], turns)
            except (OSError, ValueError, LookupError, TypeError):
                continue

    def all(self) -> list[Conversation]:
        """The newest first."""
        with self.lock:
            return sorted(self.known.values(), key=lambda one: -one.made)

    def new(self) -> Conversation:
        made = Conversation(uuid4().hex)
        with self.lock:
            self.known[made.id] = made
        return made

    def get(self, id: str) -> Conversation | None:  # noqa: A002
        with self.lock:
            return self.known.get(id)

    def remove(self, id: str) -> None:  # noqa: A002
        with self.lock:
            if self.known.pop(id, None) and re.fullmatch("[0-9a-f]{32}", id):
                (FOLDER / f"{id}.json").unlink(missing_ok=True)


def cut_off(turn: dict[str, Any]) -> dict[str, Any]:
    """A turn as it was saved; one that had not ended says so."""
    if not turn["ended"]:
        turn["events"].append({"event": "error", "text": "The app was closed in the middle of this. Ask again."})
        turn["ended"] = True
    return turn
