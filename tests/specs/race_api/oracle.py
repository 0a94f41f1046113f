"""Judges any app made for the sentence beside this file. In which order those of one place come is left open."""

from tests.specs.callers import Api


def run(api: Api, *runs: tuple[str, float]) -> None:
    for name, seconds in runs:
        told = api.post("/results", {"name": name, "seconds": seconds})
        assert told.status == 201, told


def ranking(api: Api) -> list[tuple[int, str, float]]:
    told = api.get("/ranking")
    assert told.status == 200, told
    listed = [(one["place"], one["name"], one["seconds"]) for one in told.items()]
    assert [seconds for _, _, seconds in listed] == sorted(seconds for _, _, seconds in listed), listed
    return sorted(listed)


def test_the_best_run_counts(api: Api) -> None:
    run(api, ("Mia", 12.4), ("Ben", 11.9), ("Mia", 11.5), ("Ben", 12.8))
    assert ranking(api) == [(1, "Mia", 11.5), (2, "Ben", 11.9)]
    run(api, ("Tariq", 13.0), ("Ben", 11.2))
    assert ranking(api) == [(1, "Ben", 11.2), (2, "Mia", 11.5), (3, "Tariq", 13.0)]


def test_the_same_time(api: Api) -> None:
    run(api, ("Ida", 10.2), ("Olu", 9.8), ("Cem", 10.2), ("Pia", 10.9))
    assert ranking(api) == [(1, "Olu", 9.8), (2, "Cem", 10.2), (2, "Ida", 10.2), (4, "Pia", 10.9)]
    run(api, ("Jo", 9.8), ("Pia", 10.2))
    assert [place for place, _, _ in ranking(api)] == [1, 1, 3, 3, 3]


def test_no_time(api: Api) -> None:
    run(api, ("Lou", 14.5))
    for seconds in (0, -3.2):
        told = api.post("/results", {"name": "Max", "seconds": seconds})
        assert told.status == 422, told
    assert ranking(api) == [(1, "Lou", 14.5)]
