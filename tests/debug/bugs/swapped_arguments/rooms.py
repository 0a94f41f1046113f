"""Meeting rooms and who has them."""

from calendar_days import clock, overlap


class Room:
    def __init__(self, name, seats):
        self.name = name
        self.seats = seats
        self.meetings = []

    def is_free(self, begin, end):
        for other_begin, other_end, _ in self.meetings:
            if overlap(begin, end, other_end, other_begin):
                return False
        return True

    def book(self, begin, end, title):
        begin, end = clock(begin), clock(end)
        if begin >= end:
            raise ValueError("a meeting has to begin before it ends")
        if not self.is_free(begin, end):
            raise LookupError(f"{self.name} is taken")
        self.meetings.append((begin, end, title))


def first_free(rooms, begin, end, people):
    for room in sorted(rooms, key=lambda room: room.seats):
        if room.seats >= people and room.is_free(clock(begin), clock(end)):
            return room.name
    return None
