import pytest
from bill import shares, total
from money import cents, shown


def test_whole_amounts():
    assert cents("12") == 1200


def test_with_a_sign_and_thousands():
    assert cents("€1,250.50") == 125050


def test_not_an_amount():
    with pytest.raises(ValueError):
        cents("1.2.3")


def test_shown_with_two_places():
    assert shown(-123405) == "-1,234.05"


def test_odd_cents_go_to_the_first():
    assert shares(["10"], ["Ada", "Bob", "Cy"]) == {"Ada": "3.34", "Bob": "3.33", "Cy": "3.33"}


def test_a_bill_adds_up():
    assert total(["19.99", "4.35", "0.50"]) == 2484
