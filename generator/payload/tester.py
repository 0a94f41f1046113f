"""Runs checks in a warm browser, inside the tester, one request after the other. Refuses to judge: says what happened.

A request is one JSON text over a socket in the file system, which no page can reach; so is the answer. A page may hang,
crash or lie: what takes too long has its renderer killed.
"""

import base64
import contextlib
import functools
import io
import json
import os
import runpy
import shutil
import signal
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import invariants
from PIL import Image
from PIL.ImageStat import Stat
from playwright.sync_api import Browser, CDPSession, Error, Page, Playwright, sync_playwright
from service_invariants import SERVICE_INVARIANTS
from steps import SLOWEST, App, new_page

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-breakpad", "--no-first-run"]
FORGET = "() => { window.name = ''; sessionStorage.clear(); Storage.prototype.setItem = () => {} }"
"""What belongs to the page and not to its origin; nor may it be put back while the page is left."""
LOOKING = 20.0
"""Seconds for one invariant."""
COLOURS = 12
"""So far apart, of 255, are the darkest and the lightest of a colour in the picture of a page that shows anything."""
MOST_PICTURE = 2 << 20
"""Letters of one."""
WIPING = 10.0
"""Seconds in which a page has to go."""
TICKS = os.sysconf("SC_CLK_TCK")

Test = Callable[[App], None]
Result = dict[str, Any]
"""One outcome: id, mark (passed, failed, error), what was said, seconds, whether the page was late, its console and
errors, and where there is one the picture of it, as base64."""


def main() -> None:
    """Serve until the sandbox ends."""
    with sync_playwright() as playwright, socket.socket(socket.AF_UNIX) as door:
        desk = Desk(playwright)
        desk.page()
        door.bind(str(HERE / "tester.sock"))
        door.listen(4)
        while True:
            caller, _ = door.accept()
            with caller, contextlib.suppress(BrokenPipeError, ConnectionResetError):
                with caller.makefile("rb") as stream:
                    request = json.loads(stream.read())
                caller.sendall(json.dumps(answer(desk, request)).encode())
            with watched(WIPING, WIPING):
                desk.wipe()


class Desk:
    """The browser, and a page in it that stays: to wipe one is quicker than to make one, and a Streamlit app opens
    twice as fast on a page that has had one before."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None
        self._page: Page | None = None
        self._proxy = ""
        self._used: App | None = None

    def browser(self) -> Browser:
        """A browser that answers."""
        if self._browser is None or not self._browser.is_connected():
            found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
            self._browser = self._playwright.chromium.launch(executable_path=found, args=FLAGS)
            self._page = None
        return self._browser

    def page(self, proxy: str = "") -> Page:
        """The page that stays, as if new; another one for another proxy."""
        browser = self.browser()
        if self._page is None or proxy != self._proxy:
            self._page, self._proxy = new_page(browser, proxy), proxy
        return self._page

    @contextlib.contextmanager
    def opened(self, request: dict[str, Any]) -> Iterator[App]:
        """The app on a page without any storage; `go` opens it."""
        self.wipe()
        self._used = App(self.page(request["proxy"]), request["url"], request["patience"])
        self._used.view.pace = request["pace"]
        yield self._used

    def wipe(self) -> None:
        """Forget the app that was opened last. Whoever asked for it needs not wait for this."""
        app, self._used = self._used, None
        if app is None:
            return
        try:
            app.view.deafen()
            app.page.evaluate(FORGET)
            app.page.goto("about:blank")
            with devtools(app.page) as ask:
                ask.send("Storage.clearDataForOrigin", {"origin": app.url, "storageTypes": "all"})
        except Error:
            self._page = None
            with contextlib.suppress(Error):
                app.page.context.close()


def answer(desk: Desk, request: dict[str, Any]) -> list[Result]:
    """What came of the checks or invariants asked for."""
    seconds = float(request["seconds"])
    with watched(seconds, seconds * request["busy"]) as hung:
        return examine(desk, request, hung) if request["do"] == "examine" else check(desk, request)


def check(desk: Desk, request: dict[str, Any]) -> list[Result]:
    """Call tests of a file as pytest would, without the time that it takes to start; `once`: all on one page; `brief`:
    until one fails, which an error while the page opens does too."""
    try:
        tests = loaded(HERE / request["file"])
    except Exception as error:
        return [result(name, *judged(error)) for name in request["tests"]]
    together = [request["tests"]] if request["once"] else [[name] for name in request["tests"]]
    results: list[Result] = []
    for names in together:
        results += call(desk, request, {name: tests[name] for name in names})
        if ended(request, results):
            break
    return results


def call(desk: Desk, request: dict[str, Any], tests: dict[str, Test]) -> list[Result]:
    """What comes of tests on one page of the app."""
    results: list[Result] = []
    seen = not all(map(asks_only, tests.values()))
    with desk.opened(request) as app:
        unopened = caught(app.go if seen else app.view.listen)
        if seen and request["brief"] and (wrong := unopened or caught(functools.partial(invariants.no_errors, app))):
            results.append(result("opens", *judged(wrong), app=app))
        for name, test in tests.items():
            if ended(request, results):
                break
            began = time.monotonic()
            error = unopened or caught(functools.partial(test, app))
            said = result(name, *judged(error), time.monotonic() - began, app)
            shot = picture(app) if seen and request["pictures"] else ""
            shown = getattr(error, "shown", "")[:200]
            results.append({**said, "step": failed_at(test, error), "shown": shown, "picture": shot})
    return results


def asks_only(test: Test) -> bool:
    """Whether a test has no need of the page: all its steps are requests."""
    return {*test.__code__.co_names} <= {"request"}


def ended(request: dict[str, Any], results: list[Result]) -> bool:
    """Whether nothing more is asked for."""
    return bool(request["brief"] and results and results[-1]["mark"] != "passed")


def caught(work: Callable[[], None]) -> Exception | None:
    """What some work raised."""
    try:
        work()
    except Exception as error:
        return error
    return None


@functools.cache
def loaded(path: Path) -> dict[str, Test]:
    """The functions of a file of tests."""
    return runpy.run_path(str(path))


def judged(error: BaseException | None) -> tuple[str, str]:
    """What an exception, or none, means."""
    if error is None:
        return "passed", ""
    if isinstance(error, AssertionError):
        return "failed", str(error)
    if isinstance(error, Error) and any(word in str(error).lower() for word in ("crashed", "closed", "timeout")):
        return "failed", "The page stopped answering.\n" + str(error)
    return "error", f"{type(error).__name__}: {error}"


def failed_at(test: Test, error: BaseException | None) -> int:
    """Which step of a test an exception came from, from 1; 0 when it wasn't one of them."""
    frames = traceback.walk_tb(error.__traceback__ if error else None)
    inside = [line for frame, line in frames if frame.f_code is test.__code__]
    return inside[0] - test.__code__.co_firstlineno - 1 if inside else 0  # below `def` and its sentence


def examine(desk: Desk, request: dict[str, Any], hung: threading.Event) -> list[Result]:
    """Hold the app against what must be true of any app. What fails and may come of a slow machine, or of an app that
    takes its time, is looked at once more on a new page with more patience, as is what was not come to."""
    wanted = {"opens": opens, **invariants.INVARIANTS, **(SERVICE_INVARIANTS if request["service"] else {})}
    results, doubted = look(desk, request, wanted)
    if doubted and not hung.is_set():
        more = doubted | (wanted.keys() - results.keys()) | {"opens"} | ({"reload"} if "phone" in doubted else set())
        again, _ = look(desk, {**request, "pace": SLOWEST}, {name: wanted[name] for name in wanted if name in more})
        unsaid = {name for name in again if name not in results or results[name]["mark"] == "error"}
        results |= {name: one for name, one in again.items() if name in unsaid or one["mark"] == "passed"}
    return [results[name] for name in wanted if name in results]


def look(
    desk: Desk, request: dict[str, Any], wanted: dict[str, Callable[[App], str]]
) -> tuple[dict[str, Result], set[str]]:
    """What comes of invariants on one page, up to one after which there is no page; and which of them may have failed
    for lack of time alone."""
    results: dict[str, Result] = {}
    doubted: set[str] = set()
    with desk.opened(request) as app:
        for name, invariant in wanted.items():
            began = time.monotonic()
            try:
                with watched(LOOKING, LOOKING * request["busy"]) as hung:
                    mark, said = "passed", invariant(app)
                if name == "shows":
                    insist_on_colours(said, results["opens"]["picture"])
            except Exception as error:
                mark, said = judged(error)
                if not isinstance(error, invariants.FaultError) and not hung.is_set():
                    doubted.add(name)
            results[name] = result(name, mark, said, time.monotonic() - began, app)
            if mark != "passed" and (name == "opens" or caught(lambda: app.page.evaluate("0"))):
                break
            if name in ("opens", "phone"):
                results[name]["picture"] = picture(app)
    return results, doubted


def opens(app: App) -> str:
    """The page opens."""
    app.go()
    if app.view.pace >= SLOWEST:  # What is still to fade in, or to come by a timer, is in its picture.
        app.page.wait_for_timeout(1000)
    return "The page opens."


def insist_on_colours(said: str, shot: str) -> None:
    """Raise where nothing can be seen in a picture of a page that has something to show."""
    with contextlib.suppress(OSError), Image.open(io.BytesIO(base64.b64decode(shot))) as seen:
        if all(high - low < COLOURS for low, high in Stat(seen.convert("RGB")).extrema):
            raise AssertionError(f"The page's picture is blank, though it has {said.removeprefix('The page shows ')}")


def result(name: str, mark: str, said: str = "", seconds: float = 0.0, app: App | None = None) -> Result:
    """One outcome as data."""
    view = app.view if app else None
    noise = {"console": view.console[:10] if view else [], "errors": view.errors[:10] if view else []}
    late = bool(view and view.pace > 1)
    return {"id": name, "mark": mark, "said": said[:4000], "seconds": round(seconds, 3), "late": late, **noise}


def picture(app: App) -> str:
    """How the page looks; "" for one that can't be pictured, or not in a picture of a bearable size."""
    try:
        with devtools(app.page) as ask:
            shot: str = ask.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})["data"]
    except Error:
        return ""
    return shot if len(shot) <= MOST_PICTURE else ""


@contextlib.contextmanager
def devtools(page: Page) -> Iterator[CDPSession]:
    """The browser's own tools for a page, where they are quicker than the driver's or do more."""
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


@contextlib.contextmanager
def watched(seconds: float, clock: float) -> Iterator[threading.Event]:
    """What a page holds up for longer goes on without that page: for so many seconds of processor, which is told by
    what is given here, or so many by the clock."""
    done, hung = threading.Event(), threading.Event()
    watch = threading.Thread(target=guard, args=(seconds, clock, done, hung), daemon=True)
    watch.start()
    try:
        yield hung
    finally:
        done.set()
        watch.join()


def guard(seconds: float, clock: float, done: threading.Event, hung: threading.Event) -> None:
    """End whatever page runs for longer: a script that never ends would hold the browser's answer back for ever."""
    began, before = time.monotonic(), spent()
    while not done.wait(0.5):
        used = sum(now - before.get(process, 0.0) for process, now in spent().items())
        if used > seconds or time.monotonic() - began > clock:
            if used > seconds:
                hung.set()
            for process in spent():
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            return


def spent() -> dict[int, float]:
    """Seconds of processor that each page's process has used so far."""
    found: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                user, system = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
                found[int(folder.name)] = (int(user) + int(system)) / TICKS
    return found


if __name__ == "__main__":
    main()
