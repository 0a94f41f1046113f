"""Tries candidates: one app, one sandbox, all invariants and checks, and a verdict with evidence. Refuses to mend."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Self

from generator.access import Given
from generator.apps import Apps
from generator.command_trial import CommandTrial
from generator.contract import Access, Candidate, Check, Kind, Mark, Outcome, Plan, Tell, Verdict
from generator.events import Tried
from generator.page_trial import CHECKING, INVARIANTS, PageTrial, Testers, hurried
from generator.tester import Opening, clean
from sandbox import settle_libraries
from sandbox.contract import Engine, Files, Resolved, Sandbox

IMAGE = Resolved(True)
"""All that is needed is in the image."""
PATIENCE = 0.1
"""A factor on all waiting for an app of which it is known what it does when it is right."""
MOST_LOG = 4000
SLOW = 10.0
"""Seconds of processor that an app may use before it is worth a word that its limit held it back."""


class Trials:
    """The trials of one run: a tester that stays warm, a fresh app sandbox for each candidate."""

    def __init__(self, engine: Engine, plan: Plan, tell: Tell, given: Given | None = None) -> None:
        given = given or Given(Access())
        self._plan = plan
        self._tell = tell
        self._given = given
        self._claims = {claim.id: claim.text for claim in plan.claims}
        self._apps = Apps(engine, plan.kind, given)
        self._testers = Testers(engine, plan, given)
        self._layers: dict[tuple[str, ...], str] = {}
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._apps.close()
            self._testers.close()

    def warm(self) -> None:
        """Boot the tester and an empty app, so that nobody waits for them later. Raises SandboxError."""
        with self._lock:
            if self._plan.kind is not Kind.SCRIPT:
                self._testers.live()
            self._apps.warm()

    def empty(self, checks: Sequence[Check]) -> Verdict:
        """What the checks say of an app with nothing but a title: one that passes there proves nothing. What could not
        be tried is not checked. Raises SandboxError when the engine is gone."""
        began = time.monotonic()
        with self._lock:
            self.warm()
            outcomes = []
            if (app := self._apps.empty) and checks:
                seconds = CHECKING + 2 * len(checks)
                outcomes = self._trial(app, checks).in_one_go(checks, hurried, seconds)
        return Verdict(started=True, checks=outcomes, score=self.score(checks, outcomes), seconds=since(began))

    def run(self, number: int, candidate: Candidate, checks: Sequence[Check], supply: Resolved = IMAGE) -> Verdict:
        """Try one candidate, with its packages; tells of each outcome as it comes. Raises SandboxError when the engine
        is gone."""
        began = time.monotonic()

        def say(said: Outcome) -> None:
            self._tell(Tried(number, said.id, said.title, said.mark.value, said.evidence))

        if not supply.ok:
            say(Outcome("starts", INVARIANTS["starts"], Mark.FAILED, supply.reason))
            return Verdict(False, reason=supply.reason)
        self._layers[tuple(candidate.packages)] = supply.layer
        with self._lock:
            app = self._app(candidate)
            started = self._apps.start(app, candidate.files)
            if not started.ok:
                say(Outcome("starts", INVARIANTS["starts"], Mark.FAILED, started.reason))
                return Verdict(False, reason=started.reason, log=tail(started.log), seconds=since(began))
            trial = self._trial(app, checks, say)
            invariants = trial.examine(started, settle_libraries(candidate.files, self._given.hosts).missing)
            outcomes = trial.check(lambda: self._apps.reset(app, candidate.files))
            pictures = trial.pictures()
            log = tail(said_of(app)) if app.alive() else "The app's sandbox ended: it used more than it may."
        return Verdict(
            started=True,
            checks=outcomes,
            invariants=invariants,
            score=self.score(checks, outcomes),
            log=log,
            seconds=since(began),
            pictures=pictures,
        )

    @contextmanager
    def quick(self, candidate: Candidate, checks: Sequence[Check]) -> Iterator["Quick"]:
        """The candidate's sandbox for many versions of it, each held against some of these checks."""
        with self._lock:
            app = self._app(candidate)
            yield Quick(self._apps, app, self._trial(app, checks), once=self._plan.kind is Kind.STREAMLIT)

    def score(self, checks: Sequence[Check], outcomes: Sequence[Outcome]) -> float:
        """Weight of passed checks over weight of all; a claim's weight is shared by its checks."""
        weight = {claim.id: claim.weight for claim in self._plan.claims}
        share = {c.id: weight.get(c.claim, 1.0) / sum(d.claim == c.claim for d in checks) for c in checks}
        whole = sum(share.values())
        return sum(share[o.id] for o in outcomes if o.mark is Mark.PASSED) / whole if whole else 0.0

    def _app(self, candidate: Candidate) -> Sandbox:
        return self._apps.of(candidate, self._layers.get(tuple(candidate.packages), ""))

    def _trial(
        self, app: Sandbox, checks: Sequence[Check], say: Callable[[Outcome], None] = lambda _: None
    ) -> PageTrial | CommandTrial:
        if self._plan.kind is Kind.SCRIPT:
            return CommandTrial(app, checks, self._claims, self._plan.command, self._apps.env, say)
        return PageTrial(self._testers, app, checks, self._claims, say)


class Quick:
    """Many versions of one app, tried one after the other in the same sandbox. Refuses to be patient: what it says of
    one counts beside what it says of another, and nowhere else."""

    def __init__(self, apps: Apps, app: Sandbox, trial: PageTrial | CommandTrial, *, once: bool) -> None:
        self._apps = apps
        self._app = app
        self._trial = trial
        self._once = once

    def hold(self, files: Files, checks: Sequence[Check], *, seconds: float, brief: bool = True) -> list[Outcome]:
        """What some of the checks say within these seconds; `brief`: up to the first that fails, which may be `starts`
        or `opens`; those after it are not checked. Raises SandboxError when the app brought its sandbox down."""
        if not (started := self._apps.start(self._app, files)).ok:
            return [Outcome("starts", INVARIANTS["starts"], Mark.FAILED, started.reason)]

        def how(page: Opening) -> Opening:
            return replace(page, patience=PATIENCE, pictures=False, once=self._once, brief=brief)

        return self._trial.in_one_go(checks, how, seconds)


def said_of(app: Sandbox) -> str:
    """The app's log, and below it what its limits did to it."""
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
