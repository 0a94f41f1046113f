"""Parking tickets that counts every minute, forgets none, and breaks on what it doesn't expect."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

app = FastAPI(title="Parking")
TICKETS = []


@app.get("/", response_class=HTMLResponse, include_in_schema=False)
def page() -> str:
    return "<!doctype html><html lang=en><title>Parking</title><link rel=icon href=data:,><h1>Parking</h1>"


@app.post("/tickets", openapi_extra={"requestBody": {"content": {"application/json": {}}}})
async def add(request: Request) -> dict:
    new = await request.json()
    ticket = {"id": len(TICKETS) + 1, "minutes": new["minutes"], "fee": new["minutes"] / 60 * 2.40}
    TICKETS.append(ticket)
    return ticket


@app.get("/tickets")
def listed() -> list[dict]:
    return TICKETS


@app.get("/tickets/{number}")
def one(number: int) -> dict:
    return TICKETS[number - 1]


@app.delete("/tickets/{number}")
def delete(number: int) -> dict:
    return {"deleted": number}
