"""Draws the field for one thing that is entered and gives its value. Labels stay as they are; units stand beside."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any, Protocol

import streamlit as st

from .operation import Upload
from .pieces import Field, Output, work_out


class Aimed(Protocol):
    """What has a target, which people may set where it has a label for that."""

    @property
    def label(self) -> str: ...
    @property
    def target(self) -> float | None: ...
    @property
    def target_label(self) -> str: ...


def aims(
    some: Iterable[Aimed], kept: Mapping[str, Any], key: str, keep: Callable[[str, float], None]
) -> dict[str, Any]:
    """A field for each target that people set. Gives those that are `kept`, by label, with what is set now; that is
    given to `keep`, too."""
    targets = dict(kept)
    for n, one in enumerate(some):
        if one.target_label:
            now = float(targets.get(one.label, one.target or 0))
            wish = st.number_input(one.target_label, 0.0, None, now, 1.0, format="%g", key=f"{key}_target_{n}")
            if wish != now:
                keep(one.label, wish)
                targets[one.label] = wish
    return targets


def entries(
    fields: tuple[Field, ...], key: str, *, fresh: bool = False, start: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The fields one after the other, short ones side by side. `fresh`: dates start at today."""
    values: dict[str, Any] = {}
    start = start or {}
    row: list[Any] = []
    short = [f for f in fields if f.type not in WIDE]
    for one in fields:
        if one.type in WIDE or len(short) <= 1:
            row = []
            values[one.name] = entry(_filled(one, values), key, value=start.get(one.name), fresh=fresh)
            continue
        if not row:
            row = list(st.columns(2, vertical_alignment="bottom"))
        with row.pop(0):
            values[one.name] = entry(_filled(one, values), key, value=start.get(one.name), fresh=fresh)
    return values


def _filled(field: Field, values: Mapping[str, Any]) -> Field:
    """The field with what can be chosen in it; nothing yet where that follows from what isn't there."""
    if field.choices is None:
        return field
    worked = work_out((Output(field.name, field.label, field.choices),), values, {})
    return replace(field, options=tuple(map(str, worked.values.get(field.name, ()))))


WIDE = ("long_text", "multi_choice", "file")


def entry(field: Field, key: str, *, value: Any = None, fresh: bool = False) -> Any:
    """One field and its value; None while it is empty. `value` overrides the default."""
    key = f"{key}_{field.name}"
    start = field.default if value is None else value
    unit = field.unit or ("%" if field.type == "percent" else "")
    if unit and unit not in field.label:
        _mark_unit(key, unit)
    if field.numeric:
        return _number(field, key, start)
    draw = {
        "long_text": _long_text, "choice": _choice, "multi_choice": _choices, "yes_no": _yes_no, "date": _date,
        "time": _time, "file": _file, "color": _color, "column": _column,
    }.get(field.type, _text)  # fmt: skip
    if draw is _date and fresh and start is None:
        start = "today"
    return draw(field, key, start)


def _number(field: Field, key: str, start: Any) -> float | int | None:
    whole = field.type == "integer"
    cast = round if whole else float
    low, high, value = (None if n is None else cast(n) for n in (field.minimum, field.maximum, start))
    step = cast(field.step) if field.step else None
    if field.slider and low is not None and high is not None:
        usual = max(1, round((high - low) / 100)) if whole else (high - low) / 100
        chosen = st.slider(field.label, low, high, low if value is None else value, step or usual, key=key)
        return chosen if isinstance(chosen, int | float) else None
    usual = 1 if whole or field.type == "percent" else (1.0 if _round(field) else 0.01)
    found = st.number_input(
        field.label, low, high, value, step or cast(usual), key=key, format="%d" if whole else _format(field)
    )
    return found if found is None or not whole else round(found)


def _round(field: Field) -> bool:
    """Whether its numbers are whole ones mostly, so that the buttons move by one."""
    return isinstance(field.default, int | float) and float(field.default).is_integer() and abs(field.default) >= 1


def _format(field: Field) -> str:
    step = field.step if field.step else 0.01
    digits = max(2, len(f"{step:.10f}".rstrip("0").partition(".")[2]))
    return "%.2f" if field.type == "money" else f"%.{digits}f" if field.step else "%g"


def _text(field: Field, key: str, start: Any) -> str:
    return str(st.text_input(field.label, str(start or ""), key=key) or "")


def _long_text(field: Field, key: str, start: Any) -> str:
    return str(st.text_area(field.label, str(start or ""), key=key, height=160) or "")


def _choice(field: Field, key: str, start: Any) -> str | None:
    index = field.options.index(start) if start in field.options else 0
    if len(field.options) <= 3 and sum(map(len, field.options)) <= 30:
        return st.radio(field.label, field.options, index, key=key, horizontal=True)
    return st.selectbox(field.label, field.options, index, key=key)


def _column(field: Field, key: str, start: Any) -> str | None:
    word = str(start or "").casefold()
    named = [n for n, option in enumerate(field.options) if word and word in option.casefold()]
    hint = "Choose a column" if field.options else "Upload the file first"
    key = f"{key}_{hash(field.options)}"  # Another file starts anew, at the column that is meant.
    return st.selectbox(field.label, field.options, named[0] if named else None, key=key, placeholder=hint)


def _choices(field: Field, key: str, start: Any) -> list[str]:
    kept = [option for option in (start or []) if option in field.options]
    return list(st.multiselect(field.label, field.options, kept, key=key))


def _yes_no(field: Field, key: str, start: Any) -> bool:
    return bool(st.checkbox(field.label, bool(start), key=key))


def _date(field: Field, key: str, start: Any) -> date | None:
    value = date.today() if start == "today" else start
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            value = None
    chosen = st.date_input(field.label, value, date(1850, 1, 1), date(2150, 12, 31), key=key, format="YYYY-MM-DD")
    return chosen if isinstance(chosen, date) else None


def _time(field: Field, key: str, start: Any) -> str | None:
    value: time | str | None = start
    if isinstance(start, str) and start != "now":
        try:
            value = time.fromisoformat(start)
        except ValueError:
            value = None
    chosen = st.time_input(field.label, value, key=key, step=300)
    return chosen.strftime("%H:%M") if chosen else None


def _file(field: Field, key: str, start: Any) -> list[Upload] | None:
    given = st.file_uploader(field.label, key=key, accept_multiple_files=True)
    return [Upload(file.name, file.getvalue()) for file in given] or None


def _color(field: Field, key: str, start: Any) -> str:
    return str(st.color_picker(field.label, str(start or "#3366CC"), key=key))


def _mark_unit(key: str, unit: str) -> None:
    """The unit behind the label, drawn by style so that the label's own text stays what it is."""
    text = "".join(f"\\{ord(sign):x} " for sign in f" ({unit})")
    st.html(f'<style>.st-key-{key} label p::after {{content: "{text}"; opacity: 0.6; font-weight: 400}}</style>')
