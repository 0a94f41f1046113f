"""Cells in rows that clicks set to one of several kinds, and how many there are of each. Refuses to know what is
planned with them."""

from dataclasses import dataclass

import streamlit as st

from . import store
from .formats import plain

COLOURS = {
    "red": "🟥", "green": "🟩", "blue": "🟦", "yellow": "🟨", "orange": "🟧", "purple": "🟪", "brown": "🟫",
    "black": "⬛", "white": "⬜",
}  # fmt: skip
WIDE = 8
"""With more columns than this a cell has no room for more than a sign."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`click` on a cell that is set: `empty` it, `replace` what is there, or `cycle` through the kinds."""

    rows: int = 4
    columns: int = 4
    kinds: tuple[str, ...] = ("Set",)
    click: str = "replace"
    empty_label: str = ""
    keep: bool = False
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        cells = self._cells(key)
        chosen = self.kinds[0]
        if len(self.kinds) > 1 and self.click != "cycle":
            chosen = str(st.radio("Choose", self.kinds, key=f"{key}_chosen", horizontal=True))
        st.html(
            f"<style>.st-key-{key}_cells {{display: grid; gap: 0.3rem; "
            f"grid-template-columns: repeat({self.columns}, minmax(0, 1fr))}} "
            f".st-key-{key}_cells > div {{width: 100% !important}} "
            f".st-key-{key}_cells button {{height: 3rem; min-height: 0; padding: 0; overflow: hidden}}</style>"
        )
        with st.container(key=f"{key}_cells"):
            for at, kind in enumerate(cells):
                st.button(
                    plain(f"{self.name(at)} {self.mark(kind)}".strip()), key=f"{key}_{at}", width="stretch",
                    help=kind if self.columns > WIDE and kind else None, type="primary" if kind else "secondary",
                    on_click=self._press, args=(key, at, chosen),
                )  # fmt: skip
        with st.container(key=f"{key}_figures"):
            for kind in self.kinds:
                st.metric(plain(kind), str(cells.count(kind)), border=True)
            if self.empty_label:
                st.metric(plain(self.empty_label), str(cells.count("")), border=True)
        st.button("Empty all", key=f"{key}_clear", on_click=self._save, args=(key, [""] * len(cells)))

    def name(self, at: int) -> str:
        """What a cell is called, counted from 0 row by row: A1 is the first one."""
        return f"{chr(ord('A') + at // self.columns)}{at % self.columns + 1}"

    def mark(self, kind: str) -> str:
        """What a cell of a kind shows beside its name: a colour as such, else its name where there is room."""
        if kind.casefold() in COLOURS:
            return COLOURS[kind.casefold()]
        if self.columns <= WIDE:
            return kind
        others = [other for other in self.kinds if other != kind]
        return next((kind[:n] for n in range(1, len(kind)) if not any(o.startswith(kind[:n]) for o in others)), kind)

    def after(self, kind: str, chosen: str) -> str:
        """What a cell of a kind is after a click on it."""
        if self.click == "cycle":
            order = ["", *self.kinds]
            return order[(order.index(kind) + 1) % len(order)]
        return "" if kind and (self.click == "empty" or kind == chosen) else chosen

    def _cells(self, key: str) -> list[str]:
        known = store.load(key).get("cells", []) if self.keep else st.session_state.get(f"{key}_kept", [])
        cells = [kind if kind in self.kinds else "" for kind in known]
        whole = self.rows * self.columns
        return [*cells, *[""] * whole][:whole]

    def _press(self, key: str, at: int, chosen: str) -> None:
        with store.LOCK:
            cells = self._cells(key)
            cells[at] = self.after(cells[at], chosen)
            self._save(key, cells)

    def _save(self, key: str, cells: list[str]) -> None:
        if self.keep:
            store.save(key, {"cells": cells})
        else:
            st.session_state[f"{key}_kept"] = cells
