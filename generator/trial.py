"""Tries candidates: one app, one sandbox, all invariants and checks, and a verdict with evidence. Refuses to mend."""

import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Self

from generator.access import Given
from generator.apps import Apps
from generator.contract import Access, Candidate, Check, Dispute, Kind, Mark, Outcome, Plan, Tell, Verdict
from generator.disputes import in_doubt
from generator.events import Landed, Pictured, Tried
from generator.page_trial import CHECKING, INVARIANTS, Excuse, hurried
from generator.stand import Stand, Trial
from generator.tester import Opening, clean
from sandbox import settle_libraries
from sandbox.contract import Engine, Files, Resolved, Sandbox, SandboxError

IMAGE = Resolved(True)
"""All that is needed is in the image."""
PATIENCE = 0.1
"""A factor on all waiting for an app of which it is known what it does when it is right."""
MOST_LOG = 4000
SLOW = 10.0
"""Seconds of processor that an app may use before it is worth a word that its limit held it back."""


class Trials:
    """The trials of one run: a tester that stays warm, a fresh app sandbox for each candidate."""

    def __init__(
        self,
        engine: Engine,
        plan: Plan,
        tell: Tell,
        given: Given | None = None,
        disputes: Mapping[str, Dispute] = {},
        excuse: Excuse = lambda _: None,
    ) -> None:
        """`disputes`: of the checks that are in dispute by now. `excuse` is given the seconds that a failure on the
        tester's own side took."""
        given = given or Given(Access())
        self._plan = plan
        self._tell = tell
        self._given = given
        self._disputes = disputes
        self._stands = [Stand(engine, plan, given, excuse) for _ in range(2)]
        """The second is used once it is warm, so that checks are held while the first holds invariants."""
        self._is_wide = False
        self._layers: dict[tuple[str, ...], str] = {}
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            for stand in self._stands:
                stand.close()

    def warm(self) -> None:
        """Boot a tester and an empty app, so that nobody waits for them later. Raises SandboxError."""
        with self._lock:
            self._stands[0].warm()

    def widen(self) -> None:
        """Take time now so that trials take less: rehearse, and boot a second tester and app where there is a processor
        for them. To be called once. Raises SandboxError."""
        with self._lock:
            self.warm()
            self._stands[0].rehearse()
        if (os.cpu_count() or 1) > 1:
            self._stands[1].warm()
            self._stands[1].rehearse()
            self._is_wide = True

    def empty(self, checks: Sequence[Check]) -> Verdict:
        """What the checks say of an app with nothing but a title: one that passes there proves nothing. What could not
        be tried is not checked. Raises SandboxError when the engine is gone."""
        began = time.monotonic()
        with self._lock:
            self.warm()
            outcomes = []
            if (app := self._stands[0].apps.empty) and checks:
                seconds = CHECKING + 2 * len(checks)
                outcomes = self._stands[0].trial(app, checks).in_one_go(checks, hurried, seconds)
        return Verdict(started=True, checks=outcomes, score=self.score(checks, outcomes), seconds=since(began))

    def land(self, files: Files, layer: str) -> None:
        """Have the files of a candidate that is still being written where it will be tried, in place of those that
        landed before, and start them as soon as they are enough for that. No files: nothing of them stays. Raises
        SandboxError."""
        with self._lock:
            self._tell(Landed(tuple(files), started=bool(self._stands[0].apps.land(files, layer))))

    def run(
        self,
        number: int,
        candidate: Candidate,
        checks: Sequence[Check],
        supply: Resolved = IMAGE,
        held: frozenset[str] = frozenset(),
    ) -> Verdict:
        """Try one candidate, with its packages; tells of each outcome as it comes. The log is what the app said before
        the checks that are `held` out, which come last. Raises SandboxError when the engine is gone."""
        began = time.monotonic()

        def say(said: Outcome) -> None:
            said = in_doubt(said, self._disputes)
            self._tell(Tried(number, said.id, said.title, said.mark.value, said.evidence))

        def show(name: str, content: bytes) -> None:
            self._tell(Pictured(number, name, content))

        if not supply.ok:
            say(Outcome("starts", INVARIANTS["starts"], Mark.FAILED, supply.reason))
            return Verdict(False, reason=supply.reason)
        self._layers[tuple(candidate.packages)] = supply.layer
        with self._lock:
            app, started = self._stands[0].apps.of(candidate, supply.layer)
            if not started.ok:
                say(Outcome("starts", INVARIANTS["starts"], Mark.FAILED, started.reason))
                return Verdict(False, reason=started.reason, log=tail(started.log), seconds=since(began))
            trials = [self._stands[0].trial(app, checks, say, show)]
            logs: dict[Trial, str] = {}

            todo = iter(sorted(checks, key=lambda check: check.id in held))

            def taken(trial: Trial) -> Iterator[Check]:
                for check in todo:
                    if check.id in held and trial not in logs:
                        logs[trial] = said_of(trial.app)
                    yield check

            def hold(stand: Stand, trial: Trial) -> list[Outcome]:
                return trial.check(lambda: stand.apps.reset(trial.app, candidate.files), taken(trial))

            def hold_beside() -> list[Outcome]:
                stand = self._stands[1]
                try:
                    another, again = stand.apps.of(candidate, supply.layer)
                except SandboxError:
                    return []  # the first holds them all
                if not again.ok:
                    return []
                trials.append(stand.trial(another, checks, say, show))
                return hold(stand, trials[1])

            with ThreadPoolExecutor(1) as threads:
                beside = threads.submit(hold_beside) if self._is_wide and len(checks) > 1 else None
                try:
                    invariants = trials[0].examine(started, self._missing(candidate))
                    outcomes = hold(self._stands[0], trials[0])
                finally:
                    deque(todo, maxlen=0)  # where the one fails, nothing is left for the other
                outcomes += beside.result() if beside else []
            log = tail("\n".join(logs[trial] if trial in logs else said_of(trial.app) for trial in reversed(trials)))
            outcomes = [in_doubt(outcome, self._disputes) for outcome in outcomes]
            pictures = {name: data for trial in trials for name, data in trial.pictures.items()}
        order = [check.id for check in checks]
        outcomes.sort(key=lambda outcome: order.index(outcome.id))
        return Verdict(
            started=True,
            checks=outcomes,
            invariants=invariants,
            score=self.score(checks, outcomes),
            log=log,
            seconds=since(began),
            pictures=pictures,
            held_out=held,
        )

    def hold(self, candidate: Candidate, checks: Sequence[Check]) -> tuple[list[Outcome], dict[str, bytes]]:
        """What further checks say of a candidate that came to a trial before, and the pictures of it."""
        with self._lock:
            stand = self._stands[0]
            app, started = stand.apps.of(candidate, self._layers.get(tuple(candidate.packages), ""))
            if not started.ok:
                return [Outcome(check.id, check.title, Mark.NOT_CHECKED, started.reason) for check in checks], {}
            trial = stand.trial(app, checks)
            return trial.check(lambda: stand.apps.reset(app, candidate.files), iter(checks)), trial.pictures

    @contextmanager
    def quick(self, candidate: Candidate, checks: Sequence[Check]) -> Iterator["Quick"]:
        """The candidate's sandbox for many versions of it, each held against some of these checks."""
        with self._lock:
            stand = self._stands[0]
            app = stand.apps.last(candidate, self._layers.get(tuple(candidate.packages), ""))
            yield Quick(stand.apps, stand.trial(app, checks), once=self._plan.kind is Kind.STREAMLIT)

    def score(self, checks: Sequence[Check], outcomes: Sequence[Outcome]) -> float:
        """Weight of passed checks over weight of all but those in dispute; a claim's weight is shared by its checks."""
        disputed = {outcome.id for outcome in outcomes if outcome.mark is Mark.DISPUTED}
        checks = [check for check in checks if check.id not in disputed]
        weight = {claim.id: claim.weight for claim in self._plan.claims}
        share = {c.id: weight.get(c.claim, 1.0) / sum(d.claim == c.claim for d in checks) for c in checks}
        whole = sum(share.values())
        return sum(share[o.id] for o in outcomes if o.mark is Mark.PASSED) / whole if whole else 0.0

    def _missing(self, candidate: Candidate) -> Sequence[str]:
        """What its pages would load and can't."""
        return settle_libraries(candidate.files, self._given.hosts).missing


class Quick:
    """Many versions of one app, tried one after the other in the same sandbox. Refuses to be patient: what it says of
    one counts beside what it says of another, and nowhere else."""

    def __init__(self, apps: Apps, trial: Trial, *, once: bool) -> None:
        self._apps = apps
        self._trial = trial
        self._once = once

    def hold(self, files: Files, checks: Sequence[Check], *, seconds: float, brief: bool = True) -> list[Outcome]:
        """What some of the checks say within these seconds; `brief`: up to the first that fails, which may be `starts`
        or `opens`; those after it are not checked. Raises SandboxError when the app brought its sandbox down."""
        if not (started := self._apps.start(files)).ok:
            return [Outcome("starts", INVARIANTS["starts"], Mark.FAILED, started.reason)]

        def how(page: Opening) -> Opening:
            return replace(page, patience=PATIENCE, busy=1.0, pictures=False, once=self._once, brief=brief)

        return self._trial.in_one_go(checks, how, seconds)


def said_of(app: Sandbox) -> str:
    """The app's log, and below it what its limits did to it."""
    if not app.alive():
        return "The app's sandbox ended: it used more than it may."
    used = app.usage()
    told = [app.log()]
    if used.memory_kills:
        told.append(f"It used up its memory (at most {used.memory_peak_mb:.0f} MB) and was ended.")
    if used.held_back_seconds > used.cpu_seconds / 2 > SLOW / 2:
        told.append(f"Its limit of processors held it back for {used.held_back_seconds:.0f} s.")
    return "\n".join(told)


def since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def tail(log: str) -> str:
    """The end of a log, where the trouble stands."""
    return clean(log)[-MOST_LOG:]
