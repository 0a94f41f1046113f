"""Sells the seats of a show, also to several people at once."""

from threading import Lock


class SoldOut(Exception):
    pass


class Show:
    def __init__(self, seats, charge):
        """`charge` takes the money of a name, and may take its time."""
        self.seats = seats
        self.sold = []
        self._charge = charge
        self._lock = Lock()

    def free(self):
        return self.seats - len(self.sold)

    def book(self, name):
        with Lock():
            if self.free() < 1:
                raise SoldOut(name)
            self._charge(name)
            self.sold.append(name)
            return len(self.sold)

    def cancel(self, name):
        with self._lock:
            self.sold.remove(name)
