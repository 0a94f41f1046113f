"""What a model is told of a trial, and what makes two failures the same."""

import pytest

from generator.contract import Mark, Outcome, Verdict
from generator.ranking import signature
from generator.report import MOST, loss, own_frames, report

TRACE = """Traceback (most recent call last):
  File "/usr/lib/python3/site-packages/streamlit/runtime/script.py", line 88, in exec
    exec(code)
  File "/app/app.py", line 12, in <module>
    total(rows)
    ^^^^^^^^^^^
  File "/usr/lib/python3/site-packages/pandas/core.py", line 3, in sum
    raise ValueError
ValueError: no rows
"""


def failing(evidence: str, name: str = "k1", mark: Mark = Mark.FAILED) -> Outcome:
    return Outcome(name, f"{name} holds.", mark, evidence)


def test_a_traceback_is_cut_to_the_own_frames_of_the_app() -> None:
    assert own_frames(TRACE).splitlines() == [
        'File "/app/app.py", line 12, in <module>',
        "  total(rows)",
        "ValueError: no rows",
    ]


def test_an_app_that_does_not_start_is_told_with_its_log() -> None:
    said = report(Verdict(False, reason="It ended with status 1.", log=TRACE))
    assert "does not start: It ended with status 1." in said
    assert "total(rows)" in said
    assert "site-packages" not in said


def test_a_report_is_bounded() -> None:
    many = [failing("x" * 5000, f"k{n}") for n in range(20)]
    assert len(report(Verdict(True, checks=many))) <= MOST
    wordy = report(Verdict(True, checks=[failing("holiday " * 900)]))
    assert wordy.endswith(" holiday…"), "no word is cut"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Answered after 3.2 s.", "Answered after 1 s."),
        ("<object at 0x7f1c>", "<object at 0x9a>"),
        ('File "app.py", line 12', 'File "app.py", line 40'),
        ("app.js:3:17 broke", "app.js:31:2 broke"),
    ],
)
def test_what_differs_from_run_to_run_makes_no_other_failure(one: str, other: str) -> None:
    assert signature(Verdict(True, checks=[failing(one)])) == signature(Verdict(True, checks=[failing(other)]))
    assert signature(Verdict(False, reason=one)) == signature(Verdict(False, reason=other))


@pytest.mark.parametrize(("one", "other"), [("“Cost” shows 3", "“Cost” shows 4"), ("shows 3.50", "shows 35.0")])
def test_another_value_is_another_failure(one: str, other: str) -> None:
    assert signature(Verdict(True, checks=[failing(one)])) != signature(Verdict(True, checks=[failing(other)]))
    assert signature(Verdict(False, reason="A")) != signature(Verdict(False, reason="B"))


def test_what_a_change_broke_is_told_apart_from_what_it_left() -> None:
    before = Verdict(True, checks=[failing("", "a", Mark.PASSED), failing("no", "b")])
    after = Verdict(True, checks=[failing("gone", "a"), failing("no", "b")])
    assert loss(before, after) == "It broke what held before: a holds. gone It left failing: b holds."
    assert loss(before, before) == "It left failing: b holds."
    assert "did not start: no page" in loss(before, Verdict(False, reason="no page"))
