"""Makes the pages of a book harmless: keeps what a text is made of and drops all that could run, load or send. Refuses
every tag and attribute that is not on its lists."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

KEPT = {
    *("p div section article aside header footer main figure figcaption blockquote pre hr br").split(),
    *("h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr th td").split(),
    *("a img em strong i b u s small sub sup code kbd samp var q cite abbr dfn span mark del ins ruby rt rp").split(),
}
GONE = {
    *(
        "script style iframe frame frameset object embed applet form input button select textarea link meta base"
    ).split(),
    *("template noscript audio video source track canvas map area portal dialog slot title head math").split(),
}
"""With all that is in them. What stands on neither list goes, and what is in it stays."""
GIVEN = {"alt", "title", "lang", "dir", "colspan", "rowspan", "start", "value", "datetime"}
BLOCKS = {
    *(
        "p div section article aside header footer main figure figcaption blockquote pre hr br li dt dd tr caption"
    ).split(),
    *("h1 h2 h3 h4 h5 h6 ul ol dl table").split(),
}
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
UNREAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PLACE = re.compile(r"[\w.:-]{1,100}")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of a page lead: each gives an address of this app, "" for nowhere."""

    image: Callable[[str], str]
    page: Callable[[str], str]


def parsed(data: bytes) -> etree._Element:
    """A page, with plain names: as XML, which it ought to be, or else as browsers read it."""
    try:
        root = etree.fromstring(data, XML)
        for element in root.iter(etree.Element):
            element.tag = etree.QName(element).localname.lower()
    except (etree.XMLSyntaxError, ValueError):
        text = data.decode("utf-8-sig", "replace")
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        try:
            root = document_fromstring(text or "<p>", HTMLParser(huge_tree=False))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            root = document_fromstring("<p></p>")
    for element in root.iter(etree.Element):
        if not all(map(PLAIN.fullmatch, element.attrib)):  # browsers read names that lxml cannot look up
            given = [(name.rpartition("}")[2], value) for name, value in element.items()]
            element.attrib.clear()
            element.attrib.update((name, UNREAD.sub("", value)) for name, value in given if PLAIN.fullmatch(name))
    return root


def headings(page: etree._Element) -> Iterator[tuple[int, str, str]]:
    """Level, text and place of each."""
    for element in page.iter(*HEADINGS):
        if text := " ".join("".join(element.itertext()).split()):
            yield HEADINGS[element.tag], text[:300], element.get("id") or ""


def cleaned(page: etree._Element, links: Links) -> str:
    """The body as HTML that can stand in a page of ours."""
    found = page.find(".//body") if page.tag != "body" else page
    body = page if found is None else found
    out: list[str] = []
    open_tags: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not hidden:
                out.append(html.escape(element.tail or "", quote=False))
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if hidden or not tag or tag in GONE:  # without a name: an entity, which nobody resolves
                hidden += 1
                continue
            opened = _opened(element, tag, links) if element is not body else ""
            out.append(opened)
            open_tags.append(opened and tag)
            out.append(html.escape(element.text or "", quote=False))
        else:
            if hidden:
                hidden -= 1
            else:
                tag = open_tags.pop()
                out.append(f"</{tag}>" if tag and tag not in ("img", "image", "br", "hr") else "")
            if not hidden and element is not body:
                out.append(html.escape(element.tail or "", quote=False))
    return "".join(out).strip()


def _opened(element: etree._Element, tag: str, links: Links) -> str:
    """The tag with the attributes that it keeps; "" for one that goes."""
    given = {name: element.get(name) for name in element.attrib if name in GIVEN}
    place = element.get("id", "")
    if PLACE.fullmatch(place):
        given["id"] = f"at-{place}"
    if tag in ("img", "image"):  # the second is how a cover is often drawn, in SVG
        source = links.image(element.get("src") or element.get("href") or "")
        return _tag("img", {"src": source, "alt": element.get("alt", "")} | given) if source else ""
    if tag not in KEPT:
        return ""
    if tag == "a":
        given |= _link(element.get("href", ""), links)
    return _tag(tag, given)


def _link(link: str, links: Links) -> dict[str, str]:
    if not link.isprintable():
        return {}
    parts = urlsplit(link)
    if parts.scheme in ("http", "https"):
        return {"href": link, "target": "_blank", "rel": "noopener noreferrer nofollow"}
    if parts.scheme or parts.netloc or not (page := links.page(link)):
        return {}
    return {"href": page + (f"#at-{parts.fragment}" if PLACE.fullmatch(parts.fragment) else "")}


def _tag(name: str, given: dict[str, str]) -> str:
    return "".join([f"<{name}", *(f' {key}="{html.escape(value)}"' for key, value in given.items()), ">"])


def plain(markup: str) -> str:
    """The text of HTML, paragraphs apart."""
    root = document_fromstring(f"<div>{markup}</div>")
    out: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        out.append("\n\n" if element.tag in BLOCKS and element.tag != "br" else "\n" if element.tag == "br" else "")
        if event == "start":
            out.append(re.sub(r"\s+", " ", element.text or ""))
        else:
            out.append(re.sub(r"\s+", " ", element.tail or ""))
    lines = (re.sub(r" *\n *", "\n", "".join(out))).strip()
    return re.sub(r"\n{3,}", "\n\n", lines)


def words_of(title: str) -> list[str]:
    """A title in plain small letters, for an address."""
    ascii_text = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return [word[:20] for word in re.findall(r"[a-z0-9]+", ascii_text)]
