"""Apis that list entries of one kind or day, in an order, and keep spans of time apart: read off the sentence, or
refused; wrong apps are told by their checks."""

from datetime import date, datetime
from pathlib import Path

import pytest

from generator.blueprint.entries_api import Kept, assemble_kept, sketch_kept
from generator.blueprint.entries_proofs import hold_kept
from generator.blueprint.listing_words import Span
from generator.contract import GeneratorError, Mark, Spec
from generator.payload.blocks.listing import Listing, moment, timed
from tests.generator import playing
from tests.generator.playing import Playing, Watched
from tests.generator.test_blueprint_api import Meant, made
from tests.generator.test_blueprint_balances import answered

engine = playing.engine
stage = playing.stage
BERTHS = (
    'Berth API: POST /stays with {"berth", "guest", "from", "to"}, dates like 2026-07-01, answers 201 or 409 when it '
    "overlaps with another stay at the same berth, and 422 when to is before from. GET /stays lists the stays, newest "
    "first."
)
TALKS = (
    'API for talks: POST /talks with {"title": "Knots", "start": "2026-07-01T18:30"} gives 201, GET '
    "/talks?day=2026-07-01 lists the talks of that day, earliest first."
)
TEAS = (
    'API: POST /teas with {"name": "Assam", "kind": "black", "price": 4.5, "bio": true} answers 201. GET '
    "/teas?kind=green lists those of a kind and GET /teas?bio=true those that are bio, cheapest first."
)
WEIGHTS = (
    'Baby scale API: POST /weights with {"child": "Mia", "grams": 3400} answers 201. GET /weights/stats?child=Mia '
    'gives {"min_grams": 3400, "avg": 3400, "count": 1} of her. Grams of zero or less get a 422.'
)
NAMES = 'API: POST /crew with {"name": "Ola"} answers 201, GET /crew lists all in alphabetical order.'


def kept(text: str) -> Kept:
    found = sketch_kept(text)
    assert found
    return found


def played(text: str, folder: Path, *changed: tuple[str, str]) -> list[str]:
    asked = kept(text)
    return answered(hold_kept(asked), assemble_kept(asked), folder, *changed)


@pytest.mark.parametrize("text", [BERTHS, TALKS, TEAS, WEIGHTS, NAMES])
def test_the_app_does_what_its_checks_expect(text: str, tmp_path: Path) -> None:
    assert played(text, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (BERTHS, "<= moment(values[self.start])", "< moment(values[self.start])"),
        (BERTHS, "<= moment(one[self.start])", "< moment(one[self.start])"),
        (BERTHS, "not self.same or one[self.same] == values[self.same]", "True"),
        (BERTHS, "if moment(self.to) <", "if moment(self.to) >"),
        (BERTHS, "SPANS.add(ENTRIES, ", "ENTRIES.add("),
        (BERTHS, "last_first=True", "last_first=False"),
        (TALKS, "reverse=self.last_first", "reverse=True"),
        (TALKS, "moment(kept).date() == value", "True"),
        (TALKS, "    moment(text)\n", ""),
        (TEAS, '{"kind": kind', '{"kind": None'),
        (TEAS, '"bio": bio', '"bio": None'),
        (TEAS, 'order="price"', 'order="name"'),
        (WEIGHTS, '"min_grams": "least"', '"min_grams": "first"'),
        (WEIGHTS, '"avg": "average"', '"avg": "sum"'),
        (WEIGHTS, '["child"] == child', '["child"] != child'),
        (NAMES, 'order="name"', 'order="id"'),
    ],
)
def test_a_wrong_app_fails_a_check(text: str, right: str, wrong: str, tmp_path: Path) -> None:
    assert played(text, tmp_path, (right, wrong)) != []


def test_the_sentence_says_the_filters_the_order_and_the_spans() -> None:
    told = {text: kept(text).listed for text in (BERTHS, TALKS, TEAS, NAMES)}
    assert {text: (dict(one.filters), one.order, one.last_first) for text, one in told.items()} == {
        BERTHS: ({}, "from", True),
        TALKS: ({"day": "start"}, "start", False),
        TEAS: ({"kind": "kind", "bio": "bio"}, "price", False),
        NAMES: ({}, "name", False),
    }
    assert told[BERTHS].span == Span("from", "to", clash=409, same="berth", back=True)
    assert told[BERTHS].times == {"from": date, "to": date}
    assert told[TALKS].times == {"start": datetime}


@pytest.mark.parametrize(
    "text",
    [
        TEAS.replace("kind=green", "q=green"),
        TEAS.replace("kind=green", "limit=3"),
        TEAS.replace("cheapest first", "most popular first"),
        TEAS.replace("cheapest first", "sorted by age"),
        TALKS.replace("day=2026-07-01", "week=27"),
        WEIGHTS.replace("avg", "trend"),
        BERTHS.replace(" at the same berth", ""),
        BERTHS.replace("GET /stays lists", "PUT /stays/{id} changes one, GET /stays lists"),
    ],
)
def test_what_is_left_open_or_is_more_is_refused(text: str) -> None:
    with pytest.raises(GeneratorError, match=r"building block|isn't clear"):
        assemble_kept(kept(text))


def test_a_time_is_told_from_other_texts() -> None:
    assert timed("2026-07-01") == "2026-07-01"
    assert moment("2026-07-01T18:30+02:00") == datetime(2026, 7, 1, 16, 30)
    with pytest.raises(ValueError, match="isoformat"):
        timed("tomorrow")
    entries = [{"when": "2026-07-01T18:30+02:00"}, {"when": "2026-07-01T17:00"}]
    assert Listing(order="when", times=["when"]).of(entries, {}) == entries


def test_each_clause_has_its_check(tmp_path: Path) -> None:
    for text in (BERTHS, TALKS):
        plan, checks, _ = made(text, tmp_path)
        checked = {check.claim for check in checks}
        assert [claim.text for claim in plan.claims if claim.id not in checked] == []


def test_a_run_with_spans_ends_with_a_receipt(stage: Playing, engine: Watched) -> None:
    stage.models = {"writer": Meant()}  # type: ignore[dict-item]
    result = stage.make(Spec(BERTHS), engine, method="blueprint")
    assert result.candidate, result.reason
    assert result.verdict
    assert not [o for o in (*result.verdict.invariants, *result.verdict.checks) if o.mark is not Mark.PASSED]
    assert {claim.mark for claim in result.claims} == {Mark.PASSED}
