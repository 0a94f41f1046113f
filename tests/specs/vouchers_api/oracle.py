"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api


def sell(api: Api, value: float) -> str:
    made = api.post("/vouchers", {"value": value})
    assert made.status == 201, made
    assert made["left"] == value, made
    return str(made["code"])


def redeem(api: Api, code: str, amount: float) -> int:
    return api.post(f"/vouchers/{code}/redeem", {"amount": amount}).status


def left(api: Api, code: str, amount: float) -> None:
    told = api.get(f"/vouchers/{code}")
    assert told.status == 200, told
    assert abs(float(told["left"]) - amount) < 0.001, told


def test_what_is_redeemed_is_taken_off(api: Api) -> None:
    one, two = sell(api, 80), sell(api, 35)
    assert one != two
    took = api.post(f"/vouchers/{one}/redeem", {"amount": 12.5})
    assert took.status in (200, 201), took
    assert took["left"] == 67.5, took
    left(api, one, 67.5)
    left(api, two, 35)
    assert redeem(api, one, 7.5) in (200, 201)
    left(api, one, 60)


def test_not_more_than_is_left(api: Api) -> None:
    code = sell(api, 40)
    assert redeem(api, code, 25) in (200, 201)
    assert redeem(api, code, 15.5) == 409
    left(api, code, 15)
    assert redeem(api, code, 15) in (200, 201)
    left(api, code, 0)
    assert redeem(api, code, 1) == 409


def test_a_code_nobody_has(api: Api) -> None:
    left(api, sell(api, 10), 10)
    assert api.get("/vouchers/nobody-has-this").status == 404
    assert redeem(api, "nobody-has-this", 1) == 404
