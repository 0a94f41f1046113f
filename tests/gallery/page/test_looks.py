"""Every screen can be read, in light and dark, at a desk and on a phone, and shows no markup of others."""

from collections.abc import Callable
from typing import Any

from gallery.shelf import Shelf
from tests.gallery.page.serving import LOOK, Served, shelf
from tests.gallery.page.test_growing import EVIL, told

__all__ = ["shelf"]
AT = """
    page = watched(browser.new_page())
    page.set_default_timeout(60000)
    seen |= {"wrong": [], "links": 0}

    def at(address, name, *presses):
        page.goto(urls["page"] + address)
        for pressed in presses:
            page.get_by_role("radio", name=pressed).click()
        page.get_by_text(name).first.wait_for()
        seen["wrong"] += unreadable(page)
        seen["links"] += page.locator("a[href*=evil], img[src*=evil], .stMain b, .stMarkdown [onerror]").count()
"""
EMPTY = """
    at("/shelf", "Nothing is on it yet.")
    at("/settings", "Nothing was asked of a model", "Spent")
"""
FILLED = """
    at("/", "Its address answers")
    at(f"/run?id={going}", "Counts")
    at(f"/run?id={id}", "claims passed")
    at(f"/run?id={gone}", "It was discarded.")
    at("/shelf", "apps ·")
    at(f"/app?id={id}&part=Use", "without a network")
    at(f"/app?id={id}&part=Change", "Open the app to point")
    at(f"/app?id={id}&part=Versions", "Files")
    at(f"/app?id={id}&part=Receipt", "claims passed")
    at(f"/app?id={id}&part=Keep or discard", "This goes:")
    at("/demos", "Apps that come with Mayfly")
    at("/debug", "Folder of the program", "A traceback")
    at("/settings", "Set it up")
    at("/settings", "What one run may take", "Budgets")
    at("/settings", "No app on the shelf", "Permissions")
    at("/settings", "Try a sandbox from inside", "Sandbox")
"""
LAST = """
    seen["won"] = page.evaluate("typeof window.won")
    seen["outside"], seen["errors"] = outside, errors
"""
NOTHING = {"wrong": [], "links": 0, "won": "undefined", "outside": [], "errors": []}


def test_every_screen_can_be_read_and_shows_no_markup_of_others(
    served: Served, shelf: Shelf, shelved: Callable[..., str], browse: Callable[..., dict[str, Any]]
) -> None:
    assert browse(f"{LOOK}{AT}{EMPTY}{LAST}", {"page": served.url}, 200) == NOTHING
    entry, gone = (shelved(EVIL, title=EVIL, files={"index.html": EVIL.encode()}) for _ in range(2))
    shelf.discard(gone)
    version = shelf.version(entry)
    assert version
    files = {"b.html": EVIL.encode()}
    shelf.put(entry, files, {}, receipt=version.receipt, capsule=version.capsule, passed=1, claims=2)
    shelf.tag(entry, "home")
    shelf.end(shelf.begin(EVIL)[1], EVIL)
    going, run = told(shelf)
    names = f"    id, going, gone = {entry!r}, {going!r}, {gone!r}\n"
    try:
        assert browse(f"{LOOK}{AT}{names}{FILLED}{LAST}", {"page": served.url}, 400) == NOTHING
    finally:
        shelf.end(run)
