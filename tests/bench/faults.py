"""How quickly deliberate faults are made and tried: how many a second, on a web and a Streamlit app."""

import math
import time

from generator.contract import Check, Kind
from generator.faults import try_faults
from generator.mutants import mutants
from generator.trial import Trials
from sandbox import Engine, connect
from tests.generator.trying import app, check, plan

SECONDS = 5.0
BILL = [
    check(
        "split",
        {"do": "fill", "name": "Bill", "value": "100"},
        {"do": "see_value", "name": "Each pays", "equals": "30"},
    ),
    check(
        "people",
        {"do": "fill", "name": "Bill", "value": "90"},
        {"do": "fill", "name": "People", "value": "2"},
        {"do": "see_value", "name": "Each pays", "equals": "54"},
    ),
]
DIARY = [
    check(
        "add",
        {"do": "fill", "name": "Entry", "value": "walked"},
        {"do": "press", "name": "Add"},
        {"do": "see_text", "text": "walked"},
    ),
    check(
        "keep",
        {"do": "fill", "name": "Entry", "value": "swam"},
        {"do": "press", "name": "Add"},
        {"do": "reload"},
        {"do": "see_text", "text": "swam"},
    ),
]


def run() -> str:
    lines = ["| app | made a second | tried | noticed | seconds | tried a second |", "|---" * 6 + "|"]
    engine = connect()
    for kind, name, checks in ((Kind.WEB, "bill", BILL), (Kind.STREAMLIT, "diary", DIARY)):
        lines.append(f"| {name} ({kind}) | {made(name):.0f} | {tried(engine, kind, name, checks)} |")
    return "\n".join(lines)


def made(name: str) -> float:
    began = time.perf_counter()
    found = [mutant for _ in range(20) for mutant in mutants(app(name).files, 999)]
    return len(found) / (time.perf_counter() - began)


def tried(engine: Engine, kind: Kind, name: str, checks: list[Check]) -> str:
    with Trials(engine, plan(kind), lambda event: None) as trials:
        candidate = app(name)
        verdict = trials.run(1, candidate, checks)
        began = time.perf_counter()
        ends = [fault.end for fault in try_faults(trials, candidate, verdict, checks, lambda: math.inf, SECONDS)]
        took = time.perf_counter() - began
    return f"{len(ends)} | {ends.count('noticed')} | {took:.1f} | {len(ends) / took:.2f}"


if __name__ == "__main__":
    print(run())
