"""The server of a tool that finds one bug: gives its page the evidence, and runs the failing test, on a working copy of
the repository in this sandbox. Refuses to run anything with edits to what is no file of the evidence.
"""

import json
import os
from pathlib import Path
from threading import Lock, Thread
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from work import Away, Work

HERE = Path(__file__).parent
DATA, LATER = HERE / "files", HERE / "data" / "evidence.json"
EVIDENCE: dict[str, Any] = json.loads((DATA / "evidence.json").read_text())
BENCH = os.environ.get("MAYFLY_BENCH")
"""Where Mayfly runs what has no room or no browser here, while it has this open."""
WORK = Work(DATA) if (DATA / "copy.zip").exists() else None
if BENCH and (DATA / "case.json").exists():
    WORK = Away(DATA, BENCH)
TURN = Lock()
"""One thing is run at a time: there is one copy."""
SEEN: dict[str, int] = {}
"""When that was put beside which is in the evidence already."""
Text = Annotated[str, Field(max_length=1_000_000)]

app = FastAPI(title="Find the bug")
app.mount("/page", StaticFiles(directory=HERE / "page"))


class Edits(BaseModel):
    edits: dict[str, Text] = Field(default={}, max_length=50)
    """Path -> the whole text of a file of the evidence."""


class Called(Edits):
    path: Annotated[str, Field(max_length=500)]
    function: Annotated[str, Field(max_length=500)]
    arguments: Text
    """Its names with their values: a literal of Python, `{'count': 3}`, or JSON."""


def known() -> dict[str, Any]:
    """All that is known by now: what is still looked for is put beside when it was found."""
    if EVIDENCE.get("still") and LATER.exists() and (later := LATER.stat().st_mtime_ns) != SEEN.get("later"):
        SEEN["later"] = later
        EVIDENCE.update(json.loads(LATER.read_text()))
    return EVIDENCE


def work(asked: Edits) -> Work:
    if WORK is None:
        raise HTTPException(409, "There is no command to run here.")
    if not asked.edits.keys() <= known()["sources"].keys():
        raise HTTPException(422, "Only files of the evidence can be edited.")
    return WORK


@app.exception_handler(OSError)
def lost(_: Request, error: OSError) -> JSONResponse:
    """What runs it can't be reached, or could not."""
    return JSONResponse({"detail": f"{error}"}, 503)


@app.get("/")
def page() -> FileResponse:
    return FileResponse(HERE / "page" / "index.html")


@app.get("/evidence")
def evidence() -> dict[str, Any]:
    """All that is known of the failure, and whether it can be run here."""
    return {"evidence": known(), "runs": WORK is not None}


@app.get("/news")
def news() -> dict[str, Any]:
    """When the evidence was put down, and what was still being done then."""
    return {"at": known().get("at", 0), "still": known().get("still", "")}


@app.post("/run")
def run(asked: Edits) -> dict[str, Any]:
    """Run the failing test once."""
    runner = work(asked)
    with TURN, runner.edited(asked.edits):
        return runner.attempt(known())


@app.post("/others")
def others(asked: Edits) -> dict[str, Any]:
    """Run all tests; which of them fail that did not."""
    runner = work(asked)
    with TURN, runner.edited(asked.edits):
        return runner.suite(known())


@app.post("/call")
def call(asked: Called) -> dict[str, Any]:
    """Call a function of the copy; what came back, or what it raised."""
    runner = work(asked)
    if asked.path not in known()["sources"]:
        raise HTTPException(422, "Only functions of the evidence can be called.")
    with TURN, runner.edited(asked.edits):
        return runner.call(asked.path, asked.function, asked.arguments)


if WORK:
    Thread(target=WORK.unpack, daemon=True).start()
