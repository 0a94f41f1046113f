"""Holds lines of text to what the request says of them: sorted, each once, none blank, turned round. Refuses to say
anything of lines that are changed in themselves: that isn't told by comparing."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from generator.blueprint.sentence import content, words

Lines = Sequence[str]

_TELLING = """
alphabetically alphabetical alphabet sort order ordered a z ascending descending duplicate unique distinct repeated
twice double once remove delete drop line list text item entry name word paste give get show only each every result
new clean up blank empty make take out again type enter want let
"""
_TOLD = frozenset(content(_TELLING))
"""Words that ask for nothing else."""


def holds(text: str, given: Lines | None, shown: Lines | None) -> bool | None:
    """Whether lines that were made of given ones are as the request says; None where it asks for more than that."""
    if given is None or shown is None:
        return None
    said = " ".join(words(text))
    wanted = [relation for sign, relation in _RELATIONS if re.search(sign, said)]
    if not wanted or set(content(text)) - _TOLD:
        return None
    shown = shown[::-1] if re.search(r"\bdescending\b|\bz (?:to )?a\b", said) else shown
    once = _unique in wanted
    before, after = (Counter(line.strip() for line in lines if line.strip()) for lines in (given, shown))
    same = before.keys() == after.keys() if once else before == after
    return same and all(relation(shown) for relation in wanted)


def lines_of(value: Any) -> list[str] | None:
    """The lines of a text or of a list of texts."""
    if isinstance(value, str):
        return value.splitlines()
    return value if isinstance(value, list) and all(isinstance(line, str) for line in value) else None


def _sorted(shown: Lines) -> bool:
    filled = [line.strip() for line in shown if line.strip()]
    return filled in (sorted(filled), sorted(filled, key=str.casefold))


def _unique(shown: Lines) -> bool:
    filled = [line.strip() for line in shown if line.strip()]
    return len(set(filled)) == len(filled)


def _filled(shown: Lines) -> bool:
    return all(line.strip() for line in shown)


_RELATIONS: tuple[tuple[str, Callable[[Lines], bool]], ...] = (
    (r"\bsort|\balphabet", _sorted),
    (r"\bduplicat|\bunique\b|\bdistinct\b|\brepeated\b|\bonce\b", _unique),
    (r"\bblank\b|\bempty\b", _filled),
)
