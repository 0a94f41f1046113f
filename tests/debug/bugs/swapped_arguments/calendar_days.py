"""Spans of minutes in a day."""

DAY = 24 * 60


def overlap(begin, end, other_begin, other_end):
    """How many minutes two spans share."""
    return max(0, min(end, other_end) - max(begin, other_begin))


def clock(text):
    hours, minutes = text.split(":")
    value = int(hours) * 60 + int(minutes)
    if not 0 <= value <= DAY:
        raise ValueError(text)
    return value
