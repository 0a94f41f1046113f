"""Plans of an endpoint that plays good and forgetful planners, held against the request."""

import json
from typing import Any

import pytest

from generator.contract import GeneratorError, Kind, Spec, Workshop
from generator.endpoint import Endpoint, Patience
from generator.events import Event, Remark
from generator.planner import plan_for
from tests.endpoint_server import PlayedEndpoint
from tests.generator.playing import QUICK

SPEC = Spec("Eine Packliste: Dinge eintragen mit „Dazu“ und abhaken. Was fehlt, wird gezählt.", kind=Kind.WEB)
GOOD: dict[str, Any] = {
    "title": "Packliste",
    "claims": [
        "„Dazu“ trägt ein Ding in die Packliste ein.",
        "Ein Ding kann man abhaken.",
        "Gezählt wird, was fehlt: die Zahl der Dinge, die nicht abgehakt sind.",
        "Die Liste wird dunkel, wenn das Gerät dunkel ist.",
    ],
    "core": [1, 3],
    "extra": [4],
    "controls": [{"name": "Ding", "role": "text"}, {"name": "Dazu", "role": "button"}],
    "outputs": [{"name": "Packliste", "form": "list"}, {"name": "Es fehlen", "form": "value"}],
}
FORGETFUL = GOOD | {"claims": GOOD["claims"][:1], "core": [1], "extra": []}


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def shop(endpoint: PlayedEndpoint, events: list[Event]) -> Workshop:
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, retries=QUICK, patience=Patience(2, 0.5))
    return Workshop({"writer": model}, engine=None, scratch=None, tell=events.append)  # type: ignore[arg-type]


def test_each_claim_has_a_weight_and_the_names_of_the_request_are_in_the_plan(
    endpoint: PlayedEndpoint, shop: Workshop
) -> None:
    endpoint.say(GOOD)
    plan = plan_for(SPEC, shop)
    assert [(claim.weight, claim.importance) for claim in plan.claims] == [
        (2.0, "core"),
        (1.0, "usual"),
        (2.0, "core"),
        (0.5, "extra"),
    ]
    assert plan.exact == ["Dazu"]
    assert len(endpoint.asked) == 1


def test_a_plan_that_forgot_something_is_asked_for_again_by_name(
    endpoint: PlayedEndpoint, shop: Workshop, events: list[Event]
) -> None:
    renamed = GOOD | {"claims": ["Ein Ding kann man eintragen."], "controls": [{"name": "Plus", "role": "button"}]}
    endpoint.script(lambda asked: GOOD if "doesn't hold all" in asked.text else renamed)
    plan = plan_for(SPEC, shop)
    comment = str(endpoint.asked[-1].messages[-1]["content"])
    assert "- It has nothing of: Was fehlt" in comment
    assert "letter by letter: Dazu" in comment
    assert len(plan.claims) == 4
    assert [type(event) for event in events if not hasattr(event, "role")] == [Remark]


def test_what_is_forgotten_twice_is_a_claim_in_the_users_words(endpoint: PlayedEndpoint, shop: Workshop) -> None:
    endpoint.say(FORGETFUL)
    plan = plan_for(SPEC, shop)
    assert [claim.text for claim in plan.claims] == [*FORGETFUL["claims"], "abhaken", "Was fehlt", "wird gezählt"]
    assert len({claim.id for claim in plan.claims}) == 4
    assert len(endpoint.asked) == 2


def test_a_plan_in_another_language_is_asked_for_again(endpoint: PlayedEndpoint, shop: Workshop) -> None:
    english = GOOD | {
        "title": "Packing List",
        "claims": ["“Dazu” adds a thing to the list.", "A thing can be ticked off.", "The open things are counted."],
    }
    endpoint.script(lambda asked: GOOD if "another language" in asked.text else english)
    assert plan_for(SPEC, shop).title == "Packliste"


def test_a_worse_second_plan_is_not_taken(endpoint: PlayedEndpoint, shop: Workshop) -> None:
    nothing = {"title": "?", "claims": [], "unchecked": ["I can't."]}
    for second in ("no plan at all", nothing, FORGETFUL | {"claims": ["„Dazu“ ist da."]}):
        endpoint.script(lambda asked, second=second: second if "doesn't hold all" in asked.text else FORGETFUL)
        assert plan_for(SPEC, shop).claims[0].text == FORGETFUL["claims"][0]


def test_no_plan_in_two_tries_ends_it(endpoint: PlayedEndpoint, shop: Workshop) -> None:
    endpoint.say("Sure, lovely!")
    with pytest.raises(GeneratorError, match="no plan that can be used"):
        plan_for(SPEC, shop)
    asked = [request for request in endpoint.asked if len(request.messages) > 2]
    assert json.dumps(asked[-1].messages[-1]).count("JSON") >= 1
