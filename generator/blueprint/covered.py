"""Tells whether an operation does what a sentence asks for, by the words of the sentence that it answers to. Refuses to
rank operations."""

import re
from collections.abc import Set

from generator.blueprint.catalogue import Operation
from generator.blueprint.operations import terms
from generator.blueprint.sentence import clauses, counts

ENOUGH = 0.4
"""The share of the words that it must answer to."""
VERBS = frozenset(
    terms(
        "turn convert calculate compute work show print tell say check find make create count list get number amount"
        " given one translate many long take extract pass lie"
        " look through go search generate generator calculator converter checker"
    )
)
"""Words that speak of any deed."""
DEEDS = VERBS - set(terms("amount number"))
"""The same without names of results."""
VESSELS = frozenset(
    terms(
        "text word phrase letter character line paragraph sentence file document list number value item entry argument"
    )
)
"""Words for what something is done to, whatever it is that is done."""


_INTO = re.compile(
    r"\b(?:convert|turn|translat|chang|transform)\w* [^.;:]*?\b(?:in)?to (?:(?:an?|the) )?([\w-]+(?: [\w-]+)?)", re.I
)
"""What something becomes."""
_OWN = re.compile(r"\b(?:my|our) ((?:[\w-]+ )?[\w-]+)", re.I)
"""What is somebody's own is what it is done to: my novel."""


def is_enough(core: str, done: Set[str]) -> bool:
    """Whether enough of what is asked is answered to: one word of several never is. `done`: stems that are."""
    asked = set(terms(core)) - VERBS - (VESSELS - done)
    return len(asked & done) >= min(2, len(asked)) and len(asked & done) >= ENOUGH * len(asked)


def does(core: str, done: Set[str]) -> bool:
    """Whether the very deed is answered to, which is the first word that may be one and what is to become of it, and
    enough of the others are."""
    deed = [word for word in terms(core) if not _is_common(word)][:1]
    for said in _INTO.findall(core):
        deed += terms(said)[:1]
    return is_enough(core, done) and set(deed) <= done


def beyond(core: str, done: Set[str]) -> list[str]:
    """The stems that nothing answers to of the clause that is answered to best, without words for what it is done to:
    other clauses are claims of their own."""
    own = {word for found in _OWN.findall(core) for word in terms(found)}
    said = max((terms(clause) for clause in clauses(core)), key=lambda words: len(done & set(words)), default=[])
    return [word for word in dict.fromkeys(said) if not _is_common(word) and word not in done | own]


def _is_common(word: str) -> bool:
    """Whether a stem speaks of any deed, of what it is done to, or of how many."""
    return word in VERBS | VESSELS or bool(counts(word))


def is_by_chance(wish: str, done: Set[str], operation: Operation) -> bool:
    """Whether a single word speaks for an operation, and most of what it is about was never said: who says tax may mean
    anything but the tax on a net price."""
    said, name = set(terms(wish)) | DEEDS, set(terms(operation.id))
    about = set(terms(re.split(r"[:,;(]", operation.about)[0])) - VESSELS
    return len(done - VERBS - VESSELS) <= 1 and not name <= said and 2 * len(about - said) >= len(about) > 0
