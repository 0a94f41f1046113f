"""Operations on cash: which notes and coins make an amount. They refuse what can't be paid with them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from .operation import AnswerError, Money, operation

CASH = {
    "EUR": "500 200 100 50 20 10 5 / 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "USD": "100 50 20 10 5 1 / 0.25 0.10 0.05 0.01",
    "GBP": "50 20 10 5 / 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "CHF": "1000 200 100 50 20 10 / 5 2 1 0.50 0.20 0.10 0.05",
}
"""Currency -> its notes and coins in use, largest first: to take the largest that fits leaves the fewest pieces."""
Currency = Literal["EUR", "USD", "GBP", "CHF"]
Pieces = Literal["notes and coins", "notes", "coins"]


@operation("Fewest notes and coins, bills, banknotes for an amount of cash", "table")
def notes_and_coins(
    amount: Money, currency: Currency = "EUR", pieces: Pieces = "notes and coins"
) -> list[dict[str, Any]]:
    return _pieces(_cents(amount), currency, pieces)


@operation("Change to give back in the fewest notes and coins, from the price and what was paid in cash", "table")
def change_in_cash(
    price: Money, paid: Money, currency: Currency = "EUR", pieces: Pieces = "notes and coins"
) -> list[dict[str, Any]]:
    if paid < price:
        raise AnswerError(f"{paid:.2f} is less than {price:.2f}.")
    return _pieces(_cents(paid) - _cents(price), currency, pieces)


def _cents(amount: float) -> Decimal:
    if amount < 0:
        raise AnswerError("The amount must not be less than zero.")
    return Decimal(repr(float(amount))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _pieces(amount: Decimal, currency: str, pieces: str) -> list[dict[str, Any]]:
    notes, coins = (half.split() for half in CASH[currency].split("/"))
    found = []
    for value in notes if pieces == "notes" else coins if pieces == "coins" else [*notes, *coins]:
        count = int(amount // Decimal(value))
        amount -= count * Decimal(value)
        if count:
            found.append({"count": count, "value": f"{Decimal(value):.2f}"})
    if amount:
        raise AnswerError(f"{amount:.2f} is left over that no {pieces} make.")
    return found
