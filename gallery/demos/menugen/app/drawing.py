"""Draws a dish: by a model that draws, or as an illustration of a few shapes. Refuses to pass off either as a photo."""

import base64
import re
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from typing import Any

from model import Endpoint

STAND_IN = "the pictures are drawn here, from a few shapes for each sort of dish."
DRAWN_HERE = "Illustration drawn here"
MOST_KEPT = 120
kept: "OrderedDict[tuple[str, str], dict[str, str]]" = OrderedDict()
"""Pictures that a model has drawn, so that nobody pays twice for the same."""

SORTS: dict[str, Sequence[str]] = {
    "pizza": ("pizza", "calzone"),
    "pasta": ("pasta", "spaghetti", "carbonara", "noodle", "ramen", "lasagn", "tagliatelle", "penne", "linguine"),
    "toast": ("bruschetta", "toast", "bread", "crostini", "taco", "flatbread", "focaccia"),
    "burger": ("burger", "sandwich", "panini", "wrap"),
    "ice": ("sorbet", "ice cream", "gelato", "glace"),
    "cake": ("cake", "tiramisu", "tart", "pie", "crumble", "mousse", "brownie", "pudding", "dessert", "cheesecake"),
    "drink": ("coffee", "tea", "wine", "beer", "juice", "lemonade", "water", "cocktail", "espresso"),
    "salad": ("salad", "salade", "burrata", "leaves", "slaw"),
    "fish": ("fish", "bass", "salmon", "cod", "tuna", "prawn", "moules", "mussel", "squid", "sushi"),
    "bowl": ("soup", "soupe", "curry", "stew", "risotto", "rice", "minestrone", "chowder", "chili", "dal", "porridge"),
    "meat": ("chicken", "poulet", "beef", "steak", "lamb", "pork", "duck", "ribs", "schnitzel", "sausage"),
}
COLOURS = {
    "tomato": "#d9482f", "strawberr": "#d9364f", "beet": "#9c2a5b", "carrot": "#e58a2b", "pumpkin": "#e58a2b",
    "curry": "#dba12c", "lemon": "#f0d34a", "corn": "#eec643", "egg": "#f3cf58", "spinach": "#4f8a3d",
    "pea": "#7aac4b", "mint": "#69b08a", "basil": "#5c9440", "lentil": "#a9763f", "bean": "#8d5a3b",
    "mushroom": "#a78a6d", "onion": "#c99b5b", "chocolate": "#5a3826", "coffee": "#6b452d", "cream": "#f4e8cf",
    "prawn": "#ee8e72", "salmon": "#f08a6b", "apple": "#d8a04c", "fig": "#6e3b5e",
}  # fmt: skip


def service(endpoint: Endpoint | None) -> dict[str, Any]:
    """Who draws: a model's name, or what stands in for it."""
    if endpoint and endpoint.painter:
        return {"live": True, "told": f"{endpoint.painter} draws the pictures. They are illustrations, no photos."}
    why = "No model is connected" if endpoint is None else "No model here draws"
    return {"live": False, "told": f"{why}: {STAND_IN}"}


def draw(name: str, description: str, endpoint: Endpoint | None) -> dict[str, str]:
    """The picture as an address of its own data, and who drew it. Raises ModelError."""
    if endpoint is None or not endpoint.painter:
        coded = base64.b64encode(illustration(name, description).encode()).decode()
        return {"picture": f"data:image/svg+xml;base64,{coded}", "drawn_by": DRAWN_HERE}
    key = (endpoint.painter, f"{name}\n{description}")
    if key not in kept:
        prompt = (
            f"An appetising illustration of one restaurant dish on a plain plate, seen from above at an angle, soft "
            f"daylight, no text, no people. The dish: {name}. {description}"
        )
        data, kind = endpoint.paint(prompt)
        coded = base64.b64encode(data).decode()
        kept[key] = {
            "picture": f"data:{kind};base64,{coded}",
            "drawn_by": f"Illustration drawn by {endpoint.painter}",
        }
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return kept[key]


def illustration(name: str, description: str = "") -> str:
    """An SVG of the sort of dish that the name says, in the colours that its words suggest."""
    said = f"{name} {description}".lower()
    sort = sort_of(name.lower()) or sort_of(said) or "plate"
    chance = Chance(said)
    found = [colour for word, colour in COLOURS.items() if word in said]
    colours = [*found, *chance.shuffled(list(COLOURS.values()))][:4]
    ground = chance.pick(["#e9dfd0", "#dfe6dc", "#e8dcd8", "#dde3e8", "#efe6cf"])
    shapes = "".join(SHAPES[sort](colours, chance))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" role="img"><title>Illustration of '
        f'{escape(name)}</title><rect width="400" height="300" fill="{ground}"/>'
        f'<ellipse cx="200" cy="176" rx="152" ry="92" fill="#000" opacity=".13"/>{shapes}</svg>'
    )


def sort_of(said: str) -> str:
    return next((sort for sort, words in SORTS.items() if any(re.search(rf"\b{word}", said) for word in words)), "")


class Chance:
    """The same for the same dish, wherever it is drawn."""

    def __init__(self, seed: str) -> None:
        self.bytes = sha256(seed.encode()).digest() * 8
        self.at = 0

    def upto(self, most: int) -> int:
        self.at += 1
        return self.bytes[self.at % len(self.bytes)] * most // 256

    def between(self, least: int, most: int) -> int:
        return least + self.upto(most - least + 1)

    def pick(self, options: Sequence[str]) -> str:
        return options[self.upto(len(options))]

    def shuffled(self, options: list[str]) -> list[str]:
        return sorted(options, key=lambda _: self.upto(256))


def oval(x: float, y: float, rx: float, ry: float, fill: str, more: str = "") -> str:
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}" {more}/>'


def plate(rim: str = "#fdfcf8") -> list[str]:
    return [oval(200, 160, 150, 92, rim), oval(200, 160, 112, 66, "#00000009"), oval(200, 158, 110, 64, "#f6f3ea")]


def scatter(colours: Sequence[str], chance: Chance, count: int, rx: int, ry: int, size: tuple[int, int]) -> list[str]:
    """Small pieces, more of them in the middle."""
    made = []
    for _ in range(count):
        x = 200 + (chance.upto(2 * rx) + chance.upto(2 * rx)) // 2 - rx
        y = 152 + (chance.upto(2 * ry) + chance.upto(2 * ry)) // 2 - ry
        turn = f'transform="rotate({chance.upto(180)} {x} {y})"'
        wide = chance.between(*size)
        made.append(oval(x, y, wide, max(3, wide * 0.62), chance.pick(colours), turn))
    return made


def bowl(colours: Sequence[str], chance: Chance) -> list[str]:
    base = [
        '<path d="M60 140 Q70 262 200 264 Q330 262 340 140 Z" fill="#f9f6ee"/>',
        '<path d="M300 240 Q336 205 340 140 L322 140 Q316 205 288 246 Z" fill="#00000010"/>',
        oval(200, 140, 140, 56, "#fffdf7"), oval(200, 142, 124, 46, colours[0]), oval(176, 132, 70, 20, "#ffffff22"),
    ]  # fmt: skip
    steam = [
        f'<path d="M{x} 78 q-12 -16 0 -30 t0 -28" stroke="#fff" stroke-width="5" fill="none" opacity=".7" '
        'stroke-linecap="round"/>'
        for x in (160, 200, 240)
    ]
    return [*base, *scatter([*colours[1:], "#5c9440"], chance, 14, 86, 24, (6, 13)), *steam]


def salad(colours: Sequence[str], chance: Chance) -> list[str]:
    greens = ["#7fae4d", "#5f9440", "#99c162", "#4f8138"]
    return [
        *plate(),
        *scatter(greens, chance, 36, 88, 42, (16, 28)),
        *scatter([*colours, "#d9482f"], chance, 14, 76, 36, (8, 14)),
    ]


def pizza(colours: Sequence[str], chance: Chance) -> list[str]:
    cuts = [
        f'<line x1="200" y1="156" x2="{200 + dx}" y2="{156 + dy}" stroke="#c68d46" stroke-width="2.5"/>'
        for dx, dy in ((118, 0), (-118, 0), (60, 62), (-60, -62), (60, -62), (-60, 62))
    ]
    base = [oval(200, 160, 146, 88, "#d9a35a"), oval(200, 156, 126, 74, "#d9482f"), oval(200, 156, 121, 70, "#f0c765")]
    tops = ["#c9372c", "#fff3d6", "#5c9440", *colours[:2]]
    return [*base, *cuts, *scatter(tops, chance, 22, 96, 52, (9, 15))]


def pasta(colours: Sequence[str], chance: Chance) -> list[str]:
    strands = []
    for _ in range(30):
        x, y = 200 + chance.between(-70, 70), 150 + chance.between(-30, 30)
        bend = chance.between(-40, 40)
        strands.append(
            f'<path d="M{x - 46} {y} q{bend} -{34 + chance.upto(20)} 46 0 t46 {chance.between(-14, 14)}" '
            f'stroke="{chance.pick(["#f1cf6b", "#e8bd55", "#f6dd8f"])}" stroke-width="7" fill="none" '
            'stroke-linecap="round"/>'
        )
    return [*plate(), *strands, *scatter([*colours, "#5c9440"], chance, 12, 52, 24, (7, 13))]


def burger(colours: Sequence[str], chance: Chance) -> list[str]:
    seeds = [oval(200 + chance.between(-64, 64), 92 + chance.between(-16, 18), 4, 2.5, "#fbe9c4") for _ in range(16)]
    return [
        *plate(), '<rect x="112" y="172" width="176" height="34" rx="17" fill="#d79a4f"/>',
        '<path d="M104 166 q16 18 32 4 t32 2 t32 0 t32 0 t32 0 t32 -6 v-8 H104 Z" fill="#7fae4d"/>',
        '<rect x="108" y="142" width="184" height="24" rx="12" fill="#6b4028"/>',
        f'<rect x="110" y="130" width="180" height="14" rx="6" fill="{colours[0]}"/>',
        '<path d="M110 132 Q112 66 200 64 Q288 66 290 132 Z" fill="#dda456"/>', *seeds,
    ]  # fmt: skip


def toast(colours: Sequence[str], chance: Chance) -> list[str]:
    slices = []
    for x, y, turn in ((150, 148, -12), (236, 138, 10), (196, 186, -3)):
        around = f'transform="rotate({turn} {x} {y})"'
        slices += [oval(x, y, 58, 30, "#b97a3a", around), oval(x, y - 5, 54, 26, "#ecc98a", around)]
        for _ in range(11):
            dx, dy = chance.between(-36, 36), chance.between(-14, 12)
            slices.append(oval(x + dx, y - 8 + dy, 8, 6, chance.pick([colours[0], colours[0], "#5c9440", colours[1]])))
    return [*plate(), *slices]


def fish(colours: Sequence[str], chance: Chance) -> list[str]:
    return [
        *plate(), '<path d="M98 160 Q160 96 262 150 L308 122 Q300 160 308 196 L262 170 Q160 222 98 160 Z" '
        'fill="#8fa9b5"/>', '<path d="M98 160 Q160 128 262 158 Q160 222 98 160 Z" fill="#b7cbd2"/>',
        oval(130, 154, 6, 6, "#22303a"),
        *(f'<path d="M{x} 134 q12 24 0 48" stroke="#6d8894" stroke-width="3" fill="none"/>' for x in (172, 198, 224)),
        oval(268, 212, 26, 17, "#f0d34a"), oval(268, 212, 19, 12, "#f8e88f"),
        *scatter(["#5c9440", *colours], chance, 8, 100, 50, (5, 9)),
    ]  # fmt: skip


def meat(colours: Sequence[str], chance: Chance) -> list[str]:
    return [
        *plate(), '<path d="M120 156 Q128 104 190 108 Q262 104 274 150 Q282 190 226 192 Q136 204 120 156 Z" '
        'fill="#8a4a2c"/>',
        *(f'<path d="M{x} 122 l26 58" stroke="#5e2f1b" stroke-width="7" stroke-linecap="round"/>'
          for x in (146, 178, 210)),
        oval(286, 176, 22, 15, "#f1cf6b"), oval(262, 196, 22, 14, "#e8bd55"), oval(298, 150, 18, 12, "#7fae4d"),
        *scatter([*colours, "#5c9440"], chance, 8, 96, 50, (5, 9)),
    ]  # fmt: skip


def cake(colours: Sequence[str], chance: Chance) -> list[str]:
    layers = [colours[0], "#f7ead0", colours[1], "#f7ead0"]
    cut = [
        f'<path d="M110 {y} L272 {y - 16} L300 {y + 8} L300 {y + 32} L110 {y + 24} Z" fill="{colour}"/>'
        for y, colour in zip(range(104, 200, 24), layers, strict=True)
    ]
    top = '<path d="M110 104 Q180 70 272 88 L300 112 Z" fill="#fffaf0"/>'
    return [*plate(), *cut, top, oval(214, 84, 13, 13, "#c9303e"), oval(210, 80, 4, 4, "#ffffff88")]


def ice(colours: Sequence[str], chance: Chance) -> list[str]:
    return [
        oval(164, 116, 48, 46, colours[0]), oval(236, 116, 48, 46, colours[1]), oval(200, 82, 48, 46, colours[2]),
        oval(186, 66, 14, 9, "#ffffff55"), '<path d="M100 132 H300 Q296 196 214 204 V238 H186 V204 Q104 196 100 132 Z" '
        'fill="#ffffffcc"/>', oval(200, 242, 62, 11, "#ffffffcc"), oval(244, 60, 16, 8, "#5c9440"),
    ]  # fmt: skip


def drink(colours: Sequence[str], chance: Chance) -> list[str]:
    return [
        '<path d="M140 60 H260 L246 240 H154 Z" fill="#ffffffb0"/>',
        f'<path d="M145 104 H255 L245 234 H155 Z" fill="{colours[0]}"/>', oval(200, 104, 55, 9, "#ffffff55"),
        '<line x1="222" y1="36" x2="198" y2="210" stroke="#d9482f" stroke-width="6" stroke-linecap="round"/>',
        oval(262, 66, 24, 24, "#f0d34a"), oval(262, 66, 17, 17, "#f8e88f"),
    ]  # fmt: skip


def mixed(colours: Sequence[str], chance: Chance) -> list[str]:
    return [*plate(), *scatter(colours, chance, 18, 84, 40, (14, 26)), *scatter(["#5c9440"], chance, 7, 80, 38, (5, 9))]


SHAPES = {
    "pizza": pizza, "pasta": pasta, "toast": toast, "burger": burger, "ice": ice, "cake": cake, "drink": drink,
    "salad": salad, "fish": fish, "bowl": bowl, "meat": meat, "plate": mixed,
}  # fmt: skip
