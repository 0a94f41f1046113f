"""What an app was before: shown, compared, restored, branched."""

from collections.abc import Callable
from typing import Any

import pytest

from gallery.capsule import make_capsule
from gallery.compare import Comparison, Side
from gallery.console import make_console
from gallery.contract import GalleryError, Version
from gallery.receipt import make_receipt, receipt_of
from gallery.shelf import PICTURES, Shelf
from gallery.show_versions import show_comparison, show_versions
from generator.contract import Mark, Result, Spec


@pytest.fixture
def two_versions(shelf: Shelf, shelved: Callable[..., str], result: Callable[..., Result]) -> str:
    """An entry whose second version holds more of its claims and has another title."""
    entry = shelved(files={"index.html": b"<h1>Cakes</h1>\n<p>0</p>\n", "data.bin": b"\0\1"})
    made = result(marks=(Mark.PASSED, Mark.PASSED), files={"index.html": b"<h1>Cakes</h1>\n<p>1</p>\n"}, title="Cakes")
    receipt = make_receipt(entry, Spec("count cakes"), made, "a-model")
    assert made.candidate
    assert made.verdict
    shelf.put(
        entry,
        made.candidate.files,
        made.verdict.pictures,
        receipt=receipt.model_dump_json(),
        capsule=make_capsule(Spec("count cakes"), made, "a-model"),
        passed=receipt.passed,
        claims=len(receipt.claims),
    )
    return entry


def side(shelf: Shelf, entry: str, number: int) -> Side:
    version = shelf.versions.get(entry, number)
    return Side(f"version {number}", receipt_of(version), shelf.versions.files(entry, number))


def test_an_older_version_comes_back_as_the_newest_and_the_ones_between_stay(shelf: Shelf, two_versions: str) -> None:
    assert shelf.versions.restore(two_versions, 1) == 3
    assert shelf.files(two_versions)["index.html"] == b"<h1>Cakes</h1>\n<p>0</p>\n"
    assert shelf.files(two_versions, PICTURES)
    assert [version.asked for version in shelf.versions.of(two_versions)] == ["", "", "version 1 again"]
    found = shelf.find(two_versions)
    assert (found.title, found.passed, found.claims) == ("Cake Counter", 1, 2)
    assert shelf.versions.files(two_versions, 2) == {"index.html": b"<h1>Cakes</h1>\n<p>1</p>\n"}


def test_the_newest_version_and_one_that_is_not_there_cannot_be_restored(shelf: Shelf, two_versions: str) -> None:
    with pytest.raises(GalleryError, match="newest"):
        shelf.versions.restore(two_versions, 2)
    with pytest.raises(GalleryError, match="versions 1 to 2, not 9"):
        shelf.versions.restore(two_versions, 9)
    entry, _ = shelf.begin("nothing came of it")
    with pytest.raises(GalleryError, match="no version yet"):
        shelf.versions.restore(entry, 1)
    assert len(shelf.versions.of(two_versions)) == 2


def test_a_branch_is_an_app_of_its_own(shelf: Shelf, two_versions: str) -> None:
    fresh = shelf.versions.branch(shelf.find(two_versions), 1)
    found = shelf.find(fresh)
    assert (found.title, found.state, found.spec, found.versions) == ("Cake Counter", "ready", "count cakes", 1)
    version = shelf.version(fresh)
    assert version
    assert (version.asked, receipt_of(version).id) == (f"version 1 of {two_versions}", fresh)
    shelf.discard(two_versions, now=True)
    assert set(shelf.files(fresh)) == {"index.html", "data.bin"}, "files that both had outlive the first"
    shelf.discard(fresh, now=True)
    assert not list((shelf.home / "blobs").rglob("*.*"))


def test_a_branch_takes_what_was_attached_and_not_what_the_app_stored(shelf: Shelf, shelved: Any) -> None:
    entry, run = shelf.begin("sum a file", {"a.csv": b"1"})
    shelf.put(entry, {"index.html": b"x"}, {}, receipt="{}", capsule="{}", passed=0, claims=0)
    shelf.save_data(entry, {"diary.txt": b"private"})
    shelf.end(run)
    fresh = shelf.versions.branch(shelf.find(entry))
    assert shelf.files(fresh, "given") == {"a.csv": b"1"}
    assert shelf.stored(fresh) == {}


def test_two_versions_side_by_side(shelf: Shelf, two_versions: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = Comparison(side(shelf, two_versions, 1), side(shelf, two_versions, 2))
    assert told.claims == [
        ("Pressing Add counts cake 1", Mark.PASSED, Mark.PASSED),
        ("Pressing Add counts cake 2", Mark.FAILED, Mark.PASSED),
    ]
    assert "data.bin differs: 2 bytes, not there" in told.diff
    assert {"-<p>0</p>", "+<p>1</p>", " <h1>Cakes</h1>"} <= set(told.diff)
    data = told.as_data()
    assert (data["score"], data["claims"][1]["status"]) == ([0.5, 1.0], ["failed", "passed"])
    show_comparison(make_console(), told)
    shown = capsys.readouterr().out
    assert "failed" in shown
    assert "+<p>1</p>" in shown


def test_versions_are_listed_with_what_was_asked(
    shelf: Shelf, two_versions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.versions.restore(two_versions, 1)
    show_versions(make_console(), [(v, shelf.versions.size(v)) for v in shelf.versions.of(two_versions)])
    first, second, third = capsys.readouterr().out.splitlines()
    assert ("1/2" in first, "2/2" in second, "26 bytes" in first) == (True, True, True)
    assert first.endswith("count cakes")
    assert third.endswith("version 1 again")


def test_hostile_words_in_a_version_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = '{"id":"x","title":"t","kind":"web","spec":"[bold]a\\u001b[2Jb","outcome":"none","reason":"","score":0,'
    receipt += '"claims":[],"basics":[],"seconds":0,"stages":{},"calls":0,"tokens_in":0,"tokens_out":0,"cost":null,'
    receipt += '"model":"m","method":"","pictures":[]}'
    show_versions(make_console(), [(Version("x", 1, "", receipt, "{}", 0.0), 0)])
    shown = capsys.readouterr().out
    assert "[bold]ab" in shown
    assert "\x1b" not in shown
