"""Judges any app made for the sentence beside this file."""

from judge import Judge

FILE = b"""bird,seen,place
Wren,4,Harbour
Kestrel,1,"Old mill, roof"
Heron,2,Canal
Robin,9,Harbour
"""


def search(judge: Judge, text: str) -> None:
    judge.fill(["search", "filter", "find", "contain", "text", "."], text)
    judge.press(["search", "filter", "find"], needed=False)


def test_the_whole_table(judge: Judge) -> None:
    judge.lacks("Kestrel")
    judge.upload("birds.csv", FILE)
    for cell in ("bird", "place", "Wren", "Kestrel", "Old mill, roof", "Robin"):
        judge.sees(cell)


def test_only_what_contains_it(judge: Judge) -> None:
    judge.upload("birds.csv", FILE)
    search(judge, "Harbour")
    judge.sees("Wren")
    judge.sees("Robin")
    judge.lacks("Kestrel")
    judge.lacks("Heron")
    search(judge, "mill")
    judge.sees("Kestrel")
    judge.lacks("Robin")
    search(judge, "")
    judge.sees("Heron")
    judge.sees("Robin")
