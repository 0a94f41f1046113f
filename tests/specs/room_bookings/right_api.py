from datetime import date, datetime

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI(title="Meeting room")


class Booking(BaseModel):
    name: str
    start: datetime
    end: datetime


bookings: list[Booking] = []


@app.post("/bookings", status_code=201)
def book(wanted: Booking) -> Booking:
    if wanted.end <= wanted.start:
        raise HTTPException(422, "The end must be after the start.")
    if any(wanted.start < other.end and other.start < wanted.end for other in bookings):
        raise HTTPException(409, "The room is taken then.")
    bookings.append(wanted)
    return wanted


@app.get("/bookings")
def of_day(day: date) -> list[Booking]:
    return sorted((one for one in bookings if one.start.date() == day), key=lambda one: one.start)
