"""What becomes of entries: discarded ones wait and can be brought back; after that nothing of them is left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gallery.contract import DAY, Fate, GalleryError
from gallery.shelf import Shelf


def contents(shelf: Shelf) -> bytes:
    return b"".join(path.read_bytes() for path in shelf.home.rglob("*") if path.is_file())


def test_what_was_discarded_comes_back_as_it_was(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved(files={"index.html": b"as it was"})
    shelf.tag(entry, "sweet")
    shelf.save_data(entry, {"diary.txt": b"mine"})
    shelf.lay_out(entry)
    before = shelf.find(entry)
    held = shelf.holdings(entry)
    done = shelf.discard(entry)
    assert done.waits == held
    assert f"folder {shelf.folder(entry)}" in done.gone.removed
    assert not shelf.folder(entry).exists()
    assert shelf.entries() == []
    assert not shelf.exists(entry)
    with pytest.raises(GalleryError, match="empty"):
        shelf.find(entry)
    (waiting,) = shelf.discarded()
    assert (waiting.id, waiting.gone_at) == (entry, done.until)
    shelf.sweep()
    shelf.undo(shelf.find("last", discarded=True).id)
    assert shelf.find(entry) == before
    assert shelf.files(entry) == {"index.html": b"as it was"}
    assert shelf.files(entry, "data") == {"diary.txt": b"mine"}
    assert shelf.discarded() == []


def test_after_its_days_nothing_is_left_of_it(shelf: Shelf, shelved: Callable[..., str], clock: Any) -> None:
    entry = shelved(files={"index.html": b"secret words"})
    shelf.discard(entry)
    clock.now += 6.9 * DAY
    shelf.sweep()
    assert b"secret words" in contents(shelf)
    clock.now += 0.2 * DAY
    assert f"entry {entry}" in shelf.sweep().removed
    assert b"secret words" not in contents(shelf)
    assert entry.encode() not in contents(shelf)
    with pytest.raises(GalleryError, match="gone for good"):
        shelf.undo(entry)


def test_a_kept_one_comes_back_as_kept_and_a_trial_begins_anew(
    shelf: Shelf, shelved: Callable[..., str], clock: Any, tmp_path: Path
) -> None:
    kept, trial = shelved("kept"), shelved("trial")
    shelf.keep(kept, tmp_path / "kept")
    for entry in (kept, trial):
        shelf.discard(entry)
    clock.now += 6 * DAY
    for entry in (kept, trial):
        shelf.undo(entry)
    assert (shelf.find(kept).fate, shelf.find(kept).expires) == (Fate.KEPT, None)
    assert (shelf.find(trial).fate, shelf.find(trial).expires) == (Fate.ON_TRIAL, clock.now + 7 * DAY)


def test_one_that_waits_already_can_go_at_once(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved(files={"index.html": b"secret words"})
    shelf.discard(entry)
    assert shelf.discard(entry, now=True).gone.left == ()
    assert shelf.discarded() == []
    assert b"secret words" not in contents(shelf)


def test_a_clock_set_back_lengthens_no_wait(shelf: Shelf, shelved: Callable[..., str], clock: Any) -> None:
    entry, today = shelved(), clock.now
    clock.now = today + 365 * DAY
    shelf.discard(entry)
    clock.now = today
    shelf.sweep()
    clock.now = today + 8 * DAY
    assert f"entry {entry}" in shelf.sweep().removed


def test_a_trial_lasts_as_long_as_the_user_says(
    shelf: Shelf, shelved: Callable[..., str], clock: Any, tmp_path: Path
) -> None:
    short, long, endless, kept = shelved("short"), shelved("long"), shelved("endless"), shelved("kept")
    shelf.set_expiry(short, 1)
    shelf.set_expiry(long, 30)
    shelf.set_expiry(endless, None)
    shelf.keep(kept, tmp_path)
    with pytest.raises(GalleryError, match="kept"):
        shelf.set_expiry(kept, 1)
    clock.now += 2 * DAY
    shelf.sweep()
    assert {e.id: e.fate for e in shelf.entries()} == {
        short: Fate.EXPIRED,
        long: Fate.ON_TRIAL,
        endless: Fate.ON_TRIAL,
        kept: Fate.KEPT,
    }
    clock.now += 300 * DAY
    shelf.sweep()
    clock.now += 8 * DAY
    shelf.sweep()
    assert {e.id for e in shelf.entries()} == {endless, kept}
