"""Keeps apps in step with the `*.spec.md` files of a folder: a new one becomes an app, an edited one a change of it.
Refuses to take anything away: where a file is deleted, its app stays.
"""

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from gallery.contract import INTERRUPTED, MAYFLY, GalleryError
from gallery.saves import Saves, is_aside
from gallery.shelf import Shelf
from gallery.text import clean, line
from gallery.watched import Known

NAMES = "*.spec.md"
MOST_BYTES = 200_000
QUIET = 0.3
"""Seconds: nothing is gained by beginning an app before its spec is written."""

Run = Callable[[Sequence[str], str], Mapping[str, Any]]
"""Runs a `mayfly` command with this on its standard input; gives what it prints for --json, and whether it was
`interrupted`."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be caught up with. `known` is None for a file that has no app yet."""

    path: Path
    text: str
    known: Known | None

    @property
    def digest(self) -> str:
        return digest_of(self.text)


@dataclass(frozen=True, slots=True)
class SpecFolder:
    """`options` go to every `mayfly new`; `tell` gets a line on what happens."""

    shelf: Shelf
    folder: Path
    run: Run
    tell: Callable[[str], None]
    options: Sequence[str] = ()

    def keep_up(self, stop: threading.Event, saves: Saves) -> None:
        """Catch up after every save, until told to stop."""
        self.catch_up(stop)
        while not stop.is_set():
            if saves.wait(0.2):
                self.catch_up(stop)

    def catch_up(self, stop: threading.Event) -> list[Mapping[str, Any]]:
        """Do what there is to do, one after the other, the files looked at anew before each. Gives what came of it."""
        done = []
        while not stop.is_set() and (task := next(self.tasks(), None)):
            done.append(self.do(task))
        return done

    def tasks(self) -> Iterator[Task]:
        """Files that were written or edited since they were last looked at; not those with nothing in them."""
        known = {one.path: one for one in self.shelf.watched.all()}
        files = {str(path): text for path in self._files() if (text := _text(path))}
        gone = {path: one for path, one in known.items() if path not in files and not Path(path).exists()}
        for path, text in files.items():
            before = known.get(path)
            moved = next((one for one in gone.values() if one.digest == digest_of(text)), None) if not before else None
            if moved:
                self.shelf.watched.move(moved.path, path)
                del gone[moved.path]
            elif not before or before.digest != digest_of(text):
                yield Task(Path(path), text, before)

    def do(self, task: Task) -> Mapping[str, Any]:
        """Make the app or the change."""
        name = line(task.path.name, 80)
        known = task.known if task.known and self.shelf.exists(task.known.entry) else None
        if known:
            change = change_between(known.text, task.text)
            self.tell(f"{name}: changing {known.entry}: {line(change, 200)}")
            told = self.run(["change", known.entry, "--no-serve", "--json", "--", change], "") if change else {}
        else:
            self.tell(f"{name}: making an app")
            told = self.run(["new", "-", "--no-serve", "--json", *self.options], task.text)
        entry = known.entry if known else str(told.get("id", ""))
        came = not told.get("error") and told.get("outcome") != "none"
        text = task.text if came or not known else known.text
        if came or not told.get("interrupted"):  # else it is taken up again the next time
            self.shelf.watched.note(Known(str(task.path), entry, task.digest, text))
        claims = [claim["status"] for claim in told.get("claims", ())]
        passed = f"{claims.count('passed')} of {len(claims)} claims passed"
        why = line(f"{told.get('error', '')} {told.get('reason', '')}", 300).strip()
        self.tell(f"{name}: {entry}, {passed}" if came else f"{name}: {why or 'nothing came of it'}")
        return {
            "file": str(task.path),
            "id": entry,
            "passed": claims.count("passed"),
            "total": len(claims),
            "came": came,
        }

    def _files(self) -> Iterator[Path]:
        for path in sorted(self.folder.rglob(NAMES)):
            if not is_aside(path.relative_to(self.folder).parts) and path.is_file() and not path.is_symlink():
                yield path


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Raises GalleryError while another process watches the folder: each file would become two apps."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise GalleryError(f"{folder} is being watched already.", "End the other `mayfly watch` first.") from None
        yield
    finally:
        os.close(handle)


def change_between(before: str, after: str) -> str:
    """What is different, in sentences; "" where only blank lines are."""
    old, new = ([one.strip() for one in text.splitlines() if one.strip()] for text in (before, after))
    told = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = " ".join(old[i:j]), " ".join(new[k:m])
        if what == "insert":
            told.append(come)
        elif what == "delete":
            told.append(f"No longer: {gone}")
        elif what == "replace":
            told.append(f"Instead of “{gone}” from now on: {come}")
    return "\n".join(told)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(path: Path) -> str:
    """ "" for a file that can't be read, or is only being written."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return ""
        return clean(path.read_text("utf-8", "replace")).strip()
    except OSError:
        return ""


def runner(stop: threading.Event, tell: Callable[[str], None]) -> Run:
    """Runs each command in a process of its own, which is ended like by Ctrl-C when it is to stop."""

    def run(args: Sequence[str], given: str) -> Mapping[str, Any]:
        with subprocess.Popen(  # noqa: S603
            [*MAYFLY, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            shown = threading.Thread(target=_pass_on, args=(process, tell))
            shown.start()
            over = threading.Event()
            ender = threading.Thread(target=_end, args=(process, stop, over))
            ender.start()
            try:
                if process.stdin:
                    process.stdin.write(given)
                    process.stdin.close()
                out = process.stdout.read() if process.stdout else ""
                process.wait()
            finally:
                over.set()
                ender.join()
                shown.join()
        try:
            told = json.loads(out)
        except ValueError:
            raise GalleryError("A run ended without a word.", "Try it by hand: mayfly new.") from None
        return {**told, "interrupted": process.returncode == INTERRUPTED}

    return run


def _pass_on(process: "subprocess.Popen[str]", tell: Callable[[str], None]) -> None:
    for said in process.stderr or ():
        tell(f"  {said.rstrip()}")


def _end(process: "subprocess.Popen[str]", stop: threading.Event, over: threading.Event) -> None:
    while not over.wait(0.2):
        if stop.is_set():
            process.send_signal(signal.SIGINT)
            return
