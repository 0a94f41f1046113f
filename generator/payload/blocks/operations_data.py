"""Operations on structured text and on tables: JSON, YAML, CSV, Excel, Markdown. They refuse what can't be read."""

import io
import json
import re
from typing import TYPE_CHECKING, Any, Literal

from .operation import AnswerError, Download, Long, Table, Upload, number_in, operation, text_of
from .operations_rows import separator

if TYPE_CHECKING:
    import pandas


@operation("Format JSON: pretty print, indent, beautify", "long_text")
def format_json(json_text: Long, indent: int = 2) -> str:
    return json.dumps(_json(json_text), indent=max(0, min(indent, 8)), ensure_ascii=False)


@operation("Minify JSON: compact, without spaces", "long_text")
def minify_json(json_text: Long) -> str:
    return json.dumps(_json(json_text), separators=(",", ":"), ensure_ascii=False)


@operation("Validate JSON: is it correct, and where is the mistake", "text")
def validate_json(json_text: Long) -> str:
    try:
        json.loads(json_text)
    except json.JSONDecodeError as error:
        return f"Not valid: {error.msg} in line {error.lineno}, column {error.colno}"
    return "Valid JSON"


@operation("Convert JSON to YAML", "long_text")
def json_to_yaml(json_text: Long) -> str:
    import yaml

    return str(yaml.safe_dump(_json(json_text), allow_unicode=True, sort_keys=False))


@operation("Convert YAML to JSON", "long_text")
def yaml_to_json(yaml_text: Long) -> str:
    import yaml

    try:
        return json.dumps(yaml.safe_load(yaml_text), indent=2, ensure_ascii=False, default=str)
    except yaml.YAMLError as error:
        raise AnswerError("That is not valid YAML.") from error


@operation("Convert CSV to JSON: rows as a list of objects, with numbers as numbers", "long_text")
def csv_to_json(csv_file: Table) -> str:
    return json.dumps(_rows(frame(csv_file)), indent=2, ensure_ascii=False, default=str)


@operation("JSON to CSV: a list of objects as a table file", "long_text")
def json_to_csv(json_text: Long) -> str:
    import pandas

    data = _json(json_text)
    rows = data if isinstance(data, list) else [data]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise AnswerError("The JSON must be a list of objects.")
    return str(pandas.json_normalize(rows).to_csv(index=False))


@operation("Markdown to HTML", "long_text")
def markdown_to_html(markdown_text: Long) -> str:
    import markdown

    return str(markdown.markdown(markdown_text, extensions=["tables", "fenced_code"]))


@operation("Plain text of an HTML page: strip tags", "long_text")
def html_to_text(html_text: Long) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html_text, "html.parser")
    for hidden in soup(["script", "style"]):
        hidden.decompose()
    lines = (line.strip() for line in soup.get_text("\n").splitlines())
    return "\n".join(line for line in lines if line)


@operation("Table as Markdown from CSV", "long_text")
def csv_to_markdown(csv_file: Table) -> str:
    table = frame(csv_file)
    head = [str(name) for name in table.columns]
    rows = [[str(cell) for cell in row] for row in table.astype(object).where(table.notna(), "").to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


@operation("Show a CSV or Excel file as a table: preview of its first rows", "table")
def preview_table(file: Table, rows: int = 20) -> list[dict[str, Any]]:
    return _rows(frame(file).head(max(1, rows)))


@operation("How many rows a CSV or Excel file has", "integer")
def count_rows(file: Table) -> int:
    return len(frame(file))


@operation("How many columns a CSV or Excel file has", "integer")
def count_columns(file: Table) -> int:
    return len(frame(file).columns)


@operation("Names of the columns of a CSV or Excel file", "list")
def column_names(file: Table) -> list[str]:
    return [str(name) for name in frame(file).columns]


@operation("Summary of a CSV or Excel file: per number column count, sum, mean, minimum, maximum", "table")
def summarise_table(file: Table) -> list[dict[str, Any]]:
    numbers = frame(file).select_dtypes("number")
    if numbers.empty:
        raise AnswerError("The table has no column of numbers.")
    return [
        {
            "Column": str(name), "Count": int(column.count()), "Sum": float(column.sum()),
            "Mean": float(column.mean()), "Minimum": float(column.min()), "Maximum": float(column.max()),
        }
        for name, column in numbers.items()
    ]  # fmt: skip


@operation("Sum, average, minimum or maximum of one column of a CSV or Excel file")
def column_figure(
    file: Table, column: str, figure: Literal["sum", "average", "minimum", "maximum", "count", "median"] = "sum"
) -> float:
    table = frame(file)
    numbers = table[_column(table, column)].dropna().map(lambda cell: number_in(str(cell))).dropna()
    if numbers.empty:
        raise AnswerError(f"The column {column} has no numbers.")
    values = [float(number) for number in numbers]
    figures = {
        "sum": sum(values), "average": sum(values) / len(values), "minimum": min(values), "maximum": max(values),
        "count": len(values), "median": sorted(values)[len(values) // 2],
    }  # fmt: skip
    if figure == "median":
        import statistics

        return statistics.median(values)
    return figures[figure]


@operation("Group a CSV or Excel file by one column and add up another: totals per category", "table")
def group_table(
    file: Table, group_by: str, column: str = "", figure: Literal["sum", "mean", "count", "min", "max"] = "sum"
) -> list[dict[str, Any]]:
    table = frame(file)
    key = _column(table, group_by)
    if not column or figure == "count":
        return _rows(table.groupby(key, sort=True).size().reset_index(name="Count"))
    of = _column(table, column)
    return _rows(table.groupby(key, sort=True)[of].agg(figure).reset_index())


@operation("Filter the rows of a CSV or Excel file: those whose column contains a text", "table")
def filter_table(file: Table, column: str, contains: str) -> list[dict[str, Any]]:
    table = frame(file)
    cells = table[_column(table, column)].astype(str).str.casefold()
    return _rows(table[cells.str.contains(contains.casefold(), regex=False)])


@operation("Search a CSV or Excel file: the rows in which any cell contains a text; all rows without one", "table")
def search_table(file: Table, search: str = "") -> list[dict[str, Any]]:
    table = frame(file)
    cells = table.astype(str).apply(lambda column: column.str.casefold().str.contains(search.casefold(), regex=False))
    return _rows(table[cells.any(axis=1)] if search else table)


@operation("Sort a CSV or Excel file by a column", "table")
def sort_table(
    file: Table, column: str, order: Literal["ascending", "descending"] = "ascending"
) -> list[dict[str, Any]]:
    table = frame(file)
    return _rows(table.sort_values(_column(table, column), ascending=order == "ascending", kind="stable"))


@operation("Remove duplicate rows from a CSV or Excel file", "table")
def remove_duplicate_rows(file: Table) -> list[dict[str, Any]]:
    return _rows(frame(file).drop_duplicates())


@operation("Only some columns of a CSV or Excel file: pick, select", "table")
def pick_columns(file: Table, columns: str) -> list[dict[str, Any]]:
    table = frame(file)
    return _rows(table[[_column(table, name.strip()) for name in columns.split(",") if name.strip()]])


@operation("Chart, graph, plot of one column of a CSV or Excel file, drawn over its first column", "bar_chart")
def chart_column(file: Table, column: str) -> list[dict[str, Any]]:
    table = frame(file)
    of = _column(table, column)
    counted = table[of].dtype == object or of == table.columns[0]
    if counted:
        return _rows(table.groupby(of, sort=True).size().reset_index(name="Count"))
    return _rows(table[[table.columns[0], of]])


@operation("Merge several CSV or Excel files one below the other into one CSV file", "download")
def merge_tables(files: list[Upload]) -> Download:
    import pandas

    if not files:
        raise AnswerError("Choose the files first.")
    merged = pandas.concat([frame(file) for file in files], ignore_index=True)
    return Download("merged.csv", merged.to_csv(index=False).encode(), "text/csv")


@operation("CSV file as an Excel file to download", "download")
def csv_to_excel(file: Table) -> Download:
    out = io.BytesIO()
    frame(file).to_excel(out, index=False, engine="openpyxl")
    return Download("table.xlsx", out.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@operation("Excel file as a CSV file to download", "download")
def excel_to_csv(file: Table) -> Download:
    return Download("table.csv", str(frame(file).to_csv(index=False)).encode(), "text/csv")


@operation("A table as a CSV file to download", "download")
def table_as_csv(table: Table) -> Download:
    return Download("table.csv", str(frame(table).to_csv(index=False)).encode(), "text/csv")


@operation("A text as a file to download", "download")
def text_as_file(text: Long, name: str = "text.txt") -> Download:
    return Download(name, text.encode(), "text/plain")


@operation("Size of a file in kilobytes")
def file_size(file: Upload) -> float:
    return len(file.data) / 1000


@operation("Checksum of a file: SHA-256, MD5", "text")
def file_hash(file: Upload, kind: Literal["SHA-256", "MD5", "SHA-1"] = "SHA-256") -> str:
    import hashlib

    return hashlib.new(kind.replace("-", "").lower(), file.data, usedforsecurity=False).hexdigest()


@operation("Text of a PDF file", "long_text")
def pdf_text(file: Upload) -> str:
    return "\n\n".join(page.extract_text() for page in _pdf(file).pages).strip()


@operation("Number of pages of a PDF file", "integer")
def pdf_pages(file: Upload) -> int:
    return len(_pdf(file).pages)


@operation("Text in a file: read, show", "long_text")
def file_text(file: Upload) -> str:
    return text_of(file)


def frame(value: Any) -> "pandas.DataFrame":
    """A table out of an uploaded file, CSV text or a list of mappings."""
    import pandas

    if isinstance(value, list) and value and isinstance(value[0], Upload):
        value = value[0]
    try:
        if isinstance(value, Upload) and value.name.lower().endswith((".xlsx", ".xlsm")):
            return pandas.read_excel(io.BytesIO(value.data), engine="openpyxl")
        if isinstance(value, Upload) and value.name.lower().endswith(".json"):
            return pandas.DataFrame(_json(text_of(value)))
        if isinstance(value, str | Upload):
            text = text_of(value) if isinstance(value, Upload) else value
            return pandas.read_csv(io.StringIO(text), sep=separator(text), skipinitialspace=True)
        return pandas.DataFrame(value)
    except AnswerError:
        raise
    except Exception as error:
        raise AnswerError("That can't be read as a table.") from error


def _rows(table: "pandas.DataFrame") -> list[dict[str, Any]]:
    plain = table.astype(object).where(table.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]


def _column(table: "pandas.DataFrame", wanted: str) -> Any:
    names = {str(name).strip().casefold(): name for name in table.columns}
    word = wanted.strip().casefold()
    akin = [name for name in names if word and word in re.split(r"[\W_]+", name)]
    if word not in names and len(akin) == 1:
        return names[akin[0]]
    if word not in names:
        raise AnswerError(f"There is no column {wanted}. There are: {', '.join(map(str, table.columns))}.")
    return names[word]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise AnswerError(f"Not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error


def _pdf(file: Upload) -> Any:
    import pypdf

    try:
        return pypdf.PdfReader(io.BytesIO(file.data))
    except Exception as error:
        raise AnswerError("That can't be read as a PDF file.") from error
