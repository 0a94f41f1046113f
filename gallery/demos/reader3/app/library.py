"""Keeps books as JSON and plain files, a folder for each. Refuses to leave half a book behind, and names that lead
elsewhere."""

import json
import re
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from epub import Book, Chapter, Entry, read_epub

ID = re.compile(r"(?=.{1,150}$)[a-z0-9]+(-[a-z0-9]+)*")
MOST_CHAPTERS = 100_000
IMAGE = re.compile(r"[0-9a-f]{16}\.(png|jpg|gif|webp|svg)")


class Library:
    def __init__(self, folder: Path, samples: Path) -> None:
        self._folder, self._samples = folder, samples

    def open(self) -> None:
        """The first time the samples are put in. What an interrupted `add` left is removed."""
        if not self._folder.exists():
            self._folder.mkdir(parents=True)
            for sample in sorted(self._samples.glob("*.epub")):
                self.add(sample.read_bytes())
        for left in self._folder.glob(".adding-*"):
            shutil.rmtree(left, ignore_errors=True)

    def add(self, data: bytes) -> Book:
        """The same file again is the same book. Raises BadBook; nothing is left behind then."""
        book = read_epub(data)
        target = self._folder / book.id
        if target.exists():
            return book
        beside = Path(tempfile.mkdtemp(dir=self._folder, prefix=".adding-"))
        try:
            (beside / "images").mkdir()
            for name, content in book.images.items():
                (beside / "images" / name).write_bytes(content)
            for number, chapter in enumerate(book.chapters, 1):
                (beside / f"{number}.json").write_text(json.dumps(asdict(chapter)))
            about = asdict(book) | {
                "chapters": [chapter.title for chapter in book.chapters],
                "images": sorted(book.images),
            }
            (beside / "book.json").write_text(json.dumps(about))
            beside.rename(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return book

    def books(self) -> list[dict[str, Any]]:
        """By title: id, title, authors, chapters (their titles), cover and what else they say."""
        found = [self._about(path.parent) for path in self._folder.glob("*/book.json")]
        return sorted((one for one in found if one), key=lambda one: str(one["title"]).casefold())

    def book(self, id: str) -> dict[str, Any] | None:
        """With its contents as entries; None when there is none."""
        about = self._about(self._folder / id) if ID.fullmatch(id) else None
        return about and about | {"contents": [_entry(one) for one in about["contents"]]}

    def chapter(self, id: str, number: int) -> Chapter | None:
        """From 1; None outside the range."""
        path = self._folder / id / f"{number}.json"
        is_one = ID.fullmatch(id) and 0 < number < MOST_CHAPTERS and path.is_file()
        return Chapter(**json.loads(path.read_text())) if is_one else None

    def image(self, id: str, name: str) -> bytes | None:
        """Of that book's own folder, and of nowhere else."""
        path = self._folder / id / "images" / name
        return path.read_bytes() if ID.fullmatch(id) and IMAGE.fullmatch(name) and path.is_file() else None

    def remove(self, id: str) -> bool:
        there = bool(ID.fullmatch(id)) and (self._folder / id).is_dir()
        if there:
            shutil.rmtree(self._folder / id)
        return there

    def _about(self, folder: Path) -> dict[str, Any] | None:
        try:
            return dict(json.loads((folder / "book.json").read_text()))
        except (OSError, ValueError):
            return None


def _entry(told: dict[str, Any]) -> Entry:
    return Entry(told["title"], told["chapter"], told["place"], [_entry(one) for one in told["inside"]])
