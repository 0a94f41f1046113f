"""Makes the README's pictures of the command line: what `mayfly new` prints on a terminal, with the embedded model, and
the app that came of it. Refuses to draw what wasn't there, but for the name of the home folder. `make pictures`."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress

from rich.console import Console
from rich.text import Text

from sandbox import connect
from tests.browsing import browsing
from tests.pictures import DOCS

SENTENCE = "split a dinner bill, with tip, between friends"
HOME = "/home/ann/.local/share/mayfly"
WIDTH = 100
DRAWN_OVER = "\x1b[1A\x1b[2K"
SCRIPT = """
    from pathlib import Path
    page.set_viewport_size({"width": 1000, "height": 460})
    page.set_content("<style>body { margin: 0 } svg { width: 1000px }</style>" + Path("run.svg").read_text())
    page.locator("svg").screenshot(path="shots/run.png")
    page.goto(%r)
    page.get_by_role("spinbutton").first.wait_for()
    for field, value in zip(page.get_by_role("spinbutton").all(), ("150", "15", "4")):
        field.fill(value)
        field.press("Tab")
        page.wait_for_timeout(1500)
    page.mouse.click(5, 5)
    page.wait_for_timeout(500)
    page.screenshot(path="shots/app.png")
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        ours = {"MAYFLY_HOME": home, "MAYFLY_CONFIG": "", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
        others = {name: value for name, value in os.environ.items() if not name.startswith(("MAYFLY_BASE", "OPENAI_"))}
        terminal, inside = pty.openpty()
        command = [sys.executable, "-m", "gallery", "new", SENTENCE]
        with subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=others | ours, start_new_session=True
        ) as process:
            os.close(inside)
            try:
                said = printed(terminal)
                (url,) = re.findall(r"Open it: (http://\S+?)(?=[\s\x1b])", said)
                with browsing(connect()) as (tester, run):
                    tester.put({"run.svg": drawn(said.replace(home, HOME))})
                    run(SCRIPT % url, {})
                    for path, content in tester.get("shots").items():
                        if path.endswith(".png"):
                            (DOCS / path.rpartition("/")[2]).write_bytes(content)
            finally:
                process.send_signal(signal.SIGINT)
                os.write(terminal, b"\n")  # to whether it is to be kept
                printed(terminal)
                os.close(terminal)


def printed(terminal: int) -> str:
    """What is said up to the last hint, or until the command has ended."""
    said = b""
    with suppress(OSError):  # so a terminal ends that nobody writes to any more
        while not re.search(rb"Discard it:.*\n", said):
            said += os.read(terminal, 65536)
    return said.decode("utf-8", "replace")


def drawn(said: str) -> bytes:
    """What stays on the screen of it, as a picture of a terminal."""
    last = said.index("\n", said.index("Discard it:"))
    first = said.rindex(DRAWN_OVER, 0, said.index("Open it:")) + len(DRAWN_OVER)
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(said[first:last].replace("\r", "")))
    return console.export_svg(title="mayfly new").encode()


if __name__ == "__main__":
    main()
