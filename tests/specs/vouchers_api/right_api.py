import secrets

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI(title="Gift vouchers")
vouchers: dict[str, float] = {}


class Sold(BaseModel):
    value: float = Field(gt=0)


class Redeemed(BaseModel):
    amount: float = Field(gt=0)


def find(code: str) -> float:
    if code not in vouchers:
        raise HTTPException(404, "There is no such voucher.")
    return vouchers[code]


@app.post("/vouchers", status_code=201)
def sell(sold: Sold) -> dict[str, str | float]:
    code = secrets.token_hex(4)
    vouchers[code] = sold.value
    return {"code": code, "left": sold.value}


@app.post("/vouchers/{code}/redeem")
def redeem(code: str, redeemed: Redeemed) -> dict[str, float]:
    left = find(code)
    if redeemed.amount > left:
        raise HTTPException(409, "Not that much is left.")
    vouchers[code] = round(left - redeemed.amount, 2)
    return {"left": vouchers[code]}


@app.get("/vouchers/{code}")
def tell(code: str) -> dict[str, str | float]:
    return {"code": code, "left": find(code)}
