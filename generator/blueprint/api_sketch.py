"""Sketches an api whose answers are worked out: what each request carries, which rule makes each part of its answer.
Refuses a request, a part of an answer or a refusal that nothing is known to make."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.blueprint.agreement import Given, fine, same
from generator.blueprint.api_words import Asked, refusals, requests
from generator.blueprint.asking import Asking
from generator.blueprint.cases import Wish
from generator.blueprint.catalogue import HINT, Operation, known
from generator.blueprint.command_sketch import meant
from generator.blueprint.decide import Decision, decide
from generator.blueprint.operations import fit, ranked
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Output
from generator.blueprint.trials import Values, try_functions
from generator.contract import GeneratorError
from generator.payload.blocks.answers import holds
from sandbox.contract import Sandbox

_AROUND = re.compile(
    r"\b(?:GET|POST|PUT|PATCH|DELETE)\b|/[\w./{}:?=&+%~@-]+|\{[^{}]*\}|\b[2345]\d\d\b"
    r"|\b(?:rest|http|json|web|api|service|endpoint|status|server|microservice|answers?|gives?|returns?|back)\b"
    r"|\blist of\b",
    re.I,
)
_FACTOR = re.compile(r"\b([A-Za-z]{1,12}) \((\d+(?:\.\d+)?) ([A-Za-z]{1,12})\)")
_METRIC = (
    {"ml": 1, "cl": 10, "dl": 100, "l": 1000}, {"mg": 0.001, "g": 1, "kg": 1000, "t": 1_000_000},
    {"mm": 1, "cm": 10, "m": 1000, "km": 1_000_000}, {"s": 1, "min": 60, "h": 3600},
)  # fmt: skip
_CALLED = {"min": "minimum", "max": "maximum", "avg": "average", "mean": "average", "std": "standard deviation"}
_PLAIN = ("result", "value", "answer", "output")
"""Names that say nothing of what stands there."""
_DICE = re.compile(r"\d+d\d+([+-]\d+)?")
_MORE = re.compile(r"\bmore than (\d+) dice\b")
_NO_DICE = re.compile(rf"{_MORE.pattern}|\\bno (?:sense|dice)\\b|nonsense|invalid|not valid|wrong|unknown", re.I)
CLEAR, AHEAD = 0.65, 0.15
"""How near words must come to an operation that nobody else speaks for, and how much nearer than to any other."""
CONVERTED = """\
def {name}({amount}, {of}, {to}):
    factors = {factors}
    for unit in ({of}, {to}):
        if unit not in factors:
            raise ValueError(f"There is no unit {{unit}}; there are {{', '.join(factors)}}.")
    return round({amount} * factors[{of}] / factors[{to}], 9)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer, by its name in it; `truth`: it is true or false."""

    name: str
    decision: Decision
    truth: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """A request whose answer is worked out. `dice`: how many dice there may be, 0 for an answer without dice."""

    asked: Asked
    fields: tuple[Field, ...]
    parts: tuple[Part, ...]
    dice: int = 0
    refused: tuple[tuple[str, int, Values], ...] = ()
    """What the sentence refuses, with which status, and an example of it."""
    said: bool = False
    """Whether the first examples are the sentence's own."""


@dataclass(frozen=True, slots=True)
class Api:
    """An api: its requests in the order of the sentence."""

    title: str
    routes: tuple[Worked, ...]

    @property
    def failure(self) -> int:
        """The status of what can't be worked out."""
        return next((status for route in self.routes for _, status, _ in route.refused), 400)


def sketch_api(text: str, asking: Asking, box: Callable[[], Sandbox]) -> Api:
    """The requests that the sentence names, each with its rules. Raises GeneratorError for what nothing is known of."""
    asked = requests(text)
    if not asked:
        hint = 'Say it like: GET /area?width=2&height=3 answers {"area": 6}. Or connect a stronger model.'
        raise GeneratorError("The sentence names no request that the api is to answer.", hint)
    routes = tuple(_worked(one, text, asking, box) for one in asked)
    said = {id(r): r for route in routes for r in route.refused}
    if len({status for _, status, _ in said.values()}) > 1 or len(asked) != len({(a.method, a.path) for a in asked}):
        raise GeneratorError("There are no building blocks for an api that tells so many things apart.", HINT)
    head = re.split(r"[:.;]", text)[0]
    return Api(" ".join(head.split())[:60] if len(head) < 60 else asked[0].path.strip("/").capitalize(), routes)


def _worked(one: Asked, text: str, asking: Asking, box: Callable[[], Sandbox]) -> Worked:
    fields = _fields(one)
    said = refusals(text)
    gives = one.gives if one.gives is not None else {"result": None}
    if (dice := _dice(one, gives, text)) is not None:
        if vague := next((clause for clause, _ in said if not _NO_DICE.search(clause)), ""):
            raise GeneratorError(f"There is no building block for what is refused here: {vague}.", HINT)
        refused = tuple((clause, status, {fields[0].name: "hello"}) for clause, status in said)
        return Worked(one, tuple(fields), (), dice, refused)
    told = _told(one, fields, gives)
    converted = _converted(fields, gives, text, told)
    decisions = [converted] if converted else _decisions(one, gives, fields, text, asking, box)
    if told is not None:
        decisions = [_as_said(d, fields, told, gives[name], box) for name, d in zip(gives, decisions, strict=True)]
    parts = tuple(Part(name, d, isinstance(gives[name], bool)) for name, d in zip(gives, decisions, strict=True))
    refused = tuple((clause, status, _refused(clause, fields, decisions, box)) for clause, status in said)
    return Worked(one, tuple(fields), parts, refused=refused, said=told is not None)


def _fields(one: Asked) -> list[Field]:
    """What a request carries, each by its own name."""
    told: dict[str, Any] = {**one.varies, **one.query, **one.body}
    fields = [_field(name, example) for name, example in told.items()]
    if one.sends:
        fields.append(
            Field(label=one.sends.capitalize(), name=one.sends, type="text" if one.sends == "numbers" else "long_text")
        )
    return fields


def _field(name: str, example: Any) -> Field:
    day, numeric = r"\d{4}-\d\d-\d\d", r"-?\d{1,9}(\.\d+)?"
    kind = "date" if re.fullmatch(day, str(example)) else "number" if re.fullmatch(numeric, str(example)) else "text"
    return Field.model_validate({"label": name.replace("_", " "), "name": name, "type": kind})


def _decisions(
    one: Asked, gives: Mapping[str, Any], fields: list[Field], text: str, asking: Asking, box: Callable[[], Sandbox]
) -> list[Decision]:
    """An operation for each part of the answer."""
    plain = " ".join(_AROUND.sub(" ", text).split())
    core = " ".join(_AROUND.sub(" ", re.split(rf"[:.]|\b{one.method}\b", text)[0]).split())
    outputs = []
    for name in gives:
        called = _CALLED.get(name, "" if name in _PLAIN else name.replace("_", " "))
        wish = f"{called} of a list of {one.sends}" if one.sends and len(gives) > 1 else f"{core} {called}"
        request = text if len(gives) == 1 else wish
        operation = meant(wish or plain, wish, f"{name.replace('_', ' ')}: {request}", asking) or _clear(wish)
        arguments = fit(operation, fields, plain) if operation else None
        if operation is None or arguments is None or operation.random:
            raise GeneratorError(f"There is no building block for “{name}” in the answer to {one.path}.", HINT)
        output = Output.model_validate({"label": name, "format": operation.gives, "operation": operation.id})
        output.arguments = arguments
        outputs.append(output)
        whole = {str(arguments[p.name]) for p in operation.parameters if p.type == "integer" and p.name in arguments}
        for field in fields:
            field.type = "integer" if field.name in whole and field.type == "number" else field.type
    wishes = [Wish(output, getattr(known(output.operation), "about", "")) for output in outputs]
    found = decide(wishes, fields, text, asking, box)
    return [d if len({str(r) for _, r in d.examples}) > 1 else Decision(d.output, "picked") for d in found]


def _clear(wish: str) -> Operation | None:
    """The operation that words alone name, with no other one near; None when they leave it open."""
    (first, score), (_, next_) = ranked(wish, most=2)
    return first if score >= CLEAR and score - next_ >= AHEAD and not first.random else None


def _told(one: Asked, fields: Sequence[Field], gives: Mapping[str, Any]) -> Values | None:
    """The values of the sentence's own example, when it says all of them and what comes of them."""
    told = [*one.varies.values(), *one.query.values(), *one.body.values()]
    if len(told) != len(fields) or not all(told) or any(value is None for value in gives.values()):
        return None
    return {f.name: float(v) if f.type in NUMERIC else v for f, v in zip(fields, told, strict=True)}


def _as_said(
    decision: Decision, fields: Sequence[Field], told: Values, wanted: Any, box: Callable[[], Sandbox]
) -> Decision:
    """The decision with the sentence's own example before the others. Raises GeneratorError for a rule that gives
    something else there."""
    output = decision.output
    given: Given = next(((True, result) for values, result in decision.examples if values == told), (False, ""))
    if (operation := known(output.operation)) is not None:
        ((given,),) = try_functions(box(), [], [(operation, output.arguments)], fields, [told])
    got = holds(given[1]) if isinstance(wanted, bool) and fine(given) else given[1]
    if not fine(given) or not (same(got, wanted) or str(got) == str(wanted)):
        raise GeneratorError(f"No rule was found that gives {wanted} as in the example of the sentence.", HINT)
    others = [(values, result) for values, result in decision.examples if values != told]
    return Decision(output, decision.ground, ((told, given[1]), *others), decision.rivals, decision.random)


def _converted(fields: Sequence[Field], gives: Mapping[str, Any], text: str, told: Values | None) -> Decision | None:
    """A conversion by the units that the sentence itself explains: tsp (5 ml)."""
    said = _FACTOR.findall(text)
    amounts = [f.name for f in fields if f.type == "number"]
    bases = {base for *_, base in said}
    if len(bases) != 1 or len(fields) != 3 or len(amounts) != 1 or len(gives) != 1:
        return None
    (base,), (amount,) = bases, amounts
    metric = next((sort for sort in _METRIC if base in sort), {base: 1})
    before = re.split(r"[.;:]", _FACTOR.split(text)[0])[-1]
    listed = [word for word in re.findall(r"[A-Za-z]+", before) if word in metric]
    factors: dict[str, float] = {unit: metric[unit] / metric[base] for unit in dict.fromkeys([*listed, base])}
    factors = {unit: round(f) if f.is_integer() else f for unit, f in factors.items()}
    factors |= {unit: round(float(f)) if float(f).is_integer() else float(f) for unit, f, _ in said}
    of, to = sorted((f.name for f in fields if f.name != amount), key=lambda name: name.startswith(("to", "into")))
    output = Output(label=next(iter(gives)), format="number")
    output.source = CONVERTED.format(name="converted", amount=amount, of=of, to=to, factors=factors)
    units = list(factors)
    tried = [(units[-1], units[0], 2.0), (units[0], units[-1], 720.0), (units[len(units) // 2], units[-1], 3.0)]
    tried[:0] = [(told[of], told[to], told[amount])] if told and {told[of], told[to]} <= set(units) else []
    examples = (({amount: n, of: a, to: b}, round(n * factors[a] / factors[b], 9)) for a, b, n in tried)
    return Decision(output, "agreed", tuple(examples))


def _dice(one: Asked, gives: Mapping[str, Any], text: str) -> int | None:
    """How many dice there may be at most, for a request that rolls them."""
    told = [*one.query.values(), *one.varies.values()]
    if len(told) != 1 or not _DICE.fullmatch(told[0]):
        return None
    sorts = sorted(type(value).__name__ for value in gives.values())
    if sorts not in (["int", "list"], ["int"], ["list"]):
        return None
    most = _MORE.search(text)
    return int(most.group(1)) if most else 100


def _refused(clause: str, fields: Sequence[Field], decisions: Sequence[Decision], box: Callable[[], Sandbox]) -> Values:
    """An example of what a clause refuses, that the rules do refuse. Raises GeneratorError where there is none."""
    values: Values = dict(decisions[0].examples[0][0]) if decisions[0].examples else {}
    texts = [f.name for f in fields if f.type in ("text", "long_text")]
    if re.search(r"\bempty\b", clause, re.I) and texts:
        values |= {texts[0]: ""}
    elif (
        re.search(r"unknown|not know|no sense|nonsense|invalid|not valid|wrong|not an?\b|no number", clause, re.I)
        and texts
    ):
        values |= {texts[-1]: "nonsense"}
    else:
        raise GeneratorError(f"There is no building block for what is refused here: {clause}.", HINT)
    for decision in decisions:
        operation = known(decision.output.operation)
        if operation is None:
            continue  # A conversion refuses every unit that was not said.
        ((given,),) = try_functions(box(), [], [(operation, decision.output.arguments)], fields, [values])
        if fine(given):
            raise GeneratorError(f"There is no building block for what is refused here: {clause}.", HINT)
    return values
