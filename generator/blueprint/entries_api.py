"""Apis that keep entries: added, listed, changed and taken away under the routes that the sentence names. Refuses one
that asks for more of them than that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.blueprint.api_words import Asked, refusals, requests
from generator.blueprint.assemble import literal, with_blocks
from generator.blueprint.bounds import Bound, bound_in
from generator.blueprint.catalogue import HINT
from generator.blueprint.listing import (
    hold_back,
    hold_clash,
    hold_listing,
    in_order,
    list_source,
    listing_head,
    span_validator,
    time_of,
)
from generator.blueprint.listing_words import Listed, listed, of_span, rest_of_listing
from generator.blueprint.mend import identifier
from generator.blueprint.sentence import split_list
from generator.blueprint.tallies import hold_missing, hold_tally, tally_route, tally_source
from generator.blueprint.tally_words import BEYOND, Told, measures, rest_of, telling
from generator.blueprint.things import Inventory, Proof
from generator.blueprint.turns import NONE_LEFT, Turn, fair, hold_empty, hold_turn, taking, turn_of, turn_source
from generator.contract import GeneratorError, Request, Route
from generator.interface import Part
from sandbox.contract import Files

_EACH = re.compile(
    r"\b(?:each|every one|all) (?:with|has|have|having) (?:an? )?([a-z, ]+?)(?=[:.;]|, (?:POST|GET)|$)", re.I
)
_NUMBER = re.compile(r"^(?:price|amount|quantity|count|age|year|rating|pages|weight|height|stars|cost|km|hours)$", re.I)
EMPTY = re.compile(r"\bempty ([a-z_]+)|\b([a-z_]+) (?:is|that is|must not be) empty\b|\bwithout an? ([a-z_]+)\b", re.I)
_YES_NO = re.compile(r"[\"“](\w+)[\"”]\s*:\s*(?:true|false)\b")
MISSING = re.compile(
    r"\b(?:not there|no such|unknown|missing|not found|does(?:n't| not) exist|not exist|isn't there|aren't there"
    r"|nobody has|unbekannt\w*|inconnue?s?)\b",
    re.I,
)
MORE = re.compile(
    r"\b(?:sort|order|earliest|latest|newest|oldest|filter|search|page|limit|overlap|user|log ?in|token|password|tags?"
    r"|count|total|sum|average|redirect)\w*", re.I
)  # fmt: skip
"""What asks for more than to keep and to give back."""
TYPES = {str: "str", float: "float", bool: "bool"}
AROUND = "api rest json http web service crud keeps stores entries list"


@dataclass(frozen=True, slots=True)
class Kept:
    """An api that keeps entries of one sort below one path."""

    path: str
    routes: tuple[Asked, ...]
    fields: dict[str, type]
    needed: frozenset[str]
    """Fields that must not be empty."""
    refused: tuple[tuple[str, int], ...]
    turn: Turn | None = None
    """The request that takes the next one off."""
    tallies: tuple[Told, ...] = ()
    """The requests that tell something of each name."""
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    """Which numbers a field takes."""
    listed: Listed = field(default_factory=Listed)

    @property
    def thing(self) -> str:
        return self.path.rpartition("/")[2].removesuffix("s") or "entry"

    @property
    def title(self) -> str:
        return self.path.rpartition("/")[2].replace("-", " ").capitalize()

    def status(self, method: str) -> int:
        """The status of a request that goes well: of what is added or taken away as said, else as is usual."""
        usual = {"POST": 201, "DELETE": 204}.get(method, 200)
        said = next((one.status for one in self.routes if one.method == method), 200)
        return said if said != 200 and usual != 200 else usual

    def has(self, method: str, *, one: bool) -> bool:
        """Whether there is such a route, for `one` entry or for all."""
        return any(route.method == method and ("{" in route.path) == one for route in self.routes)


def sketch_kept(text: str) -> Kept | None:
    """What the sentence asks to keep; None when it asks to keep nothing. Raises GeneratorError for more than that."""
    asked = requests(text)
    turn = taking(asked)
    asked = [one for one in asked if one is not turn]
    added = [one for one in asked if one.method == "POST"]
    if len(added) != 1:
        return None
    told = fields_of(added[0], text)
    tallies = telling(asked, told, text)
    asked = [one for one in asked if not any(one is tally.asked for tally in tallies)]
    bases = {re.sub(r"/\{\w+\}$", "", one.path) for one in asked}
    reads = len(asked) > 1 and any(one.method == "GET" for one in asked)
    if not (turn or tallies or reads):
        return None
    said = refusals(text)
    found = Listed() if turn or tallies else listed(asked, told, text, said)
    asked = _merged(asked) if found.filters else asked
    odd = [one for one in asked if one.query or one.sends or (one.gives and not set(one.gives) <= {*told, "id"})]
    noun = added[0].path.rpartition("/")[2].removesuffix("s")
    plain = rest_of(text, told) if tallies else rest_of_listing(text, found)
    more = MORE.search(fair(plain, noun) if turn else plain) or (tallies and BEYOND.search(plain))
    if len(bases) != 1 or odd or not told or more or len(set(map(_key, asked))) < len(asked):
        raise GeneratorError("There are no building blocks for all that this api is to do with what it keeps.", HINT)
    needed: set[str] = set()
    bounds: dict[str, Bound] = {}
    for clause, status in said:
        empty = [next(filter(None, found)) for found in EMPTY.findall(clause)]
        known = [name for name in empty if told.get(name) is str]
        bound = bound_in(clause, (name for name, sort in told.items() if sort is float)) if status == 422 else None
        if known and status == 422:
            needed |= set(known)
        elif bound and bound[0] not in bounds:
            bounds |= dict([bound])
        elif of_span(clause, status, found.span):
            continue
        elif not (MISSING.search(clause) and status == 404) and not (turn and NONE_LEFT.search(clause)):
            raise GeneratorError(f"There is no building block for what is refused here: {clause}.", HINT)
    order = turn_of(turn, text, noun, told, said) if turn else None
    return Kept(bases.pop(), tuple(asked), told, frozenset(needed), tuple(said), order, tuple(tallies), bounds, found)


def _merged(asked: Sequence[Asked]) -> list[Asked]:
    """The requests with one for all lists, whatever they are asked by."""
    lists = [one for one in asked if one.method == "GET" and not one.varies]
    return [replace(one, query={}) for one in asked if one not in lists[1:]]


def _key(one: Asked) -> tuple[str, bool]:
    return one.method, "{" in one.path


def fields_of(added: Asked, text: str) -> dict[str, type]:
    """The names of what an entry holds, with what they are."""
    if added.body:
        sorts = {bool: bool, int: float, float: float}
        told = {name: sorts.get(type(value), _sort(name)) for name, value in added.body.items()}
        return told | dict.fromkeys((name for name in _YES_NO.findall(added.about) if name in told), bool)
    found = _EACH.search(text)
    names = [name for name in split_list(found.group(1)) if re.fullmatch(r"[a-z_]+", name)] if found else []
    return {name: _sort(name) for name in names}


def _sort(name: str) -> type:
    return float if _NUMBER.match(name) or measures(name) else str


# ---- the api


def assemble_kept(kept: Kept) -> Files:
    """`app.py` and the blocks that it needs."""
    thing = identifier(kept.thing)
    name = "".join(part.capitalize() for part in re.findall(r"[a-z0-9]+", thing)) or "Entry"
    shapes = [f"    {identifier(one)}: {_shape(kept, one)}" for one in kept.fields]
    path, one = literal(kept.path), literal(f"{kept.path}/{{number}}")
    routes = {
        ("POST", False): ("add", f"given: {name}", path,
                          "return ENTRIES.add(given.model_dump(by_alias=True))", "Keep one more."),
        ("GET", False): ("list_all", "", path, "return ENTRIES.all()", "All of them, oldest first."),
        ("GET", True): ("find", "number: int", one, "return ENTRIES.find(number)", "One of them."),
        ("PUT", True): ("change", f"number: int, given: {name}", one,
                        "return ENTRIES.change(number, given.model_dump(by_alias=True))", "Put another in its place."),
        ("DELETE", True): ("remove", "number: int", one, "ENTRIES.remove(number)", "Take one away."),
    }  # fmt: skip
    listing = kept.listed
    if listing.span and listing.span.clash:
        added = routes["POST", False]
        routes["POST", False] = (*added[:3], "return SPANS.add(ENTRIES, given.model_dump(by_alias=True))", added[4])
        if kept.has("PUT", one=True):
            raise GeneratorError("There is no building block for changing what must not overlap.", HINT)
    # A name in a path is told apart from a number only by coming first.
    functions = [tally_source(told) for told in kept.tallies]
    for asked in kept.routes:
        if _key(asked) not in routes:
            raise GeneratorError(f"There is no building block for {asked.method} {asked.path}.", HINT)
        if _key(asked) == ("GET", False) and (listing.filters or listing.order):
            functions.append(list_source(listing, kept.fields, kept.path))
            continue
        called, takes, where, work, about = routes[_key(asked)]
        status = kept.status(asked.method)
        said = f", status_code={status}" if status != 200 else ""
        gives = {"list_all": "list[Entry]", "remove": "None"}.get(called, "Entry")
        functions.append(
            f"@app.{asked.method.lower()}({where}{said})\ndef {called}({takes}) -> {gives}:\n"
            f'    """{about}"""\n    {work}'
        )
    functions += [turn_source(kept.turn)] if kept.turn else []
    model = f'class {name}(BaseModel):\n    """What is sent of a {kept.thing}."""\n\n' + "\n".join(shapes)
    model += "\n" + span_validator(listing.span) if listing.span and listing.span.back else ""
    rest = "\n\n\n".join([model, *functions])
    used = {"entries", "service"} | ({"tallies"} if kept.tallies else set())
    used |= {"listing"} if "LISTING" in rest or "moment(" in rest or "timed" in rest else set()
    failure = f", failure={kept.turn.empty}" if kept.turn else ""
    failure = f", failure={listing.span.clash}" if listing.span and listing.span.clash else failure
    setup = [f"app = service({literal(kept.title)}{failure})", f"ENTRIES = Entries({literal(kept.thing)})"]
    setup += [line for line in [listing_head(listing)] if line]
    head = f'"""{kept.title}. Put together from the building blocks beside it."""\n\n{_imports(rest, setup)}'
    source = f"{head}\n\n{chr(10).join(setup)}\n\n\n{rest}\n"
    return with_blocks("app.py", source, used, set())


_NAMES = {
    "datetime": ("date",), "typing": ("Annotated", "Self"), "fastapi": ("Query",),
    "pydantic": ("AfterValidator", "BaseModel", "Field", "model_validator"), "blocks.entries": ("Entries", "Entry"),
    "blocks.listing": ("Listing", "Spans", "moment", "timed"), "blocks.service": ("service",),
    "blocks.tallies": ("Row", "Tally"),
}  # fmt: skip


def _imports(rest: str, setup: Sequence[str]) -> str:
    """What a source imports: those names that it uses, in the order of its groups."""
    source = re.sub(r'"[^"\n]*"', "", "\n".join([*setup, rest]))
    groups: list[list[str]] = [[], [], []]
    for module, names in _NAMES.items():
        used = [name for name in names if re.search(rf"\b{name}\b", source)]
        at = 0 if module in ("datetime", "typing") else 2 if module.startswith("blocks") else 1
        groups[at] += [f"from {module} import {', '.join(used)}"] if used else []
    return "\n\n".join("\n".join(group) for group in groups if group)


def _shape(kept: Kept, name: str) -> str:
    """The type of a field, and what it must hold."""
    sort = kept.fields[name]
    more = ["min_length=1"] if name in kept.needed else ["allow_inf_nan=False"] if sort is float else []
    more += kept.bounds[name].shape if name in kept.bounds else []
    more += [f"alias={literal(name)}"] if identifier(name) != name else []
    if name in kept.listed.times:
        named = f" = Field(alias={literal(name)})" if identifier(name) != name else ""
        return f"Annotated[str, AfterValidator(timed)]{named}"
    return TYPES[sort] + (f" = Field({', '.join(more)})" if more else "")


def kept_routes(kept: Kept) -> list[Route]:
    """What it can be asked, for the plan."""
    forms = {str: "text", float: "number", bool: "true or false"}
    parts = [Part(name=name, form=forms[sort]) for name, sort in kept.fields.items()]  # type: ignore[arg-type]
    own = [Part(name="id", form="whole number"), *parts]
    routes = [
        Route.model_validate(
            {
                "method": one.method,
                "path": one.path,
                "takes": "json" if one.method in ("POST", "PUT") else "nothing",
                "fields": parts if one.method in ("POST", "PUT") else [],
                "status": kept.status(one.method),
                "gives": [] if one.method == "DELETE" else own,
            }
        )
        for one in kept.routes
    ]
    routes += [tally_route(told) for told in kept.tallies]
    if kept.turn:
        asked = kept.turn.asked
        gives = [part for part in own if not asked.gives or part.name in asked.gives]
        told = {"method": asked.method, "path": asked.path, "status": asked.status, "gives": gives}
        routes.append(Route.model_validate(told))
    return routes


# ---- what it can be held to


def hold_kept(kept: Kept) -> Inventory:
    """Each route with requests that show what it does."""
    held = Inventory()
    first, second = _entry(kept, "Willow", 0), _entry(kept, "Alder", 1)
    name = next(iter(kept.fields))
    one = f"{kept.path}/{{first}}"

    def asked(method: str, path: str, **more: Any) -> Request:
        return Request.model_validate({"method": method, "path": path, **more})

    def added(body: dict[str, Any], key: str) -> Request:
        return asked("POST", kept.path, body=body, status=kept.status("POST"), fields=body, note={key: "id"})

    def sent(body: dict[str, Any], **more: Any) -> Request:
        return asked("POST", kept.path, body=body, status=more.get("status", kept.status("POST")))

    two = (added(first, "first"), added(second, "second"))
    both = in_order(kept.listed, [first, second])
    seen = {f"{at}.{name}": body[name] for at, body in enumerate(both)}
    listed = asked("GET", kept.path, counts={"": 2}, fields=seen)
    found = asked("GET", one, fields=first)
    changed = [asked("PUT", one, body=second, fields=second)]
    changed += [asked("GET", one, fields=second)] if kept.has("GET", one=True) else []
    gone = asked("DELETE", one, status=kept.status("DELETE"))
    left = asked("GET", kept.path, counts={"": 1}, fields={f"0.{name}": second[name]})
    words = f"{kept.thing} {' '.join(kept.fields)} each"
    back = [step for step, one_ in ((listed, False), (found, True)) if kept.has("GET", one=one_)]
    keeps = Proof("What was sent is kept.", (*two, *back))
    held.thing("kept", f"{words} {AROUND}", keeps, sort="main")
    shows = {
        ("POST", False): (
            (added(first, "first"),),
            "adds keeps puts on list somebody true false gives back with an id 201 post",
        ),
        ("GET", False): ((*two, listed), "lists list all them get"),
        ("GET", True): ((*two, found), "gives get one its id reads"),
        ("PUT", True): ((*two, *changed), "put changes updates replaces edits"),
        ("DELETE", True): (
            (*two, gone, left) if kept.has("GET", one=False) else (*two, gone),
            "delete removes deletes",
        ),
    }
    for route in kept.routes:
        steps, told = shows[_key(route)]
        told += f" answers antwortet répond mit {' '.join(str(value) for value in route.body.values())}"
        proof = Proof(f"{route.method} {route.path} does what it says.", steps)
        proofs = (proof, keeps) if route.method == "POST" else (proof,)
        held.thing(f"{route.method} {route.path}", f"{told} {route.method} {route.path} {words}", *proofs)
    for tally in kept.tallies:

        def post(name: str, value: float, tally: Told = tally) -> Request:
            body = {**first, tally.name: name, tally.value: value}
            return asked("POST", kept.path, body=body, status=kept.status("POST"))

        hold_tally(held, tally, post, kept.bounds.get(tally.value, Bound()).spread(5), words)
    hold_listing(held, kept.listed, lambda word, at: _entry(kept, word, at), sent, kept.path, words)
    if kept.turn:
        hold_turn(held, kept.turn, two[0], kept.has("GET", one=False), words)
    for number, (clause, status) in enumerate(kept.refused):
        own = clause if of_span(clause, status, kept.listed.span) else ""
        refused = _refusal(kept, clause, status, first)
        held.thing(f"refused {number}", f"{clause} status refused gets", *refused, own=own)
    return held


def _refusal(kept: Kept, clause: str, status: int, right: dict[str, Any]) -> list[Proof]:
    """What is refused where, beside what isn't."""
    kept_one = Request(method="POST", path=kept.path, body=right, status=kept.status("POST"))
    if (span := kept.listed.span) and (sort := of_span(clause, status, span)):

        def sent(body: dict[str, Any], **more: Any) -> Request:
            return kept_one.model_copy(update={"body": body, **more})

        return [hold_clash(span, right, sent) if sort == "clash" else hold_back(span, right, sent)]
    if status == 422:
        names = [name for found in EMPTY.findall(clause) for name in found if name in kept.needed]
        wrong = [Request(method="POST", path=kept.path, body={**right, name: ""}, status=422) for name in names]
        bound = bound_in(clause, (name for name, sort in kept.fields.items() if sort is float))
        if not names and bound:
            return [_beyond(kept_one, *bound)]
        return [Proof("What is empty is refused with 422.", (kept_one, *wrong))]
    if kept.turn and NONE_LEFT.search(clause):
        return hold_empty(kept.turn, kept_one)
    missing = [hold_missing(told, kept_one) for told in kept.tallies if told.one]
    steps = [kept_one]
    for one in kept.routes:
        if "{" in one.path:
            body = right if one.method == "PUT" else None
            asked = {"method": one.method, "path": f"{kept.path}/987654", "body": body, "status": 404}
            steps.append(Request.model_validate(asked))
    return [*([Proof("What is not there is a 404.", tuple(steps))] if len(steps) > 1 else []), *missing]


def _beyond(right: Request, name: str, bound: Bound) -> Proof:
    """Numbers that are refused, beside those at the ends that are not."""
    body = right.body if isinstance(right.body, dict) else {}
    ends = [right.model_copy(update={"body": {**body, name: end}}) for end in bound.taken]
    wrong = [right.model_copy(update={"body": {**body, name: end}, "status": 422}) for end in bound.refused]
    return Proof(f"What is out of bounds is refused: {name}.", (right, *ends, *wrong))


def _entry(kept: Kept, word: str, at: int) -> dict[str, Any]:
    """An entry of texts with that word; `at`: which of two amounts."""
    amounts = {name: bound.spread(3)[at] for name, bound in kept.bounds.items()}
    sample: dict[type, Any] = {float: (2.5, 4, 7.5)[at], bool: True}
    times = {name: time_of(sort, at, name, kept.listed.span) for name, sort in kept.listed.times.items()}
    told = {
        name: f"{word} {name}" if sort is str else amounts.get(name, sample[sort]) for name, sort in kept.fields.items()
    }
    return told | times
