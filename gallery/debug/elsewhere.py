"""Runs for an open tool what its own sandbox has not the room or the browser for: in a fresh sandbox each time, on the
copy that lies on the shelf with the tool. Refuses to take more of the tool than texts for files of that copy.
"""

import contextlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from socket import socket
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from sandbox.contract import Engine, Files, Image, Sandbox, SandboxError, Serve

EVIDENCE, CASE, COPY = "evidence.json", "case.json", "copy.zip"
"""What is attached to a tool: what is known, how its command is run, and the copy."""
NAME = "bench"
"""By which the tool finds it: MAYFLY_BENCH."""
SECONDS = {"attempt": 60.0, "suite": 120.0, "call": 15.0}
MOST_BODY = 16 << 20
MOST_TOLD_MB = 48
END = ["python", "-c", "import os, signal; os.kill(-1, signal.SIGKILL)"]
"""Ends all that runs beside it."""


class Asked(BaseModel):
    what: Literal["attempt", "suite", "call"]
    edits: Annotated[dict[str, str], Field(max_length=50)] = {}
    given: str = ""


@contextlib.contextmanager
def services(given: Files, engine: Engine) -> Iterator[Mapping[str, Serve]]:
    """What an app with these files attached is offered: nothing, unless it is a tool whose command runs elsewhere."""
    case = described(given)
    if not case or not case.get("elsewhere"):
        yield {}
        return
    bench = Elsewhere(engine, case, given[COPY])
    try:
        yield {NAME: bench.serve}
    finally:
        bench.close()


def described(given: Files) -> dict[str, Any]:
    """How the command of a tool is run; {} of any other app."""
    if not {EVIDENCE, CASE, COPY} <= given.keys():
        return {}
    try:
        case = json.loads(given[CASE])
    except (ValueError, RecursionError):
        return {}
    return case if isinstance(case, dict) else {}


class Elsewhere:
    """One per open tool, from which one thing is run at a time. After `close` nothing of it runs."""

    def __init__(self, engine: Engine, case: Mapping[str, Any], packed: bytes) -> None:
        self._engine, self._case = engine, case
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            self._copy = {one: archive.read(one) for one in archive.namelist()}
        self._turn = threading.Lock()
        self._closed = False
        self._box: Sandbox | None = None

    def serve(self, sock: socket) -> None:
        Exchange(sock, ("tool", 0), self)  # type: ignore[arg-type]  # it knows no server but this

    def run(self, asked: Asked) -> dict[str, Any]:
        """What it printed, its status, and what the probe told. Raises SandboxError."""
        from gallery.debug.case import LIMITS, OUT, put_all  # here, since it loads the parsers of languages

        texts = {path: text.encode() for path, text in asked.edits.items() if path in self._copy}
        image = Image(self._case["elsewhere"])
        with self._turn:
            found = self._engine.resolve(self._case["packages"], lambda _: None)
            if not found.ok:
                raise SandboxError(f"Its packages could not be had: {found.reason}")
            with self._engine.open(image, limits=LIMITS, layer=found.layer) as box:
                self._box = box
                try:
                    if self._closed:
                        raise SandboxError("The tool was closed.")
                    put_all(box, {**self._copy, **texts})
                    ran = box.run(
                        self._case[asked.what],
                        stdin=asked.given.encode(),
                        seconds=SECONDS[asked.what],
                        env=self._case["env"],
                        most_kb=512,
                    )
                    told = box.get(OUT, most_mb=MOST_TOLD_MB).get("told.json", b"")
                finally:
                    self._box = None
        output, errors = (one.decode("utf-8", "replace") for one in (ran.output, ran.errors))
        said = {"output": output, "errors": errors, "status": ran.status, "seconds": ran.seconds}
        return said | {"report": told.decode("utf-8", "replace")}

    def close(self) -> None:
        """What still runs is ended."""
        self._closed = True
        if box := self._box:
            with contextlib.suppress(SandboxError):
                box.run(END)
        with self._turn:
            pass


class Exchange(BaseHTTPRequestHandler):
    """One question of the tool's."""

    server: Elsewhere  # type: ignore[assignment]
    server_version, sys_version = "mayfly", ""
    timeout = 60

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > MOST_BODY:
            self.say(413, {"told": f"A question needs a length, of {MOST_BODY >> 20} MB at most."})
            return
        try:
            self.say(200, self.server.run(Asked.model_validate_json(self.rfile.read(int(size)))))
        except ValidationError:
            self.say(422, {"told": "That can't be asked for here."})
        except SandboxError as error:
            self.say(503, {"told": f"{error} {error.hint}".strip()})

    def say(self, status: int, told: Mapping[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """What a tool asks is of no interest."""
