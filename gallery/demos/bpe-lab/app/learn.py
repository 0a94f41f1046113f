"""Learns the merges of a byte-pair tokenizer, the commonest pair first. Refuses to count anything twice.

All chunks lie one after the other in arrays, each token at the place of its first byte, with the places of those
beside it. Two things make it fast. A pair of tokens can only come up in the step that makes the newer of the two, so
its places are noted once, and its count never grows afterwards: the heap's counts are upper bounds, which are put
right when they come to the top. And the places of one pair are merged all at once, by numpy.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BYTES = 256
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Merge:
    """One step: `left` and `right` became the next token. `count`: how often they stood side by side; `tokens`: how
    many tokens the text has from then on."""

    left: int
    right: int
    count: int
    tokens: int


def merges(chunks: Mapping[bytes, int], vocabulary: int) -> Iterator[Merge]:
    """Step by step, from the 256 bytes to `vocabulary` tokens, or until no pair is left. Of pairs that are as common as
    each other, the smallest is taken. `chunks`: how often each stands in the text."""
    text = _Text({chunk: times for chunk, times in chunks.items() if chunk}, vocabulary)
    for token in range(BYTES, vocabulary):
        if (merge := text.merge_commonest(token)) is None:
            return
        yield merge


class _Text:
    def __init__(self, chunks: Mapping[bytes, int], vocabulary: int) -> None:
        data = np.frombuffer(b"".join(chunks), np.uint8)
        lengths = np.fromiter(map(len, chunks), np.int64, len(chunks))
        times = np.fromiter(chunks.values(), np.int64, len(chunks))
        self._end = len(data)
        """A place that no chunk reaches: what has no neighbour has this one."""
        self._base = max(vocabulary, BYTES)
        self._token = np.append(data, 0).astype(np.int32)
        self._token[self._end] = -1
        self._next = np.arange(1, self._end + 2, dtype=np.int32)
        self._previous = np.arange(-1, self._end, dtype=np.int32)
        ends = np.cumsum(lengths)
        self._next[ends - 1] = self._end
        self._previous[ends - lengths] = self._end
        self._weight = np.append(np.repeat(times, lengths), 0)
        self._tokens = int((lengths * times).sum())
        self._places: dict[int, Places] = {}
        self._heap: list[tuple[int, int]] = []
        begins = np.flatnonzero(self._next[: self._end] != self._end).astype(np.int32)
        self._note(begins)

    def merge_commonest(self, token: int) -> Merge | None:
        """Put the new token in place of the commonest pair; None when no pair is left."""
        while self._heap:
            bound, pair = heapq.heappop(self._heap)
            left, right = divmod(pair, self._base)
            places = self._places[pair]
            there = (self._token[places] == left) & (self._token[self._next[places]] == right)
            places = places[there]
            count = int(self._weight[places].sum())
            if count == -bound:
                del self._places[pair]
                self._merge(places if left != right else self._apart(places), token)
                return Merge(left, right, count, self._tokens)
            if count:
                self._places[pair] = places
                heapq.heappush(self._heap, (-count, pair))
            else:
                del self._places[pair]
        return None

    def _apart(self, places: Places) -> Places:
        """Of a token's pairs with its like, those that don't overlap, from the left: in aaa only the first."""
        at = np.arange(len(places))
        first = np.ones(len(places), bool)
        first[1:] = places[1:] != self._next[places[:-1]]
        run = np.maximum.accumulate(np.where(first, at, 0))
        return places[(at - run) % 2 == 0]

    def _merge(self, lefts: Places, token: int) -> None:
        rights = self._next[lefts]
        after = self._next[rights]
        self._token[lefts] = token
        self._token[rights] = -1
        self._next[lefts] = after
        self._previous[after] = lefts
        self._tokens -= int(self._weight[lefts].sum())
        before = self._previous[lefts]
        before = before[(before != self._end) & (self._token[before] != token)]
        self._note(np.concatenate([lefts[after != self._end], before]))

    def _note(self, places: Places) -> None:
        """Remember the pairs that begin at these places; none of them was there before."""
        if not len(places):
            return
        pairs = self._token[places].astype(np.int64) * self._base + self._token[self._next[places]]
        order = np.argsort(pairs, kind="stable")
        pairs, places = pairs[order], places[order]
        starts = np.flatnonzero(np.diff(pairs, prepend=-1))
        counts = np.add.reduceat(self._weight[places], starts).tolist()
        ends = [*starts[1:].tolist(), len(places)]
        for pair, start, end, count in zip(pairs[starts].tolist(), starts.tolist(), ends, counts, strict=True):
            self._places[pair] = places[start:end]
            heapq.heappush(self._heap, (-count, pair))
