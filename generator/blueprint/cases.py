"""What is known of one output while it is decided how it is worked out. Refuses to decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.blueprint.agreement import Given
from generator.blueprint.counted import whole
from generator.blueprint.dimensions import Law
from generator.blueprint.operations import Fitting
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.relations import holds, lines_of
from generator.blueprint.schema import Field, Output
from generator.blueprint.trials import Values


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
    derived: dict[int, list[Any]] = field(default_factory=dict)
    """Number of an input -> what the output was said to be for it, apart from any function."""
    needed: frozenset[str] = frozenset()
    """Names of inputs that the sentence asks for and that nothing else would use."""
    counted: bool = False
    """Whether only whole ones of it can be had."""
    plain: list[Fitting] = field(default_factory=list)
    """The operations that the user's own words are near to, whatever the plan says an output is about."""
    examples: Sequence[str] = ()
    """What the sentence names as an example of what is shown."""
    text: str = ""
    law: Law | None = None
    """What units leave no choice about; the first of the sources follows it then."""

    def add(self, sources: Sequence[str]) -> None:
        """Own rules to choose from; "" is none."""
        self.sources += [whole(source) if self.counted else source for source in sources if source]

    def tries(self, members: Sequence[int] | None = None) -> int:
        """How many of these candidates, or of all, are functions that the model wrote."""
        first = 1 if self.law else 0
        return sum(first <= n < len(self.sources) for n in (range(len(self.sources)) if members is None else members))

    def related(self, inputs: Sequence[Values], results: Sequence[Any]) -> bool:
        """Whether lines made of other lines are all that the request says of them."""
        texts = [f.name for f in self.fields if f.type in ("long_text", "file")]
        if len(texts) != 1 or self.wish.output.format in NUMERIC:
            return False
        told = [
            holds(self.text, lines_of(values[texts[0]]), lines_of(result))
            for values, result in zip(inputs, results, strict=False)
        ]
        return bool(told) and all(told)

    def lacking(self, number: int) -> int:
        """How many of the needed inputs a candidate leaves aside, sources first."""
        if number < len(self.sources):
            return len(self.needed - set(re.findall(r"\w+", self.sources[number].partition(":")[2])))
        return len(self.needed & set(self.fits[number - len(self.sources)].unused))

    def takers(self) -> list[Fitting]:
        """The operations that leave aside as few of the needed inputs as any, nearest first."""
        least = min((len(self.needed & set(fit.unused)) for fit in self.fits), default=0)
        return [fit for fit in self.fits if len(self.needed & set(fit.unused)) == least]

    def shows(self, behaviour: Sequence[Given], inputs: Sequence[Values]) -> bool:
        """Whether something that the sentence names as an example comes, letter by letter, of inputs in which it does
        not stand."""
        for (answered, value), values in zip(behaviour, inputs, strict=True):
            given = "\n".join(map(str, values.values())).casefold()
            shown = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
            wanted = [one for one in self.examples if one.casefold() not in given]
            if answered and any(_holds(shown, one) for one in wanted):
                return True
        return False


def _holds(shown: str, example: str) -> bool:
    whole = rf"(?<![\w.]){re.escape(example)}(?![\w]|[.@]\w)"
    return bool(re.search(whole, shown))
