"""Apis whose entries have a number that requests raise and lower, or that lead elsewhere: read off the sentence, or
refused; wrong apps are told by their checks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.blueprint.balance_proofs import hold_account
from generator.blueprint.balance_words import Account, read_account
from generator.blueprint.balances import account_routes, assemble_account
from generator.blueprint.things import Inventory
from generator.contract import GeneratorError, Mark, Request, Spec
from sandbox.contract import Files
from tests.generator import playing
from tests.generator.playing import Playing, Watched
from tests.generator.test_blueprint_api import Meant, made

engine = playing.engine
stage = playing.stage
CARDS = (
    'Punch cards for a sauna, as an API: POST /cards with {"visits": 10} answers 201 and {"code": ..., "open": 10}; '
    'POST /cards/{code}/use with {"persons": 2} takes these off and answers {"open": 8}, or 409 when not '
    "enough are left; GET /cards/{code} tells what is open. "
    "An unknown code gets 404."
)
PURSE = (
    'A bank API: POST /accounts with {"owner": "Ada"} answers 201 with {"id": 1, "owner": "Ada", "balance": 0}. '
    'POST /accounts/{id}/deposit with {"amount": 50} adds it, POST /accounts/{id}/withdraw with {"amount": 20} takes '
    "it off; 400 when the balance is too low. GET /accounts/{id} shows the account, GET /accounts lists all. An amount "
    "of zero or less gets a 422, an unknown account a 404."
)
LIKES = (
    'API: POST /posts with {"title": "Hello"} gives 201 with {"id": 1, "likes": 0}, POST /posts/{id}/like answers '
    '{"likes": 1}, GET /posts/{id} gives {"title": "Hello", "likes": 1}. DELETE /posts/{id} deletes it.'
)
LINKS = (
    'Short address API: POST /short with {"target": "https://..."} answers 201 with {"key": ...}. GET /s/{key} '
    'redirects to the target with 302, GET /short/{key} gives {"target": ..., "clicks": how many times it was '
    "used}. An unknown key is a 404."
)
STOCK = (
    'Stock API: POST /parts with {"name": "Bolt", "stock": 40} gives 201 with an id. POST /parts/{id}/sell with '
    '{"pieces": 3} lowers the stock, 409 when there is not enough in stock. GET /parts lists all parts. An empty name '
    "gets 422."
)
JOBS = (
    'Job API: POST /jobs with {"title": "Mow", "hours": 2.5} creates a job with "finished": false and answers 201. '
    "POST /jobs/{id}/finish marks it as finished, 409 if it is finished already, POST /jobs/{id}/reopen undoes that. "
    "GET /jobs?finished=false lists the open ones, longest first."
)
SEATS = (
    'Ticket counter: POST /shows with {"title": "Hamlet", "seats": 50, "hall": "A"} gives 201, POST /shows/{id}/book '
    'with {"seats": 2} answers {"left": 48}, 409 if there are not enough, GET /shows?hall=A lists the shows of a hall.'
)
PLAY = '''
"""Whether an app answers to the requests of a check as they say."""
import json, re, shutil, sys
from pathlib import Path
from fastapi.testclient import TestClient
from app import app

def at(data, path):
    for key in filter(None, path.split(".")):
        data = data[int(key) if key.isdigit() else key]
    return data

def every(data, path):
    if path.startswith("*."):
        return [at(one, path[2:]) for one in data]
    return [at(data, path)]

def holds(step, noted):
    path = re.sub(r"\\{(\\w+)\\}", lambda key: str(noted[key[1]]), step["path"])
    got = client.request(
        step["method"], path, params=step["query"], json=step["body"], follow_redirects=False)
    if step["status"] not in (got.status_code, f"{got.status_code // 100}xx"):
        return False
    if step["location"] and got.headers.get("location") != step["location"]:
        return False
    try:
        data = got.json() if step["fields"] or step["counts"] or step["note"] else None
        noted.update({key: at(data, where) for key, where in step["note"].items()})
        return all(value in every(data, path) for path, value in step["fields"].items()) and all(
            len(at(data, path)) == many for path, many in step["counts"].items())
    except (IndexError, KeyError):
        return False

client = TestClient(app)
told = []
for steps in json.loads(sys.stdin.read()):
    shutil.rmtree(Path("data"), ignore_errors=True)
    noted = {}
    told.append(all(holds(step, noted) for step in steps))
print(json.dumps(told))
'''


def account(text: str) -> Account:
    found = read_account(text)
    assert found
    return found


def answered(held: Inventory, files: Files, folder: Path, *changed: tuple[str, str]) -> list[str]:
    """The checks that an app fails, some texts in its files being others."""
    proofs = [proof for thing in held.things for proof in thing.proofs]
    written = {name: data.decode() for name, data in files.items()}
    for old, new in changed:
        assert any(old in source for source in written.values()), old
        written = {name: source.replace(old, new) for name, source in written.items()}
    for name, source in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    steps = [[step.model_dump() for step in proof.steps if isinstance(step, Request)] for proof in proofs]
    told = subprocess.run(
        [sys.executable, "-c", PLAY], cwd=folder, input=json.dumps(steps), capture_output=True, text=True, check=True
    )
    return [proof.title for proof, right in zip(proofs, json.loads(told.stdout), strict=True) if not right]


def played(text: str, folder: Path, *changed: tuple[str, str]) -> list[str]:
    asked = account(text)
    return answered(hold_account(asked), assemble_account(asked), folder, *changed)


@pytest.mark.parametrize("text", [CARDS, PURSE, LIKES, LINKS, STOCK, JOBS, SEATS])
def test_the_app_does_what_its_checks_expect(text: str, tmp_path: Path) -> None:
    assert played(text, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (CARDS, "-given.persons", "given.persons"),
        (CARDS, "-given.persons", "-1"),
        (CARDS, "now < 0:", "now < -2:"),
        (CARDS, "now < 0:", "now <= 0:"),
        (CARDS, "failure=409", "failure=400"),
        (CARDS, "start=given.visits", "start=10"),
        (CARDS, "str(entry[self.key]) == key", "True"),
        (PURSE, "ENTRIES.move(key, given.amount)", "ENTRIES.move(key, -given.amount)"),
        (PURSE, "gt=0", "ge=0"),
        (PURSE, "return [self._shown(entry) for entry in Entries(self.name).all()]", "return []"),
        (LIKES, "ENTRIES.move(key, 1)", "ENTRIES.find(key)"),
        (LIKES, "ENTRIES.remove(key)", "pass"),
        (LINKS, 'ENTRIES.move(key, 1)["target"]', 'ENTRIES.find(key)["target"]'),
        (LINKS, '["target"], status_code', '["key"], status_code'),
        (LINKS, "raise MissingError", "raise AnswerError"),
        (STOCK, "min_length=1", "min_length=0"),
        (STOCK, "start=given.stock", "start=4"),
        (JOBS, '"finished", True', '"finished", False'),
        (JOBS, ", once=True", ""),
        (JOBS, '"finished": finished', '"finished": None'),
        (JOBS, "reverse=self.last_first", "reverse=False"),
        (JOBS, 'ENTRIES.mark(key, "finished", False)', "ENTRIES.find(key)"),
        (SEATS, '"hall": hall', '"hall": None'),
        (SEATS, "-given.seats", "given.seats"),
    ],
)
def test_a_wrong_app_fails_a_check(text: str, right: str, wrong: str, tmp_path: Path) -> None:
    assert played(text, tmp_path, (right, wrong)) != []


def test_the_sentence_says_the_key_the_number_and_which_way_it_goes() -> None:
    told = {text: account(text) for text in (CARDS, PURSE, LIKES, LINKS, STOCK)}
    assert {
        text: (a.key, a.figure, a.start, [(m.name, m.sign, m.amount) for m in a.moves], a.floor)
        for text, a in told.items()
    } == {
        CARDS: ("code", "open", "visits", [("use", -1, "persons")], 409),
        PURSE: ("id", "balance", 0, [("deposit", 1, "amount"), ("withdraw", -1, "amount")], 400),
        LIKES: ("id", "likes", 0, [("like", 1, "")], 0),
        LINKS: ("key", "clicks", 0, [], 0),
        STOCK: ("id", "stock", "stock", [("sell", -1, "pieces")], 409),
    }
    assert [(route.method, route.path, route.status) for route in account_routes(told[LINKS])] == [
        ("POST", "/short", 201),
        ("GET", "/short/{key}", 200),
        ("GET", "/s/{key}", 302),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'API: POST /notes with {"text": "..."} answers 201 with an id. GET /notes lists, DELETE /notes/{id} removes.',
        "GET /area?width=2&height=3 answers with the area",
    ],
)
def test_an_api_without_a_number_that_changes_is_another(text: str) -> None:
    assert read_account(text) is None


@pytest.mark.parametrize(
    "text",
    [
        CARDS.replace("An unknown", "A card expires after a year. An unknown"),
        CARDS.replace("An unknown code gets 404", "More than 5 persons get a 409"),
        PURSE.replace("withdraw with", "touch with").replace("takes it off", "changes it"),
        JOBS.replace("longest first", "most urgent first"),
        JOBS.replace("reopen undoes that", "sign signs it").replace('creates a job with "finished": false', "keeps it"),
        CARDS.replace('"open": 10}', '"open": 10, "total": 10}'),
        CARDS.replace('{"visits": 10}', '{"visits": 10, "price": 10}'),
        PURSE.replace("adds it", "adds it with 2 percent interest"),
        PURSE.replace("{id}", "{owner}"),
        PURSE.replace("GET /accounts lists all", "GET /accounts?above=10 lists those"),
        LIKES.replace("DELETE /posts/{id} deletes it", "Everybody can like a post only once"),
    ],
)
def test_what_is_left_open_or_is_more_is_refused(text: str) -> None:
    with pytest.raises(GeneratorError, match=r"building block|isn't clear"):
        read_account(text)


def test_each_clause_about_requests_has_its_check(tmp_path: Path) -> None:
    for text in (CARDS, LINKS):
        plan, checks, _ = made(text, tmp_path)
        checked = {check.claim for check in checks}
        assert [claim.text for claim in plan.claims if claim.id not in checked] == []


def test_a_run_with_codes_ends_with_a_receipt(stage: Playing, engine: Watched) -> None:
    stage.models = {"writer": Meant()}  # type: ignore[dict-item]
    result = stage.make(Spec(LINKS), engine, method="blueprint")
    assert result.candidate, result.reason
    assert result.verdict
    assert not [o for o in (*result.verdict.invariants, *result.verdict.checks) if o.mark is not Mark.PASSED]
    assert Mark.FAILED not in {claim.mark for claim in result.claims}
