"""Apis that tell of each name its best, its sum or its place: read off the sentence, or refused; wrong apps are told
by their checks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.blueprint.bounds import Bound, bound_in
from generator.blueprint.entries_api import Kept, assemble_kept, kept_routes, sketch_kept
from generator.blueprint.entries_proofs import hold_kept
from generator.contract import GeneratorError, Mark, Request, Spec
from generator.payload.blocks.entries import MissingError
from generator.payload.blocks.tallies import Tally
from tests.generator import playing
from tests.generator.playing import Playing, Watched
from tests.generator.test_blueprint_api import Meant, made

engine = playing.engine
stage = playing.stage
SWIM = (
    'An API for our swim meet. POST /swims with {"swimmer": "Ola", "seconds": 31.5} answers 201, and a swimmer can '
    'swim several times. GET /ranking gives a list of {"rank", "swimmer", "seconds"} with everybody\'s best swim, the '
    "quickest first; the same time is the same rank and the one after it is skipped (1, 1, 3). Seconds of zero or less "
    "get a 422."
)
PAGES = (
    'Reading API: POST /readings with {"child": "Tom", "pages": 30} gives 201. GET /totals lists {"child", "pages"} '
    'with the sum of everybody\'s pages, most first, GET /totals/{child} gives {"child", "pages"}; an unknown child is '
    "a 404. Negative pages get a 422."
)
STEPS = (
    'Step counter API: POST /steps with {"name": "Lea", "steps": 4000} answers 201. GET /standings gives a list of '
    '{"place", "name", "steps"} with everybody\'s total; the same total is the same place, with no gap after it.'
)
FILMS = (
    'Film API: POST /ratings with {"film": "Alien", "stars": 4} gives 201, stars outside 1 to 5 get a 422. GET /films '
    'gives a list of {"film", "average", "count"} with the average of each film, the highest first.'
)
GERMAN = (
    'API fürs Kegeln: POST /wuerfe mit {"name": "Ida", "punkte": 42} antwortet mit 201, GET /rangliste gibt eine Liste '
    'von {"platz", "name", "punkte"} mit dem besten Wurf von jedem, die höchsten zuerst.'
)
FRENCH = (
    'API pour notre tournoi: POST /coups avec {"nom": "Zoé", "points": 12} répond 201, GET /classement donne une liste '
    'de {"rang", "nom", "points"} avec le meilleur coup de chacun, le plus haut en premier.'
)
RUNS = (
    'API for runs: POST /runs with {"name": "Al", "seconds": 12} answers 201, GET /ranking gives a list of {"place", '
)
RUNS += '"name", "seconds"} with everybody\'s best run, fastest first'
TOP = 'API: POST /scores with {"name": "Al", "points": 12}, GET /table gives a list of {"name", "points"} with '
PLAY = '''
"""Whether an app answers to the requests of a check as they say."""
import json, shutil, sys
from pathlib import Path
from fastapi.testclient import TestClient
from app import app

def at(data, path):
    for key in filter(None, path.split(".")):
        data = data[int(key) if key.isdigit() else key]
    return data

def holds(step):
    got = client.request(step["method"], step["path"], json=step["body"])
    if step["status"] != (f"{got.status_code // 100}xx" if isinstance(step["status"], str) else got.status_code):
        return False
    try:
        return all(at(got.json(), path) == value for path, value in step["fields"].items() if "*" not in path) and all(
            len(at(got.json(), path)) == many for path, many in step["counts"].items())
    except (IndexError, KeyError):
        return False

client = TestClient(app)
told = []
for steps in json.loads(sys.stdin.read()):
    shutil.rmtree(Path("data"), ignore_errors=True)
    told.append(all(holds(step) for step in steps))
print(json.dumps(told))
'''


def kept(text: str) -> Kept:
    found = sketch_kept(text)
    assert found
    return found


def played(text: str, folder: Path, *changed: tuple[str, str]) -> list[str]:
    """The checks that an app of the sentence fails, some texts in its files being others."""
    asked = kept(text)
    proofs = [proof for thing in hold_kept(asked).things for proof in thing.proofs]
    for name, data in assemble_kept(asked).items():
        source = data.decode()
        for old, new in changed:
            source = source.replace(old, new)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    steps = [[step.model_dump() for step in proof.steps if isinstance(step, Request)] for proof in proofs]
    told = subprocess.run(
        [sys.executable, "-c", PLAY], cwd=folder, input=json.dumps(steps), capture_output=True, text=True, check=True
    )
    return [proof.title for proof, right in zip(proofs, json.loads(told.stdout), strict=True) if not right]


@pytest.mark.parametrize("text", [SWIM, PAGES, STEPS, FILMS])
def test_the_app_does_what_its_checks_expect(text: str, tmp_path: Path) -> None:
    assert played(text, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (SWIM, '"seconds": "least"', '"seconds": "last"'),
        (SWIM, "reverse=not self.least_first", "reverse=self.least_first"),
        (SWIM, "if self.dense else ordered", ""),
        (SWIM, "gt=0", "ge=0"),
        (STEPS, "if self.dense else ordered", "if False else ordered"),
        (STEPS, '"steps": "sum"', '"steps": "most"'),
        (PAGES, '"pages": "sum"', '"pages": "last"'),
        (PAGES, "if self.order:", "if False:"),
        (PAGES, "if not values:", "if name == '':"),
        (FILMS, '"count": "count"', '"count": "last"'),
        (FILMS, "le=5", "le=9"),
    ],
)
def test_a_wrong_app_fails_a_check(text: str, right: str, wrong: str, tmp_path: Path) -> None:
    assert played(text, tmp_path, (right, wrong)) != []


def test_the_sentence_says_the_figure_the_order_and_the_places() -> None:
    told = {text: kept(text).tallies for text in (SWIM, STEPS, FILMS, GERMAN, FRENCH)}
    assert {
        text: (dict(one.figures), one.order, one.least_first, one.place, one.dense) for text, (one,) in told.items()
    } == {
        SWIM: ({"seconds": "least"}, "seconds", True, "rank", False),
        STEPS: ({"steps": "sum"}, "steps", False, "place", True),
        FILMS: ({"average": "average", "count": "count"}, "average", False, "", False),
        GERMAN: ({"punkte": "most"}, "punkte", False, "platz", False),
        FRENCH: ({"points": "most"}, "points", False, "rang", False),
    }
    assert [(route.method, route.path) for route in kept_routes(kept(PAGES))] == [
        ("POST", "/readings"),
        ("GET", "/totals"),
        ("GET", "/totals/{child}"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{RUNS}. Ties are broken by who came first.",
        f"{RUNS}. On equal times, the earlier run wins.",
        f"{RUNS}; only runs of this week count.",
        f"{RUNS}. Seconds that are odd get a 422.",
        RUNS.replace("seconds", "value").replace(", fastest first", ""),
        f"{TOP}the sum of everybody's best three.",
        f"{TOP}everybody's first try.",
        f"{TOP}everybody's highest, highest first. Al and al are the same name.",
        f"{TOP}the top 3.",
        f"{TOP}everybody's total. GET /table?name=Al gives one.",
    ],
)
def test_what_is_left_open_or_is_more_is_refused(text: str) -> None:
    with pytest.raises(GeneratorError, match=r"building block|isn't clear"):
        sketch_kept(text)


@pytest.mark.parametrize(
    ("clause", "bound"),
    [
        ("an amount of 0 or less gets 422", Bound(above=0)),
        ("when the amount is not positive", Bound(above=0)),
        ("negative amounts get a 422", Bound(least=0)),
        ("an amount below 1 or above 5.5 gets a 422", Bound(least=1, most=5.5)),
        ("amount not between 2 and 10", Bound(least=2, most=10)),
        ("Beträge unter 1 oder 100 oder mehr bekommen 422", Bound(least=1, below=100)),
    ],
)
def test_a_clause_says_which_numbers_are_refused(clause: str, bound: Bound) -> None:
    assert bound_in(clause, ["amount"]) == ("amount", bound)
    assert len(set(bound.spread(5))) == 5
    assert not set(bound.spread(5)) & set(bound.refused)


@pytest.mark.parametrize("clause", ["amounts that are odd get a 422", "an amount of 7 gets a 422", "above the price"])
def test_other_numbers_are_not_guessed_at(clause: str) -> None:
    assert bound_in(clause, ["amount"]) is None


def test_those_that_are_equal_to_people_are_equal() -> None:
    entries = [{"who": "Al", "km": 0.1}, {"who": "Bo", "km": 0.3}, {"who": "Al", "km": 0.2}]
    tally = Tally("who", "km", {"km": "sum"}, order="km", place="place")
    assert [row["place"] for row in tally.rows(entries)] == [1, 1]
    with pytest.raises(MissingError):
        tally.row(entries, "Cy")


def test_each_clause_about_figures_places_and_bounds_has_its_check(tmp_path: Path) -> None:
    plan, checks, _ = made(SWIM, tmp_path)
    checked = {check.claim for check in checks}
    assert [claim.text for claim in plan.claims if claim.id not in checked] == []

    def titles(said: str) -> set[str]:
        claim = next(claim for claim in plan.claims if said in claim.text)
        return {check.title for check in checks if check.claim == claim.id}

    assert titles("same rank") == {"Those that are equal have the same place."}
    assert titles("zero or less") == {"What is out of bounds is refused: seconds."}


def test_a_run_with_a_ranking_ends_with_a_receipt(stage: Playing, engine: Watched) -> None:
    stage.models = {"writer": Meant()}  # type: ignore[dict-item]
    result = stage.make(Spec(SWIM), engine, method="blueprint")
    assert result.candidate, result.reason
    assert result.verdict
    assert not [o for o in (*result.verdict.invariants, *result.verdict.checks) if o.mark is not Mark.PASSED]
    assert {claim.mark for claim in result.claims} == {Mark.PASSED}


@pytest.mark.parametrize(("name", "sort"), [("seconds", float), ("points", float), ("time", str), ("street", str)])
def test_a_field_that_measures_is_a_number_but_a_time_may_be_an_hour_of_the_day(name: str, sort: type) -> None:
    kept = sketch_kept(
        f'An API for visits: POST /visits with {{"guest": "...", "{name}": "..."}} answers 201. GET /visits lists them.'
    )
    assert kept
    assert kept.fields == {"guest": str, name: sort}
