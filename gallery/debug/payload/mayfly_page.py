"""Opens a page of the repository in Chromium, and where that raises nothing presses its buttons, and tells what was
raised: the stack, and what the names in it held. Refuses to press more than a few. Standard library and Playwright.

Called with the page's path; tells in `out/told.json` what the probe of a command would.
"""

import contextlib
import functools
import json
import os
import re
import sys
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response, sync_playwright

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
BROWSER = "/usr/bin/chromium-headless-shell"
BUTTONS = "button:visible, [role=button]:visible, input[type=button]:visible, input[type=submit]:visible"
FIELDS = "input:visible:not([type=button],[type=submit],[type=checkbox],[type=radio],[type=file]), textarea:visible"
MOST_PRESSED, MOST_FRAMES, MOST_VALUES, MOST_TEXT, MOST_NOTES = 12, 20, 20, 500, 6
SECONDS = 35.0
OPENING, PRESSING = 5000, 1500
STEP = re.compile(r"^\s*at (?:async )?(?:(.+?) \()?(?:https?://[^/\s]+)?/?([^\s()]*?):(\d+):\d+\)?\s*$", re.M)


class Look:
    """One fresh visit of the page, and what went wrong in it."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.page: Page = context.new_page()
        self.origin = origin
        self.paused: list[dict[str, Any]] = []
        self.raised: list[tuple[str, str, str]] = []
        """Kind, message and stack of what nobody caught."""
        self.said: list[str] = []
        self.lacked: list[str] = []
        self.page.on("pageerror", self.on_error)
        self.page.on("console", self.on_console)
        self.page.on("requestfailed", self.on_refused)
        self.page.on("response", self.on_response)
        self.cdp: Any = context.new_cdp_session(self.page)
        self.scripts: dict[str, str] = {}
        self.cdp.on("Debugger.scriptParsed", lambda told: self.scripts.update({told["scriptId"]: told["url"]}))
        self.cdp.on("Debugger.paused", self.on_paused)
        self.cdp.send("Debugger.enable")
        self.cdp.send("Debugger.setPauseOnExceptions", {"state": "uncaught"})

    def on_error(self, error: Error) -> None:
        self.raised.append((error.name or "Error", self.plain(error.message), error.stack or ""))

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.said.append(self.plain(message.text)[:MOST_TEXT])

    def on_refused(self, request: Request) -> None:
        if not request.url.startswith(self.origin):
            self.lacked.append(f"{request.url[:200]} can't be reached from here")

    def on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.url.endswith("/favicon.ico"):
            self.lacked.append(f"{self.plain(response.url)[:200]} is not there ({response.status})")

    def on_paused(self, told: dict[str, Any]) -> None:
        """It was raised, and nothing has gone on yet: what do the names hold?"""
        try:
            if not self.paused:
                self.paused = [self.frame(one) for one in told["callFrames"][:MOST_FRAMES]]
        finally:
            self.cdp.send("Debugger.resume")

    def frame(self, told: dict[str, Any]) -> dict[str, Any]:
        path = self.path(told.get("url") or self.scripts.get(told["location"]["scriptId"], ""))
        values: dict[str, dict[str, Any]] = {}
        for scope in told["scopeChain"] if path else ():
            if scope["type"] in ("local", "block", "closure", "script", "module") and len(values) < MOST_VALUES:
                held = self.cdp.send(
                    "Runtime.getProperties", {"objectId": scope["object"]["objectId"], "generatePreview": True}
                )
                for one in held["result"]:
                    if "value" in one and one["value"]["type"] != "function" and len(values) < MOST_VALUES:
                        values.setdefault(one["name"], value_of(one["name"], one["value"]))
        line = told["location"]["lineNumber"] + 1
        return frame_of(path, line, told["functionName"], list(values.values()))

    def path(self, url: str) -> str:
        """A file of the repository as its path, "" for any other."""
        return unquote(urlsplit(url).path)[1:] if url.startswith(f"{self.origin}/") else ""

    def plain(self, text: str) -> str:
        return text.replace(f"{self.origin}/", "").replace(self.origin, "")

    def failure(self) -> dict[str, Any] | None:
        """What went wrong first, as the probe would tell it; None when nothing did."""
        if self.raised:
            kind, message, stack = self.raised[0]
            frames = self.paused or self.stacked(stack)
            return {"kind": kind, "message": message[:2000], "frames": frames[::-1], "comparison": None}
        for kind, told in (
            ("ConsoleError", self.said),
            ("NotFound", [one for one in self.lacked if "not there" in one]),
        ):
            if told:
                return {"kind": kind, "message": told[0], "frames": [], "comparison": None}
        return None

    def stacked(self, stack: str) -> list[dict[str, Any]]:
        """The frames of a stack, where it was raised first."""
        found = [(unquote(one[2]), int(one[3]), one[1] or "") for one in STEP.finditer(stack)]
        return [frame_of(path, line, function, []) for path, line, function in found[:MOST_FRAMES]]


def frame_of(path: str, line: int, function: str, values: list[dict[str, Any]]) -> dict[str, Any]:
    is_own = bool(path) and os.path.isfile(os.path.join(ROOT, path))
    source = ""
    if is_own:
        with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
            lines = file.read().split("\n")
        source = lines[line - 1].strip()[:300] if line <= len(lines) else ""
    return {
        "path": path or "elsewhere",
        "line": line,
        "function": function,
        "source": source,
        "own": is_own,
        "values": values,
    }


def value_of(name: str, told: dict[str, Any]) -> dict[str, Any]:
    """As `mayfly_shown` does of Python's."""
    kind = told.get("className") or told["type"]
    shown = json.dumps(told["value"], ensure_ascii=False) if "value" in told else inside(told)
    number = told["value"] if told["type"] == "number" and isinstance(told.get("value"), int | float) else None
    return {"name": name[:80], "shown": shown[:MOST_TEXT], "kind": kind[:80], "number": number}


def inside(told: dict[str, Any]) -> str:
    """What an object holds, one level deep."""
    preview = told.get("preview")
    if not preview or told.get("subtype") not in (None, "array"):
        return f"{told.get('description') or told['type']}"
    is_list = told.get("subtype") == "array"
    parts = [one.get("value", "…") for one in preview["properties"]]
    if not is_list:
        parts = [f"{one['name']}: {part}" for one, part in zip(preview["properties"], parts, strict=True)]
    parts += ["…"] if preview["overflow"] else []
    return f"[{', '.join(parts)}]" if is_list else f"{{{', '.join(parts)}}}"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """What it serves is of no interest."""


def visits(context: BrowserContext, origin: str, path: str) -> tuple[str, Look]:
    """What was done, and the visit in which something went wrong, or the first."""
    until = time.monotonic() + SECONDS
    first = visited(context, origin, path)
    if first.failure():
        return "when it was opened", first
    count = min(first.page.locator(BUTTONS).count(), MOST_PRESSED)
    for filled in (False, True) if first.page.locator(FIELDS).count() else (False,):
        for number in range(count):
            if time.monotonic() > until:
                return "not", first
            look = visited(context, origin, path)
            button = look.page.locator(BUTTONS).nth(number)
            try:
                name = (button.inner_text(timeout=PRESSING) or button.get_attribute("value") or "").strip()
                if filled:
                    fill(look.page)
                button.click(timeout=PRESSING)
                settle(look.page)
            except Error:  # it went away, or is covered
                continue
            if look.failure():
                with_what = ", its fields filled" if filled else ""
                return f"after “{' '.join(name.split())[:60]}” was pressed{with_what}", look
            look.page.close()
    return f"neither when it was opened, nor after each of its {count} buttons was pressed", first


def fill(page: Page) -> None:
    for field in page.locator(FIELDS).all()[:20]:
        kind = field.get_attribute("type") or "text"
        said = {"date": "2026-02-28", "time": "12:30", "month": "2026-02", "email": "a@example.org"}
        said |= {"url": "http://example.org", "color": "#336699", "range": "1"}
        field.fill(said.get(kind, "7"), timeout=PRESSING)


def visited(context: BrowserContext, origin: str, path: str) -> Look:
    look = Look(context, origin)
    try:
        look.page.goto(f"{origin}/{quote(path)}", timeout=OPENING, wait_until="load")
    except Error as error:
        look.said.append(look.plain(error.message.partition("\n")[0]))
    settle(look.page)
    return look


def settle(page: Page) -> None:
    with contextlib.suppress(Error):
        page.wait_for_load_state("networkidle", timeout=PRESSING)
    page.wait_for_timeout(250)  # for what begins a little later: no event tells that nothing will


def main(path: str, out: str) -> None:
    began = time.monotonic()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=ROOT))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        how, look = visits(browser.new_context(), origin, path)
        failure = look.failure()
        notes = list(dict.fromkeys([*look.lacked, *(f"The console says: {one}" for one in look.said)]))[:MOST_NOTES]
        browser.close()
    test = {"id": path, "when": how, "outcome": "failed" if failure else "passed", "seconds": time.monotonic() - began}
    os.makedirs(os.path.dirname(out), exist_ok=True)
    with open(out, "w") as file:
        json.dump({"tests": [{**test, "failure": failure}], "failure": failure, "notes": notes}, file)
    print(f"{path}: it {'fails' if failure else 'raises nothing,'} {how}.")
    sys.exit(1 if failure else 0)


if __name__ == "__main__":
    main(sys.argv[1], os.path.join(HERE, "out", "told.json"))
