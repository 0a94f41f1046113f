"""Starts the commands that work for the page, each in a process of its own that outlives it. Refuses to let a
shell see anything that a visitor typed."""

import json
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from gallery.contract import MAYFLY, GalleryError
from gallery.shelf import Shelf
from sandbox.contract import Files

LOOK_EVERY = 0.1


@dataclass(slots=True)
class Started:
    """A command that was started. What was attached lies in its folder until it has ended."""

    process: "subprocess.Popen[bytes]"
    folder: "TemporaryDirectory[str]"
    failed: str = field(default="", init=False)
    told: Mapping[str, Any] = field(default_factory=dict, init=False)
    """What it said to `--json` at its end."""

    @property
    def is_over(self) -> bool:
        """Whether it has ended; then `failed` says what went wrong, and its folder is gone."""
        if self.process.poll() is None:
            return False
        told = Path(self.folder.name) / "told.json"
        if told.exists():
            said = told.read_text(errors="replace")
            self.failed, self.told = failure(said), as_data(said)
            self.folder.cleanup()
        return True


def start(args: Sequence[str], *, said: str = "", files: Files | None = None, option: str = "--file") -> Started:
    """`mayfly ARGS --json`. What the visitor `said` goes over standard input, which the argument "-" stands for; files
    as paths after that option."""
    folder = TemporaryDirectory(prefix="mayfly-page-")
    argv = [*MAYFLY, args[0], "--json"]
    for number, (name, content) in enumerate((files or {}).items()):
        place = Path(folder.name) / str(number) / Path(name).name
        place.parent.mkdir()
        place.write_bytes(content)
        argv.append(f"{option}={place}")
    with (Path(folder.name) / "told.json").open("wb") as told:
        process = subprocess.Popen(  # noqa: S603
            [*argv, *args[1:]], stdin=subprocess.PIPE, stdout=told, stderr=subprocess.DEVNULL, start_new_session=True
        )
    if process.stdin:
        process.stdin.write(said.encode())
        process.stdin.close()
    return Started(process, folder)


def failure(told: str) -> str:
    """What a command said to `--json` when it did nothing; "" when it did something."""
    try:
        json.loads(told)
    except ValueError:
        return "It ended without a word."
    data = as_data(told)
    return f"{data['error']} {data.get('hint', '')}".strip() if "error" in data else ""


def as_data(told: str) -> Mapping[str, Any]:
    """The one object that it printed; nothing where it printed another thing."""
    try:
        data = json.loads(told)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


@st.cache_resource(show_spinner=False)
def opening() -> tuple[threading.Lock, dict[str, Started]]:
    """The apps that this server has opened, for all its visitors."""
    return threading.Lock(), {}


def open_app(shelf: Shelf, entry: str, allow: Sequence[str] = ()) -> None:
    """Have a process of its own serve the entry, and wait until it answers; at once where one does. `allow` are options
    of `mayfly open` for what the user lets it do. Raises GalleryError."""
    lock, opened = opening()
    with lock:
        if shelf.find(entry).url:
            return
        started = opened.get(entry)
        if started is None or started.is_over:
            started = opened[entry] = start(["open", entry, *allow])
    while not shelf.find(entry).url:
        if started.is_over:
            raise GalleryError(started.failed or "It was closed again.")
        time.sleep(LOOK_EVERY)
