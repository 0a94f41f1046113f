"""Makes a story of a document: what to show of it, in which order, with charts from its numbers. Refuses to say
anything that the document doesn't: all its texts are stretches of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from document import Block, Document, Number, Span, shortened

POINTS, LONGEST_POINT, LONGEST_HEADING = 3, 150, 70
BARS, FIGURES, SECTIONS = 8, 6, 12


@dataclass(frozen=True)
class Bar:
    label: Span
    number: Number


@dataclass(frozen=True)
class Chart:
    """Numbers of one kind side by side; `over_time` when the labels are years."""

    title: Span
    bars: Sequence[Bar]
    over_time: bool = False


@dataclass(frozen=True)
class Figure:
    """One number that is worth a look by itself, and the sentence that it stands in."""

    number: Number
    said: Span


@dataclass
class Section:
    heading: Span
    points: list[Span] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    notes: list[Span] = field(default_factory=list)
    """What a speaker says to it: all sentences, whole."""


@dataclass
class Story:
    title: Span
    lead: Span
    sections: list[Section]

    @property
    def figures(self) -> list[Figure]:
        """The most telling ones of the whole, one a section first."""
        ordered = [
            figure for turn in range(3) for section in self.sections for figure in section.figures[turn : turn + 1]
        ]
        return ordered[:FIGURES]


def story_of(document: Document) -> Story:
    weights = words_in(document.text)
    sections = [section_of(block, document, weights) for block in document.blocks[:SECTIONS]]
    first = next((block.sentences[0] for block in document.blocks if block.sentences), document.title)
    if sections and not sections[0].heading.text:
        sections[0].heading = document.title
    return Story(shortened(document.title, LONGEST_HEADING), shortened(first, 180), sections)


def section_of(block: Block, document: Document, weights: Counter[str]) -> Section:
    charts = [chart for chart in (of_list(block, document), *of_tables(block, document)) if chart]
    charts += [chart for sentence in block.sentences if (chart := of_years(sentence, block, document))]
    bars = [bar for chart in charts for bar in chart.bars]
    drawn = {bar.label.start for chart in charts if chart.over_time for bar in chart.bars}
    plain = [one for one in block.sentences if not any(one.start <= start < one.end for start in drawn)]
    telling = sorted(plain, key=lambda sentence: -worth(sentence, document, weights))
    listed = [item for item in block.items if not any(item.start <= bar.label.start < item.end for bar in bars)]
    said = [*listed[:POINTS], *[one for one in plain if one in telling[: 1 if listed else POINTS]]]
    points = [shortened(one, LONGEST_POINT) for one in said]
    figures = [figure for sentence in telling if (figure := figure_of(sentence, document, bars))][:2]
    return Section(
        shortened(block.heading, LONGEST_HEADING), points, charts[:2], figures, [*block.sentences, *block.items][:12]
    )


def figure_of(sentence: Span, document: Document, bars: Sequence[Bar]) -> Figure | None:
    """The first number of a sentence that says something by itself and stands in no chart."""
    used = {bar.number.place.start for bar in bars}
    for number in document.numbers_in(sentence):
        alone = not number.is_date and not number.is_range and number.place.start not in used
        if alone and (number.unit or number.value >= 10):
            return Figure(number, sentence)
    return None


def worth(sentence: Span, document: Document, weights: Counter[str]) -> float:
    """Sentences with numbers, and with the words that the document is about, tell more; endless ones less."""
    words = re.findall(r"[a-z]{4,}", sentence.text.lower())
    about = sum(weights[word] for word in set(words)) / (len(words) + 3)
    numbers = sum(not number.is_date for number in document.numbers_in(sentence))
    return about + min(numbers, 2) * 1.5 - len(sentence.text) / 300


def words_in(text: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"[a-z]{4,}", text.lower()))


def of_list(block: Block, document: Document) -> Chart | None:
    """A list of `label: number` items, all of one unit."""
    bars = []
    for item in block.items:
        head, colon, _ = item.text.partition(":")
        numbers = document.numbers_in(item.part(len(head), len(item.text))) if colon else []
        if len(numbers) == 1:
            bars.append(Bar(item.part(0, len(head)).stripped(), numbers[0]))
    return chart_of(block.heading, bars)


def of_tables(block: Block, document: Document) -> list[Chart | None]:
    """The first column of a table as labels, and each column of numbers as a chart."""
    made = []
    for head, *rows in block.tables:
        for column in range(1, len(head)):
            numbers = [(row[0], document.numbers_in(row[column])) for row in rows if len(row) > column]
            bars = [Bar(label, found[0]) for label, found in numbers if len(found) == 1]
            made.append(chart_of(head[column], bars))
    return made


def of_years(sentence: Span, block: Block, document: Document) -> Chart | None:
    """A sentence that tells a number for each of several years."""
    bars, year = [], None
    for number in document.numbers_in(sentence):
        if number.is_year:
            year = number
        elif year:
            bars.append(Bar(year.place, number))
            year = None
    if len(bars) < 3:
        return None
    ordered = sorted(bars, key=lambda bar: bar.label.text)
    return Chart(shortened(block.heading, LONGEST_HEADING), ordered[:BARS], over_time=True)


def chart_of(title: Span, bars: Sequence[Bar]) -> Chart | None:
    """Two or more numbers of the commonest unit among them."""
    if len(bars) < 2:
        return None
    unit = Counter(bar.number.unit for bar in bars).most_common(1)[0][0]
    of_unit = [bar for bar in bars if bar.number.unit == unit]
    return Chart(shortened(title, LONGEST_HEADING), of_unit[:BARS]) if len(of_unit) > 1 else None
