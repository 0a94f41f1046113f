"""How far a model gets with the demos: each is made again from its own sentences, by the model that is configured, and
judged by the demo's own checks, which that run never sees.

python -m tests.bench.again [SECONDS] [NAME …]
"""

import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gallery.demo import demos
from gallery.manifest import AppFolder
from gallery.settings import Settings, load
from gallery.sweeping import open_engine
from generator.access import Given
from generator.contract import Access, Budget, Candidate, GeneratorError, Mark, Result
from generator.make import Interrupted, Unfinished, make
from generator.trial import Trials
from generator.writers import choose
from sandbox import Engine, SandboxError, lacking

SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one: how many of the claims it was planned with it holds, and how many of the demo's checks."""

    name: str
    kind: str
    held: str
    checks: str
    seconds: float
    tokens: int
    note: str


def run(seconds: float = SECONDS, names: Sequence[str] = ()) -> str:
    settings = load({})
    engine = open_engine(settings)
    found = [made(one, settings, engine, seconds) for one in demos() if not names or one.name in names]
    lines = [
        f"Model: {settings.choices['writer']}; at most {seconds:g} s each.",
        "",
        "| demo | made as | claims of its own plan that hold | checks of the demo that pass | seconds | tokens | |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        row = (one.name, one.kind, one.held, one.checks, f"{one.seconds:.0f}", f"{one.tokens:,}", one.note)
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def made(one: AppFolder, settings: Settings, engine: Engine, seconds: float) -> Made:
    spec = replace(one.spec, kind=None, budget=Budget(seconds=seconds), rounds=3)
    began = time.monotonic()
    try:
        with settings.models(f"again-{one.name}") as models:
            writer = choose(models["writer"].small, {}, None, kind=spec.kind).writer
            result = make(spec, models, engine, lambda _: None, stop=threading.Event(), method=writer)
    except (Interrupted, Unfinished) as ended:
        result = ended.result
    except (GeneratorError, SandboxError) as error:
        return Made(one.name, "–", "–", f"0 of {len(one.checks)}", time.monotonic() - began, 0, str(error))
    took = time.monotonic() - began
    tokens = result.usage.tokens_in + result.usage.tokens_out
    total = f"0 of {len(one.checks)}"
    if result.candidate is None or result.plan is None:
        return Made(one.name, "–", "–", total, took, tokens, result.reason)
    passed = sum(claim.mark is Mark.PASSED for claim in result.claims)
    held = f"{passed} of {len(result.claims)}"
    return Made(one.name, result.plan.kind, held, judged(one, result, engine), took, tokens, result.reason)


def judged(one: AppFolder, result: Result, engine: Engine) -> str:
    """How many of the demo's checks the app passes. What is no api answers no requests, and fails those."""
    assert result.candidate
    assert result.plan
    plan = one.plan.model_copy(update={"kind": result.plan.kind})
    candidate = Candidate(result.candidate.files, "again", packages=result.candidate.packages)
    supply = engine.resolve(lacking(candidate.files), lambda _: None)
    with Trials(engine, plan, lambda _: None, Given(Access(), one.spec.files)) as trials:
        verdict = trials.run(1, candidate, one.checks, supply)
    return f"{sum(said.mark is Mark.PASSED for said in verdict.checks)} of {len(one.checks)}"


if __name__ == "__main__":
    given = sys.argv[1:]
    most = float(given.pop(0)) if given and given[0].replace(".", "").isdigit() else SECONDS
    print(run(most, given))
