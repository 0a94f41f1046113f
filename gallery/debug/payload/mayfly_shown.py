"""Shows values of a program under test as short text, whatever they are. Refuses to let one of them end the run or take
long. Standard library only: it is copied beside the program.
"""

import re
import reprlib
from typing import Any

MOST = 240
MOST_REPLAY = 2000
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
PLAIN = (int, float, complex, str, bytes, bool, type(None))
HELD = (list, tuple, set, frozenset, dict)


class Shown(reprlib.Repr):
    """Like `repr`, of bounded size, and with what is in an object that has none of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother, self.maxlong = 4, 160, 200, 60
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdeque = self.maxdict = 12

    def repr_instance(self, x: Any, level: int) -> str:
        try:
            kind: Any = type(x)
            if kind.__repr__ is object.__repr__ and level > 0 and (held := getattr(x, "__dict__", None)):
                inner = ", ".join(f"{name}={self.repr1(value, level - 1)}" for name, value in list(held.items())[:8])
                return f"{type(x).__name__}({inner})"
            text = ADDRESS.sub("", repr(x))
        except BaseException as error:
            return f"<{type(x).__name__} that can't be shown: {type(error).__name__}>"
        return text if len(text) <= self.maxother else f"{text[: self.maxother - 1]}…"


SHOWN = Shown()


def shown(value: Any) -> str:
    try:
        text = SHOWN.repr(value)
    except BaseException as error:
        return f"<{type(value).__name__} that can't be shown: {type(error).__name__}>"
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def value_of(name: str, value: Any) -> dict[str, Any]:
    """As `evidence.Value`."""
    number: float | None = None
    try:
        if isinstance(value, bool | int | float):
            number = float(value)
        elif isinstance(value, str | bytes | list | tuple | set | frozenset | dict):
            number = float(len(value))
    except BaseException:
        number = None
    if number is not None and (number != number or abs(number) == float("inf")):
        number = None  # JSON has no word for these
    return {"name": str(name)[:80], "shown": shown(value), "kind": type(value).__name__[:80], "number": number}


def literal(value: Any, depth: int = 5) -> bool:
    """Whether it can be written as a Python literal."""
    if type(value) in PLAIN:
        return not isinstance(value, float) or (value == value and abs(value) != float("inf"))
    if type(value) not in HELD or depth == 0 or len(value) > 2000 or (not value and type(value) in (set, frozenset)):
        return False
    if type(value) is frozenset:
        return False
    inner = [*value, *value.values()] if type(value) is dict else [*value]
    return all(literal(one, depth - 1) for one in inner)


def replay_of(arguments: dict[str, Any]) -> str:
    """Arguments by name as a literal, "" when they can't be one."""
    try:
        if all(literal(one) for one in arguments.values()):
            text = repr(arguments)
            return text if len(text) <= MOST_REPLAY else ""
    except BaseException:
        return ""
    return ""
