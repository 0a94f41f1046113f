"""Gives the seats their words: from the endpoint, or prepared ones in a rehearsal without a model. Refuses to let a
prepared voice pass for an answer."""

import re
from collections.abc import Callable, Sequence

from model import Endpoint, Message, Said
from ranking import HEADING
from seats import Seat

LENGTHS = {"answers": 1200, "critiques": 1200, "final": 1600, "title": 24}
SHORT = {"answers": 140, "critiques": 200, "final": 240, "title": 16}
"""For a small model, which says some ten words a second."""
BRIEFLY = "Answer in at most five sentences."


def voices(endpoint: Endpoint | None) -> "Voices | Rehearsal":
    return Voices(endpoint) if endpoint else Rehearsal()


class Voices:
    """Seats that are models at the endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    def __call__(
        self, seat: Seat, messages: Sequence[Message], *, stage: str, hear: Callable[[str], None] = lambda _: None
    ) -> Said:
        if seat.small and stage == "answers":
            messages = [{"role": "system", "content": f"{seat.instruction} {BRIEFLY}".strip()}, *messages[-1:]]
        lengths = SHORT if seat.small else LENGTHS
        temperature = seat.temperature if stage == "answers" else 0.2
        return self.endpoint.ask(seat.model, messages, temperature=temperature, most_tokens=lengths[stage], hear=hear)


class Rehearsal:
    """Prepared words, the same for every question but for its own words in them."""

    def __call__(
        self, seat: Seat, messages: Sequence[Message], *, stage: str, hear: Callable[[str], None] = lambda _: None
    ) -> Said:
        asked = messages[-1]["content"]
        text = {"answers": self._answer, "critiques": self._critique, "final": self._final}[stage](seat, asked)
        for piece in re.findall(r"\S+\s*", text):
            hear(piece)
        return Said(text, 0.0, 0, 0.0)

    def _answer(self, seat: Seat, asked: str) -> str:
        subject = subject_of(asked)
        return {
            "The Sceptic": f"(Rehearsal) Before anything is said about {subject}, two things would have to be known: "
            "what exactly is meant, and how one would notice being wrong.",
            "The Pragmatist": f"(Rehearsal) Whatever is true of {subject}, start small: try one thing this week, write "
            "down what happened, and decide then. That first step costs little and tells most.",
        }.get(seat.name, f"(Rehearsal) Think of {subject} as of learning to cycle: the rules come after the balance.")

    def _critique(self, seat: Seat, asked: str) -> str:
        """The longer the answer, the better: a rule that anyone can check."""
        answers = dict(re.findall(r"^(Response [A-Z]):\n(.*?)(?=\n\n)", asked, re.MULTILINE | re.DOTALL))
        order = sorted(answers, key=lambda label: (-len(answers[label]), label))
        judged = [f"{label} has {len(answers[label].split())} words." for label in answers]
        ranked = [f"{place}. {label}" for place, label in enumerate(order, 1)]
        return "\n".join(["(Rehearsal) I rank by length alone.", *judged, "", HEADING, *ranked])

    def _final(self, seat: Seat, asked: str) -> str:
        first = re.search(r"^1\. (.+?) \(", asked, re.MULTILINE)
        return (
            "This is a rehearsal: no model is connected, so nobody has thought about your question. With a model, the "
            f"chairman's reply stands here, written from the answers and critiques below. The prepared voice of "
            f"{first[1] if first else 'nobody'} was ranked first, by length alone."
        )


def subject_of(question: str) -> str:
    """The longest word of a question, in quotes; it is all that a prepared voice takes from it."""
    words = re.findall(r"[^\W\d_]{4,}", question)
    return f"“{max(words, key=len).lower()}”" if words else "this"
