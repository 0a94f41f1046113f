from fastapi import FastAPI
from pydantic import BaseModel, Field


class Run(BaseModel):
    name: str
    seconds: float = Field(gt=0)


app = FastAPI(title="Sports day")
best: dict[str, float] = {}


@app.post("/results", status_code=201)
def finish(run: Run) -> Run:
    best[run.name] = min(run.seconds, best.get(run.name, run.seconds))
    return run


@app.get("/ranking")
def ranking() -> list[dict[str, str | float | int]]:
    ranked = sorted(best.items(), key=lambda item: item[1])
    times = [seconds for _, seconds in ranked]
    return [{"place": times.index(seconds) + 1, "name": name, "seconds": seconds} for name, seconds in ranked]
