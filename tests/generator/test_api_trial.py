"""What a trial says of apis that are right and wrong: requests and page in one check, through a real browser's door."""

import importlib

import pytest

from generator.checks import PAYLOAD
from generator.contract import Candidate, Check, Kind, Mark, Verdict
from generator.faults import try_faults
from generator.report import report
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import app, by_id, check, plan


def request(method: str, path: str, **more: object) -> dict[str, object]:
    return {"do": "request", "method": method, "path": path, **more}


def add(minutes: int, **more: object) -> dict[str, object]:
    return request("POST", "/tickets", **{"body": {"minutes": minutes}, "status": 201, **more})


RIGHT = [
    check("fee", add(90, fields={"fee": 4.8, "minutes": 90}), add(60, fields={"fee": "2.40"})),
    check("refused", add(30), add(-5, status=422), add(30, body={"plate": "A"}, status="4xx")),
    check("no json", add(30), add(30, body="{", headers={"Content-Type": "application/json"}, status=422)),
    check(
        "life",
        add(30, note={"id": "id", "first": ""}),
        request("GET", "/tickets", counts={"": 1}, fields={"0.id": "{id}", "": ["{first}"]}),
        request("GET", "/tickets/{id}", fields={"": "{first}"}),
        request("DELETE", "/tickets/{id}", fields={"deleted": "{id}"}),
        request("GET", "/tickets/{id}", status=404, text="no ticket {id}"),
        request("GET", "/tickets", counts={"": 0}, lacks={"*.minutes": 30}),
    ),
    check("starts empty", add(30), request("GET", "/tickets", counts={"": 1})),
    check(
        "query",
        add(30, body={"minutes": 30, "plate": "B 7&8"}),
        add(31, body={"minutes": 31, "plate": "C"}),
        request("GET", "/tickets", query={"plate": "B 7&8"}, counts={"": 1}, fields={"*.plate": "B 7&8"}),
    ),
    check(
        "upload",
        request(
            "POST",
            "/lists",
            files={"file": {"filename": "a.csv", "content": "plate\nX1\nÜ2\n"}},
            fields={"rows": 2, "names.1": "Ü2"},
        ),
    ),
    check(
        "redirect",
        add(45),
        request("GET", "/tickets/", location="/tickets"),
        request("GET", "/tickets/", status=307),
        request("GET", "/tickets/", counts={"": 1}),
    ),
    check("text", add(45), request("GET", "/export", text="1,45")),
    check(
        "both",
        {"do": "fill", "name": "Minutes", "value": "61"},
        {"do": "press", "name": "Park"},
        {"do": "see_value", "name": "Fee", "equals": "4.80"},
        request("GET", "/tickets", counts={"": 1}, fields={"0.minutes": 61}),
        add(75),
        {"do": "reload"},
        {"do": "see_row", "cells": ["75 minutes"]},
        {"do": "see_count", "name": "Tickets", "equals": 2},
    ),
]
WRONG = {
    "status": (
        check("status", add(90, status=200)),
        "POST /tickets answers 201 Created; it must answer 200 OK. It says",
    ),
    "field": (check("field", add(90, fields={"fee": 3.6})), "POST /tickets: “fee” is 4.8; it must be 3.6."),
    "no field": (check("no field", add(90, fields={"total": 1})), "“total” is not there; it must be 1."),
    "count": (check("count", request("GET", "/tickets", counts={"": 1})), "the answer has 0 entries; it must have 1."),
    "there": (
        check("there", add(90), request("GET", "/tickets", lacks={"*.minutes": 90})),
        "“*.minutes” is 90, which must not be there.",
    ),
    "no json": (
        check("no json", request("GET", "/export", fields={"a": 1})),
        "GET /export does not answer in JSON; it says nothing.",
    ),
    "words": (
        check("words", request("GET", "/tickets", text="milk")),
        "GET /tickets does not say “milk”; it says “[]”.",
    ),
    "redirect": (
        check("redirect", request("GET", "/tickets/", location="https://example.com/tickets")),
        "it must lead to “https://example.com/tickets”.",
    ),
    "nowhere": (check("nowhere", request("GET", "/fines")), "GET /fines answers 404 Not Found; it must answer 2xx."),
}


@pytest.fixture(scope="module")
def right(engine: Engine) -> Verdict:
    return verdict(
        engine, "tickets", [*RIGHT, *(made.model_copy(update={"id": f"not {i}"}) for i, (made, _) in WRONG.items())]
    )


def verdict(engine: Engine, name: str, checks: list[Check]) -> Verdict:
    with Trials(engine, plan(Kind.API), lambda event: None) as trials:
        return trials.run(1, app(name), checks)


@pytest.mark.parametrize("name", [made.id for made in RIGHT])
def test_a_right_api_passes(right: Verdict, name: str) -> None:
    said = by_id(right.checks)[name]
    assert said.mark is Mark.PASSED, f"{said.evidence}\n{said.detail}"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_so_is_told(right: Verdict, name: str) -> None:
    said = by_id(right.checks)[f"not {name}"]
    assert said.mark is Mark.FAILED, f"{said.evidence}\n{said.detail}"
    assert WRONG[name][1] in said.evidence


def test_the_step_of_a_redirect_is_told_in_words(right: Verdict) -> None:
    assert "ask GET /tickets/ and get a redirect to /tickets" in by_id(right.checks)["redirect"].detail


def test_what_stands_in_place_of_what_was_expected_is_told(right: Verdict) -> None:
    said = by_id(right.checks)
    assert [said[f"not {name}"].shown for name in ("status", "field", "count", "words")] == ["201", "4.8", "0", ""]


def test_a_right_api_holds_the_invariants(right: Verdict) -> None:
    assert [(o.id, o.evidence) for o in right.invariants if o.mark is not Mark.PASSED] == []
    said = by_id(right.invariants)
    assert said["described"].evidence == "/openapi.json names 6 routes."
    assert "odd requests were answered" in said["odd_requests"].evidence
    assert {"app.png", "phone.png", "both.png"} == set(right.pictures), "none of checks that see no page"
    assert (by_id(right.checks)["both"].picture, by_id(right.checks)["fee"].picture) == ("both.png", "")


def test_a_wrong_api_fails_with_what_was_seen(engine: Engine) -> None:
    wrong = verdict(engine, "tickets_wrong", [one for one in RIGHT if one.id in ("fee", "refused", "life")])
    said = by_id([*wrong.checks, *wrong.invariants])
    assert wrong.score == 0
    assert said["odd_requests"].mark is Mark.FAILED
    assert "POST /tickets with the body {" in said["odd_requests"].evidence
    assert "500" in said["odd_requests"].evidence
    assert "answers 200 OK; it must answer 201 Created" in said["fee"].evidence
    assert "Failed at step 1: ask POST /tickets" in report(wrong)


def test_an_api_that_breaks_on_a_value_that_fits_its_type_does_not_survive_odd_requests(engine: Engine) -> None:
    files = dict(app("tickets").files)
    files["app.py"] = (
        files["app.py"]
        .replace(b", le=100_000", b"")
        .replace(b"math.ceil(minutes / 60)", b"math.ceil(float(minutes) ** 11)")
    )
    with Trials(engine, plan(Kind.API), lambda event: None) as trials:
        said = by_id(trials.run(1, Candidate(files, "a person"), []).invariants)["odd_requests"]
    assert said.mark is Mark.FAILED
    assert 'POST /tickets with the body {"minutes": 1000' in said.evidence
    assert "gives 500" in said.evidence


def test_an_empty_api_fails_every_check_of_a_right_one(engine: Engine) -> None:
    with Trials(engine, plan(Kind.API), lambda event: None) as trials:
        said = trials.empty(RIGHT)
    assert {outcome.mark for outcome in said.checks} == {Mark.FAILED}


def test_faults_in_an_api_are_noticed(engine: Engine) -> None:
    with Trials(engine, plan(Kind.API), lambda event: None) as trials:
        found = trials.run(1, app("tickets"), RIGHT)
        faults = list(try_faults(trials, app("tickets"), found, RIGHT, lambda: 60.0, 5.0))
    assert [fault for fault in faults if fault.end == "noticed"]


def test_values_are_compared_as_programs_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PAYLOAD))
    exchange = importlib.import_module("exchange")
    equal, filled, values_at = exchange.equal, exchange.filled, exchange.values_at
    assert equal(4.8, 4.8000001)
    assert equal(33.33, 33.333333)
    assert equal(3, 3.0)
    assert equal(4.8, "4.80")
    assert equal("4.80", 4.8)
    assert equal({"a": 1}, {"a": 1, "b": 2})
    assert equal(None, None)
    for wanted, value in (
        (3, 3.4),
        (4.8, 4.86),
        (True, 1),
        (1, True),
        ("a", "A"),
        ([1], [1, 2]),
        ({"a": 1}, {}),
        ("3", None),
    ):
        assert not equal(wanted, value), (wanted, value)
    assert list(values_at({"a": [{"b": 1}, {"b": 2}], "x.y": 3}, "a.*.b")) == [1, 2]
    assert list(values_at({"x.y": 3}, "x.y")) == [3]
    assert list(values_at([1, 2], "-1")) == [2]
    assert list(values_at([1, 2], "2")) == []
    assert filled(["{a}", "at {a}", "{b}"], {"a": 7}) == [7, "at 7", "{b}"]
