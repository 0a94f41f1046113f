from typing import Annotated

from fastapi import FastAPI, HTTPException, Query

app = FastAPI(title="Kitchen amounts")
ML = {"ml": 1, "l": 1000, "tsp": 5, "tbsp": 15, "cup": 240}


@app.get("/convert")
def convert(amount: float, of: Annotated[str, Query(alias="from")], to: str) -> dict[str, float]:
    if of not in ML or to not in ML:
        raise HTTPException(400, f"The units are {', '.join(ML)}.")
    return {"result": round(amount * ML[of] / ML[to], 4)}
