"""Reads off a sentence what an api is to tell of each name in its entries: the best, the sum, the average, and in which
order and with which places. Refuses a figure or an order that the sentence leaves open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.blueprint.api_words import OBJECT, Asked
from generator.blueprint.catalogue import HINT
from generator.contract import GeneratorError

_TOPS = {
    "least": r"lowest|smallest|fewest|least|shortest|cheapest|lightest|niedrigsten?|kleinsten?|kürzesten?|wenigsten?"
    r"|plus (?:petite?|basse?|courte?)",
    "most": r"highest|biggest|largest|greatest|longest|farthest|furthest|heaviest|(?<!at )most(?! recent| of)|höchsten?"
    r"|größten?|längsten?|weitesten?|meisten?|plus (?:grande?|haute?|longue?|élevée?)",
    "fast": r"fastest|quickest|schnellsten?|plus rapide",
    "slow": r"slowest|langsamsten?|plus lente?",
    "best": r"best|besten?|meilleure?",
}  # fmt: skip
_TOP = "|".join(f"(?P<{sort}>{words})" for sort, words in _TOPS.items())
_FIRST = re.compile(
    rf"\b(?:{_TOP})(?: (?!first)\w+)? (?:comes? |stands? )?"
    r"(?:first|(?:on|at the) top|zuerst|zuoberst|(?:en )?premier|d['’]abord)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:in )?(?P<most>descending|absteigend|décroissant)\b|\b(?P<least>ascending|aufsteigend|croissant)\b", re.I
)
_OF_EACH = re.compile(rf"\b(?:{_TOP})\b", re.I)
_SUM = re.compile(
    r"\b(?:totals?|sums?|altogether|in all|add(?:s|ed)? up|combined|summen?|insgesamt|zusammen|somme)\b", re.I
)
_MEAN = re.compile(r"\b(?:averages?|means?|durchschnitt\w*|moyennes?)\b", re.I)
_LAST = re.compile(r"\b(?:latest|most recent|newest|last|letzten?|neuesten?|dernière?s?|dernier)\b", re.I)
_SEVERAL = r"(?:two|three|four|five|six|ten|[2-9]|zwei|drei|vier|fünf|deux|trois|quatre|cinq)"
_OF_SEVERAL = re.compile(
    rf"\b(?:{'|'.join(_TOPS.values())}|last|latest|letzten?) {_SEVERAL}\b"
    rf"|\b{_SEVERAL} (?:{'|'.join(_TOPS.values())})\b",
    re.I,
)
"""The best three of somebody: no figure that is known."""
_PLACE = frozenset({"place", "rank", "position", "pos", "platz", "rang"})
_TIE = re.compile(
    rf"\b(?:same|equal|gleichen?|même|shared?|joint)\b[^.;,]*\b(?:{'|'.join(sorted(_PLACE))}|number)s?\b"
    r"|\b(?:ties?|tied|ex aequo)\b",
    re.I,
)
_NO_GAP = re.compile(
    r"\b(?:no|without|not|never|nothing|kein\w*|ohne|nicht|sans|pas)\b[^.;]{0,40}?"
    r"\b(?:gaps?|skip\w*|left out|omit\w*|lück\w*|entfäll\w*|saut\w*)|\bnext number\b",
    re.I,
)
_GAP = re.compile(
    r"\b(?:left out|leav\w+ out|skip\w*|gaps?|omit\w*|entfäll\w*|fällt weg|übersprungen|lücke|saut\w*)\b", re.I
)
_BROKEN = r"brok\w+|breaks?|tie-?break\w*|earlier|later|alphabet\w*|wer zuerst|who(?:ever)? (?:came|did|was|ran)"
BEYOND = re.compile(
    rf"\b(?:{_BROKEN}|top \w+|only|win(?:s|ner|ners)?|behind|ahead|difference|improv\w+|today|yesterday|weeks?|months?"
    r"|years?|days|dates?|since|same(?! (?:\w+ )?(?:can|may|might|several|again|more))|equal|median|worst|reset|share"
    r"|percent\w*|rounded|heute|woche|monat)\b|%",
    re.I,
)
"""What asks for more than a figure, an order and places."""
_PLACES = re.compile(r"\b\d(?:(?:, | |-|,)\d)+\b")
_LESS_IS_BETTER = re.compile(
    r"seconds?|secs?|minutes?|times?|ms|millis\w*|duration|strokes?|errors?|mistakes?|faults?|penalt\w+|zeit|sekunden"
    r"|minuten|fehler|secondes?|temps|fautes?",
    re.I,
)
_MORE_IS_BETTER = re.compile(
    r"points?|scores?|km|kilomet\w+|miles?|pages?|steps?|goals?|met(?:er|re)s?|cm|stars?|ratings?|kg|wins?|reps?|punkte?"
    r"|tore|schritte?|seiten?|buts?|distance|height|laps",
    re.I,
)
_SPEED = re.compile(r"(?:km_?h|mph|speed|tempo|wpm|vitesse)", re.I)
COLUMNS = {
    "sum": "total sum summe gesamt somme", "average": "average mean avg durchschnitt schnitt moyenne",
    "count": "count times entries number how_many runs tries attempts games anzahl nombre",
    "least": "min minimum lowest smallest", "most": "max maximum highest largest", "best": "best",
    "last": "last latest",
}  # fmt: skip
_DOES = re.compile(r"\b(?:an?|each|every|any|the same|jede\w*|ein\w*) (\w+) (?:can|may|might|kann|darf) (\w+)", re.I)
_RANKING = re.compile(r"\b(?:rank(?:ing|ed|s)?|leaderboard|standings|high ?scores?|rangliste|classement)\b", re.I)
_EACH = re.compile(
    r"\b(?:each|every|everybody|everyone|per|all|jede\w*|alle\w*|pro|chaque|chacun\w*|ranking|leaderboard|standings)\b"
    r"|['’]s\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one request tells of names. `figures`: part of a row -> what it is; `one`: of a single name, in its path."""

    asked: Asked
    name: str
    value: str
    figures: Mapping[str, str]
    one: bool
    order: str = ""
    least_first: bool = False
    place: str = ""
    dense: bool = False
    ties: bool = False
    """Whether the sentence says that equal ones share a place."""
    after: bool = False
    """Whether it says which place comes after these."""
    spoken: str = ""
    """The words of the sentence for the figure and the order, for whose entries they are, and for what these do."""


def measures(name: str) -> bool:
    """Whether a name is that of a number that is better the more or the less it is."""
    clock = name in ("time", "times", "zeit", "temps")  # as often an hour of the day as a span
    return not clock and any(sort.fullmatch(name) for sort in (_LESS_IS_BETTER, _MORE_IS_BETTER, _SPEED))


def telling(asked: Sequence[Asked], fields: Mapping[str, type], text: str) -> list[Told]:
    """Those requests that tell something of each name or of one. Raises GeneratorError for one that tells it in a way
    that the sentence leaves open."""
    found = []
    for one in asked:
        names = [name for name, sort in fields.items() if sort is str and name in {*(one.gives or ()), *one.varies}]
        if one.method == "GET" and not one.query and len(names) == 1 and set(one.varies) <= set(names):
            told = _told(one, names[0], fields, text)
            found += [told] if told else []
    return found


def rest_of(text: str, fields: Iterable[str]) -> str:
    """The sentence without what says which figure, in which order and with which places, and without its fields."""
    plain = re.sub(rf"\b(?:{'|'.join(map(re.escape, fields))})\b", " ", OBJECT.sub(" ", text), flags=re.I)
    pieces = re.split(r"[.;,](?:\s|$)", _PLACES.sub(" ", plain))
    kept = ", ".join(re.sub(_TIE, " ", piece) for piece in pieces)
    for said in (_FIRST, _DOWN, _OF_EACH, _SUM, _MEAN, _LAST, _GAP):
        kept = said.sub(" ", kept)
    return re.sub(r"/\w[\w/{}]*|\b(?:count(?:er)?|times)\b", " ", kept)


def _told(one: Asked, name: str, fields: Mapping[str, type], text: str) -> Told | None:
    columns = [part for part in one.gives or () if part != name]
    places = [part for part in columns if part in _PLACE and part not in fields]
    columns = [part for part in columns if part not in places]
    numbers = [part for part, sort in fields.items() if sort is float]
    values = [part for part in columns if part in numbers] or numbers
    plain, own = OBJECT.sub(" ", text), f"{one.path.replace('/', ' ')} {OBJECT.sub(' ', one.about)}"
    if not columns or len(values) != 1 or len(places) > 1 or (not one.varies and not (places or _EACH.search(own))):
        return None
    if _OF_SEVERAL.search(plain):
        raise _unclear(one)
    value = values[0]
    firsts = _tops(_FIRST, own, value) or _tops(_DOWN, own, value) or _tops(_FIRST, plain, value)
    bare = _FIRST.sub(" ", own)
    sorts = _figures(bare, value, firsts) or _figures(_FIRST.sub(" ", plain), value, firsts)
    named = {
        part: next((sort for sort, words in COLUMNS.items() if part.casefold() in words.split()), "")
        for part in columns
    }
    named |= {part: _better(value, firsts) for part, sort in named.items() if sort == "best"}
    open_ = [part for part in columns if not named[part] or part == value]
    if len(open_) > 1 or (open_ and (open_[0] != value or len(sorts) != 1)):
        raise _unclear(one)
    figures = {part: next(iter(sorts)) if part in open_ else named[part] for part in columns}
    if "" in figures.values():
        raise _unclear(one)
    words = [word for said in _DOES.findall(plain) for word in said]
    words += [said.group() for said_by in (_FIRST, _OF_EACH, _SUM, _MEAN, _LAST) for said in said_by.finditer(plain)]
    spoken = " ".join(words)
    if one.varies:
        return Told(one, name, value, figures, True, spoken=spoken) if not places else None
    ordered = [part for part, sort in figures.items() if sort != "count"] or columns
    if len(firsts) > 1 or (firsts and len(ordered) > 1) or (places and not firsts and len(ordered) > 1):
        raise _unclear(one)
    ranked = places or _RANKING.search(own)
    way = next(iter(firsts), "") or (_better(value, firsts) if ranked else "")
    if ranked and not way:
        raise _unclear(one)
    ties = _TIE.search(plain)
    after = any(said.search(plain) for said in (_PLACES, _GAP, _NO_GAP))
    return Told(
        one, name, value, figures, False,
        order=ordered[0] if way else "", least_first=way == "least", place=next(iter(places), ""),
        dense=bool(ties) and _is_dense(plain), ties=bool(ties), after=bool(ties) and after, spoken=spoken,
    )  # fmt: skip


def _unclear(one: Asked) -> GeneratorError:
    return GeneratorError(f"It isn't clear what {one.method} {one.path} is to tell of each name.", HINT)


def _tops(pattern: re.Pattern[str], text: str, value: str) -> set[str]:
    """Which ends of the scale a text names: `least`, `most`. "" among them for one that isn't clear."""
    found = set()
    for said in pattern.finditer(text):
        sort = said.lastgroup or ""
        fast = "most" if _SPEED.fullmatch(value) else "least" if _LESS_IS_BETTER.fullmatch(value) else ""
        slow = {"most": "least", "least": "most"}.get(fast, "")
        found.add({"fast": fast, "slow": slow, "best": _better(value, set())}.get(sort, sort))
    return found


def _better(value: str, firsts: set[str]) -> str:
    """Which end is the good one: the one that comes first, or the one that the number's name speaks of."""
    if len(firsts) == 1:
        return next(iter(firsts))
    if _LESS_IS_BETTER.fullmatch(value):
        return "least"
    return "most" if _MORE_IS_BETTER.fullmatch(value) or _SPEED.fullmatch(value) else ""


def _figures(text: str, value: str, firsts: set[str]) -> set[str]:
    """What a text asks for of all that belongs to one name."""
    found = {sort for sort, words in (("sum", _SUM), ("average", _MEAN), ("last", _LAST)) if words.search(text)}
    for said in _OF_EACH.finditer(text):
        found |= {_better(value, firsts)} if said.lastgroup == "best" else _tops(_OF_EACH, said.group(), value)
    return found


def _is_dense(text: str) -> bool:
    """Whether the place after a shared one is the next number: as the row of places shows, or as is said."""
    for said in _PLACES.findall(text):
        places = [int(place) for place in re.findall(r"\d", said)]
        if any(after > before + 1 for before, after in pairwise(places)):
            return False
        if len(set(places)) < len(places):
            return True
    return bool(_NO_GAP.search(text))
