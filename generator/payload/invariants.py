"""Says what must be true of any app whatever it is for. Refuses to know what an app was made for.

Each takes a page that is open, gives one sentence of evidence, and raises AssertionError where the app falls short.
They are held in the order they stand in: the later ones change the page. What only the app itself can have done wrong,
however slow the machine is, is a FaultError.
"""

import contextlib
import re
import time
from collections.abc import Callable, Mapping, Set
from pathlib import Path

import axe
from playwright.sync_api import Error
from steps import App
from view import Uncaught, quoted

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PRESSED = 8
"""How many buttons are pressed at most."""
USE = Path(__file__).with_name("odd.js").read_text(encoding="utf-8")
FIELDS = "() => __look(['usable', {}]).fields.filter(([, kind]) => !/button|file/.test(kind)).length"
RUNS = "window.__ran = 1"
MARKUP = f"👩‍👩‍👧 it's \"quoted\" & <b>bold</b><img src='data:,' onerror='{RUNS}'><script>{RUNS}</script>"
ODD = {
    "nothing at all": ("", ""),
    "an emoji and a script tag": (MARKUP, "0"),
    "a negative number": ("-1", "-1"),
    "a very long value": ("a long line " * 200 + "w" * 300, "3.14159265358979"),
}
"""What is entered into every field at once: as a text, and where a field takes numbers alone."""
ODD_PRESSED, ODD_SECONDS = 3, 2.0
"""With odd values, on a page without a server: buttons pressed after each; and when no more are tried."""
REFUSED = re.compile(r" answered 4\d\d\.$")
"""A server may refuse what makes no sense."""


class FaultError(AssertionError):
    """What no time would have mended."""


def shows(app: App) -> str:
    """Something can be seen."""
    seen = app.view.look(app.page.main_frame, "content", {})
    if not seen["text"] and not seen["things"]:
        raise AssertionError("The page is blank: no text, no control, no picture.")
    return f"The page shows {seen['text']} characters of text and {seen['things']} controls or pictures."


def no_errors(app: App) -> str:
    """Nothing went wrong while it opened."""
    insist_on_calm(app, "While the page opened")
    return "The page opened without an error."


def legible(app: App) -> str:
    """What it says can be read, and what it offers has a name."""
    devtools = app.page.context.new_cdp_session(app.page)
    found = axe.faults(devtools)
    devtools.detach()
    if found:
        raise AssertionError("\n".join(found))
    return "Colours are far enough apart to read, and all controls and pictures have names."


def phone(app: App) -> str:
    """It fits a phone's screen, on which it stays, to be pictured."""
    app.page.set_viewport_size(PHONE)
    app.view.settle()
    wide = app.view.look(app.page.main_frame, "sideways", {})
    if wide:  # Some parts are drawn anew a moment later.
        app.page.wait_for_timeout(300 * app.view.pace)
        wide = app.view.look(app.page.main_frame, "sideways", {})
    if wide:
        raise AssertionError(f"On a phone, {PHONE['width']} px wide, parts lie off-screen: {'; '.join(wide)}.")
    return f"Nothing lies off-screen at {PHONE['width']} px."


def reload(app: App) -> str:
    """It can be left and come back to."""
    app.page.set_viewport_size(DESK)
    app.view.settle()
    before = named(app)
    app.reload()
    if before:  # On a busy machine the page of a server comes piece by piece.
        app.view.until(lambda: before <= named(app))
    shows(app)
    insist_on_calm(app, "After a reload")
    return "The page comes back after a reload, without an error."


def buttons(app: App) -> str:
    """Every button can be pressed with the fields as they are."""
    pressed = []
    for name in [*named(app)][:PRESSED]:
        element = app.view.element("find", {"what": "press", "name": name, "near": ""})
        if element is None or (about := app.view.about(element))["off"] or not about["seen"]:
            continue
        try:
            app.view.listen_anew()
            with contextlib.suppress(Error):  # A box that another button opened may cover it, or it is drawn anew.
                element.click(timeout=1000 * app.view.pace)
            if app.view.served():
                app.view.wait_sent()
                app.page.wait_for_timeout(250)  # What a press sets going may begin a moment later.
            app.view.settle()
        except Error:
            raise AssertionError(f"After “{name}” was pressed the page stopped answering.") from None
        insist_on_calm(app, f"After “{name}” was pressed with the fields as they are")
        pressed.append(f"“{name}”")
    return f"Pressed without an error: {', '.join(pressed)}." if pressed else "There is no button to press."


def odd(app: App) -> str:
    """No value that people enter brings it down."""
    if not app.view.evaluate(app.page.main_frame, FIELDS, None):
        return "There is nothing to enter."
    end = time.monotonic() + ODD_SECONDS * app.view.pace
    served = app.view.served()
    app.view.errors.clear()
    tried = []
    for last, (what, (text, number)) in enumerate(ODD.items()):
        press = [last] if served else [*range(ODD_PRESSED)]
        app.view.listen_anew()
        use = {"text": text, "number": number, "last": last % 2 == 0, "press": press}
        app.view.evaluate(app.page.main_frame, USE, use)
        app.view.settle()
        insist_on_survival(app, f"With {what} in its fields")
        tried.append(what)
        if time.monotonic() > end:
            break
    return f"Its fields took {', '.join(tried)}."


def insist_on_survival(app: App, when: str) -> None:
    """Raise for what must not come of any value. That a value is refused, and that it is said, is right."""
    if app.view.evaluate(app.page.main_frame, "() => window.__ran", None):
        raise FaultError(f"{when} the app ran them as code: it must show what people enter as text.")
    app.view.errors[:] = [error for error in app.view.errors if not REFUSED.search(error)]
    app.view.console.clear()
    insist_on_calm(app, when)
    shows(app)


def named(app: App) -> Set[str]:
    """Names of the buttons that can be pressed, in the order they stand in."""
    return dict.fromkeys(app.view.look(app.page.main_frame, "buttons", {})).keys()


def insist_on_calm(app: App, when: str) -> None:
    """Raise for what the app has complained of since it was last asked. What it did not catch is its own fault; what
    Streamlit's page did not, or a request or the console tells, may be for lack of time."""
    boxes = app.view.look(app.page.main_frame, "troubles", {})
    errors, console = app.view.errors[:], app.view.console[:]
    app.view.errors.clear()
    app.view.console.clear()
    for words, found in (("the app showed an error", boxes), ("there was an error", errors)):
        if found:
            sure = found is boxes or (isinstance(found[0], Uncaught) and not app.view.served())
            raise (FaultError if sure else AssertionError)(f"{when} {words}: {quoted(found[0])}\n" + "\n".join(found))
    if console:
        raise AssertionError(f"{when} the console said: {quoted(console[0])}\n" + "\n".join(console))


INVARIANTS: Mapping[str, Callable[[App], str]] = {
    "shows": shows,
    "no_errors": no_errors,
    "legible": legible,
    "phone": phone,
    "reload": reload,
    "buttons": buttons,
    "odd": odd,
}
