import pytest
from rooms import Room, first_free


def test_an_empty_room_is_free():
    assert first_free([Room("Oak", 4)], "9:00", "10:00", 3) == "Oak"


def test_the_smallest_that_is_large_enough():
    assert first_free([Room("Hall", 40), Room("Oak", 4), Room("Elm", 2)], "9:00", "10:00", 3) == "Oak"


def test_none_is_large_enough():
    assert first_free([Room("Elm", 2)], "9:00", "10:00", 3) is None


def test_one_meeting_after_another():
    room = Room("Oak", 4)
    room.book("9:00", "10:00", "a")
    room.book("10:00", "11:00", "b")
    assert len(room.meetings) == 2


def test_a_meeting_begins_before_it_ends():
    with pytest.raises(ValueError):
        Room("Oak", 4).book("10:00", "9:00", "a")


def test_two_meetings_at_once():
    room = Room("Oak", 4)
    room.book("9:00", "11:00", "a")
    with pytest.raises(LookupError):
        room.book("10:30", "12:00", "b")
