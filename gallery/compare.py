"""Sets two apps, or two versions of one, side by side: what is proved of each, what each took, and where their files
differ. Refuses to say which is better."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gallery.receipt import Receipt, money, seconds
from generator.contract import Mark

MOST_BYTES = 500_000
"""Larger files aren't compared line by line."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, under the name that it is shown by."""

    name: str
    receipt: Receipt
    files: Mapping[str, bytes]

    @property
    def size(self) -> int:
        return sum(map(len, self.files.values()))


@dataclass(frozen=True, slots=True)
class Comparison:
    one: Side
    other: Side

    @property
    def claims(self) -> list[tuple[str, Mark | None, Mark | None]]:
        """Every claim of either, with how it stands in each; None where it isn't asked."""
        marks = [{claim.text: claim.status for claim in side.receipt.claims} for side in (self.one, self.other)]
        return [(text, marks[0].get(text), marks[1].get(text)) for text in {**marks[0], **marks[1]}]

    @property
    def figures(self) -> list[tuple[str, str, str]]:
        """What each came to and took, as a name and two texts."""
        rows = [(side.receipt, side) for side in (self.one, self.other)]
        told = {
            "score": [f"{receipt.score:.2f}" for receipt, _ in rows],
            "claims": [f"{receipt.passed} of {len(receipt.claims)}" for receipt, _ in rows],
            "tokens": [f"{receipt.tokens_in + receipt.tokens_out:,}" for receipt, _ in rows],
            "cost": [money(receipt.cost) for receipt, _ in rows],
            "seconds": [seconds(receipt.seconds) for receipt, _ in rows],
            "size": [f"{side.size:,} bytes" for _, side in rows],
            "model": [receipt.model for receipt, _ in rows],
        }
        return [(name, one, other) for name, (one, other) in told.items()]

    @property
    def diff(self) -> list[str]:
        """The files of one against those of the other, as lines of a unified diff."""
        return [line for path in sorted({**self.one.files, **self.other.files}) for line in self._diff(path)]

    def _diff(self, path: str) -> Iterator[str]:
        old, new = self.one.files.get(path), self.other.files.get(path)
        if old == new:
            return
        texts = [text_of(content) for content in (old, new)]
        if None in texts:
            sizes = [f"{len(content):,} bytes" if content is not None else "not there" for content in (old, new)]
            yield f"{path} differs: {sizes[0]}, {sizes[1]}"
            return
        one, other = (f"{path} ({side.name})" for side in (self.one, self.other))
        before, after = ((text or "").splitlines() for text in texts)
        yield from difflib.unified_diff(before, after, one, other, lineterm="")

    def as_data(self) -> dict[str, Any]:
        """For `--json`."""
        sides = (self.one, self.other)
        return {
            "sides": [side.name for side in sides],
            "claims": [{"text": text, "status": [one and str(one), other and str(other)]}
                       for text, one, other in self.claims],
            "score": [round(side.receipt.score, 4) for side in sides],
            "tokens": [side.receipt.tokens_in + side.receipt.tokens_out for side in sides],
            "cost": [None if side.receipt.cost is None else float(side.receipt.cost) for side in sides],
            "seconds": [round(side.receipt.seconds, 2) for side in sides],
            "size": [side.size for side in sides],
            "model": [side.receipt.model for side in sides],
            "diff": "\n".join(self.diff),
        }  # fmt: skip


def text_of(content: bytes | None) -> str | None:
    """None when it can't be compared line by line; a file that isn't there is empty."""
    if content is None:
        return ""
    if len(content) > MOST_BYTES or b"\0" in content:
        return None
    return content.decode("utf-8", "replace")
