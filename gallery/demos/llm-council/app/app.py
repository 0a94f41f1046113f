"""A council of language models: its page, its conversations, and what goes on in them. Refuses to lose a turn: it goes
on when nobody looks, and is there after a reload."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel, Field

from deliberation import CouncilError, Speaks, Turn, deliberate
from model import Endpoint, ModelError
from seats import MOST_SEATS, Council, council
from store import Conversation, Store
from voices import voices

HERE = Path(__file__).parent
app = FastAPI(title="Council", description="Several models answer, judge each other blind, and a chairman replies.")
endpoint = Endpoint.from_environment()
store = Store()


class Asked(BaseModel):
    question: str = Field(min_length=1, max_length=8000)
    members: list[str] = Field(default=[], max_length=MOST_SEATS)
    chairman: str = ""


@app.get("/", include_in_schema=False)
def page() -> FileResponse:
    return FileResponse(HERE / "page.html", headers={"Cache-Control": "no-store"})


@app.get("/{name}.{kind}", include_in_schema=False)
def part(name: str, kind: str) -> FileResponse:
    if f"{name}.{kind}" not in ("page.css", "page.js", "plain.js"):
        raise HTTPException(404, "There is nothing at this address.")
    return FileResponse(HERE / f"{name}.{kind}")


@app.get("/api/council")
def seated() -> dict[str, Any]:
    """Who sits in the council, and who could."""
    try:
        return council(endpoint).as_dict()
    except ModelError as error:
        return {"seats": [], "chairman": {}, "told": str(error), "models": []}


@app.get("/api/conversations")
def conversations() -> list[dict[str, Any]]:
    """The newest first."""
    return [{"id": one.id, "title": one.title, "made": one.made} for one in store.all()]


@app.get("/api/conversations/{id}")
def conversation(id: str) -> dict[str, Any]:  # noqa: A002
    return found(id).as_dict()


@app.delete("/api/conversations/{id}")
def remove(id: str) -> dict[str, str]:  # noqa: A002
    found(id)
    store.remove(id)
    return {"removed": id}


@app.post("/api/conversations", status_code=202)
def begin(asked: Asked) -> dict[str, Any]:
    """A first question makes a conversation."""
    sitting = seats_for(asked)
    return go_on(store.new(), asked, sitting)


@app.post("/api/conversations/{id}/questions", status_code=202)
def ask(id: str, asked: Asked) -> dict[str, Any]:  # noqa: A002
    return go_on(found(id), asked, seats_for(asked))


@app.get("/api/conversations/{id}/turns/{turn}", response_class=StreamingResponse)
def follow(id: str, turn: int) -> StreamingResponse:  # noqa: A002
    """What happens in a turn, as it happens: events from its beginning, as a stream."""
    one = found(id)
    if not 0 <= turn < len(one.turns):
        raise HTTPException(404, "There is no such turn.")

    def lines() -> Iterator[str]:
        for event in one.follow(turn):
            yield f"data: {json.dumps(event)}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def found(id: str) -> Conversation:  # noqa: A002
    if one := store.get(id):
        return one
    raise HTTPException(404, "There is no such conversation.")


def seats_for(asked: Asked) -> Council:
    if not asked.question.strip():
        raise HTTPException(422, "Ask something.")
    try:
        return council(endpoint, asked.members, asked.chairman)
    except ModelError as error:
        raise HTTPException(422, str(error)) from None


def go_on(one: Conversation, asked: Asked, sitting: Council) -> dict[str, Any]:
    before = [(turn["question"], final) for turn in one.turns[-3:] if (final := final_of(turn))]
    try:
        number = one.begin(asked.question.strip(), sitting.as_dict())
    except ValueError:
        raise HTTPException(409, "The council is still at your last question.") from None
    turn = Turn(asked.question.strip(), before, f"{one.id}{number}")
    threading.Thread(target=run, args=(one, number, turn, sitting), daemon=True).start()
    return {"id": one.id, "turn": number}


def final_of(turn: dict[str, Any]) -> str:
    return next((event["text"] for event in turn["events"] if event["event"] == "final"), "")


def run(one: Conversation, number: int, turn: Turn, sitting: Council) -> None:
    speak = voices(endpoint)
    try:
        deliberate(turn, sitting, speak, lambda event: one.tell(number, event))
        if not one.title and endpoint:
            one.tell(number, {"event": "title", "text": titled(turn.question, sitting, speak)})
    except CouncilError as error:
        one.tell(number, {"event": "error", "text": str(error)})
    except Exception as error:  # whatever it is, the page must not wait for ever
        one.tell(number, {"event": "error", "text": f"Something went wrong here: {type(error).__name__}."})
        raise
    finally:
        if not one.title:
            one.tell(number, {"event": "title", "text": title_of(turn.question)})
        one.tell(number, {"event": "end"})


def titled(question: str, sitting: Council, speak: Speaks) -> str:
    """A title by the chairman, or the question's first words."""
    asked = f"Give this question a title of at most five words, without quotes:\n\n{question[:1000]}"
    try:
        said = speak(sitting.chairman, [{"role": "user", "content": asked}], stage="title").text
    except ModelError:
        said = ""
    return title_of(said) or title_of(question)


def title_of(said: str) -> str:
    """The first line, short, without what models put around titles."""
    line = (
        next((line.strip() for line in said.splitlines() if line.strip()), "").removeprefix("Title:").strip(" *#\"'.“”")
    )
    words = line.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")
