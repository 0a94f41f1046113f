"""Files that land in their sandbox while the reply still streams: there before the last token, and gone without a trace
when the reply takes them back. On the real engine, against an endpoint that plays the replies."""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, cast

import pytest

from generator.aside import Aside
from generator.contract import Kind, Mark, Model, Reply, Result, Spec
from generator.endpoint import Endpoint
from generator.events import Event, Landed, Said, Scored
from generator.landing import Landing
from generator.make import Interrupted, make
from generator.supplies import Supplies
from sandbox.contract import Engine, Files, Resolved
from tests.endpoint_server import PlayedEndpoint
from tests.generator import playing
from tests.generator.playing import PROMPTS, Playing, Watched
from tests.generator.trying import by_id

FUEL = Spec("a fuel cost calculator for trips", kind=Kind.WEB, rounds=0)
READING = Spec("a reading log with the pages of all books", kind=Kind.STREAMLIT, rounds=0)
LATER = "\n\nThat is all there is to it.\n"


def landing(kind: Kind, resolved: Resolved) -> tuple[Landing, list[tuple[Files, str]], ThreadPoolExecutor]:
    """One that is open, what it lands, and the one thread that it uses."""
    threads = ThreadPoolExecutor(1)
    aside = SimpleNamespace(submit=threads.submit, wait=lambda work: work.result(60))
    engine = SimpleNamespace(doubts=lambda wanted: (), resolve=lambda *_: resolved)
    supplies = Supplies(cast(Engine, engine), lambda _: None, lambda _: False)
    landed: list[tuple[Files, str]] = []
    opened = Landing(kind, lambda files, layer: landed.append((files, layer)), supplies, cast(Aside, aside))
    opened.open()
    return opened, landed, threads


def test_files_land_with_the_layer_of_their_packages() -> None:
    opened, landed, threads = landing(Kind.STREAMLIT, Resolved(True, ("cheery==1.0",), "layer-1"))
    app = {"app.py": b"import cheery"}
    with threads, opened.written_by("a") as arriving:
        arriving({}, {"coming.py": b"import cheery"})
        opened.rest()
        arriving(app, app)
        opened.rest()
    assert landed == [({}, "layer-1"), (app, "layer-1")]


def test_files_whose_packages_cant_be_had_do_not_land() -> None:
    opened, landed, threads = landing(Kind.STREAMLIT, Resolved(False, reason="There is no such package."))
    with threads, opened.written_by("a") as arriving:
        arriving({"app.py": b"import cheery"}, {"app.py": b"import cheery"})
        opened.rest()
    assert not landed


def test_one_writer_lands_at_a_time_and_what_failed_is_taken_back() -> None:
    opened, landed, threads = landing(Kind.WEB, Resolved(True))
    first, second = {"index.html": b"<p>1"}, {"index.html": b"<p>2"}
    with threads:
        with suppress(KeyError), opened.written_by("a") as arriving, opened.written_by("b") as other:
            arriving(first, first)
            other(second, second)
            raise KeyError
        opened.rest()
        with opened.written_by("b") as other:
            other(second, second)
        opened.rest()
    assert landed[-2:] == [({}, ""), (second, "")]
    assert (second, "") not in landed[:-1]


class Slow:
    """A model whose writer waits at some words of its reply for something else to happen."""

    def __init__(self, model: Model, words: str, until: Callable[[], object]) -> None:
        self.name, self.small, self.slots = model.name, model.small, model.slots
        self._model = model
        self._words = words
        self._until = until

    def ask(self, messages: Any, *, role: str, on_text: Any = None, **more: Any) -> Reply:
        said = ""

        def hear(piece: str) -> bool:
            nonlocal said
            come = self._words in said
            said += piece
            if role == "writer" and not come and self._words in said:
                self._until()
            return bool(on_text(piece))

        return self._model.ask(messages, role=role, on_text=hear, **more)


class Run:
    """A run that is played, with what it told; `landed` is set when files of this name are where they will be tried."""

    def __init__(self, endpoint: PlayedEndpoint, engine: Watched) -> None:
        self.stage = Playing(endpoint)
        self.engine = engine
        self.events: list[Event] = []
        self.stop = threading.Event()
        self.landed = threading.Event()

    def tell(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Landed) and event.files:
            self.landed.set()

    def make(self, spec: Spec, words: str, until: Callable[[], object]) -> Result:
        endpoint = self.stage.endpoint
        model = Slow(Endpoint(endpoint.url, endpoint.key, endpoint.name), words, until)
        return make(spec, {"writer": model}, self.engine, self.tell, stop=self.stop)

    def last(self, kind: type[Event], role: str = "") -> int:
        """Where the last event of its kind stands."""
        told = [n for n, e in enumerate(self.events) if isinstance(e, kind) and getattr(e, "role", role) == role]
        return told[-1]

    def waits(self) -> None:
        assert self.landed.wait(60), "nothing has landed"


engine = playing.engine


@pytest.fixture
def run(endpoint: PlayedEndpoint, engine: Watched) -> Run:
    return Run(endpoint, engine)


@pytest.mark.parametrize(("spec", "app"), [(FUEL, "fuel"), (READING, "reading")])
def test_an_app_has_started_before_the_last_token(
    run: Run, spec: Spec, app: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["generator.make"], "LEISURE", 0.0)
    run.stage.plays(app, f"{app}.good.md")
    run.stage.endpoint.script(lambda asked: good + LATER if PROMPTS["writer"] in asked.text else None)
    good = run.stage.read(f"{app}.good.md")
    result = run.make(spec, LATER.strip(), run.waits)
    assert run.last(Landed) < run.last(Said, "writer") < run.last(Scored)
    assert result.candidate
    assert run.events[run.last(Landed)] == Landed(tuple(result.candidate.files), started=True)
    assert result.verdict
    assert result.verdict.score == 1.0


def test_nothing_of_a_reply_that_was_given_up_is_there_for_the_next(run: Run) -> None:
    ghost = "`ghost.js`\n```js\nlet ghost = 1\n```\n"
    circle = "`index.html`\n```html\n<!doctype html>\n" + "<p>and so on</p>\n" * 500
    haunted = run.stage.read("fuel.good.md").replace("</body>", '<script src="ghost.js"></script></body>')
    run.stage.plays("fuel", "fuel.good.md")
    assert "ghost.js" in haunted

    def reply(asked: Any) -> str | None:
        if PROMPTS["writer"] not in asked.text:
            return None
        return haunted if "repeats itself" in asked.text else ghost + circle

    run.stage.endpoint.script(reply)
    result = run.make(FUEL, "<!doctype html>", run.waits)
    assert [event.files for event in run.events if isinstance(event, Landed)][:2] == [("ghost.js",), ()]
    assert result.verdict
    calm = by_id(result.verdict.invariants)["no_errors"]
    assert calm.mark is Mark.FAILED
    assert "ghost.js" in f"{calm.evidence}{calm.detail}"


@pytest.mark.parametrize("patient", [True, False])
def test_a_run_that_is_stopped_while_files_land_leaves_nothing(run: Run, patient: bool) -> None:
    """The fixture looks for sandboxes that were left behind."""
    run.stage.plays("fuel", "fuel.good.md")
    run.stage.endpoint.script(lambda asked: good + LATER if PROMPTS["writer"] in asked.text else None)
    good = run.stage.read("fuel.good.md")

    def stop() -> None:
        if patient:
            run.waits()
        run.stop.set()

    with pytest.raises(Interrupted) as stopped:
        run.make(FUEL, LATER.strip(), stop)
    assert stopped.value.result.verdict is None
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("make")]
