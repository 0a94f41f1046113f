"""Says beforehand what a run is likely to take: a range from earlier runs of its sort, or a stated guess where there
are none. Refuses to promise more than the budget, and to hide what the range rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.contract import Budget
from generator.events import Quoted

Price = Callable[[int, int], Decimal | None]
"""US dollars for so many tokens in and out; None when nobody knows."""
FEW = 3
"""Earlier runs below which the range is widened."""
WIDER = 1.5


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier run took."""

    seconds: float
    tokens_in: int
    tokens_out: int
    candidates: int = 1

    def scaled(self, candidates: int) -> "Past":
        """With so many candidates, written side by side: planning and checks are paid once."""
        factor = (1 + candidates) / (1 + self.candidates)
        return Past(self.seconds, round(self.tokens_in * factor), round(self.tokens_out * factor), candidates)


GUESSES = {
    True: (Past(15, 2_000, 500), Past(160, 20_000, 4_000)),
    False: (Past(30, 9_000, 4_000), Past(180, 32_000, 12_000)),
}
"""By whether the model is small: a short run and a long one. Small models are asked many short things; others plan,
write checks and code, and repair up to three times."""


def quote(past: Sequence[Past], candidates: int, budget: Budget, price: Price, *, small: bool) -> Quoted:
    """For a run with so many candidates, from `past` runs of its sort; never beyond its budget."""
    runs = [one.scaled(candidates) for one in past or GUESSES[small]]
    wider = WIDER if 0 < len(past) < FEW else 1.0
    seconds, into, out = (
        (min(values) / wider, max(values) * wider)
        for values in ([one.seconds for one in runs], [one.tokens_in for one in runs], [one.tokens_out for one in runs])
    )
    costs = [price(round(into[end]), round(out[end])) for end in (0, 1)]
    low, high = _within((into[0] + out[0], into[1] + out[1]), budget.tokens)
    dollars = [float(cost) for cost in costs if cost is not None]
    return Quoted(
        seconds=_within(seconds, budget.seconds),
        tokens=(round(low), round(high)),
        dollars=_within((dollars[0], dollars[1]), budget.dollars) if len(dollars) == 2 else None,
        runs=len(past),
    )


def _within(span: tuple[float, float], most: float | Decimal | None) -> tuple[float, float]:
    return span if most is None else (min(span[0], float(most)), min(span[1], float(most)))
