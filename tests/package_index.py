"""A package index of a few wheels that no real one has to be told of. Refuses to serve anything else.

`index` makes it the one that this host's pip asks; `layers` removes the layers that a test has made.
"""

import base64
import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sandbox import engine_images, images, packages

BAD = b"import os; open('/app/ran', 'w')\n"
WRITTEN = {"cheery-needs": "Cheery.Needs"}
"""Names as some wheels have them; to everybody else both are the same."""
NAMES = ("cheery", "cheery-needs", "gloomy", "picky")


def quiet(line: str) -> None:
    pass


def wheel(name: str, files: dict[str, bytes], needs: str = "") -> bytes:
    module, about = name.replace("-", "_"), f"{name.replace('-', '_')}-1.0.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {WRITTEN.get(name, name)}\nVersion: 1.0\n"
    metadata += f"Requires-Dist: {needs}\n" if needs else ""
    whole = {f"{module}/__init__.py": b"said = 'by " + name.encode() + b"'\n", **files}
    whole[f"{about}/METADATA"] = metadata.encode()
    whole[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    digests = {path: base64.urlsafe_b64encode(hashlib.sha256(data).digest()) for path, data in whole.items()}
    record = "".join(f"{path},sha256={digests[path].decode().rstrip('=')},\n" for path in whole)
    whole[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for path, data in whole.items():
            file.writestr(path, data)
    return out.getvalue()


FILES = {
    "cheery-1.0-py3-none-any.whl": wheel("cheery", {"evil.pth": BAD, "setup.py": BAD}, "cheery-needs"),
    "cheery_needs-1.0-py3-none-any.whl": wheel("cheery-needs", {}, "pandas"),
    "gloomy-1.0.tar.gz": b"never fetched",
    "picky-1.0-py3-none-any.whl": wheel("picky", {}, "pandas<1"),
}


class Index(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.strip("/").rpartition("/")[2]
        body = FILES.get(name)
        if body is None and name in NAMES:
            links = [file for file in FILES if file.startswith(f"{name.replace('-', '_')}-1")]
            body = "".join(f'<a href="/files/{file}">{file}</a>' for file in links).encode()
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "application/octet-stream" if name in FILES else "text/html")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """A test's output is its own."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, but for pip."""
    pip = packages.pip_wheel(quiet)
    monkeypatch.setattr(packages, "folder", lambda: tmp_path)
    monkeypatch.setattr(packages, "pip_wheel", lambda progress: pip)
    return tmp_path


@pytest.fixture
def index(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        place = [f"http://127.0.0.1:{server.server_port}/simple"], frozenset({("127.0.0.1", server.server_port)})
        monkeypatch.setattr(packages, "index_of_this_host", lambda: place)
        yield
        server.shutdown()


@pytest.fixture
def layers() -> Iterator[None]:
    before = {tag for kind, tag, _, _ in engine_images.listed() if kind == images.LAYER}
    yield
    for kind, tag, _, _ in engine_images.listed():
        if kind == images.LAYER and tag not in before:
            engine_images.remove(tag)
