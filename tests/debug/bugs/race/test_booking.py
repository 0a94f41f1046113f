from threading import Event, Thread

import pytest
from booking import Show, SoldOut


def test_seats_are_counted():
    show = Show(2, lambda name: None)
    assert show.book("Ada") == 1
    assert show.free() == 1


def test_sold_out():
    show = Show(1, lambda name: None)
    show.book("Ada")
    with pytest.raises(SoldOut):
        show.book("Bob")


def test_a_cancelled_seat_is_free_again():
    show = Show(1, lambda name: None)
    show.book("Ada")
    show.cancel("Ada")
    assert show.free() == 1


def test_nobody_pays_for_what_is_sold_out():
    paid = []
    show = Show(1, paid.append)
    show.book("Ada")
    with pytest.raises(SoldOut):
        show.book("Bob")
    assert paid == ["Ada"]


def test_the_last_seat_is_sold_once():
    second_done = Event()

    def charge(name):
        if name == "Ada":
            other.start()
            second_done.wait(0.2)

    def book_second():
        try:
            show.book("Bob")
        except SoldOut:
            pass
        second_done.set()

    show = Show(1, charge)
    other = Thread(target=book_second)
    show.book("Ada")
    other.join()
    assert show.sold == ["Ada"]
