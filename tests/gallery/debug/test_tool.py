"""The tool that is made of the evidence of a failure: what it shows, what it runs, and that nothing of it is markup."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gallery.debug.evidence import (
    Column,
    DataReport,
    Evidence,
    Finding,
    LogLine,
    LogReport,
    Patch,
    Reproduced,
)
from gallery.debug.investigate import Investigation, Wish, investigate
from gallery.debug.tool import data_of, plan_of, shelve
from gallery.receipt import receipt_of
from gallery.serve import serve
from gallery.shelf import Shelf
from generator.contract import Mark
from sandbox.contract import Engine
from tests.debug.known_bugs import bugs

HOSTILE = "<img src=x onerror=\"document.title='hurt'\"> [a](javascript:1)"
LOG = replace(
    Evidence((), "", "shop", Reproduced("not run")),
    log=LogReport(
        "time level text",
        2,
        (LogLine(1, "INFO all well", 1.0, "INFO"), LogLine(2, f"ERROR {HOSTILE}", 2.0, "ERROR", 1)),
        findings=(Finding("Errors begin at line 2.", "first trouble", (2,)),),
        rates=((0.0, 1, 0), (1.5, 1, 1)),
        stretch=1.5,
    ),
)
DATA = replace(
    Evidence((), "", "shop", Reproduced("not run")),
    data=DataReport(
        "CSV",
        2,
        (Column("amount", "number", 2, 2, odd=(2,)),),
        (("1", "5"), ("2", HOSTILE)),
        (Finding("amount in row 2 is a text.", "kind", (2,), "amount"),),
    ),
)
SHOWS = """
    page.goto(urls["tool"])
    page.wait_for_selector("#view > *")
    for tab in page.get_by_role("tab").all():
        tab.click()
        seen[tab.inner_text()] = page.locator("body").inner_text()
    seen["markup"] = page.locator("#view img, #view a, #view script").count()
    seen["title"] = page.title()
"""
RUNS = (
    SHOWS
    + """
    page.get_by_role("tab", name="Suspects").click()
    verdict = page.locator(".verdict:not(.busy)")
    page.get_by_role("button", name="Run the failing test").click()
    verdict.first.wait_for(timeout=60000)
    seen["as it is"] = verdict.first.inner_text()
    page.get_by_role("button", name="Edit line 22").click()
    page.get_by_label("Line 22").fill("        with self._lock:")
    page.get_by_label("Line 22").press("Enter")
    page.get_by_role("button", name="Run the failing test").click()
    page.get_by_text("stand as they did").wait_for(timeout=60000)
    seen["edited"] = page.locator(".verdict").all_inner_texts()
    page.get_by_role("button", name="Undo edits").click()
    page.get_by_role("button", name="Run the failing test").click()
    verdict.first.wait_for(timeout=60000)
    seen["again"] = verdict.first.inner_text()
"""
)


@contextmanager
def opened(home: Path, engine: Engine, evidence: Evidence, found: Investigation | None = None) -> Iterator[str]:
    """The tool, put on a shelf and opened from there; its address."""
    stop, there, at = threading.Event(), threading.Event(), [""]

    def ready(url: str) -> None:
        at[0] = url
        there.set()

    def run() -> None:
        with Shelf(home) as shelf:
            entry = shelf.find(shelve(shelf, evidence, found.case if found else None))
            serve(shelf, engine, entry, seconds=600, stop=stop, ready=ready)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert there.wait(120)
        yield at[0]
    finally:
        stop.set()
        thread.join()


def test_it_shows_the_failure_and_runs_the_test_with_edits_on_a_copy_alone(
    tmp_path: Path, engine: Engine, browse: Callable[..., dict[str, object]]
) -> None:
    bug = next(one for one in bugs() if one.name == "race")
    place = tmp_path / bug.name
    place.mkdir()
    for path, content in bug.program().items():
        (place / path).write_bytes(content)
    found = investigate(Wish(place, ("pytest", bug.test)), engine, lambda _: None, mend=False)
    evidence = replace(found.evidence, notes=(HOSTILE,))
    with opened(tmp_path / "home", engine, evidence, found) as url:
        seen = browse(RUNS, {"tool": url})
    assert "Reproduced" in str(seen["Suspects"])
    assert "with Lock():" in str(seen["Suspects"])
    assert "charge" in str(seen["Values"]) + str(seen["Calls"])
    assert HOSTILE in str(seen["What stays"])
    assert (seen["markup"], seen["title"]) == (0, "Find the bug")
    assert str(seen["as it is"]).startswith("Fails as before: AssertionError")
    assert [str(one).split("\n")[0] for one in seen["edited"]] == [  # type: ignore[attr-defined]
        "Passes now",
        "The other tests stand as they did (5 ran).",
    ]
    assert str(seen["again"]).startswith("Fails as before: AssertionError")
    assert (place / bug.file).read_bytes() == bug.program()[bug.file]


def test_a_log_and_data_are_shown_as_text(
    tmp_path: Path, engine: Engine, browse: Callable[..., dict[str, object]]
) -> None:
    with opened(tmp_path / "log", engine, LOG) as url:
        seen = browse(SHOWS, {"tool": url})
    assert "Errors begin at line 2." in str(seen["Log"])
    assert HOSTILE in str(seen["Log"])
    assert (seen["markup"], seen["title"]) == (0, "Find the bug")
    with opened(tmp_path / "data", engine, DATA) as url:
        seen = browse(SHOWS, {"tool": url})
    assert "amount in row 2 is a text." in str(seen["Data"])
    assert HOSTILE in str(seen["Data"])
    assert (seen["markup"], seen["title"]) == (0, "Find the bug")


def test_on_the_shelf_it_claims_what_it_shows_and_says_that_nothing_was_tried_yet(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        entry = shelve(shelf, LOG, None, "why does the shop stop?")
        version = shelf.version(entry)
        assert version is not None
        receipt = receipt_of(version)
        assert (shelf.find(entry).kind, shelf.find(entry).spec) == ("api", "why does the shop stop?")
        assert {claim.status for claim in receipt.claims} == {Mark.NOT_CHECKED}
        assert "It shows what is odd first." in {claim.text for claim in receipt.claims}


def test_without_a_command_nothing_is_there_to_be_run() -> None:
    made = data_of(DATA, None)
    assert json.loads(made["evidence.json"])["data"]["rows"] == 2
    assert made.keys() == {"evidence.json"}
    assert [claim.text for claim in plan_of(DATA, None)[0].claims] == ["It shows what is odd first."]


def test_a_patch_that_breaks_other_tests_is_not_claimed_to_mend() -> None:
    patch = Patch("", "a.py", 1, "x", "y", "mutation", broken=("test_a.py::test_b",))
    plan, checks = plan_of(replace(LOG, patch=patch), None)
    assert not [claim for claim in plan.claims if "patch" in claim.text]
    assert {check.claim for check in checks} == {claim.id for claim in plan.claims}
