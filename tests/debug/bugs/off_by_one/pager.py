"""Splits long listings into pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    number: int
    first: int
    last: int

    def label(self):
        return f"{self.first}–{self.last}"


def page_count(total, size):
    if size < 1:
        raise ValueError("a page needs room for one row")
    if total == 0:
        return 1
    return total // size


def page(number, total, size):
    count = page_count(total, size)
    number = max(1, min(number, count))
    first = (number - 1) * size + 1
    return Page(number, min(first, total), min(first + size - 1, total))


def links(current, total, size, around=1):
    """Numbers to show below a listing; None stands for a gap."""
    count = page_count(total, size)
    shown = []
    for number in range(1, count + 1):
        if number in (1, count) or abs(number - current) <= around:
            shown.append(number)
        elif shown[-1] is not None:
            shown.append(None)
    return shown
