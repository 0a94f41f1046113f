"""The pipeline: a spec becomes a plan, checks and a candidate, which is tried and repaired; the best one is handed over
with what can be said of each claim. Refuses to hand over a worse build than one it had, and to lose what there was when
it is stopped."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Literal

from generator.access import Given
from generator.aside import Aside
from generator.attachments import look_into
from generator.choose_kind import kind_for
from generator.contract import (
    Access,
    Candidate,
    GeneratorError,
    Kind,
    Method,
    Model,
    Plan,
    Question,
    Reins,
    Result,
    Spec,
    Start,
    Tell,
    Verdict,
    Workshop,
)
from generator.course import Course
from generator.decisions import Autonomy, Decide, Decisions, by_default
from generator.doubts import Doubts
from generator.events import Planned, Remark, apart, one_at_a_time
from generator.freehand import Freehand
from generator.held_out import as_told, hold_out
from generator.intake import look_over
from generator.landing import Landing
from generator.leases import Leases
from generator.meter import Meter, Metered, Spent, Stopped
from generator.race import Race
from generator.ranking import is_perfect
from generator.record import Record
from generator.revision import kept, numbered
from generator.sessions import Sessions
from generator.sift import seen_to_fail, sift
from generator.supplies import Supplies, with_libraries
from generator.survivors import Survivors
from generator.trial import IMAGE, Trials
from sandbox import lacking
from sandbox.contract import Engine, Files, Image, Resolved, Runtime, Sandbox, SandboxError

THREADS = 6
"""For what is done beside the writing of candidates."""
LEISURE = 2.0
"""Seconds from which a plan says that the app will be long in coming: time to boot what trials take less time with. The
embedded model would miss the processor."""


class Interrupted(Exception):  # noqa: N818
    """The user ended the run: `result` is what there was by then."""

    def __init__(self, result: Result) -> None:
        super().__init__("The run was interrupted.")
        self.result = result


class Unfinished(GeneratorError):  # noqa: N818
    """A run that could not go on, with what there was by then as `result`."""

    def __init__(self, sentence: str, hint: str, result: Result) -> None:
        super().__init__(sentence, hint)
        self.result = result


def make(
    spec: Spec,
    models: Mapping[str, Model],
    engine: Engine,
    tell: Tell,
    *,
    stop: threading.Event | None = None,
    method: Method | Literal["freehand", "blueprint"] | None = None,
    autonomy: Autonomy = Autonomy.BUILD,
    decide: Decide = by_default,
    access: Access = Access(),  # noqa: B008 - frozen
    best: Callable[[Result], None] | None = None,
    start: Start | None = None,
    reins: Callable[[Reins], None] = lambda _: None,
) -> Result:
    """Make an app of the spec, within its budget; or, given a `start`, go on from there.

    `models` by role (planner, checker, writer, repairer); "writer" stands in for a role that is missing. `tell` is
    called from several threads, one at a time. `decide` answers what the `autonomy` leaves to the user, and whether a
    little-known package may be installed for an app; it is called in this thread. `access` is what candidates are
    given beyond their sandbox. `best` is given the result so far with a first candidate and with each better one,
    `reins` what holds the run while it goes on. Models are left as they were: runs of one don't disturb each other.

    Raises GeneratorError for a spec that nothing can be made of, Interrupted on `stop` and Ctrl-C, Unfinished when
    the model or the engine fails for good. No thread and no sandbox outlives the call.
    """
    look_over(spec)
    if isinstance(method, str) or method is None:
        method = _method_named(method or ("blueprint" if models["writer"].small else "freehand"))
    run = _Run(spec, models, engine, tell, stop or threading.Event(), method, autonomy, decide, access, best, start)
    reins(run.reins)
    try:
        return run.record.result(run.go())
    except (KeyboardInterrupt, Stopped):
        raise Interrupted(run.record.result("It was interrupted.")) from None
    except Spent as spent:
        return run.record.result(str(spent))
    except (GeneratorError, SandboxError) as error:
        raise Unfinished(str(error), error.hint, run.record.result(f"{error} {error.hint}".strip())) from error


class _Run:
    """One run, step by step; what it has come to is its `record`."""

    def __init__(
        self,
        spec: Spec,
        models: Mapping[str, Model],
        engine: Engine,
        tell: Tell,
        stop: threading.Event,
        method: Method,
        autonomy: Autonomy,
        decide: Decide,
        access: Access,
        best: Callable[[Result], None] | None,
        start: Start | None,
    ) -> None:
        self._spec = spec
        self._sessions = Sessions(models)
        self._models = self._sessions.models
        self._engine = Leases(engine)
        self._tell = one_at_a_time(tell)
        self._stop = stop
        self._over = threading.Event()
        self.reins = self._meter = Meter(spec.budget, lambda: stop.is_set() or self._over.is_set(), tell=self._tell)
        self._method = method
        self._decisions = Decisions(decide, autonomy, self._tell, self._meter)
        self._supplies = Supplies(self._engine, self._tell, self._decisions.agree)
        access = replace(access, model=self._sessions.of(access.model)) if access.model else access
        self._given = Given(access, spec.files)
        self._start = start
        self._rounds = spec.rounds
        self.record = Record(self._meter, self._supplies, self._given, self._tell, best)

    def go(self) -> str:
        """The whole flow; gives the reason why it ended, "" when every check passed."""
        most = THREADS + self._spec.candidates
        ends = {"hang_up": self._sessions.close, "break_off": self._break_off}
        with ExitStack() as stack, Aside(most, self._stop, self._over, self._meter, **ends) as aside:
            stack.callback(self._sessions.close)
            stack.callback(self._given.end)
            shop = self._shop(stack, aside)
            if not (plan := self._plan(shop)):
                return "The plan was turned down."
            if not plan.claims:
                return "No app can come of this: " + (" ".join(plan.unchecked) or "there is nothing in it to check.")
            trying = Trials(self._engine, plan, self._tell, self._given, self.record.disputes, self._meter.excuse)
            trials = stack.enter_context(trying)
            boot = aside.submit(self._boot, trials)
            writer = shop.model("writer")
            if self._meter.waited > LEISURE and not writer.small:
                aside.submit(trials.widen)
            landing = Landing(plan.kind, trials.land, self._supplies, aside)
            race = self._race(plan, shop, aside, landing)
            if not writer.small and writer.slots > 1:
                race.begin()
            self._write_checks(plan, shop)
            aside.wait(boot)
            empty = aside.submit(self._try_empty, trials, landing)
            for lane, candidate in race.written():
                self._drop(aside.wait(empty))
                landing.rest()
                if self.record.knows(candidate) or not self._approved(candidate):
                    continue
                if is_perfect(self._try(candidate, lane, aside, trials)[0]):
                    race.over.set()
            if not self.record.best:
                return "Every candidate was turned down."
            reason = self._improve(plan, shop, aside, trials)
            survivors = Survivors(self.record, self._spec, plan, shop, aside, trials, self._meter)
            survivors.find()
            if self._rounds and survivors.strengthen():
                reason = self._improve(plan, shop, aside, trials)
                survivors.find()
            if race.is_writing:
                self._sessions.close()
            return reason

    # --- the steps ----------------------------------------------------------------------------------------------------

    def _plan(self, shop: Workshop) -> Plan | None:
        with self.record.stage("plan"):
            self._spec = replace(self._spec, seen=look_into(self._spec.files, shop.scratch))
            if self._start:
                self._spec = replace(self._spec, kind=self._start.plan.kind)
                plan = self._method.replan(self._spec, self._start, shop)
            else:
                self._spec = replace(self._spec, kind=kind_for(self._method, self._spec, shop))
                plan = self._method.plan(self._spec, shop)
            self._planned(plan)
        if self._spec.budget.dollars is not None and self._meter.usage.cost is None:
            self._tell(Remark("What this model costs isn't known: the limit in dollars can't be held."))
        confirmed = self._decisions.plan(plan) if plan.claims else plan
        if confirmed and confirmed != plan:
            self._planned(confirmed)
        return confirmed

    def _clarify(self, spec: Spec, questions: Sequence[Question]) -> Spec:
        self._spec = self._decisions.clarified(spec, questions)
        self.record.text = self._spec.text
        return self._spec

    def _planned(self, plan: Plan) -> None:
        self.record.plan = plan
        self._tell(Planned(plan.model_dump(mode="json")))

    def _boot(self, trials: Trials) -> None:
        with self.record.stage("boot"):
            trials.warm()

    def _write_checks(self, plan: Plan, shop: Workshop) -> None:
        """An app without checks is still an app: its claims are then not checked, and say why."""
        with self.record.stage("checks"):
            self.record.written, bare = kept(self._start, plan)
            try:
                if bare:
                    self.record.written += numbered(self._method.checks(self._spec, bare, shop), self.record.written)
            except GeneratorError as error:
                self.record.no_checks = str(error)
                self._tell(Remark(f"There are no checks: {error}"))
            self.record.checks, self.record.dropped = sift(self.record.written, plan, self._spec.files)
            self.record.tell_checks()

    def _race(self, plan: Plan, shop: Workshop, aside: Aside, landing: Landing) -> Race:
        """The first candidates, each by a method of its own."""
        lanes = [self._method]
        while len(lanes) < self._spec.candidates and (another := self._method.another(len(lanes))):
            lanes.append(another)

        def write(lane: Method) -> Candidate:
            start = self._start if self._start and self._start.candidate else None
            if start and start.candidate and not start.change and lane is self._method:
                candidate = start.candidate
            else:
                tell = self._tell if lane is self._method else apart(self._tell, lanes.index(lane) + 1)
                own = replace(racing, tell=tell)
                with self.record.stage("code"), landing.written_by(lane) as arriving:
                    changed = start and start.change and lane.alter(self._spec, plan, start, own)
                    own = replace(own, arriving=arriving)
                    candidate = with_libraries(changed or lane.write(self._spec, plan, own))
            self.record.first = self.record.first or candidate
            return candidate

        race = Race(lanes, max(1, shop.model("writer").slots), write, aside)
        models = {role: Metered(model, self._meter, race.over.is_set) for role, model in self._models.items()}
        racing = replace(shop, models=models)
        return race

    def _try_empty(self, trials: Trials, landing: Landing) -> Verdict | None:
        verdict = None
        if self.record.checks:
            with self.record.stage("empty"):
                verdict = trials.empty(self.record.checks)
        landing.open()
        return verdict

    def _drop(self, empty: Verdict | None) -> None:
        """Before the first trial: throw away what an empty app passes."""
        if self.record.tried:
            return
        if empty:
            self.record.checks, passing = seen_to_fail(self.record.checks, empty)
            self.record.dropped |= passing
            if passing:
                self.record.tell_checks()
        self.record.held = hold_out(self.record.checks)

    def _approved(self, candidate: Candidate) -> bool:
        """Whether a candidate is to be tried; one that is turned down is not handed over either."""
        known = self.record.best[0] if self.record.best else self._start.candidate if self._start else None
        before = known.files if known else {}
        ask = self._decisions.try_it
        approved = candidate.files == before or ask(self.record.next, before, candidate.files, candidate.note)
        if not approved and self.record.first is candidate:
            self.record.first = None
        return approved

    def _try(self, candidate: Candidate, maker: Method, aside: Aside, trials: Trials) -> tuple[Verdict, bool]:
        """One trial; whether the candidate is now the best."""
        number = self.record.wrote(candidate)
        supply = self._supply(candidate, aside)
        candidate = replace(candidate, packages=supply.packages)
        with self.record.stage("trial", f"candidate {number}"):
            verdict = aside.run(trials.run, number, candidate, self.record.checks, supply, self.record.held)
        return verdict, self.record.came(number, candidate, verdict, maker)

    def _supply(self, candidate: Candidate, aside: Aside) -> Resolved:
        """The packages that the candidate needs beyond what every sandbox holds."""
        plan = self.record.plan
        if not plan or plan.kind is Kind.WEB or not (wanted := lacking(candidate.files)):
            return IMAGE
        with self.record.stage("packages", ", ".join(wanted)):
            return self._supplies.supply(wanted, aside.run)

    def _improve(self, plan: Plan, shop: Workshop, aside: Aside, trials: Trials) -> str:
        """Repairs of the best candidate, and fresh ones where they lead nowhere; the reason why it ended."""
        assert self.record.best
        assert self.record.maker
        maker = self.record.maker
        ways = 0 if self._start and self._start.change else maker.ways  # an app built anew would not be the one changed
        course = Course(self._rounds, ways, self.record.best[1])
        doubts = Doubts(self.record, self._spec, plan, shop, aside, trials)
        thrown: Verdict | None = None
        refused = False
        try:
            while True:
                if doubts.settle(refused=refused, last=course.next == "end"):
                    maker = self.record.maker
                    course.judged(self.record.best[1])
                if course.next == "end":
                    break
                refused = course.next == "repair"
                if candidate := self._another(plan, maker, shop, thrown, anew=course.next == "anew"):
                    verdict, better = self._try(candidate, maker, aside, trials)
                    course.came(verdict, better=better)
                    thrown = None if better else verdict
                    refused = False
                else:
                    course.came(None)
        except GeneratorError as error:
            return f"{error} {self.record.shortfall}".strip()
        finally:
            self._rounds = course.left
        if course.is_stuck and course.tried_anew:
            return f"{self.record.shortfall} Repairs gained nothing, and building it in another way was no better."
        return self.record.shortfall

    def _another(
        self, plan: Plan, maker: Method, shop: Workshop, thrown: Verdict | None, *, anew: bool
    ) -> Candidate | None:
        """A candidate that wasn't tried yet, None when there is no further idea. `thrown` is what was said of the one
        that was thrown away last."""
        self._meter.check()
        assert self.record.best
        with self.record.stage("repair", "building it in another way" if anew else self.record.shortfall):
            if anew:
                candidate: Candidate | None = maker.write(self._spec, plan, shop)
            else:
                last, verdict = self.record.best
                candidate = maker.repair(
                    self._spec, plan, last, as_told(verdict), shop, thrown=as_told(thrown) if thrown else None
                )
        candidate = with_libraries(candidate) if candidate else None
        return candidate if candidate and not self.record.knows(candidate) and self._approved(candidate) else None

    # --- around the steps ---------------------------------------------------------------------------------------------

    def _break_off(self) -> None:
        """End whatever the run's threads wait for."""
        self._given.end()
        self._sessions.close()
        self._engine.end()

    def _shop(self, stack: ExitStack, aside: Aside) -> Workshop:
        lock = threading.Lock()
        booted: list[Sandbox] = []

        def scratch() -> Sandbox:
            with lock:
                if not booted:
                    booted.append(stack.enter_context(self._engine.open(Image.APP, runtime=Runtime.SCRIPT)))
                return booted[0]

        models = {role: Metered(model, self._meter) for role, model in self._models.items()}

        def arriving(_: Files, so_far: Files) -> None:
            self._supplies.ahead(lacking(so_far), aside)

        clarify = self._clarify if self._decisions.autonomy.confirms_plan else None
        return Workshop(models, self._engine, scratch, self._tell, arriving, self._given.access, clarify)


def _method_named(name: Literal["freehand", "blueprint"]) -> Method:
    if name == "freehand":
        return Freehand()
    from generator.blueprint import Blueprint  # here, since it loads much that strong models have no use for

    return Blueprint()
