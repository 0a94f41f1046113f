"""More candidates of one sentence: blueprints that are drawn anew, under the names of the first."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.alike import under_names_of
from generator.blueprint.claims import swear
from generator.blueprint.clause_roles import types_in
from generator.blueprint.decide import Decision
from generator.blueprint.form_proofs import hold_form
from generator.blueprint.form_sketch import Sketch
from generator.blueprint.mend import identifier
from generator.blueprint.schema import Field, Form, Output
from generator.contract import Budget, GeneratorError, Kind, Spec, Workshop
from generator.endpoint import Endpoint
from generator.events import Event, Remark
from generator.make import make
from sandbox.contract import Ran
from tests.endpoint_server import Asked, PlayedEndpoint
from tests.generator.playing import Watched

KELP = Spec("Calculate how much kelp is dry: I type the wet weight and the loss, it shows the dry weight", candidates=3)
WET = [("Wet weight", "Loss"), ("Weight when wet", "Loss of it")]
DRY = ["Dry weight", "Dry weight of it"]


class Bench:
    """Stands for a scratch sandbox at its contract: it runs the functions of these tests right here, and no blocks."""

    def put(self, files: Any, *, replace: bool = False) -> None: ...

    def run(self, argv: Any, *, stdin: bytes = b"", **_: Any) -> Ran:
        order = json.loads(stdin)
        found: list[list[list[Any]]] = []
        for number, source in enumerate(order["sources"]):
            space: dict[str, Any] = {"__builtins__": {}}
            if number < order["own"]:
                exec(source, space)
            rules = [one for name, one in space.items() if name != "__builtins__"]
            found.append([["ok", rules[0](**v)] if rules else ["error", "no blocks"] for v in order["inputs"]])
        return Ran(0, json.dumps(found).encode(), b"", 0.1)


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def drier(endpoint: PlayedEndpoint, told: list[Event]) -> Workshop:
    """Whose model draws another form the second time, and only then does the sum as its functions do it."""
    forms = [
        {
            "title": f"Drier of {label}",
            "inputs": [
                {"label": one, "type": "number", "example": value} for one, value in zip(wet, "93", strict=True)
            ],
            "outputs": [{"label": label, "format": "number", "about": "what is left of it"}],
        }
        for wet, label in zip(WET, DRY, strict=True)
    ]
    endpoint.on("You design a small app: a form", *forms)
    endpoint.on("Which operation does exactly", {"answer": "none"})
    endpoint.on('function for "Dry weight of it"', rule("dry_weight_of_it", "weight_when_wet", "-", "loss_of_it"))
    endpoint.on('function for "Dry weight"', rule("dry_weight", "wet_weight", "+", "loss"))
    endpoint.on('Arithmetic for "Dry weight of it"', {"arithmetic": "9 - 3"})
    endpoint.on('Arithmetic for "Dry weight"', {"arithmetic": "9 * 3 * 3"})
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, small=True)
    return Workshop({"writer": model}, engine=None, scratch=Bench, tell=told.append)  # type: ignore[arg-type]


def rule(name: str, one: str, sign: str, other: str) -> str:
    return f"def {name}({one}, {other}):\n    return {one} {sign} {other}\n\nDone"


def forms(endpoint: PlayedEndpoint) -> int:
    """How many were drawn."""
    return sum("You design a small app: a form" in asked.text for asked in endpoint.asked)


def test_what_leaves_a_claim_without_a_check_is_drawn_anew(
    drier: Workshop, endpoint: PlayedEndpoint, told: list[Event]
) -> None:
    method = Blueprint()
    plan = method.plan(KELP, drier)
    assert forms(endpoint) == 2, "the third would show no more"
    assert sum(isinstance(event, Remark) for event in told) == 1
    assert plan.title == "Drier of Dry weight of it", "more of it can be shown to be right"
    assert {control.name for control in plan.controls} == set(WET[1])
    assert {check.claim for check in method.checks(KELP, plan, drier)} == {claim.id for claim in plan.claims}


def test_every_candidate_bears_the_names_of_the_plan(drier: Workshop) -> None:
    method = Blueprint()
    plan = method.plan(KELP, drier)
    other = method.another(1)
    assert other
    assert method.another(2) is None
    app, rival = (one.write(KELP, plan, drier).files["app.py"].decode() for one in (method, other))
    assert "weight_when_wet - loss_of_it" in app
    assert "weight_when_wet + loss_of_it" in rival
    for name in (*WET[1], DRY[1], plan.title):
        assert name in app
        assert name in rival
    assert "Wet weight" not in rival


def test_one_candidate_is_drawn_once(drier: Workshop, endpoint: PlayedEndpoint, told: list[Event]) -> None:
    method = Blueprint()
    plan = method.plan(replace(KELP, candidates=1), drier)
    assert plan.title == "Drier of Dry weight"
    assert forms(endpoint) == 1
    assert method.another(1) is None
    assert told == []


@pytest.mark.parametrize("lasting", [False, True])
def test_a_form_that_takes_nothing_where_people_type_is_drawn_anew_once(
    drier: Workshop, endpoint: PlayedEndpoint, told: list[Event], lasting: bool
) -> None:
    def answer(asked: Asked) -> Any:
        if "You design a small app: a form" in asked.text:
            named = WET[0] if forms(endpoint) > 1 and not lasting else ()
            fields = [{"label": one, "type": "number", "example": "9"} for one in named]
            about = {"label": DRY[0], "format": "number", "about": "what is left of it"}
            return {"title": "Drier", "inputs": fields, "outputs": [about]}
        if 'function for "Dry weight"' in asked.text and (lasting or forms(endpoint) == 1):
            return "def dry_weight():\n    return 42\n\nDone"
        return None

    endpoint.script(answer)
    method, spec = Blueprint(), replace(KELP, candidates=1)
    if lasting:
        with pytest.raises(GeneratorError, match="isn't clear what is typed in"):
            method.plan(spec, drier)
    else:
        assert {control.name for control in method.plan(spec, drier).controls} == set(WET[0])
    assert forms(endpoint) == 2
    assert [type(event) for event in told] == [Remark]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("I paste the ingredients of a recipe and get the new amounts", True),
        ("Upload a text file, replace one word with another everywhere", True),
        ("Ich gebe zwei Zahlen ein und sehe die Summe", True),
        ("Je saisis deux nombres", True),
        ("Toss a coin and show heads or tails", False),
        ("You pick a random card and give me its name", False),
    ],
)
def test_whether_people_give_something_is_read_off_the_sentence(text: str, given: bool) -> None:
    assert types_in(text) is given


def test_nothing_is_drawn_anew_where_the_time_is_up(drier: Workshop, endpoint: PlayedEndpoint) -> None:
    Blueprint().plan(replace(KELP, budget=Budget(seconds=0.0001)), drier)
    assert forms(endpoint) == 1


def test_what_is_drawn_alike_is_no_other_candidate(drier: Workshop, endpoint: PlayedEndpoint) -> None:
    endpoint.on("function for", rule("any", "wet_weight", "+", "loss"))
    form = {
        "title": "Drier",
        "inputs": [{"label": one, "type": "number", "example": "9"} for one in WET[0]],
        "outputs": [{"label": DRY[0], "format": "number", "about": "what is left of it"}],
    }
    endpoint.script(lambda asked: form if "You design a small app: a form" in asked.text else None)
    method = Blueprint()
    method.plan(KELP, drier)
    assert forms(endpoint) == 3
    assert method.another(1) is None


def test_a_drawing_of_which_nothing_comes_is_followed_by_another(drier: Workshop, endpoint: PlayedEndpoint) -> None:
    endpoint.script(lambda asked: "I can't." if 'function for "Dry weight":' in asked.text else None)
    plan = Blueprint().plan(KELP, drier)
    assert plan.title == "Drier of Dry weight of it"


TEXT = "kelp drier: I type the wet weight and the loss, it shows the dry weight, and the share that is left"


def sketch(labels: Sequence[str], outputs: Sequence[str], proven: int) -> Sketch:
    """Of two results one is agreed, the other not."""
    fields = [Field(label=label, type="number", default="9") for label in labels]
    one, other = (field.name for field in fields)
    decisions = []
    for number, (label, sign) in enumerate(zip(outputs, "-/", strict=True)):
        output = Output(label=label, format="number")
        output.source = f"def {output.name}({one}, {other}):\n    return {one} {sign} {other}\n"
        examples = tuple(({one: 8.0, other: 2.0 + n}, 6.5 + n) for n in range(2))
        decisions.append(Decision(output, "agreed" if number == proven else "alike", examples))
    return Sketch("Drier", Form(inputs=fields, outputs=[d.output for d in decisions]), decisions, ["", ""])


def drawn(one: Sketch) -> Blueprint:
    method = Blueprint()
    method._keep_form(one)
    method.held = hold_form(one.form, one.decisions, one.abouts, one.title, TEXT)
    method.sworn = swear(TEXT, method.held.things)
    return method


def test_a_claim_that_one_leaves_unchecked_is_held_to_what_was_found_out_for_another() -> None:
    first = drawn(sketch(WET[0], ["Dry weight", "Share left"], 0))
    second = drawn(sketch(WET[1], ["Dry weight of it", "Share that is left"], 1))
    assert first.shown < 1
    method = Blueprint()
    method._take(first, [first, second], TEXT, Kind.STREAMLIT)
    assert method.shown == 1
    names = {step.name for check in method.sworn.checks for step in check.steps if hasattr(step, "name")}
    assert names == {*WET[0], "Dry weight", "Share left"}
    assert len({check.id for check in method.sworn.checks}) == len(method.sworn.checks)


@pytest.mark.parametrize(
    ("labels", "outputs"),
    [
        (["Wet weight", "Loss in percent of all"], ["Dry weight"]),
        (["Wet weight"], ["Dry weight", "Share left"]),
        (["Boats", "Harbours"], ["Dry weight", "Share left"]),
        (["Wet weight", "Loss"], ["Dry weight", "Ducks"]),
    ],
)
def test_what_asks_for_other_things_is_no_app_of_the_same_plan(labels: list[str], outputs: list[str]) -> None:
    like = sketch(WET[0], ["Dry weight", "Share left"], 0)
    fields = [Field(label=label, type="number") for label in labels]
    decisions = [Decision(Output(label=label, format="number"), "alone") for label in outputs]
    form = Form(inputs=fields, outputs=[d.output for d in decisions])
    assert under_names_of(Sketch("Other", form, decisions, [""] * len(outputs)), like) is None


def test_units_are_not_mixed_up_under_a_name() -> None:
    like, other = (sketch(WET[0], ["Dry weight", "Share left"], 0) for _ in range(2))
    like.form.inputs[0].unit, other.form.inputs[0].unit = "kg", "lb"
    assert under_names_of(other, like) is None
    other.form.inputs[0].unit = "kg"
    assert under_names_of(other, like)


def test_a_name_that_a_rule_has_for_something_else_is_not_given() -> None:
    like = sketch(WET[0], ["Dry weight", "Share left"], 0)
    other = sketch(WET[1], ["Dry weight of it", "Share that is left"], 0)
    output = other.decisions[0].output
    output.source = output.source.replace("    return", "    wet_weight = 1\n    return")
    assert under_names_of(other, like) is None


@pytest.mark.slow
def test_the_candidate_is_handed_over_that_passes_what_was_found_out_for_both(
    endpoint: PlayedEndpoint, engine: Watched
) -> None:
    """The first has the share wrong, which nothing shows; the second, drawn anew, has it right, which its sum shows."""
    labels = [("Wet weight", "Loss", "Dry weight", "Water share"), ("Wet", "Loss", "Dry", "Share of water")]
    asked = [
        {
            "title": "Kelp",
            "inputs": [
                {"label": wet, "type": "number", "example": "9"},
                {"label": loss, "type": "number", "example": "3"},
            ],
            "outputs": [{"label": label, "format": "number", "about": "kelp"} for label in outputs],
        }
        for wet, loss, *outputs in labels
    ]
    endpoint.on("You design a small app: a form", *asked)
    endpoint.on("Which operation does exactly", {"answer": "none"})
    for wet, loss, dry, share in labels:
        one, other, first, second = (identifier(label) for label in (wet, loss, dry, share))
        right = wet == "Wet"
        endpoint.on(f'function for "{dry}"', rule(first, one, "-", other))
        endpoint.on(f'function for "{share}"', rule(second, other, "/" if right else "*", one))
        endpoint.on(f'Arithmetic for "{dry}"', {"arithmetic": "9 * 9" if right else "9 - 3"})
        endpoint.on(f'Arithmetic for "{share}"', {"arithmetic": "3 / 9" if right else "9 + 9"})
    text = "Calculate from the wet weight and the loss of kelp the dry weight and the water share"
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, small=True)
    spec = Spec(text, Kind.STREAMLIT, candidates=2)
    result = make(spec, {"writer": model}, engine, lambda _: None, method="blueprint")
    assert result.candidate
    assert "loss / wet_weight" in result.candidate.files["app.py"].decode()
    assert result.outcome == "passed"
