from itertools import count

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI(title="Notes")
ids = count(1)
notes: dict[int, "Kept"] = {}


class Note(BaseModel):
    title: str = Field(min_length=1)
    text: str = ""


class Kept(Note):
    id: int


def find(number: int) -> Kept:
    if number not in notes:
        raise HTTPException(404, "There is no such note.")
    return notes[number]


@app.post("/notes", status_code=201)
def add(note: Note) -> Kept:
    kept = Kept(id=next(ids), title=note.title, text=note.text)
    notes[kept.id] = kept
    return kept


@app.get("/notes")
def list_all() -> list[Kept]:
    return list(notes.values())


@app.get("/notes/{number}")
def tell(number: int) -> Kept:
    return find(number)


@app.put("/notes/{number}")
def change(number: int, note: Note) -> Kept:
    kept = find(number)
    kept.title, kept.text = note.title, note.text
    return kept


@app.delete("/notes/{number}", status_code=204)
def delete(number: int) -> None:
    del notes[find(number).id]
