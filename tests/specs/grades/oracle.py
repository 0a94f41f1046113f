"""Judges any app made for: I enter my courses with grade and credits and want to see the weighted average grade."""

from judge import Judge


def add(judge: Judge, course: str, grade: float, weight: float) -> None:
    judge.fill(["course", "subject", "name", "title"], course)
    judge.fill(["grade", "mark", "score"], grade)
    judge.fill(["credit", "weight", "points", "ects"], weight)
    judge.press(["add", "save", "submit"])


def test_the_weighted_average(judge: Judge) -> None:
    add(judge, "Algebra", 5.5, 9)
    add(judge, "Biology", 3, 2)
    add(judge, "Chemistry", 4, 5)
    judge.sees("Biology")
    judge.sees_number((5.5 * 9 + 3 * 2 + 4 * 5) / 16, 0.06)
