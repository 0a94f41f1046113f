"""What is read of a folder with a manifest, and what is refused of one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gallery.contract import GalleryError
from gallery.manifest import MOST_BYTES, read_app
from generator.contract import Kind

MANIFEST = """
mayfly = 1
title = "Cakes"
about = "Counts cakes."
kind = "api"
samples = "Made for this test."
permissions = {hosts = ["cakes.example"], model = true}
services = [{name = "An oven", live = "an oven's address", stand_in = "a drawing of one"}]
"""
CHECKS = """
[[claims]]
id = "count"
text = "It counts cakes."
weight = 2.0
[[claims.checks]]
title = "Two cakes"
steps = [
  {do = "fill", name = "Cake", value = "two"},
  {do = "press", name = "Add"},
  {do = "see_count", name = "Cakes", equals = 2},
  {do = "request", method = "GET", path = "/cakes", counts = {"" = 2}},
]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes the files of an app's folder."""

    def write(**more: str | None) -> Path:
        usual = {"mayfly.toml": MANIFEST, "checks.toml": CHECKS, "spec.md": "Count cakes.\n", "app/app.py": "app = 1"}
        for name, content in ({**usual, "samples/two.txt": "one\ntwo"} | more).items():
            if content is not None:
                (tmp_path / "cakes" / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / "cakes" / name).write_text(content)
        return tmp_path / "cakes"

    return write


def test_a_folder_is_an_app_with_its_claims_checks_and_names(folder: Callable[..., Path]) -> None:
    app = read_app(folder())
    assert (app.name, app.manifest.title, app.spec.text, app.spec.kind) == ("cakes", "Cakes", "Count cakes.", Kind.API)
    assert (app.files, app.spec.files) == ({"app.py": b"app = 1"}, {"two.txt": b"one\ntwo"})
    assert [(claim.id, claim.weight) for claim in app.plan.claims] == [("count", 2.0)]
    assert [(check.id, check.claim, len(check.steps)) for check in app.checks] == [("count-1", "count", 4)]
    assert [(control.name, control.role) for control in app.plan.controls] == [("Cake", "text"), ("Add", "button")]
    assert [(shown.name, shown.form) for shown in app.plan.outputs] == [("Cakes", "table")]
    assert [(route.method, route.path) for route in app.plan.routes] == [("GET", "/cakes")]
    assert app.manifest.permissions.told == "cakes.example, a language model"


def test_a_folder_needs_no_checks_and_no_sentence(folder: Callable[..., Path]) -> None:
    app = read_app(folder(**{"checks.toml": None, "spec.md": None}))
    assert (app.spec.text, app.checks) == ("Cakes: Counts cakes.", [])
    assert [claim.text for claim in app.plan.claims] == ["Cakes opens and shows something."]


def test_its_requirements_are_where_an_app_has_them(folder: Callable[..., Path]) -> None:
    app = read_app(folder(**{"mayfly.toml": MANIFEST.replace("mayfly = 1", 'mayfly = 1\nrequirements = ["oven==1"]')}))
    assert app.files["requirements.txt"] == b"oven==1\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mayfly.toml", "mayfly = 2", "mayfly: Input should be 1"),
        ("mayfly.toml", MANIFEST + "colour = 'red'", "colour: Extra inputs are not permitted"),
        ("mayfly.toml", "title = ", "mayfly.toml is no TOML"),
        ("mayfly.toml", MANIFEST.replace('"api"', '"game"'), "kind: Input should be"),
        ("checks.toml", CHECKS.replace('"press"', '"kick"'), "The check “Two cakes” can't be used: steps.1"),
        ("checks.toml", CHECKS.replace('"count"', '"../count"'), "claims.0.id"),
        ("checks.toml", CHECKS + CHECKS, "Two claims in"),
        ("spec.md", "x" * 9000, "longer than 8000 letters"),
    ],
)
def test_what_is_wrong_is_said(folder: Callable[..., Path], name: str, content: str, said: str) -> None:
    with pytest.raises(GalleryError) as refused:
        read_app(folder(**{name: content}))
    assert said in str(refused.value)
    assert refused.value.hint


@pytest.mark.parametrize("name", ["mayfly.toml", "app/app.py"])
def test_a_folder_without_a_manifest_or_an_app_is_none(folder: Callable[..., Path], name: str) -> None:
    with pytest.raises(GalleryError):
        read_app(folder(**{name: None}))


def test_links_and_pipes_lead_nowhere(folder: Callable[..., Path], tmp_path: Path) -> None:
    place = folder()
    (tmp_path / "secret").write_text("secret")
    (place / "app" / "link.txt").symlink_to(tmp_path / "secret")
    (place / "app" / "folder").symlink_to(tmp_path)
    os.mkfifo(place / "app" / "pipe")
    assert set(read_app(place).files) == {"app.py"}


def test_a_folder_that_is_too_large_is_refused(folder: Callable[..., Path]) -> None:
    place = folder()
    with (place / "app" / "large").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(GalleryError, match="holds more than 32 MB"):
        read_app(place)
