"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge


def paint(judge: Judge, room: tuple[float, float, float], openings: float, coats: int, covers: float) -> None:
    for name, metres in zip(("length", "width", "height"), room, strict=True):
        judge.fill([rf"\b{name}", rf"^{name[0]}\b"], metres)
    doors = [f for f in judge.fields() if "door" in f["words"] and "window" not in f["words"]]
    if doors:
        judge.fill([r"^(?!.*door).*window"], openings - 2)
        judge.fill([r"^(?!.*window).*door"], 2)
    else:
        judge.fill(["window", "opening", "without paint", "not (to )?(be )?paint", "subtract|deduct"], openings)
    judge.fill([r"\bcoats?\b", "layer"], coats)
    judge.fill(["cover", r"per lit|/ ?l\b|/ ?lit", "yield|spread", r"lit(re|er)"], covers)
    judge.go()
    walls = 2 * (room[0] + room[1]) * room[2] - openings
    assert (walls * coats) % covers == 0, "whole litres: so it does not matter whether they are rounded up"
    judge.sees_number(walls * coats / covers)


def test_the_litres(judge: Judge) -> None:
    assert not re.search(r"\b11(\.0+)? ?(l\b|lit)", judge.shown(), re.I)
    paint(judge, (5.5, 4.5, 2.5), 6, 2, 8)


def test_it_follows_a_change(judge: Judge) -> None:
    paint(judge, (5.5, 4.5, 2.5), 6, 2, 8)
    paint(judge, (5.5, 4.5, 2.5), 2, 3, 8)
    paint(judge, (7, 5, 3.5), 4, 2, 10)
