"""The page beside an app that is edited: the app in a frame, its claims, how each save went. Refuses whoever has not
got its address, and to show a text as anything but text."""

import queue
import secrets
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

BEAT = 5.0
"""Seconds after which a silent page is written to, to see whether it is still there."""
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} – editing</title><link rel="icon" href="data:,">
<style nonce="{nonce}">
:root {{ color-scheme: light dark; --line: #8884; --good: #15803d; --bad: #b91c1c; --soft: #666 }}
@media (prefers-color-scheme: dark) {{ :root {{ --good: #4ade80; --bad: #f87171; --soft: #aaa }} }}
* {{ box-sizing: border-box }}
body {{ margin: 0; font: 15px/1.45 system-ui, sans-serif }}
body {{ display: grid; grid-template-columns: 1fr 22rem; height: 100vh }}
iframe {{ width: 100%; height: 100%; border: 0; background: #fff }}
aside {{ border-left: 1px solid var(--line); padding: 1rem 1.1rem; overflow: auto }}
h1 {{ font-size: 1.1rem; margin: 0 0 .2rem }}
p {{ margin: .2rem 0 .8rem; color: var(--soft); overflow-wrap: anywhere }}
ul {{ list-style: none; padding: 0; margin: 0 }}
li {{ padding: .45rem 0 .45rem 1.5rem; border-top: 1px solid var(--line); position: relative }}
li::before {{ content: "…"; position: absolute; left: 0; color: var(--soft) }}
li.passed::before {{ content: "✓"; color: var(--good) }}
li.failed::before {{ content: "✗"; color: var(--bad) }}
li.not::before {{ content: "–" }}
small, .bad {{ display: block; color: var(--bad); overflow-wrap: anywhere }}
.bad {{ white-space: pre-wrap; margin: 0 0 .8rem }}
@media (max-width: 800px) {{
  body {{ grid-template-columns: 1fr; grid-template-rows: 60vh auto; height: auto; min-height: 100vh }}
  aside {{ border-left: 0; border-top: 1px solid var(--line) }}
}}
</style>
<iframe title="The app"></iframe>
<aside><h1>{title}</h1><p id="folder">{folder}</p><p id="state" role="status">Starting …</p>
<div id="reason" class="bad" hidden></div><ul id="claims"></ul></aside>
<script nonce="{nonce}">
const at = id => document.getElementById(id), frame = document.querySelector("iframe");
let saves = 0;
const told = state => {{
  if (state.saves !== saves && state.started && state.url) {{ saves = state.saves; frame.src = state.url }}
  const open = state.claims.filter(claim => !claim.mark).length;
  const ran = `Save ${{state.saves}}: running again after ${{state.seconds.toFixed(2)}} s`;
  const checked = state.checked ? `, checked after ${{state.checked.toFixed(2)}} s.` : open ? ", checking …" : ".";
  at("state").textContent = state.started ? ran + checked : `Save ${{state.saves}}: it does not start.`;
  at("reason").textContent = state.reason; at("reason").hidden = !state.reason;
  at("claims").replaceChildren(...state.claims.map(claim => {{
    const row = document.createElement("li");
    row.className = claim.mark.split(" ")[0];
    row.textContent = claim.text;
    if (claim.evidence) {{
      const why = document.createElement("small");
      why.textContent = claim.evidence;
      row.append(why);
    }}
    return row;
  }}));
}};
new EventSource("events").onmessage = message => told(JSON.parse(message.data));
</script></html>
"""


class EditPage:
    """Open it by `with`; `show` may be called from any thread."""

    def __init__(self, title: str, folder: str) -> None:
        self._title, self._folder = title, folder
        self._token = secrets.token_urlsafe(16)
        self._lock = threading.Lock()
        self._listeners: list[queue.SimpleQueue[str]] = []
        self._last = ""

    def __enter__(self) -> "EditPage":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="edit page")
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/{self._token}/"

    def show(self, state: str) -> None:
        """A JSON text, to all who look."""
        with self._lock:
            self._last = state
            for listener in self._listeners:
                listener.put(state)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        page = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    page._answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # whoever looked has gone

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        # The name keeps out a page of another site that its owner lets point here; the token whoever else is on this
        # machine.
        ours = request.headers.get("Host") == self.host
        if ours and secrets.compare_digest(request.path.encode(), f"/{self._token}/".encode()):
            self._page(request)
        elif ours and secrets.compare_digest(request.path.encode(), f"/{self._token}/events".encode()):
            self._events(request)
        else:
            request.send_error(404)

    def _page(self, request: BaseHTTPRequestHandler) -> None:
        nonce = secrets.token_urlsafe(12)
        body = PAGE.format(title=escape(self._title), folder=escape(self._folder), nonce=nonce).encode()
        request.send_response(200)
        policy = f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:;"
        policy += " connect-src 'self'; frame-src http://*.localhost:*; base-uri 'none'; frame-ancestors 'none'"
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", policy),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def _events(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.send_header("Cache-Control", "no-store")
        request.end_headers()
        mine: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self._lock:
            self._listeners.append(mine)
            if self._last:
                mine.put(self._last)
        try:
            while True:
                try:
                    request.wfile.write(f"data: {mine.get(timeout=BEAT)}\n\n".encode())
                except queue.Empty:
                    request.wfile.write(b": still here\n\n")
                request.wfile.flush()
        finally:
            with self._lock:
                self._listeners.remove(mine)
