"""An app is changed by talking on the page, and the change is looked at, taken back and gone on from, in a browser."""

from collections.abc import Callable
from typing import Any

from gallery.shelf import Shelf
from generator.contract import ClaimResult, Mark
from tests.gallery.page.serving import LOOK, Served, shelf
from tests.generator.playing import REPLIES, accepted

__all__ = ["shelf"]
CHANGE = "round the share up to whole units, and add a CSV export of distance and cost"
REFINED = """
    import io
    from PIL import Image
    from playwright.sync_api import expect

    page = watched(context.new_page())
    page.goto(urls["page"] + f"/app?id={id}&part=Change")
    page.get_by_role("button", name="Open it here").click()
    inner = page.frame_locator("iframe[title*=Fuel]").frame_locator("#app")
    inner.get_by_label("Distance").fill("7")
    inner.get_by_label("Share").click()
    page.get_by_text("It is about the text “Share”").wait_for()
    seen["distance"] = inner.get_by_label("Distance").input_value()
    page.get_by_role("textbox", name="What should be different?").fill(change)
    page.get_by_role("button", name="Change it").click()
    page.wait_for_url("**/run?id=*")
    page.get_by_role("button", name="Use it").wait_for(timeout=200000)
    page.get_by_text("5 of 5 claims passed").first.wait_for()
    page.emulate_media(color_scheme="dark")
    expect(page.locator("iframe")).to_have_count(1, timeout=60000)  # the one before goes a moment later
    heading = page.frame_locator("iframe").get_by_role("heading", name="Fuel Cost")
    darkest, lightest = Image.open(io.BytesIO(heading.screenshot())).convert("L").getextrema()
    seen["can be read in the dark"] = lightest - darkest > 150
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="What changed").click()
    page.get_by_text(change).first.wait_for()
    page.get_by_text("4 of 4 claims passed").wait_for()
    page.get_by_text("not asked").first.wait_for()
    for number in (1, 2):
        page.get_by_role("img", name=f"Version {number}").wait_for()
    page.locator(".sides .new", has_text="Export").first.wait_for()
    seen["before"] = page.locator(".sides .old", has_text="Export").count()
    seen["fits"] = fits(page)
    page.get_by_role("button", name="Go back to it").click()
    page.get_by_text("Version 1 is the one in use again").wait_for()
    page.get_by_text("Version 3").first.wait_for()
    page.get_by_role("button", name="Branch").nth(1).click()
    page.get_by_text(f"begins as version 2 of {id}").wait_for()
    seen["branch"] = page.url.partition("id=")[2].partition("&")[0]
    seen["errors"] = errors
"""


def test_a_change_is_asked_for_seen_taken_back_and_gone_on_from(
    served: Served, shelf: Shelf, shelved: Callable[..., str], browse: Callable[..., dict[str, Any]]
) -> None:
    made = accepted()
    app = made.candidate
    plan = made.plan.model_copy(update={"claims": made.plan.claims[:4]})
    claims = [ClaimResult(claim, Mark.PASSED, "") for claim in plan.claims]
    entry = shelved("a fuel cost calculator for trips", plan=plan, checks=made.checks, claims=claims, candidate=app)
    served.endpoint.on("You bring the plan", (REPLIES / "fuel.replan.json").read_text())
    served.endpoint.on("You test small apps", (REPLIES / "fuel.new_checks.json").read_text().replace('"c6"', '"c5"'))
    served.endpoint.on("You change a small app", (REPLIES / "fuel.altered.md").read_text())
    try:
        seen = browse(f"{LOOK}    id, change = {entry!r}, {CHANGE!r}\n{REFINED}", {"page": served.url}, 300)
    finally:
        shelf.close(entry)
    branch = str(seen.pop("branch"))
    assert seen == {"distance": "7", "can be read in the dark": True, "before": 0, "fits": True, "errors": []}
    assert b"Export" not in shelf.files(entry)["index.html"]
    assert b"Export" in shelf.files(branch)["index.html"]
    asked = next(one.text for one in served.endpoint.asked if "You bring the plan" in one.text)
    assert "This is about the text “Share”." in asked
