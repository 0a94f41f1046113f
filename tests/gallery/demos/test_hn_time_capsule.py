"""What hn-time-capsule fetches, asks, reads and keeps: no story spoils another, nothing is done twice, and what a page
or a model says is taken as text."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from gallery.demo import DEMOS
from sandbox import Engine, Image, Runtime
from tests.gallery.demos.loading import loaded

DAY = "2016-11-22"
REPLY = """## Summary
A thing.
**What happened since**
It went on.
3. Most prescient and most wrong
One was right.
## Other notes
None.
## Grades
- **ann**: A- (saw it)
bob : C+
carl: B
dora: A++
nobody: A+
Erna: E
## Interest
score: 17 of 10
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ModuleType, ...]]:
    monkeypatch.chdir(tmp_path)
    with loaded("hn-time-capsule", "stages", "verdicts", "sources", "pages") as found:
        yield found


class Fake:
    """A source and a model that count what they are asked for."""

    name = "a test"

    def __init__(self, error: type[Exception], failing: tuple[int, ...] = ()) -> None:
        self.error, self.failing = error, failing
        self.asked: list[str] = []
        self.together = threading.Barrier(2)

    def front(self, day: str) -> list[dict[str, Any]]:
        self.asked.append("front")
        return [
            {"id": n, "title": f"<b>{n}</b>", "url": f"http://e.com/{n}", "points": n, "by": "x"} for n in (1, 2, 3)
        ]

    def comments(self, id: int) -> list[dict[str, Any]]:  # noqa: A002 - the app's name
        self.asked.append(f"comments {id}")
        return [{"by": "ann", "text": "<script>x</script>", "replies": [{"by": "bob", "text": "no", "replies": []}]}]

    def article(self, url: str) -> tuple[str, str]:
        self.asked.append(url)
        if url.endswith("1"):
            return "text/html", "<html><script>no</script><main><p>" + "word " * 9000 + "</p></main></html>"
        if url.endswith("2"):
            return "image/png", "PNG"
        raise self.error("It is gone.")

    def reply(self, id: int, prompt: str, model: str) -> str:  # noqa: A002 - the app's name
        self.asked.append(f"reply {id}")
        if id in self.failing:
            raise self.error("The model refused.")
        return REPLY


def run(modules: tuple[ModuleType, ...], fake: Fake, *stages: str, **options: Any) -> Any:
    capsule = modules[0].Capsule(DAY, fake, fake)
    capsule.run(stages or modules[0].STAGES, modules[0].Options(**options))
    return capsule


def test_what_is_no_html_is_noted_and_what_is_long_is_cut(modules: tuple[ModuleType, ...]) -> None:
    fake = Fake(modules[2].SourceError)
    capsule = run(modules, fake, "fetch")
    first, second, third = (capsule.read("fetch", f"{n}.json") for n in (1, 2, 3))
    assert (len(first["article"]), first["article"][:10], first["article_error"]) == (15_000, "word word ", "")
    assert second["article_error"] == "The article could not be read: it is no HTML but image/png."
    assert third["article_error"] == "The article could not be read. It is gone."


def test_nothing_is_done_twice(modules: tuple[ModuleType, ...]) -> None:
    fake = Fake(modules[2].SourceError)
    run(modules, fake)
    once = sorted(fake.asked)
    run(modules, fake)
    assert sorted(fake.asked) == once
    assert len(once) == len(set(once)) == 10


def test_one_failure_stops_nobody_and_is_tried_again(modules: tuple[ModuleType, ...]) -> None:
    fake = Fake(modules[2].SourceError, failing=(2,))
    capsule = run(modules, fake)
    assert capsule.status()[2] == {"stage": "analyse", "done": 2, "errors": 1}
    items = capsule.read("parse", "day.json")["items"]
    assert [item["error"] for item in items] == ["", "The model refused.", ""]
    fake.failing = ()
    capsule = run(modules, fake)
    assert capsule.status()[2] == {"stage": "analyse", "done": 3, "errors": 0}
    assert fake.asked.count("reply 1") == 1


def test_replies_are_asked_for_side_by_side(modules: tuple[ModuleType, ...]) -> None:
    class Waiting(Fake):
        def reply(self, id: int, prompt: str, model: str) -> str:  # noqa: A002 - the app's name
            self.together.wait(30)  # nobody gets past it alone
            return REPLY

    fake = Waiting(modules[2].SourceError)
    capsule = run(modules, fake, "fetch", "prompt", "analyse", limit=2, workers=2)
    assert capsule.status()[2]["done"] == 2


def test_clean_removes_a_stage_and_all_after_it(modules: tuple[ModuleType, ...]) -> None:
    capsule = run(modules, Fake(modules[2].SourceError))
    assert capsule.clean("prompt") == ["prompt", "analyse", "parse", "render"]
    assert [row["done"] for row in capsule.status()] == [3, 0, 0, 0, 0]
    assert "No day was rendered yet" in Path("data/days/index.html").read_text()


def test_a_reply_is_read_as_it_was_asked_for_or_nearly(modules: tuple[ModuleType, ...]) -> None:
    said = modules[1].verdict(REPLY, ["ann", "Bob", "carl", "dora", "Erna"])
    assert {name: (one["grade"], one["points"]) for name, one in said["grades"].items()} == {
        "ann": ("A-", 3.7),
        "Bob": ("C+", 2.3),
        "carl": ("B", 3.0),
    }
    assert said["score"] == 10.0
    assert said["parts"]["What happened since"] == "It went on."
    assert said["parts"]["Most prescient and most wrong"] == "One was right."
    assert modules[1].verdict("I can't.", ["ann"]) == {
        "parts": dict.fromkeys(modules[1].PARTS[:4], ""),
        "grades": {},
        "score": None,
    }


@given(st.text(max_size=300))
def test_whatever_a_model_says_is_read(text: str) -> None:
    with loaded("hn-time-capsule", "verdicts") as (verdicts,):
        said = verdicts.verdict(f"## Grades\n{text}\n## Interest\n{text}", ["a", "b"])
    assert said["score"] is None or 0 <= said["score"] <= 10
    assert set(said["grades"]) <= {"a", "b"}


def test_averages_go_over_all_days(modules: tuple[ModuleType, ...]) -> None:
    days = [
        [{"grades": {"ann": {"points": 4.3}}}, {"grades": {"bob": {"points": 1.0}}}],
        [{"grades": {"ann": {"points": 3.3}}}],
    ]
    assert modules[1].averages(days) == [
        {"name": "ann", "mean": 3.8, "count": 2},
        {"name": "bob", "mean": 1.0, "count": 1},
    ]


def test_pages_show_what_others_say_as_text_and_know_their_neighbours(modules: tuple[ModuleType, ...]) -> None:
    fake = Fake(modules[2].SourceError)
    run(modules, fake)
    other = modules[0].Capsule("2016-11-23", fake, fake)
    other.run(modules[0].STAGES, modules[0].Options(limit=1))
    first, second = (Path(f"data/days/{day}/render/index.html").read_text() for day in (DAY, "2016-11-23"))
    assert "<script" not in first
    assert "&lt;b&gt;1&lt;/b&gt;" in first
    assert "&lt;script&gt;x&lt;/script&gt;" in first
    assert 'rel="next" href="/site/2016-11-23"' in first
    assert f'rel="prev" href="/site/{DAY}"' in second
    index = Path("data/days/index.html").read_text()
    assert index.index("2016-11-23") < index.index(DAY)


@pytest.mark.parametrize(
    ("today", "ago"), [("2026-11-22", "2016-11-22"), ("2028-02-29", "2018-02-28"), ("2030-02-28", "2020-02-28")]
)
def test_ten_years_ago(modules: tuple[ModuleType, ...], today: str, ago: str) -> None:
    assert modules[0].ten_years_before(date.fromisoformat(today)).isoformat() == ago


def test_a_real_front_page_is_read(modules: tuple[ModuleType, ...]) -> None:
    page = """<table><tr class="athing submission" id="13"><td><span class="titleline">
    <a href="https://e.com/a">A &amp; B</a></span></td></tr>
    <tr><td><span class="score">41 points</span><a class="hnuser">ann</a></td></tr>
    <tr class="athing" id="14"><td><span class="titleline"><a href="item?id=14">Ask</a></span></td></tr>
    <tr></tr></table>"""
    assert list(modules[2].front_of(page)) == [
        {"id": 13, "title": "A & B", "url": "https://e.com/a", "points": 41, "by": "ann"},
        {"id": 14, "title": "Ask", "url": "", "points": 0, "by": ""},
    ]
    tree = {"children": [{"author": None, "text": None, "children": [{"author": "b", "text": "<p>x &lt; y</p>"}]}]}
    assert list(modules[2].tree_of(tree)) == [{"by": "b", "text": "x < y", "replies": []}]


def test_the_command_does_the_same(engine: Engine) -> None:
    folder = DEMOS / "hn-time-capsule" / "app"
    files = {
        str(p.relative_to(folder)): p.read_bytes()
        for p in folder.rglob("*")
        if "__pycache__" not in p.parts and p.is_file()
    }
    with engine.open(Image.APP, runtime=Runtime.FASTAPI) as box:
        box.put(files)
        every = box.run(["python", "main.py", "all", "--date", DAY, "--limit", "2", "--workers", "2"], seconds=60)
        assert (every.status, every.output.decode().splitlines()[2]) == (0, "analyse: 2 done"), every.errors
        cleaned = box.run(["python", "main.py", "clean", "parse", "--date", DAY], seconds=60)
        assert cleaned.output == b"removed: parse, render\n"
        refused = box.run(["python", "main.py", "fetch", "--date", "2001-01-01"], seconds=60)
        assert (refused.status, refused.errors) == (1, b"Without a way out only 2016-11-22 is there, not 2001-01-01.\n")
        assert json.loads(box.get(f"data/days/{DAY}/fetch")["2016112201.json"])["points"] == 412
