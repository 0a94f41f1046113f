"""The tool that is made of the evidence of a failure: what it shows, what it runs, and that nothing of it is markup."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from gallery.debug.case import Case
from gallery.debug.evidence import (
    Column,
    DataReport,
    Evidence,
    Finding,
    LogLine,
    LogReport,
    Patch,
    Reproduced,
    from_data,
)
from gallery.debug.investigate import Investigation, Wish, investigate
from gallery.debug.opened import Opened
from gallery.debug.tool import begin, data_of, plan_of
from gallery.receipt import receipt_of
from gallery.serve import serve
from gallery.shelf import GIVEN, Shelf
from generator.contract import Mark
from sandbox.contract import Engine
from tests.browsing import browsing
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
    with Shelf(home) as shelf, Opened(shelf, engine, seconds=600, ready=lambda _: None) as tool:
        tool.finish(evidence, found.case if found else None)
        yield tool.url()


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


WAITS = """
    page.goto(urls["tool"])
    page.get_by_text("There is more to come").wait_for(timeout=60000)
    seen["patch"] = page.get_by_role("button", name="Try the patch").count()
    page.get_by_role("button", name="Edit line 2", exact=False).first.click()
    page.get_by_label("Line 2", exact=True).fill("    return 2")
    import pathlib
    pathlib.Path("marks").mkdir()
    pathlib.Path("marks/open").touch()
    page.get_by_role("button", name="Show what is new").wait_for(timeout=60000)
    seen["typed"] = page.get_by_label("Line 2", exact=True).input_value()
    page.get_by_role("button", name="Show what is new").click()
    page.get_by_role("button", name="Try the patch").wait_for(timeout=60000)
    seen["banner"] = page.locator("#still").inner_text()
"""


def test_what_is_found_later_comes_to_the_open_tool_and_takes_nothing_from_who_uses_it(
    tmp_path: Path, engine: Engine
) -> None:
    patch = Patch("-    return 1\n+    return 2\n", "one.py", 2, "    return 1", "    return 2", "mutation")
    first = Evidence(
        *(("pytest",), "python", "shop", Reproduced("steady")),
        sources={"one.py": "def one():\n    return 1\n"},
        still="trying changes",
        at=time.time(),
    )
    case = Case(("pytest",), {"one.py": b"def one():\n    return 1\n"}, "python", "pytest", ())
    with (
        Shelf(tmp_path) as shelf,
        Opened(shelf, engine, seconds=600, ready=lambda _: None) as tool,
        browsing(engine) as (tester, run),
        ThreadPoolExecutor() as threads,
    ):
        tool.show(first, case)
        assert tool.url()
        assert shelf.find(tool.entry).state == "being made"
        seen = threads.submit(run, WAITS, {"tool": tool.url()})
        while not seen.done() and not tester.get("marks"):
            time.sleep(0.2)
        tool.finish(replace(first, patch=patch, still="", at=first.at + 1), case)
        assert seen.result() == {"patch": 0, "typed": "    return 2", "banner": ""}
        assert shelf.find(tool.entry).state == "ready"
        assert json.loads(shelf.files(tool.entry, GIVEN)["evidence.json"])["patch"]["path"] == "one.py"


def test_one_that_another_process_has_opened_is_told_as_well(tmp_path: Path, engine: Engine) -> None:
    with (
        Shelf(tmp_path) as shelf,
        Opened(shelf, engine, seconds=600, ready=lambda _: None, serve=False) as tool,
        ThreadPoolExecutor() as threads,
    ):
        tool.show(replace(DATA, still="trying changes", at=1.0), None)
        stop, answers = threading.Event(), threading.Event()
        entry = shelf.find(tool.entry)
        served = threads.submit(serve, shelf, engine, entry, seconds=600, stop=stop, ready=lambda _: answers.set())
        try:
            assert answers.wait(120)
            tool.finish(replace(DATA, at=2.0), None)
        finally:
            stop.set()
        served.result()
        assert json.loads(shelf.files(tool.entry, "data")["evidence.json"])["still"] == ""


def test_what_was_known_when_it_was_broken_off_is_on_the_shelf(tmp_path: Path, engine: Engine) -> None:
    def broken_off(shelf: Shelf) -> None:
        with Opened(shelf, engine, seconds=600, ready=lambda _: None, serve=False) as tool:
            tool.show(replace(DATA, still="trying changes", at=1.0), None)
            raise KeyboardInterrupt

    with Shelf(tmp_path) as shelf:
        with pytest.raises(KeyboardInterrupt):
            broken_off(shelf)
        (entry,) = shelf.entries()
        told = from_data(json.loads(shelf.files(entry.id)["files/evidence.json"]))
    assert (entry.state, told.still) == ("ready", "")
    assert "It was broken off here: trying changes." in told.notes


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
        entry, _ = begin(shelf, LOG, None, "why does the shop stop?")
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
