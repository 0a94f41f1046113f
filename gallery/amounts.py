"""Puts lengths of time, amounts of data and counts of things into words. Refuses more digits than a person reads."""


def ago(since: float) -> str:
    """Since so many seconds."""
    return "just now" if since < 60 else f"{span(since)} ago"


def span(length: float) -> str:
    """So many seconds."""
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if length >= size:
            return f"{length // size:.0f} {name}"
    return f"{max(length, 0):.0f} s"


def many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def in_bytes(count: float) -> str:
    for size, name in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")):
        if count >= size:
            return f"{count / size:.1f} {name}"
    return f"{count:.0f} bytes"
