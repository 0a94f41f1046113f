"""Shares the embedded server's slots among threads and processes, and has a prompt's long beginning read only once.

What a slot knows after reading is kept as a file and given to every slot that needs it, also by later servers.
Refuses to fail a call for it: a beginning that can't be kept is simply read again.
"""

import contextlib
import hashlib
import http.client
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from generator.locks import LOOK_EVERY, try_lock, wait_for_lock

WORTH_KEEPING = 400
"""Characters; shorter beginnings are read in about the time that keeping them takes."""
MOST_BYTES = 10**9
"""Kept at most in all; the longest unused go first. A token takes 28 kB."""
ANSWERS_WITHIN = 60.0


class Slots:
    """The slots of one server. `go_on` is called while waiting for one, and raises when that should be given up."""

    def __init__(self, folder: Path, kept: Path, url: str, key: str, count: int, go_on: Callable[[], object]) -> None:
        self._folder = folder
        self._kept = kept
        self._address = urlsplit(url).netloc
        self._key = key
        self._count = count
        self._go_on = go_on
        self._not_kept: set[str] = set()

    @contextlib.contextmanager
    def take(self, beginning: str, whole: str, read: Callable[[int], object]) -> Iterator[int]:
        """A slot of one's own for one call: its number. `beginning` is the text that many calls have in common,
        `whole` all of this one's; `read(slot)` makes a call with nothing but the beginning."""
        name = _digest(beginning) if len(beginning) >= WORTH_KEEPING else ""
        if name and not self._is_kept(name):
            self._keep(name, read)
        with self._free(_digest(whole)) as (slot, is_again):
            if not is_again and name and self._is_kept(name) and self._order(slot, "restore", name):
                with contextlib.suppress(OSError):
                    os.utime(self._kept / name)
            yield slot

    def _keep(self, name: str, read: Callable[[int], object]) -> None:
        """One beginning is read at a time: it takes the whole machine, and others may be waiting for this very one."""
        with (self._folder / "reading.lock").open("a") as lock:
            wait_for_lock(lock, lambda _: None, "", go_on=self._go_on)
            if self._is_kept(name) or name in self._not_kept:
                return
            with self._free("") as (slot, _):
                read(slot)
                if not self._order(slot, "save", name):
                    self._not_kept.add(name)
            self._prune()

    @contextlib.contextmanager
    def _free(self, whole: str) -> Iterator[tuple[int, bool]]:
        """Some free slot, held by a lock on its file, and whether this very prompt was the last that it read."""
        while True:
            for path in self._likeliest(whole):
                with path.open("r+") as file:
                    if not try_lock(file):
                        continue
                    is_again = file.read() == self._mark(whole)
                    file.seek(0)
                    file.truncate()
                    file.write(self._mark(whole))
                    file.flush()
                    yield int(path.suffix[1:]), is_again
                    return
            self._go_on()
            time.sleep(LOOK_EVERY)

    def _likeliest(self, whole: str) -> list[Path]:
        """First the slot that read this prompt last, then those that rested longest."""
        paths = [self._folder / f"slot.{number}" for number in range(self._count)]
        for path in paths:
            if not path.exists():
                path.touch()
        mark = self._mark(whole)
        return sorted(paths, key=lambda path: (path.read_text() != mark, path.stat().st_mtime))

    def _mark(self, whole: str) -> str:
        return f"{self._address} {whole}"

    def _is_kept(self, name: str) -> bool:
        return (self._kept / name).is_file()

    def _order(self, slot: int, action: str, name: str) -> bool:
        """Save or restore what a slot has read; whether that was done. A file that the server refuses is removed."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(self._address, timeout=ANSWERS_WITHIN)
        try:
            connection.request("POST", f"/slots/{slot}?action={action}", json.dumps({"filename": name}), headers)
            done = connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if not done:
            with contextlib.suppress(OSError):
                (self._kept / name).unlink(missing_ok=True)
        return done

    def _prune(self) -> None:
        with contextlib.suppress(OSError):
            files = sorted(self._kept.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
            total = 0
            for file in files:
                total += file.stat().st_size
                if total > MOST_BYTES:
                    file.unlink()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
