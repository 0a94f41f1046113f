"""The stages of a day, one after the other: fetch, prompt, analyse, parse, render. Refuses to do again what is done.

A day is a folder below data/days; every stage has one of its own in it, with a file for each story, and goes on where
these end. `clean` removes that of a stage and of all after it.
"""

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree, html as markup

import pages
import verdicts
from sources import Model, Source, SourceError

STAGES = ("fetch", "prompt", "analyse", "parse", "render")
DAYS = Path("data/days")
MOST_ARTICLE = 15_000
"""Letters."""
MOST_ITEMS = 30
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Tell = Callable[[str, int, int], None]
"""Takes the stage, how many stories are done, and how many there are."""


def ten_years_before(today: date) -> date:
    """The 29th of February falls back to the 28th."""
    try:
        return today.replace(year=today.year - 10)
    except ValueError:
        return today.replace(year=today.year - 10, day=28)


@dataclass(frozen=True, slots=True)
class Options:
    limit: int = MOST_ITEMS
    model: str = ""
    workers: int = 4


class Capsule:
    """One day. What can't be had of one story is noted beside it, and never keeps the others."""

    def __init__(self, day: str, source: Source, model: Model, tell: Tell = lambda *_: None) -> None:
        date.fromisoformat(day)
        self.day = day
        self._source, self._model, self._tell = source, model, tell
        self._folder = DAYS / day

    def run(self, stages: tuple[str, ...], options: Options, stopped: Callable[[], bool] = lambda: False) -> None:
        """These, in their order. Raises SourceError when the front page itself can't be had."""
        for stage in STAGES:
            if stage in stages and not stopped():
                getattr(self, f"_{stage}")(options, stopped)

    def clean(self, stage: str) -> list[str]:
        """Remove what a stage made, and all after it; which these were."""
        gone = [name for name in STAGES[STAGES.index(stage) :] if (self._folder / name).exists()]
        for name in gone:
            shutil.rmtree(self._folder / name)
        if gone:
            pages.index(DAYS)
        return gone

    def status(self) -> list[dict[str, Any]]:
        """Of each stage: how many stories it has done, how many errors are noted."""
        rows = []
        for stage in STAGES:
            found = [*(self._folder / stage).glob("[0-9]*.*")]
            errors = sum(path.suffix == ".error" for path in found)
            done = len(found) - errors
            if stage in ("parse", "render"):
                done = int((self._folder / stage / ("day.json" if stage == "parse" else "index.html")).exists())
            rows.append({"stage": stage, "done": done, "errors": errors})
        return rows

    def read(self, stage: str, name: str) -> Any:
        """A file that a stage made; None when there is none."""
        path = self._folder / stage / name
        if not path.is_file():
            return None
        return json.loads(path.read_text()) if path.suffix == ".json" else path.read_text()

    # The stages.

    def _fetch(self, options: Options, stopped: Callable[[], bool]) -> None:
        front = self.read("fetch", "front.json")
        if front is None:
            front = self._source.front(self.day)
            self._write("fetch", "front.json", front)
        chosen = front[: options.limit]
        for done, story in enumerate(chosen, 1):
            if stopped():
                return
            if self.read("fetch", f"{story['id']}.json") is None:
                self._write("fetch", f"{story['id']}.json", story | self._article(story["url"]) | self._comments(story))
            self._tell("fetch", done, len(chosen))

    def _article(self, url: str) -> dict[str, str]:
        if not url:
            return {"article": "", "article_error": ""}
        try:
            kind, content = self._source.article(url)
        except SourceError as error:
            return {"article": "", "article_error": f"The article could not be read. {error}"}
        if kind not in ("text/html", "application/xhtml+xml"):
            return {"article": "", "article_error": f"The article could not be read: it is no HTML but {kind}."}
        return {"article": text_of(content)[:MOST_ARTICLE], "article_error": ""}

    def _comments(self, story: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"comments": self._source.comments(story["id"]), "comments_error": ""}
        except SourceError as error:
            return {"comments": [], "comments_error": str(error)}

    def _prompt(self, options: Options, stopped: Callable[[], bool]) -> None:
        items = self._items(options)
        for done, item in enumerate(items, 1):
            if self.read("prompt", f"{item['id']}.md") is None:
                self._write("prompt", f"{item['id']}.md", verdicts.prompt(self.day, item))
            self._tell("prompt", done, len(items))

    def _analyse(self, options: Options, stopped: Callable[[], bool]) -> None:
        """In parallel; one that fails is noted, and asked again the next time."""
        items = [item for item in self._items(options) if self.read("prompt", f"{item['id']}.md") is not None]
        done = 0

        def one(item: dict[str, Any]) -> None:
            if stopped() or self.read("analyse", f"{item['id']}.md") is not None:
                return
            (self._folder / "analyse" / f"{item['id']}.error").unlink(missing_ok=True)
            try:
                prompt = self.read("prompt", f"{item['id']}.md")
                self._write("analyse", f"{item['id']}.md", self._model.reply(item["id"], prompt, options.model))
            except SourceError as error:
                self._write("analyse", f"{item['id']}.error", str(error))

        with ThreadPoolExecutor(options.workers) as workers:
            for _ in workers.map(one, items):
                done += 1
                self._tell("analyse", done, len(items))

    def _parse(self, options: Options, stopped: Callable[[], bool]) -> None:
        found = []
        for item in self._items(options):
            reply = self.read("analyse", f"{item['id']}.md")
            error = self.read("analyse", f"{item['id']}.error") or ""
            said = verdicts.verdict(reply or "", verdicts.names(item["comments"]))
            kept = {name: item[name] for name in ("id", "title", "url", "points", "by", "article_error")}
            found.append(kept | said | {"error": "" if reply else error or "It was not analysed yet."})
        self._write("parse", "day.json", {"items": found, "users": verdicts.averages([found])})
        self._tell("parse", len(found), len(found))

    def _render(self, options: Options, stopped: Callable[[], bool]) -> None:
        parsed = self.read("parse", "day.json")
        if parsed is None:
            return
        prompts = {item["id"]: self.read("prompt", f"{item['id']}.md") or "" for item in parsed["items"]}
        self._write("render", "index.html", "")  # so that the days beside it are told of it
        for neighbour in {self.day, *pages.beside(DAYS, self.day)} - {""}:
            known = json.loads((DAYS / neighbour / "parse" / "day.json").read_text())
            told = prompts if neighbour == self.day else prompts_of(DAYS / neighbour / "prompt")
            target = DAYS / neighbour / "render" / "index.html"
            replace(target, pages.day(DAYS, neighbour, known, told, self._model.name))
        pages.index(DAYS)
        self._tell("render", 1, 1)

    def _items(self, options: Options) -> list[dict[str, Any]]:
        front = self.read("fetch", "front.json") or []
        found = (self.read("fetch", f"{story['id']}.json") for story in front[: options.limit])
        return [item for item in found if item]

    def _write(self, stage: str, name: str, what: Any) -> None:
        text = json.dumps(what, indent=1, ensure_ascii=False) if name.endswith(".json") else str(what)
        replace(self._folder / stage / name, text)


def prompts_of(folder: Path) -> dict[int, str]:
    return {int(path.stem): path.read_text() for path in folder.glob("[0-9]*.md")}


def replace(path: Path, text: str) -> None:
    """Written beside and renamed: whoever reads finds the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}")
    beside.write_text(text)
    beside.rename(path)


def text_of(page: str) -> str:
    """What there is to read of a page."""
    try:
        root = markup.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return ""
    for element in root.xpath("//script|//style|//nav|//header|//footer|//aside|//form|//noscript|//template"):
        element.drop_tree()
    best = next(iter(root.xpath("//article|//main")), root)
    return "\n".join(filter(None, (" ".join(line.split()) for line in best.text_content().splitlines())))
