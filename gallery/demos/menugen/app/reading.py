"""Reads a photo of a menu into dishes: by a model that sees, or by Tesseract here. Refuses to make up a dish."""

import io
import re
import time
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageOps

from menu import FEWEST, MOST, Item, items_of
from model import Endpoint, ModelError
from ocr import ENGINE, words_on

STAND_IN = f"{ENGINE} reads the photo on this machine; it does not translate."
SIDE = 1600
PATIENCE = 90.0
"""Seconds that pauses which the model asks for may take in all."""
NO_WORDS = "No words can be read on this photo. Take it closer, sharper and in better light."
NO_MENU = "There are words on this photo, but no dishes with prices beside them: it seems to be no menu."
SEEN = "The model says that this photo shows no menu."
QUESTION = (
    "This is a photo of a restaurant's menu. List every dish in reading order. Copy price and currency as printed, an "
    "empty text where there is none. If the menu is not in English, put the printed name into original and an English "
    "translation into name and description; otherwise leave original empty. If it is no menu, say so by is_menu."
)
TEXT = {"type": "string"}
DISH = dict.fromkeys(("name", "description", "price", "original"), TEXT)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "is_menu": {"type": "boolean"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": DISH,
                "required": list(DISH),
                "additionalProperties": False,
            },
        },
    },
    "required": ["is_menu", "items"],
    "additionalProperties": False,
}


class NoMenuError(Exception):
    """Why there is nothing to draw, as a sentence."""


@dataclass
class Read:
    items: list[Item]
    read_by: str
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {"items": [item.as_dict() for item in self.items], "read_by": self.read_by, "notes": self.notes}


def service(endpoint: Endpoint | None) -> dict[str, Any]:
    """Who reads: a model's name, or what stands in for it."""
    if endpoint and endpoint.reader:
        return {"live": True, "told": f"{endpoint.reader} looks at the photo."}
    why = "No model is connected" if endpoint is None else "No model here sees pictures"
    return {"live": False, "told": f"{why}: {STAND_IN}"}


def read(photo: Image.Image, endpoint: Endpoint | None) -> Read:
    """Raises NoMenuError. What a model can't do is done here, with a note."""
    if endpoint and endpoint.reader:
        try:
            return looked_at(photo, endpoint)
        except ModelError as error:
            found = recognised(photo)
            found.notes.append(f"{error} So {ENGINE} has read the photo on this machine.")
            return found
    return recognised(photo)


def looked_at(photo: Image.Image, endpoint: Endpoint) -> Read:
    small = ImageOps.exif_transpose(photo).convert("RGB")
    small.thumbnail((SIDE, SIDE))
    jpeg = io.BytesIO()
    small.save(jpeg, "JPEG", quality=85)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            said = endpoint.look(jpeg.getvalue(), QUESTION, SCHEMA)
            break
        except ModelError as error:
            if not error.wait or time.monotonic() + error.wait > until:
                raise
            time.sleep(error.wait)
    if said.get("is_menu") is False:
        raise NoMenuError(SEEN)
    given = said.get("items")
    items = [item for one in given if (item := item_of(one))] if isinstance(given, list) else []
    if not items:
        raise ModelError(f"{endpoint.reader} named no dish.")
    return Read(items[:MOST], endpoint.reader)


def item_of(said: object) -> Item | None:
    """A dish as the model names it; None for what has no name."""
    if not isinstance(said, dict):
        return None
    texts = {name: re.sub(r"\s+", " ", str(said.get(name) or "")).strip()[:300] for name in DISH}
    if not texts["name"]:
        return None
    texts["name"] = texts["name"][:120]
    if texts["original"].casefold() == texts["name"].casefold():
        texts["original"] = ""
    return Item(**texts)


def recognised(photo: Image.Image) -> Read:
    words = words_on(photo)
    items = items_of(words)
    if len(items) >= FEWEST:
        return Read(items, ENGINE)
    raise NoMenuError(NO_MENU if sum(len(word.text) > 3 for word in words) > 8 else NO_WORDS)
