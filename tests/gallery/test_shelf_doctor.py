"""Damage of every sort is found, told, and mended from what else is there; what can be read is never thrown away."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gallery.contract import GalleryError
from gallery.shelf import PICTURES, Shelf
from gallery.shelf_doctor import examine
from sandbox.contract import Finding


@pytest.fixture
def well(shelf: Shelf, shelved: Callable[..., str]) -> list[str]:
    """Three apps on a shelf that nobody has open any more."""
    made = [shelved(f"app {n}", files={"index.html": f"<h1>{n}</h1>".encode()}) for n in range(3)]
    shelf.__exit__(None, None, None)
    return made


def put(shelf: Shelf, entry: str, files: dict[str, bytes], pictures: dict[str, bytes]) -> None:
    """Another version."""
    before = shelf.version(entry)
    assert before
    shelf.put(entry, files, pictures, receipt=before.receipt, capsule=before.capsule, passed=1, claims=2)


def look(shelf: Shelf, *, fix: bool = False) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(shelf, fix=fix)}


def mended(shelf: Shelf) -> dict[str, Finding]:
    """What a mending tells; afterwards all is well."""
    told = look(shelf, fix=True)
    assert all(finding.ok for finding in told.values()), told
    again = look(shelf)
    assert all(finding.ok for finding in again.values()), again
    return told


def blob(shelf: Shelf, content: bytes) -> Path:
    (path,) = [p for p in (shelf.home / "blobs").rglob("*") if p.is_file() and p.read_bytes() == content]
    return path


def test_a_shelf_that_is_well_stays_as_it_is(shelf: Shelf, well: list[str]) -> None:
    before = {p: p.read_bytes() for p in (shelf.home / "blobs").rglob("*") if p.is_file()}
    assert mended(shelf)["files"].found == "4 files are whole"
    assert {p: p.read_bytes() for p in (shelf.home / "blobs").rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"<h1>x</h1>")])
def test_a_file_is_put_back_from_where_the_app_was_laid_out(
    shelf: Shelf, well: list[str], harm: Callable[[Path], Any]
) -> None:
    with shelf:
        shelf.lay_out(well[1])
    harm(blob(shelf, b"<h1>1</h1>"))
    told = look(shelf)[well[1]]
    assert (told.ok, told.found) == (False, "damaged or lost: index.html")
    assert "1 were put back from copies" in mended(shelf)["files"].found
    with shelf:
        assert shelf.files(well[1]) == {"index.html": b"<h1>1</h1>"}


def test_a_copy_that_was_edited_since_is_no_copy(shelf: Shelf, well: list[str]) -> None:
    with shelf:
        (shelf.lay_out(well[1]) / "app/index.html").write_bytes(b"<h1>2</h1>")
    blob(shelf, b"<h1>1</h1>").unlink()
    told = look(shelf, fix=True)[well[1]]
    assert (told.ok, told.found) == (False, "all of its versions have lost files")
    assert f"discard {well[1]} --now" in told.mend
    with shelf, pytest.raises(GalleryError, match="damaged"):
        shelf.files(well[1])


def test_a_version_that_is_lost_gives_way_to_the_one_before(shelf: Shelf, well: list[str]) -> None:
    with shelf:
        put(shelf, well[0], {"index.html": b"newer", "x.js": b"1"}, {})
    blob(shelf, b"newer").write_bytes(b"bit rot")
    assert "version 2" in mended(shelf)[well[0]].found
    with shelf:
        assert shelf.files(well[0]) == {"index.html": b"<h1>0</h1>"}
        assert shelf.find(well[0]).versions == 1
    assert (shelf.home / "damaged").is_dir(), "what was damaged may be of use to somebody"


def test_an_app_goes_on_without_a_lost_picture(shelf: Shelf, well: list[str]) -> None:
    with shelf:
        put(shelf, well[0], {"index.html": b"newer"}, {"p.png": b"own picture"})
    blob(shelf, b"own picture").unlink()
    assert "without pictures that was lost: p.png" in mended(shelf)[well[0]].found
    with shelf:
        assert shelf.files(well[0]) == {"index.html": b"newer"}
        assert shelf.files(well[0], PICTURES) == {}


def test_rows_of_no_app_and_files_of_no_row_go(shelf: Shelf, well: list[str]) -> None:
    db = sqlite3.connect(shelf.home / "shelf.db")
    db.execute("delete from entries where id = ?", (well[0],))  # without foreign keys, as a plain tool does it
    db.commit()
    db.close()
    stray = shelf.home / "blobs/ab"
    stray.mkdir(exist_ok=True)
    (stray / ("ab" + "0" * 62)).write_bytes(b"x")
    assert not look(shelf)["rows"].ok
    told = mended(shelf)
    assert "belonged to no app were removed" in told["rows"].found
    assert "were removed" in told["left behind"].found
    assert not list(stray.glob("ab0*"))
    with shelf:
        assert {entry.id for entry in shelf.entries()} == {*well[1:]}


def test_of_a_torn_file_of_records_what_can_be_read_is_saved(shelf: Shelf, well: list[str]) -> None:
    with shelf:
        entry, run = shelf.begin("long")
        for n in range(400):
            shelf.record(run, {"event": "Remark", "text": f"{n} " + "x" * 2000})
        shelf.end(run)
    db = sqlite3.connect(shelf.home / "shelf.db")
    db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    path = shelf.home / "shelf.db"
    whole = path.read_bytes()
    size = len(whole)
    path.write_bytes(whole[: size // 2] + b"\xff" * (size // 4) + whole[size // 2 + size // 4 :])
    told = look(shelf)
    assert [*told] == ["records"]
    assert not told["records"].ok
    assert "4 apps were saved" in mended(shelf)["records"].found
    with shelf:
        assert {one.id for one in shelf.entries()} == {*well, entry}
        assert shelf.files(well[2]) == {"index.html": b"<h1>2</h1>"}
    (aside,) = shelf.home.glob("damaged-*")
    assert (aside / "shelf.db").stat().st_size == size


def test_without_any_records_apps_come_back_from_their_folders(shelf: Shelf, well: list[str]) -> None:
    with shelf:
        shelf.lay_out(well[1])
    for path in shelf.home.glob("shelf.db*"):
        path.write_bytes(b"this is no database" * 1000)
    with pytest.raises(GalleryError) as raised, shelf:
        pass
    assert "doctor --shelf --fix" in raised.value.hint
    assert "0 apps were saved, 1 more from their folders" in mended(shelf)["records"].found
    with shelf:
        (back,) = shelf.entries()
        assert shelf.files(back.id) == {"index.html": b"<h1>1</h1>"}
        assert (back.passed, back.kind) == (0, "web")
    (aside,) = shelf.home.glob("damaged-*")
    assert any(p.read_bytes() == b"<h1>2</h1>" for p in (aside / "blobs").rglob("*") if p.is_file())
