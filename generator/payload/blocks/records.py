"""A list that people add to, and what they see of it. Keeps every record until somebody presses Delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from .formats import missing, plain, shown
from .inputs import aims, entries, entry
from .operation import Upload as File, number_in, text_of
from .pieces import Field, Output
from .results import table
from .rows import Row, Rows
from .summaries import Chart, Column, Summary, draw_charts, draw_summaries, next_date, streak

MOST = 100
"""So many are drawn at first; the rest when asked for."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """Marks the records whose field stands so to a value, to another field or to `today`."""

    field: str
    test: str = "equal"
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button on every record that adds to a field, sets it or turns it."""

    label: str
    field: str
    change: str = "set"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """See the names: what is left out isn't there."""

    item: str = "item"
    fields: tuple[Field, ...] = ()
    settings: tuple[Field, ...] = ()
    computed: tuple[Output, ...] = ()
    features: tuple[str, ...] = ()
    done_label: str = "Done"
    open_label: str = ""
    add: str = ""
    filters: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    summaries: tuple[Summary, ...] = ()
    charts: tuple[Chart, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    actions: tuple[Action, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        kept = Rows(key, self.fields, self.computed, self.rows, self.settings)
        if self.settings:
            before = kept.settings_now()
            now = entries(self.settings, f"{key}_set", start=before)
            if now != before:
                kept.set(now)
        editing = st.session_state.get(f"{key}_editing")
        changed = next((row for row in kept.all() if row["id"] == editing), None)
        if changed:
            self._edit(kept, changed, key)
        else:
            self._add(kept, key)
        targets = aims(self.summaries, kept.targets(), key, kept.aim)
        rows = kept.all()
        names = self._names()
        draw_summaries(self.summaries, rows, names, targets, key)
        if rows:
            draw_charts(self.charts, rows, names)
        self._files(kept, key)
        seen = self._ordered(self._found(rows, names, key))
        st.subheader(plain(self._heading()), anchor=False)
        if not rows:
            st.caption("Nothing here yet.")
        elif not seen:
            st.caption("Nothing found.")
        elif self.actions or set(self.features) & {"done", "daily", "delete", "edit"}:
            self._list(kept, seen, names, key)
        else:
            self._table(seen, names)

    def _heading(self) -> str:
        words = self.item[:1].upper() + self.item[1:]
        if words.endswith("y") and words[-2:-1] not in "aeiou":
            return words[:-1] + "ies"
        return words if words.endswith("s") else words + ("es" if words.endswith(("x", "ch", "sh")) else "s")

    def _names(self) -> dict[str, Column]:
        names = {f.name: Column(f.label, f.type, unit=f.unit) for f in self.fields}
        names |= {c.name: Column(c.label, c.format, c.decimals, c.unit) for c in self.computed}
        return names | ({"done": Column(self.done_label, "yes_no")} if "done" in self.features else {})

    # ---- entering

    def _add(self, kept: Rows, key: str) -> None:
        again, start = st.session_state.get(f"{key}_again", (0, {}))
        with st.form(f"{key}_add_{again}", clear_on_submit=True):
            values = entries(self.fields, f"{key}_add_{again}", fresh=True, start=start)
            pressed = st.form_submit_button(plain(self.add or f"Add {self.item}"), type="primary")
        if pressed and (lacking := self._lacking(values)):
            # The browser has emptied the form: another one is drawn that starts with what was typed.
            st.session_state[f"{key}_again"] = again + 1, values
            st.session_state[f"{key}_lacking"] = f"Fill in {lacking} first."
            st.rerun()
        if pressed:
            kept.add(_keepable(values))
            if start:
                st.session_state[f"{key}_again"] = again + 1, {}
                st.rerun()
        elif sentence := st.session_state.pop(f"{key}_lacking", ""):
            st.error(plain(sentence))

    def _edit(self, kept: Rows, row: Row, key: str) -> None:
        with st.form(f"{key}_edit_{row['id']}"):
            st.markdown(f"**{plain(f'Edit {self.item}')}**")
            values = {f.name: entry(f, f"{key}_edit_{row['id']}", value=row.get(f.name)) for f in self.fields}
            left, right = st.columns(2)
            save = left.form_submit_button("Save", type="primary", width="stretch")
            cancel = right.form_submit_button("Cancel", width="stretch")
        if save and (lacking := self._lacking(values)):
            st.error(plain(f"Fill in {lacking} first."))
        elif save or cancel:
            if save:
                kept.change(row["id"], _keepable(values))
            del st.session_state[f"{key}_editing"]
            st.rerun()

    def _lacking(self, values: Mapping[str, Any]) -> str:
        """The label of the first field that must not stay empty and does; "" when all is there."""
        texts = [f.name for f in self.fields if f.type in ("text", "long_text")]
        first = texts[:1] or [f.name for f in self.fields if f.numeric][:1]
        for field in self.fields:
            required = field.required if field.required is not None else field.name in first
            if required and missing(values.get(field.name)):
                return field.label
        marks = ("date", "choice", "yes_no", "time")  # what may stand there without anybody having entered it
        typed = [f for f in self.fields if f.type not in marks]
        if typed and all(missing(values.get(f.name)) for f in typed):
            return typed[0].label
        return ""

    def _files(self, kept: Rows, key: str) -> None:
        if "upload" in self.features:
            turn = st.session_state.get(f"{key}_uploads", 0)
            given = st.file_uploader("Upload CSV", type=["csv"], key=f"{key}_upload_{turn}")
            if given is not None:
                found = kept.from_csv(text_of(File(given.name, given.getvalue())))
                kept.add_all(found)
                st.session_state[f"{key}_uploads"] = turn + 1
                st.session_state[f"{key}_said"] = f"{len(found)} added from {given.name}."
                st.rerun()
            if said := st.session_state.pop(f"{key}_said", ""):
                st.caption(plain(said))
        if "download" in self.features:
            name = "".join(sign if sign.isalnum() else "_" for sign in self._heading().lower())
            st.download_button(
                "Download CSV", kept.as_csv(), f"{name}.csv", "text/csv", key=f"{key}_csv", icon=":material/download:"
            )

    # ---- seeing

    def _found(self, rows: list[Row], names: Mapping[str, Column], key: str) -> list[Row]:
        wishes = len(self.filters) + ("search" in self.features)
        if not wishes:
            return rows
        kept_all = rows
        places = list(st.columns(min(wishes, 3)))
        if "search" in self.features:
            word = places[0].text_input("Search", key=f"{key}_search", type="search", live=True) or ""
            rows = [row for row in rows if _says(row, names, word.strip().casefold())]
        for n, name in enumerate(self.filters, wishes - len(self.filters)):
            options = next((f.options for f in self.fields if f.name == name), ()) or ("Yes", "No")
            if name == "done":
                options = self.done_label, self.open_label or f"Not {self.done_label.lower()}"
            if names[name].type == "text":
                options = tuple(
                    sorted({str(row[name]) for row in kept_all if not missing(row.get(name))}, key=str.casefold)
                )
            place = places[n % len(places)]
            chosen = place.selectbox(f"Filter by {names[name].label}", ("All", *options), key=f"{key}_by_{name}")
            if name == "done" and chosen != "All":
                rows = [row for row in rows if bool(row.get("done")) == (chosen == self.done_label)]
            elif chosen != "All":
                rows = [row for row in rows if chosen in _texts(row.get(name), names[name])]
        return rows

    def _ordered(self, rows: list[Row]) -> list[Row]:
        if not self.sort:
            return rows[::-1]
        there = [row for row in rows if not missing(row.get(self.sort))]
        options = next((f.options for f in self.fields if f.name == self.sort), ())
        yearly = any(s.stat == "next_yearly" and s.of == self.sort for s in self.summaries)
        if yearly:
            there.sort(key=lambda row: next_date(row[self.sort], "next_yearly", date.today()) or date.max)
        else:
            there.sort(key=lambda row: _rank(row[self.sort], options), reverse=self.descending)
        return there + [row for row in rows if missing(row.get(self.sort))]

    def _list(self, kept: Rows, rows: list[Row], names: Mapping[str, Column], key: str) -> None:
        most = len(rows) if st.session_state.get(f"{key}_all") else MOST
        for row in rows[:most]:
            self._row(kept, row, names, f"{key}_{row['id']}", key)
        if len(rows) > most:
            st.button(
                f"Show all {len(rows)}",
                key=f"{key}_more",
                on_click=st.session_state.update,
                kwargs={f"{key}_all": True},
            )

    def _row(self, kept: Rows, row: Row, names: Mapping[str, Column], key: str, list_key: str) -> None:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            if "done" in self.features:
                turn = kept.change, row["id"], {"done": not row.get("done")}
                st.checkbox(
                    plain(self.done_label), bool(row.get("done")),
                    key=f"{key}_done_{bool(row.get('done'))}", width="content",
                    label_visibility="collapsed", on_change=turn[0], args=turn[1:],
                )  # fmt: skip
            if "daily" in self.features:
                days, today = row.get("days") or [], date.today().isoformat()
                turned = [day for day in days if day != today] if today in days else [*days, today]
                st.checkbox(
                    "Done today", today in days, key=f"{key}_today_{today in days}", width="content",
                    on_change=kept.change, args=(row["id"], {"days": turned}),
                )  # fmt: skip
            st.markdown(self._words(row, names), width="stretch")
            for n, action in enumerate(self.actions):
                st.button(plain(action.label), key=f"{key}_act_{n}", on_click=_act, args=(kept, row, action))
            if "edit" in self.features:
                edit = {f"{list_key}_editing": row["id"]}
                st.button("Edit", key=f"{key}_edit", type="tertiary", on_click=st.session_state.update, kwargs=edit)
            if "delete" in self.features:
                st.button("Delete", key=f"{key}_delete", type="tertiary", on_click=kept.remove, args=(row["id"],))

    def _words(self, row: Row, names: Mapping[str, Column]) -> str:
        """What stands in a record's row: its first text in bold, marks beside it, all else below with labels."""
        texts = [f.name for f in self.fields if f.type == "text" and not missing(row.get(f.name))]
        head = (texts or [f.name for f in self.fields if not missing(row.get(f.name))] or [self.fields[0].name])[0]
        title = f"**{plain(_text(row.get(head), names[head]))}**"
        title = f"~~{title}~~" if row.get("done") else title
        marks = "" if row.get("done") else "".join(f" :orange-badge[{plain(m)}]" for m in self._marks(row))
        rest = [name for name in names if name not in (head, "done") and not missing(row.get(name)) and row[name] != []]
        long = [f.name for f in self.fields if f.type == "long_text" and f.name in rest]
        line = " · ".join(f"{plain(names[n].label)}: {plain(_text(row[n], names[n]))}" for n in rest if n not in long)
        if "daily" in self.features:
            days = streak({date.fromisoformat(day) for day in row.get("days") or []}, date.today())
            line = " · ".join(part for part in (line, f"Streak: {days} day{'s' * (days != 1)}") if part)
        notes = "".join("  \n" + plain(str(row[name])).replace("\n", "  \n") for name in long)
        return title + marks + (f"  \n:small[:gray[{line}]]" if line else "") + notes

    def _marks(self, row: Row) -> list[str]:
        return list(dict.fromkeys(mark.note or "Attention" for mark in self.highlights if _stands(row, mark)))

    def _table(self, rows: list[Row], names: Mapping[str, Column]) -> None:
        lines = [{column.label: _text(row.get(name), column) for name, column in names.items()} for row in rows]
        if self.highlights:
            lines = [{**line, "Note": ", ".join(self._marks(row))} for line, row in zip(lines, rows, strict=True)]
        st.table(table(lines), hide_index=True)


def _keepable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they are kept; of files only the names."""
    return {
        name: ", ".join(file.name for file in value) if isinstance(value, list) and value and isinstance(value[0], File)
        else value for name, value in values.items()
    }  # fmt: skip


def _act(kept: Rows, row: Row, action: Action) -> None:
    now = row.get(action.field)
    if action.change == "toggle":
        fresh: Any = not now
    elif action.change == "add":
        by = number_in(action.value) if action.value else 1.0
        total = (now if isinstance(now, int | float) else 0) + (by if by is not None else 1.0)
        fresh = round(total) if isinstance(now, int) and total == round(total) else round(total, 10)
    elif action.value.casefold() in ("today", "now"):
        fresh = date.today()
    else:
        number = number_in(action.value)
        fresh = number if number is not None and isinstance(now, int | float | None) else action.value
    kept.change(row["id"], {action.field: fresh})


def _stands(row: Row, mark: Highlight) -> bool:
    """Whether a record is one of those that are marked."""
    have = row.get(mark.field)
    wanted: Any = row.get(mark.value, mark.value)
    if missing(have) or missing(wanted):
        return False
    if isinstance(have, date):
        wanted = date.today() if str(wanted) == "today" else wanted
        try:
            wanted = wanted if isinstance(wanted, date) else date.fromisoformat(str(wanted))
        except ValueError:
            return False
    elif isinstance(have, bool):
        have, wanted = have, str(wanted).casefold() in ("yes", "true", "1", "done")
    elif isinstance(have, int | float):
        wanted = number_in(str(wanted))
        if wanted is None:
            return False
    else:
        have, wanted = str(have).casefold(), str(wanted).casefold()
    stands: dict[str, bool] = {
        "less": have < wanted, "at_most": have <= wanted, "equal": have == wanted, "not_equal": have != wanted,
        "at_least": have >= wanted, "more": have > wanted,
    }  # fmt: skip
    return stands[mark.test]


def _text(value: Any, column: Column) -> str:
    return shown(value, column.type, decimals=column.decimals, unit=column.unit)


def _texts(value: Any, column: Column) -> list[str]:
    if column.type == "yes_no":
        return ["Yes" if value else "No"]
    return [str(one) for one in value] if isinstance(value, list) else [_text(value, column)]


def _says(row: Row, names: Mapping[str, Column], word: str) -> bool:
    return any(word in _text(row.get(name), column).casefold() for name, column in names.items()) if word else True


def _rank(value: Any, options: Sequence[str] = ()) -> tuple[int, Any]:
    """How values are ordered, those of one sort together; options as they were given."""
    if value in options:
        return 0, options.index(value)
    if isinstance(value, date):
        return 1, value.toordinal()
    return (0, value) if isinstance(value, int | float) else (2, str(value).casefold())
