"""Puts deliberate faults into the best candidate, and has checks written for those that none noticed. Refuses to let
such a check lower a claim unless a second derivation agrees with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator import check_sheet
from generator.aside import Aside
from generator.contract import Candidate, Check, GeneratorError, Mark, Outcome, Plan, Spec, Verdict, Workshop
from generator.conversation import ask, message, request
from generator.doubts import confirmed
from generator.events import Fault, Remark, Tried
from generator.faults import try_faults
from generator.freehand import FILE_TOKENS, checking
from generator.meter import Meter
from generator.parse import read_json
from generator.prompts import tagged
from generator.ranking import is_perfect
from generator.record import Record
from generator.second_opinion import agrees, ask_again, is_worked_out
from generator.sift import seen_to_fail, sift
from generator.trial import Trials

ROOM = 1 / 3
"""The share of the budget without which nothing more is written."""
PATIENCE = 0.1
"""The share of the time waited for models in which faults may be begun, so that they hardly show in a run's length."""
BRIEFLY, LONG = 2.0, 10.0
"""Seconds that they have however short, and at most however long, that was."""
MOST_SHOWN = 6
MOST = 4
"""Checks, at most, that are written for them."""
WORDS = (
    "These checks are there already. An app for this plan passes them all, and still did when one line of it was "
    "changed as shown, a line for each change. Write at most four more checks, in the same form, that such a change "
    "would make fail: think of what each does to what a person sees. Expect what the request and the plan say, never "
    "what the code seems to do, which may be wrong. Leave out a change that makes no difference to what they say: no "
    "check at all is a good answer too."
)


class Survivors:
    """Those of one run."""

    def __init__(
        self, record: Record, spec: Spec, plan: Plan, shop: Workshop, aside: Aside, trials: Trials, meter: Meter
    ) -> None:
        self._record = record
        self._spec = spec
        self._plan = plan
        self._shop = shop
        self._aside = aside
        self._trials = trials
        self._meter = meter
        self._of: Candidate | None = None
        """Whose faults they are."""

    def find(self) -> None:
        """What the checks of the best candidate are worth, unless that was looked at before."""
        assert self._record.best
        if self._record.best[0] is self._of:
            return
        self._of = self._record.best[0]
        self._record.faults = []
        with self._record.stage("faults"):
            self._aside.run(self._try)

    def strengthen(self) -> bool:
        """Write more checks for a best candidate that passes all it has; whether it fails one of these."""
        survived = [fault for fault in self._record.faults if fault.end == "survived"]
        best = self._record.best
        if not survived or not best or not is_perfect(best[1]) or self._shop.model("checker").small:
            return False
        if self._meter.share_left() < ROOM:
            return False
        try:
            with self._record.stage("checks", "for faults that none noticed"):
                fresh = self._written(survived)
                outcomes = self._proved(fresh) if fresh else {}
            with self._record.stage("faults"):
                self._aside.run(lambda: self._try_again(survived, [c for c in fresh if c.id in outcomes]))
        except GeneratorError as error:
            self._shop.tell(Remark(f"No more checks were written: {error}"))
            return False
        return any(outcome.mark is Mark.FAILED for outcome in outcomes.values())

    def _written(self, survived: Sequence[Fault]) -> list[Check]:
        # Of the code the checker sees the changed lines alone: to know what goes unnoticed, not what the app does.
        changes = "\n".join(f"{fault.before} → {fault.after or '(left out)'}" for fault in survived[:MOST_SHOWN])
        titles = "\n".join(f"{check.claim}: {check.title}" for check in self._record.checks)
        asked = request(self._spec, self._plan, tagged("checks", titles), tagged("changes", changes), WORDS)
        messages = [message("system", checking(self._plan.kind)), asked]
        reply = ask(self._shop, messages, "checker", FILE_TOKENS, schema=check_sheet.schema(self._plan.kind))
        taken = {check.id for check in self._record.written}
        sheet, _ = check_sheet.read_sheet(reply.data or read_json(reply.text), taken=taken)
        kept, _ = sift(sheet, self._plan, self._spec.files)
        known = [check.steps for check in self._record.checks]
        fresh = [check for check in kept if check.id not in taken and check.steps not in known][:MOST]
        if not fresh:
            return []
        return seen_to_fail(fresh, self._aside.run(lambda: self._trials.empty(fresh)))[0]

    def _proved(self, fresh: list[Check]) -> dict[str, Outcome]:
        """What the checks say of the best candidate; of those that fail, only where a second derivation agrees with
        them. One that it corrects takes its place in the list."""
        assert self._record.best
        candidate = self._record.best[0]
        told, pictures = self._aside.run(lambda: self._trials.hold(candidate, fresh))
        outcomes = {outcome.id: outcome for outcome in told if outcome.mark is Mark.PASSED}
        failed = {one.id: one for one in told if one.mark is Mark.FAILED}
        doubtful = [check for check in fresh if check.id in failed and is_worked_out(check, failed[check.id].step)]
        if doubtful:
            again = ask_again(self._spec, self._plan, doubtful, self._shop)
            sure = [c for c in doubtful if c.id in again and agrees(c, again[c.id], failed[c.id].step)]
            outcomes |= {check.id: failed[check.id] for check in sure}
            rivals = [again[check.id] for check in doubtful if check.id in again and check not in sure]
            right, more = confirmed(candidate, rivals, self._trials, self._aside.run) if rivals else ({}, {})
            outcomes |= right
            pictures = {**pictures, **more}
            fresh[:] = [again[check.id] if check.id in right else check for check in fresh]
        kept = [check for check in fresh if check.id in outcomes]
        self._record.checks = [*self._record.checks, *kept]
        self._record.written = [*self._record.written, *kept]
        self._record.tell_checks()

        def judge(at: int, verdict: Verdict) -> Verdict:
            held = at == best
            checks = [*verdict.checks, *(outcomes[check.id] for check in kept)] if held else verdict.checks
            more = pictures if held else {}
            score = self._trials.score(self._record.checks, checks)
            return replace(verdict, checks=checks, score=score, pictures={**verdict.pictures, **more})

        best = next(at for at, (one, _) in enumerate(self._record.tried) if one is candidate)
        self._record.judge_again(judge)
        for outcome in outcomes.values():
            self._shop.tell(Tried(best + 1, outcome.id, outcome.title, outcome.mark.value, outcome.evidence))
        return outcomes

    def _try(self) -> None:
        for fault in self._faults(self._record.checks):
            self._record.faults.append(fault)
            self._shop.tell(fault)

    def _try_again(self, survived: Sequence[Fault], fresh: Sequence[Check]) -> None:
        """Hold the faults that survived against the checks that were written for them."""
        for fault in self._faults(fresh, survived):
            if fault.end == "noticed":
                later = replace(fault, later=True)
                self._record.faults = [later if one.is_same(later) else one for one in self._record.faults]
                self._shop.tell(later)

    def _faults(self, checks: Sequence[Check], among: Sequence[Fault] | None = None) -> Iterator[Fault]:
        assert self._record.best
        seconds = min(LONG, max(BRIEFLY, PATIENCE * self._meter.waited))
        return try_faults(self._trials, *self._record.best, checks, self._meter.left, seconds, among)
