"""Runs checks in a warm browser, inside the tester, one request after the other. Refuses to judge: says what happened.

A request is one JSON text over a socket in the file system, which no page can reach; so is the answer. A page may hang,
crash or lie: what takes too long has its renderer killed.
"""

import contextlib
import io
import json
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invariants import INVARIANTS
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright
from steps import App

HERE = Path(__file__).parent
EVIDENCE = HERE / "evidence"
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-breakpad", "--no-first-run"]

Result = dict[str, Any]
"""One outcome: id, mark (passed, failed, error), what was said, seconds, the page's console and errors."""


def main() -> None:
    """Serve until the sandbox ends."""
    with sync_playwright() as playwright, socket.socket(socket.AF_UNIX) as door:
        desk = Desk(playwright)
        desk.page()
        EVIDENCE.mkdir(exist_ok=True)
        door.bind(str(HERE / "tester.sock"))
        door.listen(4)
        while True:
            caller, _ = door.accept()
            with caller, contextlib.suppress(BrokenPipeError, ConnectionResetError):
                with caller.makefile("rb") as stream:
                    request = json.loads(stream.read())
                caller.sendall(json.dumps(answer(desk, request)).encode())


class Desk:
    """The browser, and a page in it that stays: a Streamlit app opens twice as fast on a page that has had one before.
    What such an app keeps, it keeps on its server, so that nothing is lost by wiping the page alone."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None
        self._page: Page | None = None

    def browser(self) -> Browser:
        """A browser that answers."""
        if self._browser is None or not self._browser.is_connected():
            found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
            self._browser = self._playwright.chromium.launch(executable_path=found, args=FLAGS)
            self._page = None
        return self._browser

    def page(self) -> Page:
        """The page that stays, as if new."""
        browser = self.browser()
        if self._page is None:
            self._page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        return self._page

    @contextlib.contextmanager
    def opened(self, request: dict[str, Any]) -> Iterator[App]:
        """The app on a page without any storage."""
        url, patience = request["url"], request["patience"]
        if not request["reuse"]:
            with App.opened(self.browser(), url, patience) as app:
                yield app
            return
        app = App(self.page(), url, patience)
        try:
            yield app
            app.view.deafen()
            app.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
            app.page.context.clear_cookies()
            app.page.goto("about:blank")
        except Error:
            self._page = None
            with contextlib.suppress(Error):
                app.page.context.close()


def answer(desk: Desk, request: dict[str, Any]) -> list[Result]:
    """What came of the checks or invariants asked for."""
    watch = threading.Timer(float(request["seconds"]), kill_renderers)
    watch.start()
    try:
        return examine(desk, request) if request["do"] == "examine" else check(desk, request)
    finally:
        watch.cancel()


def check(desk: Desk, request: dict[str, Any]) -> list[Result]:
    """Run tests of a file by pytest, in this process since the browser is warm."""
    bench = Bench(desk, request)
    names = [f"{HERE / request['file']}::{name}" for name in request["tests"]]
    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:timeout", "--import-mode=importlib", "-c", os.devnull]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        status = pytest.main([*quiet, f"--rootdir={HERE}", *names], plugins=[bench])
    if not bench.results:
        wrong = " ".join(printed.getvalue().split())[-600:]
        return [result(name, "error", f"pytest ended with {int(status)}: {wrong}") for name in request["tests"]]
    return bench.results


class Bench:
    """The plugin that gives each test a page of the app, and keeps what came of it."""

    def __init__(self, desk: Desk, request: dict[str, Any]) -> None:
        self._desk = desk
        self._request = request
        self._app: App | None = None
        self._shared = contextlib.ExitStack()
        self.results: list[Result] = []

    @pytest.fixture
    def app(self) -> Iterator[App]:
        """The app, opened afresh; or, where the app can't change, on one page for all tests."""
        if not self._request["once"]:
            with self._desk.opened(self._request) as self._app:
                self._app.go()
                yield self._app
        else:
            if self._app is None:
                self._app = self._shared.enter_context(self._desk.opened(self._request))
                self._app.go()
            yield self._app

    def pytest_unconfigure(self) -> None:
        """Close what the tests shared."""
        self._shared.close()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo):
            mark, said = judged(call.excinfo.value if call.excinfo else None)
            self.results.append(result(item.name, mark, said, call.duration, self._app))
            if self._request["pictures"] and self._app:
                picture(self._app, item.name)
        return report


def judged(error: BaseException | None) -> tuple[str, str]:
    """What an exception, or none, means."""
    if error is None:
        return "passed", ""
    if isinstance(error, AssertionError):
        return "failed", str(error)
    if isinstance(error, Error) and any(word in str(error).lower() for word in ("crashed", "closed", "timeout")):
        return "failed", "The page stopped answering.\n" + str(error)
    return "error", f"{type(error).__name__}: {error}"


def examine(desk: Desk, request: dict[str, Any]) -> list[Result]:
    """Hold one page of the app against what must be true of any app."""
    results: list[Result] = []
    with desk.opened(request) as app:
        for name, invariant in {"opens": opens, **INVARIANTS}.items():
            began = time.monotonic()
            try:
                said = invariant(app)
                results.append(result(name, "passed", said, time.monotonic() - began, app))
            except Exception as error:
                mark, said = judged(error)
                results.append(result(name, mark, said, time.monotonic() - began, app))
                if name == "opens":
                    break
            if name in ("opens", "phone"):
                picture(app, {"opens": "app"}.get(name, name))
    return results


def opens(app: App) -> str:
    """The page opens."""
    app.go()
    return "The page opens."


def result(name: str, mark: str, said: str = "", seconds: float = 0.0, app: App | None = None) -> Result:
    """One outcome as data."""
    view = app.view if app else None
    noise = {"console": view.console[:10] if view else [], "errors": view.errors[:10] if view else []}
    return {"id": name, "mark": mark, "said": said[:4000], "seconds": round(seconds, 3), **noise}


def picture(app: App, name: str) -> None:
    """Keep how the page looks; a page that can't be pictured has none."""
    with contextlib.suppress(Error, OSError):
        app.page.screenshot(path=EVIDENCE / f"{name}.png", timeout=4000)


def kill_renderers() -> None:
    """End whatever page runs: a script that never ends would hold the browser's answer back for ever."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)


if __name__ == "__main__":
    main()
