"""Judges any app made for the sentence beside this file."""

from judge import Judge

MISSING = "(missing|left|to go|remain|more|still|need)"
SET = [r"\bset\b", "save", "^(?!.*reset).*goal"]


def missing(judge: Judge, count: int) -> None:
    judge.sees(rf"\b{count}\b[^\d]{{0,40}}{MISSING}|{MISSING}[^\d]{{0,40}}\b{count}\b")


def drink(judge: Judge) -> None:
    judge.press(["add", "drank", "drink", r"\+", "log", "tap", "glass(?!.*goal)", "water", "🥛|💧|🚰"])


def test_each_glass_counts(judge: Judge) -> None:
    judge.fill(["goal", "target", "glasses", "day"], 11)
    judge.press(SET, needed=False)
    missing(judge, 11)
    for _ in range(4):
        drink(judge)
    missing(judge, 7)


def test_a_changed_goal_keeps_the_glasses(judge: Judge) -> None:
    judge.fill(["goal", "target", "glasses", "day"], 11)
    judge.press(SET, needed=False)
    drink(judge)
    drink(judge)
    judge.fill(["goal", "target", "glasses", "day"], 15)
    judge.press(SET, needed=False)
    missing(judge, 13)
