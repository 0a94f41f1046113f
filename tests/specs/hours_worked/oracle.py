"""Judges any app made for: How many hours did I work? I enter start time, end time and the break in minutes."""

from judge import Judge


def test_the_hours(judge: Judge) -> None:
    judge.fill(["start", "from", "begin"], "08:15")
    judge.fill(["end", "finish", "until", "to"], "17:00")
    judge.fill(["break", "pause", "minutes"], 30)
    judge.go()
    judge.sees(r"\b8\.25\b|\b8:15\b|\b8 ?h(ours?)?\D{0,6}15\b")
