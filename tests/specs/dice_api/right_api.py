import random
import re

from fastapi import FastAPI, HTTPException

app = FastAPI(title="Dice")


@app.get("/roll")
def roll(dice: str) -> dict[str, list[int] | int]:
    parts = re.fullmatch(r"(\d{1,3})d(\d{1,6})(?:\+(\d{1,6}))?", dice)
    if not parts or not 1 <= int(parts[1]) <= 100 or int(parts[2]) < 1:
        raise HTTPException(400, "Dice look like 3d6 or 2d8+3, and are 100 at most.")
    rolls = [random.randint(1, int(parts[2])) for _ in range(int(parts[1]))]
    return {"rolls": rolls, "total": sum(rolls) + int(parts[3] or 0)}
