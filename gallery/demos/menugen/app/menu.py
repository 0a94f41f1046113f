"""Makes dishes of the words on a menu: names, descriptions, prices, by where they stand. Refuses to guess a price."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from ocr import Word

PRICE = re.compile(r"^[$€£]?\s?(\d{1,3}[.,]\d{2})\s?[$€£]?$")
LOOSE = re.compile(r"^[S5]?(\d{1,3}[.,]\d{2})$")
"""A dollar sign that was read as a letter."""
FEWEST = 2
"""What has fewer dishes is no menu."""
MOST = 200


@dataclass
class Item:
    """One dish. `price` is as the menu prints it, "" where it gives none."""

    name: str
    description: str = ""
    price: str = ""
    original: str = ""
    """The name in the menu's own language, where `name` is a translation."""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass
class Line:
    words: list[Word]
    price: str = ""

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(word.text for word in self.words)).strip(" .·-–—_|:")

    @property
    def height(self) -> float:
        return sorted(word.height for word in self.words)[len(self.words) // 2]

    @property
    def top(self) -> int:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> int:
        return max(word.bottom for word in self.words)


def items_of(words: Sequence[Word]) -> list[Item]:
    """The dishes in reading order, column by column; [] when that is no menu."""
    currency = next((word.text[0] for word in words if word.text[:1] in "$€£"), "") or next(
        (word.text[-1] for word in words if word.text[-1:] in "$€£"), ""
    )
    items: list[Item] = []
    for column in columns(words):
        above: Line | None = None
        for line in lines(column):
            if line.price and line.text:
                items.append(Item(tidy(line.text), "", with_currency(line.price, currency)))
                above = line
            elif above and is_about(line, above):
                items[-1].description = f"{items[-1].description} {line.text}".strip()
                above = Line(above.words + line.words)
            else:
                above = None
    return items[:MOST] if len(items) >= FEWEST else []


def is_about(line: Line, above: Line) -> bool:
    """Whether a line without a price tells of the dish above it: close to it, and no heading."""
    close = line.top - above.bottom < 1.2 * above.height
    return close and not line.text.isupper() and len(line.text) > 2


def tidy(name: str) -> str:
    return name[:120]


def with_currency(price: str, currency: str) -> str:
    if not currency:
        return price
    return f"{price} {currency}" if currency == "€" else f"{currency}{price}"


def price_in(text: str) -> str:
    found = PRICE.match(text) or LOOSE.match(text)
    return found[1] if found else ""


def columns(words: Sequence[Word]) -> list[list[Word]]:
    """The words by column: prices stand at the right of theirs, one below the other."""
    prices = sorted((word for word in words if price_in(word.text)), key=lambda word: word.right)
    if not prices:
        return []
    width = max(word.right for word in words)
    ends: list[list[Word]] = []
    for word in prices:
        if ends and word.right - ends[-1][-1].right < width * 0.08:
            ends[-1].append(word)
        else:
            ends.append([word])
    edges = [max(word.right for word in end) for end in ends if len(end) >= max(2, len(prices) // 10)]
    made: list[list[Word]] = [[] for _ in edges]
    for word in words:
        number = next((n for n, edge in enumerate(edges) if (word.left + word.right) / 2 <= edge), None)
        if number is not None:
            made[number].append(word)
    return made


def lines(words: Sequence[Word]) -> Iterator[Line]:
    """The words of a column as lines, from the top, each with the price at its end."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        row = rows[-1] if rows else []
        if row and abs(word.middle - sum(w.middle for w in row) / len(row)) < 0.55 * max(word.height, row[-1].height):
            row.append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word.left)
        price = ""
        if found := [word for word in row if price_in(word.text)]:
            price = price_in(found[-1].text)
        rest = [word for word in row if word not in found and word.text not in "$€£"]
        if rest or price:
            yield Line(rest or row, price)
