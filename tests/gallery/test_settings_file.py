"""Settings are changed from the page: what is written can be read again, and no key goes astray."""

import stat
from pathlib import Path

import pytest

from gallery import settings_file
from gallery.contract import GalleryError
from gallery.settings import load
from gallery.settings_file import Wanted, change, change_model

BEFORE = """\
# mine
[model]
base_url = "https://one.example/v1"  # the good one
api_key_env = "ONE_KEY"
name = "big"

[limits]
seconds = 90
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("MAYFLY_CONFIG", "MAYFLY_BASE_URL", "MAYFLY_API_KEY", "MAYFLY_MODEL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "config.toml"
    monkeypatch.setenv("MAYFLY_CONFIG", str(path))
    path.write_text(BEFORE)
    return path


def test_one_setting_is_changed_and_all_else_stays(config: Path) -> None:
    change("limits", {"seconds": 120, "candidates": 3})
    assert load().budget.seconds == 120
    assert load().candidates == 3
    assert config.read_text() == BEFORE.replace("seconds = 90", "seconds = 120\ncandidates = 3")
    change("limits", {"candidates": None})
    assert config.read_text() == BEFORE.replace("seconds = 90", "seconds = 120")


def test_what_could_not_be_read_again_is_not_written(config: Path) -> None:
    with pytest.raises(GalleryError, match=r"limits\.seconds"):
        change("limits", {"seconds": -1})
    with pytest.raises(GalleryError, match="no such setting"):
        change("limits", {"nonsense": 1})
    assert config.read_text() == BEFORE
    assert list(config.parent.iterdir()) == [config]


def test_a_key_does_not_follow_to_another_address(config: Path) -> None:
    change_model(Wanted("https://one.example/v1", "small"))
    assert settings_file.kept().model.api_key_env == "ONE_KEY"
    change_model(Wanted("https://two.example/v1", "small"))
    assert "ONE_KEY" not in config.read_text()
    change_model(Wanted("https://two.example/v1", "small", api_key="s3cret"))
    assert load().choices["writer"].api_key == "s3cret"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


def test_a_role_has_a_model_of_its_own_and_has_none_again(config: Path) -> None:
    change_model(Wanted(weights="0.5b"), "planner")
    assert load().choices["planner"].weights == "0.5b"
    assert load().choices["writer"].name == "big"
    change_model(Wanted(), "planner")
    assert settings_file.kept().models == {}
    assert load().choices["planner"].name == "big"


@pytest.mark.parametrize(
    "text",
    [
        '[models.planner]\nweights = "0.5b"\n\n[limits]\nseconds = 90\n\n[models.checker]\nweights = "1.5b"\n',
        'models = {planner = {weights = "0.5b"}, checker = {weights = "1.5b"}}\n',
        'models.planner.weights = "0.5b"\nmodels.checker.weights = "1.5b"\n',
    ],
    ids=["apart", "inline", "dotted"],
)
def test_nothing_is_lost_however_the_file_is_written(text: str, config: Path) -> None:
    config.write_text(text)
    change_model(Wanted("https://one.example/v1", "small"), "planner")
    change("limits", {"seconds": 30})
    kept = settings_file.kept()
    assert kept.models["planner"].base_url == "https://one.example/v1"
    assert kept.models["planner"].weights == ""
    assert kept.models["checker"].weights == "1.5b"
    assert kept.limits.seconds == 30


def test_a_first_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAYFLY_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = change("shelf", {"trial_days": 3})
    assert path.is_relative_to(tmp_path)
    assert load().trial_days == 3
