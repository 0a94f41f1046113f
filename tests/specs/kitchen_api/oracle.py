"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api


def converted(api: Api, amount: float, of: str, to: str, wanted: float) -> None:
    told = api.get(f"/convert?amount={amount}&from={of}&to={to}")
    assert told.status == 200, told
    assert abs(told["result"] - wanted) < 0.011, (told, wanted)


def test_amounts(api: Api) -> None:
    converted(api, 2, "cup", "ml", 480)
    converted(api, 1.5, "l", "cup", 6.25)
    converted(api, 7, "tbsp", "tsp", 21)
    converted(api, 840, "ml", "l", 0.84)
    converted(api, 2.5, "tsp", "ml", 12.5)
    converted(api, 3, "cup", "tbsp", 48)


def test_unknown_units(api: Api) -> None:
    converted(api, 1, "tbsp", "ml", 15)
    assert api.get("/convert?amount=1&from=bucket&to=ml").status == 400
    assert api.get("/convert?amount=1&from=ml&to=parsec").status == 400
