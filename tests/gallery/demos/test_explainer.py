"""What explainer's own checks can't say: no text overflows, whatever is pasted; numbers that a model makes up are
flagged; and it gets on when the model is busy or wrong."""

import html
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.broker import Broker
from generator.endpoint import Endpoint
from sandbox import Engine
from tests.endpoint_server import Played, PlayedEndpoint
from tests.gallery.demos.loading import loaded
from tests.gallery.demos.opened import opened

FORMS = ("infographic", "slides", "whiteboard")
LONG = "Unbreakable" * 9
HOSTILE = f"""# <script>alert(1)</script> {LONG}

{"A very long sentence that goes on and on about 123,456,789 things & more, " * 9}ends. {LONG}.

- {LONG}: 99%
- <b>bold</b>: 1%
- Small: 12.5%

| A | {LONG} |
| --- | --- |
| {LONG} | 1,000,000,000 |
| Two | 2 |
"""
OVERFLOWS = """() => {
  const told = []
  for (const e of document.querySelectorAll('body *')) {
    const style = getComputedStyle(e), box = e.getBoundingClientRect()
    if (e.closest('dialog, template') || style.display === 'inline' || !box.width || !box.height) continue
    const cut = style.overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 1
    if (cut || e.scrollWidth > e.clientWidth + 1 || box.right > innerWidth + 1 || box.left < -1)
      told.push(`${e.localName}.${e.className}: ${e.textContent.slice(0, 40)}`)
  }
  return told
}"""
LOOK = f"""
    for name in ("0", "1", "2"):
        for form in {FORMS}:
            for size in ((1280, 720), (390, 844)):
                page.set_viewport_size({{"width": size[0], "height": size[1]}})
                page.goto(f"{{urls['pages']}}/{{name}}-{{form}}")
                found = set()
                for _ in range(page.locator(".step").count() if form == "slides" else 1):
                    found |= set(page.evaluate({OVERFLOWS!r}))
                    page.keyboard.press("ArrowRight")
                seen[f"{{name}} {{form}} {{size[0]}}"] = sorted(found)
    page.keyboard.press("s")
    seen["dialog"] = page.locator("dialog").is_visible()
    page.locator("#close").click()
    page.keyboard.press("n")
    seen["notes"] = page.locator("#speaker").inner_text()
"""


@pytest.fixture(scope="module")
def parts() -> Iterator[Any]:
    with loaded("explainer", "document", "story", "render", "told") as found:
        yield found


def shipped(parts: Any, name: str) -> str:
    return (Path(parts[0].__file__).parent / "documents" / f"{name}.md").read_text()


def sheet(parts: Any, text: str, form: str, said: dict[str, Any] | None = None) -> tuple[Any, str]:
    document, story, render, told = parts
    source = document.read(text)
    made = render.Sheet(source.text, source.numbers, "Source", by_value=said is not None)
    return made, made.page(told.story_of(said) if said else story.story_of(source), form, "")


@pytest.fixture
def pages(parts: Any) -> Iterator[str]:
    """Where the pages of three documents stand, in each form."""
    documents = [shipped(parts, "cycling"), shipped(parts, "bees"), HOSTILE]
    every = {f"/{n}-{form}": sheet(parts, text, form)[1] for n, text in enumerate(documents) for form in FORMS}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = every.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://pages.localhost:{server.server_port}"
        server.shutdown()


def test_no_text_overflows_on_a_screen_or_a_phone(pages: str, browse: Callable[..., dict[str, object]]) -> None:
    seen = browse(LOOK, {"pages": pages})
    assert seen.pop("dialog") is True
    assert seen.pop("notes")
    assert {name: found for name, found in seen.items() if found} == {}


@pytest.mark.parametrize("form", FORMS)
def test_every_number_on_the_page_leads_to_its_place(parts: Any, form: str) -> None:
    made, page = sheet(parts, shipped(parts, "water"), form)
    shown = re.search(r"<body.*?<dialog", page, re.DOTALL)
    assert shown
    texts = re.sub(r"<template.*?</template>|<footer.*?</footer>|<a class=\"n\".*?</a>", "", shown[0], flags=re.DOTALL)
    assert not re.search(r"\d", html.unescape(re.sub(r"<[^>]*>", "", texts))), "a number stands there without a link"
    for number, place in re.findall(r'data-n="(\d+)">([^<]+)</a>', page):
        assert f'<mark id="n{number}">{place}</mark>' in page
    assert made.flagged == []


def test_numbers_that_a_model_makes_up_are_flagged(parts: Any) -> None:
    said = {
        "title": "Loaves",
        "lead": "It sold 1,250 loaves for $4.20, not 5.",
        "sections": [{"heading": "Rye", "points": ["77% like rye"], "notes": [], "charts": []}],
    }
    made, page = sheet(parts, "The bakery sold 1,250 loaves. One costs $4.20. Rye is liked.", "infographic", said)
    assert set(made.flagged) == {"5", "77%"}
    assert len(made.traced) == 2
    assert '<span class="flag"' in page


def test_numbers_are_told_with_what_belongs_to_them(parts: Any) -> None:
    text = "In 2019 it was $4.2 million, 1,250 loaves or 35 °C; 12 percent on 17 June, 10 to 20 of them."
    found = [(one.value, one.unit, one.is_date, one.is_range) for one in parts[0].numbers_of(text)]
    told = [(2019, "", True, False), (4_200_000, "$", False, False), (1250, "loaves", False, False)]
    told += [(35, "°C", False, False), (12, "%", False, False), (17, "June", True, False)]
    assert found == [*told, (10, "", False, True), (20, "", False, True)]


def test_a_model_writes_through_the_broker_and_a_wrong_one_is_done_without(
    engine: Engine, endpoint: PlayedEndpoint
) -> None:
    said = {
        "title": "Loaves",
        "lead": "It sold 1,250 loaves, 9 a minute.",
        "sections": [{"heading": "Rye", "points": ["Rye is liked"], "notes": [], "charts": []}],
    }
    text = "The bakery sold 1,250 loaves in May. One costs $4.20 since March."
    endpoint.on("The question:", said)
    endpoint.on("", Played("slower", status=429, headers={"Retry-After": "0.1"}), said, "no JSON at all")
    with opened(engine, "explainer") as app:
        broker = Broker(Endpoint(endpoint.url, endpoint.key, endpoint.name))
        app.start(broker.environment(app.box.offer("model", broker.serve)))
        assert app.ask("/api/services")[1]["told"].startswith(f"{endpoint.name} writes")
        made = app.ask("/api/explain", {"document": text})[1]
        assert (made["title"], made["traced"], made["flagged"], made["notes"]) == ("Loaves", 1, ["9"], [])
        asked = app.ask("/api/explain", {"question": "How many loaves?"})[1]
        assert (asked["traced"], asked["flagged"]) == (0, ["1,250", "9"])
        app.live(endpoint)
        done = app.ask("/api/explain", {"document": text})[1]
        assert "So the page is made of the document's own sentences." in done["notes"][0]
        assert done["flagged"] == []
