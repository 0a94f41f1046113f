"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api


def come(api: Api, name: str, urgent: bool = False) -> None:
    told = api.post("/patients", {"name": name, "urgent": urgent})
    assert told.status == 201, told


def called(api: Api) -> str:
    told = api.post("/next", None)
    assert told.status in (200, 201), told
    return str(told["name"])


def test_whoever_came_first(api: Api) -> None:
    for name in ("Mrs Lind", "Abel", "Zoe"):
        come(api, name)
    assert [called(api) for _ in range(3)] == ["Mrs Lind", "Abel", "Zoe"]
    assert api.post("/next", None).status == 404


def test_urgent_ones_before_the_others(api: Api) -> None:
    for name, urgent in (("Ida", False), ("Tom", True), ("Kim", False), ("Ana", True)):
        come(api, name, urgent)
    assert [called(api) for _ in range(2)] == ["Tom", "Ana"]
    come(api, "Lu", True)
    assert [called(api) for _ in range(3)] == ["Lu", "Ida", "Kim"]


def test_the_list(api: Api) -> None:
    come(api, "Ida")
    come(api, "Tom")
    assert {patient["name"] for patient in api.get("/patients").items()} == {"Ida", "Tom"}
    called(api)
    assert [patient["name"] for patient in api.get("/patients").items()] == ["Tom"]
