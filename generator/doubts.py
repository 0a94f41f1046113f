"""Takes up checks that stand against the candidates: each is worked out a second time, and then stays, is corrected,
or is left to the user as disputed. Refuses to let a model judge what an app shows: that is compared by trying it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.agreement import largest, opposed
from generator.aside import Aside
from generator.contract import (
    Candidate,
    Check,
    Dispute,
    GeneratorError,
    Mark,
    Outcome,
    Plan,
    Spec,
    Verdict,
    Workshop,
)
from generator.disputes import in_doubt
from generator.events import Remark, Tried
from generator.meter import Spent
from generator.ranking import rank
from generator.record import Record
from generator.second_opinion import agrees, ask_again, expectation, is_worked_out
from generator.sift import seen_to_fail
from generator.trial import Trials

MOST_CALLS = 2
"""To the checker, in one run."""
MOST_CHECKS = 4
"""In one call."""


class Doubts:
    """Those of one run. A check is asked about once."""

    def __init__(self, record: Record, spec: Spec, plan: Plan, shop: Workshop, aside: Aside, trials: Trials) -> None:
        self._record = record
        self._spec = spec
        self._plan = plan
        self._shop = shop
        self._aside = aside
        self._trials = trials
        self._asked: set[str] = set()
        self._unsettled: dict[str, Check | None] = {}
        """Where neither the check nor the app agrees with what came of asking again: that, None for nothing."""
        self._calls = 0

    def settle(self, *, refused: bool = False, last: bool = False) -> bool:
        """Take up what there is to doubt; whether something is judged otherwise now. A check that stays in doubt is
        disputed when there will be no further repair (`last`), or when one was tried in vain or was `refused`: whoever
        was to make it found nothing to change. Raises Spent when the budget is used up."""
        group = largest(self._record.tried)
        if group is None or self._shop.model("checker").small:
            return False
        number = max(group.members, key=lambda member: rank(*self._record.tried[member]))
        candidate, verdict = self._record.tried[number]
        said = {outcome.id: outcome for outcome in verdict.checks}
        against = opposed(group, refused=refused)
        failed = [c for c in self._record.checks if c.id in against and is_worked_out(c, said[c.id].step)]
        right: dict[str, Outcome] = {}
        pictures: Mapping[str, bytes] = {}
        doubtful = [check for check in failed if check.id not in self._asked][:MOST_CHECKS]
        if doubtful and self._calls < MOST_CALLS:
            with self._record.stage("doubt", doubtful[0].title):
                right, pictures = self._ask(candidate, doubtful, said)
        disputed = refused or last or len(group.members) > 1
        disputes = [c for c in failed if disputed and c.id in self._unsettled and c.id not in self._record.disputes]
        for check in disputes:
            self._dispute(check, said[check.id], self._unsettled[check.id])
        if right or disputes:
            self._judge_again(number, right, pictures)
        return bool(right or disputes)

    def _ask(
        self, candidate: Candidate, doubtful: Sequence[Check], said: Mapping[str, Outcome]
    ) -> tuple[dict[str, Outcome], Mapping[str, bytes]]:
        """Have checks worked out again. Gives what those that were wrong say of the candidate now that they are
        corrected, and their pictures."""
        self._asked |= {check.id for check in doubtful}
        self._calls += 1
        try:
            again = ask_again(self._spec, self._plan, doubtful, self._shop)
        except Spent:
            raise
        except GeneratorError as error:
            self._shop.tell(Remark(f"Nothing came of asking again: {error}"))
            return {}, {}
        moved = [c for c in doubtful if not (c.id in again and agrees(c, again[c.id], said[c.id].step))]
        rivals = [again[check.id] for check in moved if check.id in again]
        right, pictures = confirmed(candidate, rivals, self._trials, self._aside.run) if rivals else ({}, {})
        for check in moved:
            if check.id in right:
                told = self._correct(check, again[check.id], said[check.id].step)
                right[check.id] = replace(right[check.id], evidence=f"{right[check.id].evidence} {told}")
            else:
                self._unsettled[check.id] = again.get(check.id)
        return right, pictures

    def _correct(self, check: Check, right: Check, step: int) -> str:
        """Put the right check in place of the wrong one; says what was wrong."""
        self._record.checks = [right if one.id == check.id else one for one in self._record.checks]
        was, now = expectation(check, step), expectation(right, step)
        told = f"Its check expected {was}; worked out again from the request it is {now}, as the app shows."
        self._shop.tell(Remark(f"{check.title} {told}"))
        return told

    def _dispute(self, check: Check, outcome: Outcome, again: Check | None) -> None:
        expected, now = (expectation(of, outcome.step) if of else "" for of in (check, again))
        self._record.disputes[check.id] = Dispute(check.id, expected, outcome.shown, now, outcome.step)
        self._shop.tell(Remark(f"In doubt: {check.title} {outcome.evidence}"))

    def _judge_again(self, number: int, right: Mapping[str, Outcome], pictures: Mapping[str, bytes]) -> None:
        """All verdicts in the light of what is disputed, and of what was corrected: only this candidate was tried with
        that."""

        def judge(at: int, outcome: Outcome) -> Outcome:
            if outcome.id not in right:
                return in_doubt(outcome, self._record.disputes)
            why = "It was not tried again after its check was corrected."
            return right[outcome.id] if at == number else Outcome(outcome.id, outcome.title, Mark.NOT_CHECKED, why)

        def anew(at: int, verdict: Verdict) -> Verdict:
            outcomes = [judge(at, outcome) for outcome in verdict.checks]
            more = pictures if at == number else {}
            score = self._trials.score(self._record.checks, outcomes)
            return replace(verdict, checks=outcomes, score=score, pictures={**verdict.pictures, **more})

        best = self._record.judge_again(anew)
        for outcome in self._record.tried[best][1].checks:
            if outcome.id in right or outcome.id in self._record.disputes:
                self._shop.tell(Tried(best + 1, outcome.id, outcome.title, outcome.mark.value, outcome.evidence))


def confirmed(
    candidate: Candidate, rivals: Sequence[Check], trials: Trials, wait: Callable[[Callable[[], Any]], Any]
) -> tuple[dict[str, Outcome], Mapping[str, bytes]]:
    """What checks as they were worked out again say of the candidate, where it passes them and an empty app doesn't."""
    told, pictures = wait(lambda: trials.hold(candidate, rivals))
    passed = {outcome.id: outcome for outcome in told if outcome.mark is Mark.PASSED}
    if passed:
        kept = [check for check in rivals if check.id in passed]
        failing, _ = seen_to_fail(kept, wait(lambda: trials.empty(kept)))
        passed = {check.id: passed[check.id] for check in failing}
    return passed, pictures
