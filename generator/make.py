"""The pipeline: a spec becomes a plan, checks and a candidate, which is tried and repaired; the best one is handed over
with what can be said of each claim. Refuses to hand over a worse build than one it had, and to lose what there was when
it is stopped."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Literal, TypeVar

from generator.access import Given
from generator.choose_kind import kind_for
from generator.contract import (
    Access,
    Agree,
    Candidate,
    Check,
    GeneratorError,
    Kind,
    Method,
    Model,
    Plan,
    Result,
    Spec,
    Tell,
    Verdict,
    Workshop,
)
from generator.course import Course
from generator.events import Checked, Fault, Planned, Remark, Scored, Stage, Written, one_at_a_time
from generator.faults import try_faults
from generator.freehand import Freehand
from generator.intake import look_over
from generator.leases import Leases
from generator.meter import Meter, Metered, Spent, Stopped
from generator.ranking import is_better, shortfall
from generator.sift import seen_to_fail, settle, sift
from generator.supplies import Supplies, with_libraries
from generator.trial import IMAGE, Trials
from sandbox import lacking
from sandbox.contract import Engine, Files, Image, Resolved, Runtime, Sandbox, SandboxError

T = TypeVar("T")


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
    confirm: Callable[[Plan], Plan | None] | None = None,
    agree: Agree = lambda _: False,
    access: Access = Access(),  # noqa: B008 - frozen
    best: Callable[[Result], None] | None = None,
) -> Result:
    """Make an app of the spec, within its budget.

    `models` by role (planner, checker, writer, repairer); "writer" stands in for a role that is missing. `tell` is
    called from several threads, one at a time. `confirm` may change the plan or, by None, turn it down. `agree` is
    asked before a little-known package is installed for an app. `access` is what candidates are given beyond their
    sandbox. `best` is given the result so far when there is a first candidate and whenever there is a better one. When
    the run is ended early, by `stop`, by Ctrl-C or by its budget, models that can be closed are closed.

    Raises GeneratorError for a spec that nothing can be made of, Interrupted on `stop` and Ctrl-C, Unfinished when
    the model or the engine fails for good. No thread and no sandbox outlives the call.
    """
    look_over(spec)
    if isinstance(method, str) or method is None:
        method = _method_named(method or ("blueprint" if models["writer"].small else "freehand"))
    run = _Run(spec, models, engine, tell, stop or threading.Event(), method, agree, access, best)
    try:
        return run.result(run.go(confirm))
    except (KeyboardInterrupt, Stopped):
        raise Interrupted(run.result("It was interrupted.")) from None
    except Spent as spent:
        return run.result(str(spent))
    except (GeneratorError, SandboxError) as error:
        raise Unfinished(str(error), error.hint, run.result(f"{error} {error.hint}".strip())) from error


class _Run:
    """One run and what it has come to."""

    def __init__(
        self,
        spec: Spec,
        models: Mapping[str, Model],
        engine: Engine,
        tell: Tell,
        stop: threading.Event,
        method: Method,
        agree: Agree,
        access: Access,
        best: Callable[[Result], None] | None,
    ) -> None:
        self._spec = spec
        self._models = models
        self._engine = Leases(engine)
        self._tell = one_at_a_time(tell)
        self._stop = stop
        self._over = threading.Event()
        self._meter = Meter(spec.budget, lambda: stop.is_set() or self._over.is_set())
        self._method = method
        self._supplies = Supplies(self._engine, self._tell, agree)
        self._given = Given(access)
        self._on_best = best
        self._plan: Plan | None = None
        self._written: list[Check] = []
        self._checks: list[Check] = []
        self._dropped: dict[str, str] = {}
        self._no_checks = ""
        self._first: Candidate | None = None
        self._best: tuple[Candidate, Verdict] | None = None
        self._tried: list[Files] = []
        self._faults: list[Fault] = []
        self._stages: dict[str, float] = {}

    def go(self, confirm: Callable[[Plan], Plan | None] | None) -> str:
        """The whole flow; gives the reason why it ended, "" when every check passed."""
        with ExitStack() as stack, self._threads() as threads:
            shop = self._shop(stack, threads)
            if not (plan := self._plan_it(shop, confirm)):
                return "The plan was turned down."
            if not plan.claims:
                return "No app can come of this: " + (" ".join(plan.unchecked) or "there is nothing in it to check.")
            trials = stack.enter_context(Trials(self._engine, plan, self._tell, self._given))
            boot = threads.submit(self._boot, trials)
            writer = shop.model("writer")
            code = None if writer.small or writer.slots < 2 else threads.submit(self._write, plan, shop)
            self._write_checks(plan, shop)
            self._await(boot)
            empty = threads.submit(self._try_empty, trials)
            first = self._await(code) if code else self._write(plan, shop)
            self._drop(self._await(empty))
            self._try(first, threads, trials)
            reason = self._improve(plan, shop, threads, trials)
            with self._stage("faults"):
                self._await(threads.submit(self._try_faults, trials))
            return reason

    def result(self, reason: str) -> Result:
        """What there is by now: the best candidate, or the first one when none came to a trial."""
        candidate, verdict = self._best or (self._first, None)
        claims = settle(self._plan, self._checks, self._why_not(), verdict) if self._plan else []
        return Result(
            plan=self._plan,
            candidate=candidate,
            verdict=verdict,
            claims=claims,
            checks=list(self._checks),
            usage=self._meter.usage,
            seconds=self._meter.seconds,
            stages=dict(self._stages),
            reason=reason,
            denied=self._supplies.denied,
            faults=list(self._faults),
            beyond=self._given.told(self._plan),
        )

    # --- the steps ----------------------------------------------------------------------------------------------------

    def _plan_it(self, shop: Workshop, confirm: Callable[[Plan], Plan | None] | None) -> Plan | None:
        with self._stage("plan"):
            spec = self._spec = replace(self._spec, kind=kind_for(self._method, self._spec, shop))
            self._plan = self._method.plan(spec, shop)
            self._tell(Planned(self._plan.model_dump(mode="json")))
        if spec.budget.dollars is not None and self._meter.usage.cost is None:
            self._tell(Remark("What this model costs isn't known: the limit in dollars can't be held."))
        if confirm and self._plan.claims:
            plan = confirm(self._plan)
            if plan and plan != self._plan:
                self._plan = plan
                self._tell(Planned(plan.model_dump(mode="json")))
            return plan
        return self._plan

    def _boot(self, trials: Trials) -> None:
        with self._stage("boot"):
            trials.warm()

    def _write_checks(self, plan: Plan, shop: Workshop) -> None:
        """An app without checks is still an app: its claims are then not checked, and say why."""
        with self._stage("checks"):
            try:
                self._written = self._method.checks(self._spec, plan, shop)
            except GeneratorError as error:
                self._no_checks = str(error)
                self._tell(Remark(f"There are no checks: {error}"))
            self._checks, self._dropped = sift(self._written, plan)

    def _write(self, plan: Plan, shop: Workshop) -> Candidate:
        with self._stage("code"):
            self._first = with_libraries(self._method.write(self._spec, plan, shop))
            return self._first

    def _try_empty(self, trials: Trials) -> Verdict | None:
        if not self._checks:
            return None
        with self._stage("empty"):
            return trials.empty(self._checks)

    def _drop(self, empty: Verdict | None) -> None:
        if empty:
            self._checks, passing = seen_to_fail(self._checks, empty)
            self._dropped |= passing
        titles = {check.id: check.title for check in self._written}
        self._tell(
            Checked(
                tuple(check.model_dump(mode="json") for check in self._checks),
                {titles[ident]: why for ident, why in self._dropped.items()},
            )
        )

    def _try(self, candidate: Candidate, threads: ThreadPoolExecutor, trials: Trials) -> tuple[Verdict, bool]:
        """One trial; whether the candidate is now the best."""
        self._tried.append(candidate.files)
        number = len(self._tried)
        sizes = {name: len(body) for name, body in candidate.files.items()}
        self._tell(Written(number, sizes, candidate.note))
        if not self._best and self._on_best:
            self._on_best(self.result("It was not tried yet."))
        supply = self._supply(candidate, threads)
        candidate = replace(candidate, packages=supply.packages)
        with self._stage("trial", f"candidate {number}"):
            verdict = self._await(threads.submit(trials.run, number, candidate, self._checks, supply))
        better = self._best is None or is_better((candidate, verdict), self._best)
        if better:
            self._best = (candidate, verdict)
        self._tell(Scored(number, verdict.score, better, verdict.reason))
        if better and self._on_best:
            self._on_best(self.result("It is still being worked on."))
        return verdict, better

    def _supply(self, candidate: Candidate, threads: ThreadPoolExecutor) -> Resolved:
        """The packages that the candidate needs beyond what every sandbox holds."""
        if not self._plan or self._plan.kind is Kind.WEB or not (wanted := lacking(candidate.files)):
            return IMAGE
        with self._stage("packages", ", ".join(wanted)):
            return self._supplies.supply(wanted, lambda work: self._await(threads.submit(work)))

    def _improve(self, plan: Plan, shop: Workshop, threads: ThreadPoolExecutor, trials: Trials) -> str:
        """Repairs of the best candidate, and fresh ones where they lead nowhere; the reason why it ended."""
        course = Course(self._spec.rounds, self._method.ways, self._verdict)
        thrown: Verdict | None = None
        try:
            while course.next != "end":
                if candidate := self._another(plan, shop, thrown, anew=course.next == "anew"):
                    verdict, better = self._try(candidate, threads, trials)
                    course.came(verdict, better=better)
                    thrown = None if better else verdict
                else:
                    course.came(None)
        except GeneratorError as error:
            return f"{error} {self._shortfall()}".strip()
        if course.is_stuck and course.tried_anew:
            return f"{self._shortfall()} Repairs gained nothing, and building it in another way was no better."
        return self._shortfall()

    def _another(self, plan: Plan, shop: Workshop, thrown: Verdict | None, *, anew: bool) -> Candidate | None:
        """A candidate that wasn't tried yet, None when there is no further idea. `thrown` is what was said of the one
        that was thrown away last."""
        self._meter.check()
        assert self._best
        with self._stage("repair", "building it in another way" if anew else self._shortfall()):
            if anew:
                candidate: Candidate | None = self._method.write(self._spec, plan, shop)
            else:
                candidate = self._method.repair(self._spec, plan, *self._best, shop, thrown=thrown)
        candidate = with_libraries(candidate) if candidate else None
        return candidate if candidate and candidate.files not in self._tried else None

    def _try_faults(self, trials: Trials) -> None:
        """What the checks of the best candidate are worth."""
        assert self._best
        for fault in try_faults(trials, *self._best, self._checks, self._meter.left):
            self._faults.append(fault)
            self._tell(fault)

    def _why_not(self) -> dict[str, str]:
        """Id of a claim -> why a check for it, or all checks, came to nothing."""
        why = (
            dict.fromkeys((claim.id for claim in self._plan.claims), self._no_checks)
            if self._no_checks and self._plan
            else {}
        )
        return why | {check.claim: self._dropped[check.id] for check in self._written if check.id in self._dropped}

    @property
    def _verdict(self) -> Verdict:
        assert self._best, "nothing was tried yet"
        return self._best[1]

    def _shortfall(self) -> str:
        return shortfall(self._verdict, self.result("").claims, self._plan.unchecked if self._plan else ())

    # --- around the steps ---------------------------------------------------------------------------------------------

    @contextmanager
    def _threads(self) -> Iterator[ThreadPoolExecutor]:
        """Threads that end with the run. When it breaks off, what they wait for is ended: models and sandboxes."""
        threads = ThreadPoolExecutor(4, thread_name_prefix="make")
        threads.submit(self._watch)
        try:
            yield threads
        except BaseException:
            self._hang_up()
            self._engine.end()
            raise
        finally:
            self._over.set()
            self._given.end()
            threads.shutdown(cancel_futures=True)

    def _await(self, future: Future[T]) -> T:
        """What the thread came to, unless the user says stop."""
        while not wait([future], timeout=0.1).done:
            if self._stop.is_set():
                raise Stopped
        return future.result()

    def _watch(self) -> None:
        """Ends calls that say nothing, when the user says stop or the budget is used up."""
        while not self._over.wait(0.2):
            if self._stop.is_set() or self._meter.spent():
                self._hang_up()
                return

    def _hang_up(self) -> None:
        for model in self._models.values():
            if close := getattr(model, "close", None):
                close()

    def _shop(self, stack: ExitStack, threads: ThreadPoolExecutor) -> Workshop:
        lock = threading.Lock()
        booted: list[Sandbox] = []

        def scratch() -> Sandbox:
            with lock:
                if not booted:
                    booted.append(stack.enter_context(self._engine.open(Image.APP, runtime=Runtime.SCRIPT)))
                return booted[0]

        models = {role: Metered(model, self._meter) for role, model in self._models.items()}

        def arriving(files: Files) -> None:
            self._supplies.ahead(lacking(files), threads)

        return Workshop(models, self._engine, scratch, self._tell, arriving, self._given.access)

    @contextmanager
    def _stage(self, name: str, about: str = "") -> Iterator[None]:
        self._tell(Stage(name, about))
        began = time.monotonic()
        try:
            yield
        finally:
            self._stages[name] = self._stages.get(name, 0.0) + time.monotonic() - began


def _method_named(name: Literal["freehand", "blueprint"]) -> Method:
    if name == "freehand":
        return Freehand()
    from generator.blueprint import Blueprint  # here, since it loads much that strong models have no use for

    return Blueprint()
