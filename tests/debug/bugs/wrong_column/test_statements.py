from decimal import Decimal

import pytest
from statements import balance, read, spent_on

NORTH = "date;text;amount\n2026-01-02;Baker Miller;-4,20\n2026-01-03;Wages;1200,00\n"
SOUTH = "date;valuta;text;amount\n2026-01-02;2026-01-03;Baker Miller;-4,20\n"


def test_the_text_of_the_northern_bank():
    assert [booking.text for booking in read(NORTH)] == ["Baker Miller", "Wages"]


def test_the_balance():
    assert balance(read(NORTH), Decimal(10)) == Decimal("1205.80")


def test_the_balance_of_the_southern_bank():
    assert balance(read(SOUTH)) == Decimal("-4.20")


def test_an_unknown_bank():
    with pytest.raises(ValueError):
        read("a;b;c\n")


def test_a_row_too_short():
    with pytest.raises(ValueError):
        read("date;text;amount\n2026-01-02;x\n")


def test_spent_at_the_baker_by_the_southern_bank():
    assert spent_on(read(SOUTH), "baker") == Decimal("4.20")
