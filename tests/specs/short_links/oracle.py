"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api


def test_a_link_redirects_and_counts(api: Api) -> None:
    codes = {}
    for url in ("https://example.com/a?x=1", "https://example.org/"):
        made = api.post("/links", {"url": url})
        assert made.status == 201, made
        codes[url] = made["code"]
    assert len(set(codes.values())) == 2, codes
    for url, times in (("https://example.com/a?x=1", 3), ("https://example.org/", 1)):
        before = api.get(f"/links/{codes[url]}")
        assert (before.status, before["url"], before["hits"]) == (200, url, 0), before
        for _ in range(times):
            went = api.get(f"/go/{codes[url]}")
            assert (went.status // 100, went.headers.get("location")) == (3, url), went
    for url, times in (("https://example.com/a?x=1", 3), ("https://example.org/", 1)):
        after = api.get(f"/links/{codes[url]}")
        assert after["hits"] == times, after


def test_an_unknown_code(api: Api) -> None:
    made = api.post("/links", {"url": "https://example.com/"})
    assert api.get(f"/links/{made['code']}").status == 200
    assert api.get("/links/nothing-there").status == 404
    assert api.get("/go/nothing-there").status == 404
