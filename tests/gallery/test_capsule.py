"""A capsule comes back as it went, and one from a stranger is held at the door."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gallery.capsule import LONGEST_TEXT, of_entry, read_capsule
from gallery.contract import GalleryError
from gallery.shelf import Shelf
from generator.contract import Kind


@pytest.fixture
def capsule(shelf: Shelf, shelved: Callable[..., str]) -> dict[str, Any]:
    entry = shelved(files={"index.html": b"<h1>Cakes</h1>", "img/a.png": b"\x89PNG\0"})
    told: dict[str, Any] = json.loads(of_entry(shelf, shelf.find(entry)))
    return told


def test_it_holds_the_app_the_plan_the_checks_and_what_it_took(capsule: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "cakes.json"
    path.write_text(json.dumps(capsule))
    read = read_capsule(path)
    assert read.app() == {"index.html": b"<h1>Cakes</h1>", "img/a.png": b"\x89PNG\0"}
    assert (read.spec_of().text, read.plan.kind, len(read.checks)) == ("count cakes", Kind.WEB, 2)
    assert read.start(with_app=False).candidate is None
    assert capsule["tokens"] == [900, 300]
    assert capsule["prompts"]


def evil(**changes: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda capsule: capsule | changes


def deep(_: dict[str, Any]) -> str:
    return "[" * 200_000


@pytest.mark.parametrize(
    "spoil",
    [
        evil(files={"../../etc/cron.d/x": ""}),
        evil(files={"/etc/passwd": ""}),
        evil(given={"a\\b": ""}),
        evil(files={"a": "not base64!"}),
        evil(files={f"f{n}": "" for n in range(1001)}),
        evil(capsule=2),
        evil(plan=None),
        evil(plan={"title": "x", "kind": "virus", "claims": []}),
        evil(plan={"title": "x", "kind": "web", "claims": []}),
        evil(plan={"title": "x", "kind": "web", "claims": [{"id": "../x", "text": "y"}]}),
        evil(plan={"title": "x", "kind": "web", "claims": [{"id": "c1", "text": "y" * (LONGEST_TEXT + 1)}]}),
        evil(plan={"title": "x", "kind": "web", "claims": [{"id": "c1", "text": "y"}] * 2}),
        evil(checks=[{"id": "k1", "claim": "c1", "title": "t", "steps": [{"do": "exec", "name": "rm"}]}]),
        evil(checks=[{"id": "k1", "claim": "c1", "title": "t", "steps": [{"do": "reload"}] * 1000}]),
        evil(checks=[{"id": "k1", "claim": "c1", "title": "t", "steps": [{"do": "wait", "seconds": 1e9}]}]),
        deep,
        lambda _: "",
        lambda _: "not JSON",
        lambda _: [],
    ],
)
def test_one_that_could_do_harm_is_refused_with_a_sentence(
    capsule: dict[str, Any], tmp_path: Path, spoil: Callable[[dict[str, Any]], Any]
) -> None:
    path = tmp_path / "evil.json"
    spoilt = spoil(capsule)
    path.write_text(spoilt if isinstance(spoilt, str) else json.dumps(spoilt))
    with pytest.raises(GalleryError, match=r"no capsule|name that can't be used") as error:
        read_capsule(path)
    assert len(str(error.value)) < 500
    assert "\n" not in str(error.value)


def test_one_that_is_too_large_is_not_read(tmp_path: Path, capsule: dict[str, Any]) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(130_000_000)
    with pytest.raises(GalleryError, match="larger than 120 MB"):
        read_capsule(path)
    with pytest.raises(GalleryError, match="can't be read"):
        read_capsule(tmp_path)


def test_what_it_says_of_its_claims_is_not_started_from(capsule: dict[str, Any], tmp_path: Path) -> None:
    capsule["files"] = {"index.html": base64.b64encode(b"other").decode()}
    capsule["receipt"]["score"] = 1.0
    path = tmp_path / "liar.json"
    path.write_text(json.dumps(capsule))
    start = read_capsule(path).start(with_app=True)
    assert start.candidate
    assert start.candidate.files == {"index.html": b"other"}
    assert start.change == ""
