"""Runs the browser page's server for this machine alone. Refuses a port that others use."""

import socket
import subprocess
import sys
from importlib.util import find_spec

from gallery.console import make_console, say_whole
from gallery.contract import GalleryError
from gallery.wish import FILE_MB


def serve_page(port: int) -> int:
    """Until Ctrl-C; gives the server's exit status."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        raise GalleryError(f"Port {port} can't be used: {error.strerror}.", "Name another one with --port.") from error
    page = find_spec("gallery.page")
    assert page is not None
    settings = [
        "server.address=127.0.0.1",
        f"server.port={port}",
        "server.headless=true",
        "server.fileWatcherType=none",
    ]
    settings += ["browser.gatherUsageStats=false", "client.toolbarMode=minimal", f"server.maxUploadSize={FILE_MB}"]
    argv = [sys.executable, "-m", "streamlit", "run", str(page.origin), *(f"--{setting}" for setting in settings)]
    say_whole(make_console(), f"The page is at http://127.0.0.1:{port} until Ctrl-C.", "bold cyan")
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL) as streamlit:  # noqa: S603
        try:
            return streamlit.wait()
        except KeyboardInterrupt:
            return 0  # it got the same Ctrl-C
