import pytest
from catalogue import Catalogue


@pytest.fixture
def shop():
    shop = Catalogue()
    shop.add("a1", "apple", 30)
    shop.add("b1", "bread", 250)
    shop.index()
    return shop


def test_by_letter(shop):
    assert shop.index() == {"A": ["apple"], "B": ["bread"]}


def test_what_is_added_is_there(shop):
    shop.add("a2", "almond", 700)
    assert shop.index()["A"] == ["almond", "apple"]


def test_what_is_removed_is_gone(shop):
    shop.remove("b1")
    assert "B" not in shop.index()


def test_a_new_price(shop):
    shop.reprice("a1", 35)
    assert shop.price("a1") == 35


def test_a_new_name_is_listed(shop):
    shop.rename("b1", "bagel")
    assert shop.index()["B"] == ["bagel"]
