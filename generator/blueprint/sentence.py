"""Reads a sentence without a model: its clauses, the lists and numbers in it. Refuses to guess what it means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SMALL = """
a an the and or of to in on at for with without by from as is are be been was were it its this that these those i me my
mine we us our you your he she they them their one ones which who whom what where when how whether if then than so can
could should would will shall may might must want wants need needs like please make build create give get gets let lets
show shows tell tells see app application tool page site web simple small little easy nice basic program have has had do
does did not no also too just some any each every all up out into per but including while use using able about after
before there here own new already another via s t m ve re d ll
ein eine einen einer der die das den dem und oder mit ich mein meine von für zum zur un une le la les et ou avec des el
los las y con para mi
"""
STOP = frozenset(_SMALL.split())
"""Words that carry no wish of their own."""

_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60,
}  # fmt: skip
_BREAK = re.compile(
    r"[;:.!?](?=\s|$)|\n|\s[-–—]\s|(?<!\d),|,(?!\d)"
    r"|\s(?:and|or|with|that|which|then|plus|but|so that|where|while|when|including|und|oder|mit|et|avec|y|con)\s",
    re.I,
)
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)"
_WHOLE = re.compile(
    rf"\([^()]*\)|\{{[^{{}}]*\}}|[\"“][^\"”]*[\"”]|„[^“”]*[“”]|«[^»]*»|\b{_TIME}(?:(?:,| and|, and) {_TIME}\b)+"
    r"|\b(?:replac|substitut|exchang|swap)\w* (?:[\w'-]+ ){1,5}?with (?=[\w'-])"
    r"|\bonly (?:the |those )?[\w-]+ (?:with|that|which|where|in which)\b(?: that\b)?",
    re.I,
)
"""What isn't taken apart: brackets of both sorts, quotations, one stretch of time told in several units, what is
replaced with what, and which ones alone are meant."""
_ITEM = r"(?!and\b|or\b)[^\W_][\w'-]*(?:\s(?!and\b|or\b|with\b)[\w'-]+)?"
_LIST = re.compile(
    rf"(?:^|(?<=[\s(]))({_ITEM}(?:,\s*{_ITEM})*,?\s(?:or|and|&)\s{_ITEM}|{_ITEM}(?:,\s*{_ITEM}){{2,}})", re.I
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number that stands in the sentence and the word behind it: `25 minutes`."""

    value: float
    unit: str


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.casefold())


def stem(word: str) -> str:
    """A word without its common English endings, so that `tracks` and `tracking` are the same."""
    word = word.split("'")[0]
    for ending in ("ations", "ation", "ings", "ing", "ies", "ers", "er", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= (2 if ending == "ies" else 3):  # tries, but ties
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def content(text: str) -> list[str]:
    """The stems of the words that carry a wish, in order, each once."""
    return list(dict.fromkeys(stem(w) for w in words(text) if w not in STOP and (len(w) > 1 or w.isdigit())))


def clauses(text: str) -> list[str]:
    """The sentence in pieces that each ask for one thing, in the user's own words. Nothing of it is lost."""
    pieces: list[str] = []
    start = 0
    hidden = _WHOLE.sub(lambda found: "_" * len(found.group()), text)
    for cut in _BREAK.finditer(hidden):
        pieces.append(text[start : cut.start()])
        start = cut.end()
    pieces.append(text[start:])
    found: list[str] = []
    for piece in pieces:
        piece = re.sub(r"^[\s,;:.!?-]+|[\s,;:.!?-]+$", "", piece)
        piece = re.sub(r"^(?:and|or|with|that|which|then|also)\s+", "", piece).strip()
        if content(piece) and piece.casefold() not in (f.casefold() for f in found):
            found.append(piece)
    return found


def literals(text: str) -> list[str]:
    """What stands in the sentence as an example of something shown: a code, an address, a decimal number. Whole numbers
    and common words may be anything."""
    found = re.findall(r"[#$€£]?[^\W_][\w@#+-]*(?:[.:/@,-]\w+)*", text)
    shaped = [one for one in found if re.search(r"[\d@#]|\w\.\w", one) and not re.fullmatch(r"[\d,-]+", one)]
    return [one for one in shaped if len(one) >= 4]


def units(text: str) -> list[str]:
    """The units in which a stretch of time is told, where it is told in several: `hours and minutes`."""
    return [unit for span in stretches(text) for unit in re.findall(rf"\b{_TIME}\b", span, re.I)]


def stretches(text: str) -> list[str]:
    """Where a stretch of time is told in several units, in the words of the text."""
    return [found.group() for found in _WHOLE.finditer(text) if re.match(_TIME, found.group(), re.I)]


def counts(text: str) -> list[Count]:
    """The numbers of the sentence with the word that follows each; number words up to twelve count too."""
    found = []
    tokens = re.findall(r"\d+(?:[.,]\d+)*|%|[^\W\d_]+", text.casefold())
    for i, token in enumerate(tokens):
        value = _value(token)
        if value is not None and not (token == "one" and "one of" in text.casefold()):  # noqa: S105
            found.append(Count(value, tokens[i + 1] if i + 1 < len(tokens) else ""))
    return found


def spelt(number: int) -> str:
    """The word for a number; "" for most of them."""
    return next((word for word, value in _NUMBERS.items() if value == number), "")


def _value(token: str) -> float | None:
    if token[0].isdigit():
        whole = token.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", token) else token.replace(",", ".")
        try:
            return float(whole)
        except ValueError:
            return None
    return _NUMBERS.get(token)


def lists(text: str) -> list[list[str]]:
    """Enumerations that stand in the sentence: `(food, rent or fun)` gives [[food, rent, fun]]. Brackets first."""
    found = [
        items
        for inner in re.findall(r"\(([^()]{3,300})\)|[\"“]([^\"”]{3,300})[\"”]", text)
        if len(items := split_list(inner[0] or inner[1])) > 1
    ]
    bare = re.sub(r"\([^()]*\)", " ", text)
    for match in _LIST.finditer(bare):
        items = split_list(match.group(1))
        if len(items) > 1 and items not in found:
            found.append(items)
    return found


def split_list(text: str) -> list[str]:
    """The items of an enumeration, without `and`, `or`, `e.g.` and the like."""
    text = re.sub(
        r"^\s*(?:e\.?g\.?|i\.?e\.?|for example|such as|like|either|between|from)[\s,:]+", "", text, flags=re.I
    )
    items = re.split(r"\s*[,;/|]\s*(?:and\s+|or\s+|&\s+)?|\s+(?:and|or|&|vs\.?)\s+", text)
    items = [
        re.sub(r"^(?:and|or|a|an|the)\s+|\s+etc\.?$|\.$", "", i.strip(), flags=re.I).strip(" \"'“”") for i in items
    ]
    return [i for i in items if i and i.casefold() not in ("etc", "and so on", "...", "…")]


def overlap(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Which share of our stems stands among theirs, 0..1; 0 when we have none."""
    return sum(1 for word in ours if word in theirs) / len(ours) if ours else 0.0
