"""Libraries for pages: listed ones stand in for what would come from elsewhere, anything else is told; and a page that
a person opens reaches what its app was permitted, and no more."""

import urllib.error
import urllib.request

import pytest

from sandbox import Runtime, Sandbox, SandboxError
from sandbox.vendor import copies, libraries, settle, used

PAGE = """<!doctype html><head>
<script src="https://cdn.example/npm/chart.js@4.4.1/dist/chart.umd.min.js" integrity="sha384-x" crossorigin></script>
<script src='own.js'></script><title>é</title>
<link rel="stylesheet" href="https://cdn.example/x.css">
<a href="https://example.com/chart.js">a link stays</a>
</head>"""


def lead(tag: str) -> tuple[str, tuple[str, ...]]:
    settled = settle({"index.html": tag.encode()})
    return settled.files["index.html"].decode(), settled.missing


def test_a_tag_for_a_listed_library_leads_to_the_copy_and_the_rest_stays() -> None:
    settled = settle({"index.html": PAGE.encode(), "own.js": b"import 'https://cdn.example/d3'"})
    lines = settled.files["index.html"].decode().splitlines()
    assert lines[1] == '<script src="/vendor/chart.js"></script>'
    assert [line for n, line in enumerate(lines) if n != 1] == [
        line for n, line in enumerate(PAGE.splitlines()) if n != 1
    ]
    assert settled.missing == (
        "index.html: https://cdn.example/x.css can't be loaded: an app reaches nothing outside.",
    )
    assert settled.files["own.js"] == b"import 'https://cdn.example/d3'"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("https://cdn.example/npm/chart.js", "chart.js"),
        ("//cdn.example/ajax/libs/Chart.js/4.4.0/chart.umd.js", "chart.js"),
        ("https://d3.example/d3.v7.min.js", "d3.js"),
        ("https://cdn.example/npm/d3@7", "d3.js"),
        ("https://cdn.example/d3@7.8.5/dist/d3.min.js", "d3.js"),
        ("https://cdn.example/ajax/libs/PapaParse/5.4.1/papaparse.min.js", "papaparse.js"),
        ("https://cdn.example/npm/dayjs@1/dayjs.min.js", "dayjs.js"),
        ("https://cdn.example/npm/dompurify@3.0.6/dist/purify.min.js", "dompurify.js"),
        ("https://cdn.example/marked/marked.min.js", "marked.js"),
    ],
)
def test_addresses_as_people_write_them_are_known(url: str, file: str) -> None:
    assert lead(f'<script defer src="{url}"></script>') == (f'<script src="/vendor/{file}" defer=""></script>', ())


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ('<script src="https://cdn.example/npm/chart.js@2.9.4/dist/Chart.min.js"></script>', "another major version"),
        ('<script src="https://d3.example/d3.v3.min.js"></script>', "d3 7.9.2 is at /vendor/d3.js"),
        ('<script type="module" src="https://cdn.example/npm/d3@7/+esm"></script>', "loaded as a module"),
        ('<script src="https://cdn.example/npm/d3-sankey@0.12/dist/d3-sankey.min.js"></script>', "can't be loaded"),
        ('<script src="https://cdn.example/npm/vue@3"></script>', "can't be loaded"),
        ("<LINK REL=stylesheet HREF=//cdn.example/bootstrap.css>", "can't be loaded"),
    ],
)
def test_what_there_is_no_copy_of_is_told_and_left(tag: str, reason: str) -> None:
    left, missing = lead(tag)
    assert left == tag
    assert len(missing) == 1
    assert reason in missing[0]


@pytest.mark.parametrize(
    "text", ["", "<script", "<script src=", "<!--<script src=//x/d3.js>-->", "\0\x1b<p>", "<" * 999]
)
def test_what_is_hardly_a_page_stays_as_it_is(text: str) -> None:
    assert lead(text) == (text, ())


def test_pages_in_the_texts_of_python_are_told_and_left() -> None:
    source = b"""
import streamlit as st
st.components.v1.html(f'<script src="https://cdn.example/npm/chart.js@4"></script><p>{a < b}</p>')
print("https://cdn.example/x.js", 1 < 2)
"""
    settled = settle({"app.py": source, "bad.py": b"'<script' ("})
    assert settled.files["app.py"] == source
    assert settled.missing == (
        "app.py: https://cdn.example/npm/chart.js@4 can't be loaded: an app reaches nothing outside.",
    )


def test_what_is_at_a_host_that_the_app_may_reach_is_not_missing() -> None:
    page = b'<script src="https://Cdn.example/x.js"></script><script src="//[bad/x.js"></script>'
    (told,) = settle({"index.html": page}, ["cdn.example"]).missing
    assert told.startswith("index.html: //[bad/x.js can't be loaded")


def test_what_an_app_loads_from_vendor_is_copied_for_it(shared: Sandbox) -> None:
    own = {"vendor/d3.js": b"own", "d.js": b"import '/vendor/dayjs.js'", "x.txt": b"/vendor/marked.js"}
    names = used({"index.html": b'<script src="/vendor/chart.js"></script><script src="vendor/d3.js"></script>', **own})
    assert names == ("chart.js", "dayjs.js")
    copied = copies(shared, names)
    assert b"Chart.js v" in copied["vendor/chart.js"][:200]
    assert len(copied["vendor/chart.js"]) > 100_000
    with pytest.raises(SandboxError, match=r"no /vendor/none\.js"):
        copies(shared, ["none.js"])


@pytest.fixture(scope="module")
def page(shared: Sandbox) -> Sandbox:
    shared.put({"index.html": b"<h1>here</h1>", "vendor/own.js": b"own"}, replace=True)
    assert shared.start(Runtime.STATIC).ok
    return shared


def test_every_listed_library_is_there_beside_the_apps_own(page: Sandbox) -> None:
    for library in libraries():
        with urllib.request.urlopen(f"{page.url}/vendor/{library.file}", timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith("text/javascript")
            assert len(answer.read()) > 1000
    with urllib.request.urlopen(f"{page.url}/vendor/own.js", timeout=10) as answer:
        assert answer.read() == b"own"
    for path in ("/vendor/", "/vendor/..%2fetc%2fpasswd", "/vendor/nothing.js", "/vendor/x/../../etc/passwd"):
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{page.url}{path}", timeout=10)


def test_a_page_in_a_persons_browser_is_kept_to_what_its_app_may_reach(page: Sandbox) -> None:
    def policy() -> str:
        with urllib.request.urlopen(page.url, timeout=10) as answer:
            return str(answer.headers["Content-Security-Policy"])

    assert "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ;" in policy()
    page.permit(["api.example.com"])
    assert page.start(Runtime.STATIC).ok
    assert "api.example.com:443 api.example.com:80;" in policy()
    page.permit([])
