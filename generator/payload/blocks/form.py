"""Inputs and what follows from them, at once or when a button is pressed. Keeps nothing unless it has a history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from . import store
from .formats import plain, shown
from .inputs import entries
from .pieces import Field, Output, Worked, work_out
from .results import results, table

MOST_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Form:
    """Without `button` the outputs follow the inputs at once; `apart`: each has a button of its own, and is shown
    alone."""

    inputs: tuple[Field, ...] = ()
    outputs: tuple[Output, ...] = ()
    button: str = ""
    apart: bool = False
    history: bool = False
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        outputs = self.outputs
        if self.button:
            worked = self._on_press(key)
        else:
            entered = entries(self.inputs, key)
            outputs = self._chosen(key) if self.apart else outputs
            worked = work_out(self.outputs, entered, self._labels()) if outputs else Worked()
        results(outputs, worked, key, before=f"Press {self.button} to see the result." if self.button else "")
        if self.history:
            self._history(key)

    def _chosen(self, key: str) -> tuple[Output, ...]:
        """The output whose button was pressed last; none at first."""
        with st.container(horizontal=True):
            for output in self.outputs:
                if st.button(plain(output.label), key=f"{key}_show_{output.name}"):
                    st.session_state[f"{key}_chosen"] = output.name
        return tuple(one for one in self.outputs if one.name == st.session_state.get(f"{key}_chosen"))

    def _on_press(self, key: str) -> Worked:
        if self.inputs:
            with st.form(f"{key}_form"):
                entered = entries(self.inputs, key)
                pressed = st.form_submit_button(plain(self.button), type="primary")
        else:
            entered = {}
            pressed = st.button(plain(self.button), type="primary", key=f"{key}_press")
        if pressed:
            worked = work_out(self.outputs, entered, self._labels())
            st.session_state[f"{key}_worked"] = worked
            if self.history and worked.values:
                self._remember(key, entered, worked)
        kept: Worked = st.session_state.get(f"{key}_worked", Worked())
        return kept

    def _labels(self) -> dict[str, str]:
        return {field.name: field.label for field in self.inputs}

    def _remember(self, key: str, entered: dict[str, Any], worked: Worked) -> None:
        row = {"Time": datetime.now().strftime("%Y-%m-%d %H:%M:%S")}
        for field in self.inputs:
            if field.type not in ("file", "long_text"):
                row[field.label] = shown(entered.get(field.name), field.type)
        for output in self.outputs:
            value = shown(worked.values.get(output.name), output.format, decimals=output.decimals, unit=output.unit)
            row[output.label] = value[:200]
        with store.LOCK:
            rows = [row, *store.load(key).get("rows", [])]
            store.save(key, {"rows": rows[:MOST_HISTORY]})

    def _history(self, key: str) -> None:
        st.subheader("History", anchor=False)
        if rows := store.load(key).get("rows", []):
            st.table(table(rows), hide_index=True)
            st.button("Clear history", key=f"{key}_clear", on_click=store.save, args=(key, {"rows": []}))
        else:
            st.caption("Nothing here yet.")
