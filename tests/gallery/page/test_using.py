"""The screens beside New and the run, in a real browser: they can be read and worked, and an app stays in its frame."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gallery.contract import GalleryError
from gallery.shelf import Shelf
from generator.contract import Kind
from tests.gallery.page.serving import LOOK, Served

EVIL = (
    "<img src=http://evil/i.png onerror='window.won=1'><b>b</b> **x** ![t](http://evil/t.png) [l](http://evil) :red[r]"
)
MOST = 1000
LOOK_AT = """
    page = watched(context.new_page())

    def at(address, name, *presses):
        page.goto(urls["page"] + address)
        for pressed in presses:
            page.get_by_role("radio", name=pressed).click()
        page.get_by_text(name).first.wait_for()
        seen["axe"] += serious(page)
        seen["fits"] += [] if fits(page) else [address]
        seen["links"] += page.locator("a[href*=evil], img[src*=evil], .stMain b, .stMarkdown [onerror]").count()

    seen |= {"axe": [], "fits": [], "links": 0}
    at("/shelf", "apps ·")
    at(f"/app?id={id}&part=Use", "without a network")
    at(f"/app?id={id}&part=Versions", "Files")
    at(f"/app?id={id}&part=Keep or discard", "This goes:")
%s
    seen["won"] = page.evaluate("typeof window.won")
    seen["outside"], seen["errors"] = outside, errors
"""
REST = """
    at(f"/app?id={id}&part=Change", "Open the app to point")
    at("/settings", "Set it up")
    at("/settings", "What one run may take", "Budgets")
    at("/settings", "No app on the shelf", "Permissions")
    at("/settings", "Nothing was asked of a model", "Spent")
    at("/demos", "Apps that come with Mayfly")
    at("/debug", "Folder of the program", "A traceback")
"""
PHONE = "    context = browser.new_context(color_scheme='dark', viewport={'width': 390, 'height': 844})\n"
LOOKS = {"light": f"{LOOK}{LOOK_AT % REST}", "dark, on a phone": f"{PHONE}{LOOK}{LOOK_AT % ''}"}
FOUND = """
    page = watched(context.new_page())
    page.goto(urls["page"] + "/shelf")
    page.get_by_text(f"{most + 1:,} apps").wait_for()
    seen["shown"] = page.get_by_text("nothing made").count()
    page.get_by_label("Search").press_sequentially("needle hay")
    page.get_by_text("One app").wait_for()
    page.get_by_label("Search").press("Tab")
    for _ in range(40):
        if page.evaluate("document.activeElement.innerText").endswith("Open"):
            break
        page.keyboard.press("Tab")
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
    for _ in range(20):  # a click is lost while the frame is drawn anew after the last one
        inner.get_by_text("onerror").first.click()
        page.wait_for_timeout(500)
        if page.get_by_text("onerror").count():
            break
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


@pytest.fixture
def shelf(served: Served) -> Iterator[Shelf]:
    """The one that the page shows."""
    with served.shelf() as opened:
        yield opened


@pytest.mark.parametrize("looks", LOOKS)
def test_every_screen_can_be_read_and_shows_no_markup_of_others(
    looks: str, served: Served, shelf: Shelf, shelved: Callable[..., str], browse: Browse
) -> None:
    entry = shelved(EVIL, title=EVIL, files={"index.html": EVIL.encode()})
    version = shelf.version(entry)
    assert version
    files = {"b.html": EVIL.encode()}
    shelf.put(entry, files, {}, receipt=version.receipt, capsule=version.capsule, passed=1, claims=2)
    shelf.tag(entry, "home")
    shelf.end(shelf.begin(EVIL)[1], EVIL)
    seen = browse(f"    id = {entry!r}\n{LOOKS[looks]}", {"page": served.url})
    assert seen == {"axe": [], "fits": [], "links": 0, "won": "undefined", "outside": [], "errors": []}


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
