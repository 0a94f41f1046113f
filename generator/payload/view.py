"""Reads a page, waits until it has settled, and words what went wrong on it. Refuses to act on the page.

What it reads goes through `look.js`, in every frame of the page; what the page says beside what it shows (boxes,
console, errors, failed requests) is kept for whoever asks.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, ElementHandle, Error, Frame, Page, Request, Response

LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")
TIMERS = Path(__file__).with_name("timers.js").read_text(encoding="utf-8")
READY = f"{TIMERS}\nObject.defineProperty(window, '__look', {{ value: {LOOK} }})"
"""What every page of the app gets before anything of its own."""
QUIET = """async () => {
  const { set, soon } = window.__timers || { set: setTimeout, soon: () => false }
  const frame = () => new Promise(done => { requestAnimationFrame(done); set(done, 50) })
  const app = document.querySelector('[data-testid=stApp]')
  const server = app || document.title === 'Streamlit'
  let changed = server
  const watch = new MutationObserver(() => { changed = true })
  watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  await frame()
  if (server) await frame()
  for (const end = performance.now() + 500; (changed || !server && soon()) && performance.now() < end;) {
    changed = false
    await new Promise(done => set(done, 30))
  }
  watch.disconnect()
  if (!app) return server ? 'loading' : ''
  const { testScriptState: script, testConnectionState: connection } = app.dataset
  if ((connection || 'CONNECTED') !== 'CONNECTED') return 'loading'
  const begun = document.querySelector('[data-testid=stElementContainer],[data-testid=stDialog]')
  if (/^(initial|running|rerunRequested|stopRequested)$/.test(script)) return script
  return begun ? 'notRunning' : 'blank'
}"""
"""What a page does. One with a server draws what it is sent, and its own timers say little; any other is at rest once
it has drawn a frame without a change and nothing is due."""
REFUSALS = {400, 401, 403, 409, 413, 415, 422, 429}
"""How a server says no to what a page asks of it; that is for the page to tell, and no fault."""
REFUSED = re.compile(rf"responded with a status of ({'|'.join(map(str, sorted(REFUSALS)))})\b")
SEEING = 3.0
"""Seconds that an expectation may take to come true."""
FEWEST = 8
"""So often is looked at least in each of them: on a busy machine they last longer."""
CALM = 0.5
"""Seconds without a change after which a page rests that has set itself nothing to do."""


class Uncaught(str):
    """An error that a page raised and nothing caught."""

    __slots__ = ()


class UnmetError(AssertionError):
    """What a step expects is not so. `shown` is the value that stands there instead, "" when there is no such one."""

    def __init__(self, said: str, shown: str = "") -> None:
        super().__init__(said)
        self.shown = shown


class View:
    """One page as it is seen."""

    def __init__(self, page: Page, url: str, patience: float) -> None:
        self.page = page
        self.url = url
        self.patience = patience
        """A factor on all waiting: less than 1 where nothing is expected to come."""
        self.pace = 1.0
        """A factor on all waiting: more than 1 where the machine is busy."""
        self.said: list[str] = []
        """What alert, confirm and prompt boxes said; each was accepted."""
        self.console: list[str] = []
        self.errors: list[str] = []
        """Uncaught errors, and requests to the app itself that failed."""
        self._pending: dict[Request, float] = {}
        self._sent = 0
        self._received = 0

    # ---- reading

    def text(self, values: bool = True) -> str:
        """All that is written on the page; `values`: and in its fields."""
        return "\n".join(self.look(frame, "text", {"values": values}) or "" for frame in self.frames())

    def rows(self) -> list[str]:
        """The text of every row of a table, item of a list, or line."""
        return [row for frame in self.frames() for row in self.look(frame, "rows", {})]

    def counts(self, name: str) -> list[int]:
        """How many rows the tables and lists of that name have."""
        return [found["count"] for frame in self.frames() for found in self.look(frame, "collected", {"name": name})]

    def lines(self, name: str) -> list[list[str]]:
        """The rows of each table or list of that name, from the top."""
        all_of = [found["lines"] for frame in self.frames() for found in self.look(frame, "collected", {"name": name})]
        return [["\t".join(cells) for cells in lines] for lines in all_of]

    def cells(self, name: str, row: str, column: str) -> list[str]:
        """What stands in the tables of that name where this row and this column meet."""
        ask = {"name": name, "row": row, "column": column}
        return [text for frame in self.frames() for text in self.look(frame, "cell", ask)]

    def complaints(self) -> list[str]:
        """What the page says is wrong."""
        return [text for frame in self.frames() for text in self.look(frame, "complaints", {})]

    def outputs(self, name: str) -> list[str]:
        """What stands at that name, the likeliest first."""
        return [found["text"] for frame in self.frames() for found in self.look(frame, "outputs", {"name": name})]

    def calm_output(self, name: str) -> str:
        """What an output shows once it has stopped changing: some apps answer a moment after the last key."""
        self.until(lambda: any(self.outputs(name)))
        if not (shown := self.outputs(name)):
            self.missing("output", name)
        for _ in range(4):
            self.page.wait_for_timeout(150)
            before, shown = shown, self.outputs(name)
            if before == shown:
                break
        return shown[0] if shown else ""

    def knows(self, name: str, near: str = "", nth: int = 1) -> bool:
        """Whether a control of that name is seen; so many of them, or one where that text stands."""
        ask = {"name": name, "near": near, "nth": nth}
        return any(self.look(frame, "known", ask) for frame in self.frames())

    def about(self, element: ElementHandle) -> dict[str, Any]:
        """What sort of control it is, and its state."""
        return dict(element.evaluate("element => __look(['about', { element }])"))

    def element(self, verb: str, ask: Mapping[str, Any]) -> ElementHandle | None:
        """The one element that a verb of `look.js` gives, from the first frame that has one."""
        for frame in self.frames():
            try:
                element = frame.evaluate_handle("ask => __look(ask)", [verb, dict(ask)]).as_element()
            except Error as error:
                self._gone(error)
                continue
            if element is not None:
                return element
        return None

    def inside(self, element: ElementHandle, value: str) -> ElementHandle | None:
        """The option of a group or select that says this."""
        pick = "(root, value) => __look(['pick', { root, value }])"
        return element.evaluate_handle(pick, value).as_element()

    def openers(self) -> list[ElementHandle]:
        """Tabs, closed sections and menus that may hide what is sought."""
        found = self.page.evaluate_handle("ask => __look(ask)", ["openers", {}]).get_properties().values()
        return [element for handle in found if (element := handle.as_element()) is not None]

    def look(self, frame: Frame, verb: str, ask: Mapping[str, Any]) -> Any:
        """What a verb of `look.js` gives as data; empty while the page is being left."""
        return self.evaluate(frame, "ask => __look(ask)", [verb, dict(ask)])

    def evaluate(self, frame: Frame, script: str, given: object) -> Any:
        """What a script gives in the page; empty while that is being left."""
        try:
            return frame.evaluate(script, given)
        except Error as error:
            self._gone(error)
            return []

    def frames(self) -> list[Frame]:
        return [f for f in self.page.frames if f.parent_frame is None or f.url not in ("", "about:blank")]

    def _gone(self, error: Error) -> None:
        """A page that was left while it was read is read again; anything else is for the caller."""
        if not re.search("context was destroyed|navigat|detached", str(error), re.IGNORECASE):
            raise error

    def listen_anew(self) -> None:
        """Forget what the page has told its server so far."""
        self._sent = self._received = 0

    def wait_sent(self) -> None:
        """Wait a moment for the page to tell its server of what was pressed since `listen_anew`."""
        end = time.monotonic() + self.pace
        while not self._sent and time.monotonic() < end:
            self.page.wait_for_timeout(50)

    def served(self) -> bool:
        """Whether a server draws the page, as Streamlit does."""
        return self.page.query_selector("[data-testid=stApp]") is not None

    # ---- waiting

    def settle(self) -> None:
        """Wait until what was begun is done: scripts run, requests answered, the page at rest."""
        began = time.monotonic()
        end = began + 10 * self.pace
        while time.monotonic() < end:
            try:
                state = self.page.evaluate(QUIET)
            except Error as error:
                self._gone(error)
                self.page.wait_for_load_state("load")
                continue
            busy = any(time.monotonic() - begun < 2 for begun in self._pending.values())
            answered = state == "" or self._sent <= self._received
            if state in ("", "notRunning") and answered and not busy:
                return
            if state in ("", "blank"):
                # A web page that never rests is taken as it is; so is a Streamlit page on which nothing ever comes.
                end = min(end, began + (6 if state else 2) * self.pace)

    def wait_for(self, find: Callable[[], ElementHandle | None], seconds: float) -> ElementHandle | None:
        """What is found within these seconds."""
        tries = self._tries(seconds)
        while (element := find()) is None and next(tries, False):
            self.page.wait_for_timeout(80)
        return element

    def until(self, right: Callable[[], bool], steady: bool = False) -> bool:
        """Whether it comes true; `steady`: and stays so for a moment."""
        tries = self._tries(SEEING)
        while True:
            if right():
                if not steady:
                    return True
                self.page.wait_for_timeout(150)
                if right():
                    return True
            if not next(tries, False):
                return False
            self.page.wait_for_timeout(80)

    def _tries(self, seconds: float) -> Iterator[bool]:
        """One for each time that something may be looked at again within these seconds, or until the page rests."""
        wait = seconds * self.patience * self.pace
        end, left = time.monotonic() + wait, int(wait * FEWEST)
        while (time.monotonic() < end or left > 0) and not self.rests(end - time.monotonic()):
            left -= 1
            yield True

    def rests(self, seconds: float) -> bool:
        """Whether nothing on the page will change within these seconds until somebody acts: to wait is of no use."""
        if self._pending or self._sent > self._received:
            return False
        calm = 1000 * CALM * self.pace
        ask = "([calm, ahead]) => Boolean(window.__timers && __timers.rests(calm, ahead))"
        return all(self.evaluate(frame, ask, [calm, max(calm, 1000 * seconds)]) for frame in self.frames())

    # ---- saying what went wrong

    def missing(self, what: str, name: str, near: str = "", nth: int = 1) -> NoReturn:
        """Fail because nothing of that name is there, or not so many."""
        nouns = {"output": "output", "press": "button", "upload": "file field", "toggle": "checkbox"}
        self.fail(f"There is no {nouns.get(what, 'control')} named {one(name, near, nth)}.")

    def fail(self, sentence: str, shown: str = "") -> NoReturn:
        """Fail with one sentence, and beneath it what is on the page instead. `shown`: the one value that stands where
        another was expected."""
        lines = [sentence]
        for frame in self.frames():
            if seen := self.look(frame, "survey", {}):
                lines += [
                    "Controls: " + (", ".join(seen["controls"]) or "none"),
                    "Page: " + " ".join(seen["text"].split()),
                ]
        raise UnmetError("\n".join(lines)[:3000], shown)

    # ---- listening

    def listen(self) -> None:
        """Keep what the page says beside what it shows, until `deafen`."""
        for event, hear in self._hearing().items():
            self.page.on(event, hear)  # type: ignore[call-overload]

    def deafen(self) -> None:
        """Hear no more: the page goes on to show something else."""
        for event, hear in self._hearing().items():
            self.page.remove_listener(event, hear)

    def _hearing(self) -> dict[str, Callable[[Any], None]]:
        return {
            "dialog": self._on_dialog,
            "pageerror": self._on_error,
            "console": self._on_console,
            "request": self._on_request,
            "requestfinished": self._on_finished,
            "requestfailed": self._on_failed,
            "response": self._on_response,
            "websocket": self._on_websocket,
        }

    def _on_dialog(self, dialog: Dialog) -> None:
        self.said.append(dialog.message[:1000])
        dialog.accept()

    def _on_request(self, request: Request) -> None:
        self._pending[request] = time.monotonic()

    def _on_finished(self, request: Request) -> None:
        self._pending.pop(request, None)

    def _on_error(self, error: Error) -> None:
        self.errors.append(Uncaught(f"{error.message}\n{error.stack or ''}"[:1500]))

    def _on_console(self, said: ConsoleMessage) -> None:
        refused = REFUSED.search(said.text)
        about_icon = "favicon" in str(said.location.get("url", ""))
        if said.type == "error" and not refused and not about_icon and len(self.console) < 50:
            self.console.append(said.text[:1000])

    def _on_failed(self, request: Request) -> None:
        self._pending.pop(request, None)
        if self._ours(request.url) and "ABORTED" not in (request.failure or ""):
            self.errors.append(f"{urlsplit(request.url).path[:200]} could not be loaded.")

    def _on_response(self, response: Response) -> None:
        refused = response.status in REFUSALS and response.request.resource_type in ("fetch", "xhr")
        if response.status >= 400 and not refused and self._ours(response.url):
            self.errors.append(f"{urlsplit(response.url).path[:200]} answered {response.status}.")

    def _ours(self, url: str) -> bool:
        return urlsplit(url).netloc == urlsplit(self.url).netloc and "favicon" not in url

    def _on_websocket(self, socket: Any) -> None:
        """A Streamlit page that has asked its server for something isn't at rest until an answer has come."""

        def on_sent(_: object) -> None:
            self._sent, self._received = 1, 0

        def on_received(_: object) -> None:
            self._received = 1

        socket.on("framesent", on_sent)
        socket.on("framereceived", on_received)


def reason(error: Exception) -> str:
    """What a browser's error says, in one line."""
    return (str(error).strip().splitlines() or ["no reason given"])[0].split(": ", 1)[-1].rstrip(".")[:200]


def one(name: str, near: str, nth: int) -> str:
    """Which of the controls of a name is meant, in words."""
    return f"“{name}”" + (f" near “{near}”" if near else f" number {nth}" if nth > 1 else "")


def quoted(text: str) -> str:
    """A text from a page in one short line."""
    return "“" + " ".join(text.split())[:200] + "”"
