from statistics import mean, median

from fastapi import FastAPI, HTTPException

app = FastAPI(title="Statistics")


@app.post("/stats")
def stats(numbers: list[float]) -> dict[str, float]:
    if not numbers:
        raise HTTPException(400, "Send at least one number.")
    told = {"mean": mean(numbers), "median": median(numbers), "min": min(numbers), "max": max(numbers)}
    return {"count": len(numbers), **told}
