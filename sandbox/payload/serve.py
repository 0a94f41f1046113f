"""Serves the sandbox's folder over HTTP on loopback. Refuses to list folders and to let a browser keep what it got.
Standard library only."""

import contextlib
import os
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer


class Server(ThreadingHTTPServer):
    request_queue_size = 128

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

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if str(code)[:1] in "45":
            self.log_message("%s %s: %s", self.command, self.path, str(code))

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Said by log_request."""


def serve(port: int) -> None:
    os.environ.clear()
    with contextlib.suppress(KeyboardInterrupt):
        Server(("127.0.0.1", port), Handler).serve_forever()
