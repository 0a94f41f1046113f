"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api


def stats(api: Api, numbers: list[float], **wanted: float) -> None:
    told = api.post("/stats", numbers)
    assert told.status == 200, told
    for name, value in wanted.items():
        assert abs(told[name] - value) < 0.006, (name, value, told)


def test_an_odd_and_an_even_number_of_them(api: Api) -> None:
    stats(api, [7, 1, 13, 2, 4.5], count=5, mean=5.5, median=4.5, min=1, max=13)
    stats(api, [8, 40, 3, 5], count=4, mean=14, median=6.5, min=3, max=40)
    stats(api, [-2.5], count=1, mean=-2.5, median=-2.5, min=-2.5, max=-2.5)


def test_an_empty_list(api: Api) -> None:
    stats(api, [0, 10], count=2, mean=5)
    assert api.post("/stats", []).status == 400
