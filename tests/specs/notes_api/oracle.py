"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Answer, Api

FIRST = {"title": "Shopping", "text": "Milk and bread"}
SECOND = {"title": "Idea", "text": "A boat of cork"}


def made(api: Api, note: dict[str, str]) -> Answer:
    told = api.post("/notes", note)
    assert told.status == 201, told
    assert (told["title"], told["text"]) == (note["title"], note["text"]), told
    return told


def test_notes_are_kept(api: Api) -> None:
    ids = [made(api, note)["id"] for note in (FIRST, SECOND)]
    assert ids[0] != ids[1]
    for number, note in zip(ids, (FIRST, SECOND), strict=True):
        told = api.get(f"/notes/{number}")
        assert (told.status, told["title"], told["text"]) == (200, note["title"], note["text"]), told
    assert sorted(note["title"] for note in api.get("/notes").items()) == ["Idea", "Shopping"]


def test_changing_and_deleting(api: Api) -> None:
    ids = [made(api, note)["id"] for note in (FIRST, SECOND)]
    put = api.put(f"/notes/{ids[0]}", {"title": "Groceries", "text": "Milk"})
    assert put.status // 100 == 2, put
    told = api.get(f"/notes/{ids[0]}")
    assert (told["title"], told["text"]) == ("Groceries", "Milk"), told
    assert api.get(f"/notes/{ids[1]}")["title"] == "Idea"
    assert api.delete(f"/notes/{ids[0]}").status // 100 == 2
    assert api.get(f"/notes/{ids[0]}").status == 404
    assert [note["title"] for note in api.get("/notes").items()] == ["Idea"]


def test_what_is_refused(api: Api) -> None:
    number = made(api, FIRST)["id"]
    assert api.post("/notes", {"title": "", "text": "x"}).status == 422
    assert api.put(f"/notes/{number}", {"title": "", "text": "x"}).status == 422
    assert len(api.get("/notes").items()) == 1
    assert api.delete(f"/notes/{number}").status // 100 == 2
    for told in (api.get(f"/notes/{number}"), api.put(f"/notes/{number}", FIRST), api.delete(f"/notes/{number}")):
        assert told.status == 404, told
