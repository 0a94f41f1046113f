"""A till: buttons with a price or points each, their sum, and the change. Refuses to keep what an earlier customer
took."""

from dataclasses import dataclass

import streamlit as st

from .formats import plain, shown


@dataclass(frozen=True, slots=True)
class Priced:
    """What a button adds, and how its button tells that."""

    label: str = "Item"
    amount: float = 1
    told: str = ""


@dataclass(frozen=True, slots=True)
class Till:
    """`given_label`: the field for the money that is given, "" for none; `undo_label`: the button that takes the last
    one back, "" for none."""

    items: tuple[Priced, ...] = (Priced(),)
    unit: str = ""
    money: bool = True
    total_label: str = "Total"
    reset_label: str = "Reset"
    undo_label: str = ""
    given_label: str = ""
    change_label: str = "Change"
    missing_label: str = "Still to pay:"
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        taken: list[int] = st.session_state.setdefault(f"{key}_taken", [])
        with st.container(horizontal=True):
            for n, item in enumerate(self.items):
                label = plain(f"{item.label} {item.told}".strip())
                st.button(label, key=f"{key}_item_{n}", type="primary", on_click=taken.append, args=(n,))
        total = round(sum(self.items[n].amount for n in taken), 10)
        st.metric(plain(self.total_label), plain(self._amount(total)), border=True)
        counted = {n: taken.count(n) for n in dict.fromkeys(taken)}
        st.caption(plain(", ".join(f"{many} × {self.items[n].label}" for n, many in counted.items())))
        if self.given_label:
            self._change(total, key)
        with st.container(horizontal=True):
            if self.undo_label:
                st.button(plain(self.undo_label), key=f"{key}_undo", disabled=not taken, on_click=_undo, args=(taken,))
            st.button(plain(self.reset_label), key=f"{key}_reset", on_click=_reset, args=(taken, f"{key}_given"))

    def _change(self, total: float, key: str) -> None:
        given = st.number_input(plain(self.given_label), min_value=0.0, value=None, step=0.01, key=f"{key}_given")
        left = None if given is None else round(given - total, 10)
        enough = left is not None and left >= 0
        st.metric(plain(self.change_label), plain(self._amount(left if enough else None)), border=True)
        if left is not None and not enough:
            st.warning(plain(f"{self.missing_label} {self._amount(-left)}"))

    def _amount(self, value: float | None) -> str:
        return shown(value, "money" if self.money else "number", unit=self.unit)


def _undo(taken: list[int]) -> None:
    if taken:
        taken.pop()


def _reset(taken: list[int], given: str) -> None:
    taken.clear()
    if given in st.session_state:
        st.session_state[given] = None
