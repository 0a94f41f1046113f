"""What the driver can do with pages that it has never seen: each check here must pass, or fail, in a real browser."""

import pytest

from generator.contract import Check, Kind, Mark, Outcome, Verdict
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import app, by_id, check, plan


def fill(name: str, value: str) -> dict[str, object]:
    return {"do": "fill", "name": name, "value": value}


def choose(name: str, value: str) -> dict[str, object]:
    return {"do": "choose", "name": name, "value": value}


def press(name: str, near: str = "") -> dict[str, object]:
    return {"do": "press", "name": name, "near": near}


def toggle(name: str, on: bool = True, near: str = "") -> dict[str, object]:
    return {"do": "toggle", "name": name, "on": on, "near": near}


def several(name: str, nth: int) -> dict[str, object]:
    return {"do": "see_control", "name": name, "nth": nth}


def value(name: str, equals: str) -> dict[str, object]:
    return {"do": "see_value", "name": name, "equals": equals}


def text(text: str, absent: bool = False) -> dict[str, object]:
    return {"do": "see_text", "text": text, "absent": absent}


def row(*cells: str, absent: bool = False) -> dict[str, object]:
    return {"do": "see_row", "cells": list(cells), "absent": absent}


def cell(name: str, row: str, column: str, equals: str) -> dict[str, object]:
    return {"do": "see_cell", "name": name, "row": row, "column": column, "equals": equals}


def order(name: str, *values: str) -> dict[str, object]:
    return {"do": "see_order", "name": name, "values": list(values)}


def error(absent: bool = False) -> dict[str, object]:
    return {"do": "see_error", "absent": absent}


def export(name: str, contains: str = "", *cells: str) -> dict[str, object]:
    return {"do": "see_download", "name": name, "contains": contains, "cells": list(cells)}


def count(name: str, equals: int) -> dict[str, object]:
    return {"do": "see_count", "name": name, "equals": equals}


RELOAD: dict[str, object] = {"do": "reload"}

WEB_RIGHT = [
    check("form", fill("City", "Paris"), press("Save"), text("Saved Paris")),
    check("placeholder", fill("Search notes", "abc"), value("Found", "ABC")),
    check("bare label", fill("Weight", "70"), value("Weight", "70")),
    check("select", choose("Unit", "Fahrenheit"), value("Unit", "Fahrenheit")),
    check("radio", choose("Size", "Large")),
    check("switch", toggle("Dark mode"), value("Mode", "night"), toggle("Dark mode", on=False), text("day")),
    check("slider", fill("Volume", "8"), value("Loudness", "8")),
    check("date", fill("Due", "2026-01-05"), value("Chosen day", "2026-01-05")),
    check("day", fill("Due", "{today - 3 days}"), text("{today - 3 days}")),
    check(
        "upload",
        {"do": "upload", "name": "Notes file", "filename": "a.txt", "content": "hello"},
        value("Characters", "5"),
    ),
    check("download", export("Export CSV", "1,2", "2", "1")),
    check("cell", cell("Scores", "Bob", "Points", "17"), cell("Scores", "Ann", "Points", "1234.50")),
    check("order", order("Scores", "Ann", "Bob")),
    check(
        "order of a list",
        *(step for name in ("Milk", "Bread") for step in (fill("Item", name), press("Add item"))),
        order("Shopping", "Milk", "Bread"),
    ),
    check(
        "typed, not added", fill("Item", "Milk"), row("Milk", absent=True), fill("Weight", "77"), row("77", absent=True)
    ),
    check("bad input", error(absent=True), fill("Age", "-5"), error(), fill("Age", "5"), error(absent=True)),
    check("bad form", press("Save"), error()),
    check("box", fill("City", "Rome"), press("Praise"), text("Well done, Rome")),
    check("tab", fill("Precision", "3"), value("Depth", "42")),
    check("details", fill("Nickname", "Bo"), value("Nickname", "Bo")),
    check(
        "list",
        *(step for name in ("Milk", "Bread") for step in (fill("Item", name), press("Add item"))),
        row("Milk"),
        count("Shopping", 2),
        press("Delete", near="Milk"),
        row("Milk", absent=True),
        row("Bread"),
        RELOAD,
        count("Shopping", 1),
    ),
    check("list box", fill("Item", "Milk"), press("Add item"), toggle("Milk"), RELOAD, toggle("Done", False, "Milk")),
    check("fresh storage", count("Shopping", 0)),
    check("table", row("Ann", "1234.5"), row("Ann", "17", absent=True), count("Scores", 2)),
    check("divs", row("Cleo", "3"), row("Cleo", "5", absent=True), press("Remove", near="Cleo"), text("Cleo", True)),
    check("card", value("Savings", "1480")),
    check("line", value("Result", "normal")),
    check("nothing yet", value("Overdue", "")),
    check("emptied", fill("Guest", "Eve"), press("Invite"), row("Eve"), value("Guest", "")),
    check("beside a column without a head", fill("Guest", "Eve"), press("Invite"), cell("Guests", "Eve", "Seats", "2")),
    check("capitals", fill("Search notes", "abc"), {**value("Found", "ABC"), "exact": True}),
    check("control", {"do": "see_control", "name": "Add item"}, {"do": "see_control", "name": "Sum", "absent": True}),
    check(
        "relation",
        fill("Volume", "2"),
        {"do": "note", "name": "Loudness", "key": "k"},
        fill("Volume", "4"),
        {"do": "relation", "name": "Loudness", "key": "k", "holds": "double"},
    ),
]

WEB_RIGHT += [
    check("second gap", {**fill("Gap", "the"), "nth": 2}, value("Filled", "- the -")),
    check("third gap", {**fill("Gap", "slept"), "nth": 3}, fill("Gap", "cat"), value("Filled", "cat - slept")),
    check("so many gaps", several("Gap", 3), {**several("Gap", 4), "absent": True}),
    check(
        "fields of a row",
        {**fill("Shift hours", "7"), "near": "Jon"},
        {**choose("Shift day", "Tue"), "near": "Jon"},
        value("Shifts", "Ida:Mon Jon:7Tue"),
    ),
    check("second button", {**press("Remove"), "nth": 2}, text("Dan", True), text("Cleo")),
]

WEB_WRONG = {
    "no fourth": (check("no fourth", {**fill("Gap", "x"), "nth": 4}), "There is no control named “Gap” number 4."),
    "a third": (check("a third", {**several("Gap", 3), "absent": True}), "There is a control named “Gap” number 3"),
    "not beside": (check("not beside", {**fill("Shift hours", "7"), "near": "Kim"}), "named “Shift hours” near “Kim”."),
    "no control": (check("no control", fill("Colour", "red")), "There is no control named “Colour”."),
    "no button": (check("no button", press("Explode")), "There is no button named “Explode”."),
    "no option": (check("no option", choose("Unit", "Kelvin")), "“Unit” does not offer “Kelvin”"),
    "value": (check("value", value("Savings", "1500")), "“Savings” shows “$1,480”; it must show “1500”."),
    "small letters": (
        check("small letters", fill("Search notes", "abc"), {**value("Found", "abc"), "exact": True}),
        "“Found” shows “ABC”; it must show “abc”.",
    ),
    "nothing there": (check("nothing there", value("Overdue", "2")), "“Overdue” shows “”; it must show “2”."),
    "no output": (check("no output", value("Profit", "1")), "There is no output named “Profit”."),
    "text": (check("text", text("Goodbye")), "The page does not show “Goodbye”."),
    "text there": (check("text there", text("Controls", absent=True)), "must not be there"),
    "row": (check("row", row("Bob", "99")), "No row or item holds “Bob” + “99”; nearest: “Bob 17”"),
    "other row": (check("other row", row("Cleo", "5")), "No row or item holds"),
    "row there": (check("row there", row("Bob", absent=True)), "There is a row or item with “Bob”"),
    "count": (check("count", count("Scores", 3)), "“Scores” has 2 rows; it must have 3."),
    "denied": (check("denied", value("A palindrome", "Palindrome")), "shows"),
    "no file": (check("no file", export("Praise")), "downloaded nothing"),
    "other file": (check("other file", export("Export CSV", "zzz")), "lacks “zzz”"),
    "other line": (check("other line", export("Export CSV", "", "a", "2")), "lacks “a + 2”"),
    "cell of others": (
        check("cell of others", cell("Scores", "Bob", "Points", "1234.5")),
        "In “Scores”, “Points” of “Bob” shows “17”; it must show “1234.5”.",
    ),
    "other order": (check("other order", order("Scores", "Bob", "Ann")), "must show “Bob”, “Ann” in this order"),
    "typed alone": (check("typed alone", fill("Item", "Milk"), row("Milk")), "No row or item holds “Milk”"),
    "no complaint": (check("no complaint", fill("Age", "5"), error()), "does not say that anything is wrong"),
    "far slider": (check("far slider", fill("Volume", "99")), "can't be set to “99”; it goes from 0 to 10"),
    "control there": (
        check("control there", {"do": "see_control", "name": "Save", "absent": True}),
        "must not be there",
    ),
}

STREAMLIT_RIGHT = [
    check("fields", fill("Name", "Ann"), fill("Notes", "soon"), press("Greet"), text("Hello Ann!")),
    check("number", fill("Bill", "100"), fill("Tip", "20"), value("Total", "120.00"), value("Each pays", "25.00")),
    check("select", choose("Unit", "Kelvin"), value("Unit", "Kelvin"), text("Kelvin")),
    check("long select", choose("Country", "Country 77"), text("Country 77")),
    check("many", choose("Tags", "red"), choose("Tags", "blue"), text("red+blue")),
    check("radio", choose("Size", "large"), choose("Mood", "bad"), text("large bad")),
    check("boxes", toggle("Agree"), toggle("Dark"), text("True True")),
    check("steps", choose("Level", "high"), text("high")),
    check("day", fill("Due", "2026-02-05"), fill("At", "09:30"), text("2026-02-05 09:30:00")),
    check("day alone", fill("Born", "2025-10-17"), value("Weekday", "Friday")),
    check(
        "upload", {"do": "upload", "name": "CSV file", "filename": "a.csv", "content": "a\n1\n2"}, value("Lines", "3")
    ),
    check("download", export("Export", "1,2")),
    check("closed", fill("Hidden", "5"), fill("Deep", "x"), value("Deep", "x"), row("x", absent=True)),
    check("grid", row("Bob", "2.5"), row("Ann", "2.5", absent=True), count("Scores", 2)),
    check("cell", cell("Scores", "Bob", "points", "2.5"), order("Scores", "Ann", "Bob")),
    check("bad input", press("Greet"), error(absent=True), fill("Bill", "-5"), error()),
]

DIARY_RIGHT = [
    check("empty", value("Entries", "0"), count("Written so far", 0)),
    check(
        "add",
        fill("Entry", "Sun"),
        choose("Mood", "bad"),
        press("Add"),
        row("Sun", "bad"),
        fill("Entry", "Rain"),
        press("Add"),
        value("Entries", "2"),
        count("Written so far", 2),
        RELOAD,
        row("Rain", "good"),
        row("Rain", "bad", absent=True),
        press("Delete", near="Rain"),
        row("Rain", absent=True),
        value("Entries", "1"),
    ),
    check("empty again", value("Entries", "0"), text("Sun", absent=True)),
]


@pytest.fixture(scope="module")
def web(engine: Engine) -> Verdict:
    return verdict(engine, Kind.WEB, "controls", WEB_RIGHT)


@pytest.fixture(scope="module")
def wrong(engine: Engine) -> list[Outcome]:
    """Of checks that fail, without the patience that a page is otherwise given to come right."""
    page, checks = app("controls"), [made for made, _ in WEB_WRONG.values()]
    with Trials(engine, plan(Kind.WEB), lambda event: None) as trials, trials.quick(page, checks) as quick:
        return quick.hold(page.files, checks, seconds=240, brief=False)


@pytest.fixture(scope="module")
def widgets(engine: Engine) -> Verdict:
    return verdict(engine, Kind.STREAMLIT, "widgets", STREAMLIT_RIGHT)


@pytest.fixture(scope="module")
def diary(engine: Engine) -> Verdict:
    return verdict(engine, Kind.STREAMLIT, "diary", DIARY_RIGHT)


def verdict(engine: Engine, kind: Kind, name: str, checks: list[Check]) -> Verdict:
    with Trials(engine, plan(kind), lambda event: None) as trials:
        return trials.run(1, app(name), checks)


@pytest.mark.parametrize("name", [made.id for made in WEB_RIGHT])
def test_on_a_web_page(web: Verdict, name: str) -> None:
    said = by_id(web.checks)[name]
    assert said.mark is Mark.PASSED, f"{said.evidence}\n{said.detail}"


@pytest.mark.parametrize("name", WEB_WRONG)
def test_what_is_not_so_on_a_web_page(wrong: list[Outcome], name: str) -> None:
    said = by_id(wrong)[name]
    assert said.mark is Mark.FAILED, f"{said.evidence}\n{said.detail}"
    assert WEB_WRONG[name][1] in said.evidence


@pytest.mark.parametrize("name", [made.id for made in STREAMLIT_RIGHT])
def test_on_a_streamlit_page(widgets: Verdict, name: str) -> None:
    said = by_id(widgets.checks)[name]
    assert said.mark is Mark.PASSED, f"{said.evidence}\n{said.detail}"


@pytest.mark.parametrize("name", [made.id for made in DIARY_RIGHT])
def test_on_an_app_that_saves_files_each_check_starts_afresh(diary: Verdict, name: str) -> None:
    said = by_id(diary.checks)[name]
    assert said.mark is Mark.PASSED, f"{said.evidence}\n{said.detail}"


def test_the_apps_hold_the_invariants(web: Verdict, widgets: Verdict, diary: Verdict) -> None:
    nameless = 'Form elements must have labels: <input type="number" id="w">'
    for tried, wrong in (web, [nameless]), (widgets, []), (diary, []):
        assert [o.evidence for o in tried.invariants if o.mark is not Mark.PASSED] == wrong
