"""Draws the sample photos of this demo: menus of restaurants that don't exist, as a phone takes them. Refuses to use
anything but Pillow and the font that it carries, so that every pixel is ours to give away.

    python draw_samples.py        # writes app/samples/*.jpg and samples/*.jpg
"""

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

HERE = Path(__file__).parent
PAPER, INK, FAINT = (250, 246, 236), (38, 34, 30), (96, 88, 80)

TRATTORIA = (
    "TRATTORIA LUMACA",
    [
        (
            "STARTERS",
            [
                ("Tomato Bruschetta", "grilled bread, garlic, basil", "6.50"),
                ("Minestrone Soup", "beans, carrots and pasta", "7.00"),
                ("Burrata Salad", "rocket, figs, balsamic", "11.50"),
            ],
        ),
        (
            "MAIN COURSES",
            [
                ("Spaghetti Carbonara", "egg, pecorino, crisp bacon", "13.00"),
                ("Pizza Margherita", "tomato, mozzarella, basil", "10.50"),
                ("Grilled Sea Bass", "lemon, fennel, potatoes", "19.80"),
                ("Mushroom Risotto", "porcini and parmesan", "14.20"),
            ],
        ),
        (
            "DESSERTS",
            [
                ("Tiramisu", "coffee, mascarpone, cocoa", "6.00"),
                ("Lemon Sorbet", "with a leaf of mint", "4.50"),
            ],
        ),
    ],
)
BISTRO = (
    "HARBOUR BISTRO",
    [
        (
            "LUNCH",
            [
                ("Fish and Chips", "cod, peas, tartare sauce", "12.90"),
                ("Beef Burger", "cheddar, pickles, fries", "11.40"),
                ("Lentil Curry", "rice, coriander, yoghurt", "9.80"),
                ("Chicken Caesar Salad", "croutons, parmesan", "10.60"),
            ],
        ),
        ("SWEET", [("Apple Crumble", "warm, with custard", "5.20"), ("Chocolate Cake", "dark, with cream", "5.80")]),
    ],
)
FRENCH = (
    "CHEZ ODILE",
    [
        (
            "ENTREES",
            [
                ("Soupe aux oignons", "gratinee au fromage", "8,50"),
                ("Salade de chevre chaud", "noix et miel", "9,80"),
            ],
        ),
        (
            "PLATS",
            [
                ("Poulet roti", "pommes de terre au four", "16,50"),
                ("Moules marinieres", "vin blanc, persil, frites", "15,00"),
            ],
        ),
        ("DESSERTS", [("Tarte aux pommes", "tiede, creme fraiche", "7,20"), ("Mousse au chocolat", "", "6,40")]),
    ],
)
DISHES = ["Soup", "Salad", "Curry", "Pasta", "Burger", "Pizza", "Taco", "Stew", "Pie", "Noodles"]
KINDS = ["Tomato", "Chicken", "Mushroom", "Spinach", "Pumpkin", "Prawn"]


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def menu(title: str, sections: list, currency: str = "$", width: int = 1100) -> Image.Image:
    """A printed page."""
    rows = sum(2 + 2 * len(dishes) for _, dishes in sections)
    page = Image.new("RGB", (width, 260 + rows * 52), PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((24, 24, width - 25, page.height - 25), outline=(168, 140, 96), width=4)
    draw.text((width / 2, 70), title, INK, font(64), anchor="ma")
    y = 190
    for section, dishes in sections:
        draw.text((width / 2, y), section, (150, 60, 40), font(40), anchor="ma")
        y += 74
        for name, about, price in dishes:
            draw.text((90, y), name, INK, font(38))
            draw.text((width - 90, y), f"{currency}{price}", INK, font(38), anchor="ra")
            if about:
                draw.text((90, y + 46), about, FAINT, font(30))
            y += 104
        y += 16
    return page.crop((0, 0, width, y + 60))


def long_menu() -> Image.Image:
    """Sixty dishes in two columns."""
    page = Image.new("RGB", (1900, 2200), PAPER)
    draw = ImageDraw.Draw(page)
    draw.text((950, 50), "THE GRAND HALL", INK, font(70), anchor="ma")
    names = [f"{kind} {dish}" for dish in DISHES for kind in KINDS]
    for number, name in enumerate(names):
        x, y = (80, 1020)[number // 30], 180 + number % 30 * 65
        draw.text((x, y), name, INK, font(38))
        draw.text((x + 780, y), f"${5 + number * 0.25:.2f}", INK, font(38), anchor="ra")
    return page


def photo(page: Image.Image, seed: int, turn: float = 2.0, blur: float = 0.6, size: int = 1500) -> Image.Image:
    """The page on a table: a little turned, lit from one side, a little out of focus, with a sensor's noise."""
    chance = random.Random(seed)  # noqa: S311 - pictures, not secrets
    turned = page.convert("RGBA").rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    margin = 90
    table = Image.new("RGB", (turned.width + 2 * margin, turned.height + 2 * margin), (112, 78, 52))
    draw = ImageDraw.Draw(table)
    for y in range(0, table.height, 6):
        shade = chance.randint(-10, 10)
        draw.line((0, y, table.width, y + chance.randint(-8, 8)), (112 + shade, 78 + shade, 52 + shade), 6)
    table.paste(turned, (margin, margin), turned)
    light = Image.linear_gradient("L").resize(table.size).point(lambda v: 150 + v * 105 // 255)
    lit = Image.composite(table, ImageEnhance.Brightness(table).enhance(0.72), light)
    noise = Image.effect_noise(table.size, 14).convert("RGB")
    shot = Image.blend(lit, noise, 0.06).filter(ImageFilter.GaussianBlur(blur))
    shot.thumbnail((size, size))
    return shot


def garden() -> Image.Image:
    """A photo without a word on it."""
    shot = Image.new("RGB", (1200, 900), (150, 196, 232))
    draw = ImageDraw.Draw(shot)
    draw.ellipse((880, 80, 1040, 240), fill=(252, 226, 120))
    draw.polygon([(0, 620), (380, 330), (760, 640), (1200, 420), (1200, 900), (0, 900)], fill=(86, 140, 82))
    chance = random.Random(5)  # noqa: S311
    for _ in range(160):
        x, y = chance.randint(0, 1200), chance.randint(660, 890)
        colour = chance.choice([(224, 80, 96), (250, 210, 90), (236, 236, 244), (190, 110, 200)])
        draw.line((x, y, x, y + 30), (52, 100, 50), 4)
        draw.ellipse((x - 12, y - 12, x + 12, y + 12), fill=colour)
    return shot.filter(ImageFilter.GaussianBlur(1.5))


def main() -> None:
    shipped = {
        "trattoria": photo(menu(*TRATTORIA), 1),
        "sideways": photo(menu(*BISTRO), 2).rotate(90, expand=True),
        "blurred": photo(menu(*BISTRO), 3, turn=-3.0, blur=2.2),
        "chez-odile": photo(menu(*FRENCH, currency=""), 4, turn=-1.5),
        "grand-hall": photo(long_menu(), 6, turn=0.6, size=2200),
        "garden": garden(),
    }
    for name, shot in shipped.items():
        shot.save(HERE / "app/samples" / f"{name}.jpg", quality=72, optimize=True)
    photo(menu(*BISTRO), 7, turn=4.0).save(HERE / "samples/bistro.jpg", quality=72, optimize=True)


if __name__ == "__main__":
    main()
