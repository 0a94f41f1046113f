from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class Patient(BaseModel):
    name: str
    urgent: bool = False


app = FastAPI(title="Waiting room")
waiting: list[Patient] = []


@app.post("/patients", status_code=201)
def come(patient: Patient) -> Patient:
    waiting.append(patient)
    return patient


@app.get("/patients")
def listed() -> list[Patient]:
    return sorted(waiting, key=lambda patient: not patient.urgent)


@app.post("/next")
def call() -> dict[str, str]:
    if not waiting:
        raise HTTPException(404, "Nobody is waiting.")
    first = listed()[0]
    waiting.remove(first)
    return {"name": first.name}
