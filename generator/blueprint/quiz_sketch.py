"""Sketches a quiz: how it is answered, and cards whose answers the model gives twice the same. Refuses unsure cards."""

import random
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from generator.blueprint.agreement import same
from generator.blueprint.asking import TEXT, Asking, listing, record
from generator.blueprint.facts import sure_cards
from generator.blueprint.schema import Card, Drill, Quiz
from generator.blueprint.sentence import counts

TASK = """You write cards for a quiz or for flash cards on what the user asks for.
Question: short and clear. Answer: one to four words, true and the only right one, all answers of the same sort.
No question twice. Write in the language of the request.

Request: quiz about the planets, 2 questions
{"cards":[{"question":"Which planet is the largest?","answer":"Jupiter"},{"question":"Which planet is closest to \
the sun?","answer":"Mercury"}]}"""

ANSWER = """Answer the question with one of the options. Only what is true."""

_CARD = record(question=TEXT, answer=TEXT)
_SUMS = {
    "*": r"times ?-?tables?|\btables? (?:of|for) \d|\b\d+ tables?\b|multiplicat|\bmultiply|einmaleins",
    "+": r"\baddition|\badding\b|\bsums?\b|\bplus\b",
    "-": r"\bsubtract|\bminus\b",
    "/": r"\bdivision|\bdivid",
}
_ARITHMETIC = re.compile(
    r"\barithmetic|\bmental math|\bmaths? (?:quiz|drill|practice|trainer|facts)|\bkopfrechnen", re.I
)
_THEIRS = r"[^.,;]*\b(?:my|own|cards?|questions?|words?)\b"
_OWN = re.compile(
    rf"\b(?:add|enter|type in|put in|save)\b(?! (?:my|the|an?|your|their) answers?){_THEIRS}"
    rf"|\b(?:i|we|people|users?|me) (?:can |could )?(?:create|make|write)\b{_THEIRS}|\bmy own\b",
    re.I,
)
_BACK = re.compile(r"\b(?:asks?|tests?|quiz(?:zes)?|drills?) me\b", re.I)
"""What was entered is asked for again: no cards are to be made up."""
_PAIR = re.compile(
    r"\b(?:add|enter|type in|put in|save)\b(?: (?:my|own|new|some|the|\w+ish|\w+an))* ([a-z]{3,}) (?:with|and) "
    r"(?:(?:their|its|the|an?|my) )?([a-z]{3,})\b",
    re.I,
)
_TYPED = re.compile(
    r"\btype (?:in )?(?:the|my|an?) (?:answer|translation|solution)|\btyp(?:e|ing) (?:the|my) answers?"
    r"|\bwrite the answer",
    re.I,
)
_FLIP = re.compile(r"\bflash ?-?cards?\b|\bflip|\breveal|\bturn (?:it|them|the card)|karteikarten", re.I)
_ASIDE = re.compile(r"year|old|player|second|minute|point|option|choice|level|grade|class|people|kid|child|time")
"""What a number may count that says nothing of the sums."""
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
    back = bool(_BACK.search(text))
    own = bool(_OWN.search(text)) or (back and bool(_PAIR.search(text)))
    if own and (flip or back):
        mode = mode if flip else "type"
        return name, Quiz.model_validate({"mode": mode, "own_cards": True, "shuffle": not flip, **_labels(text)})
    wanted = _wanted(text)
    cards = sure_cards(text)[: wanted or 10] or _cards(text, min(wanted or 8, MOST), asking)
    shuffle = bool(re.search(r"\bshuffl|\brandom (?:order|question)|\bmixed", text, re.I))
    return name, Quiz.model_validate(
        {"mode": mode, "cards": [_shaped(card, mode, cards) for card in cards], "own_cards": own, "shuffle": shuffle}
    )


def _labels(text: str) -> dict[str, str]:
    """What own cards are made of, where the sentence says it: `words with their translation`."""
    if (found := _PAIR.search(text)) is None:
        return {}
    front, back = (word[:-1] if word.endswith("s") and not word.endswith("ss") else word for word in found.groups())
    return {"question_label": front.capitalize(), "answer_label": back.capitalize()}


def _drill(text: str) -> Drill | None:
    """Generated sums, when the sentence is about arithmetic and gives what they are of."""
    signs = [sign for sign, pattern in _SUMS.items() if re.search(pattern, text, re.I)]
    if not signs and not _ARITHMETIC.search(text):
        return None
    least, most, questions, fixed = 1, 10, 10, None
    table = re.search(
        r"\b(\d+)(?:'s)?[ -]?(?:times|x)?[ -]?(?:multiplication )?tables?\b|\btables? (?:of|for) (\d+)", text, re.I
    )
    span = re.search(r"(\d+) ?(?:to|-|–|and|bis) ?(\d+)", text)
    if re.search(r"\b(?:two|2)[ -]digit", text, re.I):
        least, most = 10, 99
    elif span and int(span[1]) < int(span[2]):
        least, most = int(span[1]), int(span[2])
    elif table:
        fixed = int(table[1] or table[2])
    for count in counts(text):
        if re.match(r"question|problem|sum|task|exercise|aufgabe|calculation|round", count.unit):
            questions = int(count.value)
        elif count.value > 1 and not (span or fixed or least > 1 or _ASIDE.match(count.unit)):
            most = int(count.value)
    return Drill.model_validate(
        {
            "operations": signs or ["+", "-", "*"],
            "minimum": least,
            "maximum": most,
            "questions": questions,
            "fixed": fixed,
        }
    )


def _wanted(text: str) -> int:
    """How many cards the sentence says; 0 when it doesn't."""
    units = r"question|card|word|frage|vocab|capital|fact|pregunta"
    said = [int(c.value) for c in counts(text) if re.match(units, c.unit)]
    for near in re.finditer(rf"\b(\w+) (?:[a-z-]+ ){{1,2}}?(?:{units})", text, re.I):
        said += [int(c.value) for c in counts(near[1])]
    return max(said[0], 2) if said else 0


def _cards(text: str, wanted: int, asking: Asking) -> list[Card]:
    """As many cards as are wanted, if so many stand; in two goes at most, as time is short."""
    good: list[Card] = []
    for turn, sorts in enumerate((("the best known", "less known"), ("others", "easy others"))):
        if (lacking := wanted - len(good)) <= 0:
            break
        half = max(2, (lacking + 2) // 2)
        known = "; ".join(card.question for card in good)
        asks = [
            f"Request: {text}\nWrite {half} cards, {sort}." + (f" Not these: {known}" if known else "")
            for sort in sorts
        ]
        good += _sure(_distinct(asking.gather([_writing(asking, ask, half, turn) for ask in asks]), good), good, asking)
    return good[:wanted]


def _writing(asking: Asking, ask: str, many: int, turn: int) -> Callable[[], Any]:
    shape = record(cards=listing(_CARD, least=many, most=many))
    return lambda: asking.fill(TASK, ask, shape, most=50 * many, temperature=0.4 + 0.3 * turn)


def _distinct(replies: Sequence[Any], known: Sequence[Card]) -> list[Card]:
    """Cards with a question and an answer of their own whose answer isn't given away."""
    found: list[Card] = []
    for said in [card for reply in replies if reply for card in reply.get("cards", [])]:
        question, answer = str(said.get("question", "")).strip(), str(said.get("answer", "")).strip()
        if not question or not answer or len(answer) > 60 or re.search(rf"\b{re.escape(answer)}\b", question, re.I):
            continue
        if not any(same(question, c.question) or same(answer, c.answer) for c in [*found, *known]):
            found.append(Card(question=question, answer=answer))
    return found


def _sure(cards: Sequence[Card], known: Sequence[Card], asking: Asking) -> list[Card]:
    """The cards for which the model, asked anew among several answers, says the same."""
    answers = [card.answer for card in [*cards, *known]]

    def stands(card: Card) -> bool:
        options = options_for(card.question, card.answer, answers)
        ask = f"Question: {card.question}\nOptions: {'; '.join(options)}"
        return len(options) > 1 and same(asking.pick(ANSWER, ask, options), card.answer)

    verdicts = asking.gather([partial(stands, card) for card in cards])
    return [card for card, stood in zip(cards, verdicts, strict=True) if stood]


def options_for(question: str, answer: str, answers: Sequence[str]) -> list[str]:
    """Four options, mixed the same way each time: the answer and others, those of the same sort first."""
    order = random.Random(question)  # noqa: S311  for order, not for secrets
    others = [other for other in dict.fromkeys(answers) if not same(other, answer)]
    order.shuffle(others)
    others.sort(key=lambda other: any(c.isdigit() for c in other) != any(c.isdigit() for c in answer))
    options = [answer, *others[:3]]
    order.shuffle(options)
    return options


def _shaped(card: Card, mode: str, cards: Sequence[Card]) -> Card:
    answers = card.options or [c.answer for c in cards]
    options = options_for(card.question, card.answer, answers) if mode == "choice" else []
    return Card.model_validate({"question": card.question, "answer": card.answer, "options": options})
