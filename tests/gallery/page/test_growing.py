"""A run is drawn while it goes on, for everybody who looks on, and nothing that it says is more than text."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from gallery.shelf import Shelf
from tests.gallery.conftest import PNG
from tests.gallery.page.serving import LOOK, Served

EVIL = (
    "<img src=http://evil/i.png onerror='window.won=1'><b>b</b> **x** ![t](http://evil/t.png) [l](http://evil) :red[r]"
)
CLAIMS = [{"id": "c1", "text": f"Counts {EVIL}"}, {"id": "c2", "text": "Adds"}]
PLAN = {"title": f"Cakes {EVIL}", "kind": "web", "claims": CLAIMS}
CHECKS = [{"id": "k1", "claim": "c1", "title": f"Checks {EVIL}"}, {"id": "k2", "claim": "c2", "title": "Adds it"}]
EVENTS: list[Mapping[str, Any]] = [
    {"event": "Stage", "name": "plan", "about": EVIL},
    {"event": "Planned", "plan": PLAN},
    {"event": "Checked", "checks": CHECKS, "dropped": {}},
    {"event": "Written", "number": 1, "files": {EVIL: 3}, "note": EVIL},
    {"event": "Scored", "number": 1, "score": 0.5, "best": True, "reason": EVIL},
    {"event": "Written", "number": 2, "files": {"index.html": 3}, "note": EVIL},
    {"event": "Stage", "name": "trial", "about": EVIL},
    {"event": "Tried", "number": 2, "id": "starts", "title": EVIL, "mark": "passed", "evidence": ""},
    {"event": "Tried", "number": 2, "id": "shows", "title": EVIL, "mark": "passed", "evidence": ""},
    {"event": "Tried", "number": 2, "id": "k1", "title": EVIL, "mark": "failed", "evidence": EVIL},
    {"event": "Remark", "text": EVIL},
]
QUESTIONS: dict[str, Mapping[str, Any]] = {
    "ConfirmPlan": {"plan": PLAN},
    "Clarify": {"questions": [{"text": EVIL, "default": EVIL}]},
    "ApproveChange": {"number": 2, "note": EVIL, "diff": f"+{EVIL}"},
    "AgreePackage": {"name": EVIL, "reason": EVIL, "requirement": EVIL},
}
HOSTILE = """
    page = watched(context.new_page())
    page.goto(urls["page"] + seen_id)
    page.get_by_role("heading", name="The app").wait_for()
    page.get_by_text("Counts").first.wait_for()
    page.get_by_text("healthy").wait_for()
    page.get_by_text("50%").wait_for()
    page.get_by_role("img", name="The app as its trial saw it last").wait_for()
    page.get_by_text("The writer writes").wait_for()
    page.locator("summary", has_text="Counts").click()
    page.get_by_text("Checks").first.wait_for()
    page.get_by_text("What happened so far").click()
    page.get_by_text("Asked for: pause").wait_for()
    seen["wrong"] = unreadable(page)
    seen["links"] = page.locator("a[href*=evil], img[src*=evil], b, .stMarkdown [onerror]").count()
    seen["won"] = page.evaluate("typeof window.won")
    seen["outside"], seen["errors"] = outside, errors
"""
ASKED = """
    page = watched(context.new_page())
    page.goto(urls["page"] + seen_id)
    page.get_by_role("button", name=button).wait_for()
    seen["wrong"] = unreadable(page)
    seen["links"] = page.locator("a[href*=evil], img[src*=evil], b, .stMarkdown [onerror]").count()
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name=button).wait_for(state="detached")
    seen["outside"], seen["errors"] = outside, errors
"""
Browse = Callable[..., dict[str, Any]]


def told(shelf: Shelf, *more: Mapping[str, Any]) -> tuple[str, int]:
    """A run that this process makes."""
    entry, run = shelf.begin(f"count cakes {EVIL}")
    shelf.describe(entry, PLAN["title"], "web")
    for event in (*EVENTS, *more):
        shelf.record(run, event)
    now = {"texts": {"writer": f"def add():\n    {EVIL}"}, "used": "12 tokens", "doing": "", "paused": False}
    shelf.steering.show(run, {"now": json.dumps(now).encode(), "k1.png": PNG})
    return entry, run


def test_what_a_run_says_is_text_and_can_be_read(served: Served, browse: Browse) -> None:
    with served.shelf() as shelf:
        entry, run = told(shelf, {"event": "Steered", "what": "pause", "about": {}})
        seen = browse(f"{LOOK}    seen_id = '/run?id={entry}'\n{HOSTILE}", {"page": served.url}, 150)
        shelf.end(run)
    assert seen == {"wrong": [], "links": 0, "won": "undefined", "outside": [], "errors": []}


@pytest.mark.parametrize(
    ("decision", "button", "answer"),
    [
        ("ConfirmPlan", "Build it", {"yes": True}),
        ("Clarify", "Go on", {"yes": True, "texts": [""]}),
        ("ApproveChange", "Leave it out", {"yes": False}),
        ("AgreePackage", "Do without", {"yes": False}),
    ],
)
def test_a_question_is_answered_on_the_page(
    decision: str, button: str, answer: Mapping[str, Any], served: Served, browse: Browse
) -> None:
    with served.shelf() as shelf:
        entry, run = told(shelf, {"event": "Asked", "number": 1, "decision": decision, "about": QUESTIONS[decision]})
        script = f"{LOOK}    seen_id, button = '/run?id={entry}', {button!r}\n{ASKED}"
        seen = browse(script, {"page": served.url})
        (wish,) = shelf.steering.wishes(run, 0)
        shelf.end(run)
    assert seen == {"wrong": [], "links": 0, "outside": [], "errors": []}
    assert (wish.what, wish.about["number"]) == ("answer", 1)
    assert wish.about["answer"].items() >= answer.items()
    if decision == "ConfirmPlan":
        assert [claim["id"] for claim in wish.about["answer"]["plan"]["claims"]] == ["c1", "c2"]
