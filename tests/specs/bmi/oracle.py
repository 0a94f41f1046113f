"""Judges any app made for the sentence beside this file."""

from judge import Judge


def verdict(judge: Judge, kilos: float, centimetres: float) -> str:
    judge.fill(["weight", "kg"], kilos)
    judge.fill(["height", "cm"], centimetres)
    judge.go()
    judge.sees_number(kilos / (centimetres / 100) ** 2, 0.06)
    return judge.shown().lower()


def test_the_index_and_its_class(judge: Judge) -> None:
    heavy = verdict(judge, 97, 175)
    assert "obes" in heavy
    usual = verdict(judge, 64, 175)
    assert usual.count("obes") < heavy.count("obes")
    assert usual.count("normal") + usual.count("healthy") > heavy.count("normal") + heavy.count("healthy")


def test_the_light_end(judge: Judge) -> None:
    assert "underweight" in verdict(judge, 49, 181)
