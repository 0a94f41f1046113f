"""Serves the sandbox's folder over HTTP on loopback. Refuses to list folders and to let a browser keep what it got.
Standard library only."""

import contextlib
import os
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

VENDOR = "/vendor"
POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: {hosts}; base-uri 'self'; form-action 'self'"
"""A page runs in the user's browser, where no sandbox holds it: this keeps it to what the app may reach."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    hosts = ""

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # the one of HTTPServer asks DNS for a name nobody needs
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser went away; nothing to tell."""


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the head of it to be acknowledged
    extensions_map = {  # noqa: RUF012 - the name and shape that the parent has
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
    }

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        found = super().guess_type(path)
        return f"{found}; charset=utf-8" if found.startswith("text/") else found

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(404)

    def translate_path(self, path: str) -> str:
        """In the folder, or else among the libraries of the image."""
        own = super().translate_path(path)
        library = f"{VENDOR}/{own.rpartition('/')[2]}"
        wanted = path.startswith("/vendor/") and not os.path.exists(own) and os.path.isfile(library)
        return library if wanted else own

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY.format(hosts=self.server.hosts))  # type: ignore[attr-defined]
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if str(code)[:1] in "45":
            self.log_message("%s %s: %s", self.command, self.path, str(code))

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Said by log_request."""


def serve(port: int, hosts: str) -> None:
    """Serve, with pages that may reach these hosts, separated by blanks."""
    os.environ.clear()
    with contextlib.suppress(KeyboardInterrupt):
        server = Server(("127.0.0.1", port), Handler)
        server.hosts = hosts
        server.serve_forever()
