"""Where a front page, its articles, its comments and the replies of a model come from: the world, or a recorded day.
Refuses to mix the two: without a way out all of it is recorded, and says so."""

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml
from lxml import html as markup

FRONT = "https://news.ycombinator.com/front?day={day}"
ITEM = "https://hn.algolia.com/api/v1/items/{id}"
RECORDED = Path(__file__).parent / "recorded"
SECONDS = 30
MOST_BYTES = 4_000_000


class SourceError(Exception):
    """What could not be had, in a sentence."""


class Source(Protocol):
    name: str
    """As the page shows it."""

    def days(self) -> list[str]:
        """Those that it has; none where it has any."""

    def front(self, day: str) -> list[dict[str, Any]]:
        """The day's stories in their order: id, title, url, points, by."""

    def comments(self, id: int) -> list[dict[str, Any]]:
        """The tree below a story: by, text, replies."""

    def article(self, url: str) -> tuple[str, str]:
        """What stands at an address: its type and its text. Raises SourceError."""


class Model(Protocol):
    name: str

    def reply(self, id: int, prompt: str, model: str) -> str:
        """Raises SourceError."""


def source() -> Source:
    """The world where this app is let out, else what was recorded."""
    return World() if os.environ.get("HTTPS_PROXY") else Recorded()


def model() -> Model:
    return Endpoint() if os.environ.get("OPENAI_BASE_URL") else RecordedReplies()


class Recorded:
    name = "a recorded day, made for this demo: its stories and people are invented"

    def days(self) -> list[str]:
        return sorted(path.stem for path in RECORDED.glob("*.yaml"))

    def front(self, day: str) -> list[dict[str, Any]]:
        if day not in self.days():
            raise SourceError(f"Without a way out only {', '.join(self.days())} is there, not {day}.")
        return [
            {"id": id, "title": story["t"], "url": story["u"], "points": story["p"], "by": story["by"]}
            for id, story in stories(day)
        ]

    def comments(self, id: int) -> list[dict[str, Any]]:
        return [_comment(one) for one in story(id)["c"]]

    def article(self, url: str) -> tuple[str, str]:
        for day in self.days():
            for _, told in stories(day):
                if told["u"] == url:
                    kind = "application/pdf" if url.endswith(".pdf") else "text/html"
                    return kind, f"<html><body><article><p>{told['a']}</p></article></body></html>"
        raise SourceError("It is not among what was recorded.")


class RecordedReplies:
    name = "replies recorded for this demo; no language model is connected"

    def reply(self, id: int, prompt: str, model: str) -> str:
        """In the form that a model is asked for."""
        told = story(id)
        grades = {name: said.partition(" ") for name, said in told["g"].items()}
        best, worst = next(iter(grades)), list(grades)[-1]
        return "\n\n".join(
            [
                f"## Summary\n{told['s']}",
                f"## What happened since\n{told['h']}",
                f"## Most prescient and most wrong\nMost prescient: {best}, {grades[best][2]}. "
                f"Most wrong: {worst}, {grades[worst][2]}.",
                f"## Other notes\n{told['n']}",
                "## Grades\n" + "\n".join(f"{name}: {grade} ({why})" for name, (grade, _, why) in grades.items()),
                f"## Interest\nscore: {told['i']}",
            ]
        )


class World:
    name = "the live front page"

    def days(self) -> list[str]:
        return []

    def front(self, day: str) -> list[dict[str, Any]]:
        date.fromisoformat(day)
        _, page = fetched(FRONT.format(day=day))
        return list(front_of(page))

    def comments(self, id: int) -> list[dict[str, Any]]:
        _, told = fetched(ITEM.format(id=id))
        try:
            return list(tree_of(json.loads(told)))
        except (ValueError, AttributeError) as error:
            raise SourceError("Its comments could not be read.") from error

    def article(self, url: str) -> tuple[str, str]:
        return fetched(url)


class Endpoint:
    """Any that speaks as OpenAI's does."""

    @property
    def name(self) -> str:
        return "a language model, asked live"

    def reply(self, id: int, prompt: str, model: str) -> str:
        body = {"model": model or "default", "messages": [{"role": "user", "content": prompt}], "max_tokens": 2000}
        request = urllib.request.Request(
            f"{os.environ['OPENAI_BASE_URL'].rstrip('/')}/chat/completions",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # it is on this machine
        try:
            with opener.open(request, timeout=SECONDS * 10) as answer:
                return str(json.loads(answer.read())["choices"][0]["message"]["content"])
        except urllib.error.HTTPError as error:
            raise SourceError(f"The model refused: {error.code} {error.reason}.") from error
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            raise SourceError("The model could not be asked, or gave no reply that can be read.") from error


def fetched(url: str) -> tuple[str, str]:
    """Type and text. Raises SourceError; nothing but HTTP is followed."""
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise SourceError("It has no address of the web.")
    request = urllib.request.Request(url, headers={"User-Agent": "hn-time-capsule (a demo of Mayfly)"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            kind = answer.headers.get_content_type()
            charset = answer.headers.get_content_charset() or "utf-8"
            return kind, answer.read(MOST_BYTES).decode(charset, "replace")
    except (OSError, ValueError, LookupError) as error:
        raise SourceError(f"It could not be fetched: {error}.") from error


def front_of(page: str) -> Iterator[dict[str, Any]]:
    """The stories of a front page as HTML."""
    root = markup.document_fromstring(page or "<p>")
    for row in root.xpath("//tr[contains(@class, 'athing') and @id]"):
        link = next(iter(row.xpath(".//span[@class='titleline']/a")), None)
        below = row.getnext()
        if link is None or not row.get("id").isdigit():
            continue
        points = "".join(below.xpath(".//span[@class='score']/text()")) if below is not None else ""
        by = "".join(below.xpath(".//a[@class='hnuser']/text()")) if below is not None else ""
        url = link.get("href", "")
        is_own = not url.startswith(("http://", "https://"))
        amount = int((re.findall(r"\d+", points) or ["0"])[0])
        yield {
            "id": int(row.get("id")),
            "title": link.text_content(),
            "url": "" if is_own else url,
            "points": amount,
            "by": by,
        }


def tree_of(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Comments as the search service gives them; those that were removed are left out, what hung on them stays."""
    for child in item.get("children") or []:
        replies = list(tree_of(child))
        if child.get("author") and child.get("text"):
            text = markup.fragment_fromstring(child["text"], create_parent="div").text_content()
            yield {"by": child["author"], "text": text, "replies": replies}
        else:
            yield from replies


@cache
def stories(day: str) -> list[tuple[int, dict[str, Any]]]:
    """Of a recorded day, each with its id."""
    begin = int(day.replace("-", "")) * 100
    return list(enumerate(yaml.safe_load((RECORDED / f"{day}.yaml").read_text()), begin + 1))


def story(id: int) -> dict[str, Any]:
    for path in RECORDED.glob("*.yaml"):
        for one, told in stories(path.stem):
            if one == id:
                return told
    raise SourceError("There is no recorded story of that number.")


def _comment(told: list[Any]) -> dict[str, Any]:
    replies = [_comment(one) for one in (told[2] if len(told) > 2 else [])]
    return {"by": told[0], "text": told[1], "replies": replies}
