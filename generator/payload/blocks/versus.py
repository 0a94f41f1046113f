"""A choice against the computer, with a score that is kept. Refuses to let the computer know the other's choice."""

from dataclasses import dataclass
from random import SystemRandom
from typing import Any

import streamlit as st

from . import store
from .formats import plain

CHANCE = SystemRandom()


@dataclass(frozen=True, slots=True)
class Versus:
    """Rounds of one choice each. `beats`: which option wins over which. `first_to`: so many wins end it, 0 never."""

    options: tuple[str, ...] = ()
    beats: tuple[tuple[str, str], ...] = ()
    first_to: int = 0
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        kept = _kept(key)
        over = bool(self.first_to) and max(kept["You"], kept["Computer"]) >= self.first_to
        with st.container(horizontal=True):
            for n, option in enumerate(self.options):
                st.button(
                    plain(option), key=f"{key}_{n}", type="primary", disabled=over, on_click=self._play,
                    args=(key, option),
                )  # fmt: skip
        if kept["said"]:
            st.markdown(f"**{plain(kept['said'])}**")
        if over:
            st.success("You won the game!" if kept["You"] > kept["Computer"] else "The computer won the game.")
        with st.container(key=f"{key}_figures"):
            for name in ("You", "Computer", "Draws"):
                st.metric(name, str(kept[name]), border=True)
            st.metric("Rounds", str(kept["You"] + kept["Computer"] + kept["Draws"]), border=True)
        st.button("Reset", key=f"{key}_reset", on_click=store.save, args=(key, {}))

    def _play(self, key: str, mine: str) -> None:
        theirs = CHANCE.choice(self.options)
        winner = "You" if (mine, theirs) in self.beats else "Computer" if (theirs, mine) in self.beats else "Draws"
        told = {"You": "You win!", "Computer": "You lose.", "Draws": "It's a draw (tie)."}[winner]
        with store.LOCK:
            kept = _kept(key)
            said = f"You chose {mine}, the computer chose {theirs}. {told}"
            store.save(key, {**kept, winner: kept[winner] + 1, "said": said})


def _kept(key: str) -> dict[str, Any]:
    return {"You": 0, "Computer": 0, "Draws": 0, "said": "", **store.load(key)}
