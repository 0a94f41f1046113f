"""Runs the browser page's server for this machine alone. Refuses a port that others use."""

import socket
import subprocess
import sys
from pathlib import Path

from gallery.console import make_console, say_whole
from gallery.contract import GalleryError
from gallery.interrupts import stopping
from gallery.wish import FILE_MB


def serve_page(port: int) -> int:
    """Until Ctrl-C; gives the server's exit status."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        raise GalleryError(f"Port {port} can't be used: {error.strerror}.", "Name another one with --port.") from error
    page = Path(__file__).with_name("main.py")
    settings = [
        "server.address=127.0.0.1",
        f"server.port={port}",
        "server.headless=true",
        "server.fileWatcherType=none",
        "runner.magicEnabled=false",
        "client.showErrorDetails=none",
        "client.showErrorLinks=false",
        f"theme.base={page.with_name('theme.toml')}",
    ]
    settings += [
        "browser.gatherUsageStats=false",
        "client.toolbarMode=minimal",
        "client.showErrorDetails=none",
        f"server.maxUploadSize={FILE_MB}",
    ]
    argv = [sys.executable, "-m", "streamlit", "run", str(page), *(f"--{setting}" for setting in settings)]
    say_whole(make_console(), f"The page is at http://127.0.0.1:{port} until Ctrl-C.", "bold cyan")
    with stopping() as stop, subprocess.Popen(argv, stdout=subprocess.DEVNULL) as streamlit:  # noqa: S603
        try:
            while streamlit.poll() is None and not stop.wait(0.2):
                pass
        finally:
            streamlit.terminate()
        return 0 if stop.is_set() else streamlit.wait()
