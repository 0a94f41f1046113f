"""Budgets and attached files are read as people write them, and refused in a sentence when they can't be."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from gallery.contract import GalleryError
from gallery.wish import FILE_MB, MOST_FILES, read_budget, read_files
from generator.contract import Budget


@pytest.mark.parametrize(
    ("texts", "budget"),
    [
        (["60s"], Budget(seconds=60)),
        (["3min"], Budget(seconds=180)),
        (["0.10usd"], Budget(dollars=Decimal("0.10"))),
        (["$2"], Budget(dollars=Decimal(2))),
        (["20k"], Budget(tokens=20000)),
        (["1.5K"], Budget(tokens=1500)),
        (["60s,20k", "0.5 usd"], Budget(seconds=60, tokens=20000, dollars=Decimal("0.5"))),
        ([], Budget()),
    ],
)
def test_a_budget_is_read(texts: list[str], budget: Budget) -> None:
    assert read_budget(texts, Budget()) == budget


def test_what_is_said_replaces_only_that_part_of_the_settings() -> None:
    assert read_budget(["20k"], Budget(seconds=90, tokens=5)) == Budget(seconds=90, tokens=20000)


@pytest.mark.parametrize("text", ["", "soon", "60 parsecs", "-5s", "0s", "1e9", "$$1", "nan", "60s;rm"])
def test_an_unclear_budget_is_refused(text: str) -> None:
    with pytest.raises(GalleryError, match="budget"):
        read_budget([text], Budget())


def test_files_are_attached_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1,2")
    assert read_files([tmp_path / "a.csv"]) == {"a.csv": b"1,2"}


def test_a_folder_is_attached_with_the_names_below_it(tmp_path: Path) -> None:
    for name in ("b.csv", "deep/a.csv", ".git/config", "node_modules/x.js"):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_bytes(name.encode())
    (tmp_path / "data/link").symlink_to("/etc/passwd")
    assert read_files([tmp_path / "data"]) == {"data/b.csv": b"b.csv", "data/deep/a.csv": b"deep/a.csv"}


def test_a_folder_that_is_too_large_or_empty_is_refused(tmp_path: Path) -> None:
    for folder in ("none", "many", "large"):
        (tmp_path / folder).mkdir()
    for n in range(MOST_FILES + 1):
        (tmp_path / f"many/{n}").touch()
    for name in "ab":
        with (tmp_path / "large" / name).open("wb") as large:
            large.truncate(FILE_MB * 1024**2 // 2 + 1)
    for folder, said in [("none", "no file in"), ("many", "100 files"), ("large", "8 MB")]:
        with pytest.raises(GalleryError, match=said):
            read_files([tmp_path / folder])


def test_files_that_can_not_be_used_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "a.csv").write_bytes(b"1")
    (tmp_path / "one/a.csv").write_bytes(b"2")
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as large:
        large.truncate(FILE_MB * 1024**2 + 1)
    for paths, said in [
        ([tmp_path / "none"], "can't be read"),
        ([tmp_path / "pipe"], "not a file"),
        ([tmp_path / "large"], "larger than"),
        ([tmp_path / "a.csv", tmp_path / "one/a.csv"], "Two attached"),
    ]:
        with pytest.raises(GalleryError, match=said):
            read_files(paths)
