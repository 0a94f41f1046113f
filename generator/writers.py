"""Chooses which of the two writers serves a model: by how apps of each came out with it before, and by its size only as
long as nothing is known. Refuses to give one up for a single bad day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.contract import Kind

Writer = Literal["freehand", "blueprint"]
ENOUGH = 3
"""Runs from which on a writer's results count."""
POOR = 0.4
"""Mean score below which the other writer is given a try."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`why` in a few words for people."""

    writer: Writer
    why: str


def choose(
    small: bool, scores: Mapping[str, Sequence[float]], wanted: Writer | None = None, *, kind: Kind | None = None
) -> Chosen:
    """`scores` of earlier runs with this model, 0..1, by writer. `small`: whether to expect little of the model. Of a
    `kind` that blueprint can't make, it is never the second choice."""
    if wanted:
        return Chosen(wanted, "it was asked for")
    first: Writer = "blueprint" if small else "freehand"
    other: Writer = "freehand" if small else "blueprint"
    if other == "blueprint" and kind not in (None, Kind.STREAMLIT):
        return Chosen(first, f"{other} makes no {kind} apps")
    mean = {writer: sum(came) / len(came) for writer, came in scores.items() if len(came) >= ENOUGH}
    if first in mean and other in mean:
        best = max((first, other), key=lambda writer: mean[writer])
        worse = other if best == first else first
        return Chosen(best, f"its apps reach {mean[best]:.0%} with this model, {worse} {mean[worse]:.0%}")
    if mean.get(first, 1.0) < POOR:
        return Chosen(other, f"{first} reaches only {mean[first]:.0%} with this model")
    if first in mean:
        return Chosen(first, f"its apps reach {mean[first]:.0%} with this model")
    return Chosen(first, f"the model is {'small' if small else 'not small'}, and little is known of it yet")
