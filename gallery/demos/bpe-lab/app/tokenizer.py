"""Turns text into tokens and back by a table of ranks, and reads and writes such tables as tiktoken does. Refuses one
that can't take every text."""

import base64
import binascii
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

from split import GPT4, as_bytes, as_text, chunks, compiled

MOST_TOKENS = 300_000
MOST_KNOWN = 50_000
"""Chunks whose tokens are remembered."""


class Tokenizer:
    """`tokens`: id -> its bytes. Ids stand for ranks: the lower one is merged first."""

    def __init__(self, tokens: Mapping[int, bytes], pattern: str = GPT4) -> None:
        compiled(pattern)
        self.tokens = dict(sorted(tokens.items()))
        self.pattern = pattern
        self._ranks = {content: rank for rank, content in self.tokens.items()}
        self._known: dict[tuple[str, int], list[int]] = {}

    @classmethod
    def of_merges(cls, merges: Iterable[tuple[int, int]], pattern: str = GPT4) -> "Tokenizer":
        """The 256 bytes, and one token more for each merge."""
        tokens = [bytes([byte]) for byte in range(256)]
        for left, right in merges:
            tokens.append(tokens[left] + tokens[right])
        return cls(dict(enumerate(tokens)), pattern)

    @classmethod
    def of_ranks(cls, table: str, pattern: str = GPT4) -> "Tokenizer":
        """From a tiktoken rank table. Raises ValueError, in a sentence, for what is none."""
        tokens: dict[int, bytes] = {}
        for number, line in enumerate(filter(str.strip, table.splitlines()), 1):
            try:
                encoded, rank = line.split()
                content = base64.b64decode(encoded, validate=True)
                at = int(rank)
            except (ValueError, binascii.Error):
                raise ValueError(f"Line {number} is not a token in base64 and its rank: {line[:60]!r}.") from None
            if at in tokens or not content or not 0 <= at < 1 << 31:
                raise ValueError(f"Line {number} gives the rank {at}, which can't be, or is there already.")
            tokens[at] = content
            if len(tokens) > MOST_TOKENS:
                raise ValueError(f"There are more than {MOST_TOKENS:,} tokens in it.")
        there = set(tokens.values())
        if len(there) < len(tokens):
            raise ValueError("Two ranks stand for the same token.")
        if missing := [byte for byte in range(256) if bytes([byte]) not in there]:
            raise ValueError(f"It lacks {len(missing)} of the 256 bytes, so not every text could be encoded.")
        return cls(tokens, pattern)

    def as_ranks(self) -> str:
        """A rank table that tiktoken loads."""
        return "".join(f"{base64.b64encode(content).decode()} {rank}\n" for rank, content in self.tokens.items())

    def merges(self) -> Iterator[tuple[int, int, int]]:
        """Which two tokens each one was made of: rank, left, right. Those that are of no two are left out."""
        for rank, content in self.tokens.items():
            if len(content) > 1:
                parts = self._merged(content, rank)
                if len(parts) == 2:
                    yield rank, parts[0], parts[1]

    def encode(self, text: str, known: int = 1 << 31) -> list[int]:
        """The ids of a text's tokens, of those of a rank below `known`, as it was when so many had been learnt."""
        return [rank for chunk in chunks(text, self.pattern) for rank in self._encoded(chunk, known)]

    def encode_bytes(self, data: bytes) -> list[int]:
        """The same for any bytes, also such as are no text."""
        return self.encode(as_text(data))

    def encode_batch(self, texts: Iterable[str]) -> list[list[int]]:
        return [self.encode(text) for text in texts]

    def decode_bytes(self, ids: Sequence[int]) -> bytes:
        """Raises ValueError for an id that is no token's."""
        try:
            return b"".join([self.tokens[one] for one in ids])
        except KeyError as error:
            raise ValueError(f"There is no token {error.args[0]}.") from None

    def decode(self, ids: Sequence[int]) -> str:
        """Bytes that are no UTF-8 show as the sign for that."""
        return self.decode_bytes(ids).decode("utf-8", "replace")

    def decode_batch(self, batch: Iterable[Sequence[int]]) -> list[str]:
        return [self.decode(ids) for ids in batch]

    def _encoded(self, chunk: str, known: int) -> list[int]:
        if (found := self._known.get((chunk, known))) is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[chunk, known] = self._merged(as_bytes(chunk), known)
        return found

    def _merged(self, chunk: bytes, known: int) -> list[int]:
        """Merges the neighbours of the lowest rank, from the left, until there are none. A heap of candidates keeps a
        chunk of a million letters as cheap, letter by letter, as a short one."""
        end = len(chunk)
        parts: list[bytes | None] = [chunk[at : at + 1] for at in range(end)]
        after, before = list(range(1, end + 1)), list(range(-1, end - 1))
        heap: list[tuple[int, int, bytes]] = []

        def offer(at: int) -> None:
            if at >= 0 and after[at] < end:
                both = parts[at] + parts[after[at]]  # type: ignore[operator]  # both are there
                rank = self._ranks.get(both, known)
                if rank < known:
                    heapq.heappush(heap, (rank, at, both))

        for at in range(end - 1):
            offer(at)
        while heap:
            _, at, both = heapq.heappop(heap)
            right = after[at] if parts[at] is not None else end
            if right >= end or parts[at] + parts[right] != both:  # type: ignore[operator]
                continue
            parts[at], parts[right] = both, None
            after[at] = after[right]
            if after[at] < end:
                before[after[at]] = at
            offer(before[at])
            offer(at)
        return [self._ranks[part] for part in parts if part is not None]
