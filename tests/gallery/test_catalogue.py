"""Entries are found by what a person remembers of them, under the names and tags that the user gave."""

from collections.abc import Callable
from typing import Any

import pytest

from gallery.contract import Fate, GalleryError
from gallery.shelf import Shelf
from generator.contract import Kind


@pytest.fixture
def four(shelf: Shelf, shelved: Callable[..., str], clock: Any) -> list[str]:
    made = []
    for sentence, title, kind in (
        ("count cakes for the party", "Cake Counter", Kind.WEB),
        ("split a bill", "Bill Split", Kind.WEB),
        ("Wechselgeld für den KÄSEstand", "Käse", Kind.STREAMLIT),
        ("party invitations", "Invite", Kind.SCRIPT),
    ):
        made.append(shelved(sentence, title=title, kind=kind))
        clock.now += 1
    return made


def test_every_word_must_stand_somewhere_in_it(shelf: Shelf, four: list[str]) -> None:
    def found(query: str = "", **more: Any) -> list[int]:
        assert shelf.count(query, **more) == len(shelf.entries(query, **more))
        return [four.index(e.id) for e in shelf.entries(query, **more)]

    shelf.tag(four[1], "Money", "party")
    assert found() == [3, 2, 1, 0]
    assert found("PARTY") == [3, 1, 0], "in a sentence or a tag"
    assert found("party cake") == [0]
    assert found("käsestand") == [2]
    assert found("100%") == found("_") == []
    assert found(tag="MONEY") == [1]
    assert found("split", tag="party", kind="web", fate=Fate.ON_TRIAL) == [1]
    assert found(kind="script") == [3]
    assert found(fate=Fate.KEPT) == []
    assert [e.id for e in shelf.entries(limit=2, offset=1)] == [four[2], four[1]]
    shelf.discard(four[3])
    assert found("party") == [1, 0]


def test_a_title_of_the_users_own_outlasts_a_change(shelf: Shelf, four: list[str]) -> None:
    shelf.rename(four[0], "  Grandma's \x1b[31mcakes\n")
    shelf.describe(four[0], "Another Title", "web")
    assert shelf.find(four[0]).title == "Grandma's cakes"
    assert [e.id for e in shelf.entries("grandma")] == [four[0]]
    shelf.rename(four[0], "")
    assert shelf.find(four[0]).title == "Another Title"


def test_tags_are_words_in_small_letters(shelf: Shelf, four: list[str]) -> None:
    shelf.tag(four[0], "Sweet", "größe", "v1.2")
    shelf.tag(four[1], "sweet")
    assert shelf.find(four[0]).tags == ("größe", "sweet", "v1.2")
    assert shelf.tags() == {"größe": 1, "sweet": 2, "v1.2": 1}
    shelf.untag(four[0], "SWEET", "never-had")
    assert shelf.tags()["sweet"] == 1
    for bad in ("", "two words", "a/b", "x" * 41):
        with pytest.raises(GalleryError, match="no tag"):
            shelf.tag(four[2], "fine", bad)
    with pytest.raises(GalleryError, match="at most 20"):
        shelf.tag(four[2], *(f"t{n}" for n in range(21)))
    assert shelf.find(four[2]).tags == (), "all of it or nothing"


def test_a_beginning_of_an_id_is_no_pattern(shelf: Shelf, four: list[str]) -> None:
    assert shelf.find(four[0][:-1]).id == four[0]
    for name in ("%", "_", "*", four[0].upper()):
        with pytest.raises(GalleryError, match="no app"):
            shelf.find(name)


def test_a_duplicate_has_every_version_and_its_own_data(shelf: Shelf, four: list[str]) -> None:
    entry = four[0]
    shelf.tag(entry, "sweet")
    shelf.save_data(entry, {"diary.txt": b"mine"})
    shelf.put(entry, {"index.html": b"two"}, {}, receipt="{}", capsule='{"asked": "two"}', passed=1, claims=2)
    fresh = shelf.versions.duplicate(shelf.find(entry))
    copy = shelf.find(fresh)
    assert (copy.title, copy.versions, copy.tags, copy.state) == ("Cake Counter", 2, ("sweet",), "ready")
    assert [v.asked for v in shelf.versions.of(fresh)] == ["", "two"]
    assert shelf.versions.files(fresh, 1) == {"index.html": b"<h1>Cakes</h1>"}
    shelf.save_data(fresh, {})
    shelf.discard(fresh, now=True)
    assert shelf.files(entry, "data") == {"diary.txt": b"mine"}
    assert shelf.files(entry) == {"index.html": b"two"}


def test_what_is_on_the_disk_is_told_and_shared_files_count_once(shelf: Shelf, shelved: Callable[..., str]) -> None:
    one = shelved("one", files={"index.html": b"x" * 1000})
    picture = shelf.disk().apps - 1000
    other = shelved("other", files={"index.html": b"x" * 1000, "more.js": b"y" * 50})
    assert shelf.disk().apps == 1050 + picture
    assert shelf.find(one).size == 1000 + picture
    shelf.discard(other)
    told = shelf.disk()
    assert (told.apps, told.waiting) == (1000 + picture, 50)
    assert told.records > 0
    assert told.free > 0
