"""Apis that list entries of one kind or day, in an order, and keep spans of time apart: their source and what shows
that they do. Refuses to show an order that entries have by chance."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from generator.blueprint.assemble import literal
from generator.blueprint.listing_words import Listed, Span
from generator.blueprint.mend import identifier
from generator.blueprint.things import Inventory, Proof
from generator.contract import Request

Body = dict[str, Any]
BEGIN = datetime(2031, 3, 4, 9)
WORDS = ("Willow", "Alder", "Maple")
"""What is told first, second, third in the order of time is the third, the first and the second of these."""
_TURNS = (1, 2, 0)
_TYPES = {str: "str", float: "float", bool: "bool", datetime: "date", date: "date"}


def time_of(sort: type, at: int, name: str, span: Span | None) -> str:
    """A time or day for a check, the later the greater `at` is; a span lasts an hour or a day."""
    days = timedelta(days=2 * at)
    if sort is date:
        return str((BEGIN + days + timedelta(days=bool(span and name == span.end))).date())
    return (BEGIN + days + timedelta(hours=bool(span and name == span.end))).isoformat(timespec="minutes")


def list_source(found: Listed, fields: Mapping[str, type], path: str) -> str:
    """The function that lists."""
    names = {query: identifier(query) for query in found.filters}
    takes = []
    for query, name in names.items():
        kind = _TYPES[found.times.get(found.filters[query], fields[found.filters[query]])]
        takes.append(
            f"{name}: {kind} | None = None"
            if name == query
            else f"{name}: Annotated[{kind} | None, Query(alias={literal(query)})] = None"
        )
    wanted = ", ".join(f"{literal(kept)}: {names[query]}" for query, kept in found.filters.items())
    return (
        f"@app.get({literal(path)})\ndef list_all({', '.join(takes)}) -> list[Entry]:\n"
        f'    """{"Those that are asked for" if names else "All of them"}, in their order."""\n'
        f"    return LISTING.of(ENTRIES.all(), {{{wanted}}})"
    )


def listing_head(found: Listed) -> str:
    """What stands above the functions."""
    lines = []
    if found.filters or found.order:
        more = [f"order={literal(found.order)}"] if found.order else []
        more += ["last_first=True"] if found.last_first else []
        more += [f"times={literal(list(found.times))}"] if found.times else []
        lines.append(f"LISTING = Listing({', '.join(more)})")
    if found.span and found.span.clash:
        same = f", {literal(found.span.same)}" if found.span.same else ""
        lines.append(f"SPANS = Spans({literal(found.span.start)}, {literal(found.span.end)}{same})")
    return "\n".join(lines)


def span_validator(span: Span) -> str:
    """The part of the model that refuses an end before its start."""
    start, end = identifier(span.start), identifier(span.end)
    sign = "<=" if span.strict else "<"
    return (
        '\n    @model_validator(mode="after")\n    def in_order(self) -> Self:\n'
        f'        """The end comes behind the start."""\n        if moment(self.{end}) {sign} moment(self.{start}):\n'
        f"            raise ValueError({literal(f'{span.end} must be after {span.start}')})\n        return self"
    )


def in_order(found: Listed, bodies: list[Body]) -> list[Body]:
    """Entries that came as they stand, as they are listed."""
    if not found.order:
        return bodies
    if found.order != "id":
        sample = bodies[0][found.order]
        rank = (lambda body: body[found.order].casefold()) if isinstance(sample, str) else (lambda b: b[found.order])
        bodies = sorted(bodies, key=rank)
    return bodies[::-1] if found.last_first else bodies


def hold_listing(
    held: Inventory,
    found: Listed,
    entry: Callable[[str, int], Body],
    add: Callable[..., Request],
    path: str,
    words: str,
) -> None:
    """What shows it. `entry`: a body with a word and a place in time, `add`: the request that adds one."""
    bodies = [entry(word, turn) for word, turn in zip(WORDS, _TURNS, strict=True)]
    steps = tuple(add(body) for body in bodies)
    if found.order:
        name = next(name for name, value in bodies[0].items() if isinstance(value, str) and value.startswith(WORDS[0]))
        order = in_order(found, bodies)
        seen = {f"{at}.{name}": body[name] for at, body in enumerate(order)}
        listed = Request.model_validate({"method": "GET", "path": path, "fields": seen, "counts": {"": 3}})
        spoken = f"{found.spoken} sorted order ordered by {found.order} lists list get {words}"
        held.thing("order", spoken, Proof("They are listed in their order.", (*steps, listed)))
    if found.times:
        wrong = [add({**bodies[0], name: "Willow"}, status=422) for name in found.times]
        proof = Proof("What is no time is refused.", (add(bodies[0]), *wrong))
        held.thing("timed", f"times like dates days format iso {found.spoken} {' '.join(found.times)}", proof)
    for query, name in found.filters.items():
        others = _of_two(bodies, name, found)
        mine, other = others[0][name], others[2][name]
        many = sum(body[name] == mine or _shown(body[name]) == _shown(mine) for body in others)
        asked = [
            _asked(path, query, _shown(mine), many, name, mine),
            _asked(path, query, _shown(other), 1, name, other),
        ]
        spoken = f"{query} {name} of that with only lists list get gives {path} {found.spoken} {words}"
        title = f"{query} in the query tells which are listed."
        held.thing(f"filter {query}", spoken, Proof(title, (*(add(body) for body in others), *asked)))


def _shown(value: Any) -> str:
    """A value as it stands in a query: of a time its day."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return str(datetime.fromisoformat(value).date()) if isinstance(value, str) else f"{value:g}"
    except ValueError:
        return str(value)


def _of_two(bodies: list[Body], name: str, found: Listed) -> list[Body]:
    """Two that are of one kind or day, and one of another. Spans of days, which would overlap, are of three days."""
    first, second, last = bodies[1], bodies[2], bodies[0]
    if isinstance(last[name], bool):
        return [first | {name: True}, second | {name: True}, last | {name: False}]
    span = found.span
    if not span or name not in (span.start, span.end):
        return [first, second | {name: first[name]}, last]
    if found.times[name] is date:
        return [first, second, last]
    later = {n: datetime.fromisoformat(first[n]) + timedelta(hours=3) for n in (span.start, span.end)}
    return [first, second | {n: t.isoformat(timespec="minutes") for n, t in later.items()}, last]


def _asked(path: str, query: str, value: str, many: int, name: str, kept: Any) -> Request:
    fields = {} if isinstance(kept, str) and kept != value else {f"*.{name}": kept}
    return Request.model_validate(
        {"method": "GET", "path": path, "query": {query: value}, "counts": {"": many}, "fields": fields}
    )


def hold_clash(span: Span, right: Body, add: Callable[..., Request]) -> Proof:
    """Spans that overlap beside those that only touch."""
    begin = datetime.fromisoformat(right[span.start])
    day = len(right[span.start]) <= len("2031-03-04")
    step = timedelta(days=1) if day else timedelta(minutes=20)

    def at(start: int, stop: int, **more: Any) -> Body:
        times = {span.start: begin + start * step, span.end: begin + stop * step}
        told = {name: str(t.date()) if day else t.isoformat(timespec="minutes") for name, t in times.items()}
        return {**right, **told, **more}

    clashing = [(0, 3), (1, 2), (-1, 1), (2, 4), (-1, 4)]
    steps = [add(at(0, 3)), *(add(at(*one), status=span.clash) for one in clashing)]
    steps += [add(at(-2, 0)), add(at(3, 5))]
    steps += [add(at(0, 3, **{span.same: "Another"}))] if span.same else []
    return Proof("What overlaps is refused, and what only touches is not.", tuple(steps))


def hold_back(span: Span, right: Body, add: Callable[..., Request]) -> Proof:
    """An end before its start beside one behind it."""
    turned = {**right, span.start: right[span.end], span.end: right[span.start]}
    none = {**right, span.end: right[span.start]}
    wrong = [turned, *([none] if span.strict else [])]
    return Proof(
        f"{span.end} comes behind {span.start}, or it is refused.",
        (add(right), *(add(body, status=422) for body in wrong)),
    )
