"""The council's procedure: answers, blind critiques with rankings, the chairman's reply. Refuses to know who listens:
what happens is told as events, and a member that fails is an event too."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from model import Message, ModelError, Said
from ranking import HEADING, aggregate, labels, named, ranking_in
from seats import Council, Seat

Tell = Callable[[dict[str, Any]], None]


class Speaks(Protocol):
    """What gives a seat its words: the endpoint, or the rehearsal."""

    def __call__(
        self, seat: Seat, messages: Sequence[Message], *, stage: str, hear: Callable[[str], None] = ...
    ) -> Said: ...


@dataclass(frozen=True)
class Turn:
    """One question to the council, with what was said before as (question, final reply)."""

    question: str
    before: Sequence[tuple[str, str]] = ()
    seed: str = ""


class CouncilError(Exception):
    """Why there is no reply at all, as a sentence."""


def deliberate(turn: Turn, council: Council, speak: Speaks, tell: Tell) -> None:
    """All three stages; each event is told as soon as it is there. Raises CouncilError."""
    answers = first_answers(turn, council, speak, tell)
    order = list(answers)
    critiques, rankings = judgements(turn, council, answers, speak, tell)
    places = aggregate(rankings)
    tell({"event": "aggregate", "places": [asdict(place) for place in places], "judges": len(rankings)})
    best = places[0].member if places else order[0]
    tell({"event": "stage", "stage": "final"})
    try:
        said = speak(
            council.chairman,
            chairman_asked(turn, answers, critiques, places),
            stage="final",
            hear=lambda piece: tell({"event": "piece", "text": piece}),
        )
        tell({"event": "final", "by": council.chairman.model or council.chairman.name, **asdict(said)})
    except ModelError as error:
        note = f"The chairman failed: {error} The best-ranked answer, by {best}, stands in its place."
        tell({"event": "note", "text": note})
        tell({"event": "final", "by": best, **asdict(answers[best])})


def first_answers(turn: Turn, council: Council, speak: Speaks, tell: Tell) -> dict[str, Said]:
    """Stage 1: what each member answers, in the order of the seats; those that fail are left out."""
    tell({"event": "stage", "stage": "answers"})
    history: list[Message] = []
    for question, reply in turn.before:
        history += [{"role": "user", "content": question}, {"role": "assistant", "content": reply}]
    asked = [*history, {"role": "user", "content": turn.question}]
    found: dict[str, Said] = {}
    failed: list[str] = []

    def one(seat: Seat) -> Said:
        instruction = [{"role": "system", "content": seat.instruction}] if seat.instruction else []
        return speak(seat, [*instruction, *asked], stage="answers")

    for seat, said in each(council.seats, one):
        if isinstance(said, ModelError):
            failed.append(str(said))
            tell({"event": "note", "text": f"{seat.name} was dropped: {said}"})
        else:
            found[seat.name] = said
            tell({"event": "answer", "member": seat.name, **asdict(said)})
    if not found:
        raise CouncilError(f"No member of the council answered. {failed[0]}")
    return {seat.name: found[seat.name] for seat in council.seats if seat.name in found}


def judgements(
    turn: Turn, council: Council, answers: dict[str, Said], speak: Speaks, tell: Tell
) -> tuple[dict[str, str], list[list[str]]]:
    """Stage 2: the critiques, with names in them, and the rankings that could be read, by the names of members."""
    if len(answers) < 2:
        tell({"event": "note", "text": "One answer alone can't be ranked."})
        return {}, [list(answers)]
    tell({"event": "stage", "stage": "critiques"})
    critiques: dict[str, str] = {}
    rankings: list[list[str]] = []
    maps = {seat.name: shuffled(list(answers), f"{turn.seed}{seat.name}") for seat in council.seats}

    def one(seat: Seat) -> Said:
        shown = {label: answers[name].text for label, name in maps[seat.name].items()}
        return speak(seat, [{"role": "user", "content": judge_asked(turn.question, shown)}], stage="critiques")

    judges = [seat for seat in council.seats if seat.name in answers]
    for seat, said in each(judges, one):
        if isinstance(said, ModelError):
            tell({"event": "note", "text": f"{seat.name} gave no critique: {said}"})
            continue
        label_map = maps[seat.name]
        order = [label_map[label] for label in ranking_in(said.text, list(label_map))]
        critiques[seat.name] = named(said.text, label_map)
        if order:
            rankings.append(order)
        else:
            tell({"event": "note", "text": f"No ranking can be read in what {seat.name} wrote."})
        tell({"event": "critique", "member": seat.name, "labels": label_map, "ranking": order, **asdict(said)})
    return critiques, rankings


def each(seats: Sequence[Seat], ask: Callable[[Seat], Said]) -> "list[tuple[Seat, Said | ModelError]] | Any":
    """What came of asking each seat, all at once, in the order in which they are done."""
    with ThreadPoolExecutor(max_workers=max(1, len(seats))) as pool:
        asked = {pool.submit(ask, seat): seat for seat in seats}
        for done in as_completed(asked):
            try:
                yield asked[done], done.result()
            except ModelError as error:
                yield asked[done], error


def shuffled(members: list[str], seed: str) -> dict[str, str]:
    """Label -> member, in an order of this judge's own."""
    order = sorted(members)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
    return dict(zip(labels(len(order)), order, strict=True))


def judge_asked(question: str, shown: dict[str, str]) -> str:
    responses = "\n\n".join(f"{label}:\n{text}" for label, text in shown.items())
    listed = "\n".join(f"{number}. Response ?" for number in range(1, len(shown) + 1))
    return (
        f"Several answers were given to this question; you don't know by whom.\n\n"
        f"Question: {question}\n\n{responses}\n\n"
        "Judge each of them in one or two sentences: what is right in it, what is wrong or missing. Then end with this "
        f"heading and all of them in order, the best first, and nothing after it:\n\n{HEADING}\n{listed}\n\n"
        f"Put the letters of {', '.join(shown)} in place of the question marks."
    )


def chairman_asked(
    turn: Turn, answers: dict[str, Said], critiques: dict[str, str], places: Sequence[Any]
) -> list[Message]:
    said = "\n\n".join(f"Answer of {name}:\n{answer.text}" for name, answer in answers.items())
    judged = "\n\n".join(f"Critique by {name}:\n{text}" for name, text in critiques.items())
    order = "\n".join(f"{n}. {p.member} (mean position {p.position}, {p.votes} votes)" for n, p in enumerate(places, 1))
    return [
        {
            "role": "system",
            "content": "You chair a council. From its answers and critiques you write the one final reply.",
        },
        {
            "role": "user",
            "content": f"Question: {turn.question}\n\n{said}\n\n{judged}\n\nRanking by the members:\n{order}\n\n"
            "Write the final reply to the question, for the one who asked. Use what is best, leave out what was found "
            "wrong, and don't speak of the council.",
        },
    ]
