"""Questions one at a time with a score: by choosing, typing or turning cards. Keeps only the cards that are added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import SystemRandom

import streamlit as st

from . import store
from .formats import plain
from .operation import number_in

CHANCE = SystemRandom()


@dataclass(frozen=True, slots=True)
class Card:
    """One question."""

    question: str
    answer: str
    options: tuple[str, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """Sums made up anew each round. `fixed`: one of the two numbers is always this."""

    operations: tuple[str, ...] = ("+",)
    minimum: int = 1
    maximum: int = 10
    questions: int = 10
    fixed: int | None = None


@dataclass(slots=True)
class Round:
    """One go through the cards."""

    cards: list[Card]
    at: int = 0
    score: int = 0
    given: str | None = None
    right: bool = False
    wrong: list[Card] = field(default_factory=list)

    def answer(self, given: str, right: bool) -> None:
        """Count an answer; only the first to a question counts."""
        if self.given is not None or self.at >= len(self.cards):
            return
        self.given, self.right = given, right
        self.score += right
        if not right:
            self.wrong.append(self.cards[self.at])

    def go_on(self) -> None:
        """To the next question."""
        self.at, self.given = self.at + 1, None


@dataclass(frozen=True, slots=True)
class Quiz:
    """Cards, or a drill; see the names."""

    mode: str = "choice"
    cards: tuple[Card, ...] = ()
    drill: Drill | None = None
    shuffle: bool = True
    retry_wrong: bool = True
    own_cards: bool = False
    question_label: str = "Question"
    answer_label: str = "Answer"
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        if self.own_cards:
            self._own(key)
        cards = self._cards(key)
        if not cards:
            st.caption("Nothing here yet.")
            return
        if f"{key}_round" not in st.session_state:
            self._start(key, cards)
        now: Round = st.session_state[f"{key}_round"]
        if now.at >= len(now.cards):
            self._end(now, cards, key)
            return
        st.progress(now.at / len(now.cards), f"Question {now.at + 1} of {len(now.cards)}")
        with st.container(border=True):
            st.subheader(plain(now.cards[now.at].question), anchor=False)
            self._ask(now, now.cards[now.at], f"{key}_{now.at}")
        _figures(now, key)

    def _cards(self, key: str) -> list[Card]:
        if self.drill is not None:
            return sums(self.drill)
        own = [Card(card["question"], card["answer"]) for card in store.load(key).get("cards", [])]
        return [*self.cards, *own]

    def _start(self, key: str, cards: Sequence[Card]) -> None:
        order = CHANCE.sample(list(cards), len(cards)) if self.shuffle and self.drill is None else list(cards)
        answers = list(dict.fromkeys(card.answer for card in cards))
        if self.mode == "choice":
            order = [_with_options(card, answers, self.shuffle) for card in order]
        st.session_state[f"{key}_round"] = Round(order)

    def _ask(self, now: Round, card: Card, key: str) -> None:
        if now.given is None and self.mode == "choice" and len(card.options) > 1:
            for n, option in enumerate(card.options):
                right = same(option, card.answer)
                st.button(plain(option), key=f"{key}_{n}", width="stretch", on_click=now.answer, args=(option, right))
        elif now.given is None and self.mode == "flip":
            if st.session_state.get(f"{key}_turned"):
                st.markdown(f"**{plain(card.answer)}**")
                _explain(card)
                for label, right in (("I knew it", True), ("I didn't know", False)):
                    st.button(label, key=f"{key}_{right}", width="stretch", on_click=_tell, args=(now, right))
            else:
                turned = {f"{key}_turned": True}
                st.button(
                    "Show answer", key=f"{key}_turn", type="primary", on_click=st.session_state.update, kwargs=turned
                )
        elif now.given is None:
            with st.form(f"{key}_form", border=False):
                typed = st.text_input("Your answer", key=f"{key}_typed", autocomplete="off") or ""
                pressed = st.form_submit_button("Check", type="primary")
            if pressed and typed.strip():
                now.answer(typed, same(typed, card.answer))
                st.rerun()
        else:
            if now.right:
                st.success("Correct!")
            else:
                st.error(plain(f"Wrong. The answer is {card.answer}."))
            _explain(card)
            st.button("Next", key=f"{key}_next", type="primary", on_click=now.go_on)

    def _end(self, now: Round, cards: Sequence[Card], key: str) -> None:
        _figures(now, key)
        st.success(f"Finished. Your score: {now.score} of {len(now.cards)} right.")
        with st.container(horizontal=True):
            st.button("Restart", key=f"{key}_restart", type="primary", on_click=self._start, args=(key, cards))
            if now.wrong and self.retry_wrong:
                again = self._start, (key, list(now.wrong))
                st.button("Practise the wrong ones", key=f"{key}_wrong", on_click=again[0], args=again[1])
        if now.wrong:
            lines = "\n".join(f"- {plain(card.question)} – **{plain(card.answer)}**" for card in now.wrong)
            st.markdown(f"To look at again:\n\n{lines}")

    def _own(self, key: str) -> None:
        with st.form(f"{key}_add", clear_on_submit=True):
            question = st.text_input(plain(self.question_label), key=f"{key}_question") or ""
            answer = st.text_input(plain(self.answer_label), key=f"{key}_answer") or ""
            pressed = st.form_submit_button("Add card", type="primary")
        if pressed and question.strip() and answer.strip():
            with store.LOCK:
                own = [*store.load(key).get("cards", []), {"question": question.strip(), "answer": answer.strip()}]
                store.save(key, {"cards": own})
            st.session_state.pop(f"{key}_round", None)
        elif pressed:
            st.error(plain(f"Fill in {self.question_label} and {self.answer_label}."))
        if own := store.load(key).get("cards", []):
            with st.expander(f"Cards ({len(own)})"):
                for n, card in enumerate(own):
                    with st.container(horizontal=True, vertical_alignment="center"):
                        st.markdown(f"**{plain(card['question'])}** – {plain(card['answer'])}", width="stretch")
                        st.button("Delete", key=f"{key}_del_{n}", type="tertiary", on_click=_remove, args=(key, card))


def same(given: str, answer: str) -> bool:
    """Whether an answer is right: case, spaces, punctuation and ways to write a number don't matter."""
    for one in (answer, *re.split(r"\s/\s|;", answer)):
        a, b = number_in(given), number_in(one)
        if a is not None and b is not None:
            if abs(a - b) < 1e-9:
                return True
        elif _bare(given) == _bare(one):
            return True
    return False


def sums(drill: Drill) -> list[Card]:
    """So many sums, no two alike while there are others. What is divided comes out even; nothing goes below zero."""
    made: dict[str, Card] = {}
    spare: list[Card] = []
    for _ in range(drill.questions * 20):
        card = _sum(drill)
        if card.question in made:
            spare.append(card)
        else:
            made[card.question] = card
        if len(made) == drill.questions:
            break
    return [*made.values(), *spare][: drill.questions]


def _sum(drill: Drill) -> Card:
    a, b = (CHANCE.randint(drill.minimum, drill.maximum) for _ in range(2))
    b = drill.fixed if drill.fixed is not None else b
    sign = CHANCE.choice(drill.operations)
    if sign == "/":
        b = b or 1
        a, result = a * b, a
    elif sign == "-":
        a, b = (max(a, b), min(a, b)) if drill.minimum >= 0 else (a, b)
        result = a - b
    else:
        if drill.fixed is not None and CHANCE.random() < 0.5:
            a, b = b, a
        result = a + b if sign == "+" else a * b
    return Card(f"{a} {({'*': '×', '/': '÷', '-': '−'}).get(sign, sign)} {b} = ?", str(result))


def _with_options(card: Card, answers: Sequence[str], mixed: bool) -> Card:
    """A card with something to choose from: its own options, or other cards' answers."""
    options = list(card.options)
    if not options:
        others = [answer for answer in answers if answer != card.answer]
        options = [card.answer, *CHANCE.sample(others, min(3, len(others)))]
        mixed = True
    return replace(card, options=tuple(CHANCE.sample(options, len(options)) if mixed else options))


def _bare(text: str) -> str:
    return re.sub(r"^(the|an?|to) ", "", " ".join(re.findall(r"\w+", text.casefold()))) or text.strip()


def _explain(card: Card) -> None:
    if card.explanation:
        st.caption(plain(card.explanation))


def _figures(now: Round, key: str) -> None:
    with st.container(key=f"{key}_figures"):
        st.metric("Right answers", str(now.score), border=True)
        st.metric("Wrong answers", str(len(now.wrong)), border=True)


def _tell(now: Round, right: bool) -> None:
    """A turned card needs no verdict: on to the next."""
    now.answer("", right)
    now.go_on()


def _remove(key: str, card: dict[str, str]) -> None:
    with store.LOCK:
        store.save(key, {"cards": [one for one in store.load(key).get("cards", []) if one != card]})
    st.session_state.pop(f"{key}_round", None)
