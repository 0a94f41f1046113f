"""Judges any app made for the sentence beside this file."""

import pytest
from judge import Judge

TEXT = "the quick BROWN fox\nruns Home at night"
FORMS = {
    "upper": ("THE QUICK BROWN FOX", "RUNS HOME AT NIGHT"),
    "lower": ("the quick brown fox", "runs home at night"),
    "title": ("The Quick Brown Fox", "Runs Home At Night"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form(judge: Judge, form: str) -> None:
    judge.paste(TEXT)
    shown = judge.shown()
    assert not all(line in shown for line in FORMS[form]), shown
    judge.press([form])
    judge.soon(lambda: all(line in judge.shown() for line in FORMS[form]))
    for line in FORMS[form]:
        assert line in judge.shown(), judge.shown()


def test_one_after_the_other(judge: Judge) -> None:
    judge.paste(TEXT)
    for form in ("title", "upper", "lower", "title"):
        judge.press([form])
        judge.soon(lambda form=form: FORMS[form][0] in judge.shown())
        assert FORMS[form][1] in judge.shown(), (form, judge.shown())
