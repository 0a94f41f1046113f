from delivery import cost, label
from orders import Item, Order


def test_a_small_order():
    assert cost(Order("DE", items=[Item("pen", 200)])) == 490


def test_a_heavy_order():
    assert cost(Order("DE", items=[Item("anvil", 900, grams=9_000)])) == 790


def test_abroad_nothing_is_free():
    assert cost(Order("FR", member=True, items=[Item("lamp", 9_000)])) == 1290


def test_a_large_order_of_a_member_is_free():
    assert label(Order("DE", member=True, items=[Item("lamp", 3_000, 2)])) == "free"


def test_a_small_order_of_a_member_is_not_free():
    assert label(Order("DE", member=True, items=[Item("pen", 200)])) == "4.90 EUR"


def test_weight_counts_each_piece():
    assert Order("DE", items=[Item("brick", 100, 3, 2_000)]).weight() == 6_000
