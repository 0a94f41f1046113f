"""What an app made of what it was given: where it reached, what was refused, what it asked the model. Refuses to
tell of anything but names and numbers."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from gallery.text import line
from generator.contract import Usage
from sandbox.contract import Connection

WHEN = {"trial": "On trial", "open": "While it was open"}


class Reached(BaseModel):
    """All tries of one kind at one host: let through, or `refused` for this reason."""

    model_config = ConfigDict(frozen=True)

    host: str
    port: int
    refused: str = ""
    times: int = 0
    sent: int = 0
    received: int = 0

    def __str__(self) -> str:
        host, times = f"{self.host}:{self.port}", "once" if self.times == 1 else f"{self.times} times"
        moved = f"{self.sent} bytes out, {self.received} in"
        return f"It tried {host} {times}: {self.refused}" if self.refused else f"It reached {host} {times}: {moved}."


class Use(BaseModel):
    """What was made of it in one trial or opening. `cost` in US dollars, None when the model's price isn't known."""

    model_config = ConfigDict(frozen=True)

    when: Literal["trial", "open"]
    reached: list[Reached] = []
    requests: int = 0
    tokens: int = 0
    cost: Decimal | None = Decimal(0)

    def __bool__(self) -> bool:
        return bool(self.reached or self.requests)

    @property
    def lines(self) -> list[str]:
        told = [str(one) for one in self.reached]
        if self.requests:
            price = ", at an unknown price" if self.cost is None else f", for ${self.cost:.4f}" if self.cost else ""
            times = "once" if self.requests == 1 else f"{self.requests} times"
            told.append(f"It asked the model {times}: {self.tokens} tokens{price}.")
        return told


def use(when: Literal["trial", "open"], connections: Sequence[Connection], asked: Usage) -> Use:
    """As it was seen from outside the sandbox."""
    each = (
        Reached(
            host=line(one.host, 100),
            port=one.port,
            refused=line(one.refused, 200),
            times=1,
            sent=one.sent,
            received=one.received,
        )
        for one in connections
    )
    return Use(
        when=when,
        reached=list(summed(each)),
        requests=asked.calls,
        tokens=asked.tokens_in + asked.tokens_out,
        cost=asked.cost,
    )


def in_words(uses: Sequence[Use]) -> list[str]:
    """A line for each time of an app's life in which it made something of it, over all of its openings."""
    found = []
    for when, words in WHEN.items():
        these = [one for one in uses if one.when == when]
        costs = [one.cost for one in these]
        whole = Use(
            when="trial",
            reached=list(summed(reached for one in these for reached in one.reached)),
            requests=sum(one.requests for one in these),
            tokens=sum(one.tokens for one in these),
            cost=None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0)),
        )
        found += [f"{words}: {' '.join(whole.lines)}"] if whole else []
    return found


def summed(each: Iterator[Reached]) -> Iterator[Reached]:
    """The same place and reason taken together, in the order of the first."""
    sums: dict[tuple[str, int, str], Reached] = {}
    for one in each:
        where = one.host, one.port, one.refused
        was = sums.get(where, Reached(host=one.host, port=one.port, refused=one.refused))
        more = {
            "times": was.times + one.times,
            "sent": was.sent + one.sent,
            "received": was.received + one.received,
        }
        sums[where] = was.model_copy(update=more)
    yield from sums.values()
