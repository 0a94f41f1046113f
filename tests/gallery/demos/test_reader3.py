"""What reader3 makes of books that nobody should trust, and that half a book is never left behind."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, strategies as st

from gallery.demo import DEMOS
from sandbox import Engine, Image, Runtime
from tests.gallery.demos.loading import loaded

SAMPLES = DEMOS / "reader3" / "samples"
PAGE = "<html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>"


@pytest.fixture(scope="module")
def modules() -> Iterator[tuple[ModuleType, ...]]:
    with loaded("reader3", "epub", "clean", "library", "ask") as found:
        yield found


@pytest.fixture(scope="module")
def epub(modules: tuple[ModuleType, ...]) -> ModuleType:
    return modules[0]


@pytest.fixture(scope="module")
def clean(modules: tuple[ModuleType, ...]) -> ModuleType:
    return modules[1]


def book(pages: dict[str, str], nav: str = "", ncx: str = "", files: dict[str, bytes] | None = None) -> bytes:
    items = "".join(f'<item id="{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in pages)
    items += '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if ncx else ""
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>' if nav else ""
    spine = "".join(f'<itemref idref="{n}"/>' for n in pages)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>T</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="o/book.opf"/></rootfiles></container>'
    )
    made = {"META-INF/container.xml": container, "o/book.opf": package}
    made |= {f"o/{name}": PAGE.format(body) for name, body in pages.items()}
    made |= {"o/toc.ncx": ncx} if ncx else {}
    made |= {"o/nav.xhtml": PAGE.format(nav)} if nav else {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (made | (files or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("<p onclick='x()' style='a' class='b' title='t'>a</p>", '<p title="t">a</p>'),
        ("<script>x</script><p>a</p>", "<p>a</p>"),
        ("<SCRIPT>x</SCRIPT>a", "a"),
        ("<p>a<!-- <script>x</script> -->b<?php x ?>c</p>", "<p>abc</p>"),
        ("<form action='/'><input/></form><p>a</p>", "<p>a</p>"),
        ("<svg onload='x()'><script>x</script><image href='i.png'/></svg>", '<img src="image:i.png" alt="">'),
        ("<a href='javascript:x()'>a</a><a href='data:text/html,x'>b</a>", "<a>a</a><a>b</a>"),
        ("<a href='java&#10;script:x()'>a</a>", "<a>a</a>"),
        (
            "<a href='https://e.com/?a=1&amp;b'>a</a>",
            '<a href="https://e.com/?a=1&amp;b" target="_blank" rel="noopener noreferrer nofollow">a</a>',
        ),
        ("<a href='b.xhtml#x'>a</a>", '<a href="page:b.xhtml#x#at-x">a</a>'),
        ("<p id='x'>a</p><p id='x y'>b</p>", '<p id="at-x">a</p><p>b</p>'),
        ("<img src='i.png' alt='&quot;&gt;&lt;script&gt;'/>", '<img src="image:i.png" alt="&quot;&gt;&lt;script&gt;">'),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<font>a</font><center>b</center>", "ab"),
        ("<p>a<o:p>b</o:p><c:>c</p>", "<p>abc</p>"),
        ("<p {a}=1 {a}b=2 c:=3 title=t>a", '<p title="t">a</p>'),
        ("<math><mi>a</mi></math><object data='x'><p>b</p></object>c", "c"),
    ],
)
def test_a_page_keeps_what_a_text_is_made_of(clean: ModuleType, markup: str, left: str) -> None:
    links = clean.Links(lambda link: f"image:{link}", lambda link: f"page:{link}")
    assert clean.cleaned(clean.parsed(PAGE.format(markup).encode()), links) == left


@given(st.text(st.sampled_from("<>/&\"'= ascriptmgonload:!-?\n#x;{}"), max_size=80))
def test_whatever_a_page_says_nothing_of_it_runs(clean: ModuleType, markup: str) -> None:
    links = clean.Links(lambda link: "", lambda link: "")
    again = clean.parsed(f"<div>{clean.cleaned(clean.parsed(markup.encode()), links)}</div>".encode())
    for element in again.iter("*"):
        assert element.tag in clean.KEPT | {"html", "body"}
        assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "href", "style")]


def test_contents_are_nested_as_the_book_has_them(epub: ModuleType) -> None:
    pages = {"a.xhtml": "<h1>A</h1>", "b.xhtml": "<h1>B</h1>"}
    nav = "<nav><ol><li><a href='b.xhtml'>Second</a><ol><li><a href='a.xhtml#p'>First</a></li></ol></li></ol></nav>"
    found = epub.read_epub(book(pages, nav=nav))
    (top,) = found.contents
    assert (top.title, top.chapter, [(one.title, one.chapter, one.place) for one in top.inside]) == (
        "Second",
        2,
        [("First", 1, "p")],
    )
    assert [chapter.title for chapter in found.chapters] == ["A", "Second"]
    ncx = (
        "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap><navPoint><navLabel><text>One</text></navLabel>"
        "<content src='a.xhtml'/><navPoint><navLabel><text>Two</text></navLabel><content src='b.xhtml'/></navPoint>"
        "</navPoint></navMap></ncx>"
    )
    (top,) = epub.read_epub(book(pages, ncx=ncx)).contents
    assert (top.title, top.chapter, [one.title for one in top.inside]) == ("One", 1, ["Two"])


def test_images_get_safe_names_and_only_those_of_the_book_are_shown(epub: ModuleType) -> None:
    files = {"o/../x.png": b"", "o/i/ä b.png": b"\x89PNG1", "o/t.png": b"no picture"}
    del files["o/../x.png"]
    body = "<img src='i/%C3%A4%20b.png'/><img src='../../etc/passwd'/><img src='t.png'/><img src='http://e.com/a.png'/>"
    found = epub.read_epub(book({"a.xhtml": body}, files=files))
    ((name, content),) = found.images.items()
    assert content == b"\x89PNG1"
    assert found.chapters[0].html == f'<img src="/books/{found.id}/images/{name}" alt="">'


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bomb", "a bomb"),
        ("traversal", "leads out of it"),
        ("broken", "is broken"),
        ("no-spine", "no spine"),
        ("no-book", "no EPUB"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    modules: tuple[ModuleType, ...], tmp_path: Path, name: str, said: str
) -> None:
    epub, _, library, _ = modules
    shelf = library.Library(tmp_path / "books", tmp_path / "none")
    shelf.open()
    with pytest.raises(epub.BadBook, match=said):
        shelf.add((SAMPLES / f"{name}.epub").read_bytes())
    assert list((tmp_path / "books").iterdir()) == []


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body>&a;</body></html>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body>&b;&b;</body></html>',
    ],
)
def test_entities_bring_nothing_in(clean: ModuleType, entity: str) -> None:
    text = clean.plain(clean.cleaned(clean.parsed(entity.encode()), clean.Links(str, str)))
    assert "root:" not in text
    assert "aaaa" not in text


def test_a_deeply_nested_page_is_read_or_refused(epub: ModuleType) -> None:
    assert taken(epub, book({"a.xhtml": "<div>" * 5000 + "deep" + "</div>" * 5000}))


@given(data=st.binary(max_size=300), at=st.integers(0, 900))
def test_a_damaged_book_is_a_book_or_refused(epub: ModuleType, data: bytes, at: int) -> None:
    whole = (SAMPLES / "script.epub").read_bytes()
    assert taken(epub, whole[:at] + data + whole[at + len(data) :])


def taken(epub: ModuleType, data: bytes) -> bool:
    """Whether it is a book or refused with a sentence; every other error goes on."""
    try:
        return bool(epub.read_epub(data).chapters)
    except epub.BadBook as refused:
        return str(refused).endswith(".")


def test_an_addition_that_is_broken_off_is_cleared_away(modules: tuple[ModuleType, ...], tmp_path: Path) -> None:
    _, _, library, _ = modules
    (tmp_path / "books" / ".adding-half").mkdir(parents=True)
    shelf = library.Library(tmp_path / "books", tmp_path / "none")
    shelf.open()
    assert list((tmp_path / "books").iterdir()) == []


def test_books_are_json_and_plain_files(modules: tuple[ModuleType, ...], tmp_path: Path) -> None:
    _, _, library, _ = modules
    shelf = library.Library(tmp_path / "books", SAMPLES.parent / "app" / "samples")
    shelf.open()
    (found,) = (tmp_path / "books").iterdir()
    assert {path.suffix for path in found.iterdir() if path.is_file()} == {".json"}
    assert json.loads((found / "book.json").read_text())["title"] == "Of Foxes and Other Neighbours"
    assert {path.suffix for path in (found / "images").iterdir()} == {".png"}


def test_the_command_adds_books_where_the_page_finds_them(engine: Engine) -> None:
    files = {str(p.relative_to(DEMOS / "reader3" / "app")): p.read_bytes() for p in app_files()}
    with engine.open(Image.APP, runtime=Runtime.FASTAPI) as box:
        box.put(files | {"script.epub": (SAMPLES / "script.epub").read_bytes(), "no.epub": b"no"})
        added = box.run(["python", "add.py", "script.epub", "no.epub"], seconds=60)
        assert (added.status, added.output.decode().split(": ")[1:]) == (1, ["Script, 1 chapters\n"])
        assert b"no.epub: This is no EPUB" in added.errors
        assert box.start(Runtime.FASTAPI).ok
        assert len([path for path in box.get("data/books") if path.endswith("book.json")]) == 2


def test_the_chapter_is_on_the_clipboard(engine: Engine, browse: Callable[..., dict[str, object]]) -> None:
    with engine.open(Image.APP, runtime=Runtime.FASTAPI) as box:
        box.put({str(p.relative_to(DEMOS / "reader3" / "app")): p.read_bytes() for p in app_files()})
        assert box.start(Runtime.FASTAPI).ok
        seen = browse(COPY, {"app": box.url})
    assert str(seen["copied"]).startswith(
        "From “Of Foxes and Other Neighbours” by Aesop, told again\nChapter 4 of 14: The"
    )
    assert "They\nare sour" not in str(seen["copied"])
    assert "“They are sour,” he said" in str(seen["copied"])


COPY = """
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(urls["app"])
    page.get_by_role("link", name="Of Foxes and Other Neighbours").last.click()
    page.get_by_role("link", name="The Fox and the Grapes").click()
    page.get_by_role("button", name="Copy chapter").click()
    page.get_by_text("Copied, with title and place").wait_for()
    seen["copied"] = page.evaluate("() => navigator.clipboard.readText()")
"""


def app_files() -> list[Path]:
    folder = DEMOS / "reader3" / "app"
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
