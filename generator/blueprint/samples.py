"""Sample inputs that belong together: a word that the text holds, lists that have some lines in common, other values
of the shape of an example. Refuses to know what an app does with them."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.blueprint.schema import Field

SEARCHED = (
    "red apples\ngreen pears\nred plums",
    "banana\nold boats\ncherry\nold bridges",
    "one small town\ntwo rivers\none long road",
)
"""Texts of which some lines hold a word and others don't."""
PAIRS = (
    ("banana\ncherry\napple", "cherry\nplum\nbanana"),
    ("oak\nelm\nash\nfir", "fir\noak\nyew"),
    ("north\nwest", "east\nwest\nsouth"),
)
"""Texts with lines in common, and others that only one has."""
WORDED = ("text", "long_text", "file")
BORN = ((-28, -9), (-12, -20), (-36, -3))
FIRST = ((0, 25), (-8, -9), (24, 12))
LATER = ((4, 16), (0, 27), (28, 5))
"""How far days are from today, in years and days: of birth, and one before the other. In every fourth year the calendar
is the same again, and no month is shorter than the days: an age or a wait is the same whenever it is asked for."""
_SOUGHT = re.compile(
    r"\b(?:words?|search\w*|find|keywords?|phrases?|terms?|contain\w*|look\w*|filter\w*|replac\w+|old)\b", re.I
)
_OTHER = re.compile(r"\b(?:replacements?|with|by|new|instead|another|other)\b|\breplacing\b", re.I)
_HEX = re.compile(r"#[0-9a-f]{6}", re.I)
_COLOURS = ("#3366cc", "#c02010", "#0a7d5e")
_CLOCK = re.compile(r"\d{1,2}:[0-5]\d")
_CLOCKS = ("7:45", "10:30", "2:06")
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_NAMES = ["maria", "lopez", "john", "reed", "fern", "oslo", "tara", "hill", "milo", "stone", "vera", "lake"]
_SHAPED = re.compile(r"\d|[@#]|\w[:./]\w")
_KEPT = frozenset(["http", "https", "www", "and", "the", "for", "per", "with", "from"])


def day(far: tuple[int, int]) -> str:
    """The day that is so far from today."""
    then = datetime.date.today() + datetime.timedelta(days=far[1])
    return then.replace(year=then.year + far[0]).isoformat()


def told(value: str) -> str:
    """A day as it is told in a check that is to hold on other days too; what isn't known by its distance stands as it
    is."""
    far = next((one for one in ((0, 0), *BORN, *FIRST, *LATER) if day(one) == value), None)
    if far is None:
        return value
    parts = [f" {'-' if n < 0 else '+'} {abs(n)} {unit}s" for n, unit in zip(far, ("year", "day"), strict=True) if n]
    return f"{{today{''.join(parts)}}}"


def place_of(label: str) -> str:
    """Whether a field is for what is looked for, `find`, or for what comes in its place, `replace`; "" for others."""
    return "replace" if _OTHER.search(label) else "find" if _SOUGHT.search(label) else ""


def sought(fields: Sequence[Field]) -> tuple[Field, Field] | None:
    """The field for something to be looked for, and that of the text in which it is; None where nothing is."""
    text = next((f for f in fields if f.type in ("long_text", "file")), None)
    word = next((f for f in fields if f.type == "text" and place_of(f.label) == "find"), None)
    return (word, text) if text is not None and word is not None else None


def found_in(text: str, wanted: str, turn: int) -> str:
    """What is wanted if the text holds it, else a word that some of its lines hold and others don't."""
    if wanted and wanted in text:
        return wanted
    lines = text.splitlines()
    words = list(dict.fromkeys(re.findall(r"[^\W\d_]{3,}", text)))
    some = [word for word in words if 0 < sum(word in line for line in lines) < len(lines)]
    often = [word for word in some if sum(word in line for line in lines) > 1]
    chosen = often or some or words
    return chosen[turn % len(chosen)] if chosen else wanted


def compared(fields: Sequence[Field]) -> list[Field]:
    """The two texts that are held against each other; none where there aren't two."""
    texts = [f for f in fields if f.type in ("long_text", "file")]
    return texts if len(texts) == 2 and texts[0].type == texts[1].type else []


def alike(example: str, turn: int) -> str:
    """Another value of the shape of an example, line by line: other words where there are words, other digits where
    there are digits. "" for one that has no shape of its own."""
    lines = [line.strip() for line in example.splitlines() if line.strip()]
    shaped = [line for line in lines if _SHAPED.search(line) or (len(lines) > 1 and " " in line)]
    if (
        not lines
        or len(shaped) < len(lines)
        or any(len(line.split()) > 6 or line.endswith((".", "!", "?")) for line in lines)
    ):
        return ""
    return "\n".join(_other(line, turn + 5 * n) for n, line in enumerate(lines))


def belonging(fields: Sequence[Field], inputs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The inputs with something to be found wherever something is looked for."""
    made = [dict(values) for values in inputs]
    if (pair := sought(fields)) is not None:
        word, text = pair
        for turn, values in enumerate(made):
            values[word.name] = found_in(str(values.get(text.name) or ""), str(values.get(word.name) or ""), turn)
    return made


def _other(line: str, turn: int) -> str:
    if _HEX.fullmatch(line):
        return _COLOURS[turn % len(_COLOURS)]
    if _CLOCK.fullmatch(line):
        return _CLOCKS[turn % len(_CLOCKS)]
    if _DAY.search(line):
        return re.sub(r"\d{4}", lambda year: str(int(year.group()) - turn), line)
    line = re.sub(r"\d+", lambda digits: _digits(digits.group(), turn), line)
    count = 0

    def word(found: re.Match[str]) -> str:
        nonlocal count
        if len(found.group()) <= 2 or found.group().casefold() in _KEPT:
            return found.group()
        count += 1
        fresh = _NAMES[(2 * turn + count - 1) % len(_NAMES)]
        return fresh.upper() if found.group().isupper() else fresh.title() if found.group()[0].isupper() else fresh

    return re.sub(r"[^\W\d_]+", word, line)


def _digits(digits: str, turn: int) -> str:
    """Another number of as many digits."""
    low = 10 ** (len(digits) - 1) if len(digits) > 1 and digits[0] != "0" else 0
    return f"{low + (int(digits) - low + 3 * turn + 1) % (10 ** len(digits) - low):0{len(digits)}}"
