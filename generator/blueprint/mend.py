"""Puts small slips in names, labels and references right. Refuses to invent anything that was not said."""

import difflib
import keyword
import re
import unicodedata
from collections.abc import Iterable, Sequence

RESERVED = frozenset({"done", "id", "created", "v"})
"""Names that the blocks use in a record beside the fields."""


def identifier(text: str, otherwise: str = "value") -> str:
    """A Python name out of any text: `Tip (%)` becomes `tip`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"\W+", "_", plain).strip("_").lower() or otherwise
    if name[0].isdigit():
        name = f"n{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED else name


def readable(name: str) -> str:
    """A label out of a name: `tip_percent` becomes `Tip percent`."""
    words = re.sub(r"[_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def unique(texts: Iterable[str], *, join: str = "_") -> list[str]:
    """The same texts in the same order, a number behind each that was there before."""
    seen: set[str] = set()
    found: list[str] = []
    for text in texts:
        candidate, n = text, 2
        while candidate.casefold() in seen:
            candidate, n = f"{text}{join}{n}", n + 1
        seen.add(candidate.casefold())
        found.append(candidate)
    return found


def nearest(wanted: str, known: Sequence[str], *, least: float = 0.6) -> str | None:
    """Which of the known names was meant: the same but for case and punctuation, or close enough, or none."""
    if wanted in known:
        return wanted
    plain = {identifier(name): name for name in reversed(known)}
    if (key := identifier(wanted)) in plain:
        return plain[key]
    close = difflib.get_close_matches(key, list(plain), n=1, cutoff=least)
    return plain[close[0]] if close else None


def pick(wanted: object, known: Sequence[str], aliases: dict[str, str], otherwise: str) -> str:
    """One word of a closed list, forgiving of synonyms and spelling."""
    if not wanted:
        return otherwise
    word = identifier(str(wanted), "other")
    return nearest(aliases.get(word, word), known, least=0.75) or otherwise


def number(value: object) -> float | None:
    """What number a person meant by `1,200.50`, `20 %`, `$5` or 5; None when there is none in it."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value) if value == value and abs(value) != float("inf") else None
    if isinstance(value, str) and (found := re.search(r"-?\d[\d,  ]*(?:\.\d+)?|-?\.\d+", value)):
        return float(re.sub(r"[,  ]", "", found.group()))
    return None


def strings(value: object) -> list[str]:
    """A list of texts out of a list, a mapping or one text with commas; empty and repeated ones are left out."""
    if isinstance(value, str):
        value = re.split(r"[,;\n|]", value)
    items = [str(item).strip() for item in value] if isinstance(value, list | tuple | set | dict) else []
    return list(dict.fromkeys(item for item in items if item))
