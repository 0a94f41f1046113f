"""Looks into files of any sort and tells in a few lines what each holds. Refuses to be held up by one: what takes too
long or is too deep is told by its beginning alone.

Runs in a sandbox, where the files are in the folder that is named: their names come as a JSON list, and go back as one
JSON object per line.
"""

import csv
import io
import json
import re
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

SECONDS = 4
"""For one file."""
MEMORY = 400 << 20
MOST_LETTERS = 1500
"""Of what is told about one file."""
MOST_ROWS, MOST_COLUMNS, MOST_PARTS, DEEPEST = 50_000, 24, 12, 4
WHOLE = 700
"""Letters of a table or log that is told as it stands."""
LONGEST_YAML = 300_000
"""Reading YAML is slow."""
CELL = 40
LEVELS = r"\b(?:CRITICAL|FATAL|ERROR|WARN(?:ING)?|INFO|DEBUG|TRACE)\b"
WHEN = re.compile(r"\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?\S*|\d\d/\w{3}/\d{4}:\S+|\w{3} [ \d]\d \d\d:\d\d:\d\d)")
FORMS = {
    "whole number": re.compile(r"[+-]?\d{1,3}(?:[ ']?\d{3})*|[+-]?\d+"),
    "number": re.compile(r"[+-]?\d[\d ']*\.\d+(?:e[+-]?\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.I),
    "number with a decimal comma": re.compile(r"[+-]?\d[\d ']*,\d+|[+-]?\d{1,3}(?:\.\d{3})+,\d+"),
    "date and time": re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*"),
    "date": re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}"),
    "time": re.compile(r"\d{1,2}:\d\d(?::\d\d)?"),
    "yes or no": re.compile(r"true|false|yes|no|ja|nein|oui|non", re.I),
}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(600)
    for name in json.load(sys.stdin):
        print(json.dumps({"name": name, "said": glance(name, (Path(sys.argv[1]) / name).read_bytes())}), flush=True)


def glance(name: str, body: bytes) -> str:
    """What a file holds, in at most MOST_LETTERS letters."""
    try:
        with within(SECONDS):
            said = look(name.rsplit(".", 1)[-1].lower(), body)
    except TimeoutError:
        said = "It takes too long to read."
    except (Exception, RecursionError, MemoryError) as error:
        said = f"It can't be read: {type(error).__name__} {str(error)[:100]}".rstrip()
    return said if len(said) <= MOST_LETTERS else said[: MOST_LETTERS - 1] + "…"


def look(ending: str, body: bytes) -> str:
    if body.startswith(b"%PDF-"):
        return pdf(body)
    if body.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")) or body[8:12] == b"WEBP":
        return image(body)
    if body.startswith(b"PK") and ending in ("xlsx", "xlsm"):
        return workbook(body)
    encoding, text = decoded(body)
    if not text:
        return "empty" if not body else "not text, and of a form that isn't looked into"
    said = by_form(ending, text)
    lines = text.count("\n") + (not text.endswith("\n"))
    return f"{encoding}, {lines} lines, {said}"


def by_form(ending: str, text: str) -> str:
    """A text by what it is said to be, or what it looks like."""
    begins = text.lstrip()[:1]
    if ending in ("jsonl", "ndjson"):
        rows = [json.loads(line) for line in text.splitlines()[:MOST_ROWS] if line.strip()]
        return f"one JSON value on each line: {outline(rows)}"
    if ending == "json" or (begins in ("{", "[") and ending not in ("csv", "log")):
        return structure(json.loads(text), "JSON")
    if ending in ("yaml", "yml"):
        if len(text) > LONGEST_YAML:
            return f"YAML too long to be looked into, beginning:\n{text[:600]}"
        import yaml

        return structure(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), "YAML")  # noqa: S506
    if ending in ("csv", "tsv") or (ending in ("txt", "dat") and tabular(text)):
        return table_of(text, "\t" if ending == "tsv" else "")
    dated = sum(bool(WHEN.match(line)) for line in text.splitlines()[:200])
    if ending == "log" or dated * 2 > min(200, text.count("\n") + 1):
        return log(text.splitlines())
    return f"{len(text.split())} words, beginning:\n{text[:1000]}"


def beginning(text: str, lines: int) -> str:
    """What can be reckoned with: a short text whole, of a long one the first lines."""
    if len(text) <= WHOLE:
        return f"All of it:\n{text.rstrip()}"
    return "It begins:\n" + "\n".join(text.splitlines()[:lines])[:500]


def decoded(body: bytes) -> tuple[str, str]:
    """The encoding and the text; no text where it is none."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return f"{encoding} with a byte order mark", body.decode(encoding, "replace")
    if b"\0" in body[:8192]:
        return "", ""
    try:
        return "utf-8", body.decode()
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4:
            return "utf-8", body.decode("utf-8", "replace")
    text = body.decode("cp1252", "replace")
    odd = sum(letter == "�" or (letter < " " and letter not in "\t\r\n") for letter in text[:8192])
    return ("", "") if odd > 40 else ("not utf-8 but probably cp1252", text)


# --- tables ---------------------------------------------------------------------------------------------------------


def tabular(text: str) -> bool:
    lines = [line for line in text.splitlines()[:20] if line]
    return len(lines) > 2 and any(lines[0].count(mark) and len({ln.count(mark) for ln in lines}) == 1 for mark in ";\t")


def table_of(text: str, mark: str) -> str:
    mark = mark or max(",;\t|", key=lambda one: min((ln.count(one) for ln in text.splitlines()[:5] if ln), default=0))
    rows = list(islice(csv.reader(io.StringIO(text), delimiter=mark), MOST_ROWS + 1))
    named = {"\t": "a tab", ",": "a comma", ";": "a semicolon"}.get(mark, mark)
    return f"a table, cells parted by {named}, {columns(rows)}\n{beginning(text, 4)}"


def columns(rows: Sequence[Sequence[str]]) -> str:
    """The columns of a table whose first row may name them."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return "without a row"
    headed = all(cell.strip() and form(cell) in ("text", "yes or no") for cell in rows[0])
    heads = rows[0] if headed else [f"column {n}" for n in range(1, len(rows[0]) + 1)]
    body = rows[1:] if headed else rows
    more = "at least " if len(rows) > MOST_ROWS else ""
    uneven = sum(len(row) != len(heads) for row in body)
    told = [f"{more}{len(body)} rows below {'the heads' if headed else 'no heads'}, {len(heads)} columns:"]
    told += [f"{uneven} rows have another number of cells."] if uneven else []
    for at, head in enumerate(heads[:MOST_COLUMNS]):
        told.append(f"- {short(head)}: {column([row[at].strip() if at < len(row) else '' for row in body])}")
    return "\n".join(told + (["and more columns"] if len(heads) > MOST_COLUMNS else []))


def column(cells: Sequence[str]) -> str:
    full = [cell for cell in cells if cell]
    if not full:
        return "empty"
    forms = [form(cell) for cell in full]
    if any(name.startswith("number") for name in forms):
        broader = next(name for name in forms if name.startswith("number"))
        forms = [broader if name == "whole number" else name for name in forms]
    (main, times), *_ = Counter(forms).most_common(1)
    other = next((cell for cell, name in zip(full, forms, strict=True) if name != main), "")
    told = [f"{main} ({times} of {len(full)}, else {short(other)})" if other else main]
    if main in ("whole number", "number", "number with a decimal comma"):
        sized = [(amount(cell, main), cell) for cell in full if form(cell) != "text"]
        told.append(f"{min(sized)[1]} to {max(sized)[1]}")
    elif main in ("date", "date and time", "time"):
        told.append(f"{short(min(full))} to {short(max(full))}" if full[0][:4].isdigit() else f"like {short(full[0])}")
    else:
        seen = Counter(full)
        few = ", ".join(short(cell) for cell, _ in seen.most_common(5))
        told.append(f"{len(seen)} different: {few}" if len(seen) <= 5 else f"{len(seen)} different, like {few}")
    told += [f"{len(cells) - len(full)} empty"] if len(full) < len(cells) else []
    return ", ".join(told)


def form(cell: str) -> str:
    cell = cell.strip()
    return next((name for name, pattern in FORMS.items() if len(cell) < 40 and pattern.fullmatch(cell)), "text")


def amount(cell: str, main: str) -> float:
    plain = re.sub(r"[ ']", "", cell)
    plain = plain.replace(".", "").replace(",", ".") if "comma" in main else plain.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return 0.0


def workbook(body: bytes) -> str:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    told = [f"an Excel workbook, sheets: {', '.join(map(short, book.sheetnames[:MOST_PARTS]))}"]
    for sheet in islice(book.worksheets, 3):
        rows = ([("" if cell is None else str(cell)) for cell in row] for row in sheet.iter_rows(values_only=True))
        told.append(f"Sheet {short(sheet.title)}: {columns(list(islice(rows, 5000)))}")
    return "\n".join(told)


# --- values ---------------------------------------------------------------------------------------------------------


def structure(value: Any, named: str) -> str:
    """A value that was read from JSON or YAML."""
    if isinstance(value, dict) and isinstance(value.get("paths"), dict) and ("openapi" in value or "swagger" in value):
        return f"{named}: {interface(value)}"
    return f"{named}: {outline(value)}"


def outline(value: Any, depth: int = 0) -> str:
    """The shape of a value, with an example of each part."""
    if isinstance(value, dict):
        if depth >= DEEPEST:
            return f"an object of {len(value)} parts"
        parts = [f"{short(str(key))}: {outline(part, depth + 1)}" for key, part in islice(value.items(), MOST_PARTS)]
        return "{" + ", ".join(parts + (["…"] if len(value) > MOST_PARTS else [])) + "}"
    if isinstance(value, list):
        if not value:
            return "an empty list"
        if all(isinstance(item, dict) for item in value):
            merged = {key: part for item in value[:MOST_ROWS] for key, part in item.items() if part is not None}
            some = sum(item.keys() != merged.keys() for item in value)
            told = f"a list of {len(value)}, each {outline(merged, depth + 1)}"
            return told + (f" ({some} lack some of it)" if some else "")
        if all(isinstance(item, int | float) for item in value):
            return f"a list of {len(value)} numbers from {min(value)} to {max(value)}"
        return f"a list of {len(value)}" + (f", like {outline(value[0], depth + 1)}" if depth < DEEPEST else "")
    return short(json.dumps(value, ensure_ascii=False, default=str))


def interface(described: Mapping[str, Any]) -> str:
    """The routes of an OpenAPI description."""
    about = described.get("info") or {}
    told = [f"OpenAPI {described.get('openapi') or described.get('swagger')}, “{short(str(about.get('title', '')))}”"]
    for path, methods in islice(described["paths"].items(), 30):
        for method, call in (methods or {}).items():
            if method in ("get", "post", "put", "patch", "delete") and isinstance(call, dict):
                takes = [str(one.get("name")) for one in call.get("parameters") or [] if isinstance(one, dict)]
                takes += ["a body"] if call.get("requestBody") else []
                gives = ", ".join(map(str, call.get("responses") or {}))
                given = f" with {', '.join(takes)}" if takes else ""
                told.append(f"- {method.upper()} {path}{given} answers {gives}: {short(str(call.get('summary', '')))}")
    schemas = (described.get("components") or {}).get("schemas") or described.get("definitions") or {}
    for name, schema in islice(schemas.items(), 12):
        told.append(f"- {name}: {', '.join(map(str, (schema or {}).get('properties') or {}))}")
    return "\n".join(told)


# --- other files ----------------------------------------------------------------------------------------------------


def log(lines: Sequence[str]) -> str:
    times = [found[1] for line in (*lines[:50], *lines[-50:]) if (found := WHEN.match(line))]
    levels = Counter(found[0] for line in lines[:MOST_ROWS] if (found := re.search(LEVELS, line)))
    shapes = Counter(re.sub(r"\d+", "0", WHEN.sub("", line))[:80] for line in lines[:MOST_ROWS] if line.strip())
    told = ["a log"]
    told += [f"from {times[0]} to {times[-1]}"] if times else []
    told += [", ".join(f"{level} {count} times" for level, count in levels.most_common())] if levels else []
    common = "\n".join(f"- {count} lines like: {shape.strip()}" for shape, count in shapes.most_common(6))
    begins = beginning("\n".join(lines), 4)
    return f"{', '.join(told)}\nIts commonest lines, numbers as 0:\n{common}\n{begins}"


def image(body: bytes) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(body), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP")) as shown:
        frames = getattr(shown, "n_frames", 1)
        moving = f", {frames} frames" if frames > 1 else ""
        clear = ", with transparency" if "A" in shown.getbands() or "transparency" in shown.info else ""
        return f"a {shown.format} picture, {shown.width} × {shown.height} pixels, {shown.mode}{clear}{moving}"


def pdf(body: bytes) -> str:
    import pypdf

    document = pypdf.PdfReader(io.BytesIO(body))
    if document.is_encrypted and not document.decrypt(""):
        return "a PDF that is locked by a password"
    texts = [" ".join((page.extract_text() or "").split()) for page in islice(document.pages, 3)]
    told = f"a PDF of {len(document.pages)} pages"
    said = "\n".join(text[:500] for text in texts if text)
    return f"{told}, beginning:\n{said}" if said else f"{told} without text: scanned, or pictures alone"


def short(text: str) -> str:
    """On one line and not long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= CELL else plain[: CELL - 1] + "…"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    main()
