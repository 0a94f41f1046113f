import pytest
from frames import Broken, messages, pack, unpack


def test_there_and_back():
    assert unpack(pack("hello")) == ("hello", b"")


def test_nothing_is_a_message_too():
    assert messages(pack("")) == [""]


def test_several():
    assert messages(pack("one") + pack("two")) == ["one", "two"]


def test_a_message_cut_short():
    with pytest.raises(Broken):
        unpack(b"9:four")


def test_no_length():
    with pytest.raises(Broken):
        unpack(b"hello")


def test_letters_of_more_than_a_byte():
    assert messages(pack("naïve") + pack("café")) == ["naïve", "café"]
