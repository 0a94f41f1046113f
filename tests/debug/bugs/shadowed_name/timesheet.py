"""Hours worked, from lines such as `Mon 9:00-12:30, 13:00-17:00`."""


def minutes(clock):
    hours, _, rest = clock.strip().partition(":")
    return int(hours) * 60 + int(rest or 0)


def span(text):
    begin, _, end = text.partition("-")
    length = minutes(end) - minutes(begin)
    if length < 0:
        length += 24 * 60
    return length


def week(lines):
    """Minutes of each day, and of all of them."""
    days, total = {}, 0
    for line in lines:
        name, _, spans = line.partition(" ")
        day = 0
        for text in spans.split(","):
            if text.strip():
                total = span(text)
                day += total
        days[name] = day
        total += day
    return days, total


def shown(length):
    return f"{length // 60}:{length % 60:02}"
