"""What shows of an api that it keeps entries, and lists, changes and refuses them as it is to. Refuses to show it by
entries that could be taken for one another."""

from collections.abc import Mapping
from typing import Any

from generator.blueprint.bounds import Bound, bound_in
from generator.blueprint.entries_api import AROUND, EMPTY, Kept, route_key
from generator.blueprint.listing import hold_back, hold_clash, hold_listing, in_order, time_of
from generator.blueprint.listing_words import of_span
from generator.blueprint.summaries_api import Summed, hold_summary
from generator.blueprint.tallies import hold_missing, hold_tally
from generator.blueprint.tally_words import Told
from generator.blueprint.things import Inventory, Proof
from generator.blueprint.turns import NONE_LEFT, hold_empty, hold_turn
from generator.contract import Request


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
        steps, told = shows[route_key(route)]
        told += f" answers antwortet répond mit {' '.join(str(value) for value in route.body.values())}"
        proof = Proof(f"{route.method} {route.path} does what it says.", steps)
        proofs = (proof, keeps) if route.method == "POST" else (proof,)
        held.thing(f"{route.method} {route.path}", f"{told} {route.method} {route.path} {words}", *proofs)
    for tally in kept.tallies:

        def post(name: str, value: float, tally: Told = tally) -> Request:
            body = {**first, tally.name: name, tally.value: value}
            return asked("POST", kept.path, body=body, status=kept.status("POST"))

        hold_tally(held, tally, post, kept.bounds.get(tally.value, Bound()).spread(5), words)
    for summed in kept.sums:

        def put(value: float, more: Mapping[str, Any], summed: Summed = summed) -> Request:
            return sent({**first, **more, summed.value: value})

        hold_summary(held, summed, put, kept.bounds.get(summed.value, Bound()).spread(5), words)
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
