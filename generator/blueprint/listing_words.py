"""Reads off a sentence of which kind or day an api lists its entries, in which order, and which spans of time it keeps
apart. Refuses a filter or an order that no field stands for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from generator.blueprint.api_words import OBJECT, Asked
from generator.blueprint.catalogue import HINT
from generator.contract import GeneratorError

_ISO = re.compile(r"\b\d{4}-\d\d-\d\d(?:[T ](\d\d:\d\d))?")
_TIME = re.compile(
    r"(?:start|begin|from|end|to|until|till|when|at|date|day|time|due|deadline|von|bis|beginn|ende|datum|debut|fin)s?"
    r"(?:_?(?:s|at|time|date|on))?",
    re.I,
)
_START = re.compile(r"(?:start|begin|from|von|debut)\w*", re.I)
_END = re.compile(r"(?:end|to|until|till|bis|fin)(?:e|s|_\w+)?", re.I)
_DAY = re.compile(r"(?:day|date|on|when|tag|datum|jour)", re.I)
_BY = re.compile(
    r"\b(?:sort|order)(?:s|ed)? by (?:the |their |its )?([\w ]{2,30})"
    r"|\b(?:sortiert|geordnet) nach (?:dem |der )?(\w+)"
    r"|\bnach (?:dem |der )?(\w+) (?:sortiert|geordnet)\b|\btri\w+ par (\w+)",
    re.I,
)
_FIRST = re.compile(
    r"\b(?:(?P<early>earliest|soonest|oldest|früheste\w*|älteste\w*)"
    r"|(?P<late>latest|newest|most recent|neueste\w*|späteste\w*)"
    r"|(?P<least>cheapest|lowest|smallest|fewest|shortest|youngest)"
    r"|(?P<most>highest|largest|biggest|most expensive|longest))(?: (?P<what>\w+))??"
    r"(?: ones?)?(?: comes?)? (?:first|zuerst)\b"
    r"|\b(?:in )?(?:(?P<time>chronological)|(?P<name>alphabetical)(?:ly)?)(?: order)?",
    re.I,
)
_ORDERED = re.compile(r"\bfirst(?=[.,;)]|$| and\b)|\b(?:sort|order)(?:s|ed)? by\b", re.I)
_DOWN = re.compile(r"\b(?:descending|downwards?|highest first|largest first|newest first|latest first)\b", re.I)
_CLASH = re.compile(
    r"\b(?:overlap\w*|clash\w*|collid\w*|(?:already|is) (?:booked|taken|reserved)|überschneid\w*)\b", re.I
)
_SAME = re.compile(r"\b(?:the )?same (\w+)|\bof that (\w+)", re.I)
_NOT_AFTER = re.compile(r"\b(?:not|isn't|n't) (?:after|later)\b|\bbefore or (?:at|equal)|\bsame\b", re.I)
_BEFORE = re.compile(r"\b(?:before|earlier|ahead of|precedes)\b", re.I)
_WHO = re.compile(
    r"(?:name|person|people|who|guest|title|owner|customer|user|by|text|note|team|email|subject|what|\w*_name)", re.I
)
"""Fields that say whose a span is, and not what is had."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which fields an entry lasts from and to. `clash`: the status of one that overlaps, 0 when it may; `same`: the
    field of what only one can have at a time; `back`: whether the end must come behind the start, `strict`: truly."""

    start: str
    end: str
    clash: int = 0
    same: str = ""
    back: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """How entries are listed. `filters`: name in the query -> field; `times`: fields that are times or days."""

    filters: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    last_first: bool = False
    times: Mapping[str, type] = field(default_factory=dict)
    span: Span | None = None
    spoken: str = ""
    """The words of the sentence for the order, and the examples of filters."""


def listed(asked: Sequence[Asked], fields: Mapping[str, type], text: str, refused: Sequence[tuple[str, int]]) -> Listed:
    """How the entries are listed. Raises GeneratorError for a filter or an order that no field stands for."""
    plain = OBJECT.sub(" ", text)
    lists = [one for one in asked if one.method == "GET" and not one.varies]
    times = _times(asked, fields, text)
    span = _span(times, fields, refused)
    filters = {name: _field(name, value, fields, times) for one in lists for name, value in one.query.items()}
    order, last_first, spoken = _order(plain, fields, times) if lists else ("", False, "")
    spoken = " ".join([spoken, *(one[0] for one in _ISO.finditer(text)), *(v for o in lists for v in o.query.values())])
    used = {*filters.values(), order, *((span.start, span.end) if span else ())}
    return Listed(filters, order, last_first, times if used & set(times) else {}, span, spoken)


def rest_of_listing(text: str, found: Listed) -> str:
    """The sentence without what says how entries are listed and which spans are kept apart."""
    plain = _BY.sub(" ", _FIRST.sub(" ", _DOWN.sub(" ", text))) if found.order else text
    plain = re.sub(r"\bfilter\w*(?: them| the list)?(?: by \w+)?", " ", plain) if found.filters else plain
    return _CLASH.sub(" ", plain) if found.span else plain


def of_span(clause: str, status: int, span: Span | None) -> Literal["clash", "back", ""]:
    """What a clause refuses of spans: one that overlaps, one that ends before it starts, or nothing."""
    if not span:
        return ""
    if _CLASH.search(clause):
        return "clash"
    both = all(re.search(rf"\b{re.escape(name.partition('_')[0])}\w*", clause, re.I) for name in (span.start, span.end))
    behind = _NOT_AFTER.search(clause) or _BEFORE.search(clause)
    return "back" if status == 422 and both and behind else ""


def _times(asked: Sequence[Asked], fields: Mapping[str, type], text: str) -> dict[str, type]:
    """The fields that are times or days: by their examples, or by their names where the sentence shows a time."""
    examples: dict[str, Any] = {}
    for one in asked:
        examples |= one.body
    shown = [found.group(1) for found in _ISO.finditer(re.sub(r"\?\S+", " ", text))]
    found: dict[str, type] = {}
    for name, sort in fields.items():
        if sort is not str:
            continue
        told = _ISO.fullmatch(str(examples.get(name) or ""))
        if told:
            found[name] = datetime if told.group(1) else date
        elif not examples.get(name) and shown and _TIME.fullmatch(name):
            found[name] = datetime if any(shown) else date
    return found


def _field(query: str, value: str, fields: Mapping[str, type], times: Mapping[str, type]) -> str:
    """The field that a filter is for."""
    if query in fields and (query not in times or _is_day(value)):
        return query
    if _DAY.fullmatch(query) and _is_day(value) and times:
        starts = [name for name in times if _START.fullmatch(name)]
        if starts or len(times) == 1:
            return (starts or list(times))[0]
    raise _unclear(f"?{query}=")


def _is_day(value: str) -> bool:
    told = _ISO.fullmatch(value)
    return bool(told and not told.group(1))


def _order(text: str, fields: Mapping[str, type], times: Mapping[str, type]) -> tuple[str, bool, str]:
    """The field that entries are ordered by, whether the last comes first, and the words for it."""
    by, first = _BY.search(text), _FIRST.search(text)
    if not by and not first:
        if _ORDERED.search(text):
            raise _unclear("the order of its list")
        return "", False, ""
    spoken = " ".join(found[0] for found in (by, first, _DOWN.search(text)) if found)
    told = {name: value for name, value in first.groupdict().items() if value} if first else {}
    down = bool(_DOWN.search(text)) or not {"late", "most"}.isdisjoint(told)
    starts = [name for name in times if _START.fullmatch(name) or len(times) == 1]
    if by:
        said = next(filter(None, by.groups())).casefold()
        names = [name for name in fields if re.match(rf"{re.escape(name.replace('_', ' '))}\b", said)]
        names = names or (starts if re.match(r"(?:date|day|time|start)", said) else [])
    elif "what" in told:
        names = [name for name in fields if name.casefold() == told["what"].casefold()]
    elif "name" in told:
        names = [name for name, sort in fields.items() if sort is str and name not in times][:1]
    elif {"early", "late", "time"} & set(told):
        names = starts or ([] if times else ["id"])
    else:
        names = [name for name, sort in fields.items() if sort is float]
    if len(names) != 1:
        raise _unclear("the order of its list")
    return names[0], down, spoken


def _span(times: Mapping[str, type], fields: Mapping[str, type], refused: Sequence[tuple[str, int]]) -> Span | None:
    """From which field to which an entry lasts, with what is refused of it."""
    starts, ends = ([n for n in times if sign.fullmatch(n)] for sign in (_START, _END))
    if len(starts) != 1 or len(ends) != 1:
        return None
    span = Span(starts[0], ends[0])
    for clause, status in refused:
        match of_span(clause, status, span):
            case "clash":
                span = replace(span, clash=status, same=_same(clause, fields, times))
            case "back":
                span = replace(span, back=True, strict=bool(_NOT_AFTER.search(clause)))
    return span if span.clash or span.back else None


def _same(clause: str, fields: Mapping[str, type], times: Mapping[str, type]) -> str:
    """The field of what only one can have at a time."""
    said = [name for found in _SAME.findall(clause) for name in found if name in fields]
    had = [n for n, sort in fields.items() if sort is str and n not in times and not _WHO.fullmatch(n)]
    if said or not had:
        return next(iter(said), "")
    raise _unclear(had[0])


def _unclear(what: str) -> GeneratorError:
    return GeneratorError(f"It isn't clear what {what} stands for in this api.", HINT)
