"""A text with gaps to be filled in, and how many were filled rightly. Refuses to look at anything but the words."""

import re
from dataclasses import dataclass

import streamlit as st

from .formats import plain

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Gaps:
    """`every`: each of so many words is a gap; 0: each word of more than `longer_than` letters is."""

    every: int = 5
    longer_than: int = 0
    adjustable: bool = False
    first_letter: bool = False
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        made: tuple[str, int] | None = st.session_state.get(f"{key}_made")
        if made is None:
            self._ask(key)
            return
        text, number = made
        hidden = self.hidden(text, number)
        st.markdown(_gapped(text, hidden, first=self.first_letter))
        with st.form(f"{key}_form"):
            row = st.container(key=f"{key}_figures")
            given = [row.text_input(f"Gap {n}", key=f"{key}_gap_{n}") for n in range(1, len(hidden) + 1)]
            pressed = st.form_submit_button("Check", type="primary")
        if pressed:
            right = [_same(one, text[slice(*span)]) for one, span in zip(given, hidden, strict=True)]
            st.markdown(f"**You got {sum(right)} of {len(right)} right.**")
            if wrong := [f"Gap {n}" for n, good in enumerate(right, 1) if not good]:
                st.caption(f"Not right: {', '.join(wrong)}.")
        if st.toggle("Show the words", key=f"{key}_told"):
            st.markdown("\n".join(f"{n}. {plain(text[slice(*span)])}" for n, span in enumerate(hidden, 1)))
        st.button("New text", key=f"{key}_new", on_click=_forget, args=(key, len(hidden)))

    def _ask(self, key: str) -> None:
        text = st.text_area("Your text", key=f"{key}_text", height=200)
        number = self.every or self.longer_than
        if self.adjustable:
            label = "Every how many words" if self.every else "Words of more than so many letters"
            number = round(st.number_input(label, 1, 100, number, key=f"{key}_number"))
        pressed = st.button("Make gaps", key=f"{key}_make", type="primary")
        if pressed and self.hidden(text, number):
            st.session_state[f"{key}_made"] = (text, number)
            st.rerun()
        elif pressed:
            st.error("There are no such words in the text." if text.strip() else "Put in a text first.")

    def hidden(self, text: str, number: int) -> list[tuple[int, int]]:
        """Where the words that are gaps stand in the text."""
        spans = [found.span() for found in WORD.finditer(text)]
        if self.every:
            return spans[number - 1 :: number]
        return [(start, end) for start, end in spans if end - start > number]


def _gapped(text: str, hidden: list[tuple[int, int]], *, first: bool) -> str:
    """The text with numbered lines in place of the words, as Markdown."""
    told, end = "", 0
    for n, (start, stop) in enumerate(hidden, 1):
        told += plain(text[end:start]) + rf"**({n})** {plain(text[start]) if first else ''}\_\_\_\_"
        end = stop
    return (told + plain(text[end:])).replace("\n", "  \n")


def _same(given: str, word: str) -> bool:
    """Whether it is that word; capitals and signs around it aside."""
    said = " ".join(given.split()).strip(".,;:!?¡¿\"'()")
    return said.casefold() == word.casefold()


def _forget(key: str, many: int) -> None:
    for name in ("made", "told", *(f"gap_{n}" for n in range(1, many + 1))):
        st.session_state.pop(f"{key}_{name}", None)
