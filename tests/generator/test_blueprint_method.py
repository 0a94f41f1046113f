"""The blueprint method against an endpoint that plays a small model's replies."""

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.asking import Asking
from generator.blueprint.form_sketch import sketch_form
from generator.blueprint.schema import Records
from generator.contract import GeneratorError, Kind, Spec, Verdict, Workshop
from generator.endpoint import Endpoint
from generator.sift import sift
from sandbox.contract import Ran
from tests.endpoint_server import PlayedEndpoint
from tests.generator.trying import Bench as Blocks

HIVES = Spec("Track my hives with place and number of frames, total frames; delete one")
FERRY = Spec("Ferry fare calculator: cars and price per car, shows the fare")


class Bench:
    """Stands for a scratch sandbox at its contract: gives the same answers to every candidate, one after the other or
    as they follow from the inputs."""

    def __init__(self, gives: list[Any] | Callable[[dict[str, Any]], Any]) -> None:
        self.gives = gives

    def put(self, files: Any, *, replace: bool = False) -> None:
        assert "blocks/operation.py" in files

    def run(self, argv: Any, *, stdin: bytes = b"", seconds: float = 10, most_kb: int = 256, env: Any = None) -> Ran:
        order = json.loads(stdin)
        given = [
            self.gives(values) if callable(self.gives) else self.gives[n % len(self.gives)]
            for n, values in enumerate(order["inputs"])
        ]
        found = [[["ok", one] for one in given] for _ in order["sources"]]
        return Ran(0, json.dumps(found).encode(), b"", 0.1)


def shop(endpoint: PlayedEndpoint, gives: list[Any] | Callable[[dict[str, Any]], Any]) -> Workshop:
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, small=True)
    return Workshop({"writer": model}, engine=None, scratch=lambda: Bench(gives), tell=lambda _: None)  # type: ignore[arg-type, return-value]


@pytest.fixture
def hives(endpoint: PlayedEndpoint) -> Workshop:
    fields = [
        {"label": "Place", "type": "text", "example": "Meadow"},
        {"label": "Frames", "type": "number", "example": "10"},
    ]
    figure = {"label": "Total frames", "stat": "sum", "of": "frames", "group_by": "-", "period": "all"}
    endpoint.on("Fields: place, frames", {"figures": [figure]})
    endpoint.on("keeps a list of entries", {"title": "Hives", "item": "hive", "fields": fields})
    return shop(endpoint, [])


def test_a_list_comes_out_with_plan_checks_and_an_app(hives: Workshop) -> None:
    method = Blueprint()
    plan = method.plan(HIVES, hives)
    checks = method.checks(HIVES, plan, hives)
    app = method.write(HIVES, plan, hives)
    assert plan.kind is Kind.STREAMLIT
    assert plan.title == "Hives"
    assert {"Place", "Frames", "Add hive", "Delete"} <= {control.name for control in plan.controls}
    assert sift(checks, plan)[1] == {}
    assert {check.claim for check in checks} == {claim.id for claim in plan.claims}
    assert "Total frames" in ast.unparse(ast.parse(app.files["app.py"]))


@pytest.mark.parametrize("label", ["Nets left", "Nets"])
def test_what_is_still_open_is_counted_by_the_ticks(endpoint: PlayedEndpoint, label: str) -> None:
    fields = [
        {"label": "Net", "type": "text", "example": "blue"},
        {"label": "Status", "type": "choice", "options": ["open", "completed"], "example": "open"},
    ]
    figures = [
        {"label": "Nets", "stat": "count", "of": "-", "group_by": "-", "period": "all"},
        {"label": label, "stat": "count", "of": "-", "group_by": "-", "period": "all"},
    ]
    endpoint.on("Fields: net", {"figures": figures})
    endpoint.on("keeps a list of entries", {"title": "Nets to mend", "item": "net", "fields": fields})
    nets = Spec("Track my nets to mend with name: I tick them off, and see how many are left")
    bench, method = shop(endpoint, []), Blueprint()
    plan = method.plan(nets, bench)
    assert "Status" not in {control.name for control in plan.controls}
    checks = [c.model_dump() for c in method.checks(nets, plan, bench) if " left " in c.title]
    assert [step["equals"] for step in checks[0]["steps"] if step["do"] == "see_value"] == ["2", "1"]
    app = method.write(nets, plan, bench).files["app.py"].decode()
    assert 'where="done"' in app
    assert 'equals="no"' in app


def test_a_claim_that_the_user_strikes_takes_its_checks_along(hives: Workshop) -> None:
    method = Blueprint()
    plan = method.plan(HIVES, hives)
    less = plan.model_copy(update={"claims": plan.claims[:1]})
    assert {check.claim for check in method.checks(HIVES, less, hives)} == {plan.claims[0].id}


def test_it_has_one_idea_and_says_so(hives: Workshop) -> None:
    method = Blueprint()
    plan = method.plan(HIVES, hives)
    app = method.write(HIVES, plan, hives)
    assert method.repair(HIVES, plan, app, Verdict(started=False, reason="It broke."), hives) is None
    assert method.ways == 0


def ferry(endpoint: PlayedEndpoint) -> None:
    inputs = [
        {"label": "Cars", "type": "number", "example": "2"},
        {"label": "Price per car", "type": "money", "example": "12.5"},
    ]
    output = {"label": "Fare", "format": "money", "about": "cars times price per car"}
    endpoint.on("You design a small app: a form", {"title": "Ferry", "inputs": inputs, "outputs": [output]})
    endpoint.on("Write the function for", "def fare(cars, price_per_car):\n    return cars * price_per_car\n\nDone")
    endpoint.on("Which operation does exactly", {"answer": "none"})
    endpoint.on("Arithmetic for", {"arithmetic": "2 * 12.5"})


def test_a_calculator_stands_on_tries_that_agree(endpoint: PlayedEndpoint) -> None:
    ferry(endpoint)
    bench = shop(endpoint, lambda values: values["cars"] * values["price_per_car"])
    method = Blueprint()
    plan = method.plan(FERRY, bench)
    checks = method.checks(FERRY, plan, bench)
    assert any(check.basis == "agreement" for check in checks)
    assert "41.25" in str([check.model_dump() for check in checks])
    assert method.write(FERRY, plan, bench).files["app.py"]


def test_a_calculator_that_nothing_can_work_out_is_not_made(endpoint: PlayedEndpoint) -> None:
    ferry(endpoint)
    with pytest.raises(GeneratorError, match="work out"):
        Blueprint().plan(FERRY, shop(endpoint, [None]))


@pytest.mark.parametrize(
    ("text", "answer", "said"),
    [
        ("xkcd qwrt zzzp", "nonsense", "clear"),
        ("Call me a cab to the airport", "impossible", "internet"),
        ("the of and", "app", "Nothing"),
    ],
)
def test_what_no_app_can_be_is_refused(endpoint: PlayedEndpoint, text: str, answer: str, said: str) -> None:
    endpoint.say({"answer": answer})
    with pytest.raises(GeneratorError, match=said):
        Blueprint().plan(Spec(text), shop(endpoint, []))


def test_a_game_is_refused_with_what_to_do_instead(endpoint: PlayedEndpoint) -> None:
    with pytest.raises(GeneratorError, match="stronger model") as told:
        Blueprint().plan(Spec("hangman with words of my choice"), shop(endpoint, []))
    assert told.value.hint


def test_a_field_that_nothing_takes_and_nobody_asked_for_is_left_out(endpoint: PlayedEndpoint) -> None:
    fields = [
        {"label": "Cars", "type": "number", "example": "2"},
        {"label": "Price per car", "type": "money", "example": "12.5"},
        {"label": "Colour of the deck", "type": "text", "example": "red"},
    ]
    output = {"label": "Fare", "format": "number", "about": "cars times price per car"}
    endpoint.on("You design a small app: a form", {"title": "Ferry", "inputs": fields, "outputs": [output]})
    ferry(endpoint)
    controls = Blueprint().plan(FERRY, shop(endpoint, [25.0, 37.5, 18.0, 30.0])).controls
    assert {control.name for control in controls} == {"Cars", "Price per car"}


@pytest.mark.parametrize("format_", ["number", "text"])
@pytest.mark.parametrize(
    ("label", "picked", "operation"),
    [
        ("Top 3 words", "word_frequency", "word_frequency"),
        ("Top 3 words", "count_words", ""),
        ("Words", "count_words", "count_words"),
    ],
)
def test_several_first_ones_are_no_number_whatever_the_model_says(
    label: str, picked: str, operation: str, format_: str, endpoint: PlayedEndpoint, tmp_path: Path
) -> None:
    output = {"label": label, "format": format_, "about": "words of the text"}
    fields = [{"label": "Text", "type": "long_text", "example": "to be or not to be"}]
    endpoint.on("You design a small app: a form", {"title": "Words", "inputs": fields, "outputs": [output]})
    endpoint.on("Write the function for", "no function")
    endpoint.on("Which operation does exactly", {"answer": picked})
    text = "Show the three most frequent words of a text I paste, with how often each appears"
    sketch = sketch_form(text, Asking(shop(endpoint, []), "planner"), lambda: Blocks(tmp_path))  # type: ignore[arg-type, return-value]
    assert [one.output.operation for one in sketch.decisions] == [operation]


def test_debts_add_up_while_they_are_open_and_nothing_of_the_example_comes_along(endpoint: PlayedEndpoint) -> None:
    fields = [{"label": "Name", "type": "text", "example": "Jo"}, {"label": "Amount", "type": "money", "example": "5"}]
    owed = {"label": "Total amount", "stat": "sum", "of": "amount", "group_by": "-", "period": "all"}
    strange = {"label": "Runs per feeling", "stat": "count", "of": "-", "group_by": "name", "period": "all"}
    endpoint.on("Fields: name, amount", {"figures": [owed, strange, {**owed, "label": "Remove debt", "stat": "count"}]})
    endpoint.on("keeps a list of entries", {"title": "Debts", "item": "debt", "fields": fields})
    method = Blueprint()
    method.plan(
        Spec("track who owes me money: name and amount, the total, a button when they paid"), shop(endpoint, [])
    )
    (part,) = method.blueprint.parts
    assert isinstance(part, Records)
    assert "done" in part.features
    assert [(s.stat, s.where, s.equals) for s in part.summaries] == [("sum", "done", "no")]


def test_what_is_to_be_on_top_orders_the_list(endpoint: PlayedEndpoint) -> None:
    urgency = {"label": "Priority", "type": "choice", "options": ["low", "medium", "high"], "example": "low"}
    endpoint.on("keeps a list of entries", {"title": "To Do", "item": "todo", "fields": [urgency]})
    method = Blueprint()
    method.plan(Spec("a to-do list with priorities low, medium and high, high ones on top"), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Records)
    assert [f.label for f in part.fields] == ["Task", "Priority"]
    assert (part.sort, part.descending) == ("priority", True)


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("log my spending and see the total per month", "month", ("sum", "month", "all", None)),
        ("log my spending with a daily limit of 20 and the total", "all", ("sum", "", "today", 20)),
        ("log my spending and the total of this month", "month", ("sum", "", "month", None)),
    ],
)
def test_a_total_is_of_the_span_that_is_meant(
    text: str, said: str, meant: tuple[object, ...], endpoint: PlayedEndpoint
) -> None:
    fields = [{"label": "Date", "type": "date", "example": "x"}, {"label": "Spending", "type": "money", "example": "5"}]
    total = {"label": "Total spending", "stat": "sum", "of": "spending", "group_by": "-", "period": said}
    endpoint.on("Fields: date, spending", {"figures": [total]})
    endpoint.on("keeps a list of entries", {"title": "Spending", "item": "entry", "fields": fields})
    method = Blueprint()
    method.plan(Spec(text), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Records)
    assert [(s.stat, s.each, s.period, s.target) for s in part.summaries] == [meant]


def test_how_many_are_ticked_is_counted(endpoint: PlayedEndpoint) -> None:
    count = {"label": "Students", "stat": "count", "of": "-", "group_by": "-", "period": "all"}
    endpoint.on("Fields: student", {"figures": [count]})
    fields = [{"label": "Student", "type": "text", "example": "Jo"}]
    endpoint.on("keeps a list of entries", {"title": "Class", "item": "student", "fields": fields})
    method = Blueprint()
    method.plan(Spec("class list: add students, tick who is there, show how many are present"), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Records)
    assert [(s.label, s.where, s.equals) for s in part.summaries] == [("Present", "done", "yes")]


def test_stars_and_rating_are_one_mark_that_orders_the_list(endpoint: PlayedEndpoint) -> None:
    kinds = {"Name": "text", "Stars": "number", "Rating": "number"}
    fields = [{"label": label, "type": kind, "example": "1"} for label, kind in kinds.items()]
    endpoint.on("Which figures about all entries", {"figures": []})
    endpoint.on("keeps a list of entries", {"title": "Wine", "item": "wine", "fields": fields})
    method = Blueprint()
    method.plan(Spec("a wine diary: name, stars from 1 to 5, sorted by best rating"), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Records)
    assert [f.label for f in part.fields] == ["Name", "Stars"]
    assert (part.sort, part.descending) == ("stars", True)
