"""Changes that may undo a slip in any language: another sign, number or name. Refuses to know a language."""

from collections.abc import Iterable, Iterator, Sequence

from generator.syntax import Node, raw

Change = tuple[int, int, bytes, float]
"""From where to where, what instead, and how seldom it is that."""
MOST_NAMES = 8


def other_sign(node: Node, signs: Iterable[str], cost: float) -> Iterator[Change]:
    listed = tuple(signs)
    for child in node.children:
        if child.type in listed and not child.is_named:
            for sign in listed:
                yield child.start_byte, child.end_byte, sign.encode(), cost


def other_number(node: Node, reckoned: str) -> Iterator[Change]:
    """`reckoned`: the sort of node in which nothing may be below zero."""
    text = raw(node).decode("ascii", "replace")
    if text.isdigit() and len(text) < 10:
        number = int(text)
        for other in dict.fromkeys((number + 1, number - 1, 0, 1, number * 2, number * 10, number // 10)):
            if other != number and (other >= 0 or not node.parent or node.parent.type != reckoned):
                yield node.start_byte, node.end_byte, str(other).encode(), 1.2 if abs(other - number) == 1 else 2.4


def other_call(name: Node, pairs: Sequence[tuple[str, str]]) -> Iterator[Change]:
    """What is called, by a name of one of the pairs, instead of the other one."""
    for word, instead in (*pairs, *((other, one) for one, other in pairs)):
        if raw(name) == word.encode():
            yield name.start_byte, name.end_byte, instead.encode(), 1.3


def other_name(node: Node, known: Iterable[bytes]) -> Iterator[Change]:
    """The first of the names that are known there in the place of one."""
    for place, other in enumerate([one for one in known if one != raw(node)][:MOST_NAMES]):
        yield node.start_byte, node.end_byte, other, 1.7 + place / 10
