"""Runs the browser page's server: for this machine alone, or elsewhere for those whom the login file names. Refuses a
port that others use, and to be reached from elsewhere without a login."""

import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gallery.console import make_console, say_whole
from gallery.contract import GalleryError
from gallery.interrupts import stopping
from gallery.settings import config
from gallery.wish import FILE_MB

LOOPBACK = ("127.0.0.1", "localhost", "::1")
AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
ALWAYS = (
    "server.headless=true",
    "logger.level=warning",
    "server.fileWatcherType=none",
    "runner.magicEnabled=false",
    "browser.gatherUsageStats=false",
    "client.toolbarMode=minimal",
    "client.showErrorDetails=none",
    "client.showErrorLinks=false",
    f"server.maxUploadSize={FILE_MB}",
)


def serve_page(port: int, address: str = LOOPBACK[0]) -> int:
    """Until Ctrl-C; gives the server's exit status."""
    settings = [*ALWAYS, f"server.address={address}", f"server.port={port}", *who_may(address)]
    try:
        socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET).close()
    except OSError as error:
        raise GalleryError(f"Port {port} can't be used: {error.strerror}.", "Name another one with --port.") from error
    page = Path(__file__).with_name("main.py")
    settings.append(f"theme.base={page.with_name('theme.toml')}")
    argv = [sys.executable, "-m", "gallery.page.warmed", "run", str(page), *(f"--{setting}" for setting in settings)]
    shown = f"[{address}]" if ":" in address else address
    say_whole(make_console(), f"The page is at http://{shown}:{port} until Ctrl-C.", "bold cyan")
    with stopping() as stop, subprocess.Popen(argv, stdout=subprocess.DEVNULL) as streamlit:  # noqa: S603
        try:
            while streamlit.poll() is None and not stop.wait(0.2):
                pass
        finally:
            streamlit.terminate()
        return 0 if stop.is_set() else streamlit.wait()


def who_may(address: str) -> list[str]:
    """Settings of the server: everybody who is at this machine may, from elsewhere those whom the login file names.
    Raises GalleryError where that says too little."""
    if address in LOOPBACK:
        return []
    path = config().with_name("login.toml")
    told = read_login(path)
    origin = urlsplit(str(told["auth"]["redirect_uri"]))
    return [f"secrets.files={path}", f"server.corsAllowedOrigins={origin.scheme}://{origin.netloc}"]


def read_login(path: Path) -> dict[str, Any]:
    hint = f"Name an OpenID Connect client in {path}: [auth] with {', '.join(AUTH)}; [people] with emails = […]."
    try:
        told = tomllib.loads(path.read_text())
    except FileNotFoundError:
        raise GalleryError("To be reached from other machines the page needs a login.", hint) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GalleryError(f"The login file {path} can't be read: {error}.", hint) from None
    auth, people = told.get("auth"), told.get("people")
    missing = [name for name in AUTH if not (isinstance(auth, dict) and auth.get(name))]
    missing += [] if isinstance(people, dict) and people.get("emails") else ["the emails of those who may"]
    if missing:
        raise GalleryError(f"The login file lacks {', '.join(missing)}.", hint)
    return told
