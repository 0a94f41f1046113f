"""Holds one running app against invariants and checks by a browser, and tells each outcome with its evidence. Refuses
to blame an app for what fails on the tester's own side: that is tried once more in a new tester, then not checked.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TypeVar

from generator.access import Given
from generator.checks import names, source, walked, words
from generator.contract import Check, Kind, Mark, Outcome, Plan
from generator.report import own_frames
from generator.tester import Opening, Tester, Told, clean
from sandbox.contract import Engine, Sandbox, SandboxError, Started

INVARIANTS = {
    "starts": "It starts",
    "alone": "It loads nothing from elsewhere",
    "opens": "Its page opens",
    "shows": "It shows something",
    "no_errors": "It opens without an error",
    "legible": "It can be read, and its controls have names",
    "phone": "It fits a phone",
    "reload": "It survives a reload",
    "buttons": "Every button survives a press",
    "odd": "It survives odd values",
}
SERVICE = {"described": "It says what it can be asked", "odd_requests": "It survives odd requests"}
"""Beside these, for an api."""
MARK = {"passed": Mark.PASSED, "failed": Mark.FAILED, "error": Mark.NOT_CHECKED}
CHECKING, EXAMINING = 30.0, 60.0
"""Seconds of processor for one check, and for all invariants."""
PACES = (1.0, 3.0)
"""At which a check is held, the later ones when it failed on a page that took its time to open."""
T = TypeVar("T")
Excuse = Callable[[float], None]


class Testers:
    """The tester of a run, which stays warm; another one in its place when it fails."""

    def __init__(self, engine: Engine, plan: Plan, given: Given, excuse: Excuse = lambda _: None) -> None:
        """`excuse` is given the seconds that a tester took which then failed."""
        self.excuse = excuse
        self._engine = engine
        self._plan = plan
        self._given = given
        self._stack = ExitStack()
        self._tester: Tester | None = None

    def close(self) -> None:
        self._stack.close()
        self._tester = None

    def live(self) -> Tester:
        """One that waits. Raises SandboxError."""
        if self._tester is None:
            self._tester = self._stack.enter_context(Tester(self._engine, self._given.note))
            self._tester.bring(self._given.attached)
        return self._tester

    def aim(self, app: Sandbox, file: str, checks: Sequence[Check], *, anew: bool) -> tuple[Tester, Opening]:
        """The tester, led to this app and given these checks as a file, and how to open it; `anew`: another tester."""
        if anew:
            self.close()
        tester = self.live()
        tester.put(file, source(checks, self._plan.claims, self._plan.title))
        # A page runs in the tester, and reaches from there what its app may reach.
        proxy = tester.permitted(self._given) if self._plan.kind is Kind.WEB else ""
        return tester, Opening(tester.lead(app), proxy=proxy, service=self._plan.kind is Kind.API)


class PageTrial:
    """One app under trial, from its start to its last check."""

    def __init__(
        self,
        testers: Testers,
        app: Sandbox,
        checks: Sequence[Check],
        claims: Mapping[str, str],
        say: Callable[[Outcome], None] = lambda _: None,
        show: Callable[[str, bytes], None] | None = None,
    ) -> None:
        """`claims`: id -> text. `show` is given the picture of the app, and of each check, by its name."""
        self._testers = testers
        self._claims = claims
        self.app = app
        self._checks = checks
        self._tests = names(checks)
        self._file = f"test_{hashlib.sha256(repr(checks).encode()).hexdigest()[:16]}.py"
        """A file of its own for other checks: a module that was loaded once stays as it was."""
        self._say = say
        self._show = show
        self._tester: Tester | None = None
        self._page = Opening("")
        self.pictures: dict[str, bytes] = {}
        """The app, on a desk and on a phone, and how it looked after each check: name.png -> PNG."""

    def in_one_go(self, checks: Sequence[Check], how: Callable[[Opening], Opening], seconds: float) -> list[Outcome]:
        """Some of the checks by one request, and `opens` where the page did not."""
        tests = {test: check for check, test in zip(self._checks, self._tests, strict=True) if check in checks}
        told = self._ask(lambda tester, page: tester.check(how(page), self._file, list(tests), seconds=seconds)) or {}
        opens = [Outcome("opens", INVARIANTS["opens"], MARK[said.mark]) for said in told.values() if said.id == "opens"]
        return [*opens, *(self._outcome(check, told.get(test)) for test, check in tests.items())]

    def examine(self, started: Started, missing: Sequence[str]) -> list[Outcome]:
        """All invariants. `missing`: what its pages would load and can't."""
        outcomes = [
            Outcome("starts", INVARIANTS["starts"], Mark.PASSED, f"It answers after {started.seconds:.1f} s."),
            Outcome("alone", INVARIANTS["alone"], Mark.FAILED, clean(missing[0]), detail=clean("\n".join(missing[1:])))
            if missing
            else Outcome("alone", INVARIANTS["alone"], Mark.PASSED),
        ]
        for outcome in outcomes:
            self._say(outcome)
        told = self._ask(lambda tester, page: tester.examine(page, seconds=EXAMINING)) or {}
        pictures = {"opens": "app.png", "phone": "phone.png"}
        self.pictures |= {pictures[one.id]: one.picture for one in told.values() if one.id in pictures and one.picture}
        self._show_picture("app.png")
        titles = INVARIANTS | (SERVICE if self._page.service else {})
        for name, title in list(titles.items())[len(outcomes) :]:
            if (said := told.get(name)) is None:
                outcomes.append(Outcome(name, title, Mark.NOT_CHECKED, "It was not looked at."))
            else:
                sentence, _, detail = said.said.partition("\n")
                picture = pictures.get(name, "")
                outcomes.append(Outcome(name, title, MARK[said.mark], sentence, picture, said.seconds, detail))
            if outcomes[-1].mark is Mark.FAILED or name in ("buttons", "odd", "odd_requests"):
                outcomes[-1] = self._survived(outcomes[-1])
            self._say(outcomes[-1])
        return outcomes

    def check(self, reset: Callable[[], Started | None], todo: Iterator[Check]) -> list[Outcome]:
        """Those of the checks that are still to be held, one by one: others may take of them too. `reset` makes the app
        forget what came before."""
        tests = dict(zip([check.id for check in self._checks], self._tests, strict=True))
        outcomes = []
        for check in todo:
            outcomes.append(self._one(check, tests[check.id], reset))
            self._say(outcomes[-1])
            self._show_picture(outcomes[-1].picture)
        return outcomes

    def _show_picture(self, name: str) -> None:
        if self._show and name in self.pictures:
            self._show(name, self.pictures[name])

    def _one(self, check: Check, test: str, reset: Callable[[], Started | None]) -> Outcome:
        try:
            for pace in PACES:
                if (again := reset()) and not again.ok:
                    return Outcome(check.id, check.title, Mark.FAILED, f"The app did not start again: {again.reason}")
                told = self._ask(partial(self._held, test, pace)) or {}
                if not (test in told and told[test].mark == "failed" and told[test].late):
                    break
        except SandboxError as error:
            if self.app.alive():
                raise
            return Outcome(check.id, check.title, Mark.FAILED, f"The app brought its sandbox down: {error}")
        outcome = self._outcome(check, told.get(test))
        if test in told and told[test].picture:
            self.pictures[outcome.picture] = told[test].picture
        return self._survived(outcome)

    def _held(self, test: str, pace: float, tester: Tester, page: Opening) -> dict[str, Told]:
        return tester.check(replace(page, pace=pace), self._file, [test], seconds=CHECKING)

    def _survived(self, outcome: Outcome) -> Outcome:
        """The outcome, unless the app ended meanwhile: then that is what failed, whatever the page still showed."""
        if not (why := self.app.ended()):
            return outcome
        detail = f"{outcome.evidence}\n{outcome.detail}".strip()
        return replace(outcome, mark=Mark.FAILED, evidence=clean(why), detail=detail)

    def _outcome(self, check: Check, told: Told | None) -> Outcome:
        if told is None:
            return Outcome(check.id, check.title, Mark.NOT_CHECKED, "The tester could not run this check.")
        mark = MARK[told.mark]
        sentence, _, more = told.said.partition("\n")
        if mark is Mark.PASSED:
            sentence = walked(check.steps)
        elif mark is Mark.NOT_CHECKED:
            sentence = f"The check could not be run: {sentence}"
        claim = self._claims.get(check.claim, "")
        detail = [f"Claim: {claim}", f"Steps: {walked(check.steps)}", *more.splitlines()[:2]]
        if 0 < told.step <= len(check.steps):
            detail.insert(1, f"Failed at step {told.step}: {words(check.steps[told.step - 1])}.")
        detail += [f"Console: {line}" for line in told.console[:3]] + [
            f"Error: {own_frames(e)}" for e in told.errors[:2]
        ]
        picture = "" if all(step.do == "request" for step in check.steps) else f"{check.id}.png"
        more = "\n".join(detail)[:2500]
        return Outcome(check.id, check.title, mark, sentence, picture, told.seconds, more, told.step, told.shown)

    def _ask(self, work: Callable[[Tester, Opening], T]) -> T | None:
        """What the tester says, asked once more of a new one when it fails; None when that fails too. Raises
        SandboxError when it is the app's sandbox that is gone."""
        for anew in (False, True):
            began = time.monotonic()
            try:
                if anew or self._tester is None:
                    self._tester, self._page = self._testers.aim(self.app, self._file, self._checks, anew=anew)
                return work(self._tester, self._page)
            except SandboxError:
                if not self.app.alive():
                    raise
                self._testers.excuse(time.monotonic() - began)
        return None


def hurried(page: Opening) -> Opening:
    """Where nothing is expected to come, nothing is waited for or pictured."""
    return replace(page, patience=0.0, pictures=False, once=True)
