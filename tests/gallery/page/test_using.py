"""The shelf and an app in use, in a real browser: found and worked by keyboard too, and an app stays in its frame."""

from collections.abc import Callable
from typing import Any

import pytest

from gallery.contract import GalleryError
from gallery.shelf import Shelf
from generator.contract import Kind
from tests.gallery.page.serving import LOOK, Served, shelf

__all__ = ["shelf"]
EVIL = (
    "<img src=http://evil/i.png onerror='window.won=1'><b>b</b> **x** ![t](http://evil/t.png) [l](http://evil) :red[r]"
)
MOST = 1000
FOUND = """
    page = watched(context.new_page())
    page.goto(urls["page"] + "/shelf")
    page.get_by_text(f"{most + 1:,} apps").wait_for()
    seen["shown"] = page.get_by_text("nothing made").count()
    page.get_by_label("Search").press_sequentially("needle hay")
    page.get_by_text("One app").wait_for()
    tab_to(page, "Open")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Restart").wait_for()
    seen["errors"] = errors
"""
USED = """
    page = watched(context.new_page())
    page.goto(urls["page"] + f"/app?id={id}")
    page.get_by_role("button", name="Open it").click()
    app = page.frame_locator("iframe[title*=Counter]")
    app.get_by_role("button", name="Count").click()
    app.get_by_text("It is 1").wait_for()
    page.get_by_role("radio", name="Phone").click()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').innerText.includes('of memory')")
    app.get_by_text("It is 1").wait_for()
    page.get_by_role("button", name="A bit longer").click()
    page.get_by_text("30 minutes longer").wait_for()
    page.locator("summary", has_text="Log").click()
    page.get_by_text("counted").first.wait_for()
    page.locator("summary", has_text="Files").click()
    page.get_by_text("data/count.txt").wait_for()
    page.get_by_role("button", name="Restart").click()
    page.get_by_text("runs again").wait_for()
    app.get_by_text("It is 1").wait_for()
    seen["axe"] = [told for told in serious(page) if "stApp" in told]
    page.get_by_role("radio", name="Change").click()
    inner = app.frame_locator("#app")
    inner.get_by_text("It is").wait_for()
    inner.get_by_role("button", name="Count").click()
    page.get_by_text("It is about the button “Count”").wait_for()
    page.wait_for_timeout(600)  # it listens twice a second
    inner.get_by_text("onerror").first.click()
    page.get_by_text("and the").wait_for()
    seen["top"] = page.evaluate("location.origin") == urls["page"]
    seen["links"] = page.locator("a[href*=evil], img[src*=evil], .stMain b, .stMarkdown [onerror]").count()
    page.get_by_role("radio", name="Use").click()
    page.get_by_role("button", name="Close").click()
    page.get_by_text("is closed").wait_for()
    seen["won"] = page.evaluate("typeof window.won")
    seen["errors"] = [error for error in errors if "navigate" not in error]  # the app tries, the frame refuses
"""
COUNTER = f"""\
import pathlib
import streamlit as st

data = pathlib.Path("data/count.txt")
data.parent.mkdir(exist_ok=True)
count = int(data.read_text()) if data.exists() else 0
if st.button("Count"):
    print("counted")
    count += 1
    data.write_text(str(count))
st.write(f"It is {{count}}")
st.text({EVIL!r})
st.iframe("<script>top.location = 'http://evil/'; window.open('http://evil/')</script>", height=40)
""".encode()
Browse = Callable[..., dict[str, Any]]


def test_a_thousand_apps_are_paged_and_one_is_found_and_opened_by_keyboard(
    served: Served, shelf: Shelf, shelved: Callable[..., str], browse: Browse
) -> None:
    for one in shelf.entries():
        shelf.discard(one.id, now=True)
    entry = shelved("a needle in hay")
    for number in range(MOST):
        shelf.end(shelf.begin(f"number {number}")[1])
    try:
        assert browse(f"{LOOK}    most = {MOST}\n{FOUND}", {"page": served.url}) == {"shown": 30, "errors": []}
        assert shelf.find(entry).url
    finally:
        shelf.close(entry)


def test_an_app_is_used_in_its_frame_and_pointed_at(
    served: Served, shelf: Shelf, shelved: Callable[..., str], browse: Browse
) -> None:
    entry = shelved(title="Counter", kind=Kind.STREAMLIT, files={"app.py": COUNTER})
    try:
        seen = browse(f"{LOOK}    id = {entry!r}\n{USED}", {"page": served.url}, seconds=300)
    finally:
        shelf.close(entry)
    assert seen == {"axe": [], "top": True, "links": 0, "won": "undefined", "errors": []}
    assert shelf.stored(entry)["data/count.txt"] == b"1"
    with pytest.raises(GalleryError, match="not open"):
        shelf.errands.log(entry)
