"""Reads an EPUB into plain values: what it is, its contents, its chapters and their images. Refuses, in a sentence,
what is no book, what would grow too large when it is unpacked, and what leads out of itself.

Nothing is unpacked to disk. XML is read without entities, DTDs and network; HTML goes through `clean`.
"""

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote, urlsplit

from lxml import etree

from clean import Links, cleaned, headings, parsed, plain, words_of

MOST_BYTES = 24_000_000
MOST_UNPACKED = 60_000_000
MOST_FILES = 4000
CONTAINER = "META-INF/container.xml"
IMAGES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp", b"<svg": "svg", b"<?xm": "svg"}
"""How images of these kinds begin."""
XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
NS = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


class BadBook(ValueError):
    """A file that can't be taken: one sentence for people."""


@dataclass(slots=True)
class Entry:
    """One line of the contents. `chapter` counts from 1; 0 leads nowhere."""

    title: str
    chapter: int
    place: str = ""
    inside: list["Entry"] = field(default_factory=list)


@dataclass(slots=True)
class Chapter:
    title: str
    html: str
    text: str


@dataclass(slots=True)
class Book:
    id: str
    title: str
    authors: list[str]
    about: dict[str, str]
    """What else it says of itself: language, publisher, date, description …"""
    contents: list[Entry]
    chapters: list[Chapter]
    images: dict[str, bytes]
    cover: str = ""


def read_epub(data: bytes) -> Book:
    """Raises BadBook."""
    if len(data) > MOST_BYTES:
        raise BadBook(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Reader(_files(archive), hashlib.sha256(data).hexdigest()[:10]).book()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise BadBook(f"This is no EPUB, or it is damaged: {error}.") from None
    except RecursionError:
        raise BadBook("Its pages are nested too deeply to be a book's.") from None


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """All of it, in memory. What the archive says of sizes is not believed."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise BadBook(f"There are {len(entries)} files in it; {MOST_FILES} are the most.")
    files: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name:
            raise BadBook(f"It holds a file that leads out of it: {name[:80]!r}.")
        if entry.flag_bits & 1:
            raise BadBook("It is locked: it can be read only by the program it was sold for.")
        try:
            with archive.open(entry) as file:
                content = file.read(left + 1)
        except Exception as error:  # each method of packing has its own
            raise BadBook(f"{name[:80]} in it is damaged: {error}.") from None
        left -= len(content)
        if left < 0:
            raise BadBook(f"It unpacks to more than {MOST_UNPACKED // 1_000_000} MB: no book, but a bomb.")
        files[name] = content
    return files


class _Reader:
    def __init__(self, files: dict[str, bytes], key: str) -> None:
        self._files = files
        self._key = key
        self._opf = ""
        self._items: dict[str, tuple[str, str, str]] = {}
        """Id -> path, media type, properties."""
        self._spine: list[str] = []
        self._images: dict[str, bytes] = {}

    def book(self) -> Book:
        package = self._package()
        dc = {
            name: self._said(package, name)
            for name in ("title", "creator", "language", "publisher", "date", "description")
        }
        title = (dc["title"] or ["A book without a title"])[0]
        id = "-".join([*words_of(title)[:5], self._key])
        pages = [parsed(self._files[path]) for path in self._spine]
        contents = self._contents() or self._from_headings(pages)
        named = {entry.chapter: entry.title for entry in reversed([*_flat(contents)]) if not entry.place}
        chapters = []
        for number, (path, page) in enumerate(zip(self._spine, pages, strict=True), 1):
            own = next((heading for _, heading, _ in headings(page)), "")
            html = cleaned(page, self._links(id, path))
            chapters.append(Chapter(named.get(number) or own or f"Part {number}", html, plain(html)))
        about = {name: found[0] for name, found in dc.items() if found and name not in ("title", "creator")}
        return Book(id, title, dc["creator"], about, contents, chapters, self._images, self._cover(package))

    def _package(self) -> etree._Element:
        container = self._xml(CONTAINER, "it has no table that says where its parts are")
        roots = container.xpath("//c:rootfile/@full-path", namespaces=NS)
        if not roots:
            raise BadBook("This is no EPUB: it doesn't say where its parts are.")
        self._opf = posixpath.normpath(str(roots[0]))
        package = self._xml(self._opf, "the list of its parts is missing")
        for item in package.xpath("//opf:manifest/opf:item", namespaces=NS):
            path = self._path(self._opf, item.get("href", ""))
            self._items[item.get("id", "")] = (path, item.get("media-type", ""), item.get("properties", ""))
        for line in package.xpath("//opf:spine/opf:itemref", namespaces=NS):
            path = self._items.get(line.get("idref", ""), ("", "", ""))[0]
            if path in self._files and line.get("linear") != "no":
                self._spine.append(path)
        if not self._spine:
            raise BadBook("It has no spine: nothing says in which order its chapters are read.")
        return package

    def _xml(self, path: str, missing: str) -> etree._Element:
        if path not in self._files:
            raise BadBook(f"This is no EPUB: {missing}.")
        try:
            return etree.fromstring(self._files[path], XML)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise BadBook(f"{path} in it is broken: {str(error)[:160]}.") from None

    def _said(self, package: etree._Element, name: str) -> list[str]:
        found = package.xpath(f"//opf:metadata//dc:{name}", namespaces=NS)
        texts = [" ".join("".join(one.itertext()).split()) for one in found]
        return [text[:2000] for text in texts if text]

    def _path(self, base: str, link: str) -> str:
        """Where a link of a file leads inside the book; "" for nowhere in it."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            return ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
        return "" if path.startswith(("..", "/")) else path

    # Contents.

    def _contents(self) -> list[Entry]:
        """As the book gives them, in the way of EPUB 3 or of EPUB 2."""
        for path, _, properties in self._items.values():
            if "nav" in properties.split() and path in self._files:
                page = parsed(self._files[path])
                navs = list(page.iter("nav"))
                nav = next((one for one in navs if "toc" in (one.get("type") or one.get("epub:type") or "toc")), None)
                top = nav.find("ol") if nav is not None else None
                if top is not None and (found := list(self._of_nav(top, path, 0))):
                    return found
        listed = [path for path, kind, _ in self._items.values() if kind == "application/x-dtbncx+xml"]
        for path in [path for path in listed if path in self._files]:
            top = self._xml(path, "").find("ncx:navMap", NS)
            if top is not None and (found := list(self._of_ncx(top, path, 0))):
                return found
        return []

    def _of_nav(self, top: etree._Element, base: str, depth: int) -> Iterator[Entry]:
        for item in top.findall("li") if depth < 12 else ():
            label = item.find("a") if item.find("a") is not None else item.find("span")
            deeper = item.find("ol")
            inside = list(self._of_nav(deeper, base, depth + 1)) if deeper is not None else []
            if label is not None:
                yield self._entry(" ".join("".join(label.itertext()).split()), base, label.get("href", ""), inside)

    def _of_ncx(self, top: etree._Element, base: str, depth: int) -> Iterator[Entry]:
        for point in top.findall("ncx:navPoint", NS) if depth < 12 else ():
            title = " ".join("".join(point.xpath("ncx:navLabel//text()", namespaces=NS)).split())
            link = next(iter(point.xpath("ncx:content/@src", namespaces=NS)), "")
            yield self._entry(title, base, str(link), list(self._of_ncx(point, base, depth + 1)))

    def _entry(self, title: str, base: str, link: str, inside: list[Entry]) -> Entry:
        path = self._path(base, link)
        number = self._spine.index(path) + 1 if path in self._spine else 0
        return Entry(title[:300] or "Untitled", number, urlsplit(link).fragment if number else "", inside)

    def _from_headings(self, pages: list[etree._Element]) -> list[Entry]:
        """Where a book has no contents: from its headings, one below the other as they are large."""
        top: list[Entry] = []
        above: list[tuple[int, Entry]] = []
        for number, page in enumerate(pages, 1):
            found = [*headings(page)] or [(1, f"Part {number}", "")]
            for at, (level, title, place) in enumerate(found):
                entry = Entry(title, number, place if at else "")
                while above and above[-1][0] >= level:
                    above.pop()
                (above[-1][1].inside if above else top).append(entry)
                above.append((level, entry))
        return top

    # Images.

    def _links(self, id: str, base: str) -> Links:
        def image(link: str) -> str:
            name = self._image(self._path(base, link))
            return f"/books/{id}/images/{name}" if name else ""

        def page(link: str) -> str:
            path = self._path(base, link) if urlsplit(link).path else base
            return f"/read/{id}/{self._spine.index(path) + 1}" if path in self._spine else ""

        return Links(image, page)

    def _image(self, path: str) -> str:
        """Takes an image of the book under a safe name, which is given back; "" when there is none."""
        content = self._files.get(path, b"")
        kind = next((kind for begin, kind in IMAGES.items() if content.lstrip()[:4].lower() == begin.lower()), "")
        if not kind:
            return ""
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
        self._images[name] = content
        return name

    def _cover(self, package: etree._Element) -> str:
        named = package.xpath("//opf:metadata/opf:meta[@name='cover']/@content", namespaces=NS)
        for id, (path, _, properties) in self._items.items():
            if ("cover-image" in properties.split() or id in named) and (name := self._image(path)):
                return name
        return ""


def _flat(entries: list[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _flat(entry.inside)
