"""The seats of a hall: rows of free (None) and taken (a name) places."""


class Hall:
    def __init__(self, rows, places):
        self.seats = [[None] * places] * rows

    def take(self, row, place, name):
        if self.seats[row][place] is not None:
            raise ValueError(f"{row}/{place} is taken")
        self.seats[row][place] = name

    def free(self):
        return sum(seat is None for row in self.seats for seat in row)

    def find(self, name):
        for number, row in enumerate(self.seats):
            if name in row:
                return number, row.index(name)
        return None

    def together(self, count):
        """The first row and place where so many seats side by side are free."""
        for number, row in enumerate(self.seats):
            run = 0
            for place, seat in enumerate(row):
                run = run + 1 if seat is None else 0
                if run == count:
                    return number, place - count + 1
        return None
