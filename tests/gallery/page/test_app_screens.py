"""The screens of one app and of the shelf do what they say, and say what they did."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gallery.contract import Fate
from gallery.shelf import Shelf
from tests.gallery.page.conftest import Screen, text_of

EVIL = "<b>bold</b> **x** ![t](http://evil/t.png) :red[r] $x$"
SHOWN = "\\<b\\>bold\\<\\/b\\> \\*\\*x\\*\\* \\!\\[t\\]\\("


def press(page: AppTest, label: str) -> AppTest:
    pressed = next(button for button in page.button if button.label == label).click().run()
    assert not pressed.exception
    return pressed


def said(page: AppTest) -> str:
    return "\n".join([text_of(page), *(str(one.value) for one in page.success)])


def test_an_app_is_kept_in_a_folder_under_a_name(
    screen: Screen, shelf: Shelf, shelved: Callable[..., str], tmp_path: Path
) -> None:
    entry = shelved()
    shown = screen("app", entry, part="Keep or discard")
    shown.radio[0].set_value("A folder").run()
    shown.text_input(key=f"name {entry}").set_value("My cakes").run()
    shown.text_input(key=f"folder {entry}").set_value(str(tmp_path / "kept"))
    shown = press(shown, "Keep it")
    assert (tmp_path / "kept/index.html").is_file()
    assert (shelf.find(entry).fate, shelf.find(entry).title) == (Fate.KEPT, "My cakes")
    assert "Kept in" in said(shown)


def test_a_folder_that_is_taken_is_said(screen: Screen, shelved: Callable[..., str], tmp_path: Path) -> None:
    entry = shelved()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("x")
    shown = screen("app", entry, part="Keep or discard")
    shown.radio[0].set_value("A folder").run()
    shown.text_input(key=f"folder {entry}").set_value(str(tmp_path / "mine"))
    assert "not empty" in text_of(press(shown, "Keep it"))


def test_a_discard_says_what_goes_is_shown_to_be_gone_and_is_taken_back(
    screen: Screen, shelf: Shelf, shelved: Callable[..., str]
) -> None:
    entry = shelved(title=EVIL)
    shown = screen("app", entry, part="Keep or discard")
    assert "- 1 version\n" in text_of(shown)
    shown = press(shown, "Discard it")
    assert shelf.entries() == []
    state = {"gone": shown.session_state["gone"]}
    shown = with_state(screen, "shelf", state)
    assert f"{SHOWN}" in text_of(shown)
    assert "nothing of it is left" in text_of(shown)
    shown = press(shown, "Bring it back")
    assert shelf.exists(entry)
    assert "back on the shelf" in said(shown)


@pytest.mark.parametrize("name", ["run", "app"])
def test_an_app_that_was_discarded_says_so_and_is_taken_back(
    name: str, screen: Screen, shelf: Shelf, shelved: Callable[..., str]
) -> None:
    entry = shelved(title=EVIL)
    shelf.discard(entry)
    shown = screen(name, entry)
    told = text_of(shown)
    assert "**It was discarded.** 1 of 2 claims passed." in told
    assert SHOWN in told
    assert "Count showed 2\\, not 1" in told
    shown = press(shown, "Bring it back")
    assert shelf.exists(entry)
    assert "back on the shelf" in said(shown)


def with_state(screen: Screen, name: str, state: dict[str, Any]) -> AppTest:
    shown = screen(name)
    for key, value in state.items():
        shown.session_state[key] = value
    return shown.run()


def test_versions_are_compared_gone_back_to_and_branched(
    screen: Screen, shelf: Shelf, shelved: Callable[..., str]
) -> None:
    entry = shelved(files={"index.html": b"<h1>Cakes</h1>"})
    newer = shelf.version(entry)
    assert newer
    script = {"index.html": b"<script>alert(1)</script>"}
    shelf.put(entry, script, {}, receipt=newer.receipt, capsule=newer.capsule, passed=1, claims=2)
    shown = screen("app", entry, part="Versions")
    html = "\n".join(str(one.proto.body) for one in shown.get("html"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>" not in html
    shown = press(shown, "Go back to it")
    assert "Version 1 is the one in use again" in said(shown)
    assert shelf.files(entry) == {"index.html": b"<h1>Cakes</h1>"}
    press(shown, "Branch")
    assert len(shelf.entries()) == 2


def test_an_app_is_tagged_set_to_stay_and_copied(screen: Screen, shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved()
    shelf.tag(entry, "home")
    shown = screen("app", entry, part="Keep or discard")
    shown.selectbox(key=f"expiry {entry}").set_value("until discarded").run()
    assert "stays until you discard it" in said(shown)
    assert shelf.find(entry).expires is None
    press(shown, "Duplicate")
    assert [one.tags for one in shelf.entries()] == [("home",), ("home",)]


def test_the_shelf_is_searched_and_paged(screen: Screen, shelf: Shelf, shelved: Callable[..., str]) -> None:
    wanted = shelved("count every cake", title=EVIL)
    for number in range(31):
        shelf.end(shelf.begin(f"number {number}")[1])
    shown = screen("shelf")
    assert "32 apps" in text_of(shown)
    assert "number 0" not in text_of(shown)
    shown.text_input[0].set_value("CAKE every").run()
    assert "One app" in text_of(shown)
    assert "number 30" not in text_of(shown)
    assert [button.key for button in shown.button] == [f"open {wanted}"]
    shown.text_input[0].set_value("no such").run()
    assert "Nothing on the shelf fits that" in text_of(shown)


def test_an_app_of_which_nothing_was_made_says_why(screen: Screen, shelf: Shelf) -> None:
    entry, run = shelf.begin(EVIL)
    shelf.end(run, f"No model answered. {EVIL}")
    told = text_of(screen("app", entry))
    assert "Nothing was made of it yet" in told
    assert SHOWN in told


def test_a_change_without_a_sentence_is_not_begun(screen: Screen, shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved()
    shown = press(screen("app", entry, part="Change"), "Change it")
    assert "Say in a sentence" in str(shown.warning[0].value)
    assert shelf.find(entry).state == "ready"


@pytest.mark.parametrize("part", ["Models", "Budgets", "Permissions", "Sandbox", "Spent"])
def test_every_part_of_the_settings_is_shown(part: str, screen: Screen, shelved: Callable[..., str]) -> None:
    shelved()
    shown = screen("settings")
    shown.session_state["part of settings"] = part
    shown.run()
    assert not shown.exception
    assert not shown.error


def test_budgets_are_saved(screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    config.touch()
    monkeypatch.setenv("MAYFLY_CONFIG", str(config))
    shown = screen("settings")
    shown.session_state["part of settings"] = "Budgets"
    shown.run().number_input[0].set_value(45.0)
    shown = press(shown, "Save")
    assert "Saved" in said(shown)
    assert "seconds = 45.0" in config.read_text()


@pytest.mark.parametrize("name", ["demos", "debug"])
def test_demos_and_debug_are_shown(name: str, screen: Screen) -> None:
    assert not screen(name).error


def test_a_failure_of_ours_is_a_sentence(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("gallery.page.shelf.show", broken)
    assert "can\\'t be shown" in text_of(screen("shelf"))
