"""Apis that keep entries: added, listed, changed and taken away under the routes that the sentence names. Refuses one
that asks for more of them than that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.blueprint.api_words import Asked, refusals, requests
from generator.blueprint.assemble import literal, with_blocks
from generator.blueprint.bounds import Bound, bound_in
from generator.blueprint.catalogue import HINT
from generator.blueprint.clause_roles import without_heading
from generator.blueprint.listing import (
    list_source,
    listing_head,
    span_validator,
)
from generator.blueprint.listing_words import Listed, listed, of_span, rest_of_listing
from generator.blueprint.mend import identifier
from generator.blueprint.sentence import split_list
from generator.blueprint.summaries_api import (
    Summed,
    rest_of_summary,
    summary_route,
    summary_source,
    summing,
)
from generator.blueprint.tallies import tally_route, tally_source
from generator.blueprint.tally_words import BEYOND, Told, measures, rest_of, telling
from generator.blueprint.turns import NONE_LEFT, Turn, fair, taking, turn_of, turn_source
from generator.contract import GeneratorError, Route
from generator.interface import Part
from sandbox.contract import Files

_EACH = re.compile(
    r"\b(?:each|every one|all) (?:with|has|have|having) (?:an? )?([a-z, ]+?)(?=[:.;]|, (?:POST|GET)|$)", re.I
)
_NUMBER = re.compile(r"^(?:price|amount|quantity|count|age|year|rating|pages|weight|height|stars|cost|km|hours)$", re.I)
EMPTY = re.compile(r"\bempty ([a-z_]+)|\b([a-z_]+) (?:is|that is|must not be) empty\b|\bwithout an? ([a-z_]+)\b", re.I)
YES_NO = re.compile(r"[\"“](\w+)[\"”]\s*:\s*(?:true|false)\b")
MISSING = re.compile(
    r"\b(?:not there|no such|unknown|missing|not found|does(?:n't| not) exist|not exist|isn't there|aren't there"
    r"|nobody has|unbekannt\w*|gibt es nicht|inconnue?s?|n['’]existe(?:nt)? pas)\b",
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
    sums: tuple[Summed, ...] = ()
    """The requests that tell figures of all."""

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
    sums = summing(asked, added[0].path, told)
    asked = [one for one in asked if not any(one is summed.asked for summed in sums)]
    bases = {re.sub(r"/\{\w+\}$", "", one.path) for one in asked}
    reads = len(asked) > 1 and any(one.method == "GET" for one in asked)
    if not (turn or tallies or sums or reads):
        return None
    said = refusals(text)
    found = Listed() if turn or tallies else listed(asked, told, text, said)
    asked = merged(asked) if found.filters else asked
    odd = [one for one in asked if one.query or one.sends or (one.gives and not set(one.gives) <= {*told, "id"})]
    noun = added[0].path.rpartition("/")[2].removesuffix("s")
    rest = rest_of_summary(without_heading(text), sums)
    plain = rest_of(rest, told) if tallies else rest_of_listing(rest, found)
    more = MORE.search(fair(plain, noun) if turn else plain) or (tallies and BEYOND.search(plain))
    if len(bases) != 1 or odd or not told or more or len(set(map(route_key, asked))) < len(asked):
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
    return Kept(
        bases.pop(),
        tuple(asked),
        told,
        frozenset(needed),
        tuple(said),
        order,
        tuple(tallies),
        bounds,
        found,
        tuple(sums),
    )


def merged(asked: Sequence[Asked]) -> list[Asked]:
    """The requests with one for all lists, whatever they are asked by."""
    lists = [one for one in asked if one.method == "GET" and not one.varies]
    return [replace(one, query={}) for one in asked if one not in lists[1:]]


def route_key(one: Asked) -> tuple[str, bool]:
    """The method of a request, and whether it is of one entry."""
    return one.method, "{" in one.path


def fields_of(added: Asked, text: str) -> dict[str, type]:
    """The names of what an entry holds, with what they are."""
    if added.body:
        sorts = {bool: bool, int: float, float: float}
        told = {name: sorts.get(type(value), _sort(name)) for name, value in added.body.items()}
        return told | dict.fromkeys((name for name in YES_NO.findall(added.about) if name in told), bool)
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
    functions = [tally_source(told) for told in kept.tallies] + [summary_source(told) for told in kept.sums]
    for asked in kept.routes:
        if route_key(asked) not in routes:
            raise GeneratorError(f"There is no building block for {asked.method} {asked.path}.", HINT)
        if route_key(asked) == ("GET", False) and (listing.filters or listing.order):
            functions.append(list_source(listing, kept.fields, kept.path))
            continue
        called, takes, where, work, about = routes[route_key(asked)]
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
    used = {"entries", "service"} | ({"tallies"} if kept.tallies or kept.sums else set())
    used |= {"listing"} if "LISTING" in rest or "moment(" in rest or "timed" in rest else set()
    failure = f", failure={kept.turn.empty}" if kept.turn else ""
    failure = f", failure={listing.span.clash}" if listing.span and listing.span.clash else failure
    setup = [f"app = service({literal(kept.title)}{failure})", f"ENTRIES = Entries({literal(kept.thing)})"]
    setup += [line for line in [listing_head(listing)] if line]
    head = f'"""{kept.title}. Put together from the building blocks beside it."""\n\n{imports(rest, setup)}'
    source = f"{head}\n\n{chr(10).join(setup)}\n\n\n{rest}\n"
    return with_blocks("app.py", source, used, set())


_NAMES = {
    "datetime": ("date",), "typing": ("Annotated", "Self"), "fastapi": ("Query",),
    "fastapi.responses": ("RedirectResponse",),
    "pydantic": ("AfterValidator", "BaseModel", "Field", "model_validator"), "blocks.balances": ("Balances",),
    "blocks.entries": ("Entries", "Entry"), "blocks.listing": ("Listing", "Spans", "moment", "timed"),
    "blocks.service": ("service",), "blocks.tallies": ("Row", "Tally", "summary"),
}  # fmt: skip


def imports(rest: str, setup: Sequence[str]) -> str:
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
        return timed_shape(name)
    return TYPES[sort] + (f" = Field({', '.join(more)})" if more else "")


def timed_shape(name: str) -> str:
    """The type of a field that is a time."""
    return "Annotated[str, AfterValidator(timed)]" + (
        f" = Field(alias={literal(name)})" if identifier(name) != name else ""
    )


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
    routes += [tally_route(told) for told in kept.tallies] + [summary_route(told) for told in kept.sums]
    if kept.turn:
        asked = kept.turn.asked
        gives = [part for part in own if not asked.gives or part.name in asked.gives]
        told = {"method": asked.method, "path": asked.path, "status": asked.status, "gives": gives}
        routes.append(Route.model_validate(told))
    return routes
