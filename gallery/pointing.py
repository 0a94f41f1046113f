"""Leads a browser to an open app in such a way that a part of its page can be pointed at. Refuses whoever asks for
another host, and to change a byte of what the app says.

The app is reached under an address of its own, where one path more answers: a page that holds the app in a frame and
tells the frame above it what was clicked. Being of the app's origin it can look inside, and is trusted as little.
"""

import contextlib
import socket
import threading
from functools import partial
from urllib.parse import urlsplit

from gallery.contract import GalleryError

PATH = "/.mayfly/point"
MOST_HEAD = 1 << 15
MOST_AT_ONCE = 64
MOST_APPS = 16
PATIENCE = 20.0
"""Seconds that a browser has to say what it wants, and the app to take the connection."""
PAGE = b"""<!doctype html>
<meta charset="utf-8">
<title>Point at a part</title>
<style>
html, body, iframe { margin: 0; padding: 0; border: 0; width: 100%; height: 100%; display: block; overflow: hidden; }
#box { position: fixed; pointer-events: none; border: 2px solid #0b6e69; border-radius: 6px; background: #0b6e6922; }
</style>
<iframe id="app" src="/" title="The app"></iframe>
<div id="box" hidden></div>
<script>
const frame = document.getElementById("app"), box = document.getElementById("box")
const ROLES = { a: "link", button: "button", select: "choice", textarea: "field", table: "table", img: "picture",
  ul: "list", ol: "list", li: "entry", label: "label", form: "form", canvas: "drawing", th: "column", td: "cell" }
const LOOKED = "button,a,input,select,textarea,label,table,th,td,li,img,canvas,[role],h1,h2,h3,h4,p,output,pre,code"
const CONTROLS = "button,a,input,select,textarea,[role=button],[role=radio],[role=checkbox],[role=tab]"
function part(target) { return target.closest?.(CONTROLS) || target.closest?.(LOOKED) || target }
function role(one) {
  const tag = one.localName
  if (one.getAttribute("role")) return one.getAttribute("role")
  if (/^h[1-6]$/.test(tag)) return "heading"
  if (tag === "input" && one.type === "submit") return "button"
  if (tag === "input") return ["checkbox", "radio"].includes(one.type) ? one.type : "field"
  return ROLES[tag] || "text"
}
function name(one) {
  const by = one.getAttribute("aria-labelledby")
  const other = by && one.ownerDocument.getElementById(by.split(" ")[0])
  return one.getAttribute("aria-label") || other?.textContent || one.labels?.[0]?.textContent || one.alt ||
    one.placeholder || one.title || ""
}
function outline(one) {
  const at = one.getBoundingClientRect()
  for (const side of ["left", "top", "width", "height"]) box.style[side] = at[side] + "px"
  box.hidden = false
}
function tell(one) {
  const text = one.innerText || one.value || ""
  const said = { role: role(one), name: name(one).trim().slice(0, 200), text: text.trim().slice(0, 200) }
  parent.postMessage({ mayfly: said }, "*")
}
frame.addEventListener("load", () => {
  const page = frame.contentDocument
  if (!page) return
  page.addEventListener("pointermove", (event) => outline(part(event.target)), true)
  page.addEventListener("focusin", (event) => outline(part(event.target)), true)
  page.addEventListener("pointerleave", () => { box.hidden = true }, true)
  for (const kind of ["pointerdown", "pointerup", "mousedown", "mouseup", "click", "submit"])
    page.addEventListener(kind, (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      if (kind === "click") tell(part(event.target))
    }, true)
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    event.stopImmediatePropagation()
    tell(part(event.target))
  }, true)
})
</script>
"""
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
) + PAGE
REFUSAL = b"HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

_lock = threading.Lock()
_pointers: dict[str, "Pointer"] = {}


def pointed(url: str) -> str:
    """Where the app at that address can be pointed at, until many others were."""
    with _lock:
        if url not in _pointers:
            while len(_pointers) >= MOST_APPS:
                _pointers.pop(next(iter(_pointers))).close()
            _pointers[url] = Pointer(url)
            _pointers[url].start()
        return _pointers[url].url


class Pointer:
    """One app's. `close` ends it; connections that are open end with either side."""

    def __init__(self, url: str) -> None:
        split = urlsplit(url)
        if split.scheme != "http" or not split.hostname or not split.port:
            raise GalleryError("That is no address of an open app.", "Open the app first.")
        self._name, self._port, self._host = split.hostname, split.port, split.netloc.encode()
        self._room = threading.Semaphore(MOST_AT_ONCE)

    def start(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._accept, name="pointing", daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    @property
    def host(self) -> str:
        """The one that is answered under: the app's own name at a port of ours."""
        return f"{self._name}:{self._listener.getsockname()[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.host}{PATH}"

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            if self._room.acquire(blocking=False):
                threading.Thread(target=self._serve, args=(sock,), daemon=True).start()
            else:
                sock.close()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock:
            sock.settimeout(PATIENCE)
            if head := head_of(sock):
                self._answer(sock, *head)
        self._room.release()

    def _answer(self, sock: socket.socket, head: bytes, rest: bytes) -> None:
        request, *fields = head.split(b"\r\n")
        words = request.split(b" ")
        hosts = [value(field) for field in fields if key(field) == b"host"]
        if len(words) != 3 or [host.lower() for host in hosts] != [self.host.encode()]:
            sock.sendall(REFUSAL)
        elif words[1].partition(b"?")[0] == PATH.encode():
            sock.sendall(ANSWER)
        else:
            with socket.create_connection(("127.0.0.1", self._port), PATIENCE) as app:
                app.sendall(self._for_app(request, fields) + rest)
                carry(sock, app)

    def _for_app(self, request: bytes, fields: list[bytes]) -> bytes:
        """The head as the app's own gate takes it. One request a connection, so that the next is looked at too; a
        connection that is upgraded is the app's."""
        own = b"http://" + self._host
        upgraded = any(key(field) == b"upgrade" for field in fields)
        told = [request]
        for field in fields:
            match key(field):
                case b"host":
                    told.append(b"Host: " + self._host)
                case b"origin":
                    told.append(b"Origin: " + own)
                case b"referer":
                    pass
                case b"connection" if not upgraded:
                    pass
                case _:
                    told.append(field)
        told += [] if upgraded else [b"Connection: close"]
        return b"\r\n".join(told) + b"\r\n\r\n"


def head_of(sock: socket.socket) -> tuple[bytes, bytes] | None:
    """A request's head and what was read after it; None for one that is too long or never whole."""
    read = b""
    while len(read) < MOST_HEAD:
        data = sock.recv(1 << 14)
        if not data:
            return None
        read += data
        head, end, rest = read.partition(b"\r\n\r\n")
        if end:
            return head, rest
    return None


def key(field: bytes) -> bytes:
    return field.partition(b":")[0].strip().lower()


def value(field: bytes) -> bytes:
    return field.partition(b":")[2].strip()


def carry(one: socket.socket, other: socket.socket) -> None:
    """Both ways, until both have said all."""
    one.settimeout(None)
    other.settimeout(None)

    def copy(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    back = threading.Thread(target=partial(copy, other, one), daemon=True)
    back.start()
    copy(one, other)
    back.join()
