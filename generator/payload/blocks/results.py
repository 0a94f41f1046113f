"""Shows what was worked out, each under its label in the form that suits it. Never shows an error or a NaN."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import streamlit as st

from .formats import DASH, missing, plain, shown
from .operation import Download
from .pieces import Output, Worked

MOST_ROWS = 200
SHORT = 28
"""A text up to this long is shown as a figure."""


def results(outputs: tuple[Output, ...], worked: Worked, key: str, *, before: str = "") -> None:
    """All outputs: figures side by side, then what needs the width. `before` says what to do to get any."""
    figures = [o for o in outputs if _is_figure(o, worked.values.get(o.name))]
    if figures:
        with st.container(key=f"{key}_figures"):
            for output in figures:
                value = shown(worked.values.get(output.name), output.format, decimals=output.decimals, unit=output.unit)
                st.metric(plain(output.label), plain(value), border=True)
    for output in outputs:
        if output not in figures and (worked.values or worked.problems):
            _show(output, worked.values.get(output.name), f"{key}_{output.name}")
    for sentence in worked.problems:
        st.warning(plain(sentence))
    if worked.missing:
        names = " and ".join(filter(None, [", ".join(worked.missing[:-1]), worked.missing[-1]]))
        st.caption(plain(f"Fill in {names} to see the result."))
    elif before and not worked.values and not worked.problems:
        st.caption(plain(before))


def table(rows: Any) -> Any:
    """Rows ready to be shown: every cell as people read it."""
    import pandas

    data = rows if isinstance(rows, pandas.DataFrame) else pandas.DataFrame(_records(rows))
    shown_cells = [
        [plain(shown(cell)) if not missing(cell) else "" for cell in row] for row in data.to_numpy().tolist()
    ]
    return pandas.DataFrame(shown_cells, columns=[plain(str(name)) for name in data.columns])


def _is_figure(output: Output, value: Any) -> bool:
    if output.format in ("number", "integer", "money", "percent", "date"):
        return not isinstance(value, list | dict | tuple | bytes) and len(str(value)) <= 40
    if output.format == "text":
        return isinstance(value, int | float | bool | None) or (
            isinstance(value, str) and len(value) <= SHORT and "\n" not in value
        )
    return False


def _show(output: Output, value: Any, key: str) -> None:
    kind = _kind(output.format, value)
    if kind == "download" and isinstance(value, Download):
        st.download_button(plain(output.label), value.data, value.name, value.mime, key=key, icon=":material/download:")
        return
    st.markdown(f"**{plain(output.label)}**")
    if missing(value) or (isinstance(value, Sequence) and not len(value)):
        st.text(DASH if missing(value) else "Nothing found.")
    elif kind == "table":
        _table(value)
    elif kind == "list":
        items = value if isinstance(value, list | tuple | set) else str(value).splitlines()
        st.markdown("\n".join(f"{n}. {plain(shown(item))}" for n, item in enumerate(list(items)[:MOST_ROWS], 1)))
    elif kind == "picture":
        st.image(value, alt=output.label)
        st.download_button(
            plain(f"Download {output.label}"), value, "picture.png", "image/png", key=key, icon=":material/download:"
        )
    elif kind == "color":
        _color(str(value))
    elif kind.endswith("_chart"):
        chart(value, kind)
    elif kind == "long_text":
        st.code(shown(value), language=None, wrap_lines=True)
    else:
        st.text(shown(value, output.format, decimals=output.decimals, unit=output.unit))
    if output.format == "download" and not missing(value):
        file = as_file(output.label, value)
        label = plain(f"Download {output.label}")
        st.download_button(label, file.data, file.name, file.mime, key=key, icon=":material/download:")


def as_file(label: str, value: Any) -> Download:
    """A value as a file: rows as CSV, items one a line, text as it is."""
    name = re.sub(r"\W+", "_", label.casefold()).strip("_") or "result"
    kind = _kind("download", value)
    if kind == "table":
        import pandas

        data = value if isinstance(value, pandas.DataFrame) else pandas.DataFrame(_records(value))
        return Download(f"{name}.csv", data.to_csv(index=False).encode(), "text/csv")
    text = "\n".join(map(str, value)) if kind == "list" else str(value)
    if text.lstrip()[:1] in ("{", "["):
        try:
            json.loads(text)
            return Download(f"{name}.json", text.encode(), "application/json")
        except ValueError:
            pass
    return Download(f"{name}.txt", text.encode(), "text/plain")


def _kind(kind: str, value: Any) -> str:
    """How to show a value, whatever the blueprint thought that it would be."""
    if isinstance(value, Download):
        return "download"
    if isinstance(value, bytes):
        return "picture"
    if kind.endswith("_chart") or kind == "color":
        return kind
    if hasattr(value, "columns") or isinstance(value, Mapping):
        return "table"
    if isinstance(value, list | tuple | set):
        return "table" if value and all(isinstance(item, Mapping) for item in value) else "list"
    if kind in ("table", "list", "download") or (kind == "text" and isinstance(value, str) and "\n" in value):
        return "long_text"
    return kind


def _records(rows: Any) -> Any:
    if isinstance(rows, Mapping):
        return [{"Name": name, "Value": value} for name, value in rows.items()]
    return rows


def _table(rows: Any) -> None:
    data = table(rows)
    st.table(data.head(MOST_ROWS), hide_index=True)
    if len(data) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} of {len(data)} rows.")


def _color(code: str) -> None:
    if re.fullmatch(r"#[0-9A-Fa-f]{3,8}", code):
        st.html(f'<div style="background:{code};height:4rem;border-radius:0.5rem;border:1px solid #8884"></div>')
    st.code(code, language=None)


def chart(rows: Any, kind: str) -> None:
    """A line, bar or pie chart of rows whose first column is the axis and whose other columns are numbers."""
    import pandas

    data = rows if isinstance(rows, pandas.DataFrame) else pandas.DataFrame(_charted(rows))
    numbers = [c for c in data.columns[1:] if pandas.api.types.is_numeric_dtype(data[c])]
    if data.empty or not numbers:
        st.caption("Nothing to draw yet.")
        return
    first, number = str(data.columns[0]), str(numbers[0])
    if kind == "bar_chart":
        st.bar_chart(data, x=first, y=numbers)
        return
    import altair

    if kind == "pie_chart":
        drawn = altair.Chart(data).mark_arc(innerRadius=50).encode(
            theta=altair.Theta(field=number, type="quantitative"),
            color=altair.Color(field=first, type="nominal"),
            tooltip=[altair.Tooltip(field=first), altair.Tooltip(field=number)],
        )  # fmt: skip
    else:
        long = data.melt(first, numbers, " line", " value")
        sort: Literal["temporal", "quantitative", "nominal"] = "nominal"
        if all(isinstance(value, date) for value in data[first]):
            sort, long[first] = "temporal", pandas.to_datetime(long[first])
        elif pandas.api.types.is_numeric_dtype(data[first]):
            sort = "quantitative"
        side = altair.Y(field=" value", type="quantitative", title=number if len(numbers) == 1 else None)
        drawn = altair.Chart(long).mark_line(point=True).encode(
            x=altair.X(field=first, type=sort, sort=None), y=side.scale(zero=False),
            **({"color": altair.Color(field=" line", type="nominal", title=None)} if len(numbers) > 1 else {}),
        )  # fmt: skip
    st.altair_chart(drawn)


def _charted(rows: Any) -> Any:
    if isinstance(rows, Mapping):
        return [{"Name": str(name), "Value": value} for name, value in rows.items()]
    if isinstance(rows, list | tuple) and rows and not isinstance(rows[0], Mapping):
        return [{"Number": n, "Value": value} for n, value in enumerate(rows, 1)]
    return rows
