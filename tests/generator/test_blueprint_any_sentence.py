"""Whatever is asked for and whatever a model makes of it, a sketch is an app or a sentence, never an accident."""

import ast
from contextlib import suppress
from typing import Any

from hypothesis import given, settings, strategies as st

from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.choose import choose
from generator.blueprint.claims import swear
from generator.blueprint.clock_sketch import sketch_counter, sketch_timer
from generator.blueprint.other_proofs import hold_counter, hold_quiz, hold_timer
from generator.blueprint.quiz_sketch import sketch_quiz
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.records_sketch import sketch_records
from generator.blueprint.records_wishes import with_next
from generator.blueprint.records_worked import sketch_worked
from generator.blueprint.schema import Blueprint
from generator.blueprint.sentence import content
from generator.blueprint.translated import Untranslatable

_SAID = """
a the my each every per of with and or , . : 12 3 2.5 10 daily weekly monthly day days week month year years between
next due last date time price cost amount total sum average balance income expenses budget goal target set type enter
add list track log mark tick as paid read done show only see how many much left so far ask me words cards question
answer quiz trainer times tables timer minutes seconds break rounds count button press reset filter by sort name title
rating stars kilos km hours start end plants books bills friends chart csv download €
"""
WORDS = _SAID.split()
LABELS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


class Anything:
    """Stands for a model that fills each form with whatever fits its schema."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def pick(self, *given: Any, **_: Any) -> Any:
        return self.data.draw(st.sampled_from(list(given[2])))

    def fill(self, task: str, ask: str, shape: dict[str, Any], **_: Any) -> Any:
        if "values" in shape["properties"]:
            return {"values": []}  # what is worked out by a rule of the model's is tried in a sandbox
        return self.data.draw(st.one_of(st.none(), _filled(shape)))

    def write(self, *_: Any, **__: Any) -> str:
        return ""

    def gather(self, calls: list[Any]) -> list[Any]:
        return [call() for call in calls]


def _filled(shape: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "enum" in shape:
        return st.sampled_from(shape["enum"])
    match shape.get("type"):
        case "object":
            parts = {name: _filled(one) for name, one in shape["properties"].items()}
            needed = {name: part for name, part in parts.items() if name in shape["required"]}
            return st.fixed_dictionaries(needed, optional={n: part for n, part in parts.items() if n not in needed})
        case "array":
            least = shape.get("minItems", 0)
            return st.lists(_filled(shape["items"]), min_size=least, max_size=max(4, least))
        case "number" | "integer":
            return st.integers(0, 40)
        case "boolean":
            return st.booleans()
    return LABELS


def _no_box() -> Any:
    raise AssertionError("nothing is run here")


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join))
def test_any_sentence_comes_to_an_app_that_stands_up_for_its_claims(data: st.DataObject, text: str) -> None:
    asking: Any = Anything(data)
    shape = data.draw(st.sampled_from([choose(text, asking), "records", "quiz", "timer", "counter"]))
    part: Any
    match shape:
        case "quiz":
            title, part = sketch_quiz(text, asking)
            held = hold_quiz(part, title)
        case "timer":
            title, part = sketch_timer(text, asking)
            held = hold_timer(part, title)
        case "counter":
            title, part = sketch_counter(text, asking)
            held = hold_counter(part, title)
        case _:
            title, part = sketch_records(text, asking)
            sketch_worked(text, part, asking, _no_box)
            part = with_next(part, text)
            held = hold_records(part, title)
    blueprint = Blueprint(title=title, parts=[part])
    ast.parse(assemble(blueprint)["app.py"])
    with suppress(Untranslatable):
        assert b"<main>" in assemble_web(blueprint)["index.html"]
    sworn = swear(text, held.things)
    assert {check.claim for check in sworn.checks} <= {claim.id for claim in sworn.claims}
    told = [*sworn.background, *(claim.text for claim in sworn.claims)]
    assert content(" ".join(told)) == content(text)
