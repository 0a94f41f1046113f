"""What a run has come to so far, and the result it would hand over now. Refuses to decide how it goes on."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from generator.access import Given
from generator.agreement import choose
from generator.contract import Candidate, Check, Dispute, Method, Plan, Result, Tell, Verdict
from generator.events import Checked, Fault, Scored, Stage, Written
from generator.meter import Meter
from generator.ranking import is_better, shortfall
from generator.sift import settle
from generator.supplies import Supplies


class Record:
    """One per run. `better` is given the result so far when there is a first candidate and whenever there is a better
    one."""

    def __init__(
        self, meter: Meter, supplies: Supplies, given: Given, tell: Tell, better: Callable[[Result], None] | None
    ) -> None:
        self._meter = meter
        self._supplies = supplies
        self._given = given
        self._tell = tell
        self._better = better
        self.text = ""
        """The spec's text, with what the user said to questions about it."""
        self.plan: Plan | None = None
        self.written: list[Check] = []
        """All checks that were written, those in `dropped` among them."""
        self.checks: list[Check] = []
        self.dropped: dict[str, str] = {}
        """Id of a check that was thrown away -> why."""
        self.disputes: dict[str, Dispute] = {}
        """Id of a check that the user is to settle -> how it stands."""
        self.held: frozenset[str] = frozenset()
        """Ids of the checks of which the writer is told nothing."""
        self.no_checks = ""
        """Why there are no checks at all, when there aren't."""
        self.first: Candidate | None = None
        self.tried: list[tuple[Candidate, Verdict]] = []
        self._makers: list[Method] = []
        self.best: tuple[Candidate, Verdict] | None = None
        self.maker: Method | None = None
        """Whose candidate the best one is."""
        self.faults: list[Fault] = []
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, about: str = "") -> Iterator[None]:
        """What is done inside counts as this stage; several threads may be in one at once. None begins
        while the run is paused."""
        self._meter.hold()
        self._tell(Stage(name, about))
        began = time.monotonic()
        try:
            yield
        finally:
            self._stages[name] = self._stages.get(name, 0.0) + time.monotonic() - began

    @property
    def next(self) -> int:
        """The number of the candidate that is tried next."""
        return len(self.tried) + 1

    def wrote(self, candidate: Candidate) -> int:
        """A candidate is about to be tried: its number, from 1."""
        number = self.next
        if not self.best:
            self.first = self.first or candidate
            if self._better:
                self._better(self.result("It was not tried yet."))
        self._tell(Written(number, {name: len(body) for name, body in candidate.files.items()}, candidate.note))
        return number

    def came(self, number: int, candidate: Candidate, verdict: Verdict, maker: Method) -> bool:
        """A candidate was tried; whether it is now the best."""
        if not self.tried and self._meter.usage.calls:
            self._stages["verdict"] = self._meter.since_heard
        self.tried.append((candidate, verdict))
        self._makers.append(maker)
        better = self.best is None or is_better((candidate, verdict), self.best)
        if better:
            self.best, self.maker = (candidate, verdict), maker
        self._tell(Scored(number, verdict.score, better, verdict.reason))
        if better and self._better:
            self._better(self.result("It is still being worked on."))
        return better

    def judge_again(self, judge: Callable[[int, Verdict], Verdict]) -> int:
        """Every verdict anew, by its number from 0, and the best one chosen by them; gives its number."""
        self.tried = [(one, judge(number, verdict)) for number, (one, verdict) in enumerate(self.tried)]
        best = choose(self.tried)
        self.best, self.maker = self.tried[best], self._makers[best]
        if self._better:
            self._better(self.result("It is still being worked on."))
        return best

    def knows(self, candidate: Candidate) -> bool:
        """Whether these very files were tried before."""
        return any(candidate.files == tried.files for tried, _ in self.tried)

    def tell_checks(self) -> None:
        titles = {check.id: check.title for check in self.written}
        dropped = {titles[ident]: why for ident, why in self.dropped.items()}
        self._tell(Checked(tuple(check.model_dump(mode="json") for check in self.checks), dropped))

    @property
    def shortfall(self) -> str:
        """What is still to be said against the best candidate, "" when nothing is."""
        assert self.best, "nothing was tried yet"
        return shortfall(self.best[1], self.result("").claims, self.plan.unchecked if self.plan else ())

    def result(self, reason: str) -> Result:
        """What there is by now: the best candidate, or the first one when none came to a trial."""
        candidate, verdict = self.best or (self.first, None)
        return Result(
            plan=self.plan,
            candidate=candidate,
            verdict=verdict,
            claims=settle(self.plan, self.checks, self._why_not(), verdict, self.disputes) if self.plan else [],
            checks=list(self.checks),
            usage=self._meter.usage,
            seconds=self._meter.seconds,
            stages={**self._stages, "tokens": self._meter.waited},
            reason=reason,
            denied=self._supplies.denied,
            faults=list(self.faults),
            beyond=self._given.told(self.plan),
            text=self.text,
            tried=list(self.tried),
        )

    def _why_not(self) -> dict[str, str]:
        """Id of a claim -> why a check for it, or all checks, came to nothing."""
        if self.no_checks and self.plan:
            return {claim.id: self.no_checks for claim in self.plan.claims}
        return {check.claim: self.dropped[check.id] for check in self.written if check.id in self.dropped}
