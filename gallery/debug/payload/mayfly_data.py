"""Reads a file of data and tells of each column what it holds, and of each row what is odd: other types, outliers,
broken and doubled rows, sums that are not. Refuses to mend anything. Standard library, and openpyxl for Excel.

Called with the file and a question; prints JSON as `evidence.DataReport`.
"""

import csv
import io
import itertools
import json
import re
import sys
from collections import Counter
from datetime import datetime
from typing import Any

MOST_ROWS, MOST_COLUMNS, MOST_NAMED, MOST_CELL, HEAD = 200_000, 60, 30, 120, 12
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ENOUGH = 0.8
"""So many rows have to agree before the others are odd."""
FAR = 6.0
DATES = (
    *("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"),
    *("%Y-%m-%d %H:%M", "%Y%m%d", "%d %b %Y", "%b %d, %Y"),
)
NOTHING = {"", "na", "n/a", "nan", "null", "none", "-", "–", "?"}
TRUTHS = {"true", "false", "yes", "no"}


def main() -> None:
    path, question = sys.argv[1], sys.argv[2]
    with open(path, "rb") as file:
        content = file.read()
    print(json.dumps(Data(path, content, question).report()))


class Data:
    def __init__(self, name: str, content: bytes, question: str) -> None:
        self.question = question
        self.findings: list[dict[str, Any]] = []
        self.numbered: list[int] = []
        """The number of each row as a person counts it in the file."""
        self.format, self.names, self.rows = self.parsed(name, content)

    def find(self, text: str, sort: str, rows: Any = (), column: str = "") -> None:
        self.findings.append({"text": text, "sort": sort, "rows": list(rows)[:MOST_NAMED], "column": column})

    # Formats.

    def parsed(self, name: str, content: bytes) -> tuple[str, list[str], list[list[str]]]:
        if content[:2] == b"PK":
            return self.excel(content)
        if b"\0" in content and not content.startswith(UTF16):
            sys.exit("it holds bytes that are no text")
        text = self.text(content)
        begin = text.lstrip()[:1]
        if begin in ("[", "{"):
            return self.objects(text)
        return self.separated(text)

    def text(self, content: bytes) -> str:
        first = "utf-16" if content.startswith(UTF16) else "utf-8-sig"
        for encoding in (first, "cp1252", "latin-1"):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                if encoding == "utf-8-sig":
                    row = content.count(b"\n", 0, error.start) + 1
                    self.find(f"It is not UTF-8: the first byte that is not stands in row {row}.", "encoding", [row])
                continue
            if "\ufffd" in text:
                self.find("Some letters were lost before: there are � in it.", "encoding")
            return text
        return ""

    def excel(self, content: bytes) -> tuple[str, list[str], list[list[str]]]:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        return self.table(f"Excel, sheet {sheet.title}", [(at, row) for at, row in enumerate(rows[:MOST_ROWS], 1)])

    def objects(self, text: str) -> tuple[str, list[str], list[list[str]]]:
        numbered, format_name = [], "JSON"
        try:
            told = json.loads(text)
            if isinstance(told, dict):
                inner = [value for value in told.values() if isinstance(value, list)]
                told = max(inner, key=len) if inner else [told]
            numbered = list(enumerate(told, 1))
        except ValueError:
            format_name, broken = "JSON lines", []
            for number, line in enumerate(text.splitlines(), 1):
                try:
                    if line.strip():
                        numbered.append((number, json.loads(line)))
                except ValueError:
                    broken.append(number)
            if broken:
                self.find(f"{len(broken)} lines are no JSON.", "broken", broken)
        records = [(number, one) for number, one in numbered[:MOST_ROWS] if isinstance(one, dict)]
        if len(records) < len(numbered):
            odd = [number for number, one in numbered if not isinstance(one, dict)]
            self.find(f"{len(odd)} entries are no objects.", "broken", odd)
        names = list(dict.fromkeys(key for _, one in records for key in one))[:MOST_COLUMNS]
        for name in names:
            lacking = [number for number, one in records if name not in one]
            if lacking and len(lacking) < (1 - ENOUGH) * len(records):
                self.find(f"{name!r} is missing in {len(lacking)} of {len(records)} entries.", "missing", lacking, name)
        self.numbered = [number for number, _ in records]
        return format_name, names, [[cell_of(one.get(name)) for name in names] for _, one in records]

    def separated(self, text: str) -> tuple[str, list[str], list[list[str]]]:
        lines = text.splitlines()[:20]
        counts = {sign: [line.count(sign) for line in lines] for sign in ",;\t|"}
        sign = max(counts, key=lambda one: (min(counts[one], default=0) > 0, sum(counts[one])))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        rows = []
        try:
            for row in itertools.islice(reader, MOST_ROWS):
                if any(cell.strip() for cell in row):
                    rows.append((reader.line_num, row))
        except csv.Error as error:
            self.find(f"It can't be read beyond row {reader.line_num}: {error}.", "broken", [reader.line_num])
        name = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[sign]
        return self.table(f"CSV with {name}", rows)

    def table(self, format_name: str, rows: list[tuple[int, list[str]]]) -> tuple[str, list[str], list[list[str]]]:
        """With the first row as names, where it looks like that."""
        if not rows:
            return format_name, [], []
        width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
        head = rows[0][1]
        named = (
            len(rows) > 1 and all(kind_of(cell) in ("text", "empty") for cell in head) and len(set(head)) == len(head)
        )
        names = [cell.strip() or f"column {at}" for at, cell in enumerate(head, 1)] if named else []
        names = (names + [f"column {at}" for at in range(len(names) + 1, width + 1)])[: min(width, MOST_COLUMNS)]
        body = rows[1:] if named else rows
        broken = [number for number, row in body if len(row) != width]
        if broken:
            lengths = Counter(len(row) for _, row in body if len(row) != width).most_common(1)[0][0]
            self.find(f"{len(broken)} rows have not {width} cells but others, {lengths} most.", "broken", broken)
        self.numbered = [number for number, _ in body]
        return format_name, names, [(row + [""] * width)[: len(names)] for _, row in body]

    # What is in it.

    def report(self) -> dict[str, Any]:
        columns = [self.column(name, [row[at] for row in self.rows]) for at, name in enumerate(self.names)]
        self.doubled()
        self.sums(columns)
        asked = set(re.findall(r"\w+", self.question.lower()))
        order = ("relation", "sum", "broken", "kind", "encoding", "outlier", "doubled", "dates", "missing", "spaces")
        self.findings.sort(
            key=lambda one: (not asked & set(re.findall(r"\w+", one["column"].lower())), order.index(one["sort"]))
        )
        wanted = {row for one in self.findings for row in one["rows"]}
        shown = [at for at, number in enumerate(self.numbered) if at < HEAD or number in wanted][: HEAD + 60]
        head = [[str(self.numbered[at]), *(cell[:MOST_CELL] for cell in self.rows[at])] for at in shown]
        return {
            "format": self.format,
            "rows": len(self.rows),
            "columns": columns,
            "head": head,
            "findings": self.findings[:40],
            "question": self.question,
        }

    def column(self, name: str, cells: list[str]) -> dict[str, Any]:
        kinds = Counter(kind_of(cell) for cell in cells)
        filled = sum(count for kind, count in kinds.items() if kind != "empty")
        full = {kind: count for kind, count in kinds.items() if kind != "empty"}
        numeric = full.get("integer", 0) + full.get("number", 0)
        kind = max(full, key=lambda one: full[one]) if full else "empty"
        if numeric >= ENOUGH * max(filled, 1) and filled:
            kind = "number" if full.get("number") else "integer"
        numbers = [(row, number_of(cell)) for row, cell in zip(self.numbered, cells, strict=True)]
        values = [(row, value) for row, value in numbers if value is not None]
        odd: list[int] = []
        fits = {"integer": {"integer"}, "number": {"integer", "number"}}.get(kind, {kind})
        alike = sum(full.get(one, 0) for one in fits)
        most = alike >= ENOUGH * filled or (alike >= 2 and filled - alike == 1)
        if filled and most and kind not in ("text", "empty"):
            odd = [r for r, cell in zip(self.numbered, cells, strict=True) if kind_of(cell) not in {*fits, "empty"}]
            if odd:
                first = cells[self.numbered.index(odd[0])][:40]
                told = f"{first!r} is" if len(odd) == 1 else f"{len(odd)} cells are"
                like = f", as {first!r}" if len(odd) > 1 else ""
                self.find(f"{name}: {told} no {kind}{like}.", "kind", odd, name)
        if kind in ("integer", "number"):
            odd += self.outliers(name, values)
        spaced = [row for row, cell in zip(self.numbered, cells, strict=True) if cell != cell.strip()]
        if spaced:
            self.find(f"{name}: {len(spaced)} cells begin or end with a space.", "spaces", spaced, name)
        if kind == "date":
            self.date_forms(name, cells)
        plain = [value for _, value in values]
        texts = sorted(cell for cell in cells if cell.strip())
        is_number = kind in ("integer", "number") and plain
        return {
            "name": name[:80],
            "kind": kind,
            "filled": filled,
            "different": len(set(cells)),
            "least": f"{min(plain):g}" if is_number else texts[0][:60] if texts else "",
            "most": f"{max(plain):g}" if is_number else texts[-1][:60] if texts else "",
            "total": f"{sum(plain):.12g}" if is_number else "",
            "odd": sorted(set(odd))[:MOST_NAMED],
            "kinds": dict(kinds),
        }

    def outliers(self, name: str, values: list[tuple[int, float]]) -> list[int]:
        """By how far from the middle they are, in the middle distance of the others."""
        if len(values) < 8:
            return []
        numbers = sorted(value for _, value in values)
        middle = numbers[len(numbers) // 2]
        usual = sorted(abs(value - middle) for value in numbers)[len(numbers) // 2] or abs(middle) * 0.05 or 1.0
        far = [(row, value) for row, value in values if abs(value - middle) > FAR * 1.4826 * usual]
        signs = [(row, value) for row, value in values if value < 0]
        if signs and len(signs) <= 0.05 * len(values):
            self.find(
                f"{name}: {len(signs)} of {len(values)} are negative.", "outlier", [row for row, _ in signs], name
            )
        if far and len(far) <= 0.1 * len(values):
            told = f"{name}: {far[0][1]:g} is far from the others, whose middle is {middle:g}."
            self.find(told, "outlier", [row for row, _ in far], name)
            return [row for row, _ in far]
        return []

    def date_forms(self, name: str, cells: list[str]) -> None:
        forms: dict[str, list[int]] = {}
        for row, cell in zip(self.numbered, cells, strict=True):
            if form := date_form(cell):
                forms.setdefault(form, []).append(row)
        if len(forms) > 1:
            rare = min(forms, key=lambda one: len(forms[one]))
            self.find(f"{name}: dates are written in {len(forms)} ways.", "dates", forms[rare], name)

    def doubled(self) -> None:
        seen: dict[tuple[str, ...], int] = {}
        twice = []
        for row, cells in zip(self.numbered, self.rows, strict=True):
            if (key := tuple(cells)) in seen:
                twice.append(row)
            seen.setdefault(key, row)
        if twice:
            self.find(f"{len(twice)} rows are there twice.", "doubled", twice)

    def sums(self, columns: list[dict[str, Any]]) -> None:
        """Where one column is the sum, difference or product of two in most rows, the rows in which it is not; and a
        last row that should be the sum of those before."""
        numeric = [at for at, one in enumerate(columns) if one["kind"] in ("integer", "number")][:10]
        table = [[number_of(row[at]) for at in range(len(self.names))] for row in self.rows]
        for total in numeric:
            for one, other in itertools.combinations([at for at in numeric if at != total], 2):
                for sign, work in (("+", lambda a, b: a + b), ("×", lambda a, b: a * b), ("-", lambda a, b: a - b)):
                    self.relation(table, total, one, other, sign, work)
        for at in numeric:
            values = [value for row in table if (value := row[at]) is not None]
            label = " ".join(self.rows[-1]).lower() if self.rows else ""
            if len(values) > 2 and re.search(r"total|sum|gesamt|summe", label):
                told, real = values[-1], sum(values[:-1])
                if abs(told - real) > 0.005 + 1e-9 * abs(real):
                    text = f"{self.names[at]}: the last row says {told:.12g}, the rows before it add up to {real:.12g}."
                    self.find(text, "sum", [self.numbered[-1]], self.names[at])

    def relation(self, table: Any, total: int, one: int, other: int, sign: str, work: Any) -> None:
        rows = [at for at, row in enumerate(table) if None not in (row[total], row[one], row[other])]
        telling = [at for at in rows if table[at][one] not in (0, 1) and table[at][other] not in (0, 1)]
        if len(telling) < 5:
            return
        holds = {at: close(table[at][total], work(table[at][one], table[at][other])) for at in rows}
        good = sum(holds[at] for at in telling)
        if ENOUGH * len(telling) <= good < len(telling) or (good == len(telling) and not all(holds.values())):
            wrong = [self.numbered[at] for at in rows if not holds[at]]
            off = sum(table[at][total] - work(table[at][one], table[at][other]) for at in rows if not holds[at])
            text = f"{self.names[total]} is {self.names[one]} {sign} {self.names[other]} in all but {len(wrong)} rows"
            self.find(f"{text}, which are off by {off:.12g} together.", "relation", wrong, self.names[total])


def cell_of(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def close(one: float, other: float) -> bool:
    return abs(one - other) <= 0.0051 + 1e-6 * abs(other)


def number_of(cell: str) -> float | None:
    try:
        text = cell.strip().replace("\u00a0", "")
        return float(text) if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text) else None
    except ValueError:
        return None


def date_form(cell: str) -> str:
    text = cell.strip()
    if not 6 <= len(text) <= 20 or not any(letter.isdigit() for letter in text):
        return ""
    for form in DATES:
        try:
            datetime.strptime(text, form)
        except ValueError:
            continue
        return form
    return ""


def kind_of(cell: str) -> str:
    text = cell.strip()
    if text.lower() in NOTHING:
        return "empty"
    if number_of(text) is not None:
        return "integer" if re.fullmatch(r"[-+]?\d+", text) else "number"
    if text.lower() in TRUTHS:
        return "truth"
    return "date" if date_form(text) else "text"


if __name__ == "__main__":
    main()
