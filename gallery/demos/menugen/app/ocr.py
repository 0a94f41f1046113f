"""Reads the words on a photo with Tesseract, whose library and models are wheels. Refuses to know what a menu is."""

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # a sandbox has one processor
SIDE = 1700
"""Pixels of the longer side that a photo is read at: lines of a menu are then some thirty pixels high."""
SURE = 35
"""Per cent: what Tesseract is less sure of is left out."""
CERTAIN, FEW = 85, 10
"""So many words at least are certain on a menu that was read the right way up."""
ENGINE = "Tesseract"


@dataclass(frozen=True)
class Word:
    """A word and the box that it stands in, in pixels of the photo turned upright."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float = 100.0
    """In per cent."""

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> int:
        return self.bottom - self.top


def words_on(photo: Image.Image) -> list[Word]:
    """The words on a photo, whichever way it was held."""
    page = straightened(prepared(photo))
    found = recognised(page)
    if (
        sum(len(word.text) > 2 and word.confidence > CERTAIN for word in found) < FEW
    ):  # it may have been held another way
        turned = turned_upright(page)
        found = recognised(straightened(turned)) if turned is not page else found
    return found


def recognised(page: Image.Image) -> list[Word]:
    """What Tesseract is sure enough of."""
    import tesserocr

    found = []
    with tesserocr.PyTessBaseAPI(path=models(), lang="eng", psm=tesserocr.PSM.SPARSE_TEXT) as api:
        api.SetImage(page)
        api.Recognize()
        for piece in tesserocr.iterate_level(api.GetIterator(), tesserocr.RIL.WORD):
            if piece.Empty(tesserocr.RIL.WORD) or (confidence := piece.Confidence(tesserocr.RIL.WORD)) < SURE:
                continue
            text = piece.GetUTF8Text(tesserocr.RIL.WORD).strip()
            if any(letter.isalnum() for letter in text) or text in "$€£&":
                found.append(Word(text, *piece.BoundingBox(tesserocr.RIL.WORD), confidence))
    return found


def prepared(photo: Image.Image) -> Image.Image:
    """Grey, of one size, sharpened, and with the light evened out."""
    grey = ImageOps.exif_transpose(photo).convert("L")
    scale = SIDE / max(grey.size)
    grey = grey.resize((round(grey.width * scale), round(grey.height * scale)), Image.Resampling.LANCZOS)
    light = grey.filter(ImageFilter.BoxBlur(SIDE // 40))
    even = np.clip(np.asarray(grey, np.float32) / np.maximum(np.asarray(light, np.float32), 1) * 215, 0, 255)
    return Image.fromarray(even.astype(np.uint8)).filter(ImageFilter.UnsharpMask(3, 160, 2))


def turned_upright(page: Image.Image) -> Image.Image:
    """By the quarter turns that Tesseract believes it needs."""
    import tesserocr

    with tesserocr.PyTessBaseAPI(path=models(), lang="osd", psm=tesserocr.PSM.OSD_ONLY) as api:
        api.SetImage(page)
        found = api.DetectOrientationScript()
    turn = found["orient_deg"] if found and found["orient_conf"] > 1 else 0
    return page.rotate(turn, expand=True, fillcolor=255) if turn else page


def straightened(page: Image.Image) -> Image.Image:
    """Turned by the few degrees at which its lines stand out most."""
    small = ImageOps.invert(page.resize((420, max(1, page.height * 420 // page.width))))

    def contrast(angle: float) -> float:
        rows = np.asarray(small.rotate(angle, fillcolor=0), np.float32).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    best = max((step / 2 for step in range(-14, 15)), key=contrast)
    return page.rotate(best, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC) if best else page


@cache
def models() -> str:
    """The folder of the models: beside the packages, or where a virtual environment keeps data."""
    import tesserocr

    near = Path(tesserocr.__file__).parents[1]
    places = [near / "share/tessdata", Path(sys.prefix) / "share/tessdata"]
    return str(next(place for place in places if (place / "eng.traineddata").exists()))
