"""A secret that is guessed, number or word, with hints and a count of tries. Refuses to count what is no guess."""

from dataclasses import dataclass, field
from random import SystemRandom

import streamlit as st

from .formats import plain

CHANCE = SystemRandom()


@dataclass(slots=True)
class Secret:
    """One round: what is sought and what was guessed so far, oldest first."""

    answer: str
    guesses: list[str] = field(default_factory=list)
    wrong: int = 0
    said: str = ""

    @property
    def letters(self) -> str:
        """The word with what is still hidden as dashes."""
        return " ".join(c.upper() if not c.isalpha() or c in self.guesses or self.won else "_" for c in self.answer)

    @property
    def won(self) -> bool:
        return self.answer in self.guesses or (
            not self.answer.isdigit() and all(c in self.guesses or not c.isalpha() for c in self.answer)
        )


@dataclass(frozen=True, slots=True)
class Guess:
    """A whole number between two, or one of some words, letter by letter. `tries`: 0 is as many as one likes; for a
    word only wrong ones count."""

    minimum: int = 1
    maximum: int = 100
    words: tuple[str, ...] = ()
    tries: int = 0
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        now: Secret = st.session_state.setdefault(f"{key}_secret", self._fresh())
        over = now.won or bool(self.tries and now.wrong >= self.tries)
        if self.words:
            st.subheader(plain(now.letters), anchor=False)
        else:
            st.markdown(plain(f"I have picked a whole number from {self.minimum} to {self.maximum}."))
        if not over:
            self._ask(now, key)
            over = now.won or bool(self.tries and now.wrong >= self.tries)
        if now.won:
            st.success(plain(f"Correct! You win. It was {self._named(now)}, in {_times(len(now.guesses))}."))
        elif over:
            st.error(plain(f"You lose. It was {self._named(now)}."))
        elif now.said:
            st.info(plain(now.said))
        with st.container(key=f"{key}_figures"):
            st.metric("Guesses", str(len(now.guesses)), border=True)
            if self.tries:
                st.metric("Guesses left", str(self.tries - now.wrong), border=True)
        if now.guesses:
            st.caption(plain("Your guesses: " + ", ".join(g.upper() if self.words else g for g in now.guesses)))
        st.button("New game", key=f"{key}_new", on_click=self._again, args=(key,))

    def _ask(self, now: Secret, key: str) -> None:
        with st.form(f"{key}_form", clear_on_submit=True, border=False):
            if self.words:
                typed = st.text_input("Your guess (a letter or the word)", key=f"{key}_typed", autocomplete="off") or ""
            else:
                number = st.number_input("Your guess", value=None, step=1, key=f"{key}_typed")
                typed = "" if number is None else str(number)
            pressed = st.form_submit_button("Guess", type="primary")
        if pressed:
            self.guess(now, typed.strip().casefold())
            st.rerun()

    def guess(self, now: Secret, typed: str) -> None:
        """Take a guess and say what it tells."""
        if not typed or (self.words and len(typed) > 1 and len(typed) != len(now.answer)):
            now.said = (
                f"Type a letter or a word of {len(now.answer)} letters." if self.words else "Type a whole number."
            )
            return
        if self.words and typed in now.guesses:
            now.said = f"You have tried {typed.upper()} already."
            return
        now.guesses.append(typed)
        if not self.words:
            now.wrong += typed != now.answer
            low = int(typed) < int(now.answer)
            now.said = f"{typed} is too low. Go higher." if low else f"{typed} is too high. Go lower."
        elif typed == now.answer or (len(typed) == 1 and typed in now.answer):
            now.said = f"Yes, there is {typed.upper()}."
        else:
            now.wrong += 1
            now.said = f"No {typed.upper()}."

    def _fresh(self) -> Secret:
        if self.words:
            return Secret(CHANCE.choice(self.words).casefold())
        return Secret(str(CHANCE.randint(self.minimum, self.maximum)))

    def _again(self, key: str) -> None:
        st.session_state[f"{key}_secret"] = self._fresh()

    def _named(self, now: Secret) -> str:
        return now.answer.upper() if self.words else now.answer


def _times(count: int) -> str:
    return "1 guess" if count == 1 else f"{count} guesses"
