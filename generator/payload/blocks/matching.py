"""Cards face down of which two at a time are turned to find pairs, with a count of moves. Refuses a third card."""

from dataclasses import dataclass, field
from random import SystemRandom

import streamlit as st

from .formats import plain

CHANCE = SystemRandom()
ACROSS = 4


@dataclass(slots=True)
class Table:
    """The faces by place, and which are turned: for good, or for now."""

    faces: list[str]
    found: set[int] = field(default_factory=set)
    turned: list[int] = field(default_factory=list)
    moves: int = 0

    def turn(self, at: int) -> None:
        """Turn a card; the two of a miss go back when the next one is turned."""
        if at in self.found or at in self.turned:
            return
        if len(self.turned) == 2:
            self.turned = []
        self.turned.append(at)
        if len(self.turned) == 2:
            self.moves += 1
            if len({self.faces[n] for n in self.turned}) == 1:
                self.found.update(self.turned)
                self.turned = []


@dataclass(frozen=True, slots=True)
class Matching:
    """Each face lies there twice."""

    faces: tuple[str, ...] = ("🐶", "🐱", "🐭", "🦊", "🐻", "🐸", "🐵", "🐔")
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        table: Table = st.session_state.setdefault(f"{key}_table", self._fresh())
        if len(table.found) == len(table.faces):
            st.success(f"You win! All pairs found in {table.moves} moves.")
        for start in range(0, len(table.faces), ACROSS):
            for at, place in enumerate(st.columns(ACROSS, gap="small"), start):
                if at < len(table.faces):
                    seen = at in table.found or at in table.turned
                    place.button(
                        plain(table.faces[at] if seen else f"Card {at + 1}"), key=f"{key}_{at}", width="stretch",
                        type="primary" if seen else "secondary", on_click=table.turn, args=(at,),
                    )  # fmt: skip
        with st.container(key=f"{key}_figures"):
            st.metric("Moves", str(table.moves), border=True)
            st.metric("Pairs found", f"{len(table.found) // 2} of {len(self.faces)}", border=True)
        st.button("New game", key=f"{key}_new", on_click=self._again, args=(key,))

    def _fresh(self) -> Table:
        return Table(CHANCE.sample([*self.faces, *self.faces], 2 * len(self.faces)))

    def _again(self, key: str) -> None:
        st.session_state[f"{key}_table"] = self._fresh()
