"""Judges any app made for the sentence beside this file. All stitches and rows come out whole and even: so it does not
matter how they are rounded."""

import re

from judge import Judge

STITCHES = r"(?:stitch(?:es)?|\bsts?\b|cast(?:ing)?[ -]?on)"
ROWS = r"\brows?\b"


def said(judge: Judge, what: str, count: int) -> bool:
    """The number stands at its name, with no other number between them."""
    shown = judge.shown()
    return bool(re.search(rf"{what}\D{{0,60}}\b{count}\b|\b{count}\b(\.0+)?\D{{0,30}}{what}", shown, re.I))


def knit(judge: Judge, stitches: int, rows: int, width: int, length: int) -> None:
    wanted = {STITCHES: stitches * width // 10, ROWS: rows * length // 10}
    assert not all(said(judge, what, count) for what, count in wanted.items())
    judge.fill([r"^(?!.*\brows?\b).*(stitch|\bsts?\b)", "stitch|gauge"], stitches)
    judge.fill([r"^(?!.*stitch).*\brows?\b", r"\brows?\b"], rows)
    judge.fill([r"\b(wide|width|breadth)\b"], width)
    judge.fill([r"\b(long|length|height|tall)\b"], length)
    judge.go()
    for what, count in wanted.items():
        judge.soon(lambda what=what, count=count: said(judge, what, count))  # type: ignore[misc]
        assert said(judge, what, count), f"not {count} {what}:\n{judge.shown()[:1500]}"


def test_stitches_and_rows(judge: Judge) -> None:
    knit(judge, 22, 28, 50, 65)


def test_it_follows_a_change(judge: Judge) -> None:
    knit(judge, 18, 24, 40, 75)
    knit(judge, 26, 34, 60, 40)
