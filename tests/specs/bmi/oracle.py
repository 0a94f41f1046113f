"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

PEOPLE = {
    "underweight|too thin": 49.3,
    "normal|healthy": 64.3,
    "overweight": 83.7,
    "obes": 112.4,
}


def weigh(judge: Judge, kilograms: float, centimetres: float) -> str:
    judge.fill(["weight", "kg", "kilo"], kilograms)
    judge.fill(["height", "cm", "centi", "tall"], centimetres)
    judge.go()
    return judge.shown()


def test_the_number(judge: Judge) -> None:
    weigh(judge, 83.7, 171)
    judge.sees_number(83.7 / 1.71**2, 0.06)
    weigh(judge, 57.6, 163)
    judge.sees_number(57.6 / 1.63**2, 0.06)


def test_each_verdict_is_said_of_the_right_one(judge: Judge) -> None:
    """A page may show a legend of all four; the one that fits has to be said once more."""
    told = {word: weigh(judge, kilograms, 171) for word, kilograms in PEOPLE.items()}
    for word in PEOPLE:
        counts = {about: len(re.findall(word, text, re.I)) for about, text in told.items()}
        others = [count for about, count in counts.items() if about != word]
        assert counts[word] > max(others), (word, counts, told[word][:600])
