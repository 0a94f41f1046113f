import pytest
from accounts import Accounts, Refused, missing


def test_a_good_password():
    assert missing("Sunflower7") == []


def test_nothing_lacks_everything():
    assert missing("") == ["at least 8 letters", "a digit", "small and capital letters"]


def test_who_joined_may_enter():
    accounts = Accounts()
    accounts.join("ada", "Sunflower7")
    assert accounts.may_enter("ada", "Sunflower7")


def test_nobody_else_may():
    assert not Accounts().may_enter("ada", "Sunflower7")


def test_no_name_twice():
    accounts = Accounts()
    accounts.join("ada", "Sunflower7")
    with pytest.raises(Refused):
        accounts.join("ada", "Moonflower8")


def test_a_short_password():
    assert missing("Ab1")[0] == "at least 8 letters"


def test_a_password_without_a_digit_is_refused():
    with pytest.raises(Refused, match="it needs a digit"):
        Accounts().join("bob", "Sunflower")
