"""Judges any app made for the sentence beside this file."""

from judge import Judge


def cost(judge: Judge, km: float, uses: float, price: float) -> None:
    judge.fill(["distance", "^(?!.*100).*kilomet", "trip", r"^(?!.*100).*\bkm\b", "far", "length"], km)
    judge.fill(["100", "consum", "uses", "usage", "efficien"], uses)
    judge.fill(["price", "per lit", "/ ?l", "cost", "petrol", "fuel"], price)
    judge.go()
    judge.sees_number(km * uses / 100 * price)


def test_the_cost_of_a_trip(judge: Judge) -> None:
    judge.lacks_number(463 * 6.7 / 100 * 1.83, 0.011)
    cost(judge, 463, 6.7, 1.83)


def test_it_follows_a_change(judge: Judge) -> None:
    cost(judge, 463, 6.7, 1.83)
    cost(judge, 91, 5.4, 1.57)
