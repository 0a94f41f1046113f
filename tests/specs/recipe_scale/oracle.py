"""Judges any app made for the sentence beside this file."""

from judge import Judge

NOT_LIST = r"^(?!.*(ingredient|paste|one per line))"


def scale(judge: Judge, lines: str, before: int, after: int) -> None:
    judge.paste(lines)
    old = ["original", r"recipe (is|was)? ?(meant |made )?for", r"(is|was) (the|this|your) recipe", "serves", "current",
        r"\bold\b", r"\bfrom\b", "it is for", "recipe", "base", "serving", "people"]  # fmt: skip
    new = ["cook", "desired", "target", r"\bnew\b", "want", "wish", "need", r"\bto\b", "scale", "guests", "for"]
    judge.fill([NOT_LIST + ".*" + word for word in old], before)
    judge.fill([NOT_LIST + ".*" + word for word in new], after)
    judge.go()


def test_the_new_amounts(judge: Judge) -> None:
    scale(judge, "350 g flour\n3 eggs\n1.4 dl milk", 4, 10)
    for amount in (875, 7.5, 3.5):
        judge.sees_number(amount)
    assert judge.shown().count("flour") > 1, judge.shown()


def test_fewer_people(judge: Judge) -> None:
    scale(judge, "510 g rice\n9 carrots", 6, 2)
    judge.sees_number(170)
    judge.sees_number(3)
    assert judge.shown().count("carrots") > 1, judge.shown()
