import pytest
from basket import Basket, value


def test_lines_of_one_thing_add_up():
    basket = Basket("Ada", [])
    basket.add("tea", 300)
    basket.add("tea", 300, 2)
    assert basket.total() == 900


def test_never_below_nought():
    basket = Basket("Ada", ["VOUCHER-900"])
    basket.add("tea", 300)
    assert basket.total() == 0


def test_a_voucher_is_worth_its_number():
    assert value("VOUCHER-250") == 250


def test_other_words_are_no_voucher():
    with pytest.raises(ValueError):
        value("HELLO")


def test_a_voucher_of_one_is_not_used_by_another():
    first, second = Basket("Ada"), Basket("Bob")
    first.redeem("VOUCHER-100")
    second.add("tea", 300)
    assert second.total() == 300
