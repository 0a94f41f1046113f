"""Draws a story as one self-contained page: an infographic, slides or a whiteboard. Refuses a number without its place
in the source, which is on the page too: one that has none is flagged.
"""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Literal

from document import Number, Span, numbers_of
from story import Chart, Figure, Section, Story

Form = Literal["infographic", "slides", "whiteboard"]
HERE = Path(__file__).parent / "sheet"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


class Sheet:
    """One page in the making. `source` is the text that numbers are traced to, `known` its numbers. Texts of a document
    carry their places; those that a model wrote are traced by value."""

    def __init__(self, source: str, known: Sequence[Number], title_of_source: str, *, by_value: bool = False) -> None:
        self.source, self.known, self.title_of_source, self.by_value = source, known, title_of_source, by_value
        self.places = {number.place.start: number for number in known}
        self.flagged: list[str] = []
        self.traced: set[int] = set()

    def page(self, story: Story, form: Form, told: str) -> str:
        """The whole page. `told` says in a sentence where its content comes from."""
        body = {"infographic": self.infographic, "slides": self.slides, "whiteboard": self.whiteboard}[form](
            story, told
        )
        flags = len(self.flagged)
        trust = f"{len(self.traced)} numbers traced to the source" + (
            f", {flags} flagged: not found in it" if flags else ""
        )
        trust = f'<span data-counter class="trust{" doubt" if flags else ""}">{trust}</span>'
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
            f'content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" '
            f'content="{POLICY}"><title>{escape(story.title.text)}</title><style>{(HERE / "sheet.css").read_text()}'
            f'</style></head><body class="{form}">{body}<footer class="bar">'
            f'<button id="back" aria-label="Back">‹</button><button id="next" aria-label="Next">›</button>'
            f'<button id="notes">Notes</button><button id="open-source">Source</button>{trust}</footer>'
            f'<aside id="speaker" aria-label="Speaker notes" hidden></aside>'
            f'<dialog id="source" aria-label="Source"><button id="close">Close</button><h2>'
            f'{escape(self.title_of_source)}</h2><p class="text">{self.marked()}</p></dialog>'
            f"<script>{(HERE / 'sheet.js').read_text()}</script></body></html>"
        )

    def infographic(self, story: Story, told: str) -> str:
        figures = "".join(self.figure(figure) for figure in story.figures)
        sections = "".join(self.section(section, "section") for section in story.sections)
        head = f'<header class="step"><h1>{self.text(story.title)}</h1><p class="lead">{self.text(story.lead)}</p>'
        return f'{head}<p class="told">{escape(told)}</p></header><div class="figures step">{figures}</div>{sections}'

    def slides(self, story: Story, told: str) -> str:
        """A slide says one thing: what does not fit on it gets another."""
        cover = (
            f'<section class="slide step cover"><h1>{self.text(story.title)}</h1><p class="lead">'
            f'{self.text(story.lead)}</p><p class="told">{escape(told)}</p></section>'
        )
        made = [cover]
        for section in story.sections:
            notes = self.notes(section)
            head = f"<h2>{self.text(section.heading)}</h2>"
            if section.points:
                made.append(f'<section class="slide step">{head}{self.points(section.points)}{notes}</section>')
            figures = "".join(self.figure(figure) for figure in section.figures)
            if figures:
                made.append(f'<section class="slide step">{head}<div class="figures">{figures}</div>{notes}</section>')
            made += [
                f'<section class="slide step">{head}{self.chart(chart, section.heading)}{notes}</section>'
                for chart in section.charts
            ]
        return f'<main class="deck">{"".join(made)}</main>'

    def whiteboard(self, story: Story, told: str) -> str:
        cards = "".join(self.section(section, "section", "card") for section in story.sections)
        head = f'<h1>{self.text(story.title)}</h1><p class="lead">{self.text(story.lead)}</p>'
        head = f'<header class="step card first">{head}<p class="told">{escape(told)}</p></header>'
        return f'<main class="board">{head}{cards}</main>'

    def section(self, section: Section, tag: str, name: str = "") -> str:
        charts = "".join(self.chart(chart, section.heading) for chart in section.charts)
        return (
            f'<{tag} class="step {name}"><h2>{self.text(section.heading)}</h2>{self.points(section.points)}{charts}'
            f"{self.notes(section)}</{tag}>"
        )

    def points(self, points: Sequence[Span]) -> str:
        return (
            f'<ul class="points">{"".join(f"<li>{self.text(point)}</li>" for point in points)}</ul>' if points else ""
        )

    def notes(self, section: Section) -> str:
        said = "".join(f"<p>{self.text(note)}</p>" for note in section.notes)
        return f'<template class="said">{said}</template>'

    def figure(self, figure: Figure) -> str:
        return (
            f'<figure class="big"><strong>{self.text(figure.number.whole)}</strong><figcaption>'
            f"{self.text(figure.said)}</figcaption></figure>"
        )

    def chart(self, chart: Chart, heading: Span) -> str:
        most = max((bar.number.value for bar in chart.bars), default=0) or 1
        rows = "".join(
            f'<li><span class="label">{self.text(bar.label)}</span><span class="track"><span class="bar" style="--part:'
            f'{max(0.0, bar.number.value / most):.4f}"></span></span><span class="value">'
            f"{self.text(bar.number.place if chart.over_time else bar.number.whole)}</span></li>"
            for bar in chart.bars
        )
        kind = "columns" if chart.over_time else "bars"
        title = f"<figcaption>{self.text(chart.title)}</figcaption>" if chart.title != heading else ""
        return f'<figure class="chart">{title}<ul class="{kind}">{rows}</ul></figure>'

    def text(self, span: Span) -> str:
        """A text with a link from each of its numbers to the place in the source, or with a flag."""
        inside = numbers_of(span.text)
        made, at = [], 0
        for number in inside:
            start, end = number.place.start, number.place.end
            found = self.found(number, span.start + start)
            shown = escape(span.text[start:end])
            made.append(escape(span.text[at:start]))
            if found:
                self.traced.add(found.place.start)
                made.append(f'<a class="n" href="#n{found.place.start}" data-n="{found.place.start}">{shown}</a>')
            else:
                self.flagged += [] if span.text[start:end] in self.flagged else [span.text[start:end]]
                made.append(f'<span class="flag" title="This number is not in the source">{shown} <b>?</b></span>')
            at = end
        return "".join([*made, escape(span.text[at:])])

    def found(self, number: Number, place: int) -> Number | None:
        """Where a number comes from: its own place, or for what a model wrote the first of the same value."""
        if not self.by_value:
            return self.places.get(place) or self._inside(place)
        same: Callable[[Number], bool] = lambda one: abs(one.value - number.value) <= 1e-9 * max(1.0, abs(one.value))  # noqa: E731
        alike = [one for one in self.known if same(one)]
        return next((one for one in alike if one.unit == number.unit), alike[0] if alike and not number.unit else None)

    def _inside(self, place: int) -> Number | None:
        return next((one for one in self.known if one.place.start <= place < one.place.end), None)

    def marked(self) -> str:
        """The source with an anchor at each number."""
        made, at = [], 0
        for number in self.known:
            made.append(escape(self.source[at : number.place.start]))
            made.append(f'<mark id="n{number.place.start}">{escape(number.place.text)}</mark>')
            at = number.place.end
        return "".join([*made, escape(self.source[at:])])
