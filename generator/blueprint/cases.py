"""What is known of one output while it is decided how it is worked out. Refuses to decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.blueprint.counted import whole
from generator.blueprint.operations import Fitting
from generator.blueprint.schema import Field, Output


@dataclass(frozen=True, slots=True)
class Wish:
    """An output that is asked for, in the words of the plan."""

    output: Output
    about: str


@dataclass(slots=True)
class Case:
    wish: Wish
    fields: list[Field]
    fits: list[Fitting]
    sources: list[str] = field(default_factory=list)
    picked: str = ""
    derived: list[float] = field(default_factory=list)
    needed: frozenset[str] = frozenset()
    """Names of inputs that the sentence asks for and that nothing else would use."""
    counted: bool = False
    """Whether only whole ones of it can be had."""
    plain: list[Fitting] = field(default_factory=list)
    """The operations that the user's own words are near to, whatever the plan says an output is about."""

    def add(self, sources: Sequence[str]) -> None:
        """Own rules to choose from; "" is none."""
        self.sources += [whole(source) if self.counted else source for source in sources if source]

    def lacking(self, number: int) -> int:
        """How many of the needed inputs a candidate leaves aside, sources first."""
        if number < len(self.sources):
            return len(self.needed - set(re.findall(r"\w+", self.sources[number].partition(":")[2])))
        return len(self.needed & set(self.fits[number - len(self.sources)].unused))

    def takers(self) -> list[Fitting]:
        """The operations that leave aside as few of the needed inputs as any, nearest first."""
        least = min((len(self.needed & set(fit.unused)) for fit in self.fits), default=0)
        return [fit for fit in self.fits if len(self.needed & set(fit.unused)) == least]
