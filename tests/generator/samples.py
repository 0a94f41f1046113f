"""Arguments to try an operation with: usual ones, edges and oddities, the same on every run."""

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any

from generator.payload.blocks.operation import Operation, Parameter

NUMBERS = (12.0, 0.0, 3.5, 2.675, -7.0, 1000000.0, 0.1)
WHOLE = (7, 0, 1, 12, -3, 2024, 100)
TEXTS = (
    "Hello, World! It's 3 o'clock",
    "level",
    "",
    "Ünïcode straße",
    "one two  two\nthree Three\n\nfour, 5",
    "a1 B2 c3",
)
LINES = ("Anna 30\nBen 12.50\nCara 7", "red, green, blue, red", "one", "b\na\nC\nb\n\n")
LISTS = ("3, 1, 2", "10 20 30 40.5", "5", "-1, 0, 1, 1")
DAYS = tuple(datetime.date(*day) for day in ((2024, 2, 29), (1999, 12, 31), (2026, 7, 1), (2023, 1, 1), (2000, 3, 15)))
TIMES = ("07:30", "23:45", "00:00", "12:05")
NAMED = {
    "time": TIMES,
    "start": TIMES,
    "end": TIMES,
    "bedtime": TIMES,
    "departure": TIMES,
    "wake_up": TIMES,
    "pace": ("5:30",),
}
MOST = 12


def samples(operation: Operation, hints: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Some arguments, in the order of the parameters: each value of each parameter is tried."""
    columns = [_values(parameter, hints[parameter.name]) for parameter in operation.parameters]
    if not columns:
        yield ()
        return
    usual = [column[0] for column in columns]
    yield tuple(usual)
    for n, column in enumerate(columns):
        for value in column[1:]:
            yield (*usual[:n], value, *usual[n + 1 :])
    yield from islice(product(*(column[1:3] or column for column in columns)), MOST)


def _values(parameter: Parameter, hint: Any) -> Sequence[Any]:
    told = str(hint)
    if parameter.options:
        return parameter.options
    if "list[float]" in told:
        return LISTS
    if "list[str]" in told:
        return LINES
    if parameter.type == "date":
        return DAYS
    if parameter.type == "yes_no":
        return (True, False)
    if parameter.type == "integer":
        return WHOLE if not re.search("year", parameter.name) else (2024, 1999, 1900, 2000)
    if parameter.type in ("number", "money", "percent"):
        return NUMBERS
    return NAMED.get(parameter.name, TEXTS)
