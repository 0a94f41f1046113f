"""Which deliberate faults checks notice, in real sandboxes with a real browser: a good check does, a weak one not."""

import math
from collections.abc import Iterator

import pytest

from generator.contract import Candidate, Check, Kind, Mark, Outcome, Verdict
from generator.events import Fault
from generator.faults import try_faults
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import check, plan

PAGE = b"""<!doctype html><html lang=en><meta charset=utf-8><title>Sum</title><h1>Sum</h1>
<p><label>First <input type=number id=a></label> <label>Second <input type=number id=b></label></p>
<p>Sum: <output id=sum aria-label=Sum></output></p>
<script>
const [a, b, sum] = ['a', 'b', 'sum'].map(id => document.getElementById(id))
addEventListener('input', () => { sum.value = a.valueAsNumber + b.valueAsNumber })
</script></html>"""
SCRIPT = b"""import streamlit as st

items = st.session_state.setdefault("items", [])
text = st.text_input("Item")
if st.button("Add"):
    items.append(text)
st.metric("Items", len(items))
"""
FILLED = [{"do": "fill", "name": "First", "value": "2"}, {"do": "fill", "name": "Second", "value": "3"}]
SUM = check("sum", *FILLED, {"do": "see_value", "name": "Sum", "equals": "5"})
WEAK = check("weak", *FILLED, {"do": "see_control", "name": "First"})
ADDS = check("adds", {"do": "press", "name": "Add"}, {"do": "see_value", "name": "Items", "equals": "1"})
THERE = check("there", {"do": "see_value", "name": "Items", "equals": "0"})


@pytest.fixture
def web(engine: Engine) -> Iterator[Trials]:
    with Trials(engine, plan(Kind.WEB), lambda event: None) as trials:
        yield trials


def tried(trials: Trials, files: dict[str, bytes], *checks: Check) -> list[Fault]:
    candidate = Candidate(files, "a person")
    verdict = trials.run(1, candidate, checks)
    assert verdict.score == 1
    return list(try_faults(trials, candidate, verdict, checks, lambda: math.inf, 60))


def test_a_good_check_notices_and_a_weak_one_does_not(web: Trials) -> None:
    ends = {fault.after: (fault.end, fault.by) for fault in tried(web, {"index.html": PAGE}, WEAK, SUM)}
    less = "addEventListener('input', () => { sum.value = a.valueAsNumber - b.valueAsNumber })"
    assert ends == {less: ("noticed", "sum"), "void 0": ("noticed", "sum")}
    assert {fault.end for fault in tried(web, {"index.html": PAGE}, WEAK)} == {"survived"}


def test_a_fault_that_breaks_the_app_says_nothing_of_the_checks(web: Trials) -> None:
    page = PAGE.replace(b"const [a", b"const parts = n => ({ list: [n] })\nparts(1).list.at(0).toFixed(0)\nconst [a")
    [broken] = [f for f in tried(web, {"index.html": page}, SUM) if f.line == 5]
    assert (broken.end, broken.by, broken.after) == ("broken", "", "const parts = n => undefined")


def test_checks_that_spoil_it_for_others_are_asked_by_themselves(engine: Engine) -> None:
    with Trials(engine, plan(Kind.STREAMLIT), lambda event: None) as trials:
        found = tried(trials, {"app.py": SCRIPT}, ADDS, THERE)
    assert {(fault.after, fault.end, fault.by) for fault in found} == {
        ('if st.button("Add"): pass', "noticed", "adds"),
        ("pass", "noticed", "adds"),
    }


def test_nothing_is_tried_when_nothing_is_left_or_nothing_holds(web: Trials) -> None:
    candidate = Candidate({"index.html": PAGE}, "a person")
    fine = [Outcome(name, name, Mark.PASSED) for name in ("opens", "no_errors")]
    passed = Verdict(True, [Outcome("sum", "sum", Mark.PASSED)], fine)
    noisy = Verdict(True, passed.checks, [fine[0], Outcome("no_errors", "no_errors", Mark.FAILED)])
    failed = Verdict(True, [Outcome("sum", "sum", Mark.FAILED)], fine)
    assert list(try_faults(web, candidate, passed, [SUM], lambda: 0.0, 60)) == []
    assert list(try_faults(web, candidate, noisy, [SUM], lambda: math.inf, 60)) == []
    assert list(try_faults(web, candidate, failed, [SUM], lambda: math.inf, 60)) == []
