"""Makes the demo's books from `book/fables.md`: one to read, and some that a reader has to refuse. Refuses to make them
differ from one run to the next. Run it after a change: python build_samples.py (it needs Pillow)."""

import html
import io
import re
import zipfile
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title>{title}</title></head>"
    "<body>{body}</body></html>"
)
NAV = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head>'
    '<title>Contents</title></head><body><nav epub:type="toc"><ol>{list}</ol></nav></body></html>'
)


def main() -> None:
    samples = HERE / "samples"
    samples.mkdir(exist_ok=True)
    fables = fable_book()
    (HERE / "app" / "samples" / "fables.epub").write_bytes(fables)
    (samples / "fables.epub").write_bytes(fables)
    for name, content in hostile().items():
        (samples / f"{name}.epub").write_bytes(content)


def fable_book() -> bytes:
    title, *parts = re.split(r"^## ", (HERE / "book" / "fables.md").read_text(), flags=re.M)
    title = title.strip("# \n")
    pages = {"title.xhtml": ("Title page", f'<h1>{title}</h1><p><img src="img/cover.png" alt="A fox on a hill"/></p>')}
    listed = []
    for number, part in enumerate(parts, 1):
        name, *fables = re.split(r"^### ", part, flags=re.M)
        name = name.strip()
        picture = f'<p><img src="img/part{number}.png" alt="{name}"/></p>'
        pages[f"part{number}.xhtml"] = (name, f"<h2>{name}</h2>{picture}")
        inside = []
        for at, fable in enumerate(fables, 1):
            heading, _, text = fable.partition("\n")
            body = "".join(
                f"<p>{html.escape(' '.join(one.split()), quote=False)}</p>" for one in text.strip().split("\n\n")
            )
            pages[f"fable{number}{at}.xhtml"] = (heading, f"<h3>{heading}</h3>{body}")
            inside.append(f'<li><a href="fable{number}{at}.xhtml">{heading}</a></li>')
        listed.append(f'<li><a href="part{number}.xhtml">{name}</a><ol>{"".join(inside)}</ol></li>')
    pictures = {"img/cover.png": drawing(0)} | {f"img/part{n}.png": drawing(n) for n in range(1, len(parts) + 1)}
    return book(title, pages, nav=NAV.format(list="".join(listed)), files=pictures, cover="img/cover.png")


def hostile() -> dict[str, bytes]:
    """By what is wrong with them."""
    page = {"a.xhtml": ("A", "<h1>A chapter</h1><p>Its text.</p>")}
    script = (
        "<h1>Quiet words</h1><script>document.title = 'taken'</script><style>p { display: none }</style><!-- hidden -->"
        '<p onclick="alert(1)">The text stays.</p><iframe src="https://example.com"></iframe>'
        '<form><input value="x"/></form>'
        '<p><a href="javascript:alert(1)">a link</a> <img src="x" onerror="alert(1)"/><img src="../../secret.png"/></p>'
    )
    headings = {
        "a.xhtml": ("", "<h1>First part</h1><h2>One</h2><p>a</p><h2>Two</h2><p>b</p>"),
        "b.xhtml": ("", "<h1>Second part</h1><p>c</p>"),
    }
    return {
        "bomb": book("Bomb", page, files={"zeros.bin": bytes(70_000_000)}, method=zipfile.ZIP_LZMA),
        "traversal": book("Traversal", page, files={"../../evil.txt": b"evil"}),
        "script": book("Script", {"a.xhtml": ("Quiet words", script)}),
        "broken": book("Broken", page, opf=lambda text: text.replace("</manifest>", "")),
        "no-spine": book("No spine", page, opf=lambda text: re.sub("<spine>.*</spine>", "<spine/>", text)),
        "no-contents": book("No contents", headings),
        "no-book": b"This is a letter, not a book.\n",
    }


def book(title, pages, *, nav="", files=None, cover="", opf=lambda text: text, method=zipfile.ZIP_DEFLATED) -> bytes:
    items = [f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)]
    items += ['<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'] if nav else []
    items += [f'<item id="cover" href="{cover}" media-type="image/png" properties="cover-image"/>'] if cover else []
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    package = opf(
        '<?xml version="1.0"?><package version="3.0" xmlns="http://www.idpf.org/2007/opf" unique-identifier="id">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">mayfly-{title}</dc:identifier>'
        f"<dc:title>{title}</dc:title><dc:creator>Aesop, told again</dc:creator>"
        f"<dc:language>en</dc:language></metadata>"
        f"<manifest>{''.join(items)}</manifest><spine>{spine}</spine></package>"
    )
    made = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.encode(),
        "OEBPS/book.opf": package.encode(),
    }
    made |= {f"OEBPS/{name}": PAGE.format(title=of, body=body).encode() for name, (of, body) in pages.items()}
    made |= {"OEBPS/nav.xhtml": nav.encode()} if nav else {}
    made |= {f"OEBPS/{name}": content for name, content in (files or {}).items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in made.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else method
            archive.writestr(entry, content)
    return out.getvalue()


def drawing(number: int) -> bytes:
    """A hill at some time of the day, with a fox, a mouse or the sun on it."""
    sky = ("#28395b", "#e9b872", "#8fb8a8", "#e07a5f")[number]
    tall = 800 if number == 0 else 360
    image = Image.new("RGB", (600, tall), sky)
    draw = ImageDraw.Draw(image)
    ground = tall - 150
    draw.ellipse((420, 60, 520, 160), fill="#fff3d6" if number != 3 else "#ffd166")
    draw.ellipse((-200, ground - 40, 520, tall + 400), fill="#3c5a45")
    draw.ellipse((150, ground + 20, 900, tall + 400), fill="#2e4737")
    x, y = 230, ground - 62
    if number in (0, 1):
        draw.polygon([(x - 90, y + 62), (x - 150, y + 10), (x - 70, y + 40)], fill="#c8562b")
        draw.ellipse((x - 90, y + 10, x + 30, y + 78), fill="#d9682f")
        draw.polygon([(x + 5, y - 10), (x + 75, y + 22), (x + 5, y + 52)], fill="#d9682f")
        draw.polygon([(x + 4, y + 4), (x + 10, y - 32), (x + 32, y + 2)], fill="#c8562b")
        draw.ellipse((x + 30, y + 12, x + 38, y + 20), fill="#1d1a16")
    elif number == 2:
        draw.ellipse((x - 40, y + 30, x + 40, y + 74), fill="#a59b8f")
        draw.ellipse((x + 18, y + 18, x + 44, y + 44), fill="#c2b8aa")
        draw.arc((x - 120, y + 20, x - 30, y + 90), 180, 350, fill="#a59b8f", width=4)
    else:
        for at in range(6):
            draw.line((120 + 50 * at, 90 + 12 * (at % 2), 200 + 50 * at, 84 + 12 * (at % 2)), fill="#fff3d6", width=5)
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
