"""Forms about a table that is uploaded, where the sentence names what is wanted of its columns. Refuses other files."""

import re
from typing import Any

from generator.blueprint.sentence import words

_TABLE = re.compile(r"\bcsv\b|\bexcel\b|\bspread ?sheets?\b|\bxlsx\b|\bupload\b[^.;]*\btables?\b", re.I)
_EVERY = re.compile(r"\b(?:every|each|all|all the|per) (?:[\w-]+ )?columns?\b|\bcolumn by column\b", re.I)
_STAT = (
    r"totals?|sums?|averages?|means?|minimum|maximum|smallest|largest|lowest|highest|counts?|statistics|stats|summary"
)
_GROUP = re.compile(
    rf"\b({_STAT}|number|how many)\b(?: of)?(?: the| all)?((?: (?!for\b|per\b|by\b|each\b|every\b)[\w-]+){{0,3}})"
    r"(?: for)? (?:each|every|per|by|grouped by)(?: each)? ([\w-]+)",
    re.I,
)
_FIGURES = {"av": "mean", "me": "mean", "co": "count", "nu": "count", "ho": "count", "mi": "min", "sm": "min",
            "lo": "min", "ma": "max", "la": "max", "hi": "max"}  # fmt: skip


_NAMED = re.compile(r"\b(?:(?:an?|the|my|its) )?([\w-]+) columns?\b|\bcolumns? (?:called|named) [\"'“]?([\w-]+)", re.I)
_NO_NAME = frozenset(
    words("a an the one any each which that chosen given selected number numeric certain some particular specific my")
    + words("single this of by whose first last new all every duplicate sorted several two")
)
_COLUMN_STATS = (
    (r"\btotals?\b|\bsums?\b|\badd(?:s|ed)? up\b", "Total", "sum"),
    (r"\baverages?\b|\bmeans?\b", "Average", "average"),
    (r"\bmedians?\b", "Median", "median"),
    (r"\bminimum\b|\bsmallest\b|\blowest\b", "Minimum", "minimum"),
    (r"\bmaximum\b|\blargest\b|\bhighest\b|\bbiggest\b", "Maximum", "maximum"),
)
_SAME = {
    "sum": "total, sum of a column", "average": "average, mean of a column", "median": "median of a column",
    "minimum": "minimum, lowest, smallest of a column", "maximum": "maximum, highest, largest, biggest of a column",
}  # fmt: skip
_FILE = {"label": "Table file", "type": "file", "example": ""}
_WHOLE: tuple[tuple[str, str, str, str], ...] = (
    (r"\b(?:remov|delet|duplicat|unique)\w*\b.*\b(?:duplicat|repeat|double|row)|\bdedup", "Rows without duplicates",
     "table", "remove_duplicate_rows"),
    (r"\bcsv\b.*\b(?:to|into|as)\b.*\bjson\b", "JSON", "long_text", "csv_to_json"),
    (r"\bcsv\b.*\b(?:to|into|as)\b.*\b(?:excel|xlsx)\b", "Excel file", "download", "csv_to_excel"),
    (r"\b(?:excel|xlsx)\b.*\b(?:to|into|as)\b.*\bcsv\b", "CSV file", "download", "excel_to_csv"),
    (r"\bcsv\b.*\b(?:to|into|as)\b.*\bmarkdown\b", "Markdown table", "long_text", "csv_to_markdown"),
    (r"\b(?:merge|combine|join)\w*\b.*\bfiles\b", "Merged file", "download", "merge_tables"),
)  # fmt: skip
"""What is made of a whole table: sign in the sentence, label, format, operation."""


def of_table(text: str) -> dict[str, Any]:
    """What a form about a table has in it, like a model says it; {} where the sentence doesn't ask for one. An output
    has its operation where the sentence names it outright."""
    if not _TABLE.search(text) or re.search(r"\bpaste", text, re.I):
        return {}
    if re.search(r"\bcharts?\b|\bgraphs?\b|\bplot", text, re.I):
        return _chart(text)
    if _EVERY.search(text) and re.search(rf"\b(?:{_STAT})\b", text, re.I):
        about = "summary of a CSV file: per number column count, sum, mean, minimum, maximum"
        return _form("Summary of the columns", "table", about, "summarise_table", {"file": "Table file"})
    found = _GROUP.search(text)
    if found and not re.search(r"\bcolumn\b", found.group(3), re.I):
        return _groups(found)
    rows = _sorted(text)
    wishes = [one for one in (_whole(text), rows, _filtered(text), {} if rows else _figures(text)) if one]
    return wishes[0] if len(wishes) == 1 else {}


def _groups(found: re.Match[str]) -> dict[str, Any]:
    figure = _FIGURES.get(found.group(1).casefold()[:2], "sum")
    of = found.group(2).split()[-1:] if figure != "count" else []
    inputs = [{"label": "Group by", "type": "column", "example": "", "default": found.group(3)}]
    inputs += [{"label": "Column", "type": "column", "example": "", "default": word} for word in of]
    stats = ["sum", "mean", "count", "min", "max"]
    options = [figure, *(stat for stat in stats if stat != figure)]
    inputs += [{"label": "Figure", "type": "choice", "options": options, "example": figure}] if of else []
    label = " ".join([found.group(1), *found.group(2).split(), "per", found.group(3)]).capitalize()
    about = "group a CSV or Excel file by one column and add up another: totals per category"
    taken = {"group_by": "Group by", **({"column": "Column", "figure": "Figure"} if of else {})}
    return _form(label, "table", about, "group_table", {"file": "Table file", **taken}, *inputs)


def _whole(text: str) -> dict[str, Any]:
    for sign, label, format_, operation in _WHOLE:
        if re.search(sign, text, re.I):
            parameter = {"merge_tables": "files", "csv_to_json": "csv_file", "csv_to_markdown": "csv_file"}
            return _form(label, format_, "", operation, {parameter.get(operation, "file"): "Table file"})
    return {}


def _sorted(text: str) -> dict[str, Any]:
    if not re.search(r"\bsort|\border(?:ed|s)? (?:it |them |the rows )?by\b", text, re.I):
        return {}
    options = ["ascending", "descending"]
    falling = re.search(r"\bdescend|\blargest first|\bhighest first|\bhigh to low|\bnewest first", text, re.I)
    order = {"label": "Order", "type": "choice", "options": options, "example": options[bool(falling)]}
    arguments = {"file": "Table file", "column": "Column", "order": "Order"}
    return _form("Sorted rows", "table", "", "sort_table", arguments, _column(text), order)


def _filtered(text: str) -> dict[str, Any]:
    if not re.search(r"\bfilter|\bonly (?:the )?rows\b|\brows (?:that|which|where|with|contain)", text, re.I):
        return {}
    if not re.search(r"\bcolumn\b", text, re.I):
        search = {"label": "Search", "type": "text", "example": "3"}
        return _form("Matching rows", "table", "", "search_table", {"file": "Table file", "search": "Search"}, search)
    contains = {"label": "Contains", "type": "text", "example": "3"}
    arguments = {"file": "Table file", "column": "Column", "contains": "Contains"}
    return _form("Matching rows", "table", "", "filter_table", arguments, _column(text), contains)


def _figures(text: str) -> dict[str, Any]:
    """Figures of one column, or how many rows and columns there are."""
    outputs = []
    for what, operation in (("rows", "count_rows"), ("columns", "count_columns")):
        if re.search(rf"\b(?:how many|number of|count)\b[^.;]*\b{what}\b", text, re.I):
            outputs.append(_output(f"Number of {what}", "integer", "", operation, {"file": "Table file"}))
    if not re.search(r"\bcolumn\b", text, re.I):
        return {"title": "Table", "inputs": [_FILE], "outputs": outputs} if outputs else {}
    for sign, label, figure in _COLUMN_STATS:
        if re.search(sign, text, re.I):
            arguments = {"file": "Table file", "column": "Column", "figure": f'"{figure}"'}
            outputs.append(_output(label, "number", _SAME[figure], "column_figure", arguments))
    if not outputs:
        return {}
    column = [_column(text)] if any(one["operation"] == "column_figure" for one in outputs) else []
    return {"title": "Column figures", "inputs": [_FILE, *column], "outputs": outputs}


def _chart(text: str) -> dict[str, Any]:
    """A chart of one column; of every column, and of text that is pasted, the model thinks."""
    if _EVERY.search(text) or _GROUP.search(text) or not re.search(r"\bcolumn\b", text, re.I):
        return {}
    kind = next((k for k in ("line", "pie") if re.search(rf"\b{k}\b", text, re.I)), "bar")
    arguments = {"file": "Table file", "column": "Column"}
    return _form("Chart", f"{kind}_chart", "", "chart_column", arguments, _column(text))


def _column(text: str) -> dict[str, Any]:
    """The field for a column, at first the one that the sentence names."""
    names = [name for found in _NAMED.finditer(text) for name in found.groups() if name]
    named = next((name for name in names if name.casefold() not in _NO_NAME), "")
    return {"label": "Column", "type": "column", "example": "", "default": named}


def _form(
    label: str, format_: str, about: str, operation: str, arguments: dict[str, str], *fields: dict[str, Any]
) -> dict[str, Any]:
    output = _output(label, format_, about, operation, arguments)
    return {"title": label[:60], "inputs": [_FILE, *fields], "outputs": [output]}


def _output(label: str, format_: str, about: str, operation: str, arguments: dict[str, str]) -> dict[str, Any]:
    return {"label": label, "format": format_, "about": about, "operation": operation, "arguments": arguments}
