"""Judges any app made for: Paste a list, remove the duplicate lines and sort it alphabetically."""

from judge import Judge


def test_each_once_in_order(judge: Judge) -> None:
    judge.fill(["list", "text", "lines", "paste", "."], "pear\napple\nfig\napple\npear\nbanana")
    judge.go()
    judge.sees(r"apple[\W\d]+banana[\W\d]+fig[\W\d]+pear")
