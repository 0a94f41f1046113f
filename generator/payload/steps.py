"""Uses an app in a real browser by the names that a person sees. Refuses to know how the app is made.

Stands alone with `exchange.py`, `view.py`, `values.py` and both scripts: they are copied beside the checks of an app.
Every failure is an AssertionError whose first line is one sentence; what follows it is there for whoever mends the app.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from exchange import request
from playwright.sync_api import Browser, ElementHandle, Error, Page, ProxySettings
from values import as_date, cells_in, dated, follow, letter_by_letter, number, related, same, within
from view import READY, View, one, quoted, reason

SET = """(e, value) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, value)
  for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, { bubbles: true }))
}"""
TARGET = """e => {
  if (__look(['about', { element: e }]).off) return null
  e.scrollIntoView({ block: 'center', behavior: 'instant' })
  const box = e.getBoundingClientRect()
  const unseen = box.width < 4 || box.height < 4 || getComputedStyle(e).opacity === '0' ||
    document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) !== e
  return e.matches('input') && e.labels && e.labels.length && unseen ? e.labels[0] : e
}"""
"""What people click: the box itself, or its label where the box is kept out of sight; nothing while it is disabled."""
KINDS = {"csv": "text/csv", "md": "text/markdown", "json": "application/json"}
"""Of files, where the system knows none."""
HERE = Path(__file__).resolve().parent
OPENING = 30.0
"""Seconds that a page may take to open."""
USUAL = 1.5
"""Seconds that a page takes to open on a machine that is not busy."""
SLOWEST = 3.0
"""The pace up to which it is waited longer where a page takes longer to open."""
FINDING = 2.0
"""Seconds that a control may take to be there."""


class App:
    """One page of the app in a browser of its own. A step is a method; what is named is named as people see it."""

    def __init__(self, page: Page, url: str, patience: float = 1.0) -> None:
        self.page = page
        self.url = url
        self.view = View(page, url, patience)
        """`patience` is a factor on all waiting: less than 1 where nothing is expected to come."""
        self.noted: dict[str, Any] = {}

    @classmethod
    @contextmanager
    def opened(cls, browser: Browser, url: str, patience: float = 1.0) -> Iterator["App"]:
        """The app on a page of its own, with no storage from before; `go` opens it."""
        page = new_page(browser)
        try:
            yield cls(page, url, patience)
        finally:
            page.context.close()

    def go(self) -> None:
        """Open the app's first page and wait until it has settled. What takes its time to open, on a busy machine, gets
        more time for everything that follows."""
        self.page.set_default_timeout(OPENING * 1000 * self.view.pace)
        self.view.listen()
        began = time.monotonic()
        try:
            self.page.goto(self.url, wait_until="load")
        except Error as error:
            raise AssertionError(f"The app's page did not open: {reason(error)}.") from None
        self.view.settle()
        self.view.pace = max(self.view.pace, min(SLOWEST, (time.monotonic() - began) / USUAL))
        self.page.set_default_timeout(4000 * self.view.pace)

    # ---- what people do

    def fill(self, name: str, value: str, near: str = "", nth: int = 1) -> None:
        """Put a value into the field of that name, whatever sort of field it is. Of several of a name here and below it
        is the one in the row or card that holds the text `near`, or the `nth` from the top, from 1."""
        self._enter(self._control("fill", name, near, nth), name, dated(value))

    def choose(self, name: str, value: str, near: str = "", nth: int = 1) -> None:
        """Choose the option that says `value`."""
        element = self._find("choose", name, near, nth)
        element = element or (None if near or nth > 1 else self.view.element("holder", {"value": value}))
        if element is not None:
            self._enter(element, name, value)
        elif (element := self.view.element("pick", {"value": value})) is not None:
            self._click(element, name)
        else:
            self.view.missing("choose", name, near, nth)

    def toggle(self, name: str, on: bool = True, near: str = "", nth: int = 1) -> None:
        """Switch the checkbox or toggle of that name on or off."""
        element = self._control("toggle", name, near, nth)
        about = self.view.about(element)
        if about["kind"] == "button" or about["on"] != on:
            self._click(element, name)
        again = self._find("toggle", name, near, nth, wait=0.3) if about["kind"] == "checkbox" else None
        if again is not None and self.view.about(again)["on"] != on:
            self.view.fail(f"“{name}” did not turn {'on' if on else 'off'} when it was clicked.")

    def press(self, name: str, near: str = "", nth: int = 1) -> None:
        """Press the button, link or tab of that name."""
        self._click(self._control("press", name, near, nth), name)

    def upload(self, name: str, filename: str, content: str | None = None) -> None:
        """Hand a file to the file field of that name: with this content, or the one that came with the app."""
        element = self._control("upload", name)
        kind = guess_type(filename)[0] or KINDS.get(filename.rsplit(".", 1)[-1].lower(), "text/plain")
        body = came_with(filename) if content is None else content.encode()
        element.set_input_files({"name": filename.rsplit("/", 1)[-1], "mimeType": kind, "buffer": body})
        self.page.wait_for_timeout(150)
        self.view.settle()

    def reload(self) -> None:
        """Load the page again, as a person does who comes back to it."""
        self.page.reload(wait_until="load", timeout=OPENING * 1000 * self.view.pace)
        self.view.settle()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.page.wait_for_timeout(1000 * seconds)

    def note(self, name: str, key: str) -> None:
        """Remember what the output of that name shows now."""
        self.noted[key] = self.view.calm_output(name)

    def request(self, method: str, path: str, **more: Any) -> None:
        """Ask the app over HTTP, as a program does, and insist on what is expected of the answer."""
        request(self.page.request, self.url, self.noted, method, path, **more)

    # ---- what people see

    def see_value(self, name: str, equals: str, exact: bool = False) -> None:
        """The output of that name shows this value; numbers are compared as numbers, unless it is to be `exact`."""
        fits = letter_by_letter if exact else same
        if not self._until(lambda: any(fits(equals, text) for text in self.view.outputs(name))):
            if not (shown := self.view.outputs(name)):
                self.view.missing("output", name)
            self.view.fail(f"“{name}” shows {quoted(shown[0])}; it must show {quoted(equals)}.", shown[0])

    def see_text(self, text: str, absent: bool = False) -> None:
        """The page, or a box that popped up, shows this text (or, `absent`, does not)."""
        if absent:
            if not self.view.until(lambda: not within(text, self.view.text(values=False)), steady=True):
                self.view.fail(f"The page shows {quoted(text)}, which must not be there.")
        elif not self._until(lambda: within(text, "\n".join((self.view.text(), *self.view.said)))):
            self.view.fail(f"The page does not show {quoted(text)}.")

    def see_row(self, cells: list[str], absent: bool = False) -> None:
        """Some row of a table, or item of a list, holds all these texts (or, `absent`, none does)."""
        wanted = " + ".join(quoted(cell) for cell in cells)

        def there() -> bool:
            return any(all(within(cell, row) for cell in cells) for row in self.view.rows())

        if absent:
            if not self.view.until(lambda: not there(), steady=True):
                self.view.fail(f"There is a row or item with {wanted}, which must not be there.")
        elif not self._until(there):
            rows = self.view.rows()
            near = [row for row in rows if any(within(cell, row) for cell in cells)] or rows
            seen = "; ".join(quoted(row[:80]) for row in near[:6]) or "none"
            self.view.fail(f"No row or item holds {wanted}; nearest: {seen}.")

    def see_count(self, name: str, equals: int) -> None:
        """The table or list of that name has this many rows; one that isn't there has none."""
        if not self._until(lambda: equals in (self.view.counts(name) or [0])):
            if not (found := self.view.counts(name)):
                self.view.fail(f"There is no table or list named “{name}”.")
            self.view.fail(f"“{name}” has {found[0]} rows; it must have {equals}.", str(found[0]))

    def see_control(self, name: str, absent: bool = False, near: str = "", nth: int = 1) -> None:
        """There is a control of that name (or, `absent`, none that is seen)."""
        if not absent:
            self._control("control", name, near, nth)
        elif not self.view.until(lambda: not self.view.knows(name, near, nth), steady=True):
            self.view.fail(f"There is a control named {one(name, near, nth)}, which must not be there.")

    def see_cell(self, name: str, row: str, column: str, equals: str) -> None:
        """In the table of that name, where this row and this column meet, this value stands."""
        if not self._until(lambda: any(same(equals, text) for text in self.view.cells(name, row, column))):
            seen = self.view.cells(name, row, column)
            shown = f"shows {quoted(seen[0])}" if seen else "is not there"
            self.view.fail(f"In “{name}”, {quoted(column)} of {quoted(row)} {shown}; it must show {quoted(equals)}.")

    def see_order(self, name: str, values: list[str]) -> None:
        """In the table or list of that name these texts stand one below the other, each in a row of its own."""
        if not self._until(lambda: any(follow(values, rows) for rows in self.view.lines(name))):
            wanted, seen = ", ".join(map(quoted, values)), self.view.lines(name)
            shown = "; ".join(quoted(row[:80]) for row in seen[0][:8]) if seen else "not there"
            self.view.fail(f"“{name}” must show {wanted} in this order; it is {shown}.")

    def see_error(self, absent: bool = False) -> None:
        """The app says that something is wrong with what was entered (or, `absent`, says no such thing)."""
        if absent:
            if not self.view.until(lambda: not self.view.complaints(), steady=True):
                self.view.fail(f"The app says that something is wrong: {quoted(self.view.complaints()[0])}.")
        elif not self._until(lambda: bool(self.view.complaints())):
            self.view.fail("The app does not say that anything is wrong with what was entered.")

    def see_download(self, name: str, contains: str = "", cells: Sequence[str] = ()) -> None:
        """Pressing that name downloads a file that contains the text, and a line with all these cells."""
        element = self._control("press", name)
        try:
            with self.page.expect_download() as coming:
                element.click()
            content = Path(coming.value.path()).read_bytes()[:2_000_000].decode("utf-8", "replace")
        except Error:
            self.view.fail(f"Pressing “{name}” downloaded nothing.")
        lacking = contains if contains.lower() not in content.lower() and not within(contains, content) else ""
        if not any(all(within(cell, cells_in(line)) for cell in cells) for line in content.splitlines() or [""]):
            lacking = lacking or " + ".join(cells)
        if lacking:
            begins = quoted(content[:200])
            self.view.fail(f"The file that “{name}” downloads lacks {quoted(lacking)}; it begins {begins}.")

    def relation(self, name: str, key: str, holds: str) -> None:
        """The output stands in this relation to what was noted: same, different, more, less, double, half."""
        was, now = str(self.noted.get(key, "")), self.view.calm_output(name)
        if not related(was, now, holds):
            self.view.fail(f"“{name}” showed {quoted(was)} and now shows {quoted(now)}; it must be {holds}.")

    # ---- acting on what was found

    def _enter(self, element: ElementHandle, name: str, value: str) -> None:
        about = self.view.about(element)
        if about["off"]:
            self.view.fail(f"“{name}” is there but can't be used (disabled).")
        enter = {
            "select": self._select,
            "group": self._select,
            "combobox": self._pick_from_list,
            "range": self._slide,
            "checkbox": self._tick,
            "segments": self._type_segments,
            "color": lambda element, name, value: element.evaluate(SET, value),
            "date": self._type_date,
        }.get(about["kind"], self._type)
        try:
            enter(element, name, value)
        except Error as error:
            self.view.fail(f"“{name}” could not be set to {quoted(value)}: {reason(error)}.")
        self.view.settle()

    def _select(self, element: ElementHandle, name: str, value: str) -> None:
        option = self.view.inside(element, value)
        if option is None:
            self._no_option(name, value, self.view.about(element)["options"])
        elif self.view.about(element)["kind"] == "select":
            element.select_option(index=option.evaluate("o => o.index"))
        elif not self.view.about(option)["on"]:
            self._click(option, value)

    def _tick(self, element: ElementHandle, name: str, value: str) -> None:
        if self.view.about(element)["on"] != (value.strip().lower() in ("true", "yes", "on", "1", "checked")):
            self._click(element, name)

    def _type(self, element: ElementHandle, _name: str, value: str) -> None:
        try:
            element.fill(value)
        except Error:
            # A number field refuses what is no number when filled, but takes what it can when typed into.
            element.click()
            element.press("Control+A")
            element.type(value)
        # Streamlit takes a value when the field is left; a chat box takes it by Enter.
        chat = element.evaluate("e => !!e.closest('[data-testid=stChatInput]')")
        element.press("Enter" if chat else "Tab")

    def _type_date(self, element: ElementHandle, _name: str, value: str) -> None:
        day = self.view.about(element)["type"] == "date"
        element.fill(as_date(value) if day else value.strip().replace(" ", "T"))
        element.press("Tab")

    def _type_segments(self, element: ElementHandle, _name: str, value: str) -> None:
        digits = re.sub(r"\D", "", as_date(value))
        parts = element.query_selector_all("[role=spinbutton]")
        parts[0].focus()
        self.page.keyboard.type(digits[: 4 if len(parts) == 2 else 14], delay=15)
        if self.page.locator("[data-testid=stDateInputCalendar]").count():
            self.page.keyboard.press("Escape")  # An open calendar keeps the value to itself.
        self.page.keyboard.press("Tab")

    def _slide(self, element: ElementHandle, name: str, value: str) -> None:
        wanted = number(value)
        if wanted is not None and self.view.about(element)["input"]:
            # Beside the value first, then there by a key as people do it: some sliders tell nobody of anything else.
            low, step = element.evaluate("e => [Number(e.min || 0), Number(e.step) || 1]")
            up = wanted > low
            element.evaluate(SET, f"{wanted - step if up else wanted + step:.10g}")
            element.press("ArrowRight" if up else "ArrowLeft")
            if not same(value, str(element.evaluate("e => e.value"))):
                low, high = element.evaluate("e => [e.min, e.max]")
                self.view.fail(f"The slider “{name}” can't be set to {quoted(value)}; it goes from {low} to {high}.")
        else:
            element.press("Home")
            offered = [self.view.about(element)["shown"]]
            while not same(value, offered[-1]):
                element.press("ArrowRight")
                offered.append(self.view.about(element)["shown"])
                if offered[-1] == offered[-2] or len(offered) > 60:
                    self._no_option(name, value, offered[:-1])
        self.page.wait_for_timeout(250)  # Streamlit sends a slider's value a fifth of a second after it rests.

    def _pick_from_list(self, element: ElementHandle, name: str, value: str) -> None:
        typed = element.evaluate("e => e.tagName === 'INPUT' && !e.readOnly")
        for filtered in (False, True) if typed else (False,):
            element.click()
            if filtered:
                element.fill(value)
            elif element.get_attribute("aria-expanded") == "false":
                element.press("ArrowDown")
            option = self.view.wait_for(lambda: self.view.element("option", {"value": value}), 0.5)
            if option is not None:
                option.click()
                if self.page.query_selector("[role=listbox]"):
                    self.page.keyboard.press("Escape")
                return
        offered = self.page.eval_on_selector_all("[role=option]", "all => all.slice(0, 20).map(o => o.innerText)")
        self.page.keyboard.press("Escape")
        self._no_option(name, value, offered)

    def _no_option(self, name: str, value: str, options: list[str]) -> None:
        offered = ", ".join(quoted(option) for option in options) or "none"
        self.view.fail(f"“{name}” does not offer {quoted(value)}; it offers {offered}.")

    def _click(self, element: ElementHandle, name: str) -> None:
        try:
            target = self.view.wait_for(lambda: element.evaluate_handle(TARGET).as_element(), FINDING)
            if target is None:
                self.view.fail(f"“{name}” is there but can't be used (disabled).")
            try:
                target.click(timeout=1500 * self.view.pace)
            except Error:
                # Something lies over it that a person would see past, or it never stops moving.
                target.evaluate("e => e.click()")
        except Error as error:
            if "because of a navigation" not in str(error):  # to where the click has led
                self.view.fail(f"“{name}” could not be clicked: {reason(error)}.")
        self.view.settle()

    # ---- finding

    def _control(self, what: str, name: str, near: str = "", nth: int = 1) -> ElementHandle:
        return self._find(what, name, near, nth) or self.view.missing(what, name, near, nth)

    def _find(self, what: str, name: str, near: str = "", nth: int = 1, wait: float = FINDING) -> ElementHandle | None:
        ask = {"what": what, "name": name, "near": near, "nth": nth}

        def ready() -> ElementHandle | None:
            found: ElementHandle | None = self.view.element("reach", ask)
            if found is None and (opener := self.view.element("opener", ask)) is not None:
                self._click(opener, name)
                found = self.view.element("find", ask)
            return found

        element: ElementHandle | None = self.view.wait_for(ready, wait)
        if element is None and wait >= FINDING:
            for opener in self.view.openers():
                self._click(opener, "a closed part of the page")
                if (element := ready()) is not None:
                    break
        return element

    def _until(self, right: Callable[[], bool]) -> bool:
        """Whether it comes true on the page as it is, or once a tab or section that is closed is opened."""
        if self.view.until(right):
            return True
        for opener in self.view.openers():
            self._click(opener, "a closed part of the page")
            if right():
                return True
        return False


def new_page(browser: Browser, proxy: str = "") -> Page:
    """A page in a context of its own, ready to be viewed; what isn't on this machine it reaches through the proxy."""
    through: ProxySettings | None = {"server": proxy, "bypass": "127.0.0.1,localhost"} if proxy else None
    context = browser.new_context(viewport={"width": 1280, "height": 800}, proxy=through)
    context.add_init_script(READY)
    return context.new_page()


def came_with(name: str) -> bytes:
    """The file of that name that came with the app: below files/, beside the checks or in the folder above."""
    for folder in (HERE / "files", HERE.parent / "files"):
        place = (folder / name).resolve()
        if place.is_relative_to(folder) and place.is_file():
            return place.read_bytes()
    raise AssertionError(f"No file {name} came with the app.")
