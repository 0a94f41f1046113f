"""Judges any app made for the sentence beside this file."""

from judge import Judge


def buy(judge: Judge, guests: int, each: int, bottle: int) -> None:
    judge.fill(["^(?!.*(glass|bottle|drink)).*(guest|people|person)", "guest", "people"], guests)
    judge.fill(["bottle", "fills?"], bottle)
    judge.fill(["(each|per) (guest|person|one)", r"^(?!.*bottle).*(glass|drink)"], each)
    judge.go()


def test_whole_bottles(judge: Judge) -> None:
    judge.lacks_number(28)
    buy(judge, 41, 4, 6)
    judge.sees_number(28, 0.0001)


def test_neither_too_many(judge: Judge) -> None:
    buy(judge, 41, 4, 6)
    buy(judge, 57, 3, 9)
    judge.sees_number(19, 0.0001)
    judge.lacks_number(20)
