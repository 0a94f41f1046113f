"""Sketches a quiz: how it is answered, and cards whose answers the model gives twice the same. Refuses unsure cards."""

import random
import re
from collections.abc import Mapping
from typing import Any

from generator.blueprint.agreement import same
from generator.blueprint.asking import TEXT, Asking, listing, record
from generator.blueprint.schema import Card, Drill, Quiz
from generator.blueprint.sentence import counts

TASK = """You write cards for a quiz or for flash cards on what the user asks for. Question: short and clear. Answer: one to four words, true and the only right one. Wrong: three false answers of the same sort. No question twice. Write in the language of the request.

Request: quiz about the planets, 2 questions
{"cards":[{"question":"Which planet is the largest?","answer":"Jupiter","wrong":["Saturn","Earth","Mars"]},{"question":"Which planet is closest to the sun?","answer":"Mercury","wrong":["Venus","Mars","Neptune"]}]}"""

ANSWER = """Answer the question with one of the options. Only what is true."""

_CARD = record(question=TEXT, answer=TEXT, wrong=listing(TEXT, least=3, most=3))
_SUMS = {
    "*": r"times ?-?tables?|multiplicat|\bmultiply|einmaleins",
    "+": r"\baddition|\badding\b|\bsums?\b|\bplus\b",
    "-": r"\bsubtract|\bminus\b",
    "/": r"\bdivision|\bdivid",
}
_ARITHMETIC = re.compile(
    r"\barithmetic|\bmental math|\bmaths? (?:quiz|drill|practice|trainer|facts)|\bkopfrechnen", re.I
)
_OWN = re.compile(
    r"\b(?:add|enter|create|make|write|type in|put in|save)\b[^.,;]*\b(?:my|own|cards?|questions?|words?)\b|\bmy own\b",
    re.I,
)
_TYPED = re.compile(
    r"\btype (?:in )?(?:the|my|an?) (?:answer|translation|solution)|\btyp(?:e|ing) (?:the|my) answers?|\bwrite the answer",
    re.I,
)
_FLIP = re.compile(r"\bflash ?-?cards?\b|\bflip|\breveal|\bturn (?:it|them|the card)|karteikarten", re.I)
MOST = 12


def sketch_quiz(text: str, asking: Asking) -> tuple[str, Quiz]:
    """Title and quiz. Cards that didn't stand a second asking aren't there."""
    title = (
        asking.fill(
            "Give the app of the request a short title of two to four words in the language of the request.",
            f"Request: {text}",
            record(title=TEXT),
            most=24,
        )
        or {}
    )
    name = str(title.get("title") or "Quiz")[:60]
    if (drill := _drill(text)) is not None:
        return name, Quiz(mode="type", drill=drill, cards=[])
    flip = bool(_FLIP.search(text)) and not re.search(r"\bmultiple choice|\bchoose\b", text, re.I)
    mode = "flip" if flip else "type" if _TYPED.search(text) else "choice"
    own = bool(_OWN.search(text))
    if own and flip:
        return name, Quiz.model_validate({"mode": mode, "own_cards": True})
    wanted = _wanted(text)
    cards = _cards(text, wanted, asking)
    return name, Quiz.model_validate({"mode": mode, "cards": [_shaped(card, mode) for card in cards], "own_cards": own})


def _drill(text: str) -> Drill | None:
    """Generated sums, when the sentence is about arithmetic and gives what they are of."""
    signs = [sign for sign, pattern in _SUMS.items() if re.search(pattern, text, re.I)]
    if not signs and not _ARITHMETIC.search(text):
        return None
    most, questions = 10, 10
    for count in counts(text):
        if re.match(r"question|problem|sum|task|exercise|aufgabe", count.unit):
            questions = int(count.value)
        elif count.value > 1:
            most = int(count.value)
    return Drill.model_validate(
        {"operations": signs or ["+", "-", "*"], "minimum": 1, "maximum": most, "questions": questions}
    )


def _wanted(text: str) -> int:
    """How many cards: what the sentence says, else eight."""
    said = [
        int(c.value) for c in counts(text) if re.match(r"question|card|word|frage|vocab|capital|fact|pregunta", c.unit)
    ]
    return min(max(said[0], 2), MOST) if said else 8


def _cards(text: str, wanted: int, asking: Asking) -> list[dict[str, Any]]:
    good: list[dict[str, Any]] = []
    for turn in range(3):
        lacking = wanted - len(good)
        if lacking <= 0:
            break
        half = max(2, -(-(lacking + 1) // 2))
        known = "; ".join(str(card["question"]) for card in good)
        asks = [
            f"Request: {text}\nWrite {half} cards, {sort}." + (f" Not these: {known}" if known else "")
            for sort in (("the best known", "less known") if turn == 0 else ("others", "easy others"))
        ]
        shape = record(cards=listing(_CARD, least=half, most=half))
        replies = asking.gather(
            [
                lambda ask=ask: asking.fill(TASK, ask, shape, most=75 * half, temperature=0.4 + 0.2 * turn)
                for ask in asks
            ]
        )
        fresh = _distinct([c for r in replies if r for c in r.get("cards", [])], good)[: lacking + 2]
        sure = asking.gather([lambda card=card: _stands(card, asking) for card in fresh])
        good += [card for card, ok in zip(fresh, sure, strict=True) if ok]
    return good[:wanted]


def _distinct(cards: list[dict[str, Any]], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cards with a question and an answer of their own whose answer isn't given away."""
    found: list[dict[str, Any]] = []
    for card in cards:
        question, answer = str(card.get("question", "")).strip(), str(card.get("answer", "")).strip()
        if not question or not answer or len(answer) > 60 or re.search(rf"\b{re.escape(answer)}\b", question, re.I):
            continue
        if any(same(question, str(other["question"])) for other in [*found, *known]):
            continue
        if sum(same(answer, str(other["answer"])) for other in [*found, *known]) >= 2:
            continue
        wrong = [str(w).strip() for w in card.get("wrong", []) if str(w).strip() and not same(str(w), answer)]
        found.append({"question": question, "answer": answer, "wrong": list(dict.fromkeys(wrong))[:3]})
    return found


def _stands(card: Mapping[str, Any], asking: Asking) -> bool:
    """Whether the model, asked anew among shuffled options, says the same."""
    options = sorted({str(card["answer"]), *card["wrong"]}, key=lambda option: random.Random(option).random())  # noqa: S311
    if len(options) < 3:
        return False
    said = asking.pick(ANSWER, f"Question: {card['question']}\nOptions: {'; '.join(options)}", options)
    return same(said, str(card["answer"]))


def _shaped(card: Mapping[str, Any], mode: str) -> Card:
    options = [card["answer"], *card["wrong"]] if mode == "choice" else []
    options.sort(key=lambda option: random.Random(f"{card['question']}{option}").random())  # noqa: S311
    return Card.model_validate({"question": card["question"], "answer": card["answer"], "options": options})
