"""How quick the browser page is: until New can be read, and until an event of a run stands on the screens of those who
look on.

python -m tests.bench.page
"""

import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

from gallery.shelf import Shelf
from sandbox import connect
from tests.browsing import browsing
from tests.gallery.page.serving import page_server
from tests.gallery.page.test_growing import told

TIMES, EVENTS = 4, 12
EVERY = 0.9
"""Seconds between two events."""
SCRIPT = f"""
    import time
    context.set_default_timeout(60000)
    seen["opened"] = []
    for _ in range({TIMES}):
        fresh = browser.new_context().new_page()
        began = time.monotonic()
        fresh.goto(urls["page"])
        fresh.get_by_role("heading", name="What should the app do?").wait_for(timeout=60000)
        seen["opened"].append(time.monotonic() - began)
        fresh.context.close()
    page.goto(urls["page"] + shown)
    page.get_by_role("heading", name="The app").wait_for()
    page.evaluate('''() => {{
        const there = () => [...document.body.innerText.matchAll(/marker(\\\\d+)!/g)].map((one) => one[1])
        const before = there()  // nobody saw when those came
        window.met = {{}}
        new MutationObserver(() => {{
            for (const one of there()) if (!before.includes(one)) window.met[one] ??= Date.now()
        }}).observe(document.body, {{ subtree: true, childList: true, characterData: true }})
    }}''')
    page.wait_for_function("Object.keys(window.met).length >= {EVENTS}", timeout=60000)
    seen["met"] = page.evaluate("window.met")
"""


def run() -> str:
    engine = connect()
    with tempfile.TemporaryDirectory() as home, Shelf(Path(home)) as shelf, browsing(engine) as (_, browse):
        entry, number = told(shelf)
        over, said = threading.Event(), dict[int, float]()

        def speak() -> None:
            count = 0
            while not over.wait(EVERY):
                said[count] = time.time()
                shelf.record(number, {"event": "Remark", "text": f"marker{count}!"})
                count += 1

        speaking = threading.Thread(target=speak)
        with page_server({"MAYFLY_HOME": home, "MAYFLY_MODEL": "embedded"}) as url:
            speaking.start()
            try:
                seen: dict[str, Any] = browse(f"    shown = '/run?id={entry}'\n{SCRIPT}", {"page": url}, seconds=200)
            finally:
                over.set()
                speaking.join()
        shelf.end(number)
    first, *later = seen["opened"]
    waits = [at / 1000 - said[int(one)] for one, at in seen["met"].items()]
    return "\n".join(
        [
            "| the page | |",
            "|---|---|",
            f"| New can be read, first visit to a server that has just begun | {first:.2f} s |",
            f"| the same, later visitors (median of {len(later)}) | {median(later):.2f} s |",
            f"| an event of a run stands on the screen (median and longest of {len(waits)}) "
            f"| {median(waits) * 1000:.0f} ms, {max(waits) * 1000:.0f} ms |",
        ]
    )


if __name__ == "__main__":
    print(run())
