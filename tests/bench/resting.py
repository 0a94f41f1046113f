"""How long a trial takes that finds three faults: of a page that rests, beside one that might change at any time, for
which a check waits as long as it ever does.
    python -m tests.bench.resting [RUNS]
"""

import sys
import time
from dataclasses import replace
from statistics import median

from generator.contract import Candidate, Kind
from generator.trial import Trials
from sandbox import connect
from tests.generator.trying import app, check, plan

CHECKS = [
    check(name, {"do": "fill", "name": "Bill", "value": bill}, {"do": "see_value", "name": "Each pays", "equals": "-1"})
    for name, bill in {"one": "100", "two": "90", "three": "7.50"}.items()
]
EVER = b"<script>setInterval(() => 0, 300)</script>"


def run(runs: int) -> str:
    rests = app("bill")
    might = replace(rests, files={**rests.files, "index.html": rests.files["index.html"] + EVER})
    taken: dict[str, list[float]] = {"rests": [], "might change": []}
    with Trials(connect(), plan(Kind.WEB), lambda event: None) as trials:
        trials.warm()
        for _ in range(runs):
            taken["rests"].append(_seconds(trials, rests))
            taken["might change"].append(_seconds(trials, might))
    one, other = (median(times) for times in taken.values())
    told = f"{one:.1f} s where the page rests, {other:.1f} s where it might change ({one / other:.2f})"
    return f"A trial that finds three faults: {told}."


def _seconds(trials: Trials, candidate: Candidate) -> float:
    began = time.monotonic()
    assert trials.run(1, candidate, CHECKS).score == 0
    return time.monotonic() - began


if __name__ == "__main__":
    print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
