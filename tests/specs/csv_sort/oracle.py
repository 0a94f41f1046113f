"""Judges any app made for the sentence beside this file."""

import csv
import io

from judge import Judge

ROWS = [("Perrin", "Lyon", 104), ("Okafor", "Bern", 9), ("Zhao", "Oslo", 31), ("Abello", "Turin", 27)]


def sorted_file(judge: Judge, column: str) -> list[tuple[str, str, float]]:
    lines = ["member,town,points", *(f"{name},{town},{points}" for name, town, points in ROWS)]
    judge.upload("club.csv", ("\n".join(lines) + "\n").encode())
    judge.choose(column, ["column", "sort", "by", "."])
    judge.go()
    rows = list(csv.reader(io.StringIO(judge.download().decode("utf-8-sig"))))
    assert rows[0] == ["member", "town", "points"], rows
    return [(name, town, float(points)) for name, town, points in rows[1:] if name]


def test_by_a_column_of_numbers(judge: Judge) -> None:
    wanted = sorted(ROWS, key=lambda row: row[2])
    assert sorted_file(judge, "points") in (wanted, wanted[::-1])


def test_by_a_column_of_words(judge: Judge) -> None:
    wanted = sorted(ROWS, key=lambda row: row[1])
    assert sorted_file(judge, "town") in (wanted, wanted[::-1])
