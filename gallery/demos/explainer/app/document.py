"""Takes a text apart: headings, sentences, list items, tables, and every number with its place. Refuses to change a
letter: whatever it gives is a stretch of the text itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MOST_LETTERS = 60_000
NUMBER = re.compile(
    r"(?<![\w.,])[$€£]?\s?\d{1,3}(?:[,\u202f]\d{3})+(?:\.\d+)?|(?<![\w.,])[$€£]?\d+(?:[.,]\d+)?",
)
SCALE = re.compile(r"\s?(thousand|million|billion|trillion)\b")
UNIT = re.compile(
    r"\s?(%|°C|°F|percent\b|per cent\b)"
    r"|\s((?:cubic |square )?[a-zA-Z]{2,15}(?: a (?:day|week|month|year))?)\b"
)
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*[\"')\]]*", re.DOTALL)
NO_UNITS = {
    *("and", "or", "of", "to", "in", "on", "at", "by", "with", "for", "the", "a", "an", "it", "its", "is", "was"),
    *("were", "are", "from", "until", "after", "that", "than", "as", "such", "more", "less", "people", "per"),
}
MONTHS = {
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
}


@dataclass(frozen=True)
class Span:
    """A stretch of the document."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def part(self, start: int, end: int) -> "Span":
        return Span(self.text[start:end], self.start + start)

    def stripped(self, around: str = " \t\n") -> "Span":
        left = len(self.text) - len(self.text.lstrip(around))
        return Span(self.text.strip(around), self.start + left)


@dataclass(frozen=True)
class Number:
    """A number with what belongs to it: currency, scale, unit. `place` is all of that in the document."""

    value: float
    unit: str
    place: Span
    word: str = ""
    """What is written behind the place as its unit, with the space between."""
    is_range: bool = False
    """Whether another number makes a range of it: 10 to 20."""

    @property
    def whole(self) -> Span:
        """Its place with the word of its unit."""
        return Span(self.place.text + self.word, self.place.start)

    @property
    def is_date(self) -> bool:
        return self.is_year or self.unit in MONTHS

    @property
    def is_year(self) -> bool:
        return 1500 <= self.value <= 2100 and self.place.text.isdigit()


@dataclass
class Block:
    """A heading with what stands below it."""

    heading: Span
    sentences: list[Span] = field(default_factory=list)
    items: list[Span] = field(default_factory=list)
    tables: list[list[list[Span]]] = field(default_factory=list)


@dataclass
class Document:
    text: str
    title: Span
    blocks: list[Block]
    numbers: list[Number]

    def numbers_in(self, span: Span) -> list[Number]:
        return [one for one in self.numbers if span.start <= one.place.start and one.place.end <= span.end]


def numbers_of(text: str) -> list[Number]:
    """Every number of a text, in its order."""
    found = []
    for match in NUMBER.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end, scale, unit = match.end(), 1.0, ""
        if scaled := SCALE.match(text, end):
            scale, end = SCALES[scaled[1]], scaled.end()
        if named := UNIT.match(text, end):
            if named[1]:
                unit, end = "%" if named[1].startswith("per") else named[1], named.end()
            elif named[2].split()[0] not in NO_UNITS:
                unit = named[2]
        digits = text[start : match.end()].strip("$€£ ").replace("\u202f", "")
        if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
            digits = digits.replace(",", "")
        word = text[end : end + 1 + len(unit)] if unit and text[end:].startswith(f" {unit}") else ""
        around = re.match(r"\s?(?:to|or|[-–])\s?[$€£]?\d", text[end:]) or re.search(
            r"\d\s?(?:to|or|[-–])\s?$", text[:start]
        )
        value = float(digits.replace(",", ".")) * scale
        unit = next((sign for sign in "$€£" if sign in match[0]), "") or unit
        found.append(Number(value, unit, Span(text[start:end], start), word, bool(around)))
    return found


def read(text: str) -> Document:
    """The document of a text, of which no more than MOST_LETTERS are looked at."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")[:MOST_LETTERS]
    blocks: list[Block] = [Block(Span("", 0))]
    title: Span | None = None
    table: list[list[Span]] = []
    lines = list(lines_of(text))
    for at, line in enumerate(lines):
        if line.text.count("|") >= 2:
            cells = cells_of(line)
            if not all(set(cell.text) <= set("-: ") for cell in cells):
                table.append(cells)
            continue
        if table:
            blocks[-1].tables.append(table)
            table = []
        if not line.text.strip():
            continue
        if is_heading(line, lines, at):
            heading = line.stripped("# \t*_")
            if title is None and not blocks[-1].sentences and not blocks[-1].items:
                title = heading
            else:
                blocks.append(Block(heading))
        elif item := re.match(r"\s*(?:[-*•]|\d+[.)])\s+", line.text):
            blocks[-1].items.append(line.part(item.end(), len(line.text)).stripped())
        else:
            blocks[-1].sentences += sentences_of(line)
    if table:
        blocks[-1].tables.append(table)
    blocks = [block for block in blocks if block.sentences or block.items or block.tables]
    if title is None:
        first = blocks[0].sentences[0] if blocks and blocks[0].sentences else Span(text.strip()[:80], 0)
        title = shortened(first, 70)
    return Document(text, title, blocks, numbers_of(text))


def lines_of(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(line, start)
        start += len(line) + 1


def cells_of(line: Span) -> list[Span]:
    cells, start = [], 0
    for part in line.text.split("|"):
        cells.append(Span(part, line.start + start).stripped())
        start += len(part) + 1
    return [cell for cell in cells if cell.text]


def is_heading(line: Span, lines: Sequence[Span], at: int) -> bool:
    """A line with hashes, or a short one that stands alone and ends no sentence."""
    text = line.text.strip()
    if text.startswith("#"):
        return True
    alone = (at == 0 or not lines[at - 1].text.strip()) and (at + 1 < len(lines) and not lines[at + 1].text.strip())
    return alone and len(text) <= 70 and text[-1] not in ".!?:;,|" and not re.match(r"[-*•\d]", text)


def sentences_of(line: Span) -> list[Span]:
    found = [line.part(*match.span()).stripped() for match in SENTENCE.finditer(line.text)]
    return [span for span in found if len(span.text) > 2]


def shortened(span: Span, most: int) -> Span:
    """The beginning of a stretch, up to the end of a clause or word; never through a number."""
    if len(span.text) <= most:
        return span
    cut = span.text[:most]
    for mark in ("; ", ", ", " "):
        if (at := cut.rfind(mark)) > most // 2 and not re.search(r"\d$", cut[:at]):
            return span.part(0, at).stripped()
    return span.part(0, most).stripped()
