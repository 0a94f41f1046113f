"""Judges any app made for: Upload a CSV file and show the sum and the average of every column of numbers."""

from judge import Judge


def test_sums_and_averages(judge: Judge) -> None:
    judge.upload("shop.csv", b"name,price,pieces\nlamp,10.5,2\nchair,20.25,5\ncup,3.3,16\n")
    judge.go()
    judge.sees_number(34.05)
    judge.sees_number(11.35)
    judge.sees_number(23)
    judge.sees_number(7.67, 0.01)
