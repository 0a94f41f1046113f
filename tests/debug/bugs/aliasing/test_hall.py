import pytest
from hall import Hall


def test_a_new_hall_is_free():
    assert Hall(3, 4).free() == 12


def test_who_took_a_seat_is_found():
    hall = Hall(3, 4)
    hall.take(0, 2, "Ada")
    assert hall.find("Ada") == (0, 2)


def test_nobody_sits_twice():
    hall = Hall(1, 1)
    hall.take(0, 0, "Ada")
    with pytest.raises(ValueError):
        hall.take(0, 0, "Bob")


def test_seats_together():
    hall = Hall(1, 5)
    hall.take(0, 1, "Ada")
    assert hall.together(3) == (0, 2)


def test_no_room_together():
    assert Hall(2, 2).together(3) is None


def test_one_seat_less_is_free():
    hall = Hall(3, 4)
    hall.take(1, 1, "Ada")
    assert hall.free() == 11
