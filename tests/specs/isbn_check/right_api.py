import re

from fastapi import FastAPI

app = FastAPI(title="ISBN check")


@app.get("/isbn/{number}")
def check(number: str) -> dict[str, bool]:
    plain = re.sub(r"[\s-]", "", number)
    if not re.fullmatch(r"[0-9]{13}", plain):
        return {"valid": False}
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(plain))
    return {"valid": total % 10 == 0}
