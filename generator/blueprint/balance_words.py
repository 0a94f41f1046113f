"""Reads off a sentence an api whose entries have a number that requests raise and lower, or that lead elsewhere: what
is left of a voucher, the balance of an account, a short link. Refuses what the sentence leaves open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.blueprint.api_words import OBJECT, Asked, refusals, requests
from generator.blueprint.bounds import Bound, bound_in
from generator.blueprint.catalogue import HINT
from generator.blueprint.clause_roles import without_heading
from generator.blueprint.entries_api import EMPTY, MISSING, MORE, YES_NO, fields_of, merged
from generator.blueprint.listing_words import Listed, listed, rest_of_listing
from generator.contract import GeneratorError

_DOWN = re.compile(
    r"\b(?:tak(?:e|es|ing|en)\b[^.;]{0,40}\b(?:off|away|out)"
    r"|subtract\w*|withdraw\w*|redeem\w*|spen[dt]\w*|deduct\w*"
    r"|charge[sd]?|pay(?:s|ments?)?\b(?! in)"
    r"|sell\w*|sold|us(?:e|es|ed)\b|consum\w*|remov\w*|reduc\w*|decr\w+|lower\w*|minus"
    r"|book(?:s|ed|ing)?|reserv\w*|buy\w*|borrow\w*|rents?|lend\w*|unlike\w*|downvot\w*|debit\w*|take|abheb\w*|abzieh\w*|zieht\b[^.;]{0,40}\bab|einlös\w*"
    r"|verkauf\w*|retir\w*|dépens\w*|débit\w*)\b",
    re.I,
)
_UP = re.compile(
    r"\b(?:adds?(?:ed|ing)?|deposit\w*|puts?\b[^.;]{0,40}\b(?:in|on)|pay(?:s|ments?)? in|tops?[- _]?up|refill\w*"
    r"|restock\w*"
    r"|incr\w+|rais\w*|plus|likes?|votes?|upvot\w*|count\w*|credit\w*|earn\w*|einzahl\w*|zahlt\b[^.;]{0,40}\bein|auflad\w*"
    r"|ajout\w*|dépos\w*|recharg\w*)\b",
    re.I,
)
_FLOOR = re.compile(
    r"\b(?:less (?:than )?(?:that |this |it )?(?:is |are )?(?:left|there|in stock|available)"
    r"|less than (?:that|this|the \w+)|not enough|isn't enough|aren't enough|too (?:low|little|small|few|much|many)"
    r"|insufficient|more than (?:is |are |the |what )"
    r"|below (?:zero|0)|overdr\w+|exceed\w*|runs? out|sold out|nicht genug|reicht nicht|zu (?:wenig|viel)|mehr als"
    r"|pas assez|insuffisant\w*|plus que)",
    re.I,
)
_AGAIN = re.compile(r"\b(?:already|twice|again|a second time|schon|bereits|déjà)\b", re.I)
_LEADS = re.compile(r"\b(?:redirect\w*|leads? to|forwards?|sends? (?:you |people |me )?to|leitet|redirige\w*)\b", re.I)
_OFTEN = re.compile(
    r"\bhow (?:often|many)\b|\b(?:times|number|count\w*|hits|clicks|visits|uses|views|wie oft|anzahl|combien|nombre)\b",
    re.I,
)
_BEYOND = re.compile(
    r"\b(?:expir\w*|once|twice|histor\w*|transfer\w*|transactions?|interest|currenc\w*|percent\w*|fees?|days?|hours?"
    r"|minutes?|dates?"
    r"|today|logs?|undo|lock\w*|clos\w*|twin|same|unique|already|each other|own code|custom|random|owner of)\b|%",
    re.I,
)
"""What asks for more than to raise and lower a number."""
_LEFT = ("left", "remaining", "available", "rest", "free", "open", "restant")
_KEYS = ("id", "code", "key", "token", "number", "slug", "nr", "nummer", "numero")


@dataclass(frozen=True, slots=True)
class Move:
    """A request that raises or lowers the number of an entry. `amount`: the field that says by how much, "" for 1."""

    asked: Asked
    sign: int
    amount: str

    @property
    def name(self) -> str:
        return self.asked.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Marked:
    """A request that says yes or no of an entry. `once`: the status where that is so already, 0 when it may be."""

    asked: Asked
    flag: str
    value: bool
    once: int = 0

    @property
    def name(self) -> str:
        return self.asked.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Account:
    """An api that keeps entries under keys. `figure`: the number that changes, `start`: the field or number it starts
    at; `to`: the field with the address that `leads` leads to."""

    added: Asked
    fields: dict[str, type]
    key: str
    figure: str
    start: str | float
    moves: tuple[Move, ...]
    leads: Asked | None
    to: str
    shows: Asked | None
    lists: Asked | None
    removes: Asked | None
    refused: tuple[tuple[str, int], ...]
    floor: int
    needed: frozenset[str]
    bounds: dict[str, Bound]
    marks: tuple[Marked, ...] = ()
    listed: Listed = field(default_factory=Listed)

    @property
    def flags(self) -> list[str]:
        """What is said yes or no of, at first no."""
        return list(dict.fromkeys(mark.flag for mark in self.marks))

    @property
    def path(self) -> str:
        return self.added.path

    @property
    def thing(self) -> str:
        return self.path.rpartition("/")[2].removesuffix("s") or "entry"

    @property
    def title(self) -> str:
        return self.path.rpartition("/")[2].replace("-", " ").capitalize()

    @property
    def routes(self) -> tuple[Asked, ...]:
        """All requests."""
        moves, marks = ([one.asked for one in sort] for sort in (self.moves, self.marks))
        found = (self.added, self.lists, self.shows, *moves, *marks, self.leads, self.removes)
        return tuple(one for one in found if one)


def read_account(text: str) -> Account | None:
    """The api that a sentence asks for; None for one without a number that changes and without an address to lead to.
    Raises GeneratorError for one with more to it, or with a part that the sentence leaves open."""
    asked = requests(text)
    new = [one for one in asked if one.method == "POST" and not one.varies]
    own = [one for one in asked if len(one.varies) == 1 and one not in new]
    if len(new) != 1 or not own:
        return None
    added, base = new[0], new[0].path
    moving = [
        one for one in own if one.method != "GET" and re.fullmatch(re.escape(base) + r"/\{\w+\}/[\w-]+", one.path)
    ]
    leading = [one for one in own if one.method == "GET" and _LEADS.search(_said(one))]
    if not moving and not leading:
        return None
    shows = [one for one in own if one.method == "GET" and re.fullmatch(re.escape(base) + r"/\{\w+\}", one.path)]
    removes = [one for one in own if one.method == "DELETE" and one not in moving]
    lists = [one for one in asked if one.method == "GET" and one.path == base]
    known = [added, *moving, *leading, *shows, *removes, *lists]
    if len(known) != len(asked) or any(one.sends or (one.query and one not in lists) for one in asked):
        raise _more()
    if (moving and leading) or any(len(found) > 1 for found in (leading, shows, removes)):
        raise _more()
    fields, said = fields_of(added, text), refusals(text)
    marks = [mark for one in moving if (mark := _mark(one, added, lists, fields, text))]
    moving = [one for one in moving if not any(mark.asked is one for mark in marks)]
    if len({(mark.flag, mark.value) for mark in marks}) < len(marks):
        raise _unclear(marks[0].flag)
    flags: dict[str, type] = dict.fromkeys((mark.flag for mark in marks), bool)
    found = listed(lists, fields | flags, text, ())
    plain = OBJECT.sub(" ", rest_of_listing(without_heading(text), found))
    plain = re.sub(rf"\b(?:{'|'.join(map(re.escape, fields or ['-']))})\b|/\w[\w/{{}}?=-]*", " ", plain)
    beyond = [one for one in (*_BEYOND.finditer(plain), *MORE.finditer(plain)) if not _LEADS.search(one[0])]
    beyond = [one for one in beyond if not (marks and one[0].casefold() in ("already", "once", "twice"))]
    if not fields or [one for one in beyond if not (leading and _OFTEN.search(one[0]))]:
        raise _more()
    key = _key(added, own, fields)
    figure = _figure(added, [*moving, *shows], fields | flags, key, moved=bool(moving))
    scarce = figure in _LEFT or any(_FLOOR.search(clause) for clause, _ in said)
    moves = [Move(one, _sign(one, scarce=scarce and len(moving) == 1), _amount(one)) for one in moving]
    if figure and not (moves or leading):
        raise _unclear(figure)
    if figure and leading and not any(_OFTEN.search(f"{figure} {_said(one, objects=True)}") for one in shows):
        raise _unclear(figure)
    to = next((name for name, sort in fields.items() if sort is str), "") if leading else ""
    if leading and (not to or (len(fields) > 1 and not re.search(rf"\b{to}\b", _said(leading[0])))):
        raise _unclear(leading[0].path)
    account = Account(
        added, fields, key, figure, _start(added, figure, fields, moves), tuple(moves), next(iter(leading), None), to,
        next(iter(shows), None), next(iter(merged(lists)), None), next(iter(removes), None), (), 0, frozenset(), {},
        tuple(marks), found,
    )  # fmt: skip
    return _refusing(account, said)


def _refusing(account: Account, said: Sequence[tuple[str, int]]) -> Account:
    """The same with what it refuses. Raises GeneratorError for what no block refuses."""
    falls = any(move.sign < 0 for move in account.moves)
    numbers = [*(name for name, sort in account.fields.items() if sort is float), *amounts(account)]
    needed: set[str] = set()
    bounds: dict[str, Bound] = {}
    floor, marks = 0, account.marks
    for clause, status in said:
        empty = {name for found in EMPTY.findall(clause) for name in found if account.fields.get(name) is str}
        bound = bound_in(clause, dict.fromkeys(numbers)) if status == 422 else None
        if falls and not floor and _FLOOR.search(clause) and not re.search(r"[1-9]", clause.replace(str(status), "")):
            floor = status
        elif [mark.value for mark in marks].count(True) == 1 and _AGAIN.search(clause):
            marks = tuple(replace(mark, once=status) if mark.value else mark for mark in marks)
        elif empty and status == 422:
            needed |= empty
        elif bound and bound[0] not in bounds:
            bounds |= dict([bound])
        elif not (MISSING.search(clause) and status == 404):
            raise GeneratorError(f"There is no building block for what is refused here: {clause}.", HINT)
    return replace(account, refused=tuple(said), floor=floor, needed=frozenset(needed), bounds=bounds, marks=marks)


def amounts(account: Account) -> Iterator[str]:
    """The fields that say by how much."""
    yield from dict.fromkeys(move.amount for move in account.moves if move.amount)


def _said(one: Asked, *, objects: bool = False) -> str:
    """What is said of a request, without what it refuses."""
    about = one.about if objects else OBJECT.sub(" ", one.about)
    return re.split(r"[.;](?:\s|$)|, or (?=\d{3})|\bor (?=\d{3})|,? (?:and )?(?:an? )?unknown", about)[0]


def _key(added: Asked, own: Sequence[Asked], fields: dict[str, Any]) -> str:
    """What an entry is known by: the part of the answer that bears the name in the paths, or the name of a key."""
    named = {name for one in own for name in one.varies}
    given = [name for name in added.gives or () if name not in fields]
    if named & set(fields):
        raise _unclear(next(iter(named)))
    found = [name for name in given if name in named] or [name for name in given if name.casefold() in _KEYS]
    if not found and not given:
        found = [name for name in named if name.casefold() in _KEYS] or ["id"]
    if len(found) != 1:
        raise _unclear("/".join(sorted(named)))
    return found[0]


def _figure(added: Asked, told: Sequence[Asked], fields: dict[str, type], key: str, *, moved: bool) -> str:
    """The number that changes: what the answers tell beside what was sent; else the only number that was sent."""
    names = dict.fromkeys(name for one in (added, *told) for name in one.gives or ())
    own = [name for name in names if name != key and name not in fields]
    sent = [name for name, sort in fields.items() if sort is float]
    if not (own or moved):
        return ""
    found = own or [name for name in sent if name in names] or sent
    if len(found) > 1 or (moved and not found):
        raise _unclear(" or ".join(found) or "the number")
    return found[0]


def _start(added: Asked, figure: str, fields: dict[str, type], moves: Sequence[Move]) -> str | float:
    """The field or the number that the figure starts at."""
    if figure in fields or not figure:
        return figure
    example = (added.gives or {}).get(figure)
    sent = [name for name, sort in fields.items() if sort is float]
    if isinstance(example, int | float) and example:
        sent = [name for name in sent if added.body.get(name) == example]
    elif example == 0 or not any(move.sign < 0 for move in moves) or (not sent and any(m.sign > 0 for m in moves)):
        return 0
    if len(sent) != 1:
        raise _unclear(figure)
    return sent[0]


def _mark(one: Asked, added: Asked, lists: Sequence[Asked], fields: Mapping[str, type], text: str) -> Marked | None:
    """What a request that sends nothing says yes or no of, where an answer, a filter or the sentence names that."""
    if one.body:
        return None
    names = [name for told in (one, added) for name, value in (told.gives or {}).items() if isinstance(value, bool)]
    names += [name for told in lists for name, value in told.query.items() if value in ("true", "false")]
    names += YES_NO.findall(text)
    found = [name for name in dict.fromkeys(names) if name not in fields]
    value = next((value for value in (one.gives or {}).values() if isinstance(value, bool)), None)
    if not found:
        return None
    if len(found) > 1:
        found = [name for name in found if name in (one.gives or {}) or name == one.path.rpartition("/")[2]]
    if len(found) != 1:
        raise _unclear(one.path)
    undone = re.match(r"(?:un|re-?open|not|undo|reset|clear)", one.path.rpartition("/")[2])
    return Marked(one, found[0], not undone if value is None else value)


def _sign(one: Asked, *, scarce: bool) -> int:
    """Whether a request raises the number or lowers it, by the last word of its path, else by what is said of it; the
    only one lowers what may be too little."""
    for said in (one.path.rpartition("/")[2].replace("-", " "), _said(one)):
        down, up = bool(_DOWN.search(said)), bool(_UP.search(said))
        if down != up:
            return -1 if down else 1
    if scarce:
        return -1
    raise _unclear(one.path)


def _amount(one: Asked) -> str:
    if len(one.body) > 1:
        raise _more()
    return next(iter(one.body), "")


def _more() -> GeneratorError:
    return GeneratorError("There are no building blocks for all that this api is to do with what it keeps.", HINT)


def _unclear(what: str) -> GeneratorError:
    return GeneratorError(f"It isn't clear what this api is to do with {what}.", HINT)
