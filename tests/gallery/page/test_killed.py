"""A run outlives the page that began it, however that ends."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from gallery.receipt import receipt_of
from generator.contract import Mark
from tests.gallery.page.serving import LOOK, Served, page_process, page_server
from tests.generator.playing import PROMPTS, REPLIES

BEGIN = """
    page = watched(context.new_page())
    page.goto(urls["page"])
    page.get_by_label("Say what the app should do").fill("a fuel cost calculator for trips")
    page.keyboard.press("Enter")
    page.wait_for_url("**/run?id=*")
    page.get_by_label("Claim 5", exact=True).fill("")
    page.get_by_role("button", name="Build it").click()
    page.get_by_role("button", name="Build it").wait_for(state="hidden")
    seen["id"] = page.url.partition("id=")[2]
"""
GOES_ON = """
    page = watched(context.new_page())
    page.goto(urls["page"] + "/run?id=" + id)
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_text("The price per litre is still there").first.wait_for()
    seen["errors"] = errors
"""
ENDS = """
    page = watched(context.new_page())
    page.goto(urls["page"] + "/run?id=" + id)
    page.get_by_role("button", name="Use it").wait_for(timeout=200000)
    page.get_by_text("4 of 4 claims passed").wait_for()
    seen["errors"] = errors
"""


def test_a_run_goes_on_when_its_page_is_killed_and_another_one_shows_it(
    served: Served, browse: Callable[..., dict[str, Any]]
) -> None:
    killed = threading.Event()

    def writer(_: object) -> str:
        assert killed.wait(100)
        return (REPLIES / "fuel.good.md").read_text()

    served.endpoint.on(PROMPTS["planner"], (REPLIES / "fuel.plan.json").read_text())
    served.endpoint.on(PROMPTS["checker"], (REPLIES / "fuel.checks.json").read_text())
    served.endpoint.on(PROMPTS["writer"], writer)
    with page_process(served.environment) as (url, process):
        entry = browse(f"{LOOK}{BEGIN}", {"page": url}, 120)["id"]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    with page_server(served.environment) as url:
        assert browse(f"{LOOK}    id = {entry!r}\n{GOES_ON}", {"page": url}, 120) == {"errors": []}
        killed.set()
        assert browse(f"{LOOK}    id = {entry!r}\n{ENDS}", {"page": url}, 240) == {"errors": []}
    with served.shelf() as shelf:
        version = shelf.version(entry)
        assert version
        assert [claim.status for claim in receipt_of(version).claims] == [Mark.PASSED] * 4
