"""Judges any app made for the sentence beside this file."""

from judge import Judge

THINGS = ("Passport", "Sun hat", "Camera", "Walking boots")


def add(judge: Judge, thing: str) -> None:
    judge.fill(["thing", "item", "add", "pack", "name", "what", "new"], thing)
    judge.press(["add", "save", r"\+"])


def tick(judge: Judge, thing: str) -> None:
    judge.near(thing, ["packed", "tick", "done", "✓", "✔", "check"]).click()
    judge.settle()


def left(judge: Judge, count: int) -> None:
    words = "(left|remain|to pack|to go|unpacked|not (yet )?packed|still|open|missing)"
    judge.sees(rf"\b{count}\b[^\d]{{0,40}}{words}|{words}[^\d]{{0,40}}\b{count}\b")


def test_what_is_ticked_is_not_left(judge: Judge) -> None:
    for thing in THINGS:
        add(judge, thing)
    left(judge, 4)
    tick(judge, "Sun hat")
    left(judge, 3)
    tick(judge, "Camera")
    left(judge, 2)
    tick(judge, "Camera")
    left(judge, 3)


def test_the_list_is_still_there(judge: Judge) -> None:
    for thing in THINGS:
        add(judge, thing)
    tick(judge, "Passport")
    left(judge, 3)
    judge.reload()
    for thing in THINGS:
        judge.sees(thing)
    left(judge, 3)
