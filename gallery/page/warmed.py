"""Runs Streamlit's command, and loads the first screen as soon as it serves, so that nobody who comes waits for that.
Refuses to be waited for."""

import threading
import time
from importlib import import_module

from streamlit import runtime
from streamlit.web.cli import main

LOOK_EVERY = 0.02
MODULES = ("gallery.page.main", "gallery.page.new", "generator.embedded")
"""What the first screen takes."""


def run() -> None:
    threading.Thread(target=load, name="warming", daemon=True).start()
    main(prog_name="streamlit")


def load() -> None:
    while not runtime.exists():
        time.sleep(LOOK_EVERY)
    for name in MODULES:
        import_module(name)


if __name__ == "__main__":
    run()
