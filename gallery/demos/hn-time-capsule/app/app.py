"""Time capsule: the front page of ten years ago, graded with hindsight. Refuses to run two things at once."""

import threading
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from sources import SourceError, model, source
from stages import DAY, DAYS, MOST_ITEMS, STAGES, Capsule, Options, ten_years_before

HERE = Path(__file__).parent
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
Stage = Literal["fetch", "prompt", "analyse", "parse", "render"]
app = FastAPI(title="Time capsule")


class Wanted(BaseModel):
    """What to do: all stages, or these."""

    stages: Annotated[list[Stage], Field(max_length=5)] = list(STAGES)  # type: ignore[arg-type]
    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS)] = MOST_ITEMS
    model: Annotated[str, Field(max_length=120)] = ""
    workers: Annotated[int, Field(ge=1, le=16)] = 4


@dataclass(slots=True)
class Work:
    """What is being done, and how far it is."""

    day: str = ""
    stage: str = ""
    done: int = 0
    of: int = 0
    error: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def is_going_on(self) -> bool:
        return bool(self.thread and self.thread.is_alive())


work = Work()
lock = threading.Lock()


@app.get("/", response_class=HTMLResponse)
def page() -> str:
    return (HERE / "index.html").read_text()


@app.get("/defaults")
def defaults(today: date | None = None) -> dict[str, Any]:
    """The day that is meant where none is named, and where things come from."""
    ago = ten_years_before(today or date.today()).isoformat()
    days = source().days()
    return {"day": days[-1] if days else ago, "ten_years_ago": ago, "source": source().name, "model": model().name}


@app.get("/days/{day}")
def status(day: str, wait: Annotated[float, Query(ge=0, le=10, allow_inf_nan=False)] = 0) -> dict[str, Any]:
    """How far each stage is; `wait`: once nothing is done any more, at most so many seconds later."""
    capsule = of(day)
    if wait and work.thread:
        work.thread.join(wait)
    now = work if work.day == day else Work()
    going = {"going": now.is_going_on, "stage": now.stage, "done": now.done, "of": now.of, "error": now.error}
    rendered = capsule.read("render", "index.html") is not None
    return going | {"day": day, "stages": capsule.status(), "page": f"/site/{day}" if rendered else ""}


@app.post("/days/{day}", status_code=202)
def run(day: str, wanted: Wanted) -> dict[str, Any]:
    """Begin with what is wanted; what is done already is not done again."""
    global work
    capsule = of(day)
    with lock:
        if work.is_going_on:
            raise HTTPException(409, f"{work.day} is being worked on; stop that first.")
        work = mine = Work(day)
        mine.thread = threading.Thread(target=go, args=(mine, capsule, wanted), daemon=True)
        mine.thread.start()
    return status(day)


@app.delete("/days/{day}/work")
def stop(day: str) -> dict[str, Any]:
    """What is done by then stays."""
    of(day)
    work.stop.set()
    return status(day, 5)


@app.delete("/days/{day}/{stage}")
def clean(day: str, stage: Stage) -> dict[str, Any]:
    """Remove what this stage made, and all after it."""
    capsule = of(day)
    with lock:
        if work.is_going_on:
            raise HTTPException(409, "Something is being done; stop that first.")
        return {"removed": capsule.clean(stage)}


@app.get("/days/{day}/{stage}/{id}")
def made(day: str, stage: Stage, id: Annotated[str, Field(pattern=r"^(front|day|index|\d{1,12})$")]) -> Any:
    """What a stage made of a story: its text or JSON; `day` is what parse made of them all."""
    capsule = of(day)
    for kind in ("json", "md", "error", "html"):
        if (found := capsule.read(stage, f"{id}.{kind}")) is not None:
            return found
    raise HTTPException(404, "There is no such thing yet.")


@app.get("/site", response_class=HTMLResponse)
def index() -> Response:
    return static(DAYS / "index.html")


@app.get("/site/{day}", response_class=HTMLResponse)
def day_page(day: str) -> Response:
    of(day)
    return static(DAYS / day / "render" / "index.html")


def static(path: Path) -> Response:
    if not path.is_file():
        raise HTTPException(404, "There is no page yet: run the stages first.")
    return HTMLResponse(path.read_text(), headers={"Content-Security-Policy": POLICY})


def go(mine: Work, capsule: Capsule, wanted: Wanted) -> None:
    def tell(stage: str, done: int, of: int) -> None:
        mine.stage, mine.done, mine.of = stage, done, of

    telling = Capsule(capsule.day, source(), model(), tell)
    try:
        telling.run(tuple(wanted.stages), Options(wanted.limit, wanted.model, wanted.workers), mine.stop.is_set)
    except SourceError as error:
        mine.error = str(error)
    except OSError:
        mine.error = "There is no room left: clean a day first."


def of(day: str) -> Capsule:
    try:
        if not DAY.fullmatch(day):
            raise ValueError
        return Capsule(day, source(), model())
    except ValueError:
        raise HTTPException(422, "A day is written as 2016-11-22.") from None
