"""What an api can be held to: its answers to requests of which they are known, and what it turns away. Refuses to prove
an answer by nothing but its own rule."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from generator.blueprint.api_sketch import Api, Part as Answer, Worked
from generator.blueprint.catalogue import known
from generator.blueprint.command_proofs import FORMS
from generator.blueprint.form_proofs import WORDS, short, written
from generator.blueprint.things import Basis, Inventory, Proof
from generator.contract import Request, Route
from generator.interface import Part
from generator.payload.blocks.answers import holds

AROUND = "api http rest json service web endpoint server answers answer gives give get post returns return back as"


def hold_api(api: Api) -> Inventory:
    """The things that an api does."""
    kept = Inventory()
    for route in api.routes:
        asked = route.asked
        told = " ".join(
            [asked.method, asked.path, asked.about, *asked.query, *asked.query.values(), *asked.varies.values()]
        )
        if route.dice:
            told += f" rolls roll dice game something added like {AROUND} {WORDS} {api.title}"
            kept.thing(f"route {asked.path}", told, *_rolled(route), sort="main")
        if route.parts:
            abouts = [operation.about for p in route.parts if (operation := known(p.decision.output.operation))]
            told += f" {' '.join(part.name for part in route.parts)} {' '.join(abouts)} {AROUND} {WORDS} {api.title}"
            told += " true false" if any(part.truth for part in route.parts) else ""
            kept.thing(f"route {asked.path}", told, *_answers(route), sort="main")
        for number, (clause, status, values) in enumerate(route.refused):
            steps = [_request(route, values, status=status)]
            if route.dice and "more than" in clause:
                name = route.fields[0].name
                steps += [_request(route, {name: f"{route.dice}d6"})]
                steps += [_request(route, {name: f"{route.dice + 1}d6"}, status=status)]
            else:
                steps += _right(route)
            proof = Proof(f"It is refused with status {status}.", tuple(steps))
            kept.thing(f"refused {number} {asked.path}", f"{clause} status gets refused", proof)
    return kept


def as_routes(api: Api) -> list[Route]:
    """What it can be asked, for the plan."""
    return [
        Route(
            method=route.asked.method,  # type: ignore[arg-type]
            path=route.asked.path,
            takes="query" if route.asked.query else "json" if route.asked.body or route.asked.sends else "nothing",
            fields=[Part(name=f.label, form=FORMS.get(f.type, "text")) for f in route.fields],  # type: ignore[arg-type]
            status=route.asked.status,
            gives=[Part(name=name) for name in (route.asked.gives or {"result": None})],
        )
        for route in api.routes
    ]


def _answers(route: Worked) -> list[Proof]:
    """Examples of whole answers, where every part of them is known; what the sentence says comes first."""
    if any(part.decision.ground != "agreed" for part in route.parts):
        return []
    proofs = []
    for number, (values, _) in enumerate(route.parts[0].decision.examples[:4]):
        wanted = {part.name: _wanted(part, values) for part in route.parts}
        told = ", ".join(f"{f.label} {short(values[f.name])}" for f in route.fields)
        shown = ", ".join(f"{name} {short(value)}" for name, value in wanted.items())
        steps = (_request(route, values, fields=wanted),)
        basis: Basis = "spec" if route.said and not number else "agreement"
        proofs.append(Proof(f"It answers {shown} for {told}.", steps, basis))
    return proofs


def _wanted(part: Answer, values: Mapping[str, Any]) -> Any:
    """What stands in one part of the answer for these values."""
    result = next(result for given, result in part.decision.examples if given == values)
    if part.truth:
        return holds(result)
    if isinstance(result, float):
        return round(result) if result.is_integer() else written(result, part.decision.output)
    return result


def _rolled(route: Worked) -> list[Proof]:
    """Dice of one side fall in one way; of very many sides never twice in the same."""
    name = route.fields[0].name
    gives = route.asked.gives or {}
    rolls = next((key for key, value in gives.items() if isinstance(value, list)), "")
    total = next((key for key, value in gives.items() if isinstance(value, int)), "")
    ones: dict[str, Any] = ({rolls: [1, 1, 1]} if rolls else {}) | ({total: 3} if total else {})
    known_ = [Proof("Dice of one side show ones.", (_request(route, {name: "3d1"}, fields=ones),))]
    if total:
        steps = (_request(route, {name: "2d1+3"}, fields={total: 5}),)
        known_.append(Proof("What is added counts.", steps))
    key = rolls or total
    again = (
        _request(route, {name: "9d100000"}, note={"first": key}),
        _request(route, {name: "9d100000"}, lacks={key: "{first}"}),
    )
    return [*known_, Proof("They fall in another way the next time.", again, "relation")]


def _right(route: Worked) -> list[Request]:
    """A request that is answered, so that refusing everything is no answer."""
    if route.dice:
        return [_request(route, {route.fields[0].name: "2d6"})]
    examples = [values for part in route.parts for values, _ in part.decision.examples[:1]]
    return [_request(route, values) for values in examples[:1]]


def _request(route: Worked, values: Mapping[str, Any], **expected: Any) -> Request:
    """The request with these values, each where it belongs."""
    asked = route.asked
    path, query, body = asked.path, {}, {}
    sent: Any = None
    for one, told in zip(route.fields, [*asked.varies, *asked.query, *asked.body, asked.sends], strict=False):
        value = values[one.name]
        if told in asked.varies:
            path = path.replace(f"{{{told}}}", quote(str(value), safe=""))
        elif told in asked.query:
            query[told] = f"{value:.10g}" if isinstance(value, int | float) else str(value)
        elif told in asked.body:
            body[told] = value
        else:
            split = [part for part in str(value).replace(",", " ").split() if part]
            sent = [float(part) for part in split] if told == "numbers" else str(value).splitlines()
    status = {"status": asked.status} if "status" not in expected else {}
    return Request.model_validate(
        {"method": asked.method, "path": path, "query": query, "body": body or sent, **status, **expected}
    )
