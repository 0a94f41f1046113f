"""Operations on lines of a name and a number, and on several tables as they stand, to the letter. They refuse lines and
columns that don't belong, by their place."""

import csv
import io
import math
import re
from collections.abc import Callable, Sequence
from typing import Literal

from .operation import AnswerError, Long, Upload, number_in, operation, text_of

_BEHIND = re.compile(
    r"(?P<name>.*?[^\s,;:=|])[\s,;:=|]+(?P<number>[-+]?[$€£]?\d[\d.,]*(?:\s?(?:[$€£%]|h|km|kg|g|l|min))?)"
)
_BEFORE = re.compile(r"(?P<number>[-+]?[$€£]?\d[\d.,]*)(?:\s*[x×,;:=|\t]\s*|\s+)(?P<name>\S.*)")
_FIGURES: dict[str, Callable[[Sequence[float]], float]] = {
    "sum": math.fsum,
    "average": lambda numbers: math.fsum(numbers) / len(numbers),
    "count": len,
    "minimum": min,
    "maximum": max,
}


@operation(
    "Lines of a name and a number such as Anna 3.5, grouped by name: total, sum, average, count of each name",
    "table",
)
def figure_per_name(
    lines: Long,
    figure: Literal["sum", "average", "count", "minimum", "maximum"] = "sum",
    order: Literal["name", "largest first", "smallest first", "as they come"] = "name",
) -> list[dict[str, str]]:
    numbers: dict[str, list[float]] = {}
    for at, line in enumerate(lines.splitlines(), 1):
        if line.strip():
            name, number = _named_number(line.strip(), at)
            numbers.setdefault(name, []).append(number)
    if not numbers:
        raise AnswerError("There are no lines with a name and a number.")
    found = {name: round(_FIGURES[figure](all_), 9) for name, all_ in numbers.items()}
    names = list(found)
    if order != "as they come":
        names.sort(key=lambda name: (name.casefold(), name))
    if order.endswith("first"):
        names.sort(key=lambda name: found[name], reverse=order.startswith("largest"))
    return [{"name": name, figure: _shown(found[name], lines)} for name in names]


@operation("Several CSV files with the same columns, in whatever order, one below the other as one CSV", "long_text")
def stack_tables(files: list[Upload]) -> str:
    if not files:
        raise AnswerError("Choose the files first.")
    tables = [_cells(file) for file in files]
    head = tables[0][0]
    out = io.StringIO()
    made = csv.writer(out, delimiter=separator(text_of(files[0])), lineterminator="\n")
    made.writerow(head)
    for file, (names, *rows) in zip(files, tables, strict=True):
        if sorted(names) != sorted(head):
            odd = sorted(set(names) ^ set(head)) or sorted(names)
            raise AnswerError(f"{file.name} has other columns than {files[0].name}: {', '.join(odd)}.")
        places = [names.index(name) for name in head] if len(set(head)) == len(head) else range(len(head))
        for at, row in enumerate(rows, 2):
            if len(row) != len(names):
                raise AnswerError(f"{file.name}: row {at} has {len(row)} cells, not {len(names)}.")
            made.writerow([row[place] for place in places])
    return out.getvalue()


def separator(text: str) -> str:
    """What stands between the cells of a table: of the usual signs the one that its first line has most of."""
    head = text.split("\n", 1)[0]
    return max(",;\t|", key=head.count)


def _named_number(line: str, at: int) -> tuple[str, float]:
    """The name and the number of a line, whichever stands first."""
    found = _BEHIND.fullmatch(line) or _BEFORE.fullmatch(line)
    number = number_in(found["number"]) if found else None
    if found is None or number is None:
        raise AnswerError(f"Line {at} is not a name and a number: {line}")
    return found["name"].strip(), number


def _shown(number: float, lines: str) -> str:
    """A number as these lines write theirs: with a decimal comma, with cents."""
    shown = f"{number:.2f}" if re.search(r"\d[.,]\d0(?!\d)", lines) and number != int(number) else f"{number:.10g}"
    comma = re.search(r"\d,\d{1,2}(?!\d)", lines) and not re.search(r"\d\.\d", lines)
    return shown.replace(".", ",") if comma else shown


def _cells(file: Upload) -> list[list[str]]:
    """The cells of a table as they are written, names of columns first."""
    text = text_of(file)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)) if row]
    if not rows:
        raise AnswerError(f"{file.name} is empty.")
    return [[name.strip() for name in rows[0]], *rows[1:]]
