"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api

DAY = "2027-05-04"


def book(api: Api, name: str, start: str, end: str, day: str = DAY) -> int:
    return api.post("/bookings", {"name": name, "start": f"{day}T{start}", "end": f"{day}T{end}"}).status


def names(api: Api, day: str) -> list[str]:
    told = api.get(f"/bookings?day={day}")
    assert told.status == 200, told
    return [booking["name"] for booking in told.items()]


def test_the_day_in_order(api: Api) -> None:
    assert book(api, "Retro", "14:00", "15:00") == 201
    assert book(api, "Standup", "09:00", "09:30") == 201
    assert book(api, "Lunch talk", "12:00", "13:00") == 201
    assert book(api, "Other day", "08:00", "09:00", "2027-05-05") == 201
    assert names(api, DAY) == ["Standup", "Lunch talk", "Retro"]
    assert names(api, "2027-05-05") == ["Other day"]
    assert names(api, "2027-05-06") == []


def test_overlaps(api: Api) -> None:
    assert book(api, "First", "10:00", "11:00") == 201
    for start, end in (
        ("10:30", "11:30"),
        ("09:30", "10:01"),
        ("10:15", "10:45"),
        ("09:00", "12:00"),
        ("10:00", "11:00"),
    ):
        assert book(api, "Clash", start, end) == 409, (start, end)
    assert book(api, "Before", "09:00", "10:00") == 201
    assert book(api, "After", "11:00", "11:30") == 201
    assert names(api, DAY) == ["Before", "First", "After"]


def test_an_end_before_its_start(api: Api) -> None:
    assert book(api, "Right", "10:00", "11:00") == 201
    assert book(api, "Backwards", "13:00", "12:00") == 422
    assert book(api, "No time", "13:00", "13:00") == 422
    assert names(api, DAY) == ["Right"]
