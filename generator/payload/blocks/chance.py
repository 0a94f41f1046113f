"""Draws from some outcomes at the press of a button and counts what came. Refuses to favour one outcome."""

from dataclasses import dataclass
from random import SystemRandom
from typing import Any

import streamlit as st

from . import store
from .formats import plain

CHANCE = SystemRandom()
LAST = 20


@dataclass(frozen=True, slots=True)
class Chance:
    """`many` drawn at once; numbers are added up; when `counted`, how often each came is told, of all draws or, where
    there are many at once, of the last. Each outcome is as likely as any other."""

    outcomes: tuple[str, ...] = ("Heads", "Tails")
    many: int = 1
    adjustable: bool = False
    counted: bool = False
    button: str = "Draw"
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        many = self.many
        if self.adjustable:
            many = round(st.number_input("How many", 1, 100, self.many, key=f"{key}_many"))
        st.button(plain(self.button), key=f"{key}_go", type="primary", on_click=self._go, args=(key, many))
        kept = _kept(key)
        last: list[str] = kept["draws"][-1] if kept["draws"] else []
        if last:
            st.subheader(plain(", ".join(last)), anchor=False)
        numbers = all(outcome.isdigit() for outcome in self.outcomes)
        with st.container(key=f"{key}_figures"):
            if numbers and (many > 1 or self.adjustable):
                st.metric("Sum", str(sum(map(int, last))) if last else "–", border=True)
            for outcome in self.outcomes if self.counted else ():
                came = last.count(outcome) if many > 1 else kept["counts"].get(outcome, 0)
                st.metric(plain(outcome), str(came), border=True)
            st.metric(plain(f"{self.button}s"), str(kept["times"]), border=True)
        if kept["draws"]:
            st.markdown("**Last results**")
            st.markdown(
                "\n".join(
                    f"- {plain(', '.join(one) + (f' = {sum(map(int, one))}' if numbers and len(one) > 1 else ''))}"
                    for one in kept["draws"][::-1]
                )
            )
        st.button("Reset", key=f"{key}_reset", on_click=store.save, args=(key, {}))

    def _go(self, key: str, many: int) -> None:
        drawn = [CHANCE.choice(self.outcomes) for _ in range(many)]
        with store.LOCK:
            kept = _kept(key)
            counts = {o: kept["counts"].get(o, 0) + drawn.count(o) for o in self.outcomes}
            draws = [*kept["draws"], drawn][-LAST:]
            store.save(key, {"draws": draws, "counts": counts, "times": kept["times"] + 1})


def _kept(key: str) -> dict[str, Any]:
    return {"draws": [], "counts": {}, "times": 0, **store.load(key)}
