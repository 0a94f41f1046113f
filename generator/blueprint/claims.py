"""Turns what the user asked for into claims in the user's own words, and gives each the proofs of what it speaks of.
Refuses to lose a word: what nothing answers to is a claim too, one that no check backs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from generator.blueprint.clause_roles import SHOWS, TELLS, is_example, number_of, opening, orders, typed_in
from generator.blueprint.form_pairs import RETURN
from generator.blueprint.operations import terms
from generator.blueprint.sentence import clauses, literals, units
from generator.blueprint.things import Proof, Thing
from generator.contract import Check, Claim, SeeControl

_BACK = re.compile(
    r"\bvice[- ]versa\b|\b(?:both|either|other|two) (?:ways?|directions?)\b|\bother way (?:a)?round\b|\band back\b"
    r"|\bback again\b|\btwo[- ]way\b|\bin reverse\b|^back$"
    r"|\b(?:turn|chang|convert|translat|transform|decod|decrypt|unscrambl)\w*\b[^,;.]*\bback\b",
    re.I,
)
_THERE, _FROM_THERE = re.compile(r"\ben(?:cod|crypt)", re.I), re.compile(r"\bde(?:cod|crypt)", re.I)
_TICKS = re.compile(
    r"^(?:I|we|you) (?:can )?(?:tick|check off|cross off|mark) (?:what|which|whatever|those|the ones)\b", re.I
)
MOST = 4
"""So many checks a claim has, or one more than the things that it speaks of."""
ENOUGH = 0.6
"""The share of a clause's words that must be answered to by what the app has."""


@dataclass(frozen=True, slots=True)
class Sworn:
    """The claims and the checks that back them."""

    claims: list[Claim]
    checks: list[Check]
    background: list[str] = field(default_factory=list)
    """What the sentence says without asking for it, in the user's words."""


def swear(text: str, things: Sequence[Thing]) -> Sworn:
    """One claim for each thing that clauses speak of, its text the clauses; one more for each clause left over."""
    spoken: dict[str, list[str]] = {}
    order: dict[str, list[Thing]] = {}
    pieces = clauses(text) or [text.strip()]
    answers = _answers(text, pieces, things)
    served = all(_proven(found) for clause, found in zip(pieces, answers, strict=True) if orders(clause))
    background = [clause for clause, found in zip(opening(text, pieces), answers, strict=False) if served and not found]
    for clause, found in zip(pieces, answers, strict=True):
        if clause in background:
            continue
        key = _key(found) if found else f"? {clause}"
        spoken.setdefault(key, []).append(clause)
        order[key] = list({thing.id: thing for thing in [*order.get(key, []), *found]}.values())
    claims, checks = [], []
    for number, (key, said) in enumerate(spoken.items(), 1):
        ident = f"c{number}"
        found = order[key]
        main = any(thing.sort == "main" for thing in found)
        claims.append(Claim(id=ident, text=_in_their_words(text, pieces, said), weight=2.0 if main else 1.0))
        if not _proven(found):
            continue
        proofs = _in_turn([thing.proofs for thing in found])[: max(MOST, len(found) + 1)]
        checks += [
            Check(id=f"{ident}-{n}", claim=ident, title=proof.title, steps=list(proof.steps), basis=proof.basis)
            for n, proof in enumerate(proofs, 1)
        ]
    return Sworn(claims, checks, background)


def _answers(text: str, pieces: Sequence[str], things: Sequence[Thing]) -> list[list[Thing]]:
    """For each piece the things that it speaks of. What people type in is served by a result that takes it."""
    answers = [answering(clause, things) for clause in pieces]
    fields = [thing for thing in things if thing.taken_by]
    for numbers in typed_in(text, pieces):
        named = [[thing for thing in answering(pieces[n], fields) if thing.sort == "field"] for n in numbers]
        _by_elimination(named, [thing for thing in fields if terms(thing.id.partition(" ")[2])])
        for number, mine in zip(numbers, named, strict=True):
            answers[number] = [*mine, *_made_of(mine, things)] or answers[number]
    for number, clause in enumerate(pieces[1:], 1):
        own = any(word.isdigit() and _known(word, thing) for word in terms(clause) for thing in answers[number])
        answers[number] = answers[number - 1] if is_example(clause) and not own else answers[number]
    return [
        [] if _seen_elsewhere(clause, found) or _one_way(clause, text, found) else found
        for clause, found in zip(pieces, answers, strict=True)
    ]


def _by_elimination(named: list[list[Thing]], fields: Sequence[Thing]) -> None:
    """Give the one item of a list that nothing answers to the one field that is left, where there are as many fields as
    items and all others stand in the same order."""
    if len(fields) != len(named) or sorted(map(len, named)) != [0] + [1] * (len(fields) - 1):
        return
    at = named.index([])
    if all(mine in ([], [one]) for mine, one in zip(named, fields, strict=True)):
        named[at] = [fields[at]]


def _made_of(fields: Sequence[Thing], things: Sequence[Thing]) -> list[Thing]:
    """For each field a result that takes it: one that is shown to be right, where there is such a one."""
    found: dict[str, Thing] = {}
    for one in fields:
        makes = [thing for thing in things if thing.id in one.taken_by]
        found |= {t.id: t for t in sorted(makes, key=lambda thing: (not thing.proofs, thing.id not in found))[:1]}
    return list(found.values())


def _proven(found: Sequence[Thing]) -> bool:
    """Whether all that a clause speaks of can be shown."""
    return bool(found) and all(thing.proofs for thing in found)


def _in_turn(proofs: Sequence[Sequence[Proof]]) -> list[Proof]:
    """The first proof of each thing, then the second of each, each once: none is left out for the length of another's
    list. That fields are there follows from their use."""
    turns = [proof for turn in zip_longest(*proofs) for proof in turn if proof is not None]
    told = list({proof.title: proof for proof in turns}.values())
    used = [proof for proof in told if not all(isinstance(step, SeeControl) for step in proof.steps)]
    return used or told


def _in_their_words(text: str, pieces: Sequence[str], said: Sequence[str]) -> str:
    """Of the `pieces` of a text those that are `said`; what stood in a row is quoted with what joins it there."""
    spans: list[tuple[int, int]] = []
    end, follows = 0, False
    for piece in pieces:
        start = text.index(piece, end)
        end = start + len(piece)
        if piece in said:
            spans.append((spans.pop()[0] if follows else start, end))
        follows = piece in said
    return "; ".join(text[start:end] for start, end in spans)


def answering(clause: str, things: Sequence[Thing]) -> list[Thing]:
    """The things that a clause speaks of; none when too many of its words are answered to by nothing. To tick what is
    so and so is to tick."""
    for example in literals(clause):
        clause = clause.replace(example, " ")
    asked = list(dict.fromkeys(terms(clause)))
    answered = {thing.id: {word for word in asked if _known(word, thing)} for thing in things}
    if not asked or len(set().union(*answered.values()) if answered else set()) < ENOUGH * len(asked):
        return _numbered(clause, asked, things) or [t for t in things if t.id == "done" and _TICKS.search(clause)]
    left = set(asked)
    if not set(terms(" ".join(units(clause)))) <= set().union(*answered.values()):
        return []  # Hours aren't hours and minutes.
    found: list[Thing] = []
    ranked = sorted(things, key=lambda t: (-len(answered[t.id]), -len(t.own & left), t.sort == "main"))
    while left:
        best = max(ranked, key=lambda t: len(answered[t.id] & left), default=None)
        if best is None or not answered[best.id] & left:
            break
        found.append(best)
        left -= answered[best.id]
    if all(thing.sort == "field" for thing in found):
        # A field is there for what is made of it: “replace a word” isn't done by a field named so.
        found += [thing for thing in ranked if thing.sort == "main" and answered[thing.id]][:1] or _made_of(
            found, things
        )
    return found


def _numbered(clause: str, asked: Sequence[str], things: Sequence[Thing]) -> list[Thing]:
    """The only result that bears the name of what a clause wants the number of, if no more than half of its words are
    about something else: how many bottles, whatever they are for."""
    if not (wanted := number_of(clause)):
        return []
    found = [thing for thing in things if thing.sort == "main" and wanted in terms(thing.id)]
    known = sum(_known(word, thing) for word in asked for thing in found)
    return found if len(found) == 1 and known * 2 >= len(asked) and not re.search(r"\d", clause) else []


def _seen_elsewhere(clause: str, found: Sequence[Thing]) -> bool:
    """Whether a clause asks to see something, and is answered to by fields alone: being there to be filled in, they
    prove nothing of that."""
    if not found or any(thing.sort != "field" for thing in found):
        return False
    bare = all(isinstance(step, SeeControl) for thing in found for proof in thing.proofs for step in proof.steps)
    return bool(TELLS.search(clause) or (bare and SHOWS.search(clause)))


def _one_way(clause: str, text: str, found: Sequence[Thing]) -> bool:
    """Whether a clause asks for a way back too, and no result that answers to it is known for one: neither a switch for
    the direction nor a model's word for it proves anything of what comes out at either end."""
    back = set(terms(RETURN))
    asked = _BACK.search(clause) or (_THERE.search(text) and _FROM_THERE.search(clause))
    return bool(found and asked) and not any(thing.sort == "main" and back <= thing.terms for thing in found)


def _key(found: Sequence[Thing]) -> str:
    """Clauses about fields alone make one claim; others one for each set of things."""
    if all(thing.sort == "field" for thing in found):
        return "fields"
    return " + ".join(sorted(thing.id for thing in found if thing.sort != "field"))


def _known(word: str, thing: Thing) -> bool:
    """Whether a stem is one of the thing's, or the beginning of one or the other."""
    return any(
        word == other or (min(len(word), len(other)) >= 4 and (word.startswith(other) or other.startswith(word)))
        for other in thing.terms
    )
