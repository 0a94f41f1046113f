"""The whole journey on the page, in a real browser: a sentence, the plan, the app as it grows, its receipt."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gallery.receipt import receipt_of
from generator.contract import Mark
from tests.endpoint_server import Played
from tests.gallery.page.serving import LOOK, Served, end_all, page_server
from tests.generator.playing import PROMPTS

REPLIES = Path(__file__).parents[2] / "generator/replies"
Browse = Callable[..., dict[str, Any]]
BEGIN = """
    page = watched(context.new_page())
    page.goto(urls["page"])
    page.get_by_text("a stopwatch with laps").click()
    page.wait_for_function("document.querySelector('textarea').value === 'a stopwatch with laps'")
    page.get_by_text("Its address answers").wait_for()
    seen["axe new"] = serious(page)
    # From here on by the keyboard alone.
    tab_to(page, "Say what the app should do")
    page.keyboard.press("Control+A")
    page.keyboard.type("a fuel cost calculator for trips")
    page.keyboard.press("Enter")
    page.wait_for_url("**/run?id=*")
    seen["id"] = page.url.partition("id=")[2]
    page.get_by_label("Claim 5", exact=True).wait_for(timeout=180000)
    tab_to(page, "Claim 5")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    tab_to(page, "Build it")
    page.keyboard.press("Enter")
    page.get_by_text("The writer writes").wait_for()
    tab_to(page, "Pause")
    page.keyboard.press("Enter")
    # Another tab, and this one loaded again, see the same run.
    other = watched(context.new_page())
    other.goto(page.url)
    page.reload()
    for tab in (page, other):
        tab.get_by_text("Paused: what was begun ends").wait_for()
        tab.get_by_text("The share is the cost divided by the number of people").wait_for()
    other.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").wait_for(state="detached")
    seen["errors"] = errors
"""
END = """
    page = watched(context.new_page())
    page.goto(urls["page"] + "/run?id=" + entry)
    page.get_by_text("The app as its trial saw it last").or_(page.get_by_role("button", name="Use it")).first.wait_for()
    page.get_by_role("button", name="Use it").wait_for(timeout=120000)
    page.get_by_text("4 of 4 claims passed").wait_for()
    here = page.get_by_role("button", name="Open it here")
    page.locator("iframe").or_(here).first.wait_for()
    if here.is_visible():
        here.click()
    app = page.frame_locator("iframe")
    app.get_by_label("Distance").fill("100")
    seen["axe"], seen["fits"] = serious(page), fits(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as one file").click()
    alone = context.new_page()
    context.set_offline(True)
    alone.set_content(saved.value.path().read_text())
    alone.get_by_text("4 of 4 claims passed").wait_for()
    seen["pictures"] = alone.locator("img").evaluate_all("all => all.length > 0 && all.every(one => one.naturalWidth)")
    seen["errors"] = errors
"""


def plays(served: Served) -> None:
    """A web app, written slowly enough to be watched."""
    served.endpoint.on(PROMPTS["planner"], (REPLIES / "fuel.plan.json").read_text())
    served.endpoint.on(PROMPTS["checker"], (REPLIES / "fuel.checks.json").read_text())
    served.endpoint.on(PROMPTS["writer"], Played((REPLIES / "fuel.good.md").read_text(), pause=0.1))


def test_a_sentence_becomes_a_proved_app_on_the_page(served: Served, browse: Browse) -> None:
    plays(served)
    begun = browse(f"{LOOK}{BEGIN}", {"page": served.url}, 300)
    assert (begun["axe new"], begun["errors"]) == ([], [])
    ended = browse(f"{LOOK}    entry = {begun['id']!r}\n{END}", {"page": served.url}, 300)
    assert ended == {"axe": [], "fits": True, "pictures": True, "errors": []}
    with served.shelf() as shelf:
        version = shelf.version(begun["id"])
        assert version
        assert [claim.status for claim in receipt_of(version).claims] == [Mark.PASSED] * 4
        shelf.close(begun["id"])


@pytest.mark.slow
def test_the_embedded_model_serves_the_page_as_well(tmp_path: Path, browse: Browse) -> None:
    environment = {"MAYFLY_HOME": str(tmp_path), "MAYFLY_CONFIG": "", "MAYFLY_MODEL": "embedded"}
    script = """
    page = watched(context.new_page())
    page.goto(urls["page"])
    page.get_by_text("It is on this machine").wait_for()
    page.get_by_role("slider", name="How far it goes by itself").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("Asks nothing until the app is there.").wait_for()
    page.get_by_label("Say what the app should do").fill("split a dinner bill, with tip, between friends")
    page.keyboard.press("Enter")
    page.wait_for_url("**/run?id=*")
    page.get_by_role("button", name="Use it").wait_for(timeout=500000)
    seen["claims"] = page.get_by_text("claims passed").count() > 0
    seen["errors"] = errors
    """
    try:
        with page_server(environment) as url:
            seen = browse(f"{LOOK}{script}", {"page": url}, 590)
    finally:
        end_all(tmp_path)
    assert seen == {"claims": True, "errors": []}
