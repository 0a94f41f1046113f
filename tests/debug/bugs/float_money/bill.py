"""A bill that people share."""

from money import cents, shown, split


def total(prices):
    return sum(cents(price) for price in prices)


def shares(prices, names):
    parts = split(total(prices), len(names))
    return {name: shown(part) for name, part in zip(names, parts)}
