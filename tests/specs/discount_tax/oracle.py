"""Judges any app made for the sentence beside this file."""

from judge import Judge


def test_final_price_and_saving(judge: Judge) -> None:
    judge.fill(["price", "cost", "amount"], 83)
    judge.fill(["discount"], 25)
    judge.fill(["tax"], 8)
    judge.go()
    judge.sees_number(83 * 0.75 * 1.08)
    savings = [83 * 0.25, 83 - 83 * 0.75 * 1.08, 83 * 0.25 * 1.08]
    assert any(abs(n - s) < 0.011 for n in judge.numbers() for s in savings), judge.numbers()
