"""Judges any app made for: Turn a number into a Roman numeral and back."""

from judge import Judge


def test_to_roman(judge: Judge) -> None:
    judge.lacks("MCMXCIV")
    judge.fill(["number", "arabic", "integer", "decimal", "value", "."], 1994)
    judge.try_choices(lambda: "MCMXCIV" in judge.shown())


def test_from_roman(judge: Judge) -> None:
    judge.lacks_number(644)

    def typed() -> bool:
        for field in judge.fields("text", "", "textarea"):
            judge.at(field).fill("DCXLIV")
            judge.at(field).press("Tab")
            judge.settle()
            judge.go()
            if 644 in judge.numbers():
                return True
        return False

    judge.try_choices(typed)
