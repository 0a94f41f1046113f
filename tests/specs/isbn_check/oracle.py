"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api


def valid(api: Api, number: str) -> bool:
    told = api.get(f"/isbn/{number}")
    assert told.status == 200, told
    assert isinstance(told["valid"], bool), told
    return bool(told["valid"])


def test_right_and_wrong_check_digits(api: Api) -> None:
    for number in (
        "9783161484100",
        "978-3-16-148410-0",
        "978%203%2016%20148410%200",
        "9780306406157",
        "979-1-0-90636-07-1",
    ):
        assert valid(api, number), number
    for number in ("9783161484101", "978-0-306-40615-8", "9780306406517"):
        assert not valid(api, number), number


def test_what_is_not_13_digits(api: Api) -> None:
    assert valid(api, "9780306406157")
    for number in ("978030640615", "97803064061570", "0306406152", "9780306A06157", "hello"):
        assert not valid(api, number), number
