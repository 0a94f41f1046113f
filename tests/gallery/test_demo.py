"""What becomes of an app that comes as a folder: its entry, its proof by its checks, and the command for demos."""

import json
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gallery import answer, demo as demo_module
from gallery.cli import app as cli
from gallery.console import make_console
from gallery.contract import GalleryError
from gallery.demo import demo, demos, prove, shelved
from gallery.live import PlainView
from gallery.manifest import AppFolder, read_app
from gallery.receipt import receipt_of
from gallery.shelf import Shelf
from generator.contract import Mark
from sandbox import Engine

MANIFEST = 'mayfly = 1\ntitle = "Doubler"\nabout = "Doubles a number."\nkind = "web"\n'
CHECKS = """
[[claims]]
id = "{name}"
text = "It doubles a number."
[[claims.checks]]
title = "Two"
steps = [{{do = "fill", name = "Number", value = "2"}}, {{do = "see_value", name = "Twice", equals = "{twice}"}}]
"""
PAGE = """<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">
<title>Doubler</title><link rel=icon href="data:,"><h1>Doubler</h1>
<label for=n>Number</label><input id=n type=number oninput="t.textContent = 2 * this.value">
<p>Twice <output id=t aria-label=Twice></output></p></html>"""


@pytest.fixture
def doubler(tmp_path: Path) -> AppFolder:
    return write(tmp_path / "doubler", "4")


def write(folder: Path, twice: str) -> AppFolder:
    (folder / "app").mkdir(parents=True)
    (folder / "mayfly.toml").write_text(MANIFEST)
    (folder / "checks.toml").write_text(CHECKS.format(name="twice", twice=twice))
    (folder / "app" / "index.html").write_text(PAGE)
    return read_app(folder)


def test_an_app_is_shelved_once_and_nothing_is_proved_by_that(shelf: Shelf, doubler: AppFolder) -> None:
    entry = shelved(shelf, doubler)
    assert shelved(shelf, doubler).id == entry.id
    assert (entry.title, entry.kind, entry.state, entry.passed, entry.claims) == ("Doubler", "web", "ready", 0, 1)
    version = shelf.version(entry.id)
    assert version
    assert [claim.status for claim in receipt_of(version).claims] == [Mark.NOT_CHECKED]
    shelf.put(entry.id, {"index.html": b"changed"}, {}, receipt="{}", capsule="{}", passed=0, claims=0)
    assert shelved(shelf, doubler).id != entry.id, "one that was changed since is another app"


def test_it_is_proved_by_its_own_checks_without_a_model(shelf: Shelf, doubler: AppFolder, engine: Engine) -> None:
    receipt = prove(shelf, doubler, engine, PlainView(make_console()), threading.Event())
    assert (receipt.outcome, receipt.counted, receipt.calls) == ("passed", "1 of 1 claims passed", 0)
    assert receipt.faults.tried
    entry = shelf.find(receipt.id)
    assert (entry.passed, entry.versions, entry.state) == (1, 1, "ready")
    assert shelved(shelf, doubler).id == receipt.id, "the one that was proved is the one that is opened"


def test_what_it_claims_and_does_not_do_has_failed(shelf: Shelf, engine: Engine, tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong", "5")
    receipt = prove(shelf, wrong, engine, PlainView(make_console()), threading.Event())
    assert receipt.outcome == "partly"
    assert [claim.status for claim in receipt.claims] == [Mark.FAILED]


def test_a_demo_that_is_not_there_is_refused_with_those_that_are(
    doubler: AppFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(demo_module, "DEMOS", tmp_path)
    assert [one.name for one in demos()] == ["doubler"]
    assert demo("doubler").plan == doubler.plan
    with pytest.raises(GalleryError) as refused:
        demo("tripler")
    assert refused.value.hint == "There are: doubler."


def test_every_demo_that_comes_with_mayfly_is_whole() -> None:
    """Their claims are tried by tests/gallery/demos; here only what a folder of a demo must have."""
    for one in demos():
        covered = {check.claim for check in one.checks}
        assert covered == {claim.id for claim in one.plan.claims}, f"{one.name}: claims without a check"
        assert one.picture.startswith(b"\x89PNG"), f"{one.name} has no picture"
        assert one.spec.text.count(" ") > 20, f"{one.name} says too little of what it is made from"


def test_the_command_lists_and_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, doubler: AppFolder) -> None:
    monkeypatch.setattr(demo_module, "DEMOS", tmp_path)
    monkeypatch.setenv("MAYFLY_HOME", str(tmp_path / "home"))

    def said(*args: str) -> str:
        monkeypatch.setattr(answer, "PRINTED", threading.Event())  # each command in a process of its own
        return CliRunner().invoke(cli, ["demo", *args]).stdout

    assert [one["name"] for one in json.loads(said("--json"))["demos"]] == [doubler.name]
    assert "doubler: Doubler" in said()
    assert json.loads(said("tripler", "--json"))["hint"] == "There are: doubler."
