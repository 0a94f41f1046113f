"""What the configured model's apps gain by more candidates: the same sentences at each number, tried as every app is.
Refuses to put any of them on the shelf."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

from gallery.console import Console, say
from gallery.settings import Settings
from generator.contract import Spec
from generator.make import Unfinished, make
from sandbox.contract import Engine

SENTENCES = (
    "convert kilometres to miles and back",
    "a list of books I have read with the pages of each, and the pages of all",
    "count the words and letters of a text",
)
BAR = 30


@dataclass(frozen=True, slots=True)
class Point:
    """The sentences with so many candidates each: mean score and share all proved, 0..1; seconds and tokens."""

    candidates: int
    score: float
    passed: float
    seconds: float
    tokens: int


def measure(
    sentences: Sequence[str],
    candidates: Sequence[int],
    settings: Settings,
    engine: Engine,
    stop: Event,
    tell: Callable[[str], None],
) -> list[Point]:
    """One point for each number of candidates. What could not be made counts as 0. Raises Interrupted on `stop`."""
    points = []
    with settings.models("bench", remark=tell, progress=tell) as models:
        for number in candidates:
            results = []
            for sentence in sentences:
                spec = Spec(sentence, budget=settings.budget, rounds=settings.rounds, candidates=number)
                try:
                    result = make(spec, models, engine, lambda _: None, stop=stop)
                except Unfinished as unfinished:
                    tell(f"{sentence}: {unfinished}")
                    result = unfinished.result
                results.append(result)
                score = result.verdict.score if result.verdict else 0.0
                tell(f"{number} candidates, {sentence}: {score:.0%} in {result.seconds:.0f} s")
            points.append(
                Point(
                    number,
                    statistics.mean(one.verdict.score if one.verdict else 0.0 for one in results),
                    statistics.mean(one.outcome == "passed" for one in results),
                    sum(one.seconds for one in results),
                    sum(one.usage.tokens_in + one.usage.tokens_out for one in results),
                )
            )
    return points


def show(console: Console, points: Sequence[Point]) -> None:
    """A line for each number of candidates, its score as a bar."""
    say(console, "candidates  score                                  all proved   seconds    tokens", "bold")
    for point in points:
        bar = ("#" * round(point.score * BAR)).ljust(BAR, ".")
        say(
            console,
            f"{point.candidates:>10}  {bar} {point.score:>5.0%}  {point.passed:>10.0%}"
            f"  {point.seconds:>8.0f}  {point.tokens:>8,}",
        )
