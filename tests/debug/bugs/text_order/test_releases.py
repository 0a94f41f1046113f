import pytest
from releases import Release, key, newest, update


def test_the_newest():
    assert newest([Release("1.2"), Release("1.4"), Release("1.3")]).version == "1.4"


def test_unstable_ones_are_left_out():
    assert newest([Release("1.2"), Release("2.0", stable=False)]).version == "1.2"


def test_nothing_newer():
    assert update("1.4.0", [Release("1.4")]) is None


def test_a_v_may_stand_before():
    assert update("v1.0", [Release("v1.1")]) == "v1.1"


def test_no_version():
    with pytest.raises(ValueError):
        key("latest")


def test_ten_is_newer_than_nine():
    assert update("1.9.3", [Release("1.9.3"), Release("1.10.0")]) == "1.10.0"
