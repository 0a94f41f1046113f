"""Uses a stranger's app as a person would, for the oracles in this folder: finds fields by what stands at them and
reads what is shown. Refuses to know how an app was made, or to care about wording beyond the hints it is given."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Locator, Page

FIELDS = """() => {
  const seen = [];
  for (const e of document.querySelectorAll('[data-judge]')) e.removeAttribute('data-judge');
  let id = 0;
  const visible = (e) => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    return r.width > 0 && r.height > 0 && s.visibility !== 'hidden' && s.display !== 'none'; };
  const words = (e) => {
    const parts = [e.getAttribute('aria-label'), e.placeholder, e.getAttribute('title')];
    for (const l of e.labels || []) parts.push(l.innerText);
    for (const i of (e.getAttribute('aria-labelledby') || '').split(' ')) {
      const l = i && document.getElementById(i); if (l) parts.push(l.innerText); }
    const box = e.closest('[data-testid^="st"]:not([data-testid="stVerticalBlock"])');
    const label = box && box.querySelector('[data-testid="stWidgetLabel"]');
    if (label) parts.push(label.innerText);
    if (!parts.some((p) => p && p.trim())) {
      let before = e.previousSibling;
      while (before && !(before.textContent || '').trim()) before = before.previousSibling;
      if (before) parts.push((before.textContent || '').trim().slice(-80));
      else if (e.parentElement) parts.push(e.parentElement.innerText.slice(0, 80));
    }
    const plain = (text) => (text || '').replace(/[-_]/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
    parts.push(plain(e.name), plain(e.id));
    return parts.filter(Boolean).join(' | ').toLowerCase();
  };
  for (const e of document.querySelectorAll(
    'input, textarea, select, [contenteditable="true"], [role="slider"], ' +
    '[data-testid="stDateInput"], [data-testid="stTimeInput"]')) {
    const type = (e.type || e.getAttribute('role') || '').toLowerCase();
    if (['hidden', 'submit', 'button', 'reset', 'image'].includes(type) || e.disabled) continue;
    const box = e.closest('[data-testid="stDateInput"], [data-testid="stTimeInput"]');
    const segments = box && box.querySelector('[role="spinbutton"]');
    if (box && (segments || box.dataset.testid === 'stDateInput' ? e !== box : e === box)) continue;
    const choosing = ['radio', 'checkbox', 'file'].includes(type);
    if (!choosing && type !== 'range' && !visible(e)) continue;
    let sort = e.tagName === 'SELECT' ? 'select' : type;
    if (e.getAttribute('role') === 'combobox' && e.tagName === 'INPUT') sort = 'combobox';
    if (e === box) sort = segments ? 'segments' : 'date box';
    if (sort === 'range' && e.closest('[data-testid="stSlider"]')) sort = 'slider';
    if (type === 'radio' && e.closest('label') === null && !(e.labels || []).length && !visible(e)) continue;
    e.setAttribute('data-judge', String(id));
    const group = e.closest('fieldset, [role="radiogroup"], [data-testid="stRadio"]');
    seen.push({ id: String(id++), sort, words: words(e), readonly: !!e.readOnly, value: e.value || '',
      group: group ? group.innerText.toLowerCase() : '',
      options: e.tagName === 'SELECT' ? [...e.options].map((o) => o.text) : [] });
  }
  return seen;
}"""

SHOWN = """() => {
  const parts = [document.body.innerText];
  for (const e of document.querySelectorAll('input, textarea')) {
    const r = e.getBoundingClientRect();
    if (r.width > 0 && !['checkbox', 'radio', 'file', 'hidden'].includes(e.type)) parts.push(e.value);
  }
  for (const row of document.querySelectorAll('canvas [role="row"]'))
    parts.push([...row.querySelectorAll('[role="gridcell"], [role="columnheader"]')]
      .map((c) => c.textContent).join(' \\t '));
  return parts.join('\\n');
}"""

BUTTONS = """() => {
  for (const e of document.querySelectorAll('[data-judge-button]')) e.removeAttribute('data-judge-button');
  return [...document.querySelectorAll(
    'button, input[type=submit], input[type=button], [role=button], a[download]')]
  .filter((e) => e.getBoundingClientRect().width > 0 && !e.disabled && !e.closest(
    'header, [data-testid="stElementToolbar"], [data-testid="stNumberInput"], [data-testid="stDateInput"], ' +
    '[data-testid="stFileUploader"]'))
  .map((e, at) => { e.setAttribute('data-judge-button', String(at));
    const name = [e.innerText || e.value, e.getAttribute('aria-label'), e.title];
    return name.filter(Boolean).join(' ').toLowerCase(); });
}"""

GO = ["calculate", "compute", "convert", "submit", "show", "go", "count", "generate", "check", "start", "run", "apply",
      "update", "get", "find", "process", "replace", "remove", "sort", "analy", "format", "create", "clean",
      "="]  # fmt: skip


class Judge:
    """A person at the app's page. Every finder takes hints: the first hint that matches a field's words wins."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.trouble: list[str] = []

    def open(self) -> None:
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(self.url, wait_until="load", timeout=20_000)
        self.settle(least=1.0)

    def settle(self, least: float = 0.6, most: float = 10.0) -> None:
        """Wait until what is shown has stood still for a while and no Streamlit script runs."""
        start = time.monotonic()
        last, since = "", start
        while time.monotonic() - start < most:
            now = str(self.page.evaluate(SHOWN))
            running = self.page.locator('[data-test-script-state="running"], [data-testid="stSkeleton"]').count()
            if now != last or running:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > 0.6 and time.monotonic() - start > least:
                return
            self.page.wait_for_timeout(100)

    def fields(self, *sorts: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(FIELDS)
        return [f for f in found if (not sorts or f["sort"] in sorts) and not f["readonly"]]

    def field(self, hints: Sequence[str], *sorts: str) -> dict[str, Any]:
        fields = [f for f in self.fields(*sorts) if f["sort"] not in ("radio", "checkbox", "file") or sorts]
        for hint in hints:
            for f in fields:
                if re.search(hint, f["words"]):
                    return f
        raise AssertionError(f"no field for {hints} among {[f['words'] for f in fields]}")

    def at(self, field: dict[str, Any]) -> Locator:
        return self.page.locator(f'[data-judge="{field["id"]}"]')

    def fill(self, hints: Sequence[str], value: str | float) -> None:
        """Put a value in the field that the hints name: typed, picked from a list, slid to, or chosen as a date."""
        field = self.field(hints)
        place = self.at(field)
        text = f"{value:g}" if isinstance(value, float) else str(value)
        sort = field["sort"]
        if sort == "select":
            self._select(place, field["options"], text)
        elif sort == "combobox":
            place.click()
            place.fill(text)
            self.page.wait_for_timeout(300)
            place.press("Enter")
        elif sort == "slider":
            self._slide(place, float(text))
        elif sort == "range":
            place.evaluate(
                "(e, v) => { Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, v);"
                "e.dispatchEvent(new Event('input', {bubbles: true}));"
                "e.dispatchEvent(new Event('change', {bubbles: true})); }",
                text,
            )
        elif sort == "segments":
            place.locator("[role=spinbutton]").first.click()
            self.page.keyboard.type(re.sub(r"\D", "", text), delay=20)
            self.page.keyboard.press("Escape")
            self.page.keyboard.press("Tab")
        elif sort == "date box":
            place.locator("input").first.fill(text.replace("-", "/"))
            place.locator("input").first.press("Enter")
        else:
            place.fill(text)
            if sort in ("textarea", ""):
                place.press("Control+Enter")
            place.press("Tab")
        self.settle()

    def paste(self, text: str, at: int = 0) -> None:
        """Put a text of several lines in the box for it: the first one of the page, or the one at `at`."""
        boxes = self.fields("textarea")
        assert len(boxes) > at, f"no box for a text among {[f['words'] for f in self.fields()]}"
        self.at(boxes[at]).fill(text)
        self.at(boxes[at]).press("Tab")
        self.settle()

    def _select(self, place: Locator, options: list[str], text: str) -> None:
        for option in options:
            if text.lower() in option.lower():
                place.select_option(label=option)
                return
        raise AssertionError(f"no option {text!r} among {options}")

    def _slide(self, place: Locator, value: float) -> None:
        for _ in range(300):
            now = float(place.evaluate("e => e.getAttribute('aria-valuenow') || e.value || 0"))
            if abs(now - value) < 1e-6:
                return
            place.press("ArrowRight" if now < value else "ArrowLeft")
        raise AssertionError(f"the slider never reached {value}")

    def choose(self, option: str, hints: Sequence[str] = (".",)) -> None:
        """Pick an option wherever it is offered: a select, a list that opens, a radio button or a plain button."""
        for field in self.fields("select"):
            if any(option.lower() in o.lower() for o in field["options"]):
                self._select(self.at(field), field["options"], option)
                self.settle()
                return
        radio = self.page.locator("label, [role=radio], [role=option]").filter(has_text=re.compile(option, re.I))
        if radio.count():
            radio.first.click()
        elif self.fields("combobox"):
            place = self.at(self.field(hints, "combobox"))
            place.click()
            place.fill(option)
            self.page.wait_for_timeout(300)
            place.press("Enter")
        else:
            self.press([re.escape(option.lower())])
        self.settle()

    def offered(self, field: dict[str, Any]) -> list[str]:
        """What a list offers to pick from."""
        if field["sort"] == "select":
            return [o for o in field["options"] if o.strip() and not re.match(r"(select|choose|--|—)", o.lower())]
        self.at(field).click()
        self.page.wait_for_timeout(300)
        options = [t.strip() for t in self.page.locator("[role=option]").all_inner_texts()]
        self.page.keyboard.press("Escape")
        return options

    def enter(self, hints: Sequence[str], wanted: Sequence[str], otherwise: int = 0) -> str:
        """Type the first wanted text, or pick it (else the option at `otherwise`) where there is a list to pick from.
        Gives the text that was entered."""
        field = self.field(hints)
        if field["sort"] not in ("select", "combobox"):
            self.fill(hints, wanted[0])
            return wanted[0]
        options = self.offered(field)
        match = [o for w in wanted for o in options if w.lower() in o.lower()]
        entered = match[0] if match else options[otherwise] if otherwise < len(options) else wanted[0]
        self.fill(hints, entered)
        return entered

    def try_choices(self, holds: Callable[[], bool]) -> None:
        """Go through what can be picked (unit, direction, mode), one pick and then pairs, until something holds."""
        self.go()
        if holds():
            return
        lists = [(f, self.offered(f)) for f in self.fields("select", "combobox")]
        for field, options in lists:
            for other, others in [(None, [""]), *[pair for pair in lists if pair[0] is not field]]:
                for option in options[:8]:
                    for second in others[:8]:
                        self._pick(field, option)
                        if other is not None:
                            self._pick(other, second)
                        self.go()
                        if holds():
                            return
        for option in self.page.locator("label:has(input[type=radio]), [role=radio], [role=tab]").all():
            option.click()
            self.settle()
            self.go()
            if holds():
                return
        raise AssertionError(f"no choice made it hold; shown:\n{self.shown()[:1500]}")

    def _pick(self, field: dict[str, Any], option: str) -> None:
        self.fields()
        if field["sort"] == "select":
            self.at(field).select_option(label=option)
        else:
            place = self.at(field)
            place.click()
            place.fill(option)
            self.page.wait_for_timeout(200)
            place.press("Enter")
        self.settle()

    def tick(self, hints: Sequence[str], on: bool) -> None:
        """Set a checkbox or a switch."""
        for hint in hints:
            for field in self.fields("checkbox"):
                if re.search(hint, field["words"]):
                    place = self.at(field)
                    if place.is_checked() != on:
                        place.evaluate("e => e.click()")
                        self.settle()
                    return
        raise AssertionError(f"no checkbox for {hints} among {[f['words'] for f in self.fields('checkbox')]}")

    def buttons(self) -> list[tuple[str, Locator]]:
        """Names and places of the buttons that the app itself shows."""
        found: list[str] = self.page.evaluate(BUTTONS)
        return [(name, self.page.locator(f'[data-judge-button="{at}"]')) for at, name in enumerate(found)]

    def button(self, hints: Sequence[str]) -> Locator | None:
        named = self.buttons()
        return next((place for hint in hints for name, place in named if re.search(hint, name)), None)

    def press(self, hints: Sequence[str], *, needed: bool = True) -> bool:
        button = self.button(hints)
        if button is None:
            assert not needed, f"no button for {hints} among {[name for name, _ in self.buttons()]}"
            return False
        button.click()
        self.settle()
        return True

    def go(self) -> None:
        """Press the button that does the work, where there is one: named so, or the only one there is."""
        if self.press([re.escape(word) for word in GO], needed=False) or len(self.buttons()) != 1:
            return
        self.press([r"^(?!.*(reset|clear|delete|remove|add|save|download|copy))"], needed=False)

    def near(self, text: str, hints: Sequence[str]) -> Locator:
        """The button or checkbox of the row that holds a text: the one that is the least above or below it."""
        place = self.page.get_by_text(text, exact=False).last.bounding_box()
        assert place, f"{text!r} is not on the page"
        middle = place["y"] + place["height"] / 2
        pattern = re.compile("|".join(hints))
        best: tuple[float, Locator] | None = None
        for control in self.page.locator("button, [role=button], input[type=checkbox], label, a").all():
            box = control.bounding_box()
            name = control.evaluate("e => [e.innerText, e.getAttribute('aria-label'), e.title].join(' ').toLowerCase()")
            if not box or not (pattern.search(name) or control.get_attribute("type") == "checkbox"):
                continue
            off = abs(box["y"] + box["height"] / 2 - middle)
            if best is None or off < best[0]:
                best = (off, control)
        assert best, f"no control like {hints} at {text!r}"
        assert best[0] < 60, f"no control like {hints} close to {text!r}"
        around = best[1].locator("xpath=self::input/ancestor::label[1]")  # Streamlit draws the box over its input
        return around if around.count() else best[1]

    def upload(self, filename: str, content: bytes) -> None:
        files = self.page.locator("input[type=file]")
        assert files.count(), "there is nowhere to put a file"
        files.first.set_input_files({"name": filename, "mimeType": "text/plain", "buffer": content})
        self.settle(least=1.0)

    def download(self, hints: Sequence[str] = ("download", "save", "export")) -> bytes:
        button = self.button(hints)
        assert button, f"no download among {[name for name, _ in self.buttons()]}"
        with self.page.expect_download(timeout=8_000) as got:
            button.click()
        with open(got.value.path(), "rb") as file:
            return file.read()

    def reload(self) -> None:
        self.page.reload(wait_until="load")
        self.settle(least=1.0)

    def shown(self) -> str:
        return str(self.page.evaluate(SHOWN))

    def numbers(self) -> list[float]:
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", self.shown().replace("−", "-"))
        return [float(n) for n in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?|(?<=[$€£])\d+(?:\.\d+)?", text)]

    def soon(self, holds: Callable[[], bool], seconds: float = 3) -> None:
        """Wait for what a busy machine may show late; whoever asks looks again afterwards."""
        until = time.monotonic() + seconds
        while not holds() and time.monotonic() < until:
            self.page.wait_for_timeout(200)

    def sees_number(self, value: float, tolerance: float = 0.011) -> None:
        self.soon(lambda: any(abs(n - value) <= tolerance for n in self.numbers()))
        numbers = self.numbers()
        assert any(abs(n - value) <= tolerance for n in numbers), f"{value} is not among {numbers}"

    def lacks_number(self, value: float, tolerance: float = 0.0001) -> None:
        assert all(abs(n - value) > tolerance for n in self.numbers()), f"{value} is shown already"

    def sees(self, pattern: str) -> None:
        self.soon(lambda: bool(re.search(pattern, self.shown(), re.I)))
        assert re.search(pattern, self.shown(), re.I), f"{pattern!r} is not shown in:\n{self.shown()[:1500]}"

    def lacks(self, pattern: str) -> None:
        assert not re.search(pattern, self.shown(), re.I), f"{pattern!r} is shown in:\n{self.shown()[:1500]}"

    def sound(self) -> None:
        """No error on the page or in it."""
        assert not self.trouble, self.trouble
        assert not self.page.locator('[data-testid="stException"]').count(), "the app shows a traceback"
