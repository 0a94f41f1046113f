"""Parking tickets: an hour costs 2.40, every hour begun counts in full."""

import csv
import io
import json
import math
import os
import threading
from pathlib import Path

from fastapi import FastAPI, HTTPException, UploadFile
from fastapi.responses import FileResponse, PlainTextResponse
from pydantic import BaseModel, Field

app = FastAPI(title="Parking")
DATA = Path("data/tickets.json")
LOCK = threading.Lock()


class NewTicket(BaseModel):
    minutes: int = Field(gt=0, le=100_000)
    plate: str = Field(default="", max_length=20)


def load() -> dict:
    try:
        return json.loads(DATA.read_text())
    except (OSError, ValueError):
        return {"next": 1, "tickets": []}


def save(data: dict) -> None:
    DATA.parent.mkdir(exist_ok=True)
    part = DATA.with_suffix(".part")
    part.write_text(json.dumps(data))
    os.replace(part, DATA)


def fee(minutes: int) -> float:
    return round(math.ceil(minutes / 60) * 2.40, 2)


@app.get("/", include_in_schema=False)
def page() -> FileResponse:
    return FileResponse("index.html")


@app.post("/tickets", status_code=201)
def add(new: NewTicket) -> dict:
    with LOCK:
        data = load()
        ticket = {"id": data["next"], "minutes": new.minutes, "plate": new.plate, "fee": fee(new.minutes)}
        data["next"] += 1
        data["tickets"].append(ticket)
        save(data)
    return ticket


@app.get("/tickets")
def listed(plate: str = "") -> list[dict]:
    return [ticket for ticket in load()["tickets"] if plate in ticket["plate"]]


@app.get("/tickets/{number}")
def one(number: int) -> dict:
    for ticket in load()["tickets"]:
        if ticket["id"] == number:
            return ticket
    raise HTTPException(404, f"There is no ticket {number}.")


@app.delete("/tickets/{number}")
def delete(number: int) -> dict:
    with LOCK:
        data = load()
        left = [ticket for ticket in data["tickets"] if ticket["id"] != number]
        if len(left) == len(data["tickets"]):
            raise HTTPException(404, f"There is no ticket {number}.")
        save({**data, "tickets": left})
    return {"deleted": number}


@app.post("/lists")
def counted(file: UploadFile) -> dict:
    rows = list(csv.DictReader(io.StringIO(file.file.read().decode("utf-8", "replace"))))
    return {"rows": len(rows), "names": [row.get("plate") for row in rows]}


@app.get("/export", response_class=PlainTextResponse)
def export() -> str:
    return "".join(f"{ticket['id']},{ticket['minutes']}\n" for ticket in load()["tickets"])
