"""Judges any app made for the sentence beside this file."""

from judge import Judge


def test_payment_and_interest(judge: Judge) -> None:
    judge.fill(["amount", "loan", "principal"], 18500)
    judge.fill(["rate", "interest"], 6.5)
    judge.fill(["years", "term", "duration", "period", "length"], 4)
    judge.go()
    month = 0.065 / 12
    payment = 18500 * month / (1 - (1 + month) ** -48)
    judge.sees_number(payment, 0.02)
    judge.sees_number(payment * 48 - 18500, 0.6)
