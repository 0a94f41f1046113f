"""Decides after each trial how a run goes on: another repair, an app built anew in another way, or the end. Refuses to
go on where two rounds have gained nothing and no other way is left, and to have an app repaired of whose failures the
writer may not be told."""

from typing import Literal

from generator.contract import Verdict
from generator.held_out import has_news
from generator.ranking import is_perfect, signature

PATIENCE = 2
"""Rounds without gain, one after the other, until the approach changes."""


class Course:
    """The course of one run, told of each trial. `ways`: how often an app can be built anew, ever in another way."""

    def __init__(self, rounds: int, ways: int, first: Verdict) -> None:
        self._rounds = rounds
        self._ways = ways
        self._seen = {signature(first)}
        self._best = first
        self._gainless = 0
        self.tried_anew = 0
        """In how many other ways the app was built."""

    @property
    def left(self) -> int:
        """How many rounds are left."""
        return max(0, self._rounds)

    @property
    def next(self) -> Literal["repair", "anew", "end"]:
        """What to do now."""
        if is_perfect(self._best) or self._rounds <= 0:
            return "end"
        if self._gainless < PATIENCE and has_news(self._best):
            return "repair"
        return "anew" if self.tried_anew < self._ways else "end"

    @property
    def is_stuck(self) -> bool:
        """Whether it ends where the last rounds gained nothing."""
        return self.next == "end" and self._gainless >= PATIENCE and not is_perfect(self._best)

    def judged(self, best: Verdict) -> None:
        """The best one, or what is said of it, is another now though nothing was tried."""
        self._best = best

    def came(self, verdict: Verdict | None, *, better: bool = False) -> None:
        """What came of doing `next`; None when nothing did that hadn't been tried. A failure seen before means that
        nothing was understood: the approach changes at once. So it does where an app built anew is no better."""
        anew = self.next == "anew"
        self._rounds -= 1
        self.tried_anew += anew
        seen = verdict is None or signature(verdict) in self._seen
        if verdict:
            self._seen.add(signature(verdict))
            self._best = verdict if better else self._best
        if better and not seen:
            self._gainless = 0
        else:
            self._gainless = PATIENCE if seen or anew else self._gainless + 1
