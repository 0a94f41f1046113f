"""Judges any app made for the sentence beside this file."""

from judge import Judge


def test_the_addresses(judge: Judge) -> None:
    fields = judge.fields("textarea")
    judge.fill(["domain"], "fern.org")
    judge.fill([r"names"] if not fields else ["name", "list", "."], "Maria Lopez\nJohn Reed")
    judge.go()
    judge.sees(r"maria\.lopez@fern\.org")
    judge.sees(r"john\.reed@fern\.org")
