"""Holds an app that is there already against the checks of its plan, without any model. Refuses to mend it."""

import time
from collections.abc import Sequence

from generator.access import Given
from generator.contract import Access, Candidate, Check, Plan, Result, Tell, Usage
from generator.ranking import shortfall
from generator.sift import seen_to_fail, settle, sift
from generator.trial import IMAGE, Trials
from sandbox.contract import Engine, Resolved


def prove(
    plan: Plan,
    checks: Sequence[Check],
    candidate: Candidate,
    engine: Engine,
    tell: Tell,
    supply: Resolved = IMAGE,
    access: Access = Access(),  # noqa: B008 - frozen
) -> Result:
    """What can be said of each claim: a check counts when it fails on an empty app. Raises SandboxError when the engine
    is gone."""
    began = time.monotonic()
    kept, dropped = sift(checks, plan)
    with Trials(engine, plan, tell, Given(access)) as trials:
        kept, passing = seen_to_fail(kept, trials.empty(kept))
        dropped |= passing
        verdict = trials.run(1, candidate, kept, supply)
    why_not = {check.claim: dropped[check.id] for check in checks if check.id in dropped}
    claims = settle(plan, kept, why_not, verdict)
    return Result(
        plan=plan,
        candidate=candidate,
        verdict=verdict,
        claims=claims,
        checks=kept,
        usage=Usage(),
        seconds=time.monotonic() - began,
        reason=shortfall(verdict, claims, plan.unchecked),
        tried=((candidate, verdict),),
    )
