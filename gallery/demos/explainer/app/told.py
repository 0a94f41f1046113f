"""Makes a story of what a model says of a document or a question. Refuses to take its numbers on trust: what it says is
drawn with each number looked for in the source."""

from collections.abc import Mapping, Sequence
from typing import Any

from document import Number, Span, numbers_of
from model import Endpoint, ModelError
from story import BARS, Bar, Chart, Figure, Section, Story

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}


def an(**properties: Any) -> dict[str, Any]:
    """The schema of an object that has just these."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


BAR = an(label=TEXT, value=TEXT)
CHART = an(title=TEXT, over_time={"type": "boolean"}, bars={"type": "array", "items": BAR})
SECTION = an(heading=TEXT, points=TEXTS, notes=TEXTS, charts={"type": "array", "items": CHART})
SCHEMA = an(title=TEXT, lead=TEXT, sections={"type": "array", "items": SECTION})
WISH = (
    "Make an explanation of it to be looked at: a title, a lead of one sentence, two to six sections with a heading of "
    "at most eight words, one to three points of at most twenty words each, notes for a speaker, and a chart wherever "
    "numbers of one kind stand side by side. Copy each number exactly as it is written, with its unit."
)


def of_document(endpoint: Endpoint, text: str) -> Story:
    """Raises ModelError."""
    return story_of(endpoint.say(f"{WISH} Use nothing but this document.\n\n{text}", SCHEMA))


def of_question(endpoint: Endpoint, question: str) -> Story:
    """Raises ModelError. Its numbers have no source but the model, so that all are flagged."""
    return story_of(endpoint.say(f"{WISH} The question:\n\n{question}", SCHEMA))


def story_of(said: Mapping[str, Any]) -> Story:
    given = said.get("sections")
    sections = [section for one in given if (section := section_of(one))] if isinstance(given, list) else []
    title = line(said.get("title"), 70)
    if not title or not sections:
        raise ModelError("What the model said can't be drawn.")
    return Story(Span(title, -1), Span(line(said.get("lead"), 180), -1), sections[:12])


def section_of(said: object) -> Section | None:
    if not isinstance(said, dict) or not line(said.get("heading"), 70):
        return None
    points = spans(said.get("points"), 150)[:3]
    charts = [chart for one in listed(said.get("charts")) if (chart := chart_of(one))][:2]
    figures = [Figure(number, point) for point in points for number in numbers_of(point.text)[:1] if not number.is_date]
    return Section(Span(line(said["heading"], 70), -1), points, charts, figures[:2], spans(said.get("notes"), 600)[:12])


def chart_of(said: object) -> Chart | None:
    if not isinstance(said, dict):
        return None
    bars = []
    for one in listed(said.get("bars"))[:BARS]:
        label, value = (line(one.get(name), 60) for name in ("label", "value")) if isinstance(one, dict) else ("", "")
        if label and (number := number_in(value)):
            bars.append(Bar(Span(label, -1), number))
    title = Span(line(said.get("title"), 70), -1)
    return Chart(title, bars, said.get("over_time") is True) if len(bars) > 1 else None


def number_in(value: str) -> Number | None:
    found = numbers_of(value)
    return found[0] if len(found) == 1 else None


def spans(said: object, most: int) -> list[Span]:
    return [Span(text, -1) for one in listed(said) if (text := line(one, most))]


def listed(said: object) -> Sequence[Any]:
    return said if isinstance(said, list) else []


def line(said: object, most: int) -> str:
    text = " ".join(str(said).split()) if isinstance(said, str) else ""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
