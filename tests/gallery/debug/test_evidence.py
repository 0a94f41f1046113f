"""Evidence goes to JSON and comes back the same, and what is no evidence is turned away."""

import json
from dataclasses import replace

import pytest

from gallery.debug.evidence import (
    Attempt,
    Call,
    Column,
    Comparison,
    DataReport,
    Evidence,
    Reproduced,
    Signature,
    Step,
    Suspect,
    Trace,
    Value,
    as_data,
    from_data,
)
from gallery.debug.suspects import order

FAILED = Signature("AssertionError", "assert 3 == 4", "tests/test_x.py", 7, "test_y")
EVIDENCE = Evidence(
    command=("pytest", "tests/test_x.py::test_y"),
    language="python",
    repository="shop",
    reproduced=Reproduced("steady", (Attempt(0.5, FAILED, 1, "…"), Attempt(1, None)), FAILED),
    comparison=Comparison("4", "3", path="tests/test_x.py", line=7),
    trace=Trace("sys.settrace", (Call(1, 0, "shop.py", 3, "total", steps=(Step(4, (Value("n", "1", "int", 1),)),)),)),
    data=DataReport("CSV", 2, (Column("n", "number", 2, 2, kinds={"number": 2}),), (("1", "x"),)),
    sources={"shop.py": "def total(): ...\n"},
)


def test_it_comes_back_from_json_as_it_was() -> None:
    assert from_data(json.loads(json.dumps(as_data(EVIDENCE)))) == EVIDENCE


def test_what_is_not_known_is_left_out_and_what_is_no_evidence_is_refused() -> None:
    told = as_data(EVIDENCE)
    assert from_data({**told, "later": 1}) == EVIDENCE
    assert from_data({key: told[key] for key in ("command", "language", "repository", "reproduced")}) == replace(
        EVIDENCE, comparison=None, trace=None, data=None, sources={}
    )
    for change in ({"command": "pytest"}, {"reproduced": {"how": "perhaps"}}, {"reproduced": {}}, {"files": "x"}):
        with pytest.raises(ValueError, match=r"."):
            from_data({**told, **change})


def test_of_lines_that_the_tests_tell_alike_the_one_that_ran_last_comes_first() -> None:
    alike = [Suspect("shop.py", line, "total", "total += one", 0.0, ochiai=0.5, dstar=1.0) for line in (4, 5, 6)]
    ran = tuple(Step(line, (), at) for at, line in enumerate((4, 6, 5), 1))
    trace = Trace("sys.settrace", (Call(1, 0, "shop.py", 3, "total", steps=ran),))
    assert [one.line for one in order(alike, None, None)] == [4, 5, 6]
    assert [one.line for one in order(alike, None, trace)] == [5, 6, 4]
    surer = replace(alike[0], ochiai=1.0)
    assert order([surer, *alike[1:]], None, trace)[0].line == 4
