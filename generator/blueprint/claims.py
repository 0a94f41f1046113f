"""Turns what the user asked for into claims in the user's own words, and gives each the proofs of what it speaks of.
Refuses to lose a word: what nothing answers to is a claim too, one that no check backs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.blueprint.form_pairs import RETURN
from generator.blueprint.operations import terms
from generator.blueprint.sentence import clauses
from generator.blueprint.things import Thing
from generator.contract import Check, Claim, SeeControl

_TELLS = re.compile(r"\b(?:see|sees|tells?|calculat\w*|comput\w*|works? out|know|warns?|predicts?|suggests?)\b", re.I)
_SHOWS = re.compile(r"\b(?:shows?|showing|shown|displays?|gives? me|returns?)\b", re.I)
_BACK = re.compile(
    r"\bvice[- ]versa\b|\b(?:both|either|other|two) (?:ways?|directions?)\b|\bother way (?:a)?round\b|\band back\b"
    r"|\bback again\b|\btwo[- ]way\b|\bin reverse\b",
    re.I,
)
ENOUGH = 0.6
"""The share of a clause's words that must be answered to by what the app has."""


@dataclass(frozen=True, slots=True)
class Sworn:
    """The claims and the checks that back them."""

    claims: list[Claim]
    checks: list[Check]


def swear(text: str, things: Sequence[Thing]) -> Sworn:
    """One claim for each thing that clauses speak of, its text the clauses; one more for each clause left over."""
    spoken: dict[str, list[str]] = {}
    order: dict[str, list[Thing]] = {}
    pieces = clauses(text) or [text.strip()]
    for clause in pieces:
        found = answering(clause, things)
        found = [] if found and (_seen_elsewhere(clause, found) or _one_way(clause, found)) else found
        key = _key(found) if found else f"? {clause}"
        spoken.setdefault(key, []).append(clause)
        order.setdefault(key, found)
    claims, checks = [], []
    for number, (key, said) in enumerate(spoken.items(), 1):
        ident = f"c{number}"
        found = order[key]
        main = any(thing.sort == "main" for thing in found)
        claims.append(Claim(id=ident, text=_in_their_words(text, pieces, said), weight=2.0 if main else 1.0))
        if not found or any(not thing.proofs for thing in found):
            continue
        proofs = list({proof.title: proof for thing in found for proof in thing.proofs}.values())[:4]
        checks += [
            Check(id=f"{ident}-{n}", claim=ident, title=proof.title, steps=list(proof.steps), basis=proof.basis)
            for n, proof in enumerate(proofs, 1)
        ]
    return Sworn(claims, checks)


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
    """The things that a clause speaks of; none when too many of its words are answered to by nothing."""
    asked = list(dict.fromkeys(terms(clause)))
    answered = {thing.id: {word for word in asked if _known(word, thing)} for thing in things}
    if not asked or len(set().union(*answered.values()) if answered else set()) < ENOUGH * len(asked):
        return []
    left = set(asked)
    found: list[Thing] = []
    ranked = sorted(things, key=lambda t: (-len(answered[t.id]), t.sort == "main"))
    while left:
        best = max(ranked, key=lambda t: len(answered[t.id] & left), default=None)
        if best is None or not answered[best.id] & left:
            break
        found.append(best)
        left -= answered[best.id]
    if all(thing.sort == "field" for thing in found):
        # A field is there for what is made of it: “replace a word” isn't done by a field named so.
        found += [thing for thing in ranked if thing.sort == "main" and answered[thing.id]][:1]
    return found


def _seen_elsewhere(clause: str, found: Sequence[Thing]) -> bool:
    """Whether a clause asks to see something, and is answered to by fields alone: being there to be filled in, they
    prove nothing of that."""
    if any(thing.sort != "field" for thing in found):
        return False
    bare = all(isinstance(step, SeeControl) for thing in found for proof in thing.proofs for step in proof.steps)
    return bool(_TELLS.search(clause) or (bare and _SHOWS.search(clause)))


def _one_way(clause: str, found: Sequence[Thing]) -> bool:
    """Whether a clause asks for a way back too, and no result that answers to it is known for one: neither a switch for
    the direction nor a model's word for it proves anything of what comes out at either end."""
    back = set(terms(RETURN))
    return bool(_BACK.search(clause)) and not any(thing.sort == "main" and back <= thing.terms for thing in found)


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
